//! Who answers for whom, with `consent = "both"`.

use super::{found, said};

const BOTH: &str = "consent = 'both'\n";

/// A service `gate` with two ports in a namespace of `pay`.
const PAY: &str = "owner = 'pay'\nnamespace = 'pay'\n[services.gate]\nports = { https = 8443, admin = 9000 }\n";

/// The messages on `web` of `shop`, which calls this, beside `gate` with this.
fn between(calls: &str, of_gate: &str) -> Vec<String> {
    let shop = format!("owner = 'shop'\nnamespace = 'shop'\n[services.web]\nports = [80]\ncalls = [{calls}]\n");
    said(BOTH, &[&shop, &format!("{PAY}{of_gate}")])
}

fn unanswered(node: &str, owner: &str) -> Vec<String> {
    vec![format!("this edge opens the service `{node}`, and its owner `{owner}` does not write it")]
}

#[test]
fn a_half_in_a_namespace_of_another_owner_is_answered_by_as_much() {
    let gate = || unanswered("pay/gate", "pay");
    let nobody: Vec<String> = Vec::new();
    assert_eq!(between("'pay/gate:https'", ""), gate());
    for answer in
        ["'shop/web:https'", "'@namespace/shop:https'", "'@cluster:any'", "'@anywhere:any/tcp'", "'shop/*:https'"]
    {
        assert_eq!(between("'pay/gate:https'", &format!("callers = [{answer}]")), nobody, "{answer}");
    }
    for less in ["'shop/web:admin'", "'@namespace/pay:https'", "'@internet:https'"] {
        let said = between("'pay/gate:https'", &format!("callers = [{less}]\n[externals.x]\ncidr = ['192.0.2.0/24']"));
        assert!(said.contains(&gate()[0]), "{less}: {said:?}");
    }
    assert_eq!(between("'pay/gate:any'", "callers = ['shop/web:https']"), gate());
}

#[test]
fn the_callers_half_is_answered_like_the_callees() {
    let nobody: Vec<String> = Vec::new();
    assert_eq!(between("", "callers = ['shop/web:https']"), unanswered("shop/web", "shop"));
    for answer in ["'@namespace/pay:8443'", "'@cluster:any'", "'pay/*:any'"] {
        let said = between(answer, "callers = ['shop/web:https', '@cluster:any']");
        assert_eq!(said, nobody, "{answer}");
    }
}

#[test]
fn nobody_answers_for_what_has_no_half_or_no_owner() {
    let file = "namespace = 'shop'\n[services.web]\nports = [80]\ncallers = ['@cluster', 'pay/gate']\ncalls = ['pay/gate:admin']";
    assert_eq!(said(BOTH, &[file, PAY]), [unanswered("pay/gate", "pay"), unanswered("pay/gate", "pay")].concat());
    assert_eq!(said("", &[file, PAY]), Vec::<String>::new(), "either of both will do");
}

#[test]
fn a_shared_name_may_be_called_by_everyone() {
    let project = |shared: &str| format!("{BOTH}shared = [{shared}]");
    let file = "owner = 'mon'\n[namespaces.mon]\n[groups.prometheus]\nnamespace = 'mon'\ncalls = ['*:admin']";
    assert_eq!(said(&project("'admin'"), &[file, PAY]), Vec::<String>::new());
    assert_eq!(said(&project("'https'"), &[file, PAY]), unanswered("pay/gate", "pay"));
    let by_number = file.replace("*:admin", "*:9000");
    assert_eq!(said(&project("'admin'"), &[&by_number, PAY]), unanswered("pay/gate", "pay"));
    let alone = file.replace("*:admin", "pay/gate:admin");
    assert_eq!(said(&project("'admin'"), &[&alone, PAY]), unanswered("pay/gate", "pay"));
}

#[test]
fn a_group_has_no_pods_in_a_governed_namespace_of_another_owner() {
    let group = |group: &str| {
        let file = format!("owner = 'mon'\n[namespaces.mon]\n[groups.agents]\n{group}\ncalls = ['@internet:443']");
        said(
            &format!("{BOTH}[profile]\npod_cidr = []\nnode_cidr = []\n[namespaces.pay]\nlabels = {{ env = 'prod' }}"),
            &[&file, PAY],
        )
    };
    let foreign = ["the group `agents` has pods in `pay`, which is of `pay`"];
    let nobody: [&str; 0] = [];
    assert_eq!(group("namespace = 'pay'"), foreign);
    assert_eq!(group("namespace = ['mon', 'pay']"), foreign);
    assert_eq!(group("pods = { app = 'agent' }"), foreign);
    assert_eq!(group("namespaces = 'env=prod'"), foreign);
    assert_eq!(group("namespaces = 'env=test'"), nobody);
    assert_eq!(group("namespace = 'mon'"), nobody, "it is not governed");
    let unused = "owner = 'mon'\n[groups.agents]\nnamespace = 'pay'";
    assert_eq!(said(BOTH, &[unused, PAY]), nobody, "it makes no half");
    let own = "owner = 'pay'\n[groups.agents]\nnamespace = 'pay'\ncalls = ['pay/gate:admin']";
    assert_eq!(said(BOTH, &[own, PAY]), nobody);
}

#[test]
fn a_namespace_has_one_owner_whose_files_alone_speak_of_it() {
    let nobody: [&str; 0] = [];
    let service = |owner: &str, name: &str| {
        let owner = if owner.is_empty() { String::new() } else { format!("owner = '{owner}'\n") };
        format!("{owner}namespace = 'shop'\n[services.{name}]\n")
    };
    let (a, b, none) = (service("a", "one"), service("b", "two"), service("", "three"));
    let of_a = |what: &str| format!("the namespace `shop` is of `a`, {what}");
    let declares = [of_a("whose files alone declare its services")];
    let speaks = [of_a("and another owner's file speaks for it")];
    assert_eq!(said(BOTH, &[&a, &service("a", "two")]), nobody);
    assert_eq!(said(BOTH, &[&none, &service("", "four")]), nobody);
    assert_eq!(said(BOTH, &[&a, &b]), ["nobody is the one owner of the namespace `shop`"]);
    assert_eq!(said(BOTH, &[&a, &none]), declares);
    assert_eq!(said(&format!("{BOTH}[namespaces.shop]\nowner = 'a'"), &[&a, &b]), declares);
    assert_eq!(
        said(BOTH, &[&a, "owner = 'b'\n[services.x]\nnamespace = 'shop'"]),
        ["nobody is the one owner of the namespace `shop`"]
    );
    assert_eq!(said(BOTH, &[&a, "owner = 'b'\n[namespaces.shop]\nisolate = []"]), speaks);
    assert_eq!(said(BOTH, &[&a, "[namespaces.shop]\nisolate = []"]), speaks);
    assert_eq!(said(BOTH, &[&a, "owner = 'a'\n[namespaces.shop]\nisolate = []"]), nobody);
    assert_eq!(said(&format!("{BOTH}[namespaces.shop]\nisolate = []"), &[&a]), nobody);
    assert_eq!(said("", &[&a, &b, &none]), nobody, "either of both will do");
}

#[test]
fn ranges_are_answered_by_ranges_that_hold_them() {
    let profile = format!("{BOTH}[profile]\npod_cidr = []\nnode_cidr = ['10.1.0.0/16']\n");
    let answered = |gate: &str| {
        let bank = "owner = 'shop'\n[externals.bank]\ncidr = ['8.8.0.0/16']\nexcept = ['8.8.4.0/24']\nports = [443]\ncallers = ['pay/gate']";
        let gate = format!(
            "{PAY}calls = [{gate}]\n[externals.all]\ncidr = ['8.8.0.0/16']\nports = [443]\n[externals.part]\ncidr = ['8.8.0.0/17']\nports = [443]"
        );
        said(&profile, &[bank, &gate]).is_empty()
    };
    for enough in ["'@internet:443'", "'@world:443'", "'@anywhere:443'", "'all'"] {
        assert!(answered(enough), "{enough}");
    }
    for less in ["'part'", "'@cluster:443'", "'@nodes:443'"] {
        assert!(!answered(less), "{less}");
    }
}

#[test]
fn a_service_on_the_host_network_is_answered_as_nodes() {
    let answered = |gate: &str| {
        let agent = "owner = 'shop'\nnamespace = 'shop'\n[services.agent]\nhost_network = true\nports = [9100]\ncallers = ['pay/gate']";
        let gate = format!("{PAY}calls = [{gate}]");
        said(&format!("{BOTH}[profile]\nengine = 'calico'\nnode_cidr = ['10.1.0.0/16']"), &[agent, &gate])
    };
    assert_eq!(answered("'@nodes:9100'"), Vec::<String>::new());
    assert_eq!(answered("'@namespace/shop:9100'"), unanswered("pay/gate", "pay"));
}

#[test]
fn the_owner_of_a_group_answers_for_it_as_does_that_of_a_namespace() {
    let group = "owner = 'mon'\n[namespaces.mon]\n[groups.agents]\nnamespace = 'mon'\nports = [9100]";
    let of_group = "this edge opens the group `agents`, and its owner `mon` does not write it";
    let web = "owner = 'shop'\nnamespace = 'shop'\n[services.web]\ncalls = ['agents']";
    assert_eq!(said(BOTH, &[group, web]), [of_group]);
    let places = found(BOTH, &[group, web]).0.iter().map(|found| found.labels.len()).collect::<Vec<_>>();
    assert_eq!(places, [2], "the edge, and the group in whose list the answer is missing");
    assert_eq!(said(BOTH, &[&format!("{group}\ncallers = ['shop/web']"), web]), Vec::<String>::new());
    let of_namespace = "this edge opens the namespace `pay`, and its owner `pay` does not write it";
    let by_project = format!("{BOTH}[namespaces.pay]\nowner = 'pay'\ncalls = ['@cluster:1']");
    assert_eq!(said(&by_project, &["owner = 'mon'\nnamespace = 'mon'"]), [of_namespace]);
}
