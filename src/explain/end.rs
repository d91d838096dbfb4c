//! Ends as a person asks about them.

use crate::diagnostic::nearest;
use crate::graph::{DeclaredPort, End, ExternalId, Graph, GroupId, NamespaceId, ServiceId};
use crate::sets::{Addresses, Peer, Ports};
use crate::verify::meaning::Meaning;

use super::port;
use super::workload::Workloads;

/// One end of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As an intent file would write it.
    pub text: String,
    /// The end of the graph that it is, or that selects it; `None` for addresses, and for a workload that no service selects.
    pub end: Option<End>,
    /// What it stands for where it calls, as a union.
    pub calling: Vec<Peer>,
    /// What it stands for where it is called, as a union.
    pub called: Vec<Peer>,
}

/// Why a question means nothing here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// Nobody has that name.
    #[error("nothing is called `{name}`{}", did_you_mean(nearest.as_deref()))]
    Unknown {
        /// As asked.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
    },
    /// Several nodes have that name.
    #[error("`{name}` can mean more than one thing: `{}`", meant.join("`, `"))]
    Ambiguous {
        /// As asked.
        name: String,
        /// Each as it can be asked for.
        meant: Vec<String>,
    },
    /// Nothing that a policy of this flavor could match is known of it: DNS names without addresses.
    #[error("`{0}` has DNS names and no addresses, and flavor `kubernetes` knows no names: ask about an address")]
    NoAddresses(String),
    /// That is no port of the callee.
    #[error("`{port}` is no port of `{callee}`: expected a name that it declares, or `8080`, `53/udp`, `any`")]
    Port {
        /// The callee.
        callee: String,
        /// As asked.
        port: String,
    },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// Both ends of a question and its ports: unless said, those that the callee declares, or every port.
pub(super) fn question(
    meaning: &Meaning<'_>,
    workloads: &Workloads<'_>,
    caller: &str,
    callee: &str,
) -> Result<(Asked, Asked, Ports), AskError> {
    let caller = asked(meaning, workloads, caller)?;
    let (name, written) = split_port(callee);
    let callee = asked(meaning, workloads, name)?;
    let declared = ports_of(meaning.graph(), callee.end.as_ref());
    let ports = match written {
        None if declared.is_empty() => Ports::all(),
        None => declared.iter().fold(Ports::none(), |all, port| all.union(&port.range.to_ports())),
        Some(text) => {
            let wrong = || AskError::Port { callee: callee.text.clone(), port: text.to_owned() };
            port::ports(text, &declared).ok_or_else(wrong)?
        }
    };
    Ok((caller, callee, ports))
}

/// The name and the port of a callee. An IPv6 address with a port stands in brackets.
pub(super) fn split_port(text: &str) -> (&str, Option<&str>) {
    if let Some((address, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (address, rest.strip_prefix(':'));
    }
    if text.parse::<Addresses>().is_ok() {
        return (text, None);
    }
    text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port)))
}

fn asked(meaning: &Meaning<'_>, workloads: &Workloads<'_>, text: &str) -> Result<Asked, AskError> {
    if let Ok(range) = text.parse() {
        let peers = vec![Peer::Addresses(range)];
        return Ok(Asked { text: text.to_owned(), end: None, calling: peers.clone(), called: peers });
    }
    let graph = meaning.graph();
    let mut hits = hits(graph, text);
    match (hits.pop(), hits.is_empty()) {
        (Some((text, end)), true) => {
            let (calling, called) = (meaning.calling(&end), meaning.called(&end));
            if calling.iter().chain(&called).all(Peer::is_empty) {
                return Err(AskError::NoAddresses(text));
            }
            Ok(Asked { text, calling, called, end: Some(end) })
        }
        (Some(last), false) => {
            let meant = hits.into_iter().chain([last]).map(|(text, _)| text).collect();
            Err(AskError::Ambiguous { name: text.to_owned(), meant })
        }
        (None, _) => {
            if let Some(workload) = workloads.asked(graph, text)? {
                return Ok(workload);
            }
            let all = everything(graph);
            let near = nearest(text, all.iter().map(String::as_str)).map(|near| near.name);
            Err(AskError::Unknown { name: text.to_owned(), nearest: near })
        }
    }
}

/// All ends of a name: `@NAME`, `namespace/name`, the namespace as the intents or the cluster call it, or a bare name,
/// which is that of a service wherever it lives, of a group or of an external.
fn hits(graph: &Graph, text: &str) -> Vec<(String, End)> {
    if let Some(name) = text.strip_prefix('@') {
        return at_name(graph, name).map(|end| (text.to_owned(), end)).into_iter().collect();
    }
    let services = (0..).map(ServiceId).zip(&graph.services).filter_map(|(id, service)| {
        let path = service_path(graph, id);
        let declared =
            || format!("{}/{}", graph.namespace(service.namespace).map_or("", |it| &it.declared), service.name);
        let is_meant = path == text || &*service.name == text || declared() == text;
        is_meant.then_some((path, End::Service(id)))
    });
    let groups = (0..).map(GroupId).zip(&graph.groups).filter(|(_, group)| &*group.name == text);
    let externals = (0..).map(ExternalId).zip(&graph.externals).filter(|(_, external)| &*external.name == text);
    services
        .chain(groups.map(|(id, group)| (group.name.to_string(), End::Group(id))))
        .chain(externals.map(|(id, external)| (external.name.to_string(), End::External(id))))
        .collect()
}

fn at_name(graph: &Graph, name: &str) -> Option<End> {
    if let Some(namespace) = name.strip_prefix("namespace/") {
        let at = graph.namespaces.iter().position(|known| [&*known.name, &*known.declared].contains(&namespace))?;
        return u32::try_from(at).ok().map(|at| End::PodsOf(NamespaceId(at)));
    }
    match name {
        "cluster" => Some(End::Cluster),
        "anywhere" => Some(End::Anywhere),
        "world" => Some(End::World),
        "internet" => Some(End::Internet),
        "nodes" => Some(End::Nodes),
        _ => graph.profile.names.contains_key(name).then(|| End::Name(name.into())),
    }
}

/// All that can be asked for by name.
fn everything(graph: &Graph) -> Vec<String> {
    let services = (0..).map(ServiceId).take(graph.services.len()).map(|id| service_path(graph, id));
    let bare = graph.services.iter().map(|service| service.name.to_string());
    let groups = graph.groups.iter().map(|group| group.name.to_string());
    let externals = graph.externals.iter().map(|external| external.name.to_string());
    let names = graph.profile.names.keys().map(|name| format!("@{name}"));
    let built_in = ["@cluster", "@anywhere", "@world", "@internet", "@nodes"].map(str::to_owned);
    services.chain(bare).chain(groups).chain(externals).chain(names).chain(built_in).collect()
}

/// `namespace/name`, the namespace as it is called in the cluster.
pub(super) fn service_path(graph: &Graph, id: ServiceId) -> String {
    let Some(service) = graph.service(id) else { return String::new() };
    let namespace = graph.namespace(service.namespace).map_or("", |namespace| &namespace.name);
    format!("{namespace}/{}", service.name)
}

/// The ports that come with an end.
pub(super) fn ports_of(graph: &Graph, end: Option<&End>) -> Vec<DeclaredPort> {
    match end {
        Some(End::Service(id)) => graph.service(*id).map(|service| service.ports.clone()),
        Some(End::Group(id)) => graph.group(*id).map(|group| group.ports.clone()),
        Some(End::External(id)) => graph.external(*id).map(|external| external.ports.clone()),
        Some(End::Name(name)) => {
            let ranges = graph.profile.names.get(&**name).and_then(|name| name.ports.as_deref());
            ranges.map(|ranges| ranges.iter().map(|range| DeclaredPort { name: None, range: *range }).collect())
        }
        _ => None,
    }
    .unwrap_or_default()
}
