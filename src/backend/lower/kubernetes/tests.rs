use super::*;
use crate::backend::compile::{Peer, Peers, Policy, Ports, Rule};
use crate::diagnostic::{Diagnostics, Sources, text};
use crate::object;
use crate::object::{LabelSelector, PolicyPort, PolicyType, Requirement};
use crate::sets::{Direction, Directions, LabelKey, LabelValues, Labels, PortRange, Protocol, Values};

fn in_shop() -> Labels {
    Labels::in_namespace("shop")
}

fn labels(requirements: &[(&str, LabelValues)]) -> Labels {
    let requirements = requirements.iter().map(|(key, values)| (LabelKey::Pod((*key).into()), values.clone()));
    Labels::all_of(requirements).expect("some pods")
}

fn both(left: &Labels, right: &Labels) -> Labels {
    left.intersect(right).expect("some pods")
}

fn app(name: &str) -> Labels {
    labels(&[("app", LabelValues::present(Values::one(name)))])
}

fn app_selector(name: &str) -> LabelSelector {
    LabelSelector { match_labels: vec![("app".into(), name.into())], match_expressions: Vec::new() }
}

fn named(namespace: &str) -> LabelSelector {
    let name = ("kubernetes.io/metadata.name".into(), namespace.into());
    LabelSelector { match_labels: vec![name], match_expressions: Vec::new() }
}

fn policy_for(subject: Labels, rules: Vec<Rule>) -> Policy {
    Policy {
        name: "npgen-web".into(),
        file: "web.yaml".into(),
        namespace: "shop".into(),
        subject,
        isolates: Directions::BOTH,
        rules,
        owners: Vec::new(),
        reasons: Vec::new(),
    }
}

fn rule(peer: Labels, ports: Ports) -> Rule {
    let peers = Peers::Listed(Peer::Pods(peer), Vec::new());
    Rule { direction: Direction::Ingress, peers, ports, comment: vec!["db -> web:80".into()] }
}

/// What becomes of the only peer of a rule.
fn lowered_peer(peer: Labels) -> object::Peer {
    let lowered = policy(&policy_for(in_shop(), vec![rule(peer, Ports::Every)])).expect("sayable");
    match lowered.ingress.into_iter().map(|rule| rule.value.peers).next() {
        Some(object::Peers::Listed(first, _)) => first,
        other => panic!("a peer, not {other:?}"),
    }
}

fn refusal(policy: Policy) -> String {
    let mut found = Diagnostics::default();
    let folder = folder("shop", &[policy], &mut found);
    assert!(folder.policies.is_empty() && folder.kustomization.resources.is_empty());
    text::render(found, &Sources::default())
}

#[test]
fn label_requirements_become_selectors_that_mean_just_the_same() {
    let subject = labels(&[
        ("a", LabelValues::present(Values::one("1"))),
        ("b", LabelValues::present(Values::only(["2", "1"]))),
        ("c", LabelValues::present(Values::all())),
        ("d", LabelValues::present(Values::all_but(["1"]))),
        ("e", LabelValues::or_absent(Values::all_but(["2", "1"]))),
        ("f", LabelValues::absent()),
    ]);
    let lowered = policy(&policy_for(both(&in_shop(), &subject), Vec::new())).expect("sayable");
    let values = || vec!["1".to_owned(), "2".to_owned()];
    let expected = LabelSelector {
        match_labels: vec![("a".into(), "1".into())],
        match_expressions: vec![
            Requirement::In("b".into(), values()),
            Requirement::Exists("c".into()),
            Requirement::Exists("d".into()),
            Requirement::NotIn("d".into(), vec!["1".into()]),
            Requirement::NotIn("e".into(), values()),
            Requirement::DoesNotExist("f".into()),
        ],
    };
    assert_eq!(lowered.pod_selector, expected);
}

#[test]
fn peers_of_the_own_namespace_need_no_namespace_selector() {
    let own = |pods| object::Peer::Pods { namespaces: None, pods: Some(pods) };
    assert_eq!(lowered_peer(in_shop()), own(LabelSelector::default()));
    assert_eq!(lowered_peer(both(&in_shop(), &app("db"))), own(app_selector("db")));
}

#[test]
fn peers_of_other_namespaces_carry_both_selectors_in_one_peer() {
    let db = both(&Labels::in_namespace("store"), &app("db"));
    let expected = object::Peer::Pods { namespaces: Some(named("store")), pods: Some(app_selector("db")) };
    assert_eq!(lowered_peer(db), expected);
    let expected = object::Peer::Pods { namespaces: Some(named("store")), pods: None };
    assert_eq!(lowered_peer(Labels::in_namespace("store")), expected);
}

#[test]
fn several_namespaces_are_listed_the_own_one_included() {
    let names = LabelValues::present(Values::only(["shop", "store"]));
    let peer = Labels::all_of([(LabelKey::namespace_name(), names)]).expect("some pods");
    let listed = Requirement::In("kubernetes.io/metadata.name".into(), vec!["shop".into(), "store".into()]);
    let namespaces = LabelSelector { match_labels: Vec::new(), match_expressions: vec![listed] };
    assert_eq!(lowered_peer(peer), object::Peer::Pods { namespaces: Some(namespaces), pods: None });
}

#[test]
fn peers_of_every_namespace_say_so() {
    let every = || Some(LabelSelector::default());
    assert_eq!(lowered_peer(Labels::any()), object::Peer::Pods { namespaces: every(), pods: None });
    let agents = object::Peer::Pods { namespaces: every(), pods: Some(app_selector("agent")) };
    assert_eq!(lowered_peer(app("agent")), agents);
}

#[test]
fn namespace_labels_stand_beside_the_name() {
    let team = (LabelKey::Namespace("team".into()), LabelValues::present(Values::one("a")));
    let peer = both(&in_shop(), &Labels::all_of([team]).expect("some pods"));
    let mut namespaces = named("shop");
    namespaces.match_labels.push(("team".into(), "a".into()));
    assert_eq!(lowered_peer(peer), object::Peer::Pods { namespaces: Some(namespaces), pods: None });
}

#[test]
fn ports_are_numbers_ranges_or_whole_protocols() {
    let range = PortRange { protocol: Protocol::Sctp, first: 1, last: 65535 };
    let ports = Ports::Listed(vec![PortRange::one(Protocol::Tcp, 80), PortRange::every(Protocol::Udp), range]);
    let lowered = policy(&policy_for(in_shop(), vec![rule(in_shop(), ports)])).expect("sayable");
    let expected = [
        PolicyPort { protocol: object::Protocol::Tcp, range: Some((80, 80)) },
        PolicyPort { protocol: object::Protocol::Udp, range: None },
        PolicyPort { protocol: object::Protocol::Sctp, range: Some((1, 65535)) },
    ];
    assert_eq!(lowered.ingress[0].value.ports, expected);
}

#[test]
fn metadata_says_whose_it_is() {
    let mut made = policy_for(in_shop(), Vec::new());
    assert!(policy(&made).expect("sayable").metadata.annotations.is_empty());
    made.owners = vec!["team-a".into(), "team-b".into()];
    made.reasons = vec!["card payments".into()];
    made.isolates = Directions { ingress: false, egress: true };
    let lowered = policy(&made).expect("sayable");
    let of = |map: &std::collections::BTreeMap<String, String>, key: &str| map.get(key).cloned();
    assert_eq!(of(&lowered.metadata.labels, "app.kubernetes.io/managed-by").as_deref(), Some("npgen"));
    assert_eq!(of(&lowered.metadata.annotations, "npgen.dev/owner").as_deref(), Some("team-a\nteam-b"));
    assert_eq!(of(&lowered.metadata.annotations, "npgen.dev/why").as_deref(), Some("card payments"));
    assert_eq!(lowered.policy_types, [PolicyType::Egress]);
}

#[test]
fn reasons_that_no_api_server_would_take_are_refused() {
    let mut made = policy_for(in_shop(), Vec::new());
    let longest = 256 * 1024 - "npgen.dev/why".len();
    made.reasons = vec!["x".repeat(longest).into()];
    assert!(policy(&made).is_ok());
    made.reasons = vec!["x".repeat(longest + 1).into()];
    let refusal = refusal(made);
    assert!(refusal.contains("`shop/npgen-web`") && refusal.contains("262145 bytes"), "{refusal}");
    assert!(refusal.contains("shorten the reasons"), "{refusal}");
}

#[test]
fn a_folder_lists_its_files_in_order() {
    let web = policy_for(in_shop(), Vec::new());
    let cart = Policy { file: "cart.yaml".into(), ..web.clone() };
    let folder = folder("shop", &[web, cart], &mut Diagnostics::default());
    assert_eq!(folder.kustomization.resources, ["cart.yaml", "web.yaml"]);
    assert!(folder.policies.iter().map(|file| &file.file).eq(&folder.kustomization.resources));
}

#[test]
fn what_has_no_words_in_kubernetes_is_refused_and_named() {
    let account = (LabelKey::ServiceAccount, LabelValues::present(Values::one("web")));
    let account = both(&in_shop(), &Labels::all_of([account]).expect("some pods"));
    assert_eq!(
        refusal(policy_for(account.clone(), Vec::new())).lines().next(),
        Some(
            "error[flavor-cannot-say]: the policy `shop/npgen-web` needs what flavor `kubernetes` can't say: \
             service accounts"
        )
    );
    assert_eq!(
        refusal(policy_for(in_shop(), vec![rule(account, Ports::Every)])).lines().next(),
        Some(
            "error[flavor-cannot-say]: `db -> web:80`, in the policy `shop/npgen-web`, needs what flavor `kubernetes` \
             can't say: service accounts"
        )
    );
    let web_or_none = labels(&[("tier", LabelValues::or_absent(Values::one("web")))]);
    let in_two = Labels::all_of([(LabelKey::namespace_name(), LabelValues::present(Values::only(["shop", "x"])))]);
    for (subject, lacks) in [
        (both(&in_shop(), &web_or_none), "label `tier` that is absent or one of some values"),
        (in_two.expect("some pods"), "a policy that binds pods elsewhere than in `shop`"),
        (app("web"), "a policy that binds pods elsewhere than in `shop`"),
    ] {
        let refusal = refusal(policy_for(subject, Vec::new()));
        assert!(refusal.contains(lacks), "{refusal}");
    }
    let ports = |first, last| Ports::Listed(vec![PortRange { protocol: Protocol::Tcp, first, last }]);
    for (ports, lacks) in [
        (ports(0, 0), "port 0"),
        (ports(0, 80), "port 0"),
        (ports(80, 79), "ports from 80 down to 79"),
        (Ports::Listed(Vec::new()), "a rule without ports"),
    ] {
        let refusal = refusal(policy_for(in_shop(), vec![rule(in_shop(), ports)]));
        assert!(refusal.contains(lacks), "{refusal}");
    }
}
