//! npgen compiles a service graph, written in TOML, into Kubernetes network policies, and proves each build.
//!
//! ```text
//!         intents/*.toml  npgen.toml                       bytes: about to be written
//!               │ parse                                            │ read
//!               ▼                                                  ▼
//!           syntax tree                                          nodes
//!               │ resolve                                          │ raise
//!               ▼                                                  ▼
//!             graph ────────── meaning ──────────┐               rules
//!               │ compile                        ▼                 │ evaluate
//!               ▼                            relations ◀──prove──▶ relations
//!           policies
//!               │ lower
//!               ▼
//!            objects ──write──▶ bytes
//! ```
//!
//! Each arrow is a function of the room that bears its name: [`frontend`] parses and resolves, [`graph`] holds the
//! result, [`backend`] compiles, lowers and writes, [`manifest`] reads, [`analyzer`] raises and evaluates, [`verify`]
//! says what the graph means and compares, [`pipeline`] runs it all, namespace by namespace. [`sets`] is the algebra
//! that both ways share, [`profile`] the facts about the cluster. [`draft`] makes a first graph from manifests.
//! [`connections`] says who can reach whom, and [`report`] writes it down. [`krm`] puts policies into a list of
//! other resources. [`snapshot`] takes what matters from a live cluster, [`doctor`] says what it is like. [`host`] has every side effect, [`cli`] the verbs.

pub mod analyzer;
pub mod backend;
pub mod cli;
pub mod connections;
pub mod coverage;
pub mod diagnostic;
pub mod diff;
pub mod doctor;
pub mod draft;
pub mod explain;
pub mod frontend;
pub mod graph;
pub mod host;
pub mod krm;
pub mod manifest;
pub mod object;
pub mod pipeline;
pub mod profile;
pub mod report;
pub mod sets;
pub mod snapshot;
pub mod verify;
