//! Nodes → rules, a room a flavor.

pub mod kubernetes;
