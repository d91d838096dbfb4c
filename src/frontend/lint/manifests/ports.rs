//! Ports on which no container listens, and those that are a Service's.

use std::collections::BTreeSet;

use crate::diagnostic::rule::{port_not_declared, port_of_service};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::graph::{EdgePorts, End};
use crate::manifest::inventory::{PortRef, Service as KubernetesService, ServicePort, Workload};
use crate::sets::PortRange;

use super::held::{Held, shown};

/// Looks at the ports that services declare, and at those of edges to a node that declares none.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    for (service, workloads) in held.services() {
        let ports = service.ports.iter().map(|port| port.range);
        found_in(held, service.place, ports, workloads, found);
    }
    for edge in &held.graph.edges {
        let EdgePorts::Listed(ports) = &edge.ports else { continue };
        let Some(writing) = edge.writings.first() else { continue };
        match &edge.callee {
            End::Service(id) if held.graph.service(*id).is_some_and(|service| service.ports.is_empty()) => {
                found_in(held, writing.place, ports.iter().copied(), held.of_service(*id), found);
            }
            End::Group(id) => {
                let Some(group) = held.graph.group(*id) else { continue };
                let workloads: Vec<&Workload> = held.of_group(group).collect();
                for in_one_namespace in workloads.chunk_by(|left, right| left.namespace == right.namespace) {
                    found_in(held, writing.place, ports.iter().copied(), in_one_namespace, found);
                }
            }
            _ => {}
        }
    }
}

/// Looks at ports that are written at a place and meant for workloads of one namespace. Ranges are passed over: who
/// writes one knows that not every port of it is listened on.
fn found_in<'h>(
    held: &Held<'h>,
    place: Place,
    ports: impl Iterator<Item = PortRange>,
    workloads: &[&'h Workload],
    found: &mut Diagnostics,
) {
    let services: Vec<&KubernetesService> = held.services_of(workloads).collect();
    for port in ports.filter(|port| port.first == port.last) {
        if let Some(wrong) = wrong(place, port, workloads, &services) {
            found.push(wrong);
        }
    }
}

/// What is wrong about a port.
fn wrong(
    place: Place,
    port: PortRange,
    workloads: &[&Workload],
    services: &[&KubernetesService],
) -> Option<Diagnostic> {
    let first = workloads.first()?;
    let declared: BTreeSet<PortRange> = workloads
        .iter()
        .flat_map(|workload| workload.ports())
        .map(|port| PortRange::one(port.protocol, port.number))
        .collect();
    let of_services = || services.iter().flat_map(|service| service.ports.iter().map(move |port| (*service, port)));
    let targets = |of: &ServicePort| -> Vec<PortRange> { target(of, workloads) };
    if declared.contains(&port) || of_services().any(|(_, of)| targets(of).contains(&port)) {
        return None;
    }
    let is_its_own = |of: &ServicePort| PortRange::one(of.protocol, of.number) == port;
    let sent_on = of_services().find_map(|(service, of)| {
        let target = targets(of).first().copied()?;
        is_its_own(of).then_some((service, of, target))
    });
    if let Some((service, of, target)) = sent_on {
        let (port, target) = (port.to_string(), target.to_string());
        return Some(port_of_service::instead(place, &port, of.place, &service.name, &target));
    }
    let list: Vec<String> = declared.iter().map(|port| format!("`{port}`")).collect();
    let at = workloads.iter().flat_map(|workload| workload.ports()).next()?.place;
    Some(port_not_declared::none(place, &port.to_string(), at, &shown(first), &list.join(", ")))
}

/// The ports of the containers to which a port of a Service is sent on.
fn target(of: &ServicePort, workloads: &[&Workload]) -> Vec<PortRange> {
    match &of.target {
        PortRef::Number(number) => vec![PortRange::one(of.protocol, *number)],
        PortRef::Name(name) => {
            let ports = workloads.iter().flat_map(|workload| workload.ports());
            let named = ports.filter(|port| port.name.as_ref() == Some(name) && port.protocol == of.protocol);
            named.map(|port| PortRange::one(port.protocol, port.number)).collect()
        }
    }
}
