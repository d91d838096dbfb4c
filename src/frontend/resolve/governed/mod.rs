//! The namespaces: which there are, which of them are governed, and what is denied there by default.

mod facts;
mod labels;
mod rename;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::rule::{audit_not_in_flavor, invalid_name, unknown_namespace};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::frontend::parse::tree::{File, Flavor, Isolate, Project, Spanned, Stage, Text};
use crate::graph::{Namespace, NamespaceId};
use crate::sets::{Directions, LabelKey, LabelValues, Labels, Values};

use super::cluster::{Elsewhere, Setting};
use super::kubernetes::is_dns_label;
use super::profile::Known;
use facts::Facts;

/// The declared namespaces.
#[derive(Debug, Default)]
pub(super) struct Namespaces {
    /// Sorted by the name that the intents give them.
    pub(super) list: Vec<Namespace>,
    /// Where things are written, in the same order.
    places: Vec<Places>,
}

/// Where things are written of one namespace.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    /// `resolve`
    pub(super) resolve: Option<Place>,
    /// What makes it governed: `isolate`, or a service that lives there.
    pub(super) governed: Option<Place>,
}

impl Namespaces {
    /// The id of a declared namespace.
    pub(super) fn id(&self, name: &str) -> Option<NamespaceId> {
        let at = self.list.binary_search_by(|namespace| (*namespace.declared).cmp(name)).ok()?;
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
    pub(super) fn undeclared(&self, place: Place, name: &str) -> Diagnostic {
        let near = nearest(name, self.list.iter().map(|namespace| &*namespace.declared));
        if near.is_none() && !is_dns_label(name) {
            return invalid_name::namespace(place, name);
        }
        unknown_namespace::undeclared(place, name, near)
    }

    /// A namespace by its id.
    pub(super) fn get(&self, id: NamespaceId) -> Option<&Namespace> {
        self.list.get(usize::try_from(id.0).ok()?)
    }

    /// The name of a namespace as the intents have it; empty for an id of another graph.
    pub(super) fn name(&self, id: NamespaceId) -> &str {
        self.get(id).map_or("", |namespace| &namespace.declared)
    }

    /// The name of a namespace in the cluster; empty for an id of another graph.
    pub(super) fn name_in_cluster(&self, id: NamespaceId) -> Arc<str> {
        self.get(id).map(|namespace| namespace.name.clone()).unwrap_or_default()
    }

    /// Where things are written of a namespace.
    pub(super) fn places(&self, id: NamespaceId) -> Places {
        usize::try_from(id.0).ok().and_then(|at| self.places.get(at)).copied().unwrap_or_default()
    }

    /// Every id with its namespace.
    pub(super) fn iter(&self) -> impl Iterator<Item = (NamespaceId, &Namespace)> {
        (0..).map(NamespaceId).zip(&self.list)
    }
}

/// Gathers the namespaces: those of files, of services, of `[namespaces.NAME]` and of the profile.
pub(super) fn namespaces(
    project: &Project,
    setting: &Setting<'_>,
    (files, elsewhere): (&[File], &Elsewhere),
    known: &Known,
    found: &mut Diagnostics,
) -> Namespaces {
    let all = gathered(files, elsewhere, known, found);
    let by_default = project.default_isolate.as_ref().map_or(Directions::BOTH, directions);
    if setting.flavor == Flavor::Kubernetes {
        let audits = all.values().filter_map(|facts| facts.stage).filter(|stage| stage.value == Stage::Audit);
        audits.for_each(|stage| found.push(audit_not_in_flavor::namespace(stage.place)));
    }
    let mut namespaces = Namespaces {
        places: all.values().map(Facts::places).collect(),
        list: all.into_iter().map(|(name, facts)| facts.namespace(name, by_default, found)).collect(),
    };
    if let Some(pattern) = setting.rename {
        rename::rename(pattern, setting, &mut namespaces.list, found);
    }
    namespaces
}

/// What is said of each namespace, by name.
fn gathered<'t>(
    files: &'t [File],
    elsewhere: &Elsewhere,
    known: &'t Known,
    found: &mut Diagnostics,
) -> BTreeMap<&'t str, Facts<'t>> {
    let mut all: BTreeMap<&str, Facts<'_>> = known.namespaces().map(|(_, name)| (name, Facts::default())).collect();
    for file in files {
        if let Some(namespace) = file.namespace.as_ref().filter(|name| !elsewhere.has_namespace(&name.value)) {
            declare(&mut all, namespace, found);
        }
        for service in &file.services {
            if let Some(namespace) = &service.namespace {
                declare(&mut all, namespace, found);
            }
            if let Some(home) = service.namespace.as_ref().or(file.namespace.as_ref()) {
                all.entry(&home.value).or_default().add_service(service, file.owner.as_ref());
            }
        }
        for namespace in &file.namespaces {
            declare(&mut all, &namespace.name, found).add(namespace, found);
        }
    }
    all
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

/// `isolate` as directions.
pub(super) fn directions(written: &Spanned<Vec<Spanned<Isolate>>>) -> Directions {
    let holds = |direction| written.value.iter().any(|entry| entry.value == direction);
    Directions { ingress: holds(Isolate::Ingress), egress: holds(Isolate::Egress) }
}

/// Every pod of a namespace, as far as its labels are declared.
pub(super) fn every_pod(namespace: &Namespace) -> Labels {
    let mut pods = Labels::in_namespace(namespace.name.clone());
    for (key, value) in &namespace.labels {
        let values = match value {
            Some(value) => LabelValues::present(Values::only([value.clone()])),
            None => LabelValues::absent(),
        };
        pods = pods.narrow(&LabelKey::Namespace(key.clone()), &values).unwrap_or(pods);
    }
    pods
}
