//! TOML → syntax tree.
//!
//! Says what was written and where, and refuses what the language does not know, what is of the wrong type and what is
//! not built yet. It looks nothing up and never reads the meaning of a text: ends of edges, ports, addresses and
//! selectors in kubectl's syntax are handed on as written. A file whose syntax is broken yields nothing but that.

mod edge;
mod guard;
mod intents;
pub mod keys;
mod node;
mod project;
mod reader;
mod syntax;
pub mod tree;
mod value;

use crate::diagnostic::{Diagnostics, SourceId};
use reader::Reader;

/// Reads `npgen.toml`; `None` where its syntax is broken.
pub fn project(source: SourceId, text: &str, found: &mut Diagnostics) -> Option<tree::Project> {
    let document = syntax::document(source, text, found)?;
    let mut reader = Reader::new(source, text, found);
    reader.check_characters();
    Some(project::project(&mut reader, &document))
}

/// Reads an intent file; `None` where its syntax is broken.
pub fn intents(source: SourceId, text: &str, found: &mut Diagnostics) -> Option<tree::File> {
    let document = syntax::document(source, text, found)?;
    let mut reader = Reader::new(source, text, found);
    reader.check_characters();
    Some(intents::file(&mut reader, source, &document))
}

#[cfg(test)]
mod tests;
