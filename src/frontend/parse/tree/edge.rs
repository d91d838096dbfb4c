//! Edges.

use super::{Common, Date, Fallback, Port, Spanned, Text};
use crate::diagnostic::Place;

/// One entry of `calls` or `callers`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The other end as written, with its `:port` if it has one.
    pub end: Text,
    /// `port`
    pub port: Option<Spanned<Vec<Port>>>,
    /// `why`
    pub why: Option<Text>,
    /// `owner`
    pub owner: Option<Text>,
    /// What few edges have.
    pub detail: Option<Box<EdgeDetail>>,
    /// The whole entry.
    pub place: Place,
}

/// What few edges have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EdgeDetail {
    /// `until`
    pub until: Option<Spanned<Date>>,
    /// `http`
    pub http: Option<Spanned<Vec<Http>>>,
    /// `fallback`
    pub fallback: Option<Spanned<Vec<Spanned<Fallback>>>>,
    /// `clusters`, `tags`, `meta` and `allow`
    pub common: Common,
}

/// One layer-7 condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http {
    /// `method`, one or a list.
    pub methods: Option<Spanned<Vec<Text>>>,
    /// `path`
    pub path: Option<Text>,
    /// `path_prefix`
    pub path_prefix: Option<Text>,
    /// `path_regex`
    pub path_regex: Option<Text>,
    /// `host`
    pub host: Option<Text>,
    /// `headers`: a value, or `true` for one that is there.
    pub headers: Vec<(Text, Spanned<HeaderValue>)>,
    /// The whole condition.
    pub place: Place,
}

/// What a header must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderValue {
    /// `true`: there, with any value.
    Present,
    /// A string: just this.
    Exact(String),
}
