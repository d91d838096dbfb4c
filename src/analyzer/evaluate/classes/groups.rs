//! What the policies of one direction say, for pods that the same of them bind.

use crate::analyzer::evaluate::{Action, Policy, Rules, Tier};
use crate::sets::Direction;

use super::holding::{SetId, Sets};
use super::port_sets::{NamesId, PortSets, PortsId};
use super::{ByKey, at};

/// A group by its place in [`Groups`].
pub(super) type GroupId = u32;

/// One peer of one rule.
#[derive(Debug, Clone, Copy)]
struct Entry {
    peer: SetId,
    ports: PortsId,
    action: Action,
}

/// What one policy says in one direction.
#[derive(Debug)]
struct Said {
    subject: SetId,
    /// The policy's place in [`Rules`].
    policy: usize,
    tier: Tier,
    entries: Vec<Entry>,
}

/// The policies of one direction, and the groups of pods that they bind.
#[derive(Debug)]
pub(super) struct Groups<'r> {
    /// In the order in which they judge.
    said: Vec<Said>,
    /// Places in `said` by the set of pods that is bound.
    binding: Vec<Vec<usize>>,
    made: Vec<Group>,
    ids: ByKey<Vec<usize>, GroupId>,
    rules: &'r Rules,
}

/// Pods that the same policies bind in one direction.
#[derive(Debug)]
pub(super) struct Group {
    admin: Vec<Entry>,
    /// What namespaces' policies allow, by peer, each peer once; `None`: none of them binds.
    own: Option<Vec<(SetId, PortsId)>>,
    baseline: Vec<Entry>,
    /// Places in [`Rules`], in the order in which they judge.
    policies: Vec<usize>,
}

impl<'r> Groups<'r> {
    /// Takes down what the policies say in one direction.
    pub(super) fn of(rules: &'r Rules, direction: Direction, sets: &mut Sets<'r>, ports: &mut PortSets) -> Self {
        let mut said = Vec::new();
        for (policy, place) in rules.policies.iter().zip(0..) {
            if let (Some(subject), Some(rules)) = (&policy.subject, policy.rules(direction)) {
                let mut entries = Vec::new();
                for rule in rules {
                    let ports = ports.id(&rule.ports);
                    let entry = |peer: &SetId| Entry { peer: *peer, ports, action: rule.action };
                    entries.extend(sets.peers(&rule.peers).iter().map(entry));
                }
                said.push(Said { subject: sets.pods(subject), policy: place, tier: policy.tier, entries });
            }
        }
        let order = |said: &Said| at(&rules.policies, said.policy).map(Policy::order);
        said.sort_by(|left, right| order(left).cmp(&order(right)));
        Self { said, binding: Vec::new(), made: Vec::new(), ids: ByKey::default(), rules }
    }

    /// The group of a pod by the sets that hold it.
    pub(super) fn group(&mut self, holding: &[SetId], ports: &mut PortSets) -> GroupId {
        if self.binding.is_empty() {
            self.bind();
        }
        let bound = holding.iter().filter_map(|set| at(&self.binding, index(*set))).flatten();
        let mut bound: Vec<usize> = bound.copied().collect();
        bound.sort_unstable();
        if let Some(id) = self.ids.get(&bound) {
            return *id;
        }
        let group = self.make(&bound, ports);
        let id = GroupId::try_from(self.made.len()).unwrap_or(GroupId::MAX);
        self.made.push(group);
        self.ids.insert(bound, id);
        id
    }

    /// A group by its id.
    pub(super) fn get(&self, id: GroupId) -> Option<&Group> {
        at(&self.made, index(id))
    }

    /// The policies of a group, in the order in which they judge.
    pub(super) fn policies(&self, id: GroupId) -> impl Iterator<Item = &'r Policy> {
        let places = self.get(id).into_iter().flat_map(|group| &group.policies);
        places.filter_map(|place| at(&self.rules.policies, *place))
    }

    fn bind(&mut self) {
        let count = self.said.iter().map(|said| index(said.subject) + 1).max().unwrap_or_default();
        self.binding = vec![Vec::new(); count];
        for (place, said) in self.said.iter().enumerate() {
            if let Some(list) = self.binding.get_mut(index(said.subject)) {
                list.push(place);
            }
        }
    }

    fn make(&self, bound: &[usize], ports: &mut PortSets) -> Group {
        let mut group = Group { admin: Vec::new(), own: None, baseline: Vec::new(), policies: Vec::new() };
        for said in bound.iter().filter_map(|place| at(&self.said, *place)) {
            group.policies.push(said.policy);
            match said.tier {
                Tier::Admin(_) => group.admin.extend(&said.entries),
                Tier::Baseline(_) => group.baseline.extend(&said.entries),
                Tier::NetworkPolicy => {
                    let own = group.own.get_or_insert_default();
                    own.extend(said.entries.iter().map(|entry| (entry.peer, entry.ports)));
                }
            }
        }
        if let Some(own) = &mut group.own {
            own.sort_unstable();
            let mut merged: Vec<(SetId, PortsId)> = Vec::with_capacity(own.len());
            for (peer, more) in own.drain(..) {
                match merged.last_mut() {
                    Some((last, all)) if *last == peer => *all = ports.union(*all, more),
                    _ => merged.push((peer, more)),
                }
            }
            *own = merged;
        }
        group
    }
}

impl Group {
    /// Whether what no rule allows is denied.
    pub(super) fn is_isolated(&self) -> bool {
        self.own.is_some()
    }

    /// The peers that some rule allows, where the group is isolated: nobody else passes.
    pub(super) fn allowed(&self) -> impl Iterator<Item = SetId> {
        let admin = self.admin.iter().filter(|entry| entry.action == Action::Allow).map(|entry| entry.peer);
        admin.chain(self.own.iter().flatten().map(|(peer, _)| *peer))
    }

    /// Every peer that some rule names.
    pub(super) fn peers(&self) -> impl Iterator<Item = SetId> {
        let ordered = self.admin.iter().chain(&self.baseline).map(|entry| entry.peer);
        ordered.chain(self.own.iter().flatten().map(|(peer, _)| *peer))
    }

    /// The ports on which a connection passes at this end, the other end being held by just these sets.
    ///
    /// `names` are the destination's.
    pub(super) fn passes(&self, holding: &[SetId], names: NamesId, ports: &mut PortSets) -> PortsId {
        if self.admin.is_empty() && self.own.is_none() && self.baseline.is_empty() {
            return PortSets::ALL;
        }
        let admin = decide(&self.admin, PortSets::ALL, holding, names, ports);
        let left = ports.union(admin.passed, admin.open);
        let rest = if let Some(own) = &self.own {
            let own = union_of(own, holding, names, ports);
            ports.intersection(left, own)
        } else {
            let baseline = decide(&self.baseline, left, holding, names, ports);
            let by_default = ports.union(baseline.passed, baseline.open);
            ports.union(baseline.allowed, by_default)
        };
        ports.union(admin.allowed, rest)
    }
}

/// What an ordered tier makes of ports.
struct Decided {
    allowed: PortsId,
    /// Left to the next tier by a rule.
    passed: PortsId,
    /// Left to the next tier since no rule is about them.
    open: PortsId,
}

/// The first rule that is about a port decides.
fn decide(entries: &[Entry], open: PortsId, holding: &[SetId], names: NamesId, ports: &mut PortSets) -> Decided {
    let mut decided = Decided { allowed: PortSets::NONE, passed: PortSets::NONE, open };
    for entry in entries.iter().filter(|entry| holding.binary_search(&entry.peer).is_ok()) {
        let numbered = ports.numbered(entry.ports, names);
        let hit = ports.intersection(numbered, decided.open);
        decided.open = ports.difference(decided.open, numbered);
        match entry.action {
            Action::Allow => decided.allowed = ports.union(decided.allowed, hit),
            Action::Pass => decided.passed = ports.union(decided.passed, hit),
            Action::Deny => {}
        }
    }
    decided
}

/// The ports of all entries whose peer is one of the sets. Both lists are sorted.
fn union_of(own: &[(SetId, PortsId)], holding: &[SetId], names: NamesId, ports: &mut PortSets) -> PortsId {
    let mut all = PortSets::NONE;
    let mut add = |entry: &(SetId, PortsId)| {
        let numbered = ports.numbered(entry.1, names);
        all = ports.union(all, numbered);
    };
    if own.len() < holding.len() {
        own.iter().filter(|(peer, _)| holding.binary_search(peer).is_ok()).for_each(&mut add);
    } else {
        let found = holding.iter().filter_map(|set| own.binary_search_by_key(set, |(peer, _)| *peer).ok());
        found.filter_map(|place| at(own, place)).for_each(&mut add);
    }
    all
}

pub(super) fn index(id: u32) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX)
}
