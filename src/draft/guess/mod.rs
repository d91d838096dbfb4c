//! Who calls whom, guessed: the Services that a workload's variables, arguments and config maps name.
//!
//! A guess says where it was read. What is named but can't be a call, a host outside the manifests, a Service without a
//! clear port, is kept too, so that nothing gets lost. Secrets are never looked into.

mod host;
mod services;
mod setting;
mod text;
mod variables;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use services::{Callee, Services, target};

/// What the texts of a workload name, each with where it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Guesses {
    /// The ports that it seems to call.
    pub(super) calls: BTreeMap<Callee, BTreeSet<String>>,
    /// The hosts that are no Service of the manifests, with their ports where those are written.
    pub(super) outside: BTreeMap<String, BTreeSet<String>>,
    /// The Services of which it can't be said what is called, and why.
    pub(super) unclear: BTreeMap<String, BTreeSet<String>>,
    /// Where the API server is named.
    pub(super) api_server: BTreeSet<String>,
}

pub(super) use text::guesses;

impl Guesses {
    /// Adds those of another workload.
    pub(super) fn add(&mut self, other: Self) {
        for (callee, read) in other.calls {
            self.calls.entry(callee).or_default().extend(read);
        }
        for (host, read) in other.outside {
            self.outside.entry(host).or_default().extend(read);
        }
        for (about, read) in other.unclear {
            self.unclear.entry(about).or_default().extend(read);
        }
        self.api_server.extend(other.api_server);
    }
}
