//! What a name means where it stands.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::rule::{ambiguous_name, invalid_name, no_single_namespace, nodes_unknown, unknown_name};
use crate::diagnostic::{Diagnostic, Diagnostics, Nearest, Place, nearest};
use crate::frontend::parse::tree::Text;
use crate::graph::{End, External, Group, GroupNamespaces, NamespaceId, Service, ServiceId};

use super::nodes::Nodes;
use super::part::place_of;
use super::port::Declared;
use super::profile::{BUILT_IN, Known};

/// All that can be named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'a> {
    /// The nodes.
    pub(super) nodes: &'a Nodes,
    /// The profile.
    pub(super) known: &'a Known,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// One end.
    One(End),
    /// `*` and `namespace/*`: each service, of the namespace where there is one, save the node that writes it.
    Each(Option<NamespaceId>),
}

/// Where a name stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The node that writes it.
    pub(super) writer: &'a End,
    /// The namespace in which bare names are looked up.
    pub(super) namespace: Option<NamespaceId>,
    /// The name of that namespace, where it is in other clusters only.
    pub(super) elsewhere: Option<&'a str>,
}

/// The parts of an end as written: the name, and what is behind its `:`.
pub(super) fn split(end: &Text) -> (Range<usize>, Option<Range<usize>>) {
    match end.value.find(':') {
        Some(colon) => (0..colon, Some(colon + 1..end.value.len())),
        None => (0..end.value.len(), None),
    }
}

impl Names<'_> {
    /// What a name means; `None` where it means nothing, which is then reported.
    pub(super) fn named(
        &self,
        end: &Text,
        name: Range<usize>,
        scope: Scope<'_>,
        found: &mut Diagnostics,
    ) -> Option<Named> {
        let place = place_of(end, name.clone());
        let name = end.value.get(name).unwrap_or_default();
        let meant = if let Some(at_name) = name.strip_prefix('@') {
            self.at_name(at_name, place, scope).map(|end| Some(Named::One(end)))
        } else if name == "*" {
            Ok(Some(Named::Each(None)))
        } else if let Some((namespace, "*")) = name.split_once('/') {
            let id = self.nodes.namespaces.id(namespace);
            id.map(|id| Some(Named::Each(Some(id)))).ok_or_else(|| self.nodes.namespaces.undeclared(place, namespace))
        } else if let Some((namespace, service)) = name.split_once('/') {
            self.qualified(namespace, service, place).map(|end| end.map(Named::One))
        } else {
            self.bare(name, place, scope).map(|end| end.map(Named::One))
        };
        meant.unwrap_or_else(|wrong| {
            found.push(wrong);
            None
        })
    }

    /// `@NAME`
    fn at_name(&self, name: &str, place: Place, scope: Scope<'_>) -> Result<End, Diagnostic> {
        if let Some(namespace) = name.strip_prefix("namespace/") {
            let id = self.nodes.namespaces.id(namespace);
            return id.map(End::PodsOf).ok_or_else(|| self.nodes.namespaces.undeclared(place, namespace));
        }
        match name {
            "cluster" => Ok(End::Cluster),
            "anywhere" => Ok(End::Anywhere),
            "world" => Ok(End::World),
            "internet" => Ok(End::Internet),
            "namespace" => self.own_namespace(place, scope),
            "nodes" if self.known.profile.node_cidr.as_ref().is_some_and(|nets| !nets.is_empty()) => Ok(End::Nodes),
            "nodes" => Err(nodes_unknown::edge(place)),
            _ if self.known.names.contains_key(name) => Ok(self.known.end(name)),
            "kube-apiserver" => {
                let example = "{ cidr = [\"172.18.0.2/32\"], ports = [6443] }";
                Err(unknown_name::not_in_profile(place, name, example))
            }
            "ingress" => {
                let example =
                    "{ namespace = \"ingress-nginx\", pods = { \"app.kubernetes.io/name\" = \"ingress-nginx\" } }";
                Err(unknown_name::not_in_profile(place, name, example))
            }
            _ => {
                let all = BUILT_IN.into_iter().chain(self.known.names.keys().map(String::as_str));
                Err(unknown_name::at_name(place, name, nearest(name, all)))
            }
        }
    }

    /// `@namespace`: that of the writer.
    fn own_namespace(&self, place: Place, scope: Scope<'_>) -> Result<End, Diagnostic> {
        match scope.writer {
            End::Group(id) => {
                let group = self.group(*id);
                match group.map(|group| &group.namespaces) {
                    Some(GroupNamespaces::Listed(ids)) => match ids.as_slice() {
                        [id] => Some(End::PodsOf(*id)),
                        _ => None,
                    },
                    _ => None,
                }
                .ok_or_else(|| no_single_namespace::group(place, group.map_or("", |group| &group.name)))
            }
            End::External(id) => {
                Err(no_single_namespace::external(place, self.external(*id).map_or("", |external| &external.name)))
            }
            _ => scope.namespace.map(End::PodsOf).ok_or_else(|| invalid_name::end(place, "@namespace")),
        }
    }

    /// `namespace/name`, always a service; `None` where it is one that lives nowhere.
    fn qualified(&self, namespace: &str, name: &str, place: Place) -> Result<Option<End>, Diagnostic> {
        if namespace.is_empty() || name.is_empty() || name.contains('/') {
            return Err(invalid_name::end(place, &format!("{namespace}/{name}")));
        }
        let Some(id) = self.nodes.namespaces.id(namespace) else {
            return Err(self.nodes.namespaces.undeclared(place, namespace));
        };
        match self.nodes.service(id, name) {
            Some(service) => Ok(Some(End::Service(service))),
            None if self.nodes.homeless.contains(name) => Ok(None),
            None => {
                let there = self.nodes.services.iter().filter(|service| service.namespace == id);
                let near = nearest(name, there.map(|service| &*service.name));
                Err(unknown_name::service(place, namespace, name, near))
            }
        }
    }

    /// A bare name: a service of the namespace in force, a group or an external. `None` where it is a service that
    /// lives nowhere.
    fn bare(&self, name: &str, place: Place, scope: Scope<'_>) -> Result<Option<End>, Diagnostic> {
        if name.is_empty() {
            return Err(invalid_name::end(place, name));
        }
        let service = scope.namespace.and_then(|namespace| self.nodes.service(namespace, name));
        let group = self.nodes.group(name);
        let external = self.nodes.external(name);
        match (service, group, external) {
            (Some(service), None, None) => Ok(Some(End::Service(service))),
            (None, Some(group), None) => Ok(Some(End::Group(group))),
            (None, None, Some(external)) => Ok(Some(End::External(external))),
            (None, None, None) if self.nodes.homeless.contains(name) => Ok(None),
            (None, None, None) => Err(self.unknown(name, place, scope)),
            _ => {
                let service = service.and_then(|id| self.service(id));
                let hits = [
                    service.map(|service| (format!("the service `{}`", self.path(service)), service.place)),
                    group.and_then(|id| self.group(id)).map(|group| (format!("the group `{name}`"), group.place)),
                    external
                        .and_then(|id| self.external(id))
                        .map(|node| (format!("the external `{name}`"), node.place)),
                ];
                Err(ambiguous_name::bare(place, name, &hits.into_iter().flatten().collect::<Vec<_>>()))
            }
        }
    }

    fn unknown(&self, name: &str, place: Place, scope: Scope<'_>) -> Diagnostic {
        let namespace = scope.namespace;
        let services = self.nodes.services.iter();
        let here =
            services.clone().filter(|service| Some(service.namespace) == namespace).map(|service| &*service.name);
        let groups = self.nodes.groups.iter().map(|group| &*group.name);
        let externals = self.nodes.externals.iter().map(|external| &*external.name);
        let is_at_name = BUILT_IN.contains(&name) || self.known.names.contains_key(name);
        let near = if is_at_name {
            Some(Nearest { name: format!("@{name}"), alone: true })
        } else {
            nearest(name, here.chain(groups).chain(externals))
        };
        let elsewhere: Vec<String> =
            services.filter(|service| &*service.name == name).map(|service| self.path(service)).collect();
        let namespace = namespace.map(|namespace| self.nodes.namespaces.name(namespace));
        unknown_name::bare(place, name, namespace, near, &elsewhere)
    }

    /// Whether an end has pods that can get a rule.
    pub(super) fn has_half(&self, end: &End) -> bool {
        match end {
            End::Service(id) => self.service(*id).is_some_and(|service| !service.host_network),
            End::Group(_) | End::Namespace(_) => true,
            End::External(_)
            | End::PodsOf(_)
            | End::Cluster
            | End::Anywhere
            | End::World
            | End::Internet
            | End::Nodes
            | End::Name(_) => false,
        }
    }

    /// Who answers for the halves of an end: the owner of its namespace, for a group the owner of its file. `None` where
    /// nobody is named, or where it has no half.
    pub(super) fn owner(&self, end: &End) -> Option<Arc<str>> {
        let of_namespace = |id| self.nodes.namespaces.get(id).and_then(|home| home.owner.clone());
        match end {
            End::Service(id) => self.service(*id).and_then(|service| of_namespace(service.namespace)),
            End::Namespace(id) => of_namespace(*id),
            End::Group(id) => self.group(*id).and_then(|group| group.owner.clone()),
            _ => None,
        }
    }

    /// The ports that an end declares.
    pub(super) fn ports(&self, end: &End) -> &Declared {
        let listed = match end {
            End::Service(id) => at(&self.nodes.service_ports, id.0),
            End::Group(id) => at(&self.nodes.group_ports, id.0),
            End::External(id) => at(&self.nodes.external_ports, id.0),
            End::Name(name) => self.known.names.get(&**name).map(|known| &known.ports),
            End::Namespace(_)
            | End::PodsOf(_)
            | End::Cluster
            | End::Anywhere
            | End::World
            | End::Internet
            | End::Nodes => None,
        };
        listed.unwrap_or(&Declared::Nothing)
    }

    /// The services that `*` or `namespace/*` stands for where `writer` writes it, in order.
    pub(super) fn each(self, namespace: Option<NamespaceId>, writer: &End) -> impl Iterator<Item = ServiceId> {
        let range = namespace.map_or(0..self.nodes.services.len(), |id| self.nodes.services_in(id));
        let ids = range.filter_map(|at| u32::try_from(at).ok()).map(ServiceId);
        ids.filter(move |id| *writer != End::Service(*id))
    }

    /// What a name means in the words of a message.
    pub(super) fn describe_named(&self, named: &Named) -> String {
        match named {
            Named::One(end) => self.describe(end),
            Named::Each(None) => "`*`".to_owned(),
            Named::Each(Some(namespace)) => format!("`{}/*`", self.nodes.namespaces.name(*namespace)),
        }
    }

    /// An end in the words of a message.
    pub(super) fn describe(&self, end: &End) -> String {
        match end {
            End::Service(id) => self.service(*id).map(|node| format!("the service `{}`", self.path(node))),
            End::Group(id) => self.group(*id).map(|node| format!("the group `{}`", node.name)),
            End::External(id) => self.external(*id).map(|node| format!("the external `{}`", node.name)),
            End::Namespace(id) => Some(format!("the namespace `{}`", self.nodes.namespaces.name(*id))),
            End::PodsOf(id) => Some(format!("`@namespace/{}`", self.nodes.namespaces.name(*id))),
            End::Cluster => Some("`@cluster`".to_owned()),
            End::Anywhere => Some("`@anywhere`".to_owned()),
            End::World => Some("`@world`".to_owned()),
            End::Internet => Some("`@internet`".to_owned()),
            End::Nodes => Some("`@nodes`".to_owned()),
            End::Name(name) => Some(format!("`@{name}`")),
        }
        .unwrap_or_default()
    }

    /// An external by its id.
    pub(super) fn external(&self, id: crate::graph::ExternalId) -> Option<&External> {
        at(&self.nodes.externals, id.0)
    }

    /// A service by its id.
    pub(super) fn service(&self, id: ServiceId) -> Option<&Service> {
        at(&self.nodes.services, id.0)
    }

    /// A group by its id.
    pub(super) fn group(&self, id: crate::graph::GroupId) -> Option<&Group> {
        at(&self.nodes.groups, id.0)
    }

    fn path(&self, service: &Service) -> String {
        format!("{}/{}", self.nodes.namespaces.name(service.namespace), service.name)
    }
}

fn at<T>(list: &[T], id: u32) -> Option<&T> {
    list.get(usize::try_from(id).ok()?)
}
