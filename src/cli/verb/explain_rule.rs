//! `npgen explain-rule`: what a rule asks for and why.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::form::Form;
use crate::cli::output::Output;
use crate::diagnostic::rule::{self, Rule};
use crate::diagnostic::{Nearest, nearest};

/// Explain a rule that a message names, or list all rules
///
/// A message begins with the name of its rule, like `error[unknown-name]`. The explanation says what the rule asks for and
/// why, with an example of what is wrong and what is right.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct ExplainRule {
    /// The rule; without one, all are listed
    #[arg(value_name = "RULE")]
    name: Option<String>,

    /// How it is printed
    #[arg(short, long, value_enum, value_name = "FORM", default_value_t)]
    output: Form,
}

const EXAMPLES: &str = "\
Examples:
  npgen explain-rule unknown-name
  npgen explain-rule                       lists all rules
  npgen explain-rule -o json";

impl ExplainRule {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        let Some(name) = &self.name else { return output.data(&list(self.output)) };
        let Some(rule) = rule::named(name) else { return output.error(&unknown(name)) };
        output.data(&match self.output {
            Form::Text => format!("# {} ({})\n\n{}", rule.name, kind(rule), rule.explanation),
            Form::Json => format!("{}\n", object(rule)),
        })
    }
}

/// Every rule, a line each.
fn list(form: Form) -> String {
    let width = rule::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    let line = |rule: &Rule| match form {
        Form::Text => format!("{:width$}  {:5}  {}\n", rule.name, kind(rule), rule.summary()),
        Form::Json => format!("{}\n", object(rule)),
    };
    rule::ALL.iter().map(|rule| line(rule)).collect()
}

/// Whether it is always an error, or a lint, whose level a project sets.
fn kind(rule: &Rule) -> &'static str {
    if rule.is_lint() { "lint" } else { "error" }
}

fn object(rule: &Rule) -> Value {
    json!({
        "rule": rule.name,
        "severity": rule.severity.name(),
        "lint": rule.is_lint(),
        "summary": rule.summary(),
        "explanation": rule.explanation,
    })
}

fn unknown(name: &str) -> String {
    let known = rule::ALL.iter().map(|rule| rule.name);
    match nearest(name, known) {
        Some(Nearest { name: near, .. }) => format!("there is no rule `{name}`, did you mean `{near}`?"),
        None => format!("there is no rule `{name}`: `npgen explain-rule` lists them all"),
    }
}
