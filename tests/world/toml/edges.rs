//! `calls` and `callers`.

use super::super::project::{Called, Declared, Edge, End, NAMESPACES, Project, Until};
use super::Order;
use super::value::{array, clusters, port, protocol_name, text, texts};

/// `calls` and `callers` of one node.
pub(super) fn edges(project: &Project, writer: End, in_force: Option<usize>, order: &mut Order) -> Vec<String> {
    let calls = project.edges.iter().filter(|edge| edge.caller == writer && edge.at_caller);
    let calls: Vec<String> =
        calls.map(|edge| entry(project, edge, ("to", edge.callee), (writer, in_force), order)).collect();
    let callers = project.edges.iter().filter(|edge| edge.callee == writer && edge.at_callee);
    let callers: Vec<String> =
        callers.map(|edge| entry(project, edge, ("from", edge.caller), (writer, in_force), order)).collect();
    let lists = [("calls", calls), ("callers", callers)].into_iter().filter(|(_, entries)| !entries.is_empty());
    lists.map(|(name, entries)| format!("{name} = {}", array(entries, order))).collect()
}

fn entry(
    project: &Project,
    edge: &Edge,
    (end_key, end): (&str, End),
    (writer, in_force): (End, Option<usize>),
    order: &mut Order,
) -> String {
    let mut name = end_name(project, end, (writer, in_force), edge.qualified);
    let mut ports = called(edge, order);
    let mut keys = Vec::new();
    if let [one] = &ports[..] {
        name = format!("{name}:{one}");
        ports.clear();
    }
    if !ports.is_empty() {
        keys.push(format!("port = {}", array(ports.iter().map(|port| text(port)).collect(), order)));
    }
    keys.extend(edge.why.map(|why| format!("why = {}", text(why))));
    keys.extend(edge.owner.map(|owner| format!("owner = {}", text(owner))));
    keys.extend(edge.until.map(|until| match until {
        Until::Over => "until = 2027-03-14".to_owned(),
        Until::Soon => "until = 2027-03-15".to_owned(),
        Until::Far => "until = 2127-03-15".to_owned(),
    }));
    keys.extend(edge.clusters.as_ref().map(|only| clusters(only, order)));
    if edge.fallback {
        keys.push(format!("fallback = {}", texts(&["l4", "pods", "cidr", "internet"], order)));
    }
    if keys.is_empty() {
        return text(&name);
    }
    keys.push(format!("{end_key} = {}", text(&name)));
    order.apply(&mut keys);
    format!("{{ {} }}", keys.join(", "))
}

pub(super) fn end_name(
    project: &Project,
    end: End,
    (writer, in_force): (End, Option<usize>),
    qualified: bool,
) -> String {
    match end {
        End::Service(at) => {
            let service = &project.services[at];
            if in_force == Some(service.namespace) && !qualified {
                service.name.clone()
            } else {
                format!("{}/{}", NAMESPACES[service.namespace], service.name)
            }
        }
        End::Group(at) => project.groups[at].name.clone(),
        End::External(at) => project.externals[at].name.clone(),
        End::PodsOf(at) if !qualified && own_namespace(project, writer) == Some(at) => "@namespace".to_owned(),
        End::PodsOf(at) => format!("@namespace/{}", NAMESPACES[at]),
        End::Every(None) => "*".to_owned(),
        End::Every(Some(at)) => format!("{}/*", NAMESPACES[at]),
        End::Namespace(_) => panic!("no edge can name a namespace that has it"),
        End::Nodes => "@nodes".to_owned(),
        End::Cluster => "@cluster".to_owned(),
        End::Anywhere => "@anywhere".to_owned(),
        End::World => "@world".to_owned(),
        End::Internet => "@internet".to_owned(),
        End::Dns => "@dns".to_owned(),
        End::ApiServer => "@kube-apiserver".to_owned(),
        End::Ingress => "@ingress".to_owned(),
    }
}

/// The namespace that `@namespace` means at a node.
fn own_namespace(project: &Project, writer: End) -> Option<usize> {
    match writer {
        End::Service(at) => Some(project.services[at].namespace),
        End::Namespace(at) => Some(at),
        End::Group(at) => match project.groups[at].namespaces[..] {
            [one] => Some(one),
            _ => None,
        },
        _ => None,
    }
}

fn called(edge: &Edge, order: &mut Order) -> Vec<String> {
    let mut ports = match &edge.called {
        Called::Implied => Vec::new(),
        Called::Names(entries) => entries.iter().map(|at| Declared::name(*at)).collect(),
        Called::Numbers(ports) => ports.iter().map(|ports| port(*ports)).collect(),
        Called::Any => vec!["any".to_owned()],
        Called::AnyOf(protocol) => vec![format!("any/{}", protocol_name(*protocol))],
    };
    order.apply(&mut ports);
    ports
}
