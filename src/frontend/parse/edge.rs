//! `calls` and `callers`.

use toml::de::{DeTable, DeValue};

use super::keys;
use super::reader::{Reader, Value};
use super::tree::Edge;
use super::value;
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
        Some(Edge { end, port, why, owner, place })
    }
}
