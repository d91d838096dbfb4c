//! The nodes, apart from their edges.
//!
//! Nodes that are wrong stay among them, so that whoever names one is not told that it does not exist; what stands in
//! for the wrong field never leaves this room, as an error keeps the graph back.

mod dns;
mod external;
mod group;
mod service;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::rule::{declared_twice, invalid_name, reserved_name};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, File, Text};
use crate::graph::{DeclaredPort, End, External, ExternalId, Group, GroupId, NamespaceId, Prefix, Service, ServiceId};
use crate::sets::{PortRange, Protocol};

use super::cluster::Elsewhere;
use super::governed::Namespaces;
use super::kubernetes::is_dns_subdomain;
use super::port::{Declared, Spec};
use super::selector::DefaultSelector;

pub(super) use group::undeclared_labels;

/// All nodes; the ports of each stand in the same order as the nodes.
#[derive(Debug, Default)]
pub(super) struct Nodes {
    /// The namespaces.
    pub(super) namespaces: Namespaces,
    /// Sorted by namespace and name.
    pub(super) services: Vec<Service>,
    /// Where the services of each namespace begin among all.
    pub(super) first_services: Vec<usize>,
    /// The ports of the services.
    pub(super) service_ports: Vec<Declared>,
    /// Sorted by name.
    pub(super) groups: Vec<Group>,
    /// The ports of the groups.
    pub(super) group_ports: Vec<Declared>,
    /// Sorted by name.
    pub(super) externals: Vec<External>,
    /// The ports of the externals.
    pub(super) external_ports: Vec<Declared>,
    /// The externals whose addresses are wrong, and reported.
    pub(super) broken_externals: BTreeSet<ExternalId>,
    /// The names of services that live nowhere, which is reported.
    pub(super) homeless: BTreeSet<String>,
    /// The nodes that are declared and not in this cluster.
    pub(super) elsewhere: Elsewhere,
    /// Who must not ask for names, and where that is written.
    pub(super) refuses_names: Vec<(End, Place)>,
}

/// The edges that one node writes, and what is in force there.
#[derive(Debug)]
pub(super) struct Written {
    /// The node.
    pub(super) writer: End,
    /// What is in force.
    pub(super) in_force: InForce,
    /// `calls`
    pub(super) calls: Vec<tree::Edge>,
    /// `callers`
    pub(super) callers: Vec<tree::Edge>,
    /// `fallback`
    pub(super) fallback: Option<tree::Spanned<Vec<tree::Spanned<tree::Fallback>>>>,
}

/// What a node gets from its file.
#[derive(Debug, Clone)]
pub(super) struct InForce {
    /// The namespace in which bare names are looked up.
    pub(super) namespace: Option<NamespaceId>,
    /// The name of the file's namespace, where that is in other clusters only: it counts where no other is in force.
    pub(super) elsewhere: Option<Arc<str>>,
    /// The owner of the file.
    pub(super) owner: Option<Arc<str>>,
}

impl Nodes {
    /// Takes note of `resolve = false`.
    fn refuses_names(&mut self, node: &End, resolve: Option<&tree::Spanned<bool>>) {
        let refused = resolve.filter(|resolve| !resolve.value);
        self.refuses_names.extend(refused.map(|resolve| (node.clone(), resolve.place)));
    }

    /// The service of a namespace and name.
    pub(super) fn service(&self, namespace: NamespaceId, name: &str) -> Option<ServiceId> {
        let range = self.services_in(namespace);
        let services = self.services.get(range.clone())?;
        let at = services.binary_search_by(|service| (*service.name).cmp(name)).ok()?;
        Some(ServiceId(number(range.start + at)))
    }

    /// The positions of a namespace's services among all.
    pub(super) fn services_in(&self, namespace: NamespaceId) -> Range<usize> {
        let Ok(at) = usize::try_from(namespace.0) else { return 0..0 };
        let Some(first) = self.first_services.get(at) else { return 0..0 };
        *first..self.first_services.get(at + 1).copied().unwrap_or(self.services.len())
    }

    /// The group of a name.
    pub(super) fn group(&self, name: &str) -> Option<GroupId> {
        self.groups.binary_search_by(|group| (*group.name).cmp(name)).ok().map(|at| GroupId(number(at)))
    }

    /// The external of a name.
    pub(super) fn external(&self, name: &str) -> Option<ExternalId> {
        let key = |external: &External| (*external.name).cmp(name);
        self.externals.binary_search_by(key).ok().map(|at| ExternalId(number(at)))
    }
}

/// Reads all nodes, and hands out the edges that they write.
pub(super) fn nodes(
    files: Vec<File>,
    namespaces: Namespaces,
    default: &DefaultSelector,
    elsewhere: Elsewhere,
    prefix: &Prefix,
    found: &mut Diagnostics,
) -> (Nodes, Vec<Written>) {
    let mut nodes = Nodes { namespaces, elsewhere, ..Nodes::default() };
    let mut written = Vec::new();
    let (mut services, mut groups, mut externals) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let home = file.namespace.as_ref().map(|namespace| namespace.value.as_str());
        let in_force = InForce {
            namespace: home.and_then(|home| nodes.namespaces.id(home)),
            elsewhere: home.filter(|home| nodes.elsewhere.has_namespace(home)).map(Arc::from),
            owner: file.owner.as_ref().map(|owner| Arc::from(owner.value.as_str())),
        };
        services.extend(file.services.into_iter().map(|service| (in_force.clone(), service)));
        groups.extend(file.groups.into_iter().map(|group| (in_force.clone(), group)));
        externals.extend(file.externals.into_iter().map(|external| (in_force.clone(), external)));
        for namespace in file.namespaces {
            let Some(id) = nodes.namespaces.id(&namespace.name.value) else { continue };
            let writer = End::Namespace(id);
            nodes.refuses_names(&writer, namespace.fields.resolve.as_ref());
            let in_force = InForce { namespace: Some(id), ..in_force.clone() };
            written.push(Written {
                writer,
                in_force,
                calls: namespace.calls,
                callers: namespace.callers,
                fallback: None,
            });
        }
    }
    service::services(services, default, &mut nodes, &mut written, found);
    group::groups(groups, &mut nodes, &mut written, found);
    external::externals(externals, &mut nodes, &mut written, found);
    let services = nodes.services.iter().map(|node| (Some(node.namespace), &*node.name, node.place));
    check_long_names(services, |name| prefix.service_object(name), found);
    let groups = nodes.groups.iter().map(|node| (None, &*node.name, node.place));
    check_long_names(groups, |name| prefix.group_object(name), found);
    (nodes, written)
}

/// Sorts groups or externals by name and takes out those of a name that is declared before.
fn sorted_once<T>(
    mut nodes: Vec<(InForce, T)>,
    kind: &str,
    name: impl Fn(&T) -> &Text,
    found: &mut Diagnostics,
) -> Vec<(InForce, T)> {
    nodes.sort_by(|(_, left), (_, right)| {
        let key = |node| (name(node).value.as_str(), name(node).place);
        key(left).cmp(&key(right))
    });
    nodes.dedup_by(|(_, second), (_, first)| {
        let (second, first) = (name(second), name(first));
        let same = second.value == first.value;
        if same {
            found.push(declared_twice::node(second.place, first.place, &format!("the {kind} `{}`", first.value)));
        }
        same
    });
    nodes
}

/// Only the objects of names as long as this can have been shortened, or have what that leaves.
const LONG_NAME: usize = 200;

/// No two of these nodes, with the namespace of each where it has one, have objects of one name: a long name is
/// shortened, and what comes out could be another's own.
fn check_long_names<'n>(
    nodes: impl Iterator<Item = (Option<NamespaceId>, &'n str, Place)>,
    object_name: impl Fn(&str) -> String,
    found: &mut Diagnostics,
) {
    let mut objects = BTreeMap::new();
    for (namespace, name, place) in nodes.filter(|(_, name, _)| name.len() >= LONG_NAME) {
        let object = object_name(name);
        if let Some(other) = objects.insert((namespace, object.clone()), place) {
            found.push(reserved_name::shortened(place, other, &object));
        }
    }
}

/// The position of a node as its id. There are never 2³² of them: their text alone would not fit a file.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Declared ports as reports show them, sorted; messages of ICMP have no number and are not among them.
fn for_reports(declared: &Declared) -> Vec<DeclaredPort> {
    let (named, listed) = match declared {
        Declared::Named(named) => (named.as_slice(), [].as_slice()),
        Declared::Listed(listed) => ([].as_slice(), listed.as_slice()),
        Declared::Nothing | Declared::Broken => ([].as_slice(), [].as_slice()),
    };
    let named = named.iter().flat_map(|(name, specs)| specs.iter().map(move |spec| (Some(name), *spec)));
    let all = named.chain(listed.iter().map(|spec| (None, *spec)));
    let mut ports: Vec<DeclaredPort> = all
        .flat_map(|(name, spec)| {
            let name: Option<Arc<str>> = name.map(|name| name.as_str().into());
            ranges(spec).into_iter().map(move |range| DeclaredPort { name: name.clone(), range })
        })
        .collect();
    ports.sort_unstable();
    ports.dedup();
    ports
}

fn ranges(spec: Spec) -> Vec<PortRange> {
    match spec {
        Spec::Range(range) => vec![range],
        Spec::Every => [Protocol::Tcp, Protocol::Udp, Protocol::Sctp].map(PortRange::every).to_vec(),
        Spec::Icmp { .. } => Vec::new(),
    }
}

/// The account that a node's pods run under. What Kubernetes would refuse is reported.
fn account(written: Option<&Text>, found: &mut Diagnostics) -> Option<Arc<str>> {
    let account = written?;
    if !is_dns_subdomain(&account.value) {
        found.push(invalid_name::service_account(account.place, &account.value));
    }
    Some(Arc::from(account.value.as_str()))
}

/// Tags, sorted, each once.
pub(super) fn tags(written: &[Text]) -> Vec<Arc<str>> {
    let mut tags: Vec<Arc<str>> = written.iter().map(|tag| Arc::from(tag.value.as_str())).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}
