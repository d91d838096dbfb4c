//! Judges that others wrote: an API server, its validation, and engines that evaluate policies.
//!
//! They are the programs of the Go module in `tests/referee`. [`go`] builds them, [`judge`] speaks with one,
//! [`questions`] is what an engine is asked, [`engine`] says which there are, and
//! [`difference`] where they differ from Kubernetes. [`panel`] asks all of them, and npgen's own beside, and [`tally`]
//! counts.

#![allow(dead_code, reason = "each test binary that includes this room uses a part of it")]

pub(crate) mod ask;
pub(crate) mod difference;
pub(crate) mod engine;
pub(crate) mod go;
pub(crate) mod judge;
pub(crate) mod names;
pub(crate) mod own;
pub(crate) mod panel;
pub(crate) mod questions;
pub(crate) mod server;
pub(crate) mod tally;
pub(crate) mod thin;
