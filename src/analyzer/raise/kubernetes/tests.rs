use super::*;

use crate::analyzer::evaluate::Policy;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::read::canonical;
use crate::manifest::{Node, Scalar, Value};
use crate::sets::{Addresses, LabelKey, LabelValues, Labels, NamedPort, Peer, Ports, Protocol, Values};

const HEAD: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  namespace: shop
";

/// The policy, or what is wrong with it, each with the text that it points at.
fn raised(text: &str) -> Result<Policy, Vec<String>> {
    let file = format!("# made by npgen, do not edit; sha256 0123456789abcdef\n{text}");
    let node = canonical::read(file.as_bytes()).expect("in the canonical form");
    let mut found = Diagnostics::default();
    let policy = policy(&node, SourceId(7), &mut found);
    let shown = |found: Diagnostics| {
        let place = |found: &crate::diagnostic::Diagnostic| found.labels.first().expect("a place").place;
        let bound = |at: u32| usize::try_from(at).expect("small");
        found
            .into_sorted()
            .iter()
            .inspect(|one| assert_eq!(place(one).source, SourceId(7)))
            .map(|one| {
                format!(
                    "{} @ {}",
                    one.message,
                    file.get(bound(place(one).start)..bound(place(one).end)).expect("the place lies in the file")
                )
            })
            .collect()
    };
    policy.ok_or_else(|| shown(found))
}

/// The lines, all but the first one level deeper.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ")
}

fn with_spec(spec: &str) -> Result<Policy, Vec<String>> {
    raised(&format!("{HEAD}spec:\n  {}\n", indented(spec)))
}

/// A policy with one ingress rule.
fn with_rule(rule: &str) -> Result<Policy, Vec<String>> {
    with_spec(&format!("ingress:\n- {}", indented(rule)))
}

/// The peers of a rule with one item in `from`.
fn peers(peer: &str) -> Result<Vec<Peer>, Vec<String>> {
    let policy = with_rule(&format!("from:\n- {}", indented(peer)))?;
    Ok(policy.ingress.expect("isolated")[0].peers.to_vec())
}

/// The ports of a rule with one item in `ports`.
fn ports(port: &str) -> Result<Ports, Vec<String>> {
    let policy = with_rule(&format!("ports:\n- {}", indented(port)))?;
    Ok(policy.ingress.expect("isolated")[0].ports.clone())
}

fn of_pod(key: &str, values: LabelValues) -> (LabelKey, LabelValues) {
    (LabelKey::Pod(key.into()), values)
}

fn of_namespace(key: &str, values: LabelValues) -> (LabelKey, LabelValues) {
    (LabelKey::Namespace(key.into()), values)
}

fn in_shop() -> (LabelKey, LabelValues) {
    (LabelKey::namespace_name(), LabelValues::present(Values::one("shop")))
}

fn one(value: &str) -> LabelValues {
    LabelValues::present(Values::one(value))
}

fn pods(requirements: impl IntoIterator<Item = (LabelKey, LabelValues)>) -> Vec<Peer> {
    vec![Peer::Pods(Labels::all_of(requirements).expect("not empty"))]
}

#[track_caller]
fn refused<T: std::fmt::Debug>(read: Result<T, Vec<String>>, because: &str) {
    let found = read.expect_err("an API server refuses it");
    assert_eq!(found, [because], "as the only thing that is wrong");
}

#[test]
fn policy_types_decide_where_it_isolates() {
    let isolated = |spec: &str| with_spec(spec).map(|policy| (policy.ingress.is_some(), policy.egress.is_some()));
    assert_eq!(isolated("podSelector: {}"), Ok((true, false)));
    assert_eq!(isolated("podSelector: {}\negress: []"), Ok((true, false)));
    assert_eq!(isolated("podSelector: {}\negress:\n- {}"), Ok((true, true)));
    assert_eq!(isolated("policyTypes: []\negress:\n- {}"), Ok((true, true)));
    assert_eq!(isolated("policyTypes:\n- Egress"), Ok((false, true)));
    assert_eq!(isolated("policyTypes:\n- Ingress\negress:\n- {}"), Ok((true, false)));
    assert_eq!(isolated("policyTypes:\n- Egress\n- Egress"), Ok((false, true)));
    refused(isolated("policyTypes:\n- ingress"), "`ingress` is none of `Ingress`, `Egress` @ ingress");
    let three = "Ingress\n  - Egress\n  - Ingress";
    refused(
        isolated("policyTypes:\n- Ingress\n- Egress\n- Ingress"),
        &format!("there are more than two policy types @ {three}"),
    );
}

#[test]
fn an_object_without_a_spec_denies_all_ingress() {
    let policy = raised(HEAD).expect("the API server takes it");
    assert_eq!(policy.subject, Some(Labels::in_namespace("shop")));
    assert_eq!((policy.ingress, policy.egress), (Some(Vec::new()), None));
    assert_eq!(policy.object.to_string(), "NetworkPolicy shop/web");
}

#[test]
fn missing_and_empty_lists_mean_everyone_and_every_port() {
    for rule in ["{}", "from: []", "from: []\nports: []", "ports: []"] {
        let policy = with_rule(rule).expect("fine");
        let rules = policy.ingress.expect("isolated");
        assert_eq!(*rules[0].peers, Peer::anywhere(), "{rule}");
        assert_eq!(rules[0].ports, Ports::all(), "{rule}");
    }
}

#[test]
fn the_subject_is_in_the_policys_namespace() {
    let policy = with_spec("podSelector:\n  matchLabels:\n    app: web").expect("fine");
    assert_eq!(policy.subject, Labels::all_of([in_shop(), of_pod("app", one("web"))]));
}

#[test]
fn the_selectors_of_a_peer_have_three_states() {
    let selector = "matchLabels:\n    app: web";
    assert_eq!(peers("podSelector: {}"), Ok(pods([in_shop()])));
    assert_eq!(peers(&format!("podSelector:\n  {selector}")), Ok(pods([in_shop(), of_pod("app", one("web"))])));
    assert_eq!(peers("namespaceSelector: {}"), Ok(pods([])));
    assert_eq!(peers(&format!("namespaceSelector:\n  {selector}")), Ok(pods([of_namespace("app", one("web"))])));
    assert_eq!(
        peers(&format!("namespaceSelector:\n  {selector}\npodSelector:\n  {selector}")),
        Ok(pods([of_namespace("app", one("web")), of_pod("app", one("web"))]))
    );
    assert_eq!(
        peers(&format!("namespaceSelector: {{}}\npodSelector:\n  {selector}")),
        Ok(pods([of_pod("app", one("web"))]))
    );
    refused(peers("{}"), "the peer names nobody @ {}");
}

#[test]
fn every_operator_of_a_selector() {
    let of = |expression: &str| peers(&format!("podSelector:\n  matchExpressions:\n  - key: k\n    {expression}"));
    let expected = |values| Ok(pods([in_shop(), of_pod("k", values)]));
    assert_eq!(
        of("operator: In\n    values:\n    - b\n    - a"),
        expected(LabelValues::present(Values::only(["a", "b"])))
    );
    assert_eq!(of("operator: NotIn\n    values:\n    - a"), expected(LabelValues::or_absent(Values::all_but(["a"]))));
    assert_eq!(of("operator: Exists"), expected(LabelValues::present(Values::all())));
    assert_eq!(of("operator: Exists\n    values: []"), expected(LabelValues::present(Values::all())));
    assert_eq!(of("operator: DoesNotExist"), expected(LabelValues::absent()));
    refused(of("operator: exists"), "`exists` is none of `In`, `NotIn`, `Exists`, `DoesNotExist` @ exists");
    let expression = "key: k\n          operator: In";
    refused(of("operator: In"), &format!("`In` and `NotIn` need `values` @ {expression}"));
    let expression = "key: k\n          operator: Exists\n          values:\n          - a";
    refused(
        of("operator: Exists\n    values:\n    - a"),
        &format!("`Exists` and `DoesNotExist` take no `values` @ {expression}"),
    );
    refused(of("operator: In\n    values:\n    - \"a b\""), "`a b` is not a label value @ \"a b\"");
}

#[test]
fn selectors_that_contradict_themselves_select_nothing() {
    let contradiction = "\
matchLabels:
    a: b
  matchExpressions:
  - key: a
    operator: NotIn
    values:
    - b";
    let policy = with_spec(&format!("podSelector:\n  {contradiction}")).expect("the API server takes it");
    assert_eq!(policy.subject, None);
    assert_eq!(peers(&format!("podSelector:\n  {contradiction}")), Ok(Vec::new()));
    let no_name = "matchExpressions:\n  - key: kubernetes.io/metadata.name\n    operator: DoesNotExist";
    assert_eq!(peers(&format!("namespaceSelector:\n  {no_name}")), Ok(Vec::new()));
}

#[test]
fn ports_have_their_defaults_and_bounds() {
    assert_eq!(ports("{}"), Ok(Ports::protocol(Protocol::Tcp)));
    assert_eq!(ports("protocol: UDP"), Ok(Ports::protocol(Protocol::Udp)));
    assert_eq!(ports("port: 80"), Ok(Ports::range(Protocol::Tcp, 80, 80)));
    assert_eq!(ports("port: 1\nendPort: 65535\nprotocol: SCTP"), Ok(Ports::range(Protocol::Sctp, 1, 65535)));
    let named = |protocol| Ports::named(NamedPort { protocol, name: "http-2".into() });
    assert_eq!(ports("port: http-2"), Ok(named(Protocol::Tcp)));
    assert_eq!(ports("port: http-2\nprotocol: UDP"), Ok(named(Protocol::Udp)));
    for number in ["0", "65536", "-1", "4294967376"] {
        let because = format!("expected a whole number from 1 to 65535 @ {number}");
        refused(ports(&format!("port: {number}")), &because);
        refused(ports(&format!("port: 1\nendPort: {number}")), &because);
    }
    refused(ports("port: \"80\""), "`80` is not a port's name @ \"80\"");
    refused(ports("port: Http"), "`Http` is not a port's name @ Http");
    refused(ports("port: 1\nendPort: \"2\""), "expected a whole number from 1 to 65535 @ \"2\"");
    refused(ports("port: 2\nendPort: 1"), "`endPort` 1 is below `port` 2 @ 1");
    refused(ports("endPort: 1"), "`endPort` needs a `port` by number @ 1");
    refused(ports("port: http\nendPort: 1"), "`endPort` needs a `port` by number @ 1");
    refused(ports("protocol: tcp"), "`tcp` is none of `TCP`, `UDP`, `SCTP` @ tcp");
    refused(ports("protocol: ICMP"), "`ICMP` is none of `TCP`, `UDP`, `SCTP` @ ICMP");
}

#[test]
fn a_range_is_what_its_exceptions_leave() {
    let block = |block: &str| peers(&format!("ipBlock:\n  {block}"));
    let nets = |nets: &[&str]| Addresses::nets(&nets.iter().map(|net| net.parse().expect("a net")).collect::<Vec<_>>());
    let expected = nets(&["10.0.0.0/8"]).minus(&nets(&["10.1.0.0/16", "10.1.2.0/24"]));
    let text = "cidr: \"10.0.0.0/8\"\n  except:\n  - \"10.1.2.0/24\"\n  - \"10.1.0.0/16\"";
    assert_eq!(block(text), Ok(vec![Peer::Addresses(expected)]));
    assert_eq!(block("cidr: \"FD00::/8\"\n  except: []"), Ok(vec![Peer::Addresses(nets(&["fd00::/8"]))]));
    let all_gone = "cidr: \"10.0.0.0/8\"\n  except:\n  - \"10.0.0.0/9\"\n  - \"10.128.0.0/9\"";
    assert_eq!(block(all_gone), Ok(vec![Peer::Addresses(Addresses::default())]));
    refused(peers("ipBlock: {}"), "the key `cidr` is missing @ {}");
    for (cidr, why) in [
        ("10.0.0.5/8", "has bits set beyond its prefix"),
        ("fd00::1/8", "has bits set beyond its prefix"),
        ("::ffff:10.0.0.0/104", "is of IPv4 addresses in IPv6 form"),
        ("10.0.0.0/08", "has leading zeros"),
        ("010.0.0.0/8", "has leading zeros"),
    ] {
        refused(block(&format!("cidr: \"{cidr}\"")), &format!("the range `{cidr}` {why} @ \"{cidr}\""));
    }
    for cidr in [
        "10.0.0.0",
        "10.0.0.0/-0",
        "::010.0.0.1/128",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.0/+8",
        "",
        "fe80::%1/64",
        " 10.0.0.0/8",
    ] {
        let because = "is not a range: expected one like `10.9.8.0/24` or `2001:db8::/64`";
        refused(block(&format!("cidr: \"{cidr}\"")), &format!("`{cidr}` {because} @ \"{cidr}\""));
    }
    for except in ["10.0.0.0/8", "0.0.0.0/0", "11.0.0.0/9", "fd00::/16"] {
        let text = format!("cidr: \"10.0.0.0/8\"\n  except:\n  - \"{except}\"");
        refused(block(&text), &format!("`{except}` is not strictly inside `10.0.0.0/8` @ \"{except}\""));
    }
    let both = "ipBlock:\n        cidr: \"10.0.0.0/8\"\n      podSelector: {}";
    refused(
        peers("ipBlock:\n  cidr: \"10.0.0.0/8\"\npodSelector: {}"),
        &format!("a peer is either an `ipBlock` or selectors, not both @ {both}"),
    );
}

#[test]
fn unknown_keys_are_found_wherever_they_stand() {
    let unknown = |key: &str| format!("there is no key `{key}` here @ {key}");
    refused(raised(&format!("{HEAD}extra: a\n")), &unknown("extra"));
    refused(raised(&format!("{HEAD}  clusterName: a\n")), &unknown("clusterName"));
    refused(with_spec("podselector: {}"), &unknown("podselector"));
    refused(with_spec("podSelector:\n  matchlabels: {}"), &unknown("matchlabels"));
    refused(with_rule("to: []"), &unknown("to"));
    refused(with_spec("egress:\n- from: []"), &unknown("from"));
    refused(ports("endport: 1"), &unknown("endport"));
    refused(peers("podSelector: {}\nipblock: {}"), &unknown("ipblock"));
    refused(peers("ipBlock:\n  cidr: \"10.0.0.0/8\"\n  Except: []"), &unknown("Except"));
    let expression = "matchExpressions:\n  - key: a\n    operator: Exists\n    value: []";
    refused(peers(&format!("podSelector:\n  {expression}")), &unknown("value"));
}

#[test]
fn wrong_types_are_found_wherever_they_stand() {
    refused(raised(&format!("{HEAD}spec: []\n")), "expected a mapping @ []");
    refused(with_spec("podSelector: []"), "expected a mapping @ []");
    refused(with_spec("ingress: {}"), "expected a list @ {}");
    refused(with_spec("ingress:\n- all"), "expected a mapping @ all");
    refused(with_rule("from: {}"), "expected a list @ {}");
    refused(with_rule("ports: all"), "expected a list @ all");
    refused(peers("ipBlock: a"), "expected a mapping @ a");
    refused(peers("podSelector:\n  matchLabels: []"), "expected a mapping @ []");
    refused(with_spec("policyTypes: Ingress"), "expected a list @ Ingress");
    refused(peers("podSelector:\n  matchLabels:\n    a: {}"), "expected a string @ {}");
    refused(
        peers("podSelector:\n  matchLabels:\n    a: 1"),
        "`1` without quotes is not a string to every YAML reader @ 1",
    );
}

#[test]
fn text_without_quotes_must_be_a_string_to_every_reader() {
    for plain in ["on", "1_000", "~1", "0x10", "2026-11-21"] {
        let scalar = |text: &'static str| Node::new(Value::Scalar(Scalar::Plain(text.into())));
        let labels = Node::map([("a", scalar(plain))]);
        let mut found = Diagnostics::default();
        let spec = Node::map([("podSelector", Node::map([("matchLabels", labels)]))]);
        let metadata = Node::map([("name", Node::string("a")), ("namespace", Node::string("b"))]);
        let node = Node::map([
            ("apiVersion", Node::string("networking.k8s.io/v1")),
            ("kind", Node::string("NetworkPolicy")),
            ("metadata", metadata),
            ("spec", spec),
        ]);
        assert_eq!(policy(&node, SourceId(0), &mut found), None, "{plain}");
        assert!(found.has_errors());
    }
}

#[test]
fn null_counts_as_missing() {
    let null = || Node::new(Value::Scalar(Scalar::Plain("null".into())));
    let rule = Node::map([("from", null()), ("ports", null())]);
    let spec = Node::map([("podSelector", null()), ("ingress", Node::list([rule])), ("egress", null())]);
    let metadata = Node::map([
        ("name", Node::string("a")),
        ("namespace", Node::string("shop")),
        ("creationTimestamp", null()),
        ("labels", null()),
    ]);
    let node = Node::map([
        ("apiVersion", Node::string("networking.k8s.io/v1")),
        ("kind", Node::string("NetworkPolicy")),
        ("metadata", metadata),
        ("spec", spec),
        ("status", null()),
    ]);
    let mut found = Diagnostics::default();
    let policy = policy(&node, SourceId(0), &mut found).expect("the API server takes it");
    assert_eq!(policy.subject, Some(Labels::in_namespace("shop")));
    assert_eq!(*policy.ingress.expect("isolated")[0].peers, Peer::anywhere());
    assert_eq!(policy.egress, None);
}

#[test]
fn whose_object_it_is_must_be_said_and_well_formed() {
    let with = |from: &str, to: &str| raised(&HEAD.replace(from, to));
    refused(
        with("/v1\n", "/v1beta1\n"),
        "`networking.k8s.io/v1beta1` is none of `networking.k8s.io/v1` @ networking.k8s.io/v1beta1",
    );
    refused(
        with("NetworkPolicy", "CiliumNetworkPolicy"),
        "`CiliumNetworkPolicy` is none of `NetworkPolicy` @ CiliumNetworkPolicy",
    );
    refused(with("name: web\n  ", ""), "the key `name` is missing @ namespace: shop");
    refused(with("  namespace: shop\n", ""), "the key `namespace` is missing @ name: web");
    refused(with(": web", ": Web"), "`Web` is not a name: expected a DNS-1123 subdomain @ Web");
    refused(with(": shop", ": a.b"), "`a.b` is not a namespace's name: expected a DNS-1123 label @ a.b");
    let whole = HEAD.trim_end().replace("kind: NetworkPolicy\n", "");
    refused(with("kind: NetworkPolicy\n", ""), &format!("the key `kind` is missing @ {whole}"));
}

#[test]
fn labels_and_annotations_are_maps_of_strings() {
    let with = |key: &str, text: &str| raised(&format!("{HEAD}  {key}:\n    {text}\n")).map(|_| ());
    assert_eq!(with("labels", "example.com/team: \"\""), Ok(()));
    assert_eq!(with("annotations", "Example.com/why: \"any text: \u{1f980}\""), Ok(()));
    refused(with("labels", "\"a b\": c"), "`a b` is not a label key @ \"a b\"");
    refused(with("labels", "a: \"b c\""), "`b c` is not a label value @ \"b c\"");
    refused(with("annotations", "a: 1"), "`1` without quotes is not a string to every YAML reader @ 1");
    refused(with("annotations", "\"a b\": c"), "`a b` is not an annotation key @ \"a b\"");
    let long = format!("a: \"{}\"", "x".repeat(256 * 1024));
    let found = with("annotations", &long).expect_err("too long");
    assert!(found[0].starts_with("the annotations are 262145 bytes long, more than 262144"));
}

#[test]
fn what_only_the_server_fills_is_taken() {
    let extra = "  uid: a
  resourceVersion: \"1\"
  generation: 1
  creationTimestamp: \"2026-01-01T00:00:00Z\"
  managedFields:
  - manager: kubectl
spec: {}
status: {}
";
    assert!(raised(&format!("{HEAD}{extra}")).is_ok());
}

#[test]
fn everything_wrong_is_found_at_once() {
    let found = with_spec("ingress:\n- from:\n  - {}\n  ports:\n  - port: 0\npolicyTypes:\n- None").expect_err("wrong");
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn a_kustomization_lists_files() {
    let read = |text: &str| {
        let file = format!("# made by npgen, do not edit; sha256 0123456789abcdef\n{text}");
        let node = canonical::read(file.as_bytes()).expect("in the canonical form");
        let mut found = Diagnostics::default();
        let files = kustomization(&node, SourceId(0), &mut found);
        files.ok_or_else(|| found.into_sorted().into_iter().map(|one| one.message).collect::<Vec<_>>())
    };
    let head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
    let listed = read(&format!("{head}resources:\n- b.yaml\n- \"on\"\n"));
    assert_eq!(listed, Ok(vec!["b.yaml".to_owned(), "on".to_owned()]));
    assert_eq!(read(&format!("{head}resources: []\n")), Ok(Vec::new()));
    assert_eq!(read(head), Ok(Vec::new()));
    assert_eq!(read(&format!("{head}namePrefix: a\n")), Err(vec!["there is no key `namePrefix` here".to_owned()]));
    assert!(read(&head.replace("v1beta1", "v1")).is_err());
}
