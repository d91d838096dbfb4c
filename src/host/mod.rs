//! Every side effect: the files of a project, manifests, the folder `out/`, the temporary file of `--stdout`, the
//! screen.
//!
//! No other room touches a file, the environment, a process or the clock; `clippy.toml` holds them to it. Whatever
//! fails here is an error that names the path and, through its sources, the whole cause.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "side effects live here, and only here")]

mod clock;
#[cfg(feature = "live")]
pub mod cluster;
mod error;
mod fresh;
mod git;
pub mod manifests;
pub mod out;
pub mod project;
mod relative;
mod replace;
mod screen;
mod shown;
mod spool;
mod template;
mod walk;

pub use clock::days_after_1970;
pub use error::{PathError, whole_cause};
pub use fresh::{FreshError, write_new};
pub use git::{GitError, Revision};
pub use relative::seen_from;
pub use replace::{replace, write};
pub use screen::Screen;
pub use shown::{Shown, shown};
pub use spool::{Spool, SpoolError};
pub use template::template;
pub use walk::ReadError;
