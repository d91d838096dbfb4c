//! What a function is told: which project, and which of its clusters.

use super::list::{ResourceList, is_null, string};
use crate::diagnostic::rule::{manifest_value, unknown_key};
use crate::diagnostic::{Diagnostics, Place, nearest};
use crate::manifest::{Entry, Node, Value};

/// npgen's own kind of configuration, with the key that has the arguments.
const OWN: Form = Form { api_version: "npgen.dev/v1", kind: "NetworkPolicies", arguments: "spec" };

/// What `kpt fn eval` makes of the arguments on its command line.
const CONFIG_MAP: Form = Form { api_version: "v1", kind: "ConfigMap", arguments: "data" };

/// The arguments.
const KEYS: [&str; 2] = ["project", "cluster"];

/// The arguments of the function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The folder of the project, as seen from where npgen looks for one.
    pub project: Option<String>,
    /// The cluster of the project.
    pub cluster: Option<String>,
}

/// An object that holds arguments.
struct Form {
    api_version: &'static str,
    kind: &'static str,
    /// The key that has them.
    arguments: &'static str,
}

impl Config {
    /// Reads the arguments of a list; one without `functionConfig` has none. `None` where they are wrong, which is found.
    pub fn of(list: &ResourceList<'_>, found: &mut Diagnostics) -> Option<Self> {
        let Some(node) = list.root.get("functionConfig").filter(|node| !is_null(node)) else {
            return Some(Self::default());
        };
        let mut reading = Reading { list, found: Diagnostics::default() };
        let config = reading.config(node);
        let is_sound = !reading.found.has_errors();
        found.append(reading.found);
        config.filter(|_| is_sound)
    }
}

/// A configuration that is being read.
struct Reading<'r, 't> {
    list: &'r ResourceList<'t>,
    found: Diagnostics,
}

impl Reading<'_, '_> {
    fn config(&mut self, node: &Node<'_>) -> Option<Config> {
        let api_version = self.needed(node, "apiVersion")?;
        let kind = self.needed(node, "kind")?;
        let place = |key| node.get(key).map(|node| self.list.place(node));
        let known = [OWN, CONFIG_MAP].into_iter().find(|known| known.kind == kind);
        let Some(known) = known else {
            let expected = [OWN.kind, CONFIG_MAP.kind];
            self.found.push(manifest_value::not_one_of(place("kind")?, kind, &expected));
            return None;
        };
        if api_version != known.api_version {
            self.found.push(manifest_value::not_one_of(place("apiVersion")?, api_version, &[known.api_version]));
        }
        self.known_keys(node, &["apiVersion", "kind", "metadata", known.arguments], "the functionConfig");
        let Some(arguments) = node.get(known.arguments).filter(|node| !is_null(node)) else {
            return Some(Config::default());
        };
        self.known_keys(arguments, &KEYS, &format!("`{}` of the functionConfig", known.arguments));
        Some(Config { project: self.text(arguments, "project"), cluster: self.text(arguments, "cluster") })
    }

    /// The text of a key that must be there.
    fn needed<'n>(&mut self, node: &'n Node<'_>, key: &str) -> Option<&'n str> {
        let Some(value) = node.get(key) else {
            self.found.push(manifest_value::missing_key(self.list.place(node), key));
            return None;
        };
        let text = string(value);
        if text.is_none() {
            self.found.push(manifest_value::wrong_type(self.list.place(value), "a string"));
        }
        text
    }

    /// The text of a key that may be there.
    fn text(&mut self, node: &Node<'_>, key: &str) -> Option<String> {
        node.get(key)?;
        self.needed(node, key).map(str::to_owned)
    }

    /// Finds the keys that are none of these.
    fn known_keys(&mut self, node: &Node<'_>, known: &[&str], of: &str) {
        let Value::Map(entries) = &node.value else {
            self.found.push(manifest_value::wrong_type(self.list.place(node), "a mapping"));
            return;
        };
        for Entry { key, key_span, .. } in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            let place = Place { source: self.list.source, start: key_span.start, end: key_span.end };
            let nearest = nearest(key, known.iter().copied());
            self.found.push(unknown_key::unknown(place, key, of, nearest, &[]));
        }
    }
}
