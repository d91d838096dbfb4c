//! The policies of one namespace.

use std::sync::Arc;

use crate::graph::{Graph, Group, Namespace, NamespaceId, Prefix, Service, ServiceId, Stage};
use crate::sets::{Direction, Directions, LabelKey, Labels};

use super::comment;
use super::halves::{Half, Halves, Index};
use super::peers::{Ends, tunnelled};
use super::rules::{Rank, RuleSet, without_repeats};
use super::{Peers, Policy, Ports};

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
    /// with pods in it, each only where it has a rule or isolates. None where nothing is isolated: nothing would bind.
    pub fn policies(&self, id: NamespaceId) -> Vec<Policy> {
        let enforced = |namespace: &&Namespace| namespace.governed && namespace.stage == Stage::Enforce;
        let Some(namespace) = self.graph.namespace(id).filter(enforced) else { return Vec::new() };
        let home = Home {
            compiler: self,
            id,
            namespace,
            pods: Labels::in_namespace(namespace.name.clone()),
            isolating: self.isolating_services(id),
        };
        let mut policies = Vec::new();
        policies.extend(home.default_deny());
        for bearer in home.bearers() {
            home.add_policies(&bearer, &mut policies);
        }
        policies
    }

    /// The services of a namespace that isolate their own pods.
    fn isolating_services(&self, id: NamespaceId) -> Vec<&'g Service> {
        let services = self.index.services_in(id).filter_map(|id| self.graph.service(id));
        services.filter(|service| !own_isolation(service).is_none()).collect()
    }
}

/// The directions in which a service isolates its own pods: on the network of a node no policy selects them.
fn own_isolation(service: &Service) -> Directions {
    if service.host_network { Directions::NONE } else { service.isolates }
}

/// Pods of a namespace that have rules of their own.
struct Bearer<'c, 'g> {
    /// The object that holds them.
    object: String,
    /// The pods.
    pods: Labels,
    /// Who answers for them.
    owner: Option<&'g Arc<str>>,
    /// What their rules are made of.
    halves: &'c Halves<'g>,
    /// The directions in which they are isolated because the service says so.
    isolates: Directions,
}

/// The namespace whose policies are being made.
struct Home<'c, 'g> {
    compiler: &'c Compiler<'g>,
    id: NamespaceId,
    namespace: &'g Namespace,
    /// Every pod of it.
    pods: Labels,
    /// Its services that isolate their own pods.
    isolating: Vec<&'g Service>,
}

impl<'c, 'g> Home<'c, 'g> {
    fn prefix(&self) -> &'g Prefix {
        &self.compiler.graph.prefix
    }

    fn default_deny(&self) -> Option<Policy> {
        let isolates = self.namespace.isolated;
        let owner = self.namespace.owner.as_ref();
        let deny = || self.policy(self.prefix().default_deny(), self.pods.clone(), isolates, owner, RuleSet::default());
        (!isolates.is_none()).then(deny)
    }

    /// Whoever may have rules here: the namespace itself, its services, the groups with pods in it.
    fn bearers(&self) -> impl Iterator<Item = Bearer<'c, 'g>> {
        let Compiler { graph, index, .. } = self.compiler;
        let whole = index.namespace(self.id).map(|halves| self.whole_namespace(halves));
        let services = index.services_in(self.id).filter_map(|id| self.service(id, graph.service(id)?));
        let groups = index.groups_in(self.id).filter_map(|id| self.group(graph.group(id)?, index.group(id)?));
        whole.into_iter().chain(services).chain(groups)
    }

    fn whole_namespace(&self, halves: &'c Halves<'g>) -> Bearer<'c, 'g> {
        Bearer {
            object: self.prefix().namespace_object(),
            pods: self.pods.clone(),
            owner: self.namespace.owner.as_ref(),
            halves,
            isolates: Directions::NONE,
        }
    }

    fn service(&self, id: ServiceId, service: &'g Service) -> Option<Bearer<'c, 'g>> {
        Some(Bearer {
            object: self.prefix().service_object(&service.name),
            pods: service.pods.clone(),
            owner: service.owner.as_ref(),
            halves: self.compiler.index.service(id)?,
            isolates: own_isolation(service),
        })
    }

    fn group(&self, group: &'g Group, halves: &'c Halves<'g>) -> Option<Bearer<'c, 'g>> {
        Some(Bearer {
            object: self.prefix().group_object(&group.name),
            pods: self.pods_of(group)?,
            owner: group.owner.as_ref(),
            halves,
            isolates: Directions::NONE,
        })
    }

    /// The pods of a group that live here; `None` where it is not for this namespace. What the group asks of the
    /// namespace is settled by that: a policy selects by the labels of pods alone.
    fn pods_of(&self, group: &Group) -> Option<Labels> {
        let mut pods = self.pods.clone();
        for (key, values) in group.pods.requirements() {
            let LabelKey::Namespace(name) = key else {
                pods = pods.narrow(key, values)?;
                continue;
            };
            let own = if *key == LabelKey::namespace_name() {
                Some(&self.namespace.name)
            } else {
                self.namespace.labels.get(name)?.as_ref()
            };
            let fits = own.map_or(values.absent, |own| values.values.contains(own));
            if !fits {
                return None;
            }
        }
        Some(pods)
    }

    /// Adds the policy of a bearer, and one for each service whose isolation binds some of its pods in directions in
    /// which nothing else isolates them.
    fn add_policies(&self, bearer: &Bearer<'_, 'g>, policies: &mut Vec<Policy>) {
        let own = self.namespace.isolated.union(bearer.isolates);
        let rules = self.rules(bearer.halves, own);
        if !rules.is_empty() || !bearer.isolates.is_none() {
            policies.push(self.policy(bearer.object.clone(), bearer.pods.clone(), own, bearer.owner, rules));
        }
        for service in &self.isolating {
            // None in the end for the service itself, whose isolation is among its own.
            let rules = self.rules(bearer.halves, service.isolates.minus(own));
            if rules.is_empty() {
                continue;
            }
            if let Some(pods) = bearer.pods.intersect(&service.pods) {
                let name = self.prefix().joined_object(&service.name, &bearer.object);
                policies.push(self.policy(name, pods, rules.directions(), bearer.owner, rules));
            }
        }
    }

    /// The rules of a bearer in these directions: a half binds only where its direction is isolated.
    fn rules(&self, halves: &Halves<'g>, directions: Directions) -> RuleSet<'g> {
        let mut rules = RuleSet::default();
        if directions.is_none() {
            return rules;
        }
        for half in halves.list.iter().filter(|half| directions.contains(half.direction)) {
            self.add_half(&mut rules, *half);
        }
        if halves.resolves && directions.egress {
            self.add_name_resolution(&mut rules);
        }
        if halves.answers && directions.ingress {
            self.add_answers(&mut rules);
        }
        rules
    }

    fn add_half(&self, rules: &mut RuleSet<'g>, half: Half<'g>) {
        let ends = &self.compiler.ends;
        let peers = match half.direction {
            Direction::Ingress => ends.calling(&half.edge.caller),
            Direction::Egress => ends.called(&half.edge.callee),
        };
        let (Some(peers), Some(ports)) = (peers, Ports::of_edge(&half.edge.ports)) else { return };
        let lines: Vec<String> = comment::lines(self.compiler.graph, self.id, half.edge).collect();
        self.add(rules, half.direction, Rank::Edge(half.peer()), peers, ports, lines);
        rules.owners.extend(half.edge.owner.clone());
        rules.reasons.extend(half.edge.writings.iter().filter_map(|writing| writing.why.clone()));
    }

    /// Leave to ask for names.
    fn add_name_resolution(&self, rules: &mut RuleSet<'g>) {
        let Some(dns) = &self.compiler.graph.dns else { return };
        let peers = self.compiler.ends.called(&dns.end);
        if let (Some(peers), Some(ports)) = (peers, Ports::listed(&dns.ports)) {
            let lines = vec![comment::NAME_RESOLUTION.to_owned()];
            self.add(rules, Direction::Egress, Rank::NameResolution, peers, ports, lines);
        }
    }

    /// Leave to be asked, for the service that answers.
    fn add_answers(&self, rules: &mut RuleSet<'g>) {
        let graph = self.compiler.graph;
        let Some(ports) = graph.dns.as_ref().and_then(|dns| Ports::listed(&dns.ports)) else { return };
        for resolver in self.compiler.index.resolvers() {
            if let Some(peers) = self.compiler.ends.calling(resolver) {
                let lines = vec![comment::name_resolution_of(graph, self.id, resolver)];
                self.add(rules, Direction::Ingress, Rank::NameResolution, peers, ports.clone(), lines);
            }
        }
    }

    /// Adds a rule and, in a mesh, leave for the tunnel that its connections take.
    fn add(
        &self,
        rules: &mut RuleSet<'g>,
        direction: Direction,
        rank: Rank<'g>,
        peers: Peers,
        ports: Ports,
        lines: Vec<String>,
    ) {
        if let Some((tunnelled, tunnel)) = tunnelled(self.compiler.graph.profile.mesh, &peers, &ports) {
            rules.add(direction, rank, tunnelled, tunnel, lines.clone());
        }
        rules.add(direction, rank, peers, ports, lines);
    }

    fn policy(
        &self,
        name: String,
        subject: Labels,
        isolates: Directions,
        owner: Option<&Arc<str>>,
        mut rules: RuleSet<'g>,
    ) -> Policy {
        rules.owners.extend(owner.cloned());
        Policy {
            file: self.prefix().file(&name),
            name,
            namespace: self.namespace.name.clone(),
            subject,
            isolates,
            owners: without_repeats(std::mem::take(&mut rules.owners)),
            reasons: without_repeats(std::mem::take(&mut rules.reasons)),
            rules: rules.into_rules(),
        }
    }
}
