//! What whoever looks at a cluster must be allowed: a `ClusterRole`, made from the kinds that are asked for.

use std::collections::BTreeMap;

use crate::manifest::Node;

use super::{Kind, Purpose};

/// The name of the role.
const NAME: &str = "npgen-reader";

/// The `ClusterRole` that suffices to look at a cluster, and where an account is given, as its namespace and name, the
/// binding to it.
pub fn role<'a>(account: Option<(&'a str, &'a str)>) -> Vec<Node<'a>> {
    let rules = [
        rule(&[Purpose::Policies, Purpose::AdminPolicies, Purpose::Connections], "who can reach whom"),
        rule(&[Purpose::Profile], "npgen doctor: what the cluster is like"),
    ];
    let role = Node::map([
        ("apiVersion", Node::string("rbac.authorization.k8s.io/v1")),
        ("kind", Node::string("ClusterRole")),
        ("metadata", Node::map([("name", Node::string(NAME))])),
        ("rules", Node::list(rules.into_iter().flatten())),
    ]);
    let mut all = vec![role];
    all.extend(account.map(binding));
    all
}

/// A rule for each group of the kinds that are needed for something; the comment stands above the first.
fn rule<'n>(purposes: &[Purpose], comment: &'n str) -> Vec<Node<'n>> {
    let mut groups: BTreeMap<(&str, bool), Vec<&Kind>> = BTreeMap::new();
    for kind in Kind::ALL.iter().filter(|kind| purposes.contains(&kind.purpose)) {
        groups.entry((kind.group, kind.is_namespace())).or_default().push(kind);
    }
    let texts = |texts: &[&'static str]| Node::list(texts.iter().map(|text| Node::string(*text)));
    let rule = |((group, is_namespace), kinds): ((&'static str, bool), Vec<&Kind>)| {
        let plurals: Vec<&'static str> = kinds.iter().map(|kind| kind.plural).collect();
        // With `--namespace` the namespace itself is asked for.
        let verbs: &[&str] = if is_namespace { &["get", "list"] } else { &["list"] };
        Node::map([("apiGroups", texts(&[group])), ("resources", texts(&plurals)), ("verbs", texts(verbs))])
    };
    let mut rules: Vec<Node<'n>> = groups.into_iter().map(rule).collect();
    if let Some(first) = rules.first_mut() {
        first.comment.push(comment.into());
    }
    rules
}

fn binding<'a>((namespace, name): (&'a str, &'a str)) -> Node<'a> {
    Node::map([
        ("apiVersion", Node::string("rbac.authorization.k8s.io/v1")),
        ("kind", Node::string("ClusterRoleBinding")),
        ("metadata", Node::map([("name", Node::string(NAME))])),
        (
            "roleRef",
            Node::map([
                ("apiGroup", Node::string("rbac.authorization.k8s.io")),
                ("kind", Node::string("ClusterRole")),
                ("name", Node::string(NAME)),
            ]),
        ),
        (
            "subjects",
            Node::list([Node::map([
                ("kind", Node::string("ServiceAccount")),
                ("name", Node::string(name)),
                ("namespace", Node::string(namespace)),
            ])]),
        ),
    ])
}
