//! Names of the profile that are services of the graph.

use crate::diagnostic::rule::{invalid_name, profile_name, unknown_name};
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::frontend::parse::tree::Text;
use crate::frontend::resolve::names::split;
use crate::frontend::resolve::nodes::Nodes;
use crate::frontend::resolve::part::place_of;
use crate::frontend::resolve::port::{self, Asked, Declared};
use crate::graph::{End, Service, ServiceId};
use crate::profile::{Name, StandsFor};

use super::Known;

impl Known {
    /// Looks up the services that names are, or where their calls come from. One that is not there is reported.
    pub(in crate::frontend::resolve) fn find_services(&mut self, nodes: &Nodes, found: &mut Diagnostics) {
        let Self { profile, names } = self;
        for (name, known) in names {
            if let Some(service) = &mut known.service {
                service.id = find(name, &service.written, nodes, found);
                if service.id.is_none() {
                    known.ports = Declared::Broken;
                }
                if let Some(node) = service.id.and_then(|id| get(nodes, id)) {
                    profile.names.insert(name.clone(), Name::of(StandsFor::Pods(node.pods.clone()), None));
                }
            }
            if let Some(from) = &known.from {
                let services = from.services.iter().filter_map(|written| find(name, written, nodes, found));
                let pods = services.filter_map(|id| get(nodes, id)).map(|node| StandsFor::Pods(node.pods.clone()));
                let all = from.known.iter().cloned().chain(pods).collect();
                if let Some(value) = profile.names.get_mut(name) {
                    value.from = Some(all);
                }
            }
        }
    }

    /// The end that a name of the profile is: the service that it stands for, or the name itself.
    pub(in crate::frontend::resolve) fn end(&self, name: &str) -> End {
        let service = self.names.get(name).and_then(|known| known.service.as_ref());
        service.and_then(|service| service.id).map_or_else(|| End::Name(name.into()), End::Service)
    }

    /// Whether the calls of a name come from elsewhere than what is called by it.
    pub(in crate::frontend::resolve) fn calls_from_elsewhere(&self, name: Option<&str>) -> bool {
        let value = name.and_then(|name| self.profile.names.get(name));
        value.is_some_and(|value| value.from.is_some())
    }

    /// The ports that an edge to this name asks for: where it says none, the one behind the service that the name is.
    pub(in crate::frontend::resolve) fn asked<'a>(
        &'a self,
        asked: Vec<(Asked<'a>, Place)>,
        name: Option<&str>,
    ) -> Vec<(Asked<'a>, Place)> {
        let known = name.filter(|_| asked.is_empty()).and_then(|name| self.names.get(name));
        let Some(service) = known.and_then(|known| known.service.as_ref()) else { return asked };
        let port = split(&service.written).1.and_then(|port| port::behind_colon(&service.written, port).ok());
        port.into_iter().collect()
    }
}

fn get(nodes: &Nodes, id: ServiceId) -> Option<&Service> {
    nodes.services.get(usize::try_from(id.0).ok()?)
}

/// `namespace/name`, with or without a `:port` behind it.
fn find(at_name: &str, written: &Text, nodes: &Nodes, found: &mut Diagnostics) -> Option<ServiceId> {
    let (range, _) = split(written);
    let place = place_of(written, range.clone());
    let path = written.value.get(range).unwrap_or_default();
    let Some((namespace, name)) = path.split_once('/').filter(|(_, name)| !name.is_empty() && !name.contains('/'))
    else {
        found.push(invalid_name::end(place, path));
        return None;
    };
    let id = nodes.namespaces.id(namespace);
    if let Some(service) = id.and_then(|id| nodes.service(id, name)) {
        return Some(service);
    }
    found.push(match id {
        _ if nodes.elsewhere.has_service(namespace, name) => profile_name::service_elsewhere(place, at_name, path),
        None => nodes.namespaces.undeclared(place, namespace),
        Some(id) => {
            let there = nodes.services.iter().filter(|service| service.namespace == id);
            unknown_name::service(place, namespace, name, nearest(name, there.map(|service| &*service.name)))
        }
    });
    None
}
