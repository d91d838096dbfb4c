//! `[[never]]` and `[[always]]`.

use toml::de::{DeTable, DeValue};

use super::keys;
use super::node::optional;
use super::reader::{Fields, Reader, Value};
use super::tree::{Guard, GuardEnd};
use super::value;
use crate::diagnostic::rule::missing_key;

/// All guards of a file.
pub(super) fn guards(reader: &mut Reader<'_>, file: &Fields<'_, '_>) -> Vec<Guard> {
    let mut guards = Vec::new();
    for key in ["never", "always"] {
        let Some(entries) = file.get(key).and_then(|value| reader.list(key, "guards", value)) else { continue };
        for entry in entries {
            if let Some(table) = reader.table_entry(key, entry) {
                guards.extend(guard(reader, key, entry, table));
            }
        }
    }
    guards
}

fn guard(reader: &mut Reader<'_>, key: &str, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Guard> {
    let place = reader.place(entry);
    let fields = reader.fields(table, &keys::GUARD);
    let from = optional(reader, &fields, "from", ends);
    let to = optional(reader, &fields, "to", ends);
    if !fields.has_unknown {
        for end in ["from", "to"].into_iter().filter(|end| fields.get(end).is_none()) {
            reader.report(missing_key::end_of_guard(place, key, end));
        }
    }
    Some(Guard {
        never: key == "never",
        from: from?,
        to: to?,
        except: optional(reader, &fields, "except", ends).unwrap_or_default(),
        port: optional(reader, &fields, "port", value::one_or_more_ports),
        clusters: optional(reader, &fields, "clusters", Reader::texts),
        why: optional(reader, &fields, "why", Reader::words),
        enforce: optional(reader, &fields, "enforce", Reader::boolean),
        place,
    })
}

/// One end, or a list of them.
fn ends(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Vec<GuardEnd>> {
    match value.get_ref() {
        DeValue::Array(entries) => Some(entries.iter().filter_map(|entry| end(reader, key, entry)).collect()),
        _ => end(reader, key, value).map(|end| vec![end]),
    }
}

fn end(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<GuardEnd> {
    match value.get_ref() {
        DeValue::String(_) => reader.text(key, value).map(GuardEnd::Named),
        DeValue::Table(table) => {
            let fields = reader.fields(table, &keys::GUARD_END);
            Some(GuardEnd::Picked {
                namespaces: optional(reader, &fields, "namespaces", value::selector),
                pods: optional(reader, &fields, "pods", value::selector),
                tags: optional(reader, &fields, "tags", Reader::texts),
                place: reader.place(value),
            })
        }
        other => {
            reader.wrong_type(key, "a name, a table with `namespaces`, `pods` or `tags`, or a list", value, other);
            None
        }
    }
}
