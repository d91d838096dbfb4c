//! What is worth knowing about a graph that is proved: what was written and opens nothing, what opens more than it
//! says, and of which ranges the proof can't say that no pod or node is in them.

use std::collections::{BTreeMap, BTreeSet};

use super::output::Output;
use crate::diagnostic::{Place, Sources};
use crate::frontend::Cluster;
use crate::graph::{Edge, EdgePorts, End, Graph, ServiceId, Why, Widening};
use crate::sets::Protocol;
use crate::verify::meaning::{Meaning, RuleMakers};

/// Says all of it, cluster by cluster.
pub(super) fn tell(clusters: &[Cluster], sources: &Sources, output: &mut Output<'_>) {
    for Cluster { graph, .. } in clusters {
        let makers = Meaning::new(graph).rule_makers();
        let mut teller = Teller { graph, sources, makers: &makers, output };
        teller.left_out();
        teller.without_rule();
        teller.widened();
        teller.widened_nodes();
        teller.on_host_network();
        teller.mesh();
        teller.open_ranges();
    }
}

/// What tells of one cluster.
struct Teller<'t, 'o> {
    graph: &'t Graph,
    sources: &'t Sources,
    makers: &'t RuleMakers,
    output: &'t mut Output<'o>,
}

impl Teller<'_, '_> {
    /// Says the same of some places, as they are written.
    fn places(&mut self, about: &str, places: impl Iterator<Item = Place>) {
        let sources = self.sources;
        self.output.notes_by(&in_cluster(self.graph, about), places, |place| written(sources, place));
    }

    /// Says the same of some things.
    fn things(&mut self, about: &str, things: impl IntoIterator<Item = String>) {
        self.output.notes(&in_cluster(self.graph, about), things.into_iter());
    }

    fn left_out(&mut self) {
        let mut by_reason: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for left in &self.graph.left_out {
            by_reason.entry(reason(&left.why)).or_default().push(left.place);
        }
        for (reason, places) in by_reason {
            self.places(&format!("left out, since {reason}"), places.into_iter());
        }
    }

    fn without_rule(&mut self) {
        let (graph, makers) = (self.graph, self.makers);
        let unbound = graph.edges.iter().filter(|edge| makers.halves(edge).is_none());
        self.places("makes no rule, since neither end is isolated in its direction", first_places(unbound));
    }

    fn widened(&mut self) {
        let sources = self.sources;
        for widening in [Widening::L4, Widening::Pods, Widening::Cidr, Widening::Internet] {
            let edges = self.graph.edges.iter();
            let widened = edges.filter_map(|edge| Some((edge.writings.first()?.place, edge.allowed_at(widening)?)));
            let about = in_cluster(self.graph, &format!("opens more than was meant: {widening}"));
            self.output.notes_by(&about, widened, |(place, allowed_at)| {
                format!("{}, as {} allows", written(sources, place), sources.line_of(allowed_at))
            });
        }
    }

    /// What an account narrows is widened where nodes isolate or ask for names by themselves, too.
    fn widened_nodes(&mut self) {
        let graph = self.graph;
        let services = graph.services.iter().filter(|service| service.service_account.is_some());
        let services = services.filter(|service| !service.isolates.is_none() || service.resolve == Some(true));
        let groups = graph.groups.iter().filter(|group| group.service_account.is_some());
        let groups = groups.filter(|group| group.resolve == Some(true));
        let places: Vec<Place> = services.map(|service| service.place).chain(groups.map(|group| group.place)).collect();
        self.places(
            "isolates or asks for names for more pods than was meant: its labels without the service account",
            places.into_iter(),
        );
    }

    /// A policy knows pods on the host network as nodes.
    fn on_host_network(&mut self) {
        let graph = self.graph;
        let calling = host_services(graph, graph.edges.iter().map(|edge| &edge.caller));
        self.things("let in together with every process of every node, since it is on the host network", calling);
        let called = host_services(graph, graph.edges.iter().map(|edge| &edge.callee));
        self.things("called on every node and not only on its own, since it is on the host network", called);
    }

    /// What a tunnel costs.
    fn mesh(&mut self) {
        let (graph, makers) = (self.graph, self.makers);
        let Some(tunnel) = graph.profile.mesh.tunnel() else { return };
        let is_tunnelled = |edge: &Edge| {
            let halves = makers.halves(edge);
            opens_tcp(edge)
                && (halves.ingress && may_be_pods(graph, &edge.caller)
                    || halves.egress && may_be_pods(graph, &edge.callee))
        };
        if graph.edges.iter().any(is_tunnelled) {
            let about = format!(
                "the mesh takes TCP between pods through port {tunnel}, which is open wherever TCP is: who may call one \
                 TCP port of a pod may call each of them through the tunnel, unless the mesh forbids it"
            );
            self.output.note(&in_cluster(graph, &about));
        }
    }

    fn open_ranges(&mut self) {
        if self.graph.profile.knows_inside() {
            return;
        }
        let ranges = open_ranges(self.graph, self.makers);
        let about =
            "not proved for pods and nodes whose address it holds, while `pod_cidr` or `node_cidr` is not given";
        self.things(about, ranges);
    }
}

/// A sentence about a cluster, which is named where it has a name.
fn in_cluster(graph: &Graph, about: &str) -> String {
    graph.cluster.as_ref().map_or_else(|| about.to_owned(), |cluster| format!("{cluster}: {about}"))
}

/// Why something does not count in a cluster.
fn reason(why: &Why) -> String {
    match why {
        Why::Expired { day, .. } => format!("its last day, {day}, is over"),
        Why::NodeElsewhere(node) => format!("{node} is not in this cluster"),
        Why::NobodyPicked => "nothing in this cluster declares a port of that name".to_owned(),
        Why::NothingGuarded => "one of its ends picks nothing in this cluster".to_owned(),
    }
}

/// Where edges are written, the first place of each.
fn first_places<'e>(edges: impl Iterator<Item = &'e Edge>) -> impl Iterator<Item = Place> {
    edges.filter_map(|edge| edge.writings.first()).map(|writing| writing.place)
}

/// The services on the host network among these ends.
fn host_services<'e>(graph: &Graph, ends: impl Iterator<Item = &'e End>) -> BTreeSet<String> {
    let ids: BTreeSet<ServiceId> = ends
        .filter_map(|end| match end {
            End::Service(id) => Some(*id),
            _ => None,
        })
        .collect();
    let services = ids.into_iter().filter_map(|id| graph.service(id)).filter(|service| service.host_network);
    let name = |id| graph.namespace(id).map_or("", |namespace| &namespace.name);
    services.map(|service| format!("`{}/{}`", name(service.namespace), service.name)).collect()
}

/// Whether an end is pods, or may be.
fn may_be_pods(graph: &Graph, end: &End) -> bool {
    match end {
        End::Service(id) => graph.service(*id).is_some_and(|service| !service.host_network),
        End::Group(_) | End::Namespace(_) | End::PodsOf(_) | End::Cluster | End::Anywhere | End::Name(_) => true,
        End::External(_) | End::World | End::Internet | End::Nodes => false,
    }
}

fn opens_tcp(edge: &Edge) -> bool {
    match &edge.ports {
        EdgePorts::Every => true,
        EdgePorts::Listed(ranges) => ranges.iter().any(|range| range.protocol == Protocol::Tcp),
    }
}

/// The ranges in rules that could hold pods or nodes, as their ends are written.
fn open_ranges(graph: &Graph, makers: &RuleMakers) -> BTreeSet<String> {
    let rules = graph.edges.iter().filter(|edge| !makers.halves(edge).is_none());
    let ends = rules.flat_map(|edge| [&edge.caller, &edge.callee]);
    ends.filter_map(|end| match end {
        End::External(id) => graph.external(*id).map(|external| {
            let ranges: Vec<String> = external.cidr.iter().map(ToString::to_string).collect();
            format!("`{}` ({})", external.name, ranges.join(", "))
        }),
        End::Internet => Some("`@internet`".to_owned()),
        End::World => Some("`@world`".to_owned()),
        _ => None,
    })
    .collect()
}

/// A place as `FILE:LINE`, and the start of what is written there.
pub(super) fn written(sources: &Sources, place: Place) -> String {
    /// In characters.
    const LONGEST: usize = 100;
    let text = sources.text_of(place).unwrap_or_default();
    let mut rest = text.lines().next().unwrap_or_default().chars();
    let start: String = rest.by_ref().take(LONGEST).collect();
    let more = if rest.next().is_some() { "..." } else { "" };
    format!("{}: `{start}{more}`", sources.line_of(place))
}
