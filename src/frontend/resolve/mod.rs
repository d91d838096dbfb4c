//! Syntax tree → graph.
