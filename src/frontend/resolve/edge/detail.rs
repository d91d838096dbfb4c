//! What few edges have: a last day, conditions of `http`, what may be widened, tags and the user's own data.

use std::sync::Arc;

use crate::diagnostic::rule::writings_differ;
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, Date};
use crate::frontend::resolve::fit::Allowance;
use crate::graph::{self, Http, Meta};

use super::http;

/// What few edges have, as written, each with its place.
#[derive(Debug, Default)]
pub(super) struct Detail {
    /// The last day on which it holds.
    pub(super) until: Option<(Date, Place)>,
    /// The conditions, sorted.
    pub(super) http: Option<(Vec<Http>, Place)>,
    /// What may be widened.
    pub(super) fallback: Option<Allowance>,
    /// Words for guards and reports, sorted.
    tags: Option<(Vec<Arc<str>>, Place)>,
    /// The user's own data.
    meta: Option<(Meta, Place)>,
}

impl Detail {
    /// Reads what stands on one writing, at `place`, in a file of `owner`. `None` where something is wrong, which is
    /// then reported.
    pub(super) fn read(
        written: tree::EdgeDetail,
        place: Place,
        owner: Option<&Arc<str>>,
        found: &mut Diagnostics,
    ) -> Option<Box<Self>> {
        let http = match &written.http {
            Some(written) => Some((http::conditions(written, found)?, written.place)),
            None => None,
        };
        let mut tags: Vec<Arc<str>> = written.common.tags.iter().map(|tag| Arc::from(tag.value.as_str())).collect();
        tags.sort_unstable();
        tags.dedup();
        Some(Box::new(Self {
            until: written.until.map(|until| (until.value, until.place)),
            http,
            fallback: written.fallback.map(|list| Allowance::read(&list, owner)),
            tags: (!tags.is_empty()).then_some((tags, place)),
            meta: written.common.meta.map(|meta| (meta, place)),
        }))
    }

    /// Takes over what another writing of the same edge says; what differs is reported.
    pub(super) fn join(&mut self, other: Self, found: &mut Diagnostics) {
        one(&mut self.until, other.until, "until", found);
        one(&mut self.http, other.http, "http", found);
        one(&mut self.tags, other.tags, "tags", found);
        one(&mut self.meta, other.meta, "meta", found);
        match (&mut self.fallback, other.fallback) {
            (Some(first), Some(again)) => {
                let kinds = |allowance: &Allowance| allowance.list.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
                if kinds(first) != kinds(&again) {
                    found.push(writings_differ::key(again.place, "fallback", first.place));
                }
                first.owners.extend(again.owners);
            }
            (None, Some(again)) => self.fallback = Some(again),
            (_, None) => {}
        }
    }

    /// What of it a graph keeps, before anything is widened; `None` where that is nothing.
    pub(super) fn kept(&self) -> Option<Box<graph::Detail>> {
        let kept = graph::Detail {
            until: self.until.map(|(until, _)| Arc::from(until.to_string())),
            http: self.http.as_ref().map(|(http, _)| http.clone()).unwrap_or_default(),
            tags: self.tags.as_ref().map(|(tags, _)| tags.clone()).unwrap_or_default(),
            meta: self.meta.as_ref().map(|(meta, _)| Arc::clone(meta)),
            ..graph::Detail::default()
        };
        (kept != graph::Detail::default()).then(|| Box::new(kept))
    }
}

/// One value of two writings: that of either where the other has none; two that differ are reported.
fn one<T: PartialEq>(first: &mut Option<(T, Place)>, again: Option<(T, Place)>, key: &str, found: &mut Diagnostics) {
    match (&*first, again) {
        (Some((value, place)), Some((other, other_place))) => {
            if *value != other {
                found.push(writings_differ::key(other_place, key, *place));
            }
        }
        (None, again) => *first = again,
        (Some(_), None) => {}
    }
}
