//! Graph → flavor-neutral policies: halves, name resolution, the cutting of ranges, merging, naming, order.
//!
//! It must not know a flavor, nor judge what it makes: `verify::meaning` derives the same from the graph on its own,
//! and neither may look at the other. The policies of a namespace depend on nothing but the graph, whatever the order
//! in which namespaces are asked for.

mod blocks;
mod comment;
mod halves;
mod peers;
mod policies;
mod policy;
mod rules;

pub use policies::Compiler;
pub use policy::{Peer, Peers, Policy, Ports, Rule};

#[cfg(test)]
mod tests;
