//! Two states of a cluster's policies → what opens and what closes between them, and why.
//!
//! A state is the graph, or policies with the workloads of their manifests. [`connections`] puts each change that
//! `connections` finds down to what decides it: an edge with its reason and owner where a state is a graph, else a
//! policy. [`live`] has what is more in a live cluster. [`headline`] has what a reviewer must not miss among it. [`objects`] has the policies themselves, as text.

mod cause;
pub mod connections;
pub mod headline;
pub mod live;
mod names;
pub mod objects;
mod state;

pub use cause::Cause;
pub use names::Names;
pub use state::{Applied, State};

use connections::Connections;

/// What differs between two states. A half is `None` where nobody asked for it.
#[derive(Debug, Default)]
pub struct Diff<'d> {
    /// Which connections open and close.
    pub connections: Option<Connections<'d>>,
    /// The policies that differ, by name.
    pub objects: Option<Vec<objects::Changed>>,
    /// What only a live cluster can show; `None` where none is looked at.
    pub live: Option<live::Live<'d>>,
}

impl Diff<'_> {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.connections.as_ref().is_none_or(Connections::is_empty)
            && self.objects.as_ref().is_none_or(Vec::is_empty)
            && self.live.as_ref().is_none_or(live::Live::is_empty)
    }
}
