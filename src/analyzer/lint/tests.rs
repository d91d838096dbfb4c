use super::{Surroundings, files};

use crate::analyzer::evaluate::Rules;
use crate::analyzer::raise::{Raised, kubernetes};
use crate::diagnostic::{Diagnostics, Place, Sources};
use crate::manifest::inventory::Gathering;
use crate::manifest::read;

/// Pods `app: web` and `app: cart` in the namespace `shop`, which is labelled `team: sales`.
const WORKLOADS: &str = "\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: sales}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: a, image: a}]}
---
apiVersion: v1
kind: Pod
metadata: {name: cart, namespace: shop, labels: {app: cart}}
spec: {containers: [{name: a, image: a}]}
---
";

/// The rules that are broken, in the order of the text, and its bytes that the first label shows.
fn found(text: &str) -> Vec<(&'static str, String)> {
    let mut sources = Sources::default();
    let file = sources.add("all.yaml", text);
    let (mut found, mut rules, mut gathering) = (Diagnostics::default(), Rules::default(), Gathering::new("default"));
    read::objects(file, text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
        Raised::Policy(policy) => rules.policies.push(policy),
        Raised::Refused => panic!("an API server takes it: {found:?}"),
        Raised::Other => gathering.add(&object, found),
    });
    files(&sources, &[file], &Surroundings::new(&rules, &gathering.finish()), &mut found);
    let bound = |at: u32| usize::try_from(at).expect("small");
    let shown = |place: Place| text.get(bound(place.start)..bound(place.end)).expect("in the text").to_owned();
    found.into_sorted().iter().map(|one| (one.rule.name, shown(one.labels[0].place))).collect()
}

/// The rules that network policies in `shop` break, beside the pods above, each written as its `spec`.
fn broken(specs: &[&str]) -> Vec<&'static str> {
    shown(specs).into_iter().map(|(rule, _)| rule).collect()
}

/// The same, with what they are shown by.
fn shown(specs: &[&str]) -> Vec<(&'static str, String)> {
    let head = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n";
    let policy =
        |(at, spec): (usize, &&str)| format!("{head}metadata: {{name: p{at}, namespace: shop}}\nspec: {spec}\n---\n");
    found(&format!("{WORKLOADS}{}", specs.iter().enumerate().map(policy).collect::<String>()))
}

const NONE: [&str; 0] = [];

#[test]
fn a_policy_selects_someone_where_anyone_is_known() {
    let misspelt = "{podSelector: {matchLabels: {app: wbe}}}";
    assert_eq!(shown(&[misspelt]), [("policy-selects-nothing", "{matchLabels: {app: wbe}}".to_owned())]);
    assert_eq!(broken(&["{podSelector: {matchLabels: {app: web}}}", "{podSelector: {}}"]), NONE);
    let nobody = "{podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}}";
    assert_eq!(broken(&[nobody]), ["policy-selects-nothing"]);
    let elsewhere = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: other}\nspec: {podSelector: {matchLabels: {app: wbe}}}\n";
    assert_eq!(found(&format!("{WORKLOADS}{elsewhere}")), [], "nothing is known of that namespace");
}

#[test]
fn a_peer_matches_someone_where_anyone_is_known() {
    let from = |peer: &str| broken(&[&format!("{{ingress: [{{from: [{peer}]}}]}}")]);
    assert_eq!(from("{podSelector: {matchLabels: {app: wbe}}}"), ["peer-matches-nothing"]);
    let in_sales = "{namespaceSelector: {matchLabels: {team: sales}}, podSelector: {matchLabels: {app: prometheus}}}";
    assert_eq!(from(in_sales), ["peer-matches-nothing"]);
    let elsewhere = "{namespaceSelector: {matchLabels: {team: ops}}, podSelector: {matchLabels: {app: prometheus}}}";
    assert_eq!(from(elsewhere), NONE, "nothing is known of those namespaces");
    assert_eq!(from("{podSelector: {matchLabels: {app: web}}}"), NONE);
    assert_eq!(from("{ipBlock: {cidr: 10.0.0.0/8}}"), NONE);
}

#[test]
fn a_rule_that_says_nothing_new_is_hidden() {
    let web = "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 80}]}";
    let all = "{from: [{podSelector: {}}]}";
    assert_eq!(shown(&[&format!("{{ingress: [{web}, {all}]}}")]), [("hidden-rule", web.to_owned())]);
    assert_eq!(broken(&[&format!("{{ingress: [{web}, {web}]}}")]), ["hidden-rule"], "only the second of two alike");
    let on_web = |rule: &str| format!("{{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{rule}]}}");
    assert_eq!(broken(&[&on_web(web), &format!("{{ingress: [{all}]}}")]), ["hidden-rule"], "by another policy");
    assert_eq!(broken(&[&format!("{{ingress: [{web}]}}"), &on_web(all)]), NONE, "which is for fewer pods");
    let ports = "{from: [{podSelector: {}}], ports: [{port: 81}]}";
    assert_eq!(broken(&[&format!("{{ingress: [{web}, {ports}]}}")]), NONE);
}

#[test]
fn a_rule_that_several_others_say_together_is_hidden() {
    let from = |key: &str, ports: &str| format!("{{from: [{{podSelector: {{{key}}}}}], ports: [{ports}]}}");
    let labelled = "matchLabels: {app: web}";
    let bare = "matchExpressions: [{key: app, operator: NotIn, values: [web]}]";
    let all = from("", "{port: 80}");
    let both = [from(labelled, "{port: 80, endPort: 90}"), from(bare, "{port: 80}")];
    let spec = |rules: &[&String]| {
        let rules: Vec<&str> = rules.iter().map(|rule| rule.as_str()).collect();
        format!("{{ingress: [{}]}}", rules.join(", "))
    };
    let [one, other] = &both;
    assert_eq!(shown(&[&spec(&[one, &all, other])]), [("hidden-rule", other.clone())], "it is within the wide one");
    let two_ports = from("matchLabels: {app: web}", "{port: 80}, {port: 85}");
    let hidden = shown(&[&spec(&[one, &two_ports])]);
    assert_eq!(hidden, [("hidden-rule", two_ports)], "one is enough");
    let apart = [from(labelled, "{port: 80, endPort: 90}"), from(bare, "{port: 79, endPort: 80}")];
    let [one, other] = &apart;
    assert_eq!(shown(&[&spec(&[one, &all, other])]), [("hidden-rule", all.clone())], "wherever it stands");
    let elsewhere = format!("{{podSelector: {{matchLabels: {{app: web}}}}, ingress: [{other}]}}");
    assert_eq!(broken(&[&spec(&[one, &all]), &elsewhere]), NONE, "which is for fewer pods");
    assert_eq!(broken(&[&spec(&[one, other])]), NONE);
}

#[test]
fn a_rule_of_the_administrator_is_hidden_by_those_before_it() {
    let admin = |priority: u16, rules: &str| {
        format!(
            "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{name: p{priority}}}\nspec: {{priority: {priority}, subject: {{namespaces: {{}}}}, ingress: [{rules}]}}\n---\n"
        )
    };
    let wide = "{action: Deny, from: [{namespaces: {}}]}";
    let narrow = "{action: Allow, from: [{namespaces: {matchLabels: {team: ops}}}]}";
    let rules = |text: &str| found(text).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    assert_eq!(rules(&admin(1, &format!("{wide}, {narrow}"))), ["hidden-rule"]);
    assert_eq!(rules(&admin(1, &format!("{narrow}, {wide}"))), NONE);
    assert_eq!(rules(&format!("{}{}", admin(2, narrow), admin(1, wide))), ["hidden-rule"]);
    assert_eq!(rules(&format!("{}{}", admin(1, narrow), admin(2, wide))), NONE);
    let others =
        "{action: Pass, from: [{namespaces: {matchExpressions: [{key: team, operator: NotIn, values: [ops]}]}}]}";
    assert_eq!(rules(&admin(1, &format!("{narrow}, {others}, {wide}"))), ["hidden-rule"], "by both together");
}

#[test]
fn two_selectors_as_two_peers_are_odd_beside_two_in_one() {
    let (namespaces, pods) =
        ("namespaceSelector: {matchLabels: {team: ops}}", "podSelector: {matchLabels: {app: web}}");
    let from = |peers: &str| broken(&[&format!("{{ingress: [{{from: [{peers}]}}]}}")]);
    let both = format!("{{{namespaces}, podSelector: {{matchLabels: {{app: x}}}}}}");
    assert_eq!(from(&format!("{both}, {{{namespaces}}}, {{{pods}}}")), ["and-written-as-or"]);
    assert_eq!(from(&format!("{{{namespaces}}}, {{{pods}}}")), NONE, "no other peer has them in one");
    assert_eq!(from(&format!("{{{namespaces}}}, {both}, {{{pods}}}")), NONE, "they do not follow each other");
    assert_eq!(from(&format!("{both}, {{namespaceSelector: {{}}}}, {{{pods}}}")), NONE, "all namespaces are meant");
}

#[test]
fn whoever_calls_pods_may_look_names_up() {
    let call = "{to: [{podSelector: {matchLabels: {app: cart}}}], ports: [{port: 80}]}";
    let dns = |ports: &str| format!("{{to: [{{namespaceSelector: {{}}}}], ports: [{ports}]}}");
    let both = "{port: 53, protocol: UDP}, {port: 53}";
    let of = |rules: &str| format!("{{policyTypes: [Egress], egress: [{rules}]}}");
    assert_eq!(shown(&[&of(call)]), [("dns-cut-off", "egress".to_owned())]);
    assert_eq!(broken(&[&of(&format!("{call}, {}", dns(both)))]), NONE);
    assert_eq!(broken(&[&of(call), &of(&dns(both))]), NONE, "another policy does it");
    assert_eq!(broken(&[&of(&format!("{call}, {}", dns("{port: dns, protocol: UDP}")))]), NONE);
    assert_eq!(broken(&[&of("{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}")]), NONE, "addresses need no names");
    assert_eq!(broken(&["{policyTypes: [Egress]}"]), NONE, "it may call nobody");
    let elsewhere =
        format!("{{podSelector: {{matchLabels: {{app: cart}}}}, policyTypes: [Egress], egress: [{}]}}", dns(both));
    let on_web = format!("{{podSelector: {{matchLabels: {{app: web}}}}, policyTypes: [Egress], egress: [{call}]}}");
    assert_eq!(broken(&[&on_web, &elsewhere]), ["dns-cut-off"], "that policy is about other pods");
}

#[test]
fn exceptions_leave_something_of_a_range() {
    let from = |block: &str| broken(&[&format!("{{ingress: [{{from: [{{ipBlock: {block}}}]}}]}}")]);
    assert_eq!(from("{cidr: 10.0.0.0/8, except: [10.0.0.0/9, 10.128.0.0/9]}"), ["emptied-range"]);
    assert_eq!(from("{cidr: 10.0.0.0/8, except: [10.0.0.0/9]}"), NONE);
}

#[test]
fn ports_are_opened_for_the_protocol_that_uses_them() {
    let web = "podSelector: {matchLabels: {app: web}}";
    let ports = |ports: &str| shown(&[&format!("{{ingress: [{{from: [{{{web}}}], ports: [{ports}]}}]}}")]);
    assert_eq!(ports("{port: 53}"), [("odd-protocol", "{port: 53}".to_owned())]);
    assert_eq!(ports("{port: 53}, {port: 53, protocol: UDP}"), []);
    let udp = "{port: 5432, protocol: UDP}";
    assert_eq!(ports(udp), [("odd-protocol", udp.to_owned())]);
    assert_eq!(ports("{port: 443, protocol: UDP}, {port: 443}"), [], "HTTP/3 beside HTTP/2");
    assert_eq!(ports("{port: 5000, protocol: UDP}"), []);
    assert_eq!(ports("{port: 50, endPort: 60}"), [], "a range is not about a service");
}

#[test]
fn an_empty_list_that_is_written_down_opens_everything() {
    let ingress = |rules: &str| shown(&[&format!("{{ingress: {rules}}}")]);
    assert_eq!(ingress("[{from: []}]"), [("open-by-empty-list", "[]".to_owned())]);
    assert_eq!(ingress("[{ports: ~}]"), [("open-by-empty-list", "~".to_owned())]);
    assert_eq!(ingress("[~]"), [("open-by-empty-list", "~".to_owned())]);
    assert_eq!(ingress("[{}]"), [], "as everyone writes it");
    assert_eq!(ingress("[]"), [], "which lets nobody in");
}
