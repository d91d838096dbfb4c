use crate::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Symbol, Tier};
use crate::analyzer::raise::Raised;
use crate::analyzer::raise::kubernetes::any;
use crate::diagnostic::{Diagnostics, Severity, SourceId};
use crate::manifest::read;
use crate::sets::{Addresses, LabelKey, LabelValues, Labels, NamedPort, Peer, Ports, Protocol, Values};

/// The policy of a text with what is said of it, each with its severity's first letter.
fn raised(text: &str) -> (Option<Policy>, Vec<String>) {
    let mut found = Diagnostics::default();
    let mut policy = None;
    read::objects(SourceId(3), text, &mut found, &mut |object, found| match any(&object, found) {
        Raised::Policy(raised) => policy = Some(raised),
        Raised::Refused => {}
        Raised::Other => panic!("it is a policy"),
    });
    let letter = |severity| if severity == Severity::Error { "E" } else { "W" };
    let found = found.into_sorted();
    (policy, found.iter().map(|one| format!("{} {}", letter(one.severity), one.message)).collect())
}

/// An `AdminNetworkPolicy` with these lines in its `spec`.
fn admin(spec: &str) -> (Option<Policy>, Vec<String>) {
    let spec = spec.replace('\n', "\n  ");
    raised(&format!(
        "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {{name: a}}\nspec:\n  {spec}\n"
    ))
}

/// A `ClusterNetworkPolicy` with these lines in its `spec`.
fn cluster(spec: &str) -> (Option<Policy>, Vec<String>) {
    let spec = spec.replace('\n', "\n  ");
    raised(&format!(
        "apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {{name: c}}\nspec:\n  {spec}\n"
    ))
}

const ALL: &str = "priority: 7\nsubject: {namespaces: {}}\n";

/// The rules for egress of an `AdminNetworkPolicy`.
#[track_caller]
fn egress(rules: &str) -> Vec<Rule> {
    let (policy, found) = admin(&format!("{ALL}egress:\n{rules}"));
    assert!(found.is_empty(), "{found:?}");
    policy.expect("it is taken").egress.expect("it judges egress")
}

/// The ports of a rule of a `ClusterNetworkPolicy` with this `protocols`.
#[track_caller]
fn protocols(list: &str) -> Ports {
    let spec =
        format!("tier: Admin\n{ALL}ingress:\n- {{action: Deny, from: [{{namespaces: {{}}}}], protocols: {list}}}");
    let (policy, found) = cluster(&spec);
    assert!(found.is_empty(), "{found:?}");
    policy.expect("it is taken").ingress.expect("it judges ingress")[0].ports.clone()
}

#[track_caller]
fn refused(read: (Option<Policy>, Vec<String>), because: &str) {
    let (policy, found) = read;
    assert_eq!((policy, found), (None, vec![format!("E {because}")]));
}

fn pods(key: &str, value: &str) -> (LabelKey, LabelValues) {
    (LabelKey::Pod(key.into()), LabelValues::present(Values::one(value)))
}

fn namespaces(key: &str, value: &str) -> (LabelKey, LabelValues) {
    (LabelKey::Namespace(key.into()), LabelValues::present(Values::one(value)))
}

fn named(name: &str) -> Ports {
    let named = |protocol| Ports::named(NamedPort { protocol, name: name.into() });
    Protocol::ALL.map(named).iter().fold(Ports::none(), |all, more| all.union(more))
}

#[test]
fn a_policy_is_the_clusters_and_has_the_priority_that_it_says() {
    let (policy, found) = admin(ALL);
    let policy = policy.expect("it is taken");
    assert!(found.is_empty(), "{found:?}");
    let object = ObjectId { kind: "AdminNetworkPolicy".to_owned(), namespace: String::new(), name: "a".to_owned() };
    assert_eq!((policy.object, policy.tier, policy.subject), (object, Tier::Admin(7), Some(Labels::any())));
    assert_eq!((policy.ingress, policy.egress), (None, None), "without rules it judges nothing");
    assert_eq!(policy.place.source, SourceId(3));
}

#[test]
fn the_tier_is_as_the_kind_has_it() {
    let tier = |tier: &str| cluster(&format!("tier: {tier}\n{ALL}")).0.map(|policy| policy.tier);
    assert_eq!([tier("Admin"), tier("Baseline")], [Some(Tier::Admin(7)), Some(Tier::Baseline(7))]);
    refused(
        cluster(&format!("tier: admin\n{ALL}")),
        "ClusterNetworkPolicy `c`: `admin` is none of `Admin`, `Baseline`",
    );
    let head = "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: BaselineAdminNetworkPolicy\n";
    let baseline = |name: &str, spec: &str| raised(&format!("{head}metadata: {{name: {name}}}\nspec: {spec}\n"));
    let (policy, found) = baseline("default", "{subject: {namespaces: {}}}");
    assert_eq!((policy.map(|policy| policy.tier), found), (Some(Tier::Baseline(u16::MAX)), Vec::new()));
    refused(
        baseline("other", "{subject: {namespaces: {}}}"),
        "BaselineAdminNetworkPolicy `other`: the only BaselineAdminNetworkPolicy is called `default`, not `other`",
    );
    refused(
        baseline("default", "{subject: {namespaces: {}}, priority: 1}"),
        "BaselineAdminNetworkPolicy `default`: there is no key `priority` here",
    );
    let passes = "{subject: {namespaces: {}}, egress: [{action: Pass, to: [{namespaces: {}}]}]}";
    refused(baseline("default", passes), "BaselineAdminNetworkPolicy `default`: `Pass` is none of `Allow`, `Deny`");
}

#[test]
fn priorities_run_from_zero_to_a_thousand() {
    let priority = |text: &str| admin(&format!("subject: {{namespaces: {{}}}}\npriority: {text}"));
    for fine in [0, 1000] {
        assert_eq!(priority(&fine.to_string()).0.map(|policy| policy.tier), Some(Tier::Admin(fine)));
    }
    for wrong in ["-1", "1001", "\"1\"", "1.5", "high"] {
        refused(priority(wrong), "AdminNetworkPolicy `a`: expected a whole number from 0 to 1000");
    }
    refused(admin("subject: {namespaces: {}}"), "AdminNetworkPolicy `a`: the key `priority` is missing");
    refused(admin("priority: 1"), "AdminNetworkPolicy `a`: the key `subject` is missing");
}

#[test]
fn subjects_are_pods_of_namespaces() {
    let subject = |subject: &str| admin(&format!("priority: 1\nsubject: {subject}"));
    let taken = |text: &str| subject(text).0.expect("it is taken").subject;
    assert_eq!(taken("{namespaces: {matchLabels: {env: a}}}"), Labels::all_of([namespaces("env", "a")]));
    let both = "{pods: {namespaceSelector: {matchLabels: {env: a}}, podSelector: {matchLabels: {app: b}}}}";
    assert_eq!(taken(both), Labels::all_of([namespaces("env", "a"), pods("app", "b")]));
    let nobody = "{namespaces: {matchLabels: {env: a}, matchExpressions: [{key: env, operator: DoesNotExist}]}}";
    assert_eq!(taken(nobody), None);
    let one_of = "AdminNetworkPolicy `a`: expected one of `namespaces`, `pods`, there are";
    refused(subject("{}"), &format!("{one_of} none"));
    refused(subject("{namespaces: {}, pods: {namespaceSelector: {}, podSelector: {}}}"), &format!("{one_of} 2"));
}

#[test]
fn a_selector_that_is_left_out_selects_all() {
    let (policy, found) = admin("priority: 1\nsubject: {pods: {namespaceSelector: {matchLabels: {env: a}}}}");
    assert_eq!(policy.expect("it is taken").subject, Labels::all_of([namespaces("env", "a")]));
    let missing = "the key `podSelector` is missing: it counts as `podSelector: {}`, which selects all";
    assert_eq!(found, [format!("W AdminNetworkPolicy `a`: {missing}")]);
    let (policy, found) = cluster("tier: Admin\npriority: 1\nsubject: {pods: {podSelector: {matchLabels: {app: b}}}}");
    assert_eq!(policy.expect("it is taken").subject, Labels::all_of([pods("app", "b")]));
    assert!(found.is_empty(), "there it is optional: {found:?}");
}

#[test]
fn rules_keep_their_order_names_and_actions() {
    let rules =
        egress("- {action: Pass, name: first, to: [{namespaces: {}}]}\n- {action: Deny, to: [{namespaces: {}}]}");
    let said: Vec<(&str, Action)> = rules.iter().map(|rule| (&*rule.name, rule.action)).collect();
    assert_eq!(said, [("first", Action::Pass), ("", Action::Deny)]);
    assert_eq!(rules[0].ports, Ports::all());
    let name = "x".repeat(101);
    let long = format!("{ALL}egress:\n- {{action: Deny, name: {name}, to: [{{namespaces: {{}}}}]}}");
    refused(admin(&long), "AdminNetworkPolicy `a`: the text is 101 characters long, more than 100");
    let accept = format!("{ALL}egress:\n- {{action: Accept, to: [{{namespaces: {{}}}}]}}");
    refused(admin(&accept), "AdminNetworkPolicy `a`: `Accept` is none of `Allow`, `Deny`, `Pass`");
}

#[test]
fn peers_are_as_the_direction_has_them() {
    let rules = egress(
        "- action: Allow
  to:
  - networks: [10.0.0.5/8, \"::/0\"]
  - nodes: {matchLabels: {role: worker}}
  - domainNames: [Example.COM., \"*.example.org\"]
  - pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: b}}}",
    );
    let nets = Addresses::nets(&["10.0.0.0/8", "::/0"].map(|net| net.parse().expect("a net")));
    let peers = [Peer::Addresses(nets), Peer::Pods(Labels::all_of([pods("app", "b")]).expect("not empty"))];
    assert_eq!(*rules[0].peers, peers);
    let worker = Labels::all_of([pods("role", "worker")]).expect("not empty");
    let domains = ["example.com", "*.example.org"].map(|name| Symbol::Domain(name.into()));
    let symbols: Vec<Symbol> = [Symbol::Nodes(worker)].into_iter().chain(domains).collect();
    assert_eq!(rules[0].symbols, symbols);
    let ingress = format!("{ALL}ingress:\n- {{action: Deny, from: [{{networks: [10.0.0.0/8]}}]}}");
    let (policy, found) = admin(&ingress);
    assert_eq!(policy, None);
    assert!(found.contains(&"E AdminNetworkPolicy `a`: there is no key `networks` here".to_owned()), "{found:?}");
}

#[test]
fn lists_have_their_bounds() {
    let empty = format!("{ALL}ingress:\n- {{action: Deny, from: []}}");
    refused(admin(&empty), "AdminNetworkPolicy `a`: the list has 0 items, expected 1 to 100");
    let none = format!("{ALL}ingress:\n- {{action: Deny}}");
    refused(admin(&none), "AdminNetworkPolicy `a`: the key `from` is missing");
    let rules = "- {action: Deny, from: [{namespaces: {}}]}\n".repeat(26);
    assert!(admin(&format!("{ALL}ingress:\n{rules}")).0.is_some());
    let too_many = "ClusterNetworkPolicy `c`: the list has 26 items, expected 0 to 25";
    refused(cluster(&format!("tier: Admin\n{ALL}ingress:\n{rules}")), too_many);
    let twice = format!("{ALL}egress:\n- {{action: Deny, to: [{{networks: [10.0.0.0/8, 10.0.0.0/8]}}]}}");
    refused(admin(&twice), "AdminNetworkPolicy `a`: `10.0.0.0/8` stands twice in the list");
}

#[test]
fn ports_are_numbers_ranges_and_names() {
    let ports =
        |list: &str| egress(&format!("- {{action: Deny, to: [{{namespaces: {{}}}}], ports: {list}}}"))[0].ports.clone();
    assert_eq!(ports("[{portNumber: {port: 80}}]"), Ports::range(Protocol::Tcp, 80, 80));
    assert_eq!(ports("[{portNumber: {port: 80, protocol: SCTP}}]"), Ports::range(Protocol::Sctp, 80, 80));
    assert_eq!(ports("[{portRange: {start: 1, end: 9, protocol: UDP}}]"), Ports::range(Protocol::Udp, 1, 9));
    assert_eq!(ports("[{namedPort: web}]"), named("web"));
    let both = Ports::range(Protocol::Tcp, 80, 80).union(&named("web"));
    assert_eq!(ports("[{portNumber: {port: 80}}, {namedPort: web}]"), both);
    assert_eq!(protocols("[{tcp: {destinationPort: {number: 80}}}]"), Ports::range(Protocol::Tcp, 80, 80));
    let range = "[{udp: {destinationPort: {range: {start: 1, end: 9}}}}]";
    assert_eq!(protocols(range), Ports::range(Protocol::Udp, 1, 9));
    assert_eq!(protocols("[{sctp: {destinationPort: {number: 80}}}]"), Ports::range(Protocol::Sctp, 80, 80));
    assert_eq!(protocols("[{destinationNamedPort: web}]"), named("web"));
}

#[test]
fn ports_that_no_definition_takes_are_refused() {
    let rule = |ports: &str| format!("{ALL}ingress:\n- {{action: Deny, from: [{{namespaces: {{}}}}], {ports}}}");
    let of = |list: &str| admin(&rule(&format!("ports: {list}")));
    let by = |list: &str| cluster(&format!("tier: Admin\n{}", rule(&format!("protocols: {list}"))));
    let whole = "expected a whole number from 1 to 65535";
    refused(of("[]"), "AdminNetworkPolicy `a`: the list has 0 items, expected 1 to 100");
    refused(of("[{portNumber: {port: 0}}]"), &format!("AdminNetworkPolicy `a`: {whole}"));
    refused(of("[{portNumber: {protocol: TCP}}]"), "AdminNetworkPolicy `a`: the key `port` is missing");
    refused(
        of("[{portRange: {start: 9, end: 8}}]"),
        "AdminNetworkPolicy `a`: the range of ports starts at 9 and ends at 8",
    );
    refused(
        of("[{portNumber: {port: 1, protocol: tcp}}]"),
        "AdminNetworkPolicy `a`: `tcp` is none of `TCP`, `UDP`, `SCTP`",
    );
    refused(by("[{tcp: {}}]"), "ClusterNetworkPolicy `c`: expected one of `destinationPort`, there are none");
    refused(
        by("[{tcp: {destinationPort: {range: {start: 9, end: 9}}}}]"),
        "ClusterNetworkPolicy `c`: the range of ports starts at 9 and ends at 9",
    );
    refused(by("[{tcp: {destinationPort: {number: 65536}}}]"), &format!("ClusterNetworkPolicy `c`: {whole}"));
}

#[test]
fn null_counts_as_missing_even_among_labels() {
    let (policy, found) = admin("priority: 1\nsubject: {namespaces: {matchLabels: {env: }}}\ningress: ");
    let policy = policy.expect("it is taken");
    assert_eq!((policy.subject, policy.ingress, found), (Some(Labels::any()), None, Vec::new()));
}
