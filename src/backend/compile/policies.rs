//! The policies of one namespace.

use std::sync::Arc;

use crate::graph::{Graph, Group, Namespace, NamespaceId, Prefix, Service};
use crate::sets::{Direction, Labels};

use super::comment::{self, NAME_RESOLUTION};
use super::halves::{Half, Halves, Index};
use super::peers::{Ends, named};
use super::rules::{Rank, RuleSet, without_repeats};
use super::{Policy, Ports};

/// The `@NAME` that name resolution asks.
const DNS: &str = "dns";

/// Makes the policies of a graph, namespace by namespace.
#[derive(Debug)]
pub struct Compiler<'g> {
    graph: &'g Graph,
    index: Index<'g>,
    ends: Ends<'g>,
}

impl<'g> Compiler<'g> {
    /// Looks through the graph once, so that each namespace can be asked for cheaply.
    pub fn new(graph: &'g Graph) -> Self {
        Self { graph, index: Index::new(graph), ends: Ends::new(graph) }
    }

    /// The graph whose policies these are.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// The policies of a namespace: the default deny first, then those of the namespace, its services and the groups
    /// with pods in it, each only where it has a rule. None where nothing is isolated: nothing would bind.
    pub fn policies(&self, id: NamespaceId) -> Vec<Policy> {
        let Some(namespace) = self.graph.namespace(id).filter(|namespace| namespace.governed) else {
            return Vec::new();
        };
        if namespace.isolated.is_none() {
            return Vec::new();
        }
        let home = Home { compiler: self, id, namespace, pods: Labels::in_namespace(namespace.name.clone()) };
        let mut policies = vec![home.default_deny()];
        policies.extend(home.of_namespace());
        let services =
            self.index.services_in(id).filter_map(|id| Some((self.graph.service(id)?, self.index.service(id)?)));
        policies.extend(services.filter_map(|(service, halves)| home.of_service(service, halves)));
        let groups = self.index.groups_in(id).filter_map(|id| Some((self.graph.group(id)?, self.index.group(id)?)));
        policies.extend(groups.filter_map(|(group, halves)| home.of_group(group, halves)));
        policies
    }
}

/// The namespace whose policies are being made.
struct Home<'c, 'g> {
    compiler: &'c Compiler<'g>,
    id: NamespaceId,
    namespace: &'g Namespace,
    /// Every pod of it.
    pods: Labels,
}

impl<'g> Home<'_, 'g> {
    fn prefix(&self) -> &'g Prefix {
        &self.compiler.graph.prefix
    }

    fn default_deny(&self) -> Policy {
        let owner = self.namespace.owner.as_ref();
        self.policy(self.prefix().default_deny(), self.pods.clone(), owner, RuleSet::default())
    }

    fn of_namespace(&self) -> Option<Policy> {
        let mut rules = RuleSet::default();
        if self.namespace.resolve == Some(true) {
            self.add_name_resolution(&mut rules);
        }
        let owner = self.namespace.owner.as_ref();
        self.policy_with_rules(self.prefix().namespace_object(), self.pods.clone(), owner, rules)
    }

    fn of_service(&self, service: &Service, halves: &Halves<'g>) -> Option<Policy> {
        let rules = self.rules(halves);
        self.policy_with_rules(
            self.prefix().service_object(&service.name),
            service.pods.clone(),
            service.owner.as_ref(),
            rules,
        )
    }

    fn of_group(&self, group: &Group, halves: &Halves<'g>) -> Option<Policy> {
        let pods = group.pods.intersect(&self.pods)?;
        let rules = self.rules(halves);
        self.policy_with_rules(self.prefix().group_object(&group.name), pods, group.owner.as_ref(), rules)
    }

    fn rules(&self, halves: &Halves<'g>) -> RuleSet<'g> {
        let mut rules = RuleSet::default();
        for half in &halves.list {
            self.add_half(&mut rules, *half);
        }
        if halves.resolves {
            self.add_name_resolution(&mut rules);
        }
        rules
    }

    /// A half binds only where its direction is isolated.
    fn add_half(&self, rules: &mut RuleSet<'g>, half: Half<'g>) {
        if !self.namespace.isolated.contains(half.direction) {
            return;
        }
        let ends = &self.compiler.ends;
        let peers = match half.direction {
            Direction::Ingress => ends.calling(&half.edge.caller),
            Direction::Egress => ends.called(&half.edge.callee),
        };
        let (Some(peers), Some(ports)) = (peers, Ports::of_edge(&half.edge.ports)) else { return };
        let lines = comment::lines(self.compiler.graph, self.id, half.edge);
        rules.add(half.direction, Rank::Edge(half.peer()), peers, ports, lines);
        rules.owners.extend(half.edge.owner.clone());
        rules.reasons.extend(half.edge.writings.iter().filter_map(|writing| writing.why.clone()));
    }

    fn add_name_resolution(&self, rules: &mut RuleSet<'g>) {
        if !self.namespace.isolated.contains(Direction::Egress) {
            return;
        }
        let profile = &self.compiler.graph.profile;
        let ports = profile.names.get(DNS).and_then(|name| Ports::listed(name.ports.as_deref()?));
        if let (Some(peers), Some(ports)) = (named(profile, DNS), ports) {
            let line = NAME_RESOLUTION.to_owned();
            rules.add(Direction::Egress, Rank::NameResolution, peers, ports, [line]);
        }
    }

    fn policy_with_rules(
        &self,
        name: String,
        subject: Labels,
        owner: Option<&Arc<str>>,
        rules: RuleSet<'g>,
    ) -> Option<Policy> {
        let policy = self.policy(name, subject, owner, rules);
        (!policy.rules.is_empty()).then_some(policy)
    }

    fn policy(&self, name: String, subject: Labels, owner: Option<&Arc<str>>, mut rules: RuleSet<'g>) -> Policy {
        rules.owners.extend(owner.cloned());
        Policy {
            file: self.prefix().file(&name),
            name,
            namespace: self.namespace.name.clone(),
            subject,
            isolates: self.namespace.isolated,
            owners: without_repeats(std::mem::take(&mut rules.owners)),
            reasons: without_repeats(std::mem::take(&mut rules.reasons)),
            rules: rules.into_rules(),
        }
    }
}
