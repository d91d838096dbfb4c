//! `calls` and `callers`.

use toml::de::{DeTable, DeValue};

use super::keys;
use super::reader::{Fields, Reader, Value};
use super::tree::{Edge, EdgeDetail, HeaderValue, Http, Spanned, Text};
use super::{node, value};
use crate::diagnostic::rule::{edge_end, missing_key};

/// One of the two lists of edges, in its own words.
pub(super) struct List {
    /// Its key.
    key: &'static str,
    /// The key of the other end in its tables.
    end: &'static str,
    /// The key of the other end in the tables of the other list.
    opposite_end: &'static str,
    /// The key of the other list.
    opposite: &'static str,
}

/// `calls`
pub(super) const CALLS: List = List { key: "calls", end: "to", opposite_end: "from", opposite: "callers" };

/// `callers`
pub(super) const CALLERS: List = List { key: "callers", end: "from", opposite_end: "to", opposite: "calls" };

impl List {
    /// Its key.
    pub(super) fn key(&self) -> &'static str {
        self.key
    }

    /// Reads its entries.
    pub(super) fn read(&self, reader: &mut Reader<'_>, list: &Value<'_>) -> Vec<Edge> {
        let Some(entries) = reader.list(self.key, "edges", list) else { return Vec::new() };
        let mut edges = Vec::with_capacity(entries.len());
        for entry in entries {
            let edge = match entry.get_ref() {
                DeValue::String(_) => reader.text(self.key, entry).map(|end| Edge {
                    place: end.place,
                    end,
                    port: None,
                    why: None,
                    owner: None,
                    detail: None,
                }),
                DeValue::Table(table) => self.table(reader, entry, table),
                other => {
                    reader.wrong_entry(self.key, "a name like `\"catalog:grpc\"`, or a table", entry, other);
                    None
                }
            };
            edges.extend(edge);
        }
        edges
    }

    fn table(&self, reader: &mut Reader<'_>, entry: &Value<'_>, table: &DeTable<'_>) -> Option<Edge> {
        let fields = reader.fields(table, &keys::EDGE);
        let place = reader.place(entry);
        let port = fields.get("port").and_then(|port| value::one_or_more_ports(reader, "port", port));
        let why = fields.get("why").and_then(|why| reader.words("why", why));
        let owner = fields.get("owner").and_then(|owner| reader.words("owner", owner));
        let detail = detail(reader, &fields);
        let turned_around = fields.with_key(self.opposite_end);
        if let Some((key, _)) = turned_around {
            let at = reader.place(key);
            reader.report(edge_end::turned_around(at, self.opposite_end, self.key, self.end, self.opposite));
        }
        let Some(end) = fields.get(self.end) else {
            if turned_around.is_none() && !fields.has_unknown {
                reader.report(missing_key::other_end(place, self.key, self.end));
            }
            return None;
        };
        let end = reader.text(self.end, end)?;
        Some(Edge { end, port, why, owner, detail, place })
    }
}

/// What few edges have; `None` where an edge has nothing of it.
fn detail(reader: &mut Reader<'_>, fields: &Fields<'_, '_>) -> Option<Box<EdgeDetail>> {
    let detail = EdgeDetail {
        until: fields.get("until").and_then(|value| reader.date("until", value)),
        http: fields.get("http").and_then(|value| http(reader, value)),
        fallback: fields.get("fallback").and_then(|value| value::fallback(reader, "fallback", value)),
        common: node::common(reader, fields),
    };
    (detail != EdgeDetail::default()).then(|| Box::new(detail))
}

/// `http`: a list of conditions.
fn http(reader: &mut Reader<'_>, list: &Value<'_>) -> Option<Spanned<Vec<Http>>> {
    let entries = reader.list("http", "conditions", list)?;
    let mut conditions = Vec::with_capacity(entries.len());
    for entry in entries {
        if let Some(table) = reader.table_entry("http", entry) {
            conditions.push(condition(reader, entry, table));
        }
    }
    Some(Spanned { value: conditions, place: reader.place(list) })
}

fn condition(reader: &mut Reader<'_>, entry: &Value<'_>, table: &DeTable<'_>) -> Http {
    let fields = reader.fields(table, &keys::HTTP);
    let mut text = |key: &str| fields.get(key).and_then(|value| reader.text(key, value));
    let (path, path_prefix, path_regex, host) = (text("path"), text("path_prefix"), text("path_regex"), text("host"));
    Http {
        methods: fields.get("method").and_then(|value| reader.one_or_more_texts("method", value)),
        path,
        path_prefix,
        path_regex,
        host,
        headers: fields.get("headers").map(|value| headers(reader, value)).unwrap_or_default(),
        place: reader.place(entry),
    }
}

fn headers(reader: &mut Reader<'_>, value: &Value<'_>) -> Vec<(Text, Spanned<HeaderValue>)> {
    let Some(table) = reader.table("headers", value) else { return Vec::new() };
    let mut headers = Vec::with_capacity(table.len());
    for (name, value) in table {
        let name = reader.key(name);
        let place = reader.place(value);
        let meant = match value.get_ref() {
            DeValue::Boolean(true) => Some(HeaderValue::Present),
            DeValue::String(_) => reader.text(&name.value, value).map(|text| HeaderValue::Exact(text.value)),
            other => {
                reader.wrong_type(&name.value, "a value, or `true` for a header that is there", value, other);
                None
            }
        };
        headers.extend(meant.map(|value| (name, Spanned { value, place })));
    }
    headers
}
