//! The lines that say what a rule is there for.

use std::fmt::{self, Write as _};
use std::iter::{once, repeat};

use crate::graph::{Edge, EdgePorts, End, Graph, NamespaceId};

/// The line above a rule for name resolution.
pub(super) const NAME_RESOLUTION: &str = "name resolution";

/// Most lines are not longer, in bytes.
const USUAL_LENGTH: usize = 96;

/// The line above a rule for the names that others ask of a service of the graph.
pub(super) fn name_resolution_of(graph: &Graph, home: NamespaceId, resolver: &End) -> String {
    let mut line = format!("{NAME_RESOLUTION} of ");
    // Writing into a string can't fail.
    let _ = write_end(&mut line, graph, home, resolver);
    line
}

/// The lines for an edge, as policies of `home` show it, one for each place where it was written:
/// `frontend -> payments/gateway:8443 (team-pay): card payments`.
///
/// Services of `home` stand without their namespace. Owner and reason are left out where there is none. An edge that
/// opens more than was meant, as its author allowed, is shown as it was meant, with what is given up behind it.
pub(super) fn lines<'a>(graph: &'a Graph, home: NamespaceId, edge: &'a Edge) -> impl Iterator<Item = String> + 'a {
    edge.writings.iter().map(move |writing| {
        let mut line = String::with_capacity(USUAL_LENGTH);
        // Writing into a string can't fail.
        let _ = write_edge(&mut line, graph, home, edge);
        if let Some(owner) = edge.owner.as_ref().or(writing.file_owner.as_ref()) {
            let _ = write!(line, " ({owner})");
        }
        for (widening, before) in edge.widened().iter().zip(once(" [widened: ").chain(repeat(", "))) {
            let _ = write!(line, "{before}{widening}");
        }
        if !edge.widened().is_empty() {
            line.push(']');
        }
        if let Some(why) = &writing.why {
            let _ = write!(line, ": {why}");
        }
        on_one_line(line)
    })
}

fn write_edge(line: &mut String, graph: &Graph, home: NamespaceId, edge: &Edge) -> fmt::Result {
    write_end(line, graph, home, &edge.caller)?;
    line.push_str(" -> ");
    write_end(line, graph, home, edge.meant_callee())?;
    match &edge.ports {
        EdgePorts::Every => line.push_str(":any"),
        EdgePorts::Listed(ranges) => {
            for (range, before) in ranges.iter().zip(once(':').chain(repeat(','))) {
                write!(line, "{before}{range}")?;
            }
        }
    }
    Ok(())
}

/// An end as an intent file of `home` would write it.
fn write_end(line: &mut String, graph: &Graph, home: NamespaceId, end: &End) -> fmt::Result {
    let namespace = |id| graph.namespace(id).map_or("?", |namespace| &*namespace.name);
    match end {
        End::Service(id) => match graph.service(*id) {
            Some(service) if service.namespace == home => line.push_str(&service.name),
            Some(service) => write!(line, "{}/{}", namespace(service.namespace), service.name)?,
            None => line.push('?'),
        },
        End::Group(id) => line.push_str(graph.group(*id).map_or("?", |group| &*group.name)),
        End::External(id) => line.push_str(graph.external(*id).map_or("?", |external| &*external.name)),
        End::Namespace(id) | End::PodsOf(id) if *id == home => line.push_str("@namespace"),
        End::Namespace(id) | End::PodsOf(id) => write!(line, "@namespace/{}", namespace(*id))?,
        End::Cluster => line.push_str("@cluster"),
        End::Anywhere => line.push_str("@anywhere"),
        End::World => line.push_str("@world"),
        End::Internet => line.push_str("@internet"),
        End::Nodes => line.push_str("@nodes"),
        End::Name(name) => write!(line, "@{name}")?,
    }
    Ok(())
}

/// A reason may be a text of several lines; a comment is one.
fn on_one_line(text: String) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(breaks) {
        return text;
    }
    let parts: Vec<&str> = text.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}
