//! Diagnostics as SARIF 2.1.0, the format that code scanning reads.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html>; a section of it is named where it decides.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::position::{Lines, Position};
use super::selection::Selection;
use super::{Diagnostic, Diagnostics, Fix, Place, Rule, SourceId, Sources, uri};

/// How many findings of one rule are told: GitHub looks at 5,000 results of a run.
const OF_ONE_RULE: usize = 5000;

/// One run of npgen, told as one document when it is over.
#[derive(Debug, Default)]
pub struct Log {
    results: Vec<Value>,
    /// The rules of the results, by name.
    rules: BTreeMap<&'static str, &'static Rule>,
    notifications: Vec<Value>,
    failed: bool,
}

impl Log {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.results.is_empty() && self.notifications.is_empty()
    }

    /// Adds findings, at most five thousand of one rule, and those that are allowed, as suppressed ones.
    ///
    /// `root` is the way from the root of the repository to the project, empty or with `/` at its end.
    pub fn findings(&mut self, found: Diagnostics, sources: &Sources, root: &str) {
        let selection = Selection::of(found, OF_ONE_RULE);
        let mut files = Files { sources, root, lines: BTreeMap::new() };
        for diagnostic in &selection.shown {
            self.result(diagnostic, None, &mut files);
        }
        for allowed in &selection.allowed {
            self.result(&allowed.diagnostic, Some(&allowed.reason), &mut files);
        }
        for (rule, count) in &selection.not_shown {
            self.note(&format!("... and {count} more of `{rule}`"));
        }
    }

    /// Adds what is good to know.
    pub fn note(&mut self, message: &str) {
        self.notifications.push(json!({ "level": "note", "message": { "text": message } }));
    }

    /// Adds what kept npgen from its work.
    pub fn error(&mut self, message: &str) {
        self.failed = true;
        self.notifications.push(json!({ "level": "error", "message": { "text": message } }));
    }

    /// The document.
    pub fn render(mut self) -> String {
        let indices: BTreeMap<&str, usize> = self.rules.keys().copied().zip(0..).collect();
        for result in &mut self.results {
            let index = result.get("ruleId").and_then(Value::as_str).and_then(|name| indices.get(name));
            if let (Some(index), Some(result)) = (index, result.as_object_mut()) {
                result.insert("ruleIndex".to_owned(), json!(index));
            }
        }
        let log = json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "npgen",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": self.rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
                } },
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": !self.failed,
                    "toolExecutionNotifications": self.notifications,
                }],
                "results": self.results,
            }],
        });
        format!("{log:#}\n")
    }

    fn result(&mut self, diagnostic: &Diagnostic, allowed: Option<&str>, files: &mut Files<'_>) {
        self.rules.insert(diagnostic.rule.name, diagnostic.rule);
        let mut labels = diagnostic.labels.iter();
        let first = labels.next();
        let location = first.and_then(|label| files.location(label.place));
        let others: Vec<Value> = labels
            .filter_map(|label| {
                let mut location = files.location(label.place)?;
                if !label.text.is_empty() {
                    location.as_object_mut()?.insert("message".to_owned(), json!({ "text": label.text }));
                }
                Some(location)
            })
            .collect();
        let fix = diagnostic.fix.as_deref().and_then(|fix| files.fix(fix));
        let mut text = diagnostic.message.clone();
        if let Some(label) = first.filter(|label| !label.text.is_empty()) {
            text.extend([": ", &label.text]);
        }
        for advice in diagnostic.advice() {
            text.extend(["\n", advice]);
        }
        let mut result = json!({
            "ruleId": diagnostic.rule.name,
            "level": diagnostic.severity.name(),
            "message": { "text": text },
            "locations": location.into_iter().collect::<Vec<_>>(),
        });
        if let Some(result) = result.as_object_mut() {
            // Those that are left out say what empty ones would.
            if !others.is_empty() {
                result.insert("relatedLocations".to_owned(), json!(others));
            }
            if let Some(fix) = fix {
                result.insert("fixes".to_owned(), json!([fix]));
            }
            if let Some(reason) = allowed {
                let suppression = json!({ "kind": "inSource", "status": "accepted", "justification": reason });
                result.insert("suppressions".to_owned(), json!([suppression]));
            }
        }
        self.results.push(result);
    }
}

/// What is known of a rule (3.49).
fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": rule.explanation, "markdown": rule.explanation },
        "defaultConfiguration": { "level": rule.severity.name() },
    })
}

/// The files that places point into.
struct Files<'a> {
    sources: &'a Sources,
    root: &'a str,
    lines: BTreeMap<SourceId, Lines<'a>>,
}

impl Files<'_> {
    fn range(&mut self, place: Place) -> Option<(Position, Position)> {
        let source = self.sources.get(place.source)?;
        Some(self.lines.entry(place.source).or_insert_with(|| Lines::of(&source.text)).range(place))
    }

    /// A relative reference, against the folder that the reader of the document takes as root (3.4.3).
    fn artifact(&self, place: Place) -> Option<Value> {
        let source = self.sources.get(place.source)?;
        Some(json!({ "uri": uri::relative(&format!("{}{}", self.root, source.path)) }))
    }

    fn location(&mut self, place: Place) -> Option<Value> {
        let region = region(self.range(place)?);
        Some(json!({ "physicalLocation": { "artifactLocation": self.artifact(place)?, "region": region } }))
    }

    /// A fix (3.55).
    fn fix(&mut self, fix: &Fix) -> Option<Value> {
        let patch = fix.patch(self.sources)?;
        let replacement =
            json!({ "deletedRegion": region(self.range(patch.place)?), "insertedContent": { "text": patch.text } });
        Some(json!({
            "description": { "text": fix.advice },
            "artifactChanges": [{ "artifactLocation": self.artifact(patch.place)?, "replacements": [replacement] }],
        }))
    }
}

/// A region (3.30); its end column is the one behind the last character.
fn region((start, end): (Position, Position)) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::nearest;
    use crate::diagnostic::rule::{declared_twice, no_intents, range_may_hold_pods, unknown_key};

    fn rendered(log: Log) -> Value {
        serde_json::from_str(&log.render()).expect("a document")
    }

    #[test]
    fn a_result_has_its_rule_its_place_and_its_fix() {
        let mut sources = Sources::default();
        let source = sources.add("intents/größe 1.toml", "# größe\nprots = 1\n");
        let mut found = Diagnostics::default();
        let place = Place::new(source, 10..15);
        found.push(unknown_key::unknown(place, "prots", "a service", nearest("prots", ["ports"]), &[]));
        found.push(no_intents::none());
        let mut log = Log::default();
        log.findings(found, &sources, "net/");
        let log = rendered(log);
        let run = &log["runs"][0];
        let region = json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 6 });
        let file = json!({ "uri": "net/intents/gr%C3%B6%C3%9Fe%201.toml" });
        assert_eq!(
            run["results"][0],
            json!({
                "ruleId": "unknown-key",
                "ruleIndex": 1,
                "level": "error",
                "message": { "text": "unknown key `prots` in a service\ndid you mean `ports`?" },
                "locations": [{ "physicalLocation": { "artifactLocation": file, "region": region } }],
                "fixes": [{
                    "description": { "text": "did you mean `ports`?" },
                    "artifactChanges": [{
                        "artifactLocation": file,
                        "replacements": [{ "deletedRegion": region, "insertedContent": { "text": "ports" } }],
                    }],
                }],
            })
        );
        assert_eq!(run["results"][1]["locations"], json!([]));
        let rules: Vec<&Value> = (0..2).map(|index| &run["tool"]["driver"]["rules"][index]["id"]).collect();
        assert_eq!(rules, ["no-intents", "unknown-key"]);
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    }

    #[test]
    fn other_places_and_reasons_of_what_is_allowed_are_kept() {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", "[services.web]\n[services.web]\n");
        let mut found = Diagnostics::default();
        let (first, again) = (Place::new(source, 10..13), Place::new(source, 25..28));
        found.push(declared_twice::node(again, first, "the service `shop/web`"));
        found.allow(range_may_hold_pods::internet(first, "`pod_cidr`"), "it is the lab");
        let mut log = Log::default();
        log.findings(found, &sources, "");
        let log = rendered(log);
        let results = &log["runs"][0]["results"];
        assert_eq!(results[0]["relatedLocations"][0]["message"]["text"], "first here");
        assert_eq!(results[0]["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 1);
        let suppression = json!({ "kind": "inSource", "status": "accepted", "justification": "it is the lab" });
        assert_eq!((&results[1]["level"], &results[1]["suppressions"]), (&json!("warning"), &json!([suppression])));
    }

    #[test]
    fn what_is_no_finding_is_a_notification() {
        let mut log = Log::default();
        assert!(log.is_empty());
        log.note("proved");
        log.error("can't read `x`");
        assert!(!log.is_empty());
        let log = rendered(log);
        let invocation = &log["runs"][0]["invocations"][0];
        let levels: Vec<&Value> =
            (0..2).map(|index| &invocation["toolExecutionNotifications"][index]["level"]).collect();
        assert_eq!(levels, ["note", "error"]);
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(log["runs"][0]["results"], json!([]));
    }
}
