//! Faults of a live cluster: npgen against a real API server, with a proxy between them that breaks answers, and with
//! logins that fail. Each fault is an error that names what it is about, in time, and nothing is printed for a diff.
//!
//! The server is built with Go, so these tests run only when asked for: `cargo test --test live_faults -- --ignored`.

#![cfg(feature = "live")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test starts processes, says what it counted, and fails by panicking"
)]

#[allow(dead_code, reason = "these tests use a part of it")]
#[path = "../live/cluster.rs"]
mod cluster;
#[path = "../judges/mod.rs"]
mod judges;
#[path = "../world/mod.rs"]
mod world;

mod faults;
mod kubeconfigs;
mod pages;
mod plugins;
mod proxy;
mod trial;
