//! What all files together say of one namespace.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::rule::declared_twice;
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, Isolate, NamespaceLabels, Spanned, Text};
use crate::frontend::resolve::nodes::tags;
use crate::graph::{Meta, Namespace, Stage};
use crate::sets::Directions;

use super::{Places, directions, labels};

/// What all files together say of one namespace.
#[derive(Debug, Default)]
pub(super) struct Facts<'t> {
    owner: Option<&'t Text>,
    isolate: Option<&'t Spanned<Vec<Spanned<Isolate>>>>,
    resolve: Option<&'t Spanned<bool>>,
    pub(super) stage: Option<&'t Spanned<tree::Stage>>,
    labels: Option<&'t Spanned<NamespaceLabels>>,
    tags: &'t [Text],
    meta: Option<(&'t Meta, Place)>,
    /// Where its `calls` and `callers` begin.
    calls: Option<Place>,
    callers: Option<Place>,
    /// The name in its first `[namespaces.NAME]`.
    table: Option<Place>,
    /// A service that lives there, and not on the nodes' network.
    service: Option<Place>,
    /// The owners of the files that declare services there.
    file_owners: BTreeSet<&'t str>,
}

impl<'t> Facts<'t> {
    /// Adds a service that lives there.
    pub(super) fn add_service(&mut self, service: &'t tree::Service, file_owner: Option<&'t Text>) {
        let is_on_nodes = service.fields.host_network.as_ref().is_some_and(|host_network| host_network.value);
        if !is_on_nodes {
            self.service = self.service.into_iter().chain([service.name.place]).min();
        }
        self.file_owners.extend(file_owner.map(|owner| owner.value.as_str()));
    }

    /// Adds one `[namespaces.NAME]`: each field may be given once.
    pub(super) fn add(&mut self, written: &'t tree::Namespace, found: &mut Diagnostics) {
        let (fields, common) = (&written.fields, &written.common);
        self.table = self.table.into_iter().chain([written.name.place]).min();
        let mut twice = |first: Option<Place>, place: Option<Place>, field| {
            if let (Some(first), Some(place)) = (first, place) {
                let (first, place) = (first.min(place), first.max(place));
                found.push(declared_twice::field(place, first, &written.name.value, field));
            }
        };
        let meta = common.meta.as_ref().map(|meta| (meta, written.name.place));
        let calls = written.calls.first().map(|edge| edge.place);
        let callers = written.callers.first().map(|edge| edge.place);
        let first_tag = |tags: &[Text]| tags.first().map(|tag| tag.place);
        twice(place(self.owner), place(fields.owner.as_ref()), "owner");
        twice(place(self.isolate), place(fields.isolate.as_ref()), "isolate");
        twice(place(self.resolve), place(fields.resolve.as_ref()), "resolve");
        twice(place(self.stage), place(fields.stage.as_ref()), "stage");
        twice(place(self.labels), place(fields.labels.as_ref()), "labels");
        twice(first_tag(self.tags), first_tag(&common.tags), "tags");
        twice(self.meta.map(|(_, place)| place), meta.map(|(_, place)| place), "meta");
        twice(self.calls, calls, "calls");
        twice(self.callers, callers, "callers");
        self.owner = self.owner.or(fields.owner.as_ref());
        self.isolate = self.isolate.or(fields.isolate.as_ref());
        self.resolve = self.resolve.or(fields.resolve.as_ref());
        self.stage = self.stage.or(fields.stage.as_ref());
        self.labels = self.labels.or(fields.labels.as_ref());
        self.tags = if self.tags.is_empty() { &common.tags } else { self.tags };
        self.meta = self.meta.or(meta);
        self.calls = self.calls.or(calls);
        self.callers = self.callers.or(callers);
    }

    /// Where things are written.
    pub(super) fn places(&self) -> Places {
        Places { resolve: place(self.resolve), governed: place(self.isolate).or(self.service) }
    }

    /// The namespace that they are about.
    pub(super) fn namespace(self, name: &str, by_default: Directions, found: &mut Diagnostics) -> Namespace {
        let isolated = match (self.isolate, self.service) {
            (Some(written), _) => directions(written),
            (None, Some(_)) => by_default,
            (None, None) => Directions::NONE,
        };
        // The one owner of all files that declare services there; of two, neither.
        let of_files = self.file_owners.first().filter(|_| self.file_owners.len() == 1).copied();
        Namespace {
            name: Arc::from(name),
            declared: Arc::from(name),
            labels: self.labels.map(|written| labels::read(&written.value, found)).unwrap_or_default(),
            governed: self.service.is_some() || self.isolate.is_some(),
            stage: match self.stage.map(|stage| stage.value) {
                Some(tree::Stage::Off) => Stage::Off,
                Some(tree::Stage::Audit) => Stage::Audit,
                Some(tree::Stage::Enforce) | None => Stage::Enforce,
            },
            isolated,
            owner: self.owner.map(|owner| owner.value.as_str()).or(of_files).map(Arc::from),
            resolve: self.resolve.map(|resolve| resolve.value),
            tags: tags(self.tags),
            meta: self.meta.map(|(meta, _)| meta.clone()),
            place: self.table,
        }
    }
}

fn place<T>(written: Option<&Spanned<T>>) -> Option<Place> {
    written.map(|written| written.place)
}
