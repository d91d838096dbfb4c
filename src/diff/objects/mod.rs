//! The policies of two states as text: object by object, what a server would hold.

mod canonical;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use similar::{ChangeTag, TextDiff};

use crate::manifest::emit::emit;
use crate::manifest::read::Object;

/// Lines that are shown around one that differs.
const CONTEXT: usize = 3;

/// The policies of one state, in their one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects(BTreeMap<Name, Arc<str>>);

/// What tells an object from all others of a cluster, whatever version of its API it is written in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its namespace; empty for an object of the whole cluster.
    pub namespace: String,
    /// Its kind.
    pub kind: String,
    /// The group of its API.
    pub group: String,
    /// Its name.
    pub name: String,
}

/// An object that differs between two states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which one.
    pub name: Name,
    /// What becomes of it.
    pub fate: Fate,
    /// The difference, line by line: the hunks of a unified diff.
    pub hunks: String,
}

/// What becomes of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is new.
    Created,
    /// It is another.
    Changed,
    /// It is gone.
    Deleted,
}

impl Objects {
    /// Takes in a policy. What names no namespace is in `default_namespace`, unless it is of the whole cluster.
    ///
    /// Of two objects of the same name the later one counts, as when both are applied. Its name is given back.
    pub fn add(&mut self, object: &Object<'_>, default_namespace: &str) -> Name {
        let (name, text) = text_of(object, default_namespace);
        self.0.insert(name.clone(), text);
        name
    }

    /// Leaves out the policies of which this is not so.
    pub fn retain(&mut self, keep: impl Fn(&Name) -> bool) {
        self.0.retain(|name, _| keep(name));
    }

    /// Whether there is a policy of this name.
    pub fn has(&self, name: &Name) -> bool {
        self.0.contains_key(name)
    }

    /// The names of the policies, sorted.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.0.keys()
    }

    /// What differs from this state to another, by name.
    pub fn changed_to(&self, after: &Self) -> Vec<Changed> {
        let mut names: Vec<&Name> = self.0.keys().chain(after.0.keys()).collect();
        names.sort();
        names.dedup();
        let changed = |name: &Name| changed(name, self.0.get(name), after.0.get(name));
        names.into_iter().filter_map(changed).collect()
    }
}

/// Of two policies of the same name the later one counts.
impl FromIterator<(Name, Arc<str>)> for Objects {
    fn from_iter<T: IntoIterator<Item = (Name, Arc<str>)>>(policies: T) -> Self {
        Self(policies.into_iter().collect())
    }
}

/// A policy's name, and its one form. What names no namespace is in `default_namespace`, unless it is of the whole cluster.
pub fn text_of(object: &Object<'_>, default_namespace: &str) -> (Name, Arc<str>) {
    let (name, node) = canonical::canonical(object, default_namespace);
    let mut text = String::new();
    emit(&node, &mut text);
    (name, text.into())
}

/// How many objects have this fate.
pub fn count(changed: &[Changed], fate: Fate) -> usize {
    changed.iter().filter(|changed| changed.fate == fate).count()
}

fn changed(name: &Name, before: Option<&Arc<str>>, after: Option<&Arc<str>>) -> Option<Changed> {
    let fate = match (before, after) {
        (None, _) => Fate::Created,
        (_, None) => Fate::Deleted,
        (Some(before), Some(after)) if before == after => return None,
        _ => Fate::Changed,
    };
    let [before, after] = [before, after].map(|text| text.map_or("", |text| &**text));
    Some(Changed { name: name.clone(), fate, hunks: hunks(before, after) })
}

fn hunks(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut hunks = String::new();
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        hunks.push_str(&hunk.header().to_string());
        hunks.push('\n');
        for change in hunk.iter_changes() {
            hunks.push(match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            });
            hunks.push_str(change.value());
        }
    }
    hunks
}

/// As kubectl writes it: `networkpolicy.networking.k8s.io/shop/web`, without the namespace where there is none.
impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { namespace, kind, group, name } = self;
        out.write_str(&kind.to_lowercase())?;
        if !group.is_empty() {
            write!(out, ".{group}")?;
        }
        if !namespace.is_empty() {
            write!(out, "/{namespace}")?;
        }
        write!(out, "/{name}")
    }
}

#[cfg(test)]
mod tests;
