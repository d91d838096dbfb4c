//! Intent files.

use toml::de::DeTable;

use super::edge::{CALLERS, CALLS, List};
use super::keys::{self, Kind};
use super::reader::{Fields, Reader, Value};
use super::tree::{Edge, External, File, Group, Namespace, Service, Spanned, Text};
use super::value;
use crate::diagnostic::SourceId;

/// The tree of an intent file.
pub(super) fn file(reader: &mut Reader<'_>, source: SourceId, document: &DeTable<'_>) -> File {
    let fields = reader.fields(document, &keys::INTENTS);
    File {
        source,
        namespace: text(reader, &fields, "namespace"),
        owner: words(reader, &fields, "owner"),
        services: nodes(reader, &fields, "services", &keys::SERVICE, service),
        externals: nodes(reader, &fields, "externals", &keys::EXTERNAL, external),
        groups: nodes(reader, &fields, "groups", &keys::GROUP, group),
        namespaces: nodes(reader, &fields, "namespaces", &keys::NAMESPACE, namespace),
    }
}

/// The nodes of one kind: tables by name.
fn nodes<N>(
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

fn service(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Service {
    Service {
        name,
        namespace: text(reader, fields, "namespace"),
        pods: optional(reader, fields, "pods", value::selector),
        ports: optional(reader, fields, "ports", value::ports),
        owner: words(reader, fields, "owner"),
        resolve: resolve(reader, fields),
        calls: edges(reader, fields, &CALLS),
        callers: edges(reader, fields, &CALLERS),
    }
}

fn external(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> External {
    External {
        name,
        cidr: optional(reader, fields, "cidr", Reader::texts),
        except: optional(reader, fields, "except", Reader::texts),
        ports: optional(reader, fields, "ports", value::ports),
        calls: edges(reader, fields, &CALLS),
        callers: edges(reader, fields, &CALLERS),
    }
}

fn group(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Group {
    Group {
        name,
        namespace: optional(reader, fields, "namespace", Reader::one_or_more_texts),
        pods: optional(reader, fields, "pods", value::selector),
        ports: optional(reader, fields, "ports", value::ports),
        resolve: resolve(reader, fields),
        calls: edges(reader, fields, &CALLS),
        callers: edges(reader, fields, &CALLERS),
    }
}

fn namespace(reader: &mut Reader<'_>, name: Text, fields: &Fields<'_, '_>) -> Namespace {
    Namespace {
        name,
        owner: words(reader, fields, "owner"),
        isolate: optional(reader, fields, "isolate", value::isolate),
        resolve: resolve(reader, fields),
    }
}

fn text(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, key: &str) -> Option<Text> {
    optional(reader, fields, key, Reader::text)
}

fn words(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, key: &str) -> Option<Text> {
    optional(reader, fields, key, Reader::words)
}

fn resolve(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> Option<Spanned<bool>> {
    optional(reader, fields, "resolve", Reader::boolean)
}

fn edges(reader: &mut Reader<'_>, fields: &Fields<'_, '_>, list: &List) -> Vec<Edge> {
    fields.get(list.key()).map(|value| list.read(reader, value)).unwrap_or_default()
}

fn optional<'r, T>(
    reader: &mut Reader<'r>,
    fields: &Fields<'_, '_>,
    key: &str,
    read: impl Fn(&mut Reader<'r>, &str, &Value<'_>) -> Option<T>,
) -> Option<T> {
    fields.get(key).and_then(|value| read(reader, key, value))
}
