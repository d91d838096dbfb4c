//! Random projects, and what is needed to judge what npgen makes of them without npgen.
//!
//! A [`project::Project`] is what a person could have written, as values: [`toml`] writes it down, [`meaning`] reads
//! it naively, edge by edge. [`oracle`] reads the YAML that npgen made with other people's readers and types.
//! [`packets`] is the closed world: every packet that could tell any of them apart. None of it uses npgen's sets,
//! analyzer or meaning.

#![allow(dead_code, reason = "each test binary that includes this room uses a part of it")]

pub(crate) mod broken;
pub(crate) mod build;
pub(crate) mod disk;
pub(crate) mod example;
pub(crate) mod goldens;
pub(crate) mod graph_mutation;
pub(crate) mod in_cluster;
pub(crate) mod meaning;
pub(crate) mod mentions;
pub(crate) mod mutation;
pub(crate) mod oracle;
pub(crate) mod packets;
pub(crate) mod palette;
pub(crate) mod project;
pub(crate) mod reading;
pub(crate) mod strategy;
pub(crate) mod toml;
pub(crate) mod traits;
pub(crate) mod trial;
