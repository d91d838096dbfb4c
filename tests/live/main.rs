//! The live cluster: npgen against a real API server, into which policies and pods are put.
//!
//! It is built with Go, so these tests run only when asked for: `cargo test --test live -- --ignored`.

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

#[path = "../judges/mod.rs"]
mod judges;
#[path = "../world/mod.rs"]
mod world;

mod admin;
mod applied;
mod cluster;
mod doctor;
mod gitops;
mod in_cluster;
mod mutated;
mod page;
mod pages;
mod recorded;
mod role;
mod shapes;
