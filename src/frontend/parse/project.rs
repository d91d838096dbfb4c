//! `npgen.toml`.

use toml::de::{DeTable, DeValue};

use super::keys;
use super::reader::{Fields, Reader};
use super::tree::{NameDefinition, NameEntry, Project};
use super::value;
use crate::diagnostic::nearest;
use crate::diagnostic::rule::{language_version, missing_key, not_built_yet, unknown_flavor};

/// The language that this npgen reads.
const LANGUAGE: i64 = 1;

/// The flavors of the language, the one that is built first.
const FLAVORS: [&str; 3] = ["kubernetes", "cilium", "calico"];

/// The presets of name resolution in the language that are not built yet.
const LATER_DNS_PRESETS: [&str; 3] = ["openshift", "node-local", "gke-cloud-dns"];

/// The tree of `npgen.toml`. Of a file in another language nothing but that is said.
pub(super) fn project(reader: &mut Reader<'_>, document: &DeTable<'_>) -> Project {
    let mut project = Project::default();
    if !speaks_our_language(reader, document) {
        return project;
    }
    let fields = reader.fields(document, &keys::PROJECT);
    check_flavor(reader, &fields);
    if let Some(table) = fields.get("defaults").and_then(|defaults| reader.table("defaults", defaults)) {
        let fields = reader.fields(table, &keys::DEFAULTS);
        project.default_pods = fields.get("pods").and_then(|pods| value::selector(reader, "pods", pods));
        project.default_isolate = fields.get("isolate").and_then(|isolate| value::isolate(reader, "isolate", isolate));
    }
    if let Some(table) = fields.get("profile").and_then(|profile| reader.table("profile", profile)) {
        let fields = reader.fields(table, &keys::PROFILE);
        let mut ranges = |key| Some(reader.texts(key, fields.get(key)?)?.value);
        project.pod_cidr = ranges("pod_cidr");
        project.node_cidr = ranges("node_cidr");
        project.names = names(reader, &fields);
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

fn check_flavor(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) {
    let Some(flavor) = fields.get("flavor").and_then(|flavor| reader.text("flavor", flavor)) else { return };
    let written = flavor.value.as_str();
    if written == "kubernetes" {
        return;
    }
    if FLAVORS.contains(&written) {
        reader.report(not_built_yet::value(flavor.place, "flavor", written, "`flavor = \"kubernetes\"`"));
    } else {
        reader.report(unknown_flavor::unknown(flavor.place, written, nearest(written, FLAVORS), &FLAVORS));
    }
}

fn names(reader: &mut Reader<'_>, profile: &Fields<'_, '_>) -> Vec<NameEntry> {
    let Some(table) = profile.get("names").and_then(|names| reader.table("names", names)) else { return Vec::new() };
    let mut names = Vec::with_capacity(table.len());
    for (name, written) in table {
        let name = reader.key(name);
        let definition = match written.get_ref() {
            DeValue::String(_) => preset(reader, &name.value, written),
            DeValue::Table(table) => {
                let fields = reader.fields(table, &keys::PROFILE_NAME);
                Some(NameDefinition::Table {
                    namespace: fields.get("namespace").and_then(|value| reader.text("namespace", value)),
                    pods: fields.get("pods").and_then(|value| value::selector(reader, "pods", value)),
                    cidr: fields.get("cidr").and_then(|value| reader.texts("cidr", value)),
                    ports: fields.get("ports").and_then(|value| value::ports(reader, "ports", value)),
                    place: reader.place(written),
                })
            }
            other => {
                reader.wrong_type(&name.value, "a preset, or a table with pods or addresses", written, other);
                None
            }
        };
        names.extend(definition.map(|definition| NameEntry { name, definition }));
    }
    names
}

/// A name that is a string. Services (`ingress/nginx`) and most presets belong to the language but are not built yet.
fn preset(reader: &mut Reader<'_>, name: &str, written: &super::reader::Value<'_>) -> Option<NameDefinition> {
    let preset = reader.text(name, written)?;
    if preset.value.contains('/') {
        reader.report(not_built_yet::service_as_name(preset.place, name));
        return None;
    }
    if name == "dns" && LATER_DNS_PRESETS.contains(&preset.value.as_str()) {
        let instead = "`dns = \"kubeadm\"`, or a table with pods or addresses,";
        reader.report(not_built_yet::value(preset.place, name, &preset.value, instead));
        return None;
    }
    Some(NameDefinition::Preset(preset))
}
