//! The folder `out/`: whose its files are, how it compares with what was proved, and how one state of it is exchanged
//! for the next.
//!
//! - npgen owns the files that start with its mark ([`header`](crate::object::header)); all else is foreign and kept.
//! - [`Scope`] is the part of `out/` that a build is about: it looks at nothing else, and changes nothing else.
//! - [`Comparison`] tells how `out/` differs from what was proved, and touches nothing.
//! - [`Exchange`] makes `out/` what was proved: all of it, or nothing where anything fails or the program is killed.

mod carry;
mod error;
mod exchange;
mod folder;
mod ownership;
mod scan;
mod scope;
mod sibling;
mod state;

pub use error::OutError;
pub use exchange::{Exchange, Next};
pub use scope::Scope;
pub use state::{Changes, Comparison, Fate};
