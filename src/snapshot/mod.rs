//! What npgen keeps of a live cluster: which kinds it asks for, what it keeps of each object, and the text that holds it.
//!
//! A snapshot is text, an object a line, in JSON, so that whoever reads manifests reads it too. Of an object it has what
//! decides who can reach whom, and nothing else: no environment variables, no arguments, no annotations but npgen's, and
//! Secrets are never asked for. A snapshot is whole, or says what was left out: half of a list is never taken for all of
//! it.

mod edited;
mod found;
mod kept;
mod kinds;
mod listing;
mod objects;
mod role;
mod server;
mod text;

pub use edited::Edited;
pub use found::{Failure, Incomplete, LeftOut};
pub use kinds::{ADMIN_GROUP, Kind, Part, Purpose};
pub use listing::{Ask, Asked, Reply, take};
pub use role::role;
pub use server::Server;
pub use text::{NotWhole, Seal, Snapshot, seal};
