//! What is wrong with a project, as data.
//!
//! A phase puts what it finds into a [`Diagnostics`] sink and goes on; the caller decides when to stop. The words of
//! a message stand in one place, the file of its rule under `rule/`. How it is shown is up to a renderer.

mod nearest;
mod place;
mod position;
mod quoted;
pub mod rule;
mod selection;
mod sink;
mod source;
mod unreadable;

pub mod json;
pub mod text;

pub use nearest::nearest;
pub use place::Place;
pub use quoted::quoted;
pub use rule::{Rule, Severity};
pub use sink::Diagnostics;
pub use source::{Source, SourceId, Sources};
pub use unreadable::{escaped, is_unreadable};

/// One thing that is wrong: the rule it breaks, the words, the places and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// What is wrong, in lower case, without a full stop, user text in backticks.
    pub message: String,
    /// The places that show it, the one to look at first at the head; empty where no file is to blame.
    pub labels: Vec<Label>,
    /// What to do about it, one advice an entry.
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
        Self { rule, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Adds a place, the first one being where the caret stands.
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds advice.
    pub fn help(mut self, advice: impl Into<String>) -> Self {
        self.help.push(advice.into());
        self
    }
}
