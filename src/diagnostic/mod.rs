//! What is wrong with a project, as data.
//!
//! A phase puts what it finds into a [`Diagnostics`] sink and goes on; the caller decides when to stop. The words of
//! a message stand in one place, the file of its rule under `rule/`. How it is shown is up to a renderer.

mod fix;
mod levels;
mod nearest;
mod place;
mod position;
mod quoted;
pub mod rule;
mod selection;
mod sink;
mod source;
mod told;
mod unreadable;
mod uri;

pub mod github;
pub mod json;
pub mod results;
pub mod sarif;
pub mod text;

use std::cmp::Ordering;

pub use fix::{Fix, Patch};
pub use levels::{Level, Levels};
pub use nearest::{Nearest, nearest};
pub use place::Place;
pub use quoted::quoted;
pub use rule::{Rule, Severity};
pub use sink::{Allowed, Diagnostics};
pub use source::{Source, SourceId, Sources};
pub use told::Told;
pub use unreadable::{escaped, is_unreadable};

/// One thing that is wrong: the rule it breaks, the words, the places and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// How bad it is: that of the rule, unless the project sets another one.
    pub severity: Severity,
    /// What is wrong, in lower case, without a full stop, user text in backticks.
    pub message: String,
    /// The places that show it, the one to look at first at the head; empty where no file is to blame.
    pub labels: Vec<Label>,
    /// What is sure to mend it; boxed, since few have one and a diagnostic is often an `Err`.
    pub fix: Option<Box<Fix>>,
    /// What else to do about it, one advice an entry.
    pub help: Vec<String>,
}

/// A place with what is to be seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is to be seen, or empty where the message says it all.
    pub text: String,
}

impl Diagnostic {
    /// A message without a place.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        let (severity, message) = (rule.severity, message.into());
        Self { rule, severity, message, labels: Vec::new(), fix: None, help: Vec::new() }
    }

    /// Adds a place, the first one being where the caret stands.
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        let label = Label { place, text: text.into() };
        if !self.labels.contains(&label) {
            self.labels.push(label);
        }
        self
    }

    /// Adds advice.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }

    /// Adds advice with the change that is sure to carry it out: what is `written` at the place, as it is or in quotes,
    /// becomes `instead`.
    pub fn fix(mut self, advice: impl Into<String>, place: Place, written: &str, instead: impl Into<String>) -> Self {
        let (advice, written, instead) = (advice.into(), written.to_owned(), instead.into());
        self.fix = Some(Box::new(Fix { advice, place, written, instead }));
        self
    }

    /// Adds the name that was probably meant, where there is one, instead of that which is `written` at the place.
    pub fn did_you_mean(self, place: Place, written: &str, nearest: Option<Nearest>) -> Self {
        let Some(Nearest { name, alone }) = nearest else { return self };
        let advice = format!("did you mean `{name}`?");
        if alone { self.fix(advice, place, written, name) } else { self.help(advice) }
    }

    /// All advice, that of the fix first.
    fn advice(&self) -> impl Iterator<Item = &str> {
        let fix = self.fix.iter().map(|fix| fix.advice.as_str());
        fix.chain(self.help.iter().map(String::as_str))
    }

    /// Which of two findings a person reads first: by file and place, those without a place last.
    fn reading_order(&self, other: &Self) -> Ordering {
        let place = |diagnostic: &Self| diagnostic.labels.first().map(|label| label.place);
        let key = |diagnostic: &Self| (place(diagnostic).is_none(), place(diagnostic), diagnostic.rule.name);
        key(self).cmp(&key(other)).then_with(|| self.message.cmp(&other.message))
    }
}
