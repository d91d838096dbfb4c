//! What the flavor can't say: refused, or widened where that is allowed.

use super::{edges, graph, resolve, said};
use crate::graph::Widening;

const PROFILE: &str = "[profile]\npod_cidr = []\nnode_cidr = []\n";

/// An edge, with how it is widened and the text that allows it.
type Fitted = (String, Vec<(Widening, String)>);

/// The edges, or the messages.
fn fitted(file: &str) -> Result<Vec<Fitted>, Vec<String>> {
    let (_, graph) = resolve(PROFILE, &[file]);
    let Some(graph) = graph else { return Err(said(PROFILE, &[file])) };
    let widened = graph.edges.iter().map(|edge| {
        let text = |widening: Widening| {
            let place = edge.allowed_at(widening).expect("each widening is allowed somewhere");
            let at = |byte: u32| usize::try_from(byte).expect("a short file");
            file.get(at(place.start)..at(place.end)).expect("it is in the file").to_owned()
        };
        edge.widened().iter().map(|widening| (*widening, text(*widening))).collect::<Vec<_>>()
    });
    Ok(edges(&graph).into_iter().zip(widened).collect())
}

#[test]
fn a_fallback_counts_on_the_edge_or_on_either_node() {
    let file = |web: &str, cart: &str, edge: &str| {
        format!(
            "namespace = 'shop'\n[services.web]\n{web}\n[services.cart]\nports = [80]\n{cart}\n[[services.web.calls]]\nto = 'cart'\nhttp = [{{ method = 'GET' }}]\n{edge}"
        )
    };
    let l4 = |text: &str| Ok(vec![("shop/web -> shop/cart:80".to_owned(), vec![(Widening::L4, text.to_owned())])]);
    let refused = Err(vec!["flavor `kubernetes` can't say `http`".to_owned()]);
    assert_eq!(fitted(&file("", "", "")), refused);
    assert_eq!(fitted(&file("", "", "fallback = ['l4']")), l4("'l4'"));
    assert_eq!(fitted(&file("fallback = [\"l4\"]", "", "")), l4("\"l4\""));
    assert_eq!(fitted(&file("", "fallback = [\"l4\"]", "")), l4("\"l4\""));
    assert_eq!(fitted(&file("fallback = ['pods']", "", "")), refused);
    assert_eq!(
        fitted(&file("fallback = ['l4']", "", "fallback = ['pods']")),
        refused,
        "the edge's own replaces those of nodes"
    );
    assert_eq!(fitted(&file("fallback = ['l4']", "", "fallback = []")), refused);
}

#[test]
fn names_give_way_to_networks_before_they_do_to_everything() {
    let file = |external: &str| {
        format!(
            "namespace = 'shop'\n[services.web]\ncalls = ['bank']\n[externals.bank]\ndns = ['bank.example']\nports = [443]\n{external}"
        )
    };
    let edge =
        |callee: &str, way, text: &str| Ok(vec![(format!("shop/web -> {callee}:443"), vec![(way, text.to_owned())])]);
    let refused = Err(vec!["flavor `kubernetes` can't say the DNS names of the external `bank`".to_owned()]);
    let cidr = "cidr = ['192.0.2.0/24']\n";
    assert_eq!(fitted(&file("")), refused);
    assert_eq!(fitted(&file(cidr)), refused);
    assert_eq!(fitted(&file("fallback = ['cidr']")), refused, "it has none");
    assert_eq!(fitted(&file("fallback = ['internet', 'cidr']")), edge("@internet", Widening::Internet, "'internet'"));
    assert_eq!(
        fitted(&file(&format!("{cidr}fallback = ['internet', 'cidr']"))),
        edge("external bank", Widening::Cidr, "'cidr'")
    );
    assert_eq!(
        fitted(&file(&format!("{cidr}fallback = ['internet']"))),
        edge("@internet", Widening::Internet, "'internet'")
    );
}

#[test]
fn an_account_gives_way_to_labels_where_there_are_any() {
    let account = |node: &str| vec![format!("flavor `kubernetes` can't say the `service_account` of {node}")];
    let group = |fields: &str| {
        fitted(&format!(
            "namespace = 'shop'\n[services.web]\nports = [80]\n[groups.agents]\nnamespace = 'shop'\nservice_account = 'agent'\n{fields}\ncalls = ['shop/web']"
        ))
    };
    let pods = vec![("group agents -> shop/web:80".to_owned(), vec![(Widening::Pods, "'pods'".to_owned())])];
    assert_eq!(group(""), Err(account("the group `agents`")));
    assert_eq!(group("pods = { app = 'agent' }"), Err(account("the group `agents`")));
    assert_eq!(
        group("fallback = ['pods']"),
        Err(account("the group `agents`")),
        "all pods of a namespace are no labels"
    );
    assert_eq!(group("pods = { app = 'agent' }\nfallback = ['pods']"), Ok(pods));
    let both = "namespace = 'shop'\n[services.a]\nservice_account = 'a'\ncalls = ['b']\n[services.b]\nservice_account = 'b'\nports = [80]";
    assert_eq!(fitted(both), Err([account("the service `shop/a`"), account("the service `shop/b`")].concat()));
    let widened = both.replace("calls = ['b']", "calls = [{ to = 'b', fallback = ['pods'] }]");
    let once = vec![("shop/a -> shop/b:80".to_owned(), vec![(Widening::Pods, "'pods'".to_owned())])];
    assert_eq!(fitted(&widened), Ok(once), "two accounts are widened in one way");
    let at_name = "namespace = 'shop'\n[services.a]\nports = [80]\ncallers = ['@cluster', '@namespace']";
    assert_eq!(fitted(at_name).map(|edges| edges.len()), Ok(2), "what is no node has no account");
}

#[test]
fn a_node_with_an_account_makes_no_rule_by_itself() {
    let node = |kind: &str, fields: &str| {
        let file = format!("namespace = 'shop'\n[services.other]\n[{kind}.a]\nservice_account = 'a'\n{fields}");
        resolve("", &[&file]).0
    };
    let refused = ["flavor-cannot-say"];
    let nothing: [&str; 0] = [];
    assert_eq!(node("services", ""), nothing);
    assert_eq!(node("services", "resolve = false"), nothing);
    assert_eq!(node("services", "isolate = []"), nothing);
    assert_eq!(node("services", "isolate = ['egress']"), refused);
    assert_eq!(node("services", "resolve = true"), refused);
    assert_eq!(node("services", "resolve = true\nfallback = ['l4']"), refused);
    assert_eq!(node("services", "resolve = true\nfallback = ['pods']"), nothing);
    assert_eq!(node("groups", "namespace = 'shop'\nresolve = true\nfallback = ['pods']"), refused);
    assert_eq!(node("groups", "namespace = 'shop'\npods = { app = 'a' }\nresolve = true"), refused);
    assert_eq!(
        node("groups", "namespace = 'shop'\npods = { app = 'a' }\nresolve = true\nfallback = ['pods']"),
        nothing
    );
    assert_eq!(node("groups", "namespace = 'shop'\npods = { app = 'a' }"), nothing);
}

#[test]
fn a_fallback_that_nothing_needs_is_told_of() {
    let told = |file: &str| said(PROFILE, &[file]);
    let unused =
        |words: &[&str]| words.iter().map(|word| format!("nothing needs the fallback `{word}`")).collect::<Vec<_>>();
    let edge = "namespace = 'shop'\n[services.cart]\nports = [80]\n[services.web]\n";
    assert_eq!(
        told(&format!("{edge}fallback = ['l4', 'pods', 'cidr', 'internet']\ncalls = ['cart']")),
        unused(&["l4", "pods", "cidr", "internet"])
    );
    assert_eq!(told(&format!("{edge}fallback = ['l4']")), unused(&[]), "it has no edges yet");
    assert_eq!(told(&format!("{edge}calls = [{{ to = 'cart', fallback = ['l4'] }}]")), unused(&["l4"]));
    let replaced = "fallback = ['l4']\ncalls = [{ to = 'cart', http = [{ method = 'GET' }], fallback = ['l4'] }]";
    assert_eq!(told(&format!("{edge}{replaced}")), unused(&["l4"]), "that of the node is replaced");
    let of_both = "fallback = ['l4']\ncalls = [{ to = 'cart', http = [{ method = 'GET' }] }]";
    assert_eq!(told(&format!("{edge}{of_both}")), unused(&[]));
    let by_node = "namespace = 'shop'\n[services.web]\nservice_account = 'a'\nresolve = true\nfallback = ['pods']\ncalls = [{ to = '@internet:1', fallback = ['pods', 'l4'] }]";
    assert_eq!(told(by_node), unused(&["l4"]), "the node itself needs its own");
}

#[test]
fn with_consent_of_both_each_owner_allows_for_its_half() {
    let resolve = |web: &str, gate: &str, edge: &str, consent: &str| {
        let shop = format!(
            "owner = 'shop'\nnamespace = 'shop'\n[services.web]\nservice_account = 'web'\n{web}\ncalls = [{{ to = 'pay/gate', {edge} }}]"
        );
        let pay =
            format!("owner = 'pay'\nnamespace = 'pay'\n[services.gate]\nports = [80]\n{gate}\ncallers = ['shop/web']");
        let found = super::resolve(&format!("consent = '{consent}'"), &[&shop, &pay]);
        found.0
    };
    let (pods, none) = ("fallback = ['pods']", "");
    let refused = ["flavor-cannot-say"];
    let nothing: [&str; 0] = [];
    assert_eq!(resolve(pods, none, none, "either"), nothing);
    assert_eq!(resolve(pods, none, none, "both"), refused);
    assert_eq!(resolve(none, pods, none, "both"), refused);
    assert_eq!(resolve(pods, pods, none, "both"), nothing);
    assert_eq!(resolve(none, none, pods, "both"), refused, "`pay` did not write it on its own");
    let both = "owner = 'pay'\nnamespace = 'pay'\n[services.gate]\nports = [80]\ncallers = [{ from = 'shop/web', fallback = ['pods'] }]";
    let shop = "owner = 'shop'\nnamespace = 'shop'\n[services.web]\nservice_account = 'web'\ncalls = [{ to = 'pay/gate', fallback = ['pods'] }]";
    assert_eq!(super::resolve("consent = 'both'", &[shop, both]).0, nothing);
    assert_eq!(graph("consent = 'both'", &[shop, both]).edges.len(), 1);
}
