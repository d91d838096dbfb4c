//! Which Service a host is, and where a call of it arrives.

use std::collections::BTreeMap;

use crate::manifest::inventory::{Inventory, PortRef, Service, ServiceKind, ServicePort, Workload};
use crate::sets::Protocol;

use super::host::Host;

/// The Services of an inventory, with the workloads behind each.
pub(crate) struct Services<'i> {
    inventory: &'i Inventory,
    /// The positions of the workloads behind a Service, by its namespace and name.
    behind: BTreeMap<(&'i str, &'i str), Vec<usize>>,
}

/// A Service as a host names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'i> {
    pub(super) service: &'i Service,
    /// Whether the host says more than its bare name, so that it can mean nothing else.
    pub(super) qualified: bool,
    /// Whether it names one pod behind the Service: `redis-0.redis`.
    pub(super) pod: bool,
}

/// A port of a workload that is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Callee {
    /// The workload, by its position in the inventory.
    pub(crate) workload: usize,
    /// The port of its pods.
    pub(crate) number: u16,
    /// The protocol.
    pub(crate) protocol: Protocol,
}

impl<'i> Services<'i> {
    /// All Services of an inventory.
    pub(crate) fn new(inventory: &'i Inventory) -> Self {
        let mut labelled: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
        for (at, workload) in inventory.workloads.iter().enumerate() {
            for (key, value) in &workload.labels {
                labelled.entry((&workload.namespace, key, value)).or_default().push(at);
            }
        }
        let behind = inventory.services.iter().map(|service| {
            let labels = service.selector.iter();
            let with = labels.map(|(key, value)| labelled.get(&(&*service.namespace, &**key, &**value)));
            let fewest = with.map(|found| found.map_or(&[][..], Vec::as_slice)).min_by_key(|found| found.len());
            let selects = |at: &usize| inventory.workloads.get(*at).is_some_and(|workload| service.selects(workload));
            let workloads = fewest.unwrap_or_default().iter().copied().filter(selects).collect();
            ((&*service.namespace, &*service.name), workloads)
        });
        Self { inventory, behind: behind.collect() }
    }

    /// The inventory.
    pub(crate) fn inventory(&self) -> &'i Inventory {
        self.inventory
    }

    /// The workloads behind a Service, by their positions in the inventory.
    pub(crate) fn behind(&self, service: &'i Service) -> &[usize] {
        self.behind.get(&(&*service.namespace, &*service.name)).map_or(&[], Vec::as_slice)
    }

    /// The Service that a host names, seen from a namespace.
    pub(super) fn named(&self, host: &str, namespace: &str) -> Option<Named<'i>> {
        let service = |namespace, name| self.inventory.service(namespace, name);
        let labels: Vec<&str> = host.split('.').collect();
        let of = |namespace, name, pod| Some(Named { service: service(namespace, name)?, qualified: true, pod });
        match labels.as_slice() {
            [name] => Some(Named { service: service(namespace, name)?, qualified: false, pod: false }),
            [name, other, "svc", ..] => of(other, name, false),
            [pod, name, other, "svc", ..] if is_pod(pod) => of(other, name, true),
            [name, other] => {
                let in_other = of(other, name, false);
                in_other.or_else(|| if is_pod(name) { of(namespace, other, true) } else { None })
            }
            [pod, name, other] if is_pod(pod) => of(other, name, true),
            _ => None,
        }
    }

    /// The Service of which Kubernetes tells every pod of its namespace in variables that start so: `REDIS_CART`.
    pub(super) fn of_variables(&self, prefix: &str, namespace: &str) -> Option<&'i Service> {
        let name = prefix.to_ascii_lowercase().replace('_', "-");
        if prefix.bytes().any(|byte| byte.is_ascii_lowercase()) {
            None
        } else {
            self.inventory.service(namespace, &name)
        }
    }

    /// Where a call of a host arrives.
    ///
    /// # Errors
    /// Why that can't be said, to be read after the Service's name.
    pub(super) fn callees(&self, named: Named<'i>, host: &Host<'_>, said: Option<u16>) -> Result<Vec<Callee>, String> {
        let service = named.service;
        let number = number(service, host, said)?;
        let direct = named.pod || service.kind == ServiceKind::Headless;
        let ports: Vec<&ServicePort> = service.ports.iter().filter(|port| port.number == number).collect();
        if ports.is_empty() && !direct {
            return Err(format!("has no port {number}"));
        }
        let workloads = self.behind(service);
        if workloads.is_empty() {
            return Err("selects no workload".to_owned());
        }
        let mut callees = Vec::new();
        for at in workloads.iter().copied() {
            let Some(workload) = self.inventory.workloads.get(at) else { continue };
            if direct {
                // Nobody translates the port on the way to a pod.
                let protocol = ports.first().map_or(Protocol::Tcp, |port| port.protocol);
                callees.push(Callee { workload: at, number, protocol });
                continue;
            }
            for port in &ports {
                let Some(number) = target(port, workload) else {
                    return Err(format!("leads to a port that no container of {} declares", workload.name));
                };
                callees.push(Callee { workload: at, number, protocol: port.protocol });
            }
        }
        Ok(callees)
    }
}

/// The port of a workload's pods to which a Service's port leads; `None` where the pods declare none of its name.
pub(crate) fn target(port: &ServicePort, workload: &Workload) -> Option<u16> {
    match &port.target {
        PortRef::Number(number) => Some(*number),
        PortRef::Name(name) => {
            let mut declared = workload.ports().filter(|declared| declared.protocol == port.protocol);
            declared.find(|declared| declared.name.as_ref() == Some(name)).map(|declared| declared.number)
        }
    }
}

/// Which port of a Service is called: the one that is written, else the one that the scheme is known for, else its only
/// one.
fn number(service: &Service, host: &Host<'_>, said: Option<u16>) -> Result<u16, String> {
    if let Some(number) = host.port.map(|port| port.number).or(said) {
        return Ok(number);
    }
    let known = host.scheme.and_then(port_of_scheme);
    if let Some(port) = service.ports.iter().find(|port| Some(port.number) == known) {
        return Ok(port.number);
    }
    match service.ports.as_slice() {
        [only] => Ok(only.number),
        [] => Err("has no port".to_owned()),
        _ => Err("has several ports, and it is not said which is called".to_owned()),
    }
}

/// The port that programs take for a scheme.
fn port_of_scheme(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "amqp" => Some(5672),
        "amqps" => Some(5671),
        "ldap" => Some(389),
        "ldaps" => Some(636),
        "mysql" => Some(3306),
        "nats" => Some(4222),
        "postgres" | "postgresql" => Some(5432),
        "redis" | "rediss" => Some(6379),
        "mongodb" => Some(27017),
        _ => None,
    }
}

/// Whether a name is that of a `StatefulSet`'s pod: with a number behind its last `-`.
fn is_pod(name: &str) -> bool {
    name.rsplit_once('-')
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}
