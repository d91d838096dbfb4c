//! Coverage of small manifests.

use super::{Coverage, Totals, coverage};
use crate::analyzer::evaluate::Rules;
use crate::analyzer::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::inventory::Gathering;
use crate::manifest::read;

fn covered(manifests: &str) -> Coverage {
    let mut found = Diagnostics::default();
    let (mut gathering, mut rules) = (Gathering::new("default"), Rules::default());
    read::objects(SourceId(0), manifests, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
        Raised::Policy(policy) => rules.policies.push(policy),
        Raised::Refused => {}
        Raised::Other => gathering.add(&object, found),
    });
    assert!(!found.has_errors(), "{found:?}");
    coverage(&gathering.finish(), &rules)
}

fn deployment(name: &str, more: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{ name: {name}, namespace: shop }}\nspec:\n  selector: \
         {{ matchLabels: {{ app: {name} }} }}\n  template:\n    metadata: {{ labels: {{ app: {name} }} }}\n    spec: \
         {{ {more}containers: [{{ name: c, image: i }}] }}\n---\n"
    )
}

const FOR_WEB: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web, namespace: shop \
                       }\nspec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }\n---\n";

#[test]
fn a_policy_isolates_whom_it_selects_in_its_directions() {
    let coverage = covered(&[FOR_WEB, &deployment("web", ""), &deployment("cart", "")].concat());
    let [shop] = &coverage.namespaces[..] else { panic!("one namespace: {coverage:?}") };
    let isolated: Vec<(&str, usize, usize)> = shop
        .workloads
        .iter()
        .map(|workload| (&*workload.name, workload.ingress.isolating.len(), workload.egress.isolating.len()))
        .collect();
    assert_eq!(isolated, [("cart", 0, 0), ("web", 1, 0)]);
    assert_eq!(coverage.totals(), Totals { workloads: 2, ingress: 1, egress: 0 });
    assert_eq!(coverage.totals().percent(), 25);
}

#[test]
fn pods_on_the_host_network_are_not_counted() {
    let coverage = covered(&[FOR_WEB, &deployment("web", "hostNetwork: true, ")].concat());
    assert_eq!(coverage.totals(), Totals::default());
    assert_eq!(coverage.totals().percent(), 100);
}

#[test]
fn nothing_at_all_is_covered() {
    assert_eq!(covered("").totals().percent(), 100);
}
