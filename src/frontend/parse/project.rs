//! `npgen.toml`.

use toml::de::{DeTable, DeValue};

use super::keys;
use super::node::{nodes, optional};
use super::reader::{Fields, Reader, Value};
use super::tree::{
    Cluster, Flavor, NameDefinition, NameEntry, NameSource, NameTable, Paths, Profile, Project, Spanned, Text,
};
use super::{guard, intents, value};
use crate::diagnostic::rule::{language_version, missing_key, not_built_yet, unknown_flavor};
use crate::diagnostic::{Level, nearest};

/// The language that this npgen reads.
const LANGUAGE: i64 = 1;

/// The tree of `npgen.toml`. Of a file in another language nothing but that is said.
pub(super) fn project(reader: &mut Reader<'_>, document: &DeTable<'_>) -> Project {
    if !speaks_our_language(reader, document) {
        return Project::default();
    }
    let fields = reader.fields(document, &keys::PROJECT);
    let mut project = Project {
        flavor: optional(reader, &fields, "flavor", flavor),
        require: optional(reader, &fields, "require", value::require).unwrap_or_default(),
        consent_of_both: optional(reader, &fields, "consent", value::consent)
            .filter(|both| both.value)
            .map(|both| both.place),
        shared: texts(reader, &fields, "shared"),
        prefix: optional(reader, &fields, "prefix", Reader::text),
        manifests: texts(reader, &fields, "manifests"),
        paths: optional(reader, &fields, "paths", paths).unwrap_or_default(),
        lints: optional(reader, &fields, "lints", lints).unwrap_or_default(),
        clusters: nodes(reader, &fields, "clusters", &keys::CLUSTER, cluster),
        namespaces: intents::namespaces(reader, &fields),
        guards: guard::guards(reader, &fields),
        ..Project::default()
    };
    if let Some(table) = fields.get("defaults").and_then(|defaults| reader.table("defaults", defaults)) {
        let fields = reader.fields(table, &keys::DEFAULTS);
        project.default_pods = optional(reader, &fields, "pods", value::selector);
        project.default_isolate = optional(reader, &fields, "isolate", value::isolate);
    }
    if let Some(table) = fields.get("profile").and_then(|profile| reader.table("profile", profile)) {
        let fields = reader.fields(table, &keys::PROFILE);
        project.profile = profile(reader, &fields);
    }
    project
}

fn speaks_our_language(reader: &mut Reader<'_>, document: &DeTable<'_>) -> bool {
    let Some(written) = document.get("language") else {
        reader.report(missing_key::language(reader.start(), LANGUAGE));
        return true;
    };
    let Some(language) = reader.integer("language", written) else { return true };
    if language.value > LANGUAGE {
        reader.report(language_version::newer(language.place, language.value, LANGUAGE));
        return false;
    }
    if language.value < LANGUAGE {
        reader.report(language_version::unheard_of(language.place, language.value, LANGUAGE));
    }
    true
}

/// `flavor`: of those of the language, only one is built.
fn flavor(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Flavor>> {
    let flavor = reader.text(key, value)?;
    let written = flavor.value.as_str();
    let meant = match written {
        "kubernetes" => Flavor::Kubernetes,
        "cilium" | "calico" => {
            reader.report(not_built_yet::value(flavor.place, key, written, "`flavor = \"kubernetes\"`"));
            if written == "cilium" { Flavor::Cilium } else { Flavor::Calico }
        }
        _ => {
            let near = nearest(written, keys::FLAVORS);
            reader.report(unknown_flavor::unknown(flavor.place, written, near, &keys::FLAVORS));
            return None;
        }
    };
    Some(Spanned { value: meant, place: flavor.place })
}

fn paths(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Paths> {
    let table = reader.table(key, value)?;
    let fields = reader.fields(table, &keys::PATHS);
    Some(Paths {
        intents: optional(reader, &fields, "intents", Reader::text),
        out: optional(reader, &fields, "out", Reader::text),
        templates: optional(reader, &fields, "templates", Reader::text),
    })
}

fn lints(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Vec<(Text, Spanned<Level>)>> {
    let table = reader.table(key, value)?;
    let mut lints = Vec::with_capacity(table.len());
    for (lint, level) in table {
        let lint = reader.key(lint);
        if let Some(level) = value::lint_level(reader, &lint.value, level) {
            lints.push((lint, level));
        }
    }
    Some(lints)
}

fn cluster(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Cluster {
    Cluster {
        name,
        flavor: optional(reader, fields, "flavor", flavor),
        profile: profile(reader, fields),
        context: optional(reader, fields, "context", Reader::text),
        rename: optional(reader, fields, "rename", Reader::text),
    }
}

/// The keys of a profile.
fn profile(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> Profile {
    Profile {
        engine: optional(reader, fields, "engine", Reader::text),
        version: optional(reader, fields, "version", Reader::text),
        mesh: optional(reader, fields, "mesh", Reader::text),
        pod_cidr: optional(reader, fields, "pod_cidr", Reader::texts).map(|list| list.value),
        node_cidr: optional(reader, fields, "node_cidr", Reader::texts).map(|list| list.value),
        names: names(reader, fields),
    }
}

fn names(reader: &mut Reader<'_>, profile: &Fields<'_, '_>) -> Vec<NameEntry> {
    let Some(table) = profile.get("names").and_then(|names| reader.table("names", names)) else { return Vec::new() };
    let mut names = Vec::with_capacity(table.len());
    for (name, written) in table {
        let name = reader.key(name);
        let definition = match written.get_ref() {
            DeValue::String(_) => reader.text(&name.value, written).map(NameDefinition::Short),
            DeValue::Table(table) => Some(NameDefinition::Table(Box::new(name_table(reader, written, table)))),
            other => {
                reader.wrong_type(&name.value, "a preset, or a table with pods or addresses", written, other);
                None
            }
        };
        names.extend(definition.map(|definition| NameEntry { name, definition }));
    }
    names
}

fn name_table(reader: &mut Reader<'_>, written: &Value<'_>, table: &DeTable<'_>) -> NameTable {
    let fields = reader.fields(table, &keys::PROFILE_NAME);
    NameTable {
        preset: optional(reader, &fields, "preset", Reader::text),
        service: optional(reader, &fields, "service", Reader::text),
        namespace: optional(reader, &fields, "namespace", Reader::text),
        pods: optional(reader, &fields, "pods", value::selector),
        cidr: optional(reader, &fields, "cidr", Reader::texts),
        ports: optional(reader, &fields, "ports", value::ports),
        from: optional(reader, &fields, "from", sources).unwrap_or_default(),
        place: reader.place(written),
    }
}

/// `from`: where the calls of a name come from.
fn sources(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Vec<NameSource>> {
    let entries = reader.list(key, "places, like `\"@nodes\"` or `{ cidr = [...] }`", value)?;
    let mut sources = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry.get_ref() {
            DeValue::String(_) => sources.extend(reader.text(key, entry).map(NameSource::Short)),
            DeValue::Table(table) => {
                let fields = reader.fields(table, &keys::SOURCE);
                sources.push(NameSource::Table {
                    namespace: optional(reader, &fields, "namespace", Reader::text),
                    pods: optional(reader, &fields, "pods", value::selector),
                    cidr: optional(reader, &fields, "cidr", Reader::texts),
                    place: reader.place(entry),
                });
            }
            other => {
                reader.wrong_entry(key, "`\"@nodes\"`, a service, or a table with pods or addresses", entry, other);
            }
        }
    }
    Some(sources)
}

fn texts(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, key: &str) -> Vec<Text> {
    optional(reader, fields, key, Reader::texts).map(|list| list.value).unwrap_or_default()
}
