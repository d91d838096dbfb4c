//! Random settings: the profile, the clusters, the namespaces and the files.

use super::super::palette::{NODE_CIDR, OWNERS, POD_CIDR, RENAMES, VALUES};
use super::super::project::{
    Cluster, Directions, Dns, File, Ingress, Must, NAMESPACES, Namespace, NamespaceFields, Overlay, Override, Project,
    Requirement, Selector,
};
use super::tape::Tape;

/// What holds in every cluster.
pub(super) fn cluster(tape: &mut Tape<'_>) -> Cluster {
    let dns = [Dns::Kubeadm, Dns::Pods, Dns::Address][tape.pick(3)];
    let first = ["app", "app.kubernetes.io/name"][tape.pick(2)];
    // In the closed world each key multiplies the pods: the preset's key has to be one of the two.
    let second = if dns == Dns::Kubeadm { "k8s-app" } else { "tier" };
    let values =
        [VALUES[tape.pick(VALUES.len())], [["x", "y"], ["kube-dns", "other"]][usize::from(dns == Dns::Kubeadm)]];
    Cluster {
        keys: [first, second],
        values,
        pod_cidr: POD_CIDR[tape.pick(POD_CIDR.len())].map(<[_]>::to_vec),
        node_cidr: NODE_CIDR[tape.pick(NODE_CIDR.len())].map(<[_]>::to_vec),
        default_isolate: match tape.pick(7) {
            0..3 => None,
            bits => Some(directions(bits)),
        },
        dns,
        ingress: ingress(first, values[0][0], tape),
        calls_from_elsewhere: tape.pick(3) > 0,
        mesh: tape.one_in(4),
    }
}

/// The pods that `@ingress` is: one value of the first key.
pub(super) fn ingress(key: &'static str, value: &'static str, tape: &mut Tape<'_>) -> Ingress {
    let requirement = Requirement { key, must: Must::In(vec![value]) };
    Ingress::Pods(Selector { requirements: vec![requirement], as_string: tape.one_in(2) })
}

/// What is different in one cluster.
pub(super) fn overlay(cluster: &Cluster, tape: &mut Tape<'_>) -> Overlay {
    let given =
        |lists: &[Option<&[&'static str]>], tape: &mut Tape<'_>| lists[tape.pick(lists.len())].map(<[_]>::to_vec);
    let dns = [None, None, Some(Dns::Pods), Some(Dns::Address), Some(Dns::Kubeadm)][tape.pick(5)];
    Overlay {
        pod_cidr: given(&POD_CIDR, tape),
        node_cidr: given(&NODE_CIDR, tape),
        // The preset has a key of its own.
        dns: dns.filter(|dns| *dns != Dns::Kubeadm || cluster.dns == Dns::Kubeadm),
        ingress: tape.one_in(3).then(|| ingress(cluster.keys[0], cluster.values[0][1], tape)),
        mesh: [None, None, Some(false), Some(true)][tape.pick(4)],
        rename: RENAMES[tape.pick(RENAMES.len())],
    }
}

/// From two bits.
pub(super) fn directions(bits: usize) -> Directions {
    Directions { ingress: bits & 1 == 1, egress: bits & 2 == 2 }
}

pub(super) fn namespace(at: usize, clusters: usize, tape: &mut Tape<'_>) -> Namespace {
    let isolate = tape.pick(8);
    let resolve = [None, None, None, Some(false), Some(true)][tape.pick(5)];
    let owner = tape.one_in(2).then_some(OWNERS[at]);
    let only = tape.clusters(clusters, 4);
    let mut overrides = Vec::new();
    for cluster in (0..clusters).filter(|cluster| only.as_ref().is_none_or(|only| only.contains(cluster))) {
        let fields = NamespaceFields {
            isolate: tape.one_in(4).then(|| directions(tape.pick(4))),
            off: [None, None, None, None, Some(false), Some(true)][tape.pick(6)],
        };
        if fields.isolate.is_some() || fields.off.is_some() {
            overrides.push(Override { cluster, fields });
        }
    }
    Namespace {
        name: NAMESPACES[at].to_owned(),
        here: true,
        clusters: only,
        overrides,
        off: tape.one_in(5),
        team: [None, Some("red"), Some("blue")][tape.pick(3)],
        isolate: (isolate >= 4).then(|| directions(isolate)),
        resolve,
        owner,
    }
}

/// One file for what no namespace owns, then two for each namespace.
pub(super) fn files(project: &mut Project, tape: &mut Tape<'_>) {
    project.files.push(File { path: "shared.toml".to_owned(), namespace: None, owner: None });
    for at in 0..project.namespaces.len() {
        let name = NAMESPACES[at];
        for path in [format!("{name}.toml"), format!("teams/{name} more.toml")] {
            let owner = tape.one_in(2).then_some(OWNERS[at]);
            project.files.push(File { path, namespace: Some(at), owner });
        }
    }
}
