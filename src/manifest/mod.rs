//! Kubernetes text, in and out.
//!
//! Writing and reading share nothing but [`node`]: what is written is judged by what is read back.

pub mod emit;
pub mod inventory;
pub mod node;
pub mod read;

pub use inventory::Inventory;
pub use node::{Entry, Node, Scalar, Value};
