//! JSON Schemas of the project's two kinds of file, for editors: made from the table of keys, so that they know what the
//! decoder knows.
//!
//! Draft 7, since that is what Taplo reads, which the TOML extensions of editors are made of. A schema looks at one file:
//! what is wrong between files, like a name that nothing declares, only npgen finds. Whatever npgen takes a schema takes
//! too; it refuses what it can say, not all that npgen refuses. Keys that are not built yet are unknown to it.

mod value;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::parse::keys::{EDGE, GUARD, INTENTS, Key, Kind, NOT_IN_CLUSTER, PROJECT, Takes};

/// The schema of an intent file.
pub fn intents() -> Value {
    schema(&INTENTS, "An intent file of npgen: a part of the service graph")
}

/// The schema of `npgen.toml`.
pub fn project() -> Value {
    schema(&PROJECT, "npgen.toml: the project, its defaults, and what the clusters are like")
}

fn schema(root: &'static Kind, title: &str) -> Value {
    let mut definitions = Definitions::default();
    let mut schema = definitions.table(root, Form::Whole);
    let definitions: Map<String, Value> =
        definitions.finished.into_iter().map(|(name, table)| (name, Value::Object(table))).collect();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!(title));
    schema.insert("definitions".to_owned(), Value::Object(definitions));
    Value::Object(schema)
}

/// Which keys of a kind of table there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// All.
    Whole,
    /// Those that a node can have otherwise in one cluster.
    InCluster,
    /// Those of an edge in `calls`.
    Calls,
    /// Those of an edge in `callers`.
    Callers,
}

impl Form {
    fn has(self, key: &Key) -> bool {
        match self {
            Self::Whole => true,
            Self::InCluster => !NOT_IN_CLUSTER.contains(&key.name),
            Self::Calls => key.name != "from",
            Self::Callers => key.name != "to",
        }
    }

    /// The keys that a table can't be without.
    fn needed(self, kind: &Kind) -> &'static [&'static str] {
        match self {
            Self::Calls => &["to"],
            Self::Callers => &["from"],
            Self::Whole if kind.name == PROJECT.name => &["language"],
            Self::Whole if kind.name == GUARD.name => &["from", "to"],
            Self::Whole | Self::InCluster => &[],
        }
    }

    /// The name of the definition of a kind of table: its words without the article, with hyphens.
    fn definition_name(self, kind: &Kind) -> String {
        let words = kind.name.split(|character: char| !character.is_ascii_alphanumeric());
        let words = words.filter(|word| !["", "a", "an"].contains(word));
        let name = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
        match self {
            Self::Whole => name,
            Self::InCluster => name + "-in-cluster",
            Self::Calls => "call".to_owned(),
            Self::Callers => "caller".to_owned(),
        }
    }
}

/// The tables that a schema names.
#[derive(Default)]
struct Definitions {
    finished: BTreeMap<String, Map<String, Value>>,
}

impl Definitions {
    /// A reference to a kind of table, which is defined where it is not yet.
    fn reference(&mut self, kind: &'static Kind, form: Form) -> Value {
        let name = form.definition_name(kind);
        if !self.finished.contains_key(&name) {
            // There before it is finished: a table may hold tables of its own kind.
            self.finished.insert(name.clone(), Map::new());
            let table = self.table(kind, form);
            self.finished.insert(name.clone(), table);
        }
        json!({ "$ref": format!("#/definitions/{name}") })
    }

    fn table(&mut self, kind: &'static Kind, form: Form) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in kind.keys.iter().filter(|key| form.has(key)) {
            properties.insert(key.name.to_owned(), self.property(key));
        }
        let mut table = Map::new();
        table.insert("type".to_owned(), json!("object"));
        table.insert("description".to_owned(), json!(kind.name));
        table.insert("properties".to_owned(), Value::Object(properties));
        table.insert("additionalProperties".to_owned(), json!(false));
        let needed = form.needed(kind);
        if !needed.is_empty() {
            table.insert("required".to_owned(), json!(needed));
        }
        table
    }

    fn property(&mut self, key: &Key) -> Value {
        let value = self.value(key);
        // Beside a `$ref` draft 7 reads nothing, so the words stand around it.
        match value.get("$ref") {
            Some(_) => json!({ "description": key.doc, "allOf": [value] }),
            None => value::with_description(value, key.doc),
        }
    }

    fn value(&mut self, key: &Key) -> Value {
        match key.takes {
            Takes::Edges(_) => {
                let form = if key.name == "calls" { Form::Calls } else { Form::Callers };
                let table = self.reference(&EDGE, form);
                value::list(&value::any_of([value::text(), table]))
            }
            Takes::Names(kind) => value::by_name(&value::any_of([value::text(), self.reference(kind, Form::Whole)])),
            Takes::Sources(kind) => value::list(&value::any_of([value::text(), self.reference(kind, Form::Whole)])),
            Takes::GuardEnds(kind) => {
                let table = self.reference(kind, Form::Whole);
                let one = value::any_of([value::text(), table.clone()]);
                value::any_of([value::text(), table, value::list(&one)])
            }
            Takes::Table(kind) => self.reference(kind, Form::Whole),
            Takes::Tables(kind) => value::by_name(&self.reference(kind, Form::Whole)),
            Takes::TableList(kind) => value::list(&self.reference(kind, Form::Whole)),
            Takes::Overrides(kind) => value::by_name(&self.reference(kind, Form::InCluster)),
            Takes::Text => value::text(),
            Takes::Words => value::words(),
            Takes::Texts => value::list(&value::text()),
            Takes::OneOrMoreTexts => value::any_of([value::text(), value::list(&value::text())]),
            Takes::Boolean => json!({ "type": "boolean" }),
            Takes::Number => json!({ "type": "integer" }),
            Takes::Date => value::date(),
            Takes::OneOf(words) => value::one_of(words),
            Takes::SomeOf(words) => value::list(&value::one_of(words)),
            Takes::Selector => value::selector(),
            Takes::Labels => value::labels(),
            Takes::Ports => value::ports(),
            Takes::OneOrMorePorts => value::one_or_more_ports(),
            Takes::Networks => value::list(&value::network()),
            Takes::LintLevels => value::by_lint(&value::one_of(&crate::diagnostic::Level::WORDS.map(|(word, _)| word))),
            Takes::Reasons => value::by_lint(&value::words()),
            Takes::Headers => value::headers(),
            Takes::Anything => json!({ "type": "object" }),
        }
    }
}
