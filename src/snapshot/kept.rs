//! What is kept of an object.

use crate::manifest::{Entry, Node, Value};

use Keep::{All, Keys, Starting};

/// What is kept of a node. What is said of a list holds for each of its items.
#[derive(Debug, Clone, Copy)]
enum Keep {
    /// All of it.
    All,
    /// The values of these keys, as far as it says.
    Keys(&'static [(&'static str, Keep)]),
    /// The values of keys that start so.
    Starting(&'static str),
}

/// The object of a kind with what is kept of it. What is of another kind than those asked for has nothing but a name.
pub(super) fn kept<'o>(kind: &str, object: &'o Node<'_>) -> Node<'o> {
    reduced(object, of_kind(kind)).unwrap_or_else(|| Node::new(Value::Map(Vec::new())))
}

fn of_kind(kind: &str) -> Keep {
    match kind {
        "Namespace" | "ReplicationController" | "ReplicaSet" | "Job" => NAMED,
        "NetworkPolicy" | "ClusterNetworkPolicy" | "AdminNetworkPolicy" | "BaselineAdminNetworkPolicy" => POLICY,
        "Service" => SERVICE,
        "Pod" => POD,
        "Node" => NODE,
        "DaemonSet" => DAEMON_SET,
        "EndpointSlice" => ENDPOINT_SLICE,
        _ => Keys(&[("metadata", Keys(&[("name", All), ("namespace", All)]))]),
    }
}

/// What npgen's own annotations start with.
const ANNOTATIONS: Keep = Starting("npgen.dev/");

const METADATA: Keep = Keys(&[
    ("name", All),
    ("namespace", All),
    ("labels", All),
    ("annotations", ANNOTATIONS),
    ("ownerReferences", Keys(&[("kind", All), ("name", All), ("controller", All)])),
]);

const NAMED: Keep = Keys(&[("metadata", METADATA)]);

/// Labels of a policy mean nothing; npgen sets one to know its own. Others are those of whoever applies it.
const POLICY: Keep = Keys(&[
    (
        "metadata",
        Keys(&[
            ("name", All),
            ("namespace", All),
            ("labels", Keys(&[("app.kubernetes.io/managed-by", All)])),
            ("annotations", ANNOTATIONS),
        ]),
    ),
    ("spec", All),
]);

const SERVICE: Keep = Keys(&[
    ("metadata", METADATA),
    (
        "spec",
        Keys(&[
            ("type", All),
            ("selector", All),
            ("ports", All),
            ("clusterIP", All),
            ("clusterIPs", All),
            ("externalName", All),
            ("externalTrafficPolicy", All),
            ("internalTrafficPolicy", All),
        ]),
    ),
]);

const CONTAINER: Keep = Keys(&[
    ("name", All),
    ("restartPolicy", All),
    ("ports", Keys(&[("name", All), ("containerPort", All), ("hostPort", All), ("protocol", All)])),
]);

const POD: Keep = Keys(&[
    ("metadata", METADATA),
    (
        "spec",
        Keys(&[
            ("hostNetwork", All),
            ("serviceAccountName", All),
            ("initContainers", CONTAINER),
            ("containers", CONTAINER),
        ]),
    ),
    ("status", Keys(&[("phase", All), ("podIP", All), ("podIPs", All), ("hostIP", All), ("hostIPs", All)])),
]);

const NODE: Keep = Keys(&[
    ("metadata", METADATA),
    ("spec", Keys(&[("podCIDR", All), ("podCIDRs", All)])),
    ("status", Keys(&[("addresses", All), ("nodeInfo", Keys(&[("kubeletVersion", All), ("kubeProxyVersion", All)]))])),
]);

/// The images tell which program it is.
const DAEMON_SET: Keep = Keys(&[
    ("metadata", METADATA),
    (
        "spec",
        Keys(&[
            ("selector", All),
            (
                "template",
                Keys(&[
                    ("metadata", Keys(&[("labels", All)])),
                    (
                        "spec",
                        Keys(&[
                            ("hostNetwork", All),
                            ("serviceAccountName", All),
                            ("containers", Keys(&[("name", All), ("image", All), ("ports", All)])),
                        ]),
                    ),
                ]),
            ),
        ]),
    ),
]);

const ENDPOINT_SLICE: Keep = Keys(&[
    ("metadata", METADATA),
    ("addressType", All),
    (
        "endpoints",
        Keys(&[
            ("addresses", All),
            ("conditions", All),
            ("targetRef", Keys(&[("kind", All), ("name", All), ("namespace", All)])),
        ]),
    ),
    ("ports", All),
]);

/// A node with what is kept of it; `None` where nothing is.
fn reduced<'o>(node: &'o Node<'_>, keep: Keep) -> Option<Node<'o>> {
    let value = match (&node.value, keep) {
        (_, All) => return Some(node.clone()),
        (Value::Scalar(_), Keys(_) | Starting(_)) => return None,
        (Value::List(items), _) => {
            // An item of which nothing is kept stays an item: lists keep their length.
            let item = |item: &'o Node<'_>| reduced(item, keep).unwrap_or_else(|| Node::new(Value::Map(Vec::new())));
            Value::List(items.iter().map(item).collect())
        }
        (Value::Map(entries), Keys(keys)) => {
            let known = |entry: &'o Entry<'_>| {
                let (_, keep) = keys.iter().find(|(key, _)| *key == entry.key)?;
                Some(entry_of(entry, reduced(&entry.node, *keep)?))
            };
            Value::Map(entries.iter().filter_map(known).collect())
        }
        (Value::Map(entries), Starting(start)) => {
            let known = entries.iter().filter(|entry| entry.key.starts_with(start));
            let known: Vec<Entry<'o>> = known.map(|entry| entry_of(entry, entry.node.clone())).collect();
            if known.is_empty() {
                return None;
            }
            Value::Map(known)
        }
    };
    Some(Node::new(value))
}

fn entry_of<'o>(entry: &'o Entry<'_>, node: Node<'o>) -> Entry<'o> {
    Entry { key: (&*entry.key).into(), key_span: 0..0, node }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceId};
    use crate::manifest::emit::json::json;
    use crate::manifest::read::document;

    fn kept_of(kind: &str, text: &str) -> String {
        let object = document(SourceId(0), text, &mut Diagnostics::default()).expect("JSON");
        json(&kept(kind, &object)).to_string()
    }

    #[test]
    fn of_a_pod_nothing_is_kept_that_is_nobodys_business() {
        let pod = r#"{"metadata":{"name":"web","uid":"1","annotations":{"a":"secret","npgen.dev/owner":"us"},
            "managedFields":[{"manager":"secret"}],"ownerReferences":[{"kind":"Job","name":"j","uid":"1"}]},
            "spec":{"nodeName":"secret","hostNetwork":true,"volumes":[{"secret":{"secretName":"secret"}}],
                "containers":[{"name":"c","image":"secret","args":["secret"],"env":[{"name":"A","value":"secret"}],
                "ports":[{"containerPort":80,"name":"http"}]},{}]},
            "status":{"phase":"Running","podIP":"10.0.0.1","message":"secret"}}"#;
        let expected = r#"{"metadata":{"annotations":{"npgen.dev/owner":"us"},"name":"web","ownerReferences":[{"kind":"Job","name":"j"}]},"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"}]},{}],"hostNetwork":true},"status":{"phase":"Running","podIP":"10.0.0.1"}}"#;
        assert_eq!(kept_of("Pod", pod), expected);
    }

    #[test]
    fn of_a_policy_its_specification_is_kept_and_the_label_of_npgen() {
        let policy = r#"{"metadata":{"name":"p","labels":{"app.kubernetes.io/managed-by":"npgen","a":"b"},
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}},"spec":{"podSelector":{},"egress":[]}}"#;
        let expected = r#"{"metadata":{"labels":{"app.kubernetes.io/managed-by":"npgen"},"name":"p"},"spec":{"egress":[],"podSelector":{}}}"#;
        assert_eq!(kept_of("NetworkPolicy", policy), expected);
    }

    #[test]
    fn of_any_other_kind_nothing_is_kept_but_the_name() {
        let secret = r#"{"metadata":{"name":"keys","namespace":"shop","labels":{"a":"b"}},"data":{"key":"c2VjcmV0"}}"#;
        assert_eq!(kept_of("Secret", secret), r#"{"metadata":{"name":"keys","namespace":"shop"}}"#);
    }
}
