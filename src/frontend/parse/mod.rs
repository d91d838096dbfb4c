//! TOML → syntax tree.

pub mod tree;
