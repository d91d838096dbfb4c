use super::*;
use crate::analyzer::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::inventory::Gathering;
use crate::manifest::read;

const MANIFESTS: &str = r"
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: sales}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  template:
    metadata: {labels: {app: cart}}
    spec: {containers: [{name: cart, ports: [{name: grpc, containerPort: 7070}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop, labels: {app: old}}
spec: {containers: [{name: cart}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec:
  podSelector: {matchLabels: {app: cart}}
  ingress:
  - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
    ports: [{port: 9000}]
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: grpc}]
";

/// The answer, a line for each part: who, on which ports, and the first byte of what decides each side.
fn answer(caller: &str, callee: &str) -> Result<Vec<String>, String> {
    let (mut found, mut rules, mut gathering) = (Diagnostics::default(), Rules::default(), Gathering::new("default"));
    read::objects(SourceId(0), MANIFESTS, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
        Raised::Policy(policy) => rules.policies.push(policy),
        Raised::Refused => {}
        Raised::Other => gathering.add(&object, found),
    });
    assert!(!found.has_errors(), "{found:?}");
    let judged = explain(&gathering.finish(), &rules, caller, callee).map_err(|error| error.to_string())?;
    let side = |verdict: &Option<Verdict<'_>>| match verdict {
        None => "no pod".to_owned(),
        Some(Verdict::Rule { rule, .. }) => {
            let start = usize::try_from(rule.span.start).expect("small");
            format!("rule on line {}", 1 + MANIFESTS.get(..start).expect("a byte of it").matches('\n').count())
        }
        Some(verdict) => verdict.to_string(),
    };
    let part = |part: &Part<'_>| {
        let ports: Vec<String> =
            crate::sets::PortRange::of_ports(&part.ports).iter().map(ToString::to_string).collect();
        let (out, into) = (side(&part.egress), side(&part.ingress));
        format!("{} -> {} on {}: {out}; {into}", part.callers.join(", "), part.callees.join(", "), ports.join(","))
    };
    Ok(judged.parts.iter().map(part).collect())
}

const CART: &str = "shop/cart[Deployment]";
const STOPPED: &str = "denied: NetworkPolicy shop/cart isolates the pod, and none of its rules matches";

#[test]
fn the_rule_that_decides_is_named_with_its_line() {
    let open = "allowed by default";
    assert_eq!(
        answer("web", &format!("{CART}:grpc")),
        Ok(vec![format!("shop/web[Deployment] -> {CART} on 7070: {open}; rule on line 35")])
    );
    assert_eq!(
        answer("web", &format!("{CART}:7070-7071")),
        Ok(vec![
            format!("shop/web[Deployment] -> {CART} on 7070: {open}; rule on line 35"),
            format!("shop/web[Deployment] -> {CART} on 7071: {open}; {STOPPED}"),
        ])
    );
}

#[test]
fn a_range_is_cut_where_a_rule_cuts_it() {
    assert_eq!(
        answer("8.0.0.0/6", &format!("{CART}:9000")),
        Ok(vec![
            format!("10.0.0.0/8 -> {CART} on 9000: no pod; rule on line 33"),
            format!("8.0.0.0/7, 11.0.0.0/8 -> {CART} on 9000: no pod; {STOPPED}"),
        ])
    );
}

#[test]
fn all_pods_are_those_that_are_known_and_any_other() {
    let all = "shop/cart[Deployment], shop/cart[Pod], any other pod of shop";
    assert_eq!(
        answer("@namespace/shop", &format!("{CART}:7070")),
        Ok(vec![
            format!("shop/web[Deployment] -> {CART} on 7070: allowed by default; rule on line 35"),
            format!("{all} -> {CART} on 7070: allowed by default; {STOPPED}"),
        ])
    );
}

#[test]
fn what_is_not_clear_is_asked_back() {
    let ambiguous = "`shop/cart` can mean more than one thing: `shop/cart[Deployment]`, `shop/cart[Pod]`";
    assert_eq!(answer("web", "shop/cart"), Err(ambiguous.to_owned()));
    assert_eq!(answer("webb", CART), Err("nothing is called `webb`; did you mean `web`?".to_owned()));
    let port = format!("`http` is no port of `{CART}`: expected a name that it declares, or `8080`, `53/udp`, `any`");
    assert_eq!(answer("web", &format!("{CART}:http")), Err(port));
}
