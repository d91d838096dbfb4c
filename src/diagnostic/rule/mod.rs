//! The rules that a project can break: a file each, with its documentation and its words.
//!
//! A rule's file holds a `RULE` and a function for each way to break it that returns the finished message. No other
//! place words a message.

pub mod control_character;
pub mod edge_end;
pub mod flavor_cannot_say;
pub mod language_version;
pub mod manifest_form;
pub mod missing_key;
pub mod no_intents;
pub mod not_built_yet;
pub mod not_proved;
pub mod policy_refused;
pub mod proof_difference;
pub mod proof_folder;
pub mod proof_hash;
pub mod proof_range;
pub mod toml_syntax;
pub mod unknown_flavor;
pub mod unknown_isolate;
pub mod unknown_key;
pub mod wrong_type;

use super::Diagnostic;

/// The advice where nothing in a project can be at fault.
const BUG: &str = "this is a bug in npgen that nothing in the intents can cause: nothing was written, please report it";

/// How bad it is to break a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written all the same.
    Warning,
}

/// A rule that a project can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name by which it is known everywhere, in lower case with hyphens.
    pub name: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What it asks for, why, and how to mend what breaks it, in Markdown: a first line that sums it up, then an
    /// example.
    pub explanation: &'static str,
}

/// Every rule, in alphabetical order.
pub static ALL: &[&Rule] = &[
    &control_character::RULE,
    &edge_end::RULE,
    &flavor_cannot_say::RULE,
    &language_version::RULE,
    &manifest_form::RULE,
    &missing_key::RULE,
    &no_intents::RULE,
    &not_built_yet::RULE,
    &not_proved::RULE,
    &policy_refused::RULE,
    &proof_difference::RULE,
    &proof_folder::RULE,
    &proof_hash::RULE,
    &proof_range::RULE,
    &toml_syntax::RULE,
    &unknown_flavor::RULE,
    &unknown_isolate::RULE,
    &unknown_key::RULE,
    &wrong_type::RULE,
];

/// A message on a file that npgen made and has not written yet: no renderer could show the place, so path and line
/// stand in the message.
pub fn before_writing(found: Diagnostic, path: &str, line: usize) -> Diagnostic {
    let seen: Vec<String> = found.labels.into_iter().map(|label| label.text).filter(|text| !text.is_empty()).collect();
    let seen = if seen.is_empty() { String::new() } else { format!(" ({})", seen.join("; ")) };
    let message = format!("line {line} of `{path}`: {}{seen}", found.message);
    Diagnostic { rule: found.rule, message, labels: Vec::new(), help: vec![BUG.to_owned()] }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::ALL;

    #[test]
    fn names_are_kebab_case_unique_and_in_order() {
        let names: Vec<&str> = ALL.iter().map(|rule| rule.name).collect();
        assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
        for name in names {
            let word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
            assert!(name.split('-').all(word), "{name}");
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test may look at the sources")]
    fn each_rule_has_its_file_and_each_file_its_rule() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/rule");
        let files: BTreeSet<String> = fs::read_dir(folder)
            .expect("the folder of rules")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
            .filter(|name| name != "mod.rs")
            .collect();
        let expected: BTreeSet<String> = ALL.iter().map(|rule| format!("{}.rs", rule.name.replace('-', "_"))).collect();
        assert_eq!(files, expected);
    }

    #[test]
    fn each_explanation_sums_up_gives_the_reason_and_shows_both_ways() {
        for rule in ALL {
            let (sum, reason) = rule.explanation.split_once("\n\n").expect(rule.name);
            assert!(sum.ends_with('.') && !sum.contains('\n'), "{}: {sum}", rule.name);
            assert!(!reason.starts_with("Wrong"), "{}: no reason", rule.name);
            assert!(reason.contains("\nWrong") && reason.contains("\nRight"), "{}: no examples", rule.name);
            assert_eq!(reason.matches("```").count(), 4, "{}: two examples", rule.name);
        }
    }
}
