//! The rules that a project can break: a file each, with its documentation and its words.
//!
//! A rule's file holds a `RULE` and a function for each way to break it that returns the finished message. No other
//! place words a message.

pub mod manifest_form;
pub mod policy_refused;

/// Every rule, by its name.
pub static ALL: &[&Rule] = &[&manifest_form::RULE, &policy_refused::RULE];

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
