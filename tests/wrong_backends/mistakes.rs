//! The mistakes that a backend can make, each a way to spoil what the right one makes for the folder `shop`.

use ipnet::IpNet;
use npgen::backend::OutFile;
use npgen::backend::write::Document;
use npgen::manifest::{Node, Value};
use npgen::object::{
    Folder, LabelSelector, NetworkPolicy, Peer, Peers, PolicyFile, PolicyType, Protocol, Requirement, Rule,
};

/// What is spoilt, at one of the steps from policies to bytes.
pub(crate) enum Mistake {
    /// The objects of a folder.
    Objects(fn(&mut Folder)),
    /// The nodes of its files.
    Nodes(fn(&mut Vec<Document<'_>>)),
    /// Its files.
    Files(fn(&mut Vec<OutFile>)),
}

use Mistake::{Files, Nodes, Objects};

/// Every mistake, each as the end of "a backend that".
pub(crate) fn all() -> Vec<(&'static str, Mistake)> {
    let mut all = rules();
    all.extend(peers());
    all.extend(subjects());
    all.extend(objects());
    all.extend(keys());
    all.extend(files());
    all
}

fn rules() -> Vec<(&'static str, Mistake)> {
    vec![
        ("drops a rule", Objects(|folder| drop(policy(folder, "web").egress.remove(0)))),
        (
            "adds a rule",
            Objects(|folder| {
                let rule = policy(folder, "web").egress[0].clone();
                policy(folder, "db").egress.push(rule);
            }),
        ),
        ("widens a port by one", Objects(|folder| ingress(folder, "web").ports[0].range = Some((8080, 8081)))),
        ("forgets the end of a range", Objects(|folder| ingress(folder, "db").ports[0].range = Some((6000, 6000)))),
        ("opens every port", Objects(|folder| ingress(folder, "db").ports.clear())),
        ("opens every port of a protocol", Objects(|folder| ingress(folder, "db").ports[0].range = None)),
        ("takes UDP for TCP", Objects(|folder| ingress(folder, "log").ports[0].protocol = Protocol::Tcp)),
        (
            "swaps the directions",
            Objects(|folder| {
                let policy = policy(folder, "web");
                std::mem::swap(&mut policy.ingress, &mut policy.egress);
            }),
        ),
    ]
}

fn peers() -> Vec<(&'static str, Mistake)> {
    vec![
        ("drops a peer", Objects(|folder| change_peers(folder, |peers| drop(peers.pop())))),
        (
            "swaps address families",
            Objects(|folder| {
                change_blocks(folder, |cidr, except| {
                    *cidr = if cidr.addr().is_ipv4() { "::/0" } else { "0.0.0.0/0" }.parse().unwrap();
                    except.clear();
                });
            }),
        ),
        (
            "loses an except",
            Objects(|folder| {
                change_blocks(folder, |_, except| except.retain(|net| net.to_string() != "10.20.0.0/16"));
            }),
        ),
        (
            "forgets to cut the pods out of a range",
            Objects(|folder| {
                change_blocks(folder, |_, except| except.retain(|net| net.to_string() != "10.244.0.0/16"));
            }),
        ),
        (
            "turns AND into OR",
            Objects(|folder| change_peers(folder, |peers| *peers = peers.drain(..).flat_map(halves).collect())),
        ),
        (
            "lets in the pods of every namespace",
            Objects(|folder| change_namespaces(folder, |namespaces| *namespaces = Some(LabelSelector::default()))),
        ),
        (
            "looks in its own namespace only",
            Objects(|folder| change_namespaces(folder, |namespaces| *namespaces = None)),
        ),
        (
            "forgets a label of a peer",
            Objects(|folder| {
                if let Peers::Listed(Peer::Pods { pods: Some(pods), .. }, _) = &mut ingress(folder, "db").peers {
                    pods.match_labels.pop();
                }
            }),
        ),
        ("lets everyone in", Objects(|folder| ingress(folder, "db").peers = Peers::Anywhere)),
    ]
}

fn subjects() -> Vec<(&'static str, Mistake)> {
    vec![
        ("binds too many pods", Objects(|folder| drop(policy(folder, "web").pod_selector.match_labels.pop()))),
        (
            "takes `NotIn` for `In`",
            Objects(|folder| {
                for requirement in &mut policy(folder, "db").pod_selector.match_expressions {
                    if let Requirement::NotIn(key, values) = requirement {
                        *requirement = Requirement::In(key.clone(), values.clone());
                    }
                }
            }),
        ),
        (
            "forgets a policy type",
            Objects(|folder| policy(folder, "web").policy_types.retain(|one| *one == PolicyType::Ingress)),
        ),
        ("forgets to deny one direction", Objects(|folder| policy(folder, "default-deny").policy_types.truncate(1))),
        (
            "forgets the default deny",
            Objects(|folder| {
                folder.policies.retain(|file| file.file != "default-deny.yaml");
                folder.kustomization.resources.retain(|file| file != "default-deny.yaml");
            }),
        ),
    ]
}

fn objects() -> Vec<(&'static str, Mistake)> {
    vec![
        (
            "puts an object into another namespace",
            Objects(|folder| policy(folder, "web").metadata.namespace = "pay".into()),
        ),
        ("gives an object another name", Objects(|folder| policy(folder, "web").metadata.name = "web".into())),
        (
            "writes an object too many",
            Objects(|folder| {
                let mut more = policy(folder, "default-deny").clone();
                more.metadata.name = "npgen-more".into();
                add(folder, "more.yaml", more);
            }),
        ),
        (
            "writes an object twice",
            Objects(|folder| {
                let again = policy(folder, "web").clone();
                add(folder, "web-2.yaml", again);
            }),
        ),
        ("leaves a file out of the kustomization", Objects(|folder| drop(folder.kustomization.resources.pop()))),
        ("lists a file that is not there", Objects(|folder| folder.kustomization.resources.push("more.yaml".into()))),
        (
            "lists a file of another folder",
            Objects(|folder| folder.kustomization.resources[0] = "../pay/default-deny.yaml".into()),
        ),
    ]
}

fn keys() -> Vec<(&'static str, Mistake)> {
    vec![
        ("writes `ipblock` for `ipBlock`", Nodes(|documents| rename_key(documents, "ipBlock", "ipblock"))),
        (
            "writes `podselector` for `podSelector`",
            Nodes(|documents| rename_key(documents, "podSelector", "podselector")),
        ),
        (
            "writes `policyType` for `policyTypes`",
            Nodes(|documents| rename_key(documents, "policyTypes", "policyType")),
        ),
        (
            "has an object removed by its owner's end",
            Nodes(|documents| rename_key(documents, "labels", "ownerReferences")),
        ),
        ("empties a list of peers", Nodes(|documents| set(documents, "to", &Node::list([])))),
        ("writes a port as text", Nodes(|documents| set(documents, "port", &Node::string("8080")))),
        ("writes another kind", Nodes(|documents| set(documents, "kind", &Node::string("NetworkPolicyList")))),
        (
            "writes another version",
            Nodes(|documents| set(documents, "apiVersion", &Node::string("extensions/v1beta1"))),
        ),
    ]
}

fn files() -> Vec<(&'static str, Mistake)> {
    vec![
        ("puts a file into another folder", Files(|files| rename(files, "shop/web.yaml", "pay/web.yaml"))),
        ("puts a file outside", Files(|files| rename(files, "shop/web.yaml", "shop/../../web.yaml"))),
        ("gives a file another name", Files(|files| rename(files, "shop/web.yaml", "shop/other.yaml"))),
        ("forgets a file", Files(|files| files.retain(|file| file.path != "shop/log.yaml"))),
        ("forgets the kustomization", Files(|files| files.retain(|file| file.path != "shop/kustomization.yaml"))),
        ("writes nothing", Files(Vec::clear)),
        (
            "writes a wrong hash",
            Files(|files| {
                let first_line = files[0].bytes.iter_mut().take_while(|byte| **byte != b'\n');
                first_line.filter(|byte| byte.is_ascii_digit()).for_each(|digit| *digit = b'0');
            }),
        ),
        ("writes more below a hash", Files(|files| files[0].bytes.extend_from_slice(b"# more\n"))),
        (
            "writes no first line",
            Files(|files| {
                let end = files[0].bytes.iter().position(|byte| *byte == b'\n').unwrap();
                files[0].bytes.drain(..=end);
            }),
        ),
        ("writes what is no UTF-8", Files(|files| files[0].bytes.push(0xff))),
    ]
}

/// The policy of one file.
fn policy<'f>(folder: &'f mut Folder, file: &str) -> &'f mut NetworkPolicy {
    let file = format!("{file}.yaml");
    &mut folder.policies.iter_mut().find(|policy| policy.file == file).unwrap().policy
}

/// The first rule of a policy that lets someone in.
fn ingress<'f>(folder: &'f mut Folder, file: &str) -> &'f mut Rule {
    &mut policy(folder, file).ingress[0].value
}

fn add(folder: &mut Folder, file: &str, policy: NetworkPolicy) {
    folder.policies.push(PolicyFile { file: file.to_owned(), policy });
    folder.kustomization.resources.push(file.to_owned());
    folder.kustomization.resources.sort();
}

/// Changes the peers of every rule of the folder; a list that becomes empty takes its rule with it.
fn change_peers(folder: &mut Folder, change: fn(&mut Vec<Peer>)) {
    let changed = |rule: &mut Rule| {
        let Peers::Listed(first, others) = &rule.peers else { return true };
        let mut peers: Vec<Peer> = [first].into_iter().chain(others).cloned().collect();
        change(&mut peers);
        let mut peers = peers.into_iter();
        let first = peers.next();
        let left = first.is_some();
        if let Some(first) = first {
            rule.peers = Peers::Listed(first, peers.collect());
        }
        left
    };
    for file in &mut folder.policies {
        file.policy.ingress.retain_mut(|rule| changed(&mut rule.value));
        file.policy.egress.retain_mut(|rule| changed(&mut rule.value));
    }
}

/// Every peer of the folder, to be changed.
fn every_peer(folder: &mut Folder) -> impl Iterator<Item = &mut Peer> {
    let policies = folder.policies.iter_mut().map(|file| &mut file.policy);
    let rules = policies.flat_map(|policy| policy.ingress.iter_mut().chain(&mut policy.egress));
    rules.flat_map(|rule| {
        let (first, others) = match &mut rule.value.peers {
            Peers::Anywhere => (None, None),
            Peers::Listed(first, others) => (Some(first), Some(others)),
        };
        first.into_iter().chain(others.into_iter().flatten())
    })
}

fn change_blocks(folder: &mut Folder, change: fn(&mut IpNet, &mut Vec<IpNet>)) {
    for peer in every_peer(folder) {
        if let Peer::Block { cidr, except } = peer {
            change(cidr, except);
        }
    }
}

fn change_namespaces(folder: &mut Folder, change: fn(&mut Option<LabelSelector>)) {
    for peer in every_peer(folder) {
        if let Peer::Pods { namespaces, .. } = peer {
            change(namespaces);
        }
    }
}

/// A peer's two conditions as two peers.
fn halves(peer: Peer) -> Vec<Peer> {
    match peer {
        Peer::Pods { namespaces: Some(namespaces), pods: Some(pods) } => vec![
            Peer::Pods { namespaces: Some(namespaces), pods: None },
            Peer::Pods { namespaces: None, pods: Some(pods) },
        ],
        other => vec![other],
    }
}

fn rename(files: &mut [OutFile], from: &str, to: &str) {
    for file in files.iter_mut().filter(|file| file.path == from) {
        file.path = to.into();
    }
}

fn rename_key(documents: &mut [Document<'_>], from: &str, to: &'static str) {
    for document in documents {
        each_node(&mut document.root, &mut |node| {
            if let Value::Map(entries) = &mut node.value {
                for entry in entries.iter_mut().filter(|entry| entry.key == from) {
                    entry.key = to.into();
                }
            }
        });
    }
}

/// Puts a value at every such key.
fn set(documents: &mut [Document<'_>], key: &str, value: &Node<'static>) {
    for document in documents {
        each_node(&mut document.root, &mut |node| {
            if let Value::Map(entries) = &mut node.value {
                for entry in entries.iter_mut().filter(|entry| entry.key == key) {
                    entry.node = value.clone();
                }
            }
        });
    }
}

fn each_node<'a>(node: &mut Node<'a>, change: &mut dyn FnMut(&mut Node<'a>)) {
    change(node);
    match &mut node.value {
        Value::Map(entries) => entries.iter_mut().for_each(|entry| each_node(&mut entry.node, change)),
        Value::List(items) => items.iter_mut().for_each(|item| each_node(item, change)),
        Value::Scalar(_) => {}
    }
}
