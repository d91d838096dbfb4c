//! What could not be read, and why.

use std::fmt;

/// Why a part of a cluster is not in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// Nobody is logged in, or the login is not valid.
    NotLoggedIn,
    /// It may not be read.
    Forbidden(String),
    /// The cluster does not have it.
    Missing,
    /// The list changed faster than it could be read, several times.
    Expired,
    /// The server answered something else than a list.
    Answer(u16, String),
    /// What came is no list of objects.
    Broken(String),
    /// Nothing whole came.
    NoAnswer(String),
    /// The cluster has it only in versions that npgen does not know.
    Version(String),
}

/// A part of a cluster that is not in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is: `pods`, `networkpolicies.networking.k8s.io in shop`.
    pub what: String,
    /// Why.
    pub why: Failure,
}

/// A snapshot is not whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the cluster could not be read as a whole")]
pub struct Incomplete(pub Vec<LeftOut>);

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoggedIn => out.write_str("the server does not take the login"),
            Self::Forbidden(said) => write!(out, "not allowed: {said}"),
            Self::Missing => out.write_str("the server does not have it"),
            Self::Expired => out.write_str("the list expired while it was read, again and again"),
            Self::Answer(status, said) if said.is_empty() => write!(out, "the server answered {status}"),
            Self::Answer(status, said) => write!(out, "the server answered {status}: {said}"),
            Self::Broken(reason) => write!(out, "the answer can't be read: {reason}"),
            Self::NoAnswer(reason) => out.write_str(reason),
            Self::Version(versions) => write!(out, "the server has it in {versions}, which npgen does not read"),
        }
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.what, self.why)
    }
}
