//! Diagnostics as the results of a KRM function.
//!
//! Source: `functions-spec.md` of kustomize, the schema `Result`: a message, a severity, a file, and tags.

use serde_json::{Value, json};

use super::position::Lines;
use super::selection::{FOR_PEOPLE, Selection};
use super::unreadable::escaped;
use super::{Diagnostic, Diagnostics, Sources};

/// What a function has to say, gathered until the end.
#[derive(Debug, Default)]
pub struct Results {
    results: Vec<Value>,
    root: String,
}

impl Results {
    /// No results yet. `root` is the way from where the function runs to the project, empty or with `/` at its end.
    pub fn new(root: impl Into<String>) -> Self {
        Self { results: Vec::new(), root: root.into() }
    }

    /// What went wrong, in words that belong to no rule.
    pub fn error(&mut self, message: &str) {
        self.add("error", message);
    }

    /// What is good to know.
    pub fn note(&mut self, message: &str) {
        self.add("info", message);
    }

    /// All findings in reading order, at most twenty of one rule, and an info for each rule of which there are more.
    pub fn findings(&mut self, found: Diagnostics, sources: &Sources) {
        let selection = Selection::of(found, FOR_PEOPLE);
        for diagnostic in &selection.shown {
            let result = self.finding(diagnostic, sources);
            self.results.push(result);
        }
        for (rule, count) in &selection.not_shown {
            self.note(&format!("... and {count} more of `{rule}`"));
        }
    }

    /// The results, each with `message` and `severity`, and where a file is to blame with `file` and, among its `tags`,
    /// the line.
    pub fn into_values(self) -> Vec<Value> {
        self.results
    }

    fn add(&mut self, severity: &str, message: &str) {
        self.results.push(json!({ "message": escaped(message), "severity": severity }));
    }

    fn finding(&self, diagnostic: &Diagnostic, sources: &Sources) -> Value {
        let mut words = escaped(&diagnostic.message).into_owned();
        for advice in diagnostic.advice() {
            words.extend(["; ", &escaped(advice)]);
        }
        let severity = diagnostic.severity.name();
        let rule = diagnostic.rule.name;
        let first = diagnostic.labels.first().map(|label| label.place);
        match first.and_then(|place| Some((place, sources.get(place.source)?))) {
            None => json!({ "message": words, "severity": severity, "tags": { "rule": rule } }),
            Some((place, source)) => {
                let line = Lines::of(&source.text).first(place).position.line.to_string();
                json!({
                    "message": words,
                    "severity": severity,
                    "file": { "path": format!("{}{}", self.root, escaped(&source.path)) },
                    "tags": { "rule": rule, "line": line },
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule::{no_intents, unknown_key};
    use crate::diagnostic::{Place, nearest};

    #[test]
    fn a_result_has_its_severity_and_its_file() {
        let mut sources = Sources::default();
        let source = sources.add("intents/a.toml", "# a\nprots = 1\n");
        let mut found = Diagnostics::default();
        found.push(unknown_key::unknown(
            Place::new(source, 4..9),
            "prots",
            "a service",
            nearest("prots", ["ports"]),
            &[],
        ));
        found.push(no_intents::none());
        let mut results = Results::new("net/");
        results.findings(found, &sources);
        results.note("proved\n::");
        let values = results.into_values();
        assert_eq!(
            values[0],
            json!({
                "message": "unknown key `prots` in a service; did you mean `ports`?",
                "severity": "error",
                "file": { "path": "net/intents/a.toml" },
                "tags": { "rule": "unknown-key", "line": "2" },
            })
        );
        assert_eq!((&values[1]["tags"], values[1].get("file")), (&json!({ "rule": "no-intents" }), None));
        assert_eq!(values[2], json!({ "message": "proved\\n::", "severity": "info" }));
    }
}
