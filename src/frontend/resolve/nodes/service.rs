//! `[services.NAME]`

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::{
    declared_twice, equal_selectors, host_network, invalid_name, missing_namespace, reserved_name,
};
use crate::frontend::parse::tree::{self, ServiceFields};
use crate::frontend::resolve::governed::directions;
use crate::frontend::resolve::kubernetes::is_dns_subdomain;
use crate::frontend::resolve::port::declared;
use crate::frontend::resolve::selector::{self, DefaultSelector};
use crate::graph::{End, NamespaceId, Service, ServiceId};
use crate::sets::{Directions, Labels};

use super::{InForce, Nodes, Written, account, for_reports, number, tags};

/// Reads the services, sorted by namespace and name.
pub(super) fn services(
    services: Vec<(InForce, tree::Service)>,
    default: &DefaultSelector,
    nodes: &mut Nodes,
    written: &mut Vec<Written>,
    found: &mut Diagnostics,
) {
    let mut sound = Vec::with_capacity(services.len());
    for (in_force, service) in at_home(services, nodes, found) {
        check_name(&service, found);
        let (Some(namespace), id) = (in_force.namespace, ServiceId(number(nodes.services.len()))) else { continue };
        let within = Labels::in_namespace(nodes.namespaces.name_in_cluster(namespace));
        let pods = match &service.fields.pods {
            Some(selector) => selector::pods(&within, selector, found),
            // A name that is wrong itself is one cause; what the default selector makes of it would be a second message.
            None if !is_dns_subdomain(&service.name.value) => None,
            None => default.pods(&service.name, nodes.namespaces.name(namespace), &within, found),
        };
        if pods.is_some() {
            sound.push(id);
        }
        check_host_network(&service.fields, found);
        nodes.refuses_names(&End::Service(id), service.fields.resolve.as_ref());
        let ports = declared(service.fields.ports.as_ref(), found);
        let (fields, common) = (service.fields, service.common);
        nodes.services.push(Service {
            name: Arc::from(service.name.value),
            namespace,
            pods: pods.unwrap_or(within),
            service_account: account(fields.service_account.as_ref(), found),
            isolates: fields.isolate.as_ref().map_or(Directions::NONE, directions),
            host_network: fields.host_network.is_some_and(|host_network| host_network.value),
            ports: for_reports(&ports),
            owner: fields.owner.map(|owner| Arc::from(owner.value)).or_else(|| in_force.owner.clone()),
            resolve: fields.resolve.map(|resolve| resolve.value),
            tags: tags(&common.tags),
            meta: common.meta,
            place: service.name.place,
        });
        nodes.service_ports.push(ports);
        let (calls, callers, fallback) = (service.calls, service.callers, fields.fallback);
        written.push(Written { writer: End::Service(id), in_force, calls, callers, fallback });
    }
    let ids = (0..).map(NamespaceId).take(nodes.namespaces.list.len());
    nodes.first_services = ids.map(|id| nodes.services.partition_point(|service| service.namespace < id)).collect();
    check_selectors(&sound, nodes, found);
}

/// The services that have a namespace, which is then in force for them, sorted, each once.
fn at_home(
    services: Vec<(InForce, tree::Service)>,
    nodes: &mut Nodes,
    found: &mut Diagnostics,
) -> Vec<(InForce, tree::Service)> {
    let mut homed = Vec::with_capacity(services.len());
    for (mut in_force, service) in services {
        if let Some(own) = &service.namespace {
            in_force.namespace = nodes.namespaces.id(&own.value);
        }
        if in_force.namespace.is_none() {
            found.push(missing_namespace::service(service.name.place, &service.name.value));
            nodes.homeless.insert(service.name.value);
        } else {
            homed.push((in_force, service));
        }
    }
    homed.sort_by(|(left_home, left), (right_home, right)| {
        let left = (left_home.namespace, left.name.value.as_str(), left.name.place);
        left.cmp(&(right_home.namespace, right.name.value.as_str(), right.name.place))
    });
    homed.dedup_by(|(second_force, second), (first_force, first)| {
        let same = second_force.namespace == first_force.namespace && second.name.value == first.name.value;
        if same {
            let what = format!("the service `{}`", first.name.value);
            found.push(declared_twice::node(second.name.place, first.name.place, &what));
        }
        same
    });
    homed
}

fn check_name(service: &tree::Service, found: &mut Diagnostics) {
    let (name, place) = (&service.name.value, service.name.place);
    if matches!(name.as_str(), "default-deny" | "namespace" | "kustomization") || name.starts_with("group-") {
        found.push(reserved_name::service(place, name));
    } else if !is_dns_subdomain(name) {
        found.push(invalid_name::node(place, "a service", name));
    }
}

/// Pods on their node's network can't be isolated, and ask for names as their node does.
fn check_host_network(fields: &ServiceFields, found: &mut Diagnostics) {
    let Some(on_nodes) = fields.host_network.as_ref().filter(|host_network| host_network.value) else { return };
    let isolate = fields.isolate.as_ref().map(|isolate| ("isolate", isolate.place));
    let resolve = fields.resolve.as_ref().map(|resolve| ("resolve", resolve.place));
    for (key, place) in isolate.into_iter().chain(resolve) {
        found.push(host_network::key(place, key, on_nodes.place));
    }
}

/// Two services of one namespace with equal selectors are an error. The namespace is among the labels.
fn check_selectors(sound: &[ServiceId], nodes: &Nodes, found: &mut Diagnostics) {
    let get = |id: &ServiceId| usize::try_from(id.0).ok().and_then(|at| nodes.services.get(at));
    let mut services: Vec<&Service> = sound.iter().filter_map(get).collect();
    services.sort_by(|left, right| (&left.pods, left.place).cmp(&(&right.pods, right.place)));
    for (first, second) in services.iter().zip(services.iter().skip(1)) {
        if first.pods == second.pods {
            found.push(equal_selectors::services(second.place, &second.name, first.place, &first.name));
        }
    }
}
