//! The rules that a project can break: a file each, with its documentation and its words.
//!
//! A rule's file holds a `RULE` and a function for each way to break it that returns the finished message. No other
//! place words a message.

pub mod ambiguous_name;
pub mod and_written_as_or;
pub mod audit_not_in_flavor;
pub mod both_environments;
pub mod connection_closed;
pub mod connection_opened;
pub mod consent_missing;
pub mod contradictory_selector;
pub mod control_character;
pub mod declared_twice;
pub mod dns_cut_off;
pub mod edge_end;
pub mod edge_without_rule;
pub mod emptied_range;
pub mod empty_selector;
pub mod empty_text;
pub mod equal_selectors;
pub mod except_outside_cidr;
pub mod expires_soon;
pub mod external_without_cidr;
pub mod flavor_cannot_say;
pub mod governed_profile_name;
pub mod guard_broken;
pub mod guard_end;
pub mod hidden_rule;
pub mod host_network;
pub mod host_network_differs;
pub mod http_may_be_undone;
pub mod http_undone;
pub mod icmp_not_in_flavor;
pub mod invalid_cidr;
pub mod invalid_dns;
pub mod invalid_http;
pub mod invalid_label;
pub mod invalid_name;
pub mod invalid_path;
pub mod invalid_port;
pub mod invalid_version;
pub mod labels_differ;
pub mod language_version;
pub mod manifest_form;
pub mod manifest_syntax;
pub mod manifest_value;
pub mod may_not_hold_on_engine;
pub mod missing_key;
pub mod missing_namespace;
pub mod namespace_not_there;
pub mod nested_selectors;
pub mod no_intents;
pub mod no_single_namespace;
pub mod no_workload;
pub mod nodes_unknown;
pub mod not_built_yet;
pub mod not_in_cluster;
pub mod not_on_engine;
pub mod not_proved;
pub mod nothing_left;
pub mod nothing_picked;
pub mod odd_protocol;
pub mod one_sided_edge;
pub mod open_by_empty_list;
pub mod opens_more_on_engine;
pub mod owners_differ;
pub mod peer_matches_nothing;
pub mod policy_form;
pub mod policy_not_judged;
pub mod policy_refused;
pub mod policy_selects_nothing;
pub mod port_needed;
pub mod port_not_declared;
pub mod port_of_service;
pub mod port_twice;
pub mod profile_name;
pub mod proof_difference;
pub mod proof_folder;
pub mod proof_hash;
pub mod proof_range;
pub mod range_inside_cluster;
pub mod range_may_hold_pods;
pub mod rename;
pub mod reserved_name;
pub mod resolve_conflict;
pub mod review_first;
pub mod selector_syntax;
pub mod source_not_kept;
pub mod toml_syntax;
pub mod unbounded_group;
pub mod undeclared_label;
pub mod unknown_cluster;
pub mod unknown_flavor;
pub mod unknown_isolate;
pub mod unknown_key;
pub mod unknown_lint;
pub mod unknown_name;
pub mod unknown_namespace;
pub mod unknown_placeholder;
pub mod unknown_port;
pub mod unknown_value;
pub mod unused_fallback;
pub mod unused_node;
pub mod wide_range;
pub mod workload_not_selected;
pub mod workload_of_two_services;
pub mod world_needs_ranges;
pub mod writings_differ;
pub mod wrong_group;
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

impl Rule {
    /// Whether a project may set how bad it is to break the rule, or allow it at a place: it may for all that warn.
    pub fn is_lint(&self) -> bool {
        self.severity == Severity::Warning
    }

    /// The first line of the explanation, which sums it up.
    pub fn summary(&self) -> &'static str {
        self.explanation.lines().next().unwrap_or_default()
    }
}

impl Severity {
    /// The severity as it is written: `error` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The rule of this name.
pub fn named(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

/// The rules whose level a project may set.
pub fn lints() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().copied().filter(|rule| rule.is_lint())
}

/// Every rule, in alphabetical order.
pub static ALL: &[&Rule] = &[
    &ambiguous_name::RULE,
    &and_written_as_or::RULE,
    &audit_not_in_flavor::RULE,
    &both_environments::RULE,
    &connection_closed::RULE,
    &connection_opened::RULE,
    &consent_missing::RULE,
    &contradictory_selector::RULE,
    &control_character::RULE,
    &declared_twice::RULE,
    &dns_cut_off::RULE,
    &edge_end::RULE,
    &edge_without_rule::RULE,
    &emptied_range::RULE,
    &empty_selector::RULE,
    &empty_text::RULE,
    &equal_selectors::RULE,
    &except_outside_cidr::RULE,
    &expires_soon::RULE,
    &external_without_cidr::RULE,
    &flavor_cannot_say::RULE,
    &governed_profile_name::RULE,
    &guard_broken::RULE,
    &guard_end::RULE,
    &hidden_rule::RULE,
    &host_network::RULE,
    &host_network_differs::RULE,
    &http_may_be_undone::RULE,
    &http_undone::RULE,
    &icmp_not_in_flavor::RULE,
    &invalid_cidr::RULE,
    &invalid_dns::RULE,
    &invalid_http::RULE,
    &invalid_label::RULE,
    &invalid_name::RULE,
    &invalid_path::RULE,
    &invalid_port::RULE,
    &invalid_version::RULE,
    &labels_differ::RULE,
    &language_version::RULE,
    &manifest_form::RULE,
    &manifest_syntax::RULE,
    &manifest_value::RULE,
    &may_not_hold_on_engine::RULE,
    &missing_key::RULE,
    &missing_namespace::RULE,
    &namespace_not_there::RULE,
    &nested_selectors::RULE,
    &no_intents::RULE,
    &no_single_namespace::RULE,
    &no_workload::RULE,
    &nodes_unknown::RULE,
    &not_built_yet::RULE,
    &not_in_cluster::RULE,
    &not_on_engine::RULE,
    &not_proved::RULE,
    &nothing_left::RULE,
    &nothing_picked::RULE,
    &odd_protocol::RULE,
    &one_sided_edge::RULE,
    &open_by_empty_list::RULE,
    &opens_more_on_engine::RULE,
    &owners_differ::RULE,
    &peer_matches_nothing::RULE,
    &policy_form::RULE,
    &policy_not_judged::RULE,
    &policy_refused::RULE,
    &policy_selects_nothing::RULE,
    &port_needed::RULE,
    &port_not_declared::RULE,
    &port_of_service::RULE,
    &port_twice::RULE,
    &profile_name::RULE,
    &proof_difference::RULE,
    &proof_folder::RULE,
    &proof_hash::RULE,
    &proof_range::RULE,
    &range_inside_cluster::RULE,
    &range_may_hold_pods::RULE,
    &rename::RULE,
    &reserved_name::RULE,
    &resolve_conflict::RULE,
    &review_first::RULE,
    &selector_syntax::RULE,
    &source_not_kept::RULE,
    &toml_syntax::RULE,
    &unbounded_group::RULE,
    &undeclared_label::RULE,
    &unknown_cluster::RULE,
    &unknown_flavor::RULE,
    &unknown_isolate::RULE,
    &unknown_key::RULE,
    &unknown_lint::RULE,
    &unknown_name::RULE,
    &unknown_namespace::RULE,
    &unknown_placeholder::RULE,
    &unknown_port::RULE,
    &unknown_value::RULE,
    &unused_fallback::RULE,
    &unused_node::RULE,
    &wide_range::RULE,
    &workload_not_selected::RULE,
    &workload_of_two_services::RULE,
    &world_needs_ranges::RULE,
    &writings_differ::RULE,
    &wrong_group::RULE,
    &wrong_type::RULE,
];

/// A message on a file that npgen made and has not written yet: no renderer could show the place, so path and line
/// stand in the message.
pub fn before_writing(found: Diagnostic, path: &str, line: usize) -> Diagnostic {
    let seen: Vec<String> = found.labels.into_iter().map(|label| label.text).filter(|text| !text.is_empty()).collect();
    let seen = if seen.is_empty() { String::new() } else { format!(" ({})", seen.join("; ")) };
    let message = format!("line {line} of `{path}`: {}{seen}", found.message);
    Diagnostic::new(found.rule, message).help(BUG)
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
