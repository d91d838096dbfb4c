//! TOML → syntax tree → graph.

pub mod parse;
pub mod resolve;

use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::graph::Graph;

/// Reads a project: `npgen.toml`, where there is one, and the intent files.
///
/// `None` where an error is among what was found; all that can be found is found first.
pub fn graph(
    _sources: &Sources,
    _project: Option<SourceId>,
    _intents: &[SourceId],
    _found: &mut Diagnostics,
) -> Option<Graph> {
    None
}
