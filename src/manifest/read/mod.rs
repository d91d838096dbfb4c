//! Kubernetes text → nodes.
//!
//! [`objects`] reads what others wrote: YAML of many documents and JSON, as kubectl reads them; [`objects_of_piece`] does
//! so with one of a file's [`pieces`]. [`document`] reads one document and leaves it whole. [`canonical`] reads what npgen
//! writes, and nothing else. All give the same nodes, with their places.

pub mod canonical;
mod document;
mod json;
mod list;
mod object;
pub mod plain;
mod quoted;
mod repeated;
mod unread;
mod yaml;

pub use document::document;
pub use list::Page;
pub use object::{Object, Piece, objects, objects_of_piece, pieces};
pub use unread::Unread;

/// How deep lists and mappings may be nested in files that others wrote. The deepest that people write, the schemas of
/// custom resources, have some fifty levels.
const DEEPEST: usize = 200;
