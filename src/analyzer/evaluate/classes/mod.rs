//! Rules and ends → what each end may call on each other, for all pairs at once.
//!
//! Ends that the same sets of the rules hold can't be told apart, so they make one class, and a verdict is worked out
//! once for two classes. Where an end is isolated only those are looked at that some rule lets through: the cost follows
//! the connections that there are, not the pairs that there could be.
//!
//! It says what [`super::oracle`] says of each member of the two ends; tests hold it to that. A rule's symbols match
//! nothing here either. Named ports are those of the destination's containers; a destination whose containers are not
//! known keeps the names.

mod apart;
mod end;
mod groups;
mod holding;
mod pairs;
mod port_sets;
mod ranges;

use crate::sets::{Direction, Port, Ports};

use super::lookup::{ByKey, Known};
use super::{Action, Policy, Rule, Rules, Tier, Verdict};

pub use apart::Held;
pub use end::{End, PortNumber};
pub use port_sets::PortsId;
pub use ranges::split;

use groups::{GroupId, Groups, index};
use holding::{SetId, Sets};
use port_sets::{NamesId, PortSets};

/// One end by its place in the list that [`Classes::new`] was given.
pub type EndId = usize;

/// What one end may call on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Connection {
    /// The end that calls.
    pub source: EndId,
    /// The end that is called.
    pub destination: EndId,
    /// The destination's ports, which [`Classes::ports`] gives; never none.
    pub ports: PortsId,
}

/// Ends in classes of equal behaviour, under some rules.
#[derive(Debug)]
pub struct Classes<'r> {
    ends: Vec<End>,
    /// By end.
    class_of: Vec<ClassId>,
    distinct: Vec<Class>,
    ingress: Groups<'r>,
    egress: Groups<'r>,
    ports: PortSets,
    /// How many distinct sets the rules name.
    sets: usize,
}

type ClassId = usize;

/// Ends that can't be told apart.
#[derive(Debug)]
struct Class {
    /// The sets that hold them, ids rising.
    holding: Vec<SetId>,
    /// The names of their ports.
    names: NamesId,
    /// Who binds them; `None`: no policy can.
    ingress: Option<GroupId>,
    egress: Option<GroupId>,
    /// Whether they are addresses: what passes between two ranges is nobody's business here.
    is_range: bool,
}

impl<'r> Classes<'r> {
    /// Puts ends into classes.
    pub fn new(rules: &'r Rules, ends: Vec<End>) -> Self {
        let (mut sets, mut ports) = (Sets::default(), PortSets::new());
        let mut ingress = Groups::of(rules, Direction::Ingress, &mut sets, &mut ports);
        let mut egress = Groups::of(rules, Direction::Egress, &mut sets, &mut ports);
        let mut distinct = Vec::new();
        let mut class_of = Vec::with_capacity(ends.len());
        let mut known: ByKey<(Vec<SetId>, NamesId, bool, bool), ClassId> = ByKey::default();
        for (end, holding) in ends.iter().zip(sets.holding(&ends)) {
            let names = ports.names(match end {
                End::Pod { ports, .. } => Some(ports),
                End::OtherPod(_) => None,
                End::Range(_) | End::Entity(_) => Some(&[]),
            });
            let (is_pod, is_range) = (end.is_pod(), matches!(end, End::Range(_)));
            let class = *known.entry((holding, names, is_pod, is_range)).or_insert_with_key(|(holding, ..)| {
                distinct.push(Class {
                    ingress: is_pod.then(|| ingress.group(holding, &mut ports)),
                    egress: is_pod.then(|| egress.group(holding, &mut ports)),
                    holding: holding.clone(),
                    names,
                    is_range,
                });
                distinct.len() - 1
            });
            class_of.push(class);
        }
        Self { ends, class_of, distinct, ingress, egress, ports, sets: sets.len() }
    }

    /// The ends.
    pub fn ends(&self) -> &[End] {
        &self.ends
    }

    /// Whether two ends can't be told apart.
    pub fn are_alike(&self, one: EndId, other: EndId) -> bool {
        at(&self.class_of, one) == at(&self.class_of, other)
    }

    /// Whether a policy of this tier binds an end in this direction.
    pub fn is_bound(&self, end: EndId, direction: Direction, tier: fn(Tier) -> bool) -> bool {
        self.binding(end, direction).any(|policy| tier(policy.tier))
    }

    /// The ports on which `source` may call `destination` as far as one end has a say: for egress the source, for
    /// ingress the destination.
    pub fn one_way(&mut self, direction: Direction, source: EndId, destination: EndId) -> PortsId {
        match (at(&self.class_of, source), at(&self.class_of, destination)) {
            (Some(source), Some(destination)) => self.passes(direction, *source, *destination),
            _ => PortSets::NONE,
        }
    }

    /// The ports of an id that these classes gave.
    pub fn ports(&self, id: PortsId) -> &Ports {
        self.ports.get(id)
    }

    /// What decides at one end of a connection to one port of the destination: the policy and the rule.
    ///
    /// It is worked out anew at each call.
    pub fn verdict(&self, direction: Direction, source: EndId, destination: EndId, port: Port) -> Verdict<'r> {
        let (subject, peer) = match direction {
            Direction::Ingress => (destination, source),
            Direction::Egress => (source, destination),
        };
        let Some(peer) = self.ends.get(peer) else { return Verdict::Default };
        let names: &[PortNumber] = match self.ends.get(destination) {
            Some(End::Pod { ports, .. }) => ports,
            _ => &[],
        };
        let is_named = |rule: &Rule| {
            let mut numbers = names.iter().filter(|name| Port::Transport(name.port.protocol, name.number) == port);
            numbers.any(|name| rule.ports.names().contains(&name.port))
        };
        let is_about = |rule: &&Rule| {
            (rule.ports.contains(port) || is_named(rule)) && rule.peers.iter().any(|peers| peer.is_in(peers))
        };
        let first = |tier: fn(Tier) -> bool| {
            let mut policies = self.binding(subject, direction).filter(|policy| tier(policy.tier));
            policies.find_map(|policy| {
                let rule = policy.rules(direction)?.iter().find(is_about)?;
                Some(Verdict::Rule { policy, rule })
            })
        };
        let decides = |found: &Verdict<'_>| !matches!(found, Verdict::Rule { rule, .. } if rule.action == Action::Pass);
        let isolated = || {
            let own = self.binding(subject, direction).filter(|policy| policy.tier == Tier::NetworkPolicy);
            Some(own.collect()).filter(|policies: &Vec<_>| !policies.is_empty()).map(Verdict::Isolated)
        };
        first(|tier| matches!(tier, Tier::Admin(_)))
            .filter(decides)
            .or_else(|| first(|tier| tier == Tier::NetworkPolicy))
            .or_else(isolated)
            .or_else(|| first(|tier| matches!(tier, Tier::Baseline(_))).filter(decides))
            .unwrap_or(Verdict::Default)
    }

    /// The policies that bind an end in one direction, in the order in which they judge.
    pub fn binding(&self, end: EndId, direction: Direction) -> impl Iterator<Item = &'r Policy> {
        let class = at(&self.class_of, end).and_then(|class| at(&self.distinct, *class));
        let groups = self.groups(direction);
        class.and_then(|class| class.group(direction)).into_iter().flat_map(|group| groups.policies(group))
    }

    fn groups(&self, direction: Direction) -> &Groups<'r> {
        match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        }
    }

    /// The ports that pass at one end of two classes.
    fn passes(&mut self, direction: Direction, source: ClassId, destination: ClassId) -> PortsId {
        let (Some(source), Some(destination)) = (at(&self.distinct, source), at(&self.distinct, destination)) else {
            return PortSets::NONE;
        };
        let (subject, peer, groups) = match direction {
            Direction::Ingress => (destination, source, &self.ingress),
            Direction::Egress => (source, destination, &self.egress),
        };
        match subject.group(direction).and_then(|group| groups.get(group)) {
            Some(group) => group.passes(&peer.holding, destination.names, &mut self.ports),
            None => PortSets::ALL,
        }
    }
}

impl Class {
    fn group(&self, direction: Direction) -> Option<GroupId> {
        match direction {
            Direction::Ingress => self.ingress,
            Direction::Egress => self.egress,
        }
    }
}

fn at<T>(list: &[T], place: usize) -> Option<&T> {
    list.get(place)
}
