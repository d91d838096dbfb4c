//! `allow`: lints that are silent at one place, each with its reason.

use std::collections::BTreeMap;

use crate::diagnostic::rule::{self, unknown_lint};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::frontend::parse::tree::{Common, Edge, File, Spanned, Text};

/// What is allowed where.
#[derive(Debug, Clone, Default)]
pub struct Allowances(Vec<Allowance>);

#[derive(Debug, Clone)]
struct Allowance {
    lint: &'static str,
    reason: String,
    /// The name and the fields of a node, or the whole of an edge.
    places: Vec<Place>,
}

impl Allowances {
    /// What the nodes and edges of these files allow. What is no lint is reported.
    pub(super) fn gather(files: &[File], found: &mut Diagnostics) -> Self {
        let mut all = Self::default();
        let mut of_namespaces: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
        for node in files.iter().flat_map(|file| &file.namespaces) {
            let fields = [place(node.fields.isolate.as_ref()), place(node.fields.labels.as_ref())];
            let places = fields.into_iter().flatten().chain([node.name.place]);
            of_namespaces.entry(&node.name.value).or_default().extend(places);
        }
        for file in files {
            for node in &file.services {
                let fields = &node.fields;
                let places = [
                    place(fields.pods.as_ref()),
                    place(fields.ports.as_ref()),
                    place(fields.isolate.as_ref()),
                    place(fields.host_network.as_ref()),
                    place(fields.fallback.as_ref()),
                ];
                all.node(&node.name, &node.common, &places, [&node.calls, &node.callers], found);
            }
            for node in &file.externals {
                let fields = &node.fields;
                let places = [
                    place(fields.cidr.as_ref()),
                    place(fields.dns.as_ref()),
                    place(fields.ports.as_ref()),
                    place(fields.fallback.as_ref()),
                ];
                all.node(&node.name, &node.common, &places, [&node.calls, &node.callers], found);
            }
            for node in &file.groups {
                let fields = &node.fields;
                let places = [
                    place(fields.pods.as_ref()),
                    place(fields.namespaces.as_ref()),
                    place(fields.ports.as_ref()),
                    place(fields.fallback.as_ref()),
                ];
                all.node(&node.name, &node.common, &places, [&node.calls, &node.callers], found);
            }
            for node in &file.namespaces {
                // It may stand in several files, and `allow` only in one of them.
                let places = of_namespaces.get(&*node.name.value).into_iter().flatten().copied().map(Some);
                let places: Vec<_> = places.collect();
                all.node(&node.name, &node.common, &places, [&node.calls, &node.callers], found);
            }
        }
        all
    }

    fn node(
        &mut self,
        name: &Text,
        common: &Common,
        fields: &[Option<Place>],
        edges: [&Vec<Edge>; 2],
        found: &mut Diagnostics,
    ) {
        let places: Vec<Place> = fields.iter().copied().flatten().chain([name.place]).collect();
        self.add(&common.allow, &places, found);
        for edge in edges.into_iter().flatten() {
            if let Some(detail) = &edge.detail {
                self.add(&detail.common.allow, &[edge.place], found);
            }
        }
    }

    fn add(&mut self, allow: &[(Text, Text)], places: &[Place], found: &mut Diagnostics) {
        for (lint, reason) in allow {
            match rule::named(&lint.value) {
                Some(rule) if rule.is_lint() => {
                    let reason = reason.value.clone();
                    self.0.push(Allowance { lint: rule.name, reason, places: places.to_vec() });
                }
                Some(rule) => found.push(unknown_lint::not_a_lint(lint.place, rule.name)),
                None => {
                    let near = nearest(&lint.value, rule::lints().map(|rule| rule.name));
                    found.push(unknown_lint::unknown(lint.place, &lint.value, near));
                }
            }
        }
    }

    /// Allows the findings that may be where they were made.
    pub fn apply(&self, found: &mut Diagnostics) {
        found.allow_where(|finding| self.reason(finding).map(str::to_owned));
    }

    /// Why a finding may be, where one of the places that it shows allows it.
    fn reason(&self, finding: &Diagnostic) -> Option<&str> {
        let allowance = self.0.iter().find(|allowance| {
            let shows = |place: &Place| finding.labels.iter().any(|label| place.holds(label.place));
            allowance.lint == finding.rule.name && allowance.places.iter().any(shows)
        })?;
        Some(&allowance.reason)
    }
}

fn place<T>(written: Option<&Spanned<T>>) -> Option<Place> {
    written.map(|written| written.place)
}
