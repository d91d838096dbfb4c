//! The namespaces: which there are, which of them are governed, and what is denied there by default.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::rule::{declared_twice, governed_profile_name, invalid_name, unknown_namespace};
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::frontend::parse::tree::{self, File, Isolate, Project, Spanned, Text};
use crate::graph::{Namespace, NamespaceId};
use crate::sets::Directions;

use super::kubernetes::is_dns_label;
use super::profile::Known;

/// The declared namespaces.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// Sorted by name.
    pub(super) list: Vec<Namespace>,
    /// Where `resolve` of each is written, in the same order.
    pub(super) resolve_places: Vec<Option<Place>>,
}

impl Namespaces {
    /// The id of a declared namespace.
    pub(super) fn id(&self, name: &str) -> Option<NamespaceId> {
        let at = self.list.binary_search_by(|namespace| (*namespace.name).cmp(name)).ok()?;
        u32::try_from(at).ok().map(NamespaceId)
    }

    /// The id of a namespace that must be declared.
    pub(super) fn declared(&self, name: &Text, found: &mut Diagnostics) -> Option<NamespaceId> {
        let id = self.id(&name.value);
        if id.is_none() {
            found.push(self.undeclared(name.place, &name.value));
        }
        id
    }

    /// That a namespace is not declared, with the nearest name that is.
    pub(super) fn undeclared(&self, place: Place, name: &str) -> crate::diagnostic::Diagnostic {
        let near = nearest(name, self.list.iter().map(|namespace| &*namespace.name));
        if near.is_none() && !is_dns_label(name) {
            return invalid_name::namespace(place, name);
        }
        unknown_namespace::undeclared(place, name, near)
    }

    /// A namespace by its id.
    pub(super) fn get(&self, id: NamespaceId) -> Option<&Namespace> {
        self.list.get(usize::try_from(id.0).ok()?)
    }

    /// The name of a namespace; empty for an id of another graph.
    pub(super) fn name(&self, id: NamespaceId) -> &str {
        self.get(id).map_or("", |namespace| &namespace.name)
    }

    /// Where `resolve` of a namespace is written.
    pub(super) fn resolve_place(&self, id: NamespaceId) -> Option<Place> {
        self.resolve_places.get(usize::try_from(id.0).ok()?).copied().flatten()
    }
}

/// What all files together say of one namespace.
#[derive(Default)]
struct Facts<'t> {
    owner: Option<&'t Text>,
    isolate: Option<&'t Spanned<Vec<Spanned<Isolate>>>>,
    resolve: Option<&'t Spanned<bool>>,
    /// A service that lives there.
    service: Option<Place>,
    /// The owners of the files that declare services there.
    file_owners: BTreeSet<&'t str>,
}

/// Gathers the namespaces: those of files, of services, of `[namespaces.NAME]` and of the profile.
pub(super) fn namespaces(project: &Project, files: &[File], known: &Known, found: &mut Diagnostics) -> Namespaces {
    let mut all: BTreeMap<&str, Facts<'_>> = known.namespaces().map(|(_, name)| (name, Facts::default())).collect();
    for file in files {
        if let Some(namespace) = &file.namespace {
            declare(&mut all, namespace, found);
        }
        for service in &file.services {
            if let Some(namespace) = &service.namespace {
                declare(&mut all, namespace, found);
            }
            if let Some(home) = service.namespace.as_ref().or(file.namespace.as_ref()) {
                let facts = all.entry(&home.value).or_default();
                facts.service = facts.service.into_iter().chain([service.name.place]).min();
                facts.file_owners.extend(file.owner.as_ref().map(|owner| owner.value.as_str()));
            }
        }
        for namespace in &file.namespaces {
            let facts = declare(&mut all, &namespace.name, found);
            merge(facts, namespace, found);
        }
    }
    for (name, namespace) in known.namespaces() {
        let Some(facts) = all.get(namespace) else { continue };
        if let Some(governed) = facts.service.or(facts.isolate.map(|isolate| isolate.place)) {
            let definition = known.names.get(name).and_then(|known| known.place);
            found.push(governed_profile_name::name(definition, name, namespace, governed));
        }
    }
    let by_default = project.default_isolate.as_ref().map_or(Directions::BOTH, directions);
    Namespaces {
        resolve_places: all.values().map(|facts| facts.resolve.map(|resolve| resolve.place)).collect(),
        list: all.into_iter().map(|(name, facts)| facts.namespace(name, by_default)).collect(),
    }
}

fn declare<'a, 't>(
    all: &'a mut BTreeMap<&'t str, Facts<'t>>,
    name: &'t Text,
    found: &mut Diagnostics,
) -> &'a mut Facts<'t> {
    if !is_dns_label(&name.value) {
        found.push(invalid_name::namespace(name.place, &name.value));
    }
    all.entry(&name.value).or_default()
}

/// Adds one `[namespaces.NAME]`: each field may be given once.
fn merge<'t>(facts: &mut Facts<'t>, written: &'t tree::Namespace, found: &mut Diagnostics) {
    let mut twice = |first: Option<Place>, place: Option<Place>, field| {
        if let (Some(first), Some(place)) = (first, place) {
            let (first, place) = (first.min(place), first.max(place));
            found.push(declared_twice::field(place, first, &written.name.value, field));
        }
    };
    twice(facts.owner.map(|owner| owner.place), written.fields.owner.as_ref().map(|owner| owner.place), "owner");
    twice(facts.isolate.map(|list| list.place), written.fields.isolate.as_ref().map(|list| list.place), "isolate");
    twice(
        facts.resolve.map(|resolve| resolve.place),
        written.fields.resolve.as_ref().map(|resolve| resolve.place),
        "resolve",
    );
    facts.owner = facts.owner.or(written.fields.owner.as_ref());
    facts.isolate = facts.isolate.or(written.fields.isolate.as_ref());
    facts.resolve = facts.resolve.or(written.fields.resolve.as_ref());
}

impl Facts<'_> {
    fn namespace(self, name: &str, by_default: Directions) -> Namespace {
        let isolated = match (self.isolate, self.service) {
            (Some(written), _) => directions(written),
            (None, Some(_)) => by_default,
            (None, None) => Directions::NONE,
        };
        // The one owner of all files that declare services there; of two, neither.
        let of_files = self.file_owners.first().filter(|_| self.file_owners.len() == 1).copied();
        Namespace {
            name: Arc::from(name),
            governed: self.service.is_some() || self.isolate.is_some(),
            isolated,
            owner: self.owner.map(|owner| owner.value.as_str()).or(of_files).map(Arc::from),
            resolve: self.resolve.map(|resolve| resolve.value),
            ..Namespace::default()
        }
    }
}

fn directions(written: &Spanned<Vec<Spanned<Isolate>>>) -> Directions {
    let holds = |direction| written.value.iter().any(|entry| entry.value == direction);
    Directions { ingress: holds(Isolate::Ingress), egress: holds(Isolate::Egress) }
}
