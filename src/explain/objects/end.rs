//! Ends of manifests as a person asks about them.

use std::str::FromStr;

use crate::analyzer::evaluate::Rules;
use crate::analyzer::evaluate::classes::{End, split};
use crate::connections::{Party, Pattern, with_namespace, workloads};
use crate::diagnostic::nearest;
use crate::graph::DeclaredPort;
use crate::manifest::inventory::Inventory;
use crate::profile::special;
use crate::sets::{AddressRange, Addresses, Direction, Labels, PortRange};

use crate::explain::end::AskError;

/// One of those that a question is about.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// What it is called.
    pub(super) shown: String,
    pub(super) end: End,
}

/// Everything that can be asked about.
pub(super) struct Ends<'a> {
    inventory: &'a Inventory,
    rules: &'a Rules,
    workloads: Vec<Party>,
}

impl<'a> Ends<'a> {
    /// The workloads of an inventory, and the addresses that the rules tell apart.
    pub(super) fn of(inventory: &'a Inventory, rules: &'a Rules) -> Self {
        Self { inventory, rules, workloads: workloads(inventory) }
    }

    /// What a text means: at least one end. Addresses are cut where a rule of `direction` does.
    pub(super) fn asked(&self, text: &str, direction: Direction) -> Result<Vec<Member>, AskError> {
        if let Ok(addresses) = text.parse() {
            return Ok(self.ranges(&addresses, direction));
        }
        let members = match text.strip_prefix('@') {
            Some("cluster") => self.pods(&Labels::any(), "any other pod"),
            Some("world") => self.ranges(&Addresses::all(), direction),
            Some("internet") => {
                let public = Addresses::nets(&special::PUBLIC).minus(&Addresses::nets(&special::NOT_PUBLIC));
                self.ranges(&public, direction)
            }
            Some("anywhere") => {
                let pods = self.pods(&Labels::any(), "any other pod");
                pods.into_iter().chain(self.ranges(&Addresses::all(), direction)).collect()
            }
            Some(name) => match name.strip_prefix("namespace/").filter(|name| self.is_known_namespace(name)) {
                Some(name) => {
                    let pods = with_namespace(&Labels::in_namespace(name), self.inventory);
                    self.pods(&pods, &format!("any other pod of {name}"))
                }
                None => Vec::new(),
            },
            None => return self.named(text),
        };
        if members.is_empty() { Err(self.unknown(text)) } else { Ok(members) }
    }

    /// The workloads among these pods, and any other one.
    fn pods(&self, pods: &Labels, others: &str) -> Vec<Member> {
        let known = self.workloads.iter().flat_map(members).filter(|member| member.end.is_among(pods));
        known.chain([Member { shown: others.to_owned(), end: End::OtherPod(pods.clone()) }]).collect()
    }

    fn is_known_namespace(&self, name: &str) -> bool {
        let has_pods = || self.inventory.workloads.iter().any(|workload| &*workload.namespace == name);
        self.inventory.namespace(name).is_some() || has_pods()
    }

    fn ranges(&self, asked: &Addresses, direction: Direction) -> Vec<Member> {
        let cut = split(&[self.rules], direction).into_iter().map(|range| range.to_addresses().intersect(asked));
        let ranges: Vec<_> = cut.flat_map(|part| part.ranges().collect::<Vec<_>>()).collect();
        ranges.into_iter().map(|range| Member { shown: shown(range), end: End::Range(range) }).collect()
    }

    /// The workload of this name: `NAME`, `NAMESPACE/NAME`, or with its kind where only that tells it from another.
    fn named(&self, text: &str) -> Result<Vec<Member>, AskError> {
        let pattern = Pattern::from_str(text).ok();
        let is_meant = |party: &&Party| {
            party.name.to_string() == text || pattern.as_ref().is_some_and(|pattern| pattern.is_about(&party.name))
        };
        let hits: Vec<&Party> = self.workloads.iter().filter(is_meant).collect();
        match hits.as_slice() {
            [] => Err(self.unknown(text)),
            several @ [_, _, ..] if !matches!(pattern, Some(Pattern::Namespace(_))) => {
                let meant = several.iter().map(|party| party.name.to_string()).collect();
                Err(AskError::Ambiguous { name: text.to_owned(), meant })
            }
            hits => Ok(hits.iter().copied().flat_map(members).collect()),
        }
    }

    fn unknown(&self, text: &str) -> AskError {
        let workloads = self.workloads.iter().map(|party| party.name.to_string());
        let short = self.inventory.workloads.iter();
        let short = short.flat_map(|one| [one.name.to_string(), format!("{}/{}", one.namespace, one.name)]);
        let built_in = ["@cluster", "@anywhere", "@world", "@internet"].map(str::to_owned);
        let all: Vec<String> = workloads.chain(short).chain(built_in).collect();
        let near = nearest(text, all.iter().map(String::as_str)).map(|near| near.name);
        AskError::Unknown { name: text.to_owned(), nearest: near }
    }
}

/// A range as an address or a network where it is one.
fn shown(range: AddressRange) -> String {
    match range.to_addresses().to_nets()[..] {
        [net] if net.prefix_len() == net.max_prefix_len() => net.addr().to_string(),
        [net] => net.to_string(),
        _ => range.to_string(),
    }
}

/// The ends of a workload, each with what tells it from the others.
fn members(party: &Party) -> impl Iterator<Item = Member> {
    party.variants.iter().map(|variant| Member { shown: party.marked(variant), end: variant.end.clone() })
}

/// The ports of these ends that have names.
pub(super) fn declared(members: &[Member]) -> Vec<DeclaredPort> {
    let ports = members.iter().flat_map(|member| match &member.end {
        End::Pod { ports, .. } => &**ports,
        _ => &[],
    });
    let declared = ports.map(|one| DeclaredPort {
        name: Some(one.port.name.clone()),
        range: PortRange::one(one.port.protocol, one.number),
    });
    declared.collect()
}
