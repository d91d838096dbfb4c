//! `npgen diff` as people run it: the real command, and a real git.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    reason = "a test that breaks fails, and this one is about processes"
)]

mod cases;
#[path = "../folders/mod.rs"]
mod folders;
mod formats;
mod git;
mod json;
mod large;
mod repository;
mod stdin;
