//! The `npgen` command.

fn main() {}
