//! Guards.

use super::{Port, Selector, Spanned, Text};
use crate::diagnostic::Place;

/// One `[[never]]` or `[[always]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Whether it is `[[never]]`.
    pub never: bool,
    /// `from`
    pub from: Vec<GuardEnd>,
    /// `to`
    pub to: Vec<GuardEnd>,
    /// `except`
    pub except: Vec<GuardEnd>,
    /// `port`
    pub port: Option<Spanned<Vec<Port>>>,
    /// `clusters`
    pub clusters: Option<Spanned<Vec<Text>>>,
    /// `why`
    pub why: Option<Text>,
    /// `enforce`
    pub enforce: Option<Spanned<bool>>,
    /// The whole guard.
    pub place: Place,
}

/// An end of a guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardEnd {
    /// An end as in edges, with its `:port` if it has one.
    Named(Text),
    /// A table.
    Picked {
        /// `namespaces`, by label.
        namespaces: Option<Spanned<Selector>>,
        /// `pods`, by label.
        pods: Option<Spanned<Selector>>,
        /// `tags`: nodes that have all of these.
        tags: Option<Spanned<Vec<Text>>>,
        /// The whole table.
        place: Place,
    },
}

impl GuardEnd {
    /// The whole of it.
    pub fn place(&self) -> Place {
        match self {
            Self::Named(text) => text.place,
            Self::Picked { place, .. } => *place,
        }
    }
}
