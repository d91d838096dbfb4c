//! TOML → syntax tree → graph.

pub mod parse;
pub mod resolve;

use crate::diagnostic::rule::no_intents;
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::graph::Graph;

/// Reads a project: `npgen.toml`, where there is one, and the intent files.
///
/// `None` where an error is among what was found; all that can be found is found first. Names are looked up only where
/// every file was read without error: a name whose declaration could not be read would be called unknown.
pub fn graph(
    sources: &Sources,
    project: Option<SourceId>,
    intents: &[SourceId],
    found: &mut Diagnostics,
) -> Option<Graph> {
    let mut read = Diagnostics::default();
    let project = match project.and_then(|id| Some((id, sources.get(id)?))) {
        Some((id, source)) => parse::project(id, &source.text, &mut read),
        None => Some(parse::tree::Project::default()),
    };
    let mut files = Vec::with_capacity(intents.len());
    for id in intents {
        if let Some(source) = sources.get(*id) {
            files.extend(parse::intents(*id, &source.text, &mut read));
        }
    }
    if intents.is_empty() {
        read.push(no_intents::none());
    }
    let broken = read.has_errors();
    found.append(read);
    if broken {
        return None;
    }
    resolve::graph(&project?, files, found)
}
