//! Which connections are asked for.

use std::fmt;
use std::str::FromStr;

use crate::sets::{Addresses, Ports};

use super::Name;
use super::party::Party;

/// Which connections are asked for; by default all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Who calls: any of these; empty: anyone.
    pub from: Vec<Pattern>,
    /// Who is called: any of these; empty: anyone.
    pub to: Vec<Pattern>,
    /// On which ports; `None`: on any.
    pub ports: Option<Ports>,
}

impl Selection {
    pub(super) fn is_source(&self, name: &Name) -> bool {
        self.from.is_empty() || self.from.iter().any(|pattern| pattern.is_about(name))
    }

    pub(super) fn is_destination(&self, name: &Name) -> bool {
        self.to.is_empty() || self.to.iter().any(|pattern| pattern.is_about(name))
    }

    /// Whether all that are asked for are among these.
    pub(super) fn check(&self, parties: &[Party]) -> Result<(), Unmatched> {
        let is_there = |pattern: &Pattern, may: fn(&Party) -> bool| {
            parties.iter().any(|party| may(party) && pattern.is_about(&party.name))
        };
        if let Some(pattern) = self.from.iter().find(|pattern| !is_there(pattern, |party| party.calls)) {
            return Err(Unmatched::Source(pattern.clone()));
        }
        match self.to.iter().find(|pattern| !is_there(pattern, |party| party.is_called)) {
            Some(pattern) => Err(Unmatched::Destination(pattern.clone())),
            None => Ok(()),
        }
    }

    /// Those of the ports that are asked for.
    pub(super) fn ports_of(&self, ports: &Ports) -> Ports {
        match &self.ports {
            Some(asked) => ports.intersect(asked),
            None => ports.clone(),
        }
    }
}

/// Somebody is asked for whom there is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmatched {
    /// Nobody like the one that should call.
    #[error("there is no `{0}` that could call")]
    Source(Pattern),
    /// Nobody like the one that should be called.
    #[error("there is no `{0}` that could be called")]
    Destination(Pattern),
}

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// Everything in a namespace: `shop/`.
    Namespace(String),
    /// One thing by namespace and name: `shop/cart`, of whatever kind.
    InNamespace(String, String),
    /// Whatever has this name: `cart`, `@internet`.
    Named(String),
    /// Whatever has an address of these: `10.0.0.7`, `10.0.0.0/8`.
    Addresses(Addresses),
}

impl Pattern {
    /// Whether a name is one of those that are asked for.
    pub fn is_about(&self, named: &Name) -> bool {
        match (self, named) {
            (Self::Namespace(asked), Name::InNamespace { namespace, .. }) => **namespace == **asked,
            (Self::InNamespace(asked, in_it), Name::InNamespace { namespace, name, .. }) => {
                **namespace == **asked && **name == **in_it
            }
            (Self::Named(asked), Name::InNamespace { name, .. } | Name::Named { name, .. } | Name::At(name)) => {
                **name == **asked
            }
            (Self::Addresses(asked), Name::Range(range)) => !range.to_addresses().intersect(asked).is_empty(),
            _ => false,
        }
    }
}

/// What is asked for can't be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a name, `NAMESPACE/NAME`, `NAMESPACE/`, an address or a range such as `10.0.0.0/8`")]
pub struct PatternError;

/// As on the command line.
impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(addresses) = text.parse() {
            return Ok(Self::Addresses(addresses));
        }
        match text.split_once('/') {
            _ if text.is_empty() => Err(PatternError),
            None => Ok(Self::Named(text.to_owned())),
            Some(("", _)) => Err(PatternError),
            Some((namespace, "")) => Ok(Self::Namespace(namespace.to_owned())),
            Some((_, name)) if name.contains('/') => Err(PatternError),
            Some((namespace, name)) => Ok(Self::InNamespace(namespace.to_owned(), name.to_owned())),
        }
    }
}

/// As on the command line.
impl fmt::Display for Pattern {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Namespace(namespace) => write!(out, "{namespace}/"),
            Self::InNamespace(namespace, name) => write!(out, "{namespace}/{name}"),
            Self::Named(name) => out.write_str(name),
            Self::Addresses(addresses) => {
                let nets: Vec<String> = addresses.to_nets().iter().map(ToString::to_string).collect();
                out.write_str(&nets.join(","))
            }
        }
    }
}
