//! The schemas of values that are no tables of the language.

use serde_json::{Map, Value, json};

use crate::diagnostic::rule;

/// A name that Kubernetes takes: of the nodes, and of what else is named by a table's key. DNS-1123 subdomain.
const NAME: &str = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

/// A label's key, with or without a prefix.
const LABEL_KEY: &str = "^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

/// A port that a node declares, as text.
const PORT: &str = "^((any|[0-9]+(-[0-9]+)?)(/(tcp|udp|sctp))?|icmp(v6)?(/[0-9]+)?)$";

/// Roughly a network: what is no address is left to npgen.
const NETWORK: &str = "^[0-9A-Fa-f:.]+/[0-9]{1,3}$";

/// Any of these.
pub(super) fn any_of(schemas: impl Into<Vec<Value>>) -> Value {
    json!({ "anyOf": schemas.into() })
}

/// A list.
pub(super) fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

/// A table of things by name.
pub(super) fn by_name(of: &Value) -> Value {
    json!({ "type": "object", "propertyNames": { "pattern": NAME, "maxLength": 253 }, "additionalProperties": of })
}

/// A table of things by lint.
pub(super) fn by_lint(of: &Value) -> Value {
    let lints: Map<String, Value> =
        rule::lints().map(|lint| (lint.name.to_owned(), with_description(of.clone(), lint.summary()))).collect();
    json!({ "type": "object", "properties": lints, "additionalProperties": false })
}

/// The schema with words that an editor shows.
pub(super) fn with_description(mut schema: Value, words: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(words));
    }
    schema
}

/// A string.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A string that says something.
pub(super) fn words() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// A date, which TOML's own type for it becomes in JSON.
pub(super) fn date() -> Value {
    json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// One of these words.
pub(super) fn one_of(words: &[&str]) -> Value {
    json!({ "enum": words })
}

/// A selector: labels by key, or a string in kubectl's syntax, which is more than a word.
pub(super) fn selector() -> Value {
    let value = any_of([text(), json!({ "type": "boolean" }), list(&text())]);
    let table = json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": LABEL_KEY },
        "additionalProperties": value,
    });
    any_of([json!({ "type": "string", "pattern": "[=! (]" }), table])
}

/// Labels that something has, or `false` for one that it has not.
pub(super) fn labels() -> Value {
    let value = any_of([text(), json!({ "const": false })]);
    json!({ "type": "object", "propertyNames": { "pattern": LABEL_KEY }, "additionalProperties": value })
}

/// A port that a node declares.
fn port() -> Value {
    any_of([number(), json!({ "type": "string", "pattern": PORT })])
}

fn number() -> Value {
    json!({ "type": "integer", "minimum": 1, "maximum": 65535 })
}

/// Ports by name, each one or a list, or a list of them.
pub(super) fn ports() -> Value {
    let some = any_of([port(), list(&port())]);
    let names = json!({ "pattern": "^[-a-z0-9]*[a-z][-a-z0-9]*$", "maxLength": 15 });
    let table = json!({ "type": "object", "propertyNames": names, "additionalProperties": some });
    any_of([table, list(&port())])
}

/// Ports of an edge, which may be names.
pub(super) fn one_or_more_ports() -> Value {
    any_of([number(), text(), list(&any_of([number(), text()]))])
}

/// A network.
pub(super) fn network() -> Value {
    json!({ "type": "string", "pattern": NETWORK })
}

/// Headers by name: a value, or `true`.
pub(super) fn headers() -> Value {
    json!({ "type": "object", "additionalProperties": any_of([text(), json!({ "const": true })]) })
}
