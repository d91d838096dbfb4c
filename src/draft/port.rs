//! The ports of a node, with names.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::manifest::inventory::{Service, ServicePort, Workload};
use crate::sets::Protocol;

use super::guess::target;
use super::syntax::is_port_name;

/// A port of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Port {
    /// Its name; `None` in a list without names.
    pub(super) name: Option<String>,
    pub(super) spec: Spec,
}

/// A port by number, as it is written in an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spec {
    pub(super) number: u16,
    pub(super) protocol: Protocol,
}

impl fmt::Display for Spec {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.protocol {
            Protocol::Tcp => write!(out, "{}", self.number),
            Protocol::Udp => write!(out, "{}/udp", self.number),
            Protocol::Sctp => write!(out, "{}/sctp", self.number),
        }
    }
}

impl Port {
    /// As an edge names it.
    pub(super) fn in_edge(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.spec.to_string())
    }
}

/// The ports of a node, sorted: those that its containers declare, else those to which its Services lead, and in any
/// case those that are `called`.
///
/// A port has the name that its container gives it, else that of the Service's port that leads to it, as far as the
/// language takes them. Where no port has one they are a list; where some have, the others are named by their numbers.
pub(super) fn ports(workloads: &[(usize, &Workload)], services: &[&Service], called: &BTreeSet<Spec>) -> Vec<Port> {
    let mut names: BTreeMap<Spec, Option<String>> = BTreeMap::new();
    for port in workloads.iter().flat_map(|(_, workload)| workload.ports()) {
        let spec = Spec { number: port.number, protocol: port.protocol };
        let name = names.entry(spec).or_default();
        *name = name.take().or_else(|| taken(port.name.as_deref()));
    }
    let declared = !names.is_empty();
    for called in called {
        names.entry(*called).or_default();
    }
    for (number, port) in led(workloads, services) {
        let spec = Spec { number, protocol: port.protocol };
        if !declared {
            names.entry(spec).or_default();
        }
        if let Some(name) = names.get_mut(&spec).filter(|name| name.is_none()) {
            *name = taken(port.name.as_deref());
        }
    }
    let is_list = names.values().all(Option::is_none);
    let mut ports = Vec::new();
    let mut used = BTreeSet::new();
    for (spec, name) in &names {
        let free = name.clone().filter(|name| used.insert(name.clone()));
        ports.push(Port { name: free, spec: *spec });
    }
    for port in ports.iter_mut().filter(|port| !is_list && port.name.is_none()) {
        let invented = invented(port.spec);
        let mut name = invented.clone();
        // Only a name that looks like an invented one is in the way.
        for more in 2.. {
            if used.insert(name.clone()) {
                break;
            }
            name = format!("{invented}-{more}");
        }
        port.name = Some(name);
    }
    ports
}

/// Ports to which Services lead but which none of a node's containers declares, though they declare others: the
/// Service's name and the number.
pub(super) fn undeclared<'i>(workloads: &[(usize, &Workload)], services: &[&'i Service]) -> BTreeSet<(&'i str, u16)> {
    let declares =
        |number| workloads.iter().flat_map(|(_, workload)| workload.ports()).any(|port| port.number == number);
    let any = workloads.iter().any(|(_, workload)| workload.ports().next().is_some());
    let of = |service: &&'i Service| {
        let led: Vec<u16> = led(workloads, &[*service]).into_iter().map(|(number, _)| number).collect();
        led.into_iter().map(|number| (&*service.name, number)).collect::<Vec<_>>()
    };
    let led = services.iter().flat_map(of);
    led.filter(|(_, number)| any && !declares(*number)).collect()
}

/// The ports of pods to which Services lead, each with the Service's port.
fn led<'i>(workloads: &[(usize, &Workload)], services: &[&'i Service]) -> Vec<(u16, &'i ServicePort)> {
    let ports = services.iter().flat_map(|service| &service.ports);
    let of = |port| workloads.iter().filter_map(move |(_, workload)| Some((target(port, workload)?, port)));
    ports.flat_map(of).collect()
}

/// A name, if the language takes it for a port.
fn taken(name: Option<&str>) -> Option<String> {
    name.filter(|name| is_port_name(name)).map(str::to_owned)
}

/// A name for a port that has none.
fn invented(spec: Spec) -> String {
    match spec.protocol {
        Protocol::Tcp => format!("port-{}", spec.number),
        Protocol::Udp => format!("udp-{}", spec.number),
        Protocol::Sctp => format!("sctp-{}", spec.number),
    }
}
