//! The diff for programs, as `docs/diff.md` and [`SCHEMA`] describe it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::Shown;
use super::wording::{fate, headline, kind, who};
use crate::connections::{Kind, Who};
use crate::diagnostic::Sources;
use crate::diff::Cause;
use crate::diff::connections::{AtEnd, Changed, Connections};
use crate::diff::headline::{ByEdge, Headline};
use crate::diff::live::Live;
use crate::diff::objects::{self, Fate};
use crate::graph::Must;
use crate::report::connections::{ports, ports_json};
use crate::report::explain::{opened_json, verdict_json};
use crate::sets::Directions;

/// The JSON Schema, of draft 7, of what [`json()`] gives.
pub const SCHEMA: &str = include_str!("schema.json");

/// The diff as one object.
pub fn json(shown: Shown<'_>) -> Value {
    json!({
        "same": shown.diff.is_empty(),
        "connections": shown.diff.connections.as_ref().map(|half| connections(half, shown)),
        "objects": shown.diff.objects.as_ref().map(|half| self::objects(half)),
        "live": shown.diff.live.as_ref().map(|live| self::live(live, shown)),
    })
}

fn connections(connections: &Connections<'_>, shown: Shown<'_>) -> Value {
    let headlines = connections.headlines.iter().map(|one| headline_json(one, connections, shown.after));
    let changes = connections.changed.iter().map(|changed| change(changed, connections, shown));
    let mut told = totals_json(connections);
    if let Some(told) = told.as_object_mut() {
        told.insert("headlines".to_owned(), headlines.collect());
        told.insert("changes".to_owned(), changes.collect());
    }
    told
}

fn live(live: &Live<'_>, shown: Shown<'_>) -> Value {
    let others = live.others.as_ref().map(|others| {
        let changes = others.changed.iter().map(|changed| change(changed, others, shown));
        let mut told = counts_json(others);
        if let Some(told) = told.as_object_mut() {
            told.insert("changes".to_owned(), changes.collect());
        }
        told
    });
    json!({ "others": others, "unwanted": unwanted_json(live), "edited": edited_json(live) })
}

/// How many connections changed in which way.
pub(super) fn counts_json(connections: &Connections<'_>) -> Value {
    json!({
        "opened": connections.count(Kind::Opened),
        "widened": connections.count(Kind::Widened),
        "replaced": connections.count(Kind::Replaced),
        "closed": connections.count(Kind::Closed),
        "narrowed": connections.count(Kind::Narrowed),
    })
}

/// The policies of npgen's that nobody wants.
pub(super) fn unwanted_json(live: &Live<'_>) -> Value {
    live.unwanted.iter().map(ToString::to_string).collect()
}

/// The policies into which somebody wrote.
pub(super) fn edited_json(live: &Live<'_>) -> Value {
    live.edited.iter().map(|(name, by)| json!({ "object": name.to_string(), "by": by })).collect()
}

/// How many connections changed in which way, and who is new and gone.
pub(super) fn totals_json(connections: &Connections<'_>) -> Value {
    let names = |list: &[Arc<str>]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut told = counts_json(connections);
    if let Some(told) = told.as_object_mut() {
        told.insert("unchanged".to_owned(), connections.unchanged.into());
        told.insert("new".to_owned(), names(&connections.new).into());
        told.insert("gone".to_owned(), names(&connections.gone).into());
    }
    told
}

fn objects(changed: &[objects::Changed]) -> Value {
    let one = |changed: &objects::Changed| {
        json!({
            "fate": fate(changed.fate),
            "object": changed.name.to_string(),
            "group": changed.name.group,
            "kind": changed.name.kind,
            "namespace": Some(&changed.name.namespace).filter(|namespace| !namespace.is_empty()),
            "name": changed.name.name,
            "hunks": changed.hunks,
        })
    };
    let mut told = totals_of_objects_json(changed);
    if let Some(told) = told.as_object_mut() {
        told.insert("list".to_owned(), changed.iter().map(one).collect());
    }
    told
}

/// How many objects have which fate.
pub(super) fn totals_of_objects_json(changed: &[objects::Changed]) -> Value {
    json!({
        "created": objects::count(changed, Fate::Created),
        "changed": objects::count(changed, Fate::Changed),
        "deleted": objects::count(changed, Fate::Deleted),
    })
}

/// A headline: its kind, what it is about, and the sentence that people are told.
pub(super) fn headline_json(one: &Headline, connections: &Connections<'_>, sources: &Sources) -> Value {
    let by = |edge: &ByEdge| {
        json!({
            "place": sources.line_of(edge.place),
            "source": who(&edge.source, &connections.names),
            "destination": who(&edge.destination, &connections.names),
        })
    };
    let named = |name: &Arc<str>| who(&Who::Party(name.clone()), &connections.names);
    let mut told = match one {
        Headline::NamespaceOpens { namespace, directions } => {
            json!({ "kind": "namespace-opens", "namespace": &**namespace, "directions": self::directions(*directions) })
        }
        Headline::NothingIsolates { pods, directions } => {
            json!({ "kind": "nothing-isolates", "pods": named(pods), "directions": self::directions(*directions) })
        }
        Headline::GuardFails { place, must, why, example } => json!({
            "kind": "guard-fails",
            "place": sources.line_of(*place),
            "must": match must { Must::Never => "never", Must::Always => "always" },
            "why": why.as_deref(),
            "example": example.as_ref().map(|example| {
                json!({ "source": example.caller, "destination": example.callee, "port": example.port })
            }),
        }),
        Headline::FromInternet { destination, ports: on } => {
            json!({ "kind": "from-internet", "destination": named(destination), "conn": ports(on) })
        }
        Headline::ToInternet { source, ports: on } => {
            json!({ "kind": "to-internet", "source": named(source), "conn": ports(on) })
        }
        Headline::Fallback { widened, edge } => {
            let widened: Vec<String> = widened.iter().map(ToString::to_string).collect();
            json!({ "kind": "fallback", "widened": widened, "edge": by(edge) })
        }
        Headline::OwnersCrossed { from, to, edge } => {
            json!({ "kind": "owners-crossed", "from": &**from, "to": &**to, "edge": by(edge) })
        }
        Headline::EdgeExpired { place, day, caller, callee } => json!({
            "kind": "edge-expired",
            "place": sources.line_of(*place),
            "day": &**day,
            "caller": &**caller,
            "callee": &**callee,
        }),
    };
    if let Some(told) = told.as_object_mut() {
        told.insert("text".to_owned(), Value::String(headline(one, connections, sources)));
    }
    told
}

fn directions(directions: Directions) -> Vec<String> {
    directions.iter().map(|direction| direction.to_string()).collect()
}

fn change(changed: &Changed<'_>, connections: &Connections<'_>, shown: Shown<'_>) -> Value {
    let Changed { change, ends } = changed;
    let end = |end: &Who| {
        let networks = match end {
            Who::Party(_) => None,
            Who::Addresses(addresses) => Some(addresses.to_nets().iter().map(ToString::to_string).collect::<Vec<_>>()),
        };
        json!({ "name": who(end, &connections.names), "networks": networks })
    };
    json!({
        "kind": kind(change.kind()),
        "source": end(&change.source),
        "destination": end(&change.destination),
        "before": { "conn": ports(&change.before), "ports": ports_json(&change.before) },
        "after": { "conn": ports(&change.after), "ports": ports_json(&change.after) },
        "ends": ends.iter().map(|end| at_end(end, shown)).collect::<Vec<_>>(),
    })
}

fn at_end(end: &AtEnd<'_>, shown: Shown<'_>) -> Value {
    json!({
        "direction": end.direction.to_string(),
        "port": end.port.to_string(),
        "before": cause(&end.before, shown.before),
        "after": cause(&end.after, shown.after),
    })
}

fn cause(cause: &Cause<'_>, sources: &Sources) -> Value {
    match cause {
        Cause::NotIsolated => json!({ "kind": "not-isolated", "passes": true }),
        Cause::Isolated => json!({ "kind": "isolated", "passes": false }),
        Cause::Opened(openings) => {
            let by: Vec<Value> = openings.iter().map(|opening| opened_json(opening, sources)).collect();
            json!({ "kind": "opened", "passes": true, "by": by })
        }
        Cause::Policy(said) => verdict_json(said, sources),
    }
}
