//! The edge that would let a denied connection through, or why no edge would.
//!
//! Written at one end it is enough, save where the other end's owner must answer for it: then it is written at both.

use crate::diagnostic::Place;
use crate::graph::{DeclaredPort, End, Graph, NamespaceId};
use crate::sets::{Direction, Peer, PortRange, Ports};

use super::Extent;
use super::end::{Asked, ports_of};

/// What to write in one file so that a connection passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The table of the node that writes the edge: `[services.web]`.
    pub table: String,
    /// Where that node is declared.
    pub place: Place,
    /// The list to add to: `calls` or `callers`.
    pub list: &'static str,
    /// The entry, as TOML.
    pub entry: String,
    /// A table to add to this file, or to any intent file where this one is `npgen.toml`, since an end is not declared yet.
    pub declare: Option<String>,
}

/// Why no edge can be named that would let a connection through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// The callee declares ports, and not all that were asked for: its table and where that stands, or `None` for a name
    /// of the profile.
    OtherPorts(Option<(String, Place)>),
    /// The end in this direction is pods that are isolated, and no service, group or namespace that writes edges.
    NoRules(Direction),
    /// These addresses are, or may be, the cluster's own pods or nodes, which no external stands for.
    OfCluster(String),
}

/// One end of a question, and how much of what was asked about passes at its side.
pub(super) type Judged<'a> = (&'a Asked, Extent);

/// The edge from `caller` to `callee` on these ports, at each end where it is to be written, one at least.
pub(super) fn edge(
    graph: &Graph,
    caller: Judged<'_>,
    callee: Judged<'_>,
    ports: &Ports,
) -> Result<Vec<Missing>, Hindrance> {
    let writers = [caller, callee].map(|(asked, _)| asked.end.as_ref().and_then(|end| Writer::of(graph, end)));
    let edge = Edge { graph, caller: caller.0, callee: callee.0, ports: asked_ports(graph, callee.0, ports)? };
    match writers {
        [Some(own), Some(other)] if needs_answer(graph, &own, &other) => {
            Ok(vec![edge.at_caller(own)?, edge.at_callee(other)?])
        }
        // A namespace has no rule by an edge that only names it: it must write it.
        [Some(own), Some(other)] if own.is_namespace && other.is_namespace => {
            Ok(vec![edge.at_caller(own)?, edge.at_callee(other)?])
        }
        [Some(_), Some(other)] if other.is_namespace => Ok(vec![edge.at_callee(other)?]),
        [Some(own), Some(_)] => Ok(vec![edge.at_caller(own)?]),
        [Some(own), None] if callee.1 == Extent::All => Ok(vec![edge.at_caller(own)?]),
        [None, Some(other)] if caller.1 == Extent::All => Ok(vec![edge.at_callee(other)?]),
        [_, None] if callee.1 != Extent::All => Err(Hindrance::NoRules(Direction::Ingress)),
        _ => Err(Hindrance::NoRules(Direction::Egress)),
    }
}

/// Whether the callee's owner must write the edge, too, beside the caller's.
fn needs_answer(graph: &Graph, caller: &Writer, callee: &Writer) -> bool {
    graph.consent_of_both && callee.owner.is_some() && callee.owner != caller.owner
}

/// A node whose pods get rules from the edges that it writes.
struct Writer {
    /// `[services.web]`
    table: String,
    place: Place,
    /// Who must agree to what is opened there.
    owner: Option<String>,
    is_namespace: bool,
}

impl Writer {
    fn of(graph: &Graph, end: &End) -> Option<Self> {
        let (owner, place) = match end {
            End::Service(id) => {
                let service = graph.service(*id)?;
                (&graph.namespace(service.namespace)?.owner, service.place)
            }
            End::Group(id) => graph.group(*id).map(|group| (&group.owner, group.place))?,
            // Where both owners count, the table may stand in `npgen.toml`, where none of them answers.
            End::PodsOf(id) if !graph.consent_of_both => {
                let namespace = graph.namespace(*id)?;
                (&namespace.owner, namespace.place?)
            }
            _ => return None,
        };
        let owner = owner.as_ref().map(ToString::to_string);
        Some(Self { table: table(graph, end)?.0, place, owner, is_namespace: matches!(end, End::PodsOf(_)) })
    }
}

/// The table that declares a node, and where that stands.
fn table(graph: &Graph, end: &End) -> Option<(String, Place)> {
    let (kind, name, place) = match end {
        End::Service(id) => graph.service(*id).map(|service| ("services", &service.name, service.place))?,
        End::Group(id) => graph.group(*id).map(|group| ("groups", &group.name, group.place))?,
        End::External(id) => graph.external(*id).map(|external| ("externals", &external.name, external.place))?,
        End::PodsOf(id) => {
            let namespace = graph.namespace(*id)?;
            ("namespaces", &namespace.declared, namespace.place?)
        }
        _ => return None,
    };
    let key = if name.contains('.') { format!("\"{name}\"") } else { name.to_string() };
    Some((format!("[{kind}.{key}]"), place))
}

/// The edge that is missing.
struct Edge<'a> {
    graph: &'a Graph,
    caller: &'a Asked,
    callee: &'a Asked,
    /// As an edge asks for them.
    ports: Vec<String>,
}

impl Edge<'_> {
    fn at_caller(&self, writer: Writer) -> Result<Missing, Hindrance> {
        let (name, declare) = named(self.graph, self.callee, Direction::Ingress)?;
        Ok(self.missing(writer, ("calls", "to"), &name, declare))
    }

    fn at_callee(&self, writer: Writer) -> Result<Missing, Hindrance> {
        let (name, declare) = named(self.graph, self.caller, Direction::Egress)?;
        Ok(self.missing(writer, ("callers", "from"), &name, declare))
    }

    fn missing(
        &self,
        writer: Writer,
        (list, end): (&'static str, &str),
        name: &str,
        declare: Option<String>,
    ) -> Missing {
        let keys = self.keys(&writer);
        let entry = match (self.ports.as_slice(), keys.as_slice()) {
            ([one], []) => format!("\"{name}:{one}\""),
            ([one], _) => format!("{{ {end} = \"{name}:{one}\"{} }}", keys.concat()),
            (several, _) => {
                let listed: Vec<String> = several.iter().map(|port| format!("\"{port}\"")).collect();
                format!("{{ {end} = \"{name}\", port = [{}]{} }}", listed.join(", "), keys.concat())
            }
        };
        Missing { table: writer.table, place: writer.place, list, entry, declare }
    }

    /// What else the entry must say: the cluster that was asked about, for another may be different, leave to widen what the flavor can't say, and what the project requires.
    fn keys(&self, writer: &Writer) -> Vec<String> {
        let ends = || [self.caller, self.callee].into_iter().filter_map(|asked| asked.end.as_ref());
        let has_account = |end: &End| match end {
            End::Service(id) => self.graph.service(*id).is_some_and(|node| node.service_account.is_some()),
            End::Group(id) => self.graph.group(*id).is_some_and(|node| node.service_account.is_some()),
            _ => false,
        };
        let has_names = |end: &End| matches!(end, End::External(id) if self.graph.external(*id).is_some_and(|node| !node.dns.is_empty()));
        let widened = [("\"pods\"", ends().any(has_account)), ("\"cidr\"", ends().any(has_names))];
        let widened: Vec<&str> = widened.into_iter().filter_map(|(way, needed)| needed.then_some(way)).collect();
        let mut keys = Vec::new();
        if let Some(cluster) = &self.graph.cluster {
            keys.push(format!(", clusters = [\"{cluster}\"]"));
        }
        if !widened.is_empty() {
            keys.push(format!(", fallback = [{}]", widened.join(", ")));
        }
        if self.graph.required.owner {
            keys.push(format!(", owner = \"{}\"", writer.owner.as_deref().unwrap_or("say who")));
        }
        if self.graph.required.why {
            keys.push(", why = \"say why\"".to_owned());
        }
        keys
    }
}

/// An end as an edge names it, and the table that declares it where nothing does yet. `direction` is the end's own.
fn named(graph: &Graph, asked: &Asked, direction: Direction) -> Result<(String, Option<String>), Hindrance> {
    let declared = |id: NamespaceId| graph.namespace(id).map_or("", |namespace| &namespace.declared);
    match &asked.end {
        Some(End::Service(id)) => {
            let service = graph.service(*id);
            Ok((
                service.map(|service| format!("{}/{}", declared(service.namespace), service.name)).unwrap_or_default(),
                None,
            ))
        }
        Some(End::PodsOf(id)) => Ok((format!("@namespace/{}", declared(*id)), None)),
        Some(_) => Ok((asked.text.clone(), None)),
        None => {
            let [Peer::Addresses(addresses)] = asked.called.as_slice() else {
                return Err(Hindrance::NoRules(direction));
            };
            // The cluster's own are cut out of an external.
            if !addresses.is_subset(&addresses.minus(&graph.profile.inside())) {
                return Err(Hindrance::OfCluster(asked.text.clone()));
            }
            let nets: Vec<String> = addresses.to_nets().iter().map(|net| format!("\"{net}\"")).collect();
            let name = format!("at-{}", asked.text.replace(['.', ':', '/'], "-").trim_matches('-'));
            let table = format!("[externals.{name}]\ncidr = [{}]\n", nets.join(", "));
            Ok((name, Some(table)))
        }
    }
}

/// The ports as an edge asks for them.
fn asked_ports(graph: &Graph, callee: &Asked, asked: &Ports) -> Result<Vec<String>, Hindrance> {
    if asked.is_all() {
        return Ok(vec!["any".to_owned()]);
    }
    let declared: Vec<DeclaredPort> = ports_of(graph, callee.end.as_ref());
    let mut texts: Vec<String> = Vec::new();
    let mut covered = Ports::none();
    for port in declared.iter().filter(|port| port.range.to_ports().is_subset(asked)) {
        covered = covered.union(&port.range.to_ports());
        texts.push(port.name.as_ref().map_or_else(|| port.range.to_string(), ToString::to_string));
    }
    texts.dedup();
    let rest = asked.minus(&covered);
    if rest.is_empty() {
        return Ok(texts);
    }
    if !declared.is_empty() {
        return Err(Hindrance::OtherPorts(callee.end.as_ref().and_then(|end| table(graph, end))));
    }
    Ok(PortRange::of_ports(&rest).iter().map(ToString::to_string).collect())
}
