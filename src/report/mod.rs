//! What was found, laid out for people and programs: a file for each format.
//!
//! It computes nothing and knows no file: it writes to what it is given.

pub mod connections;
pub mod coverage;
pub mod diff;
pub mod doctor;
pub mod explain;
