//! Policies → objects of a flavor, and what it can't say.

pub mod kubernetes;
