//! What nodes of every kind are read with.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::keys::{Kind, NOT_IN_CLUSTER};
use super::reader::{Fields, Reader, Value};
use super::tree::{Common, Override, Text};
use crate::diagnostic::rule::not_in_cluster;

/// The nodes of one kind: tables by name.
pub(super) fn nodes<N>(
    reader: &mut Reader<'_>,
    file: &Fields<'_, '_>,
    key: &str,
    kind: &'static Kind,
    read: impl Fn(&mut Reader<'_>, Text, &Fields<'_, '_>) -> N,
) -> Vec<N> {
    let Some(tables) = file.get(key).and_then(|value| reader.table(key, value)) else { return Vec::new() };
    let mut nodes = Vec::with_capacity(tables.len());
    for (name, value) in tables {
        let name = reader.key(name);
        if let Some(table) = reader.table(&name.value, value) {
            let fields = reader.fields(table, kind);
            nodes.push(read(reader, name, &fields));
        }
    }
    nodes
}

/// The value of a key, read where it is written.
pub(super) fn optional<'r, T>(
    reader: &mut Reader<'r>,
    fields: &Fields<'_, '_>,
    key: &str,
    read: impl Fn(&mut Reader<'r>, &str, &Value<'_>) -> Option<T>,
) -> Option<T> {
    fields.get(key).and_then(|value| read(reader, key, value))
}

/// `clusters`, `tags`, `meta` and `allow`.
pub(super) fn common(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> Common {
    Common {
        clusters: optional(reader, fields, "clusters", Reader::texts),
        tags: optional(reader, fields, "tags", Reader::texts).map(|tags| tags.value).unwrap_or_default(),
        meta: optional(reader, fields, "meta", meta),
        allow: optional(reader, fields, "allow", reasons).unwrap_or_default(),
    }
}

/// `in`: by cluster, the fields that differ there.
pub(super) fn overrides<F>(
    reader: &mut Reader<'_>,
    fields: &Fields<'_, '_>,
    kind: &'static Kind,
    read: impl Fn(&mut Reader<'_>, &Fields<'_, '_>) -> F,
) -> Vec<Override<F>> {
    let Some(clusters) = fields.get("in").and_then(|value| reader.table("in", value)) else { return Vec::new() };
    let mut overrides = Vec::with_capacity(clusters.len());
    for (cluster, value) in clusters {
        let cluster = reader.key(cluster);
        let Some(table) = reader.table(&cluster.value, value) else { continue };
        for (key, _) in table.iter().filter(|(key, _)| NOT_IN_CLUSTER.contains(&key.get_ref().as_ref())) {
            reader.report(not_in_cluster::key(reader.place(key), key.get_ref()));
        }
        let fields = reader.fields(table, kind);
        overrides.push(Override {
            cluster,
            fields: read(reader, &fields),
            tags: optional(reader, &fields, "tags", Reader::texts).map(|tags| tags.value),
            meta: optional(reader, &fields, "meta", meta),
            allow: optional(reader, &fields, "allow", reasons),
        });
    }
    overrides
}

/// `meta`: a table, kept as it is.
fn meta(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Arc<serde_json::Value>> {
    reader.table(key, value).map(|table| Arc::new(table_as_json(table)))
}

/// `allow`: reasons by name of a lint.
fn reasons(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Vec<(Text, Text)>> {
    let table = reader.table(key, value)?;
    let mut reasons = Vec::with_capacity(table.len());
    for (lint, reason) in table {
        let lint = reader.key(lint);
        if let Some(reason) = reader.words(&lint.value, reason) {
            reasons.push((lint, reason));
        }
    }
    Some(reasons)
}

fn table_as_json(table: &DeTable<'_>) -> serde_json::Value {
    table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect()
}

fn as_json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => number.into(),
            // Beyond 64 bits: as it is written.
            Err(_) => number.as_str().into(),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>().ok().and_then(serde_json::Number::from_f64) {
            Some(number) => serde_json::Value::Number(number),
            // Infinity, which JSON lacks: as it is written.
            None => number.as_str().into(),
        },
        DeValue::Boolean(boolean) => (*boolean).into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(entries) => entries.iter().map(|entry| as_json(entry.get_ref())).collect(),
        DeValue::Table(table) => table_as_json(table),
    }
}
