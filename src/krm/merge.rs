//! Which resources stay, and which of npgen's come, change or go.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::list::{ResourceList, string};
use super::same::same;
use super::write::Item;
use crate::manifest::read::Unread;
use crate::manifest::read::canonical;
use crate::manifest::{Entry, Node, Value, emit};
use crate::object::{ANNOTATIONS, MANAGED_BY};

/// The kind of object that npgen makes.
const POLICY: (&str, &str) = ("networking.k8s.io/v1", "NetworkPolicy");

/// The namespace of an object that names none.
const DEFAULT_NAMESPACE: &str = "default";

/// What a list becomes.
#[derive(Debug)]
pub struct Merged<'l, 't> {
    /// The resources, those of others where they were, new ones at the end.
    pub items: Vec<Item<'l, 't>>,
    /// Policies of npgen's label that are not of this project, since it does not govern their namespace. They stay.
    pub left: Vec<Name>,
    /// Policies of others that have the name of one of npgen's: it can't be put in beside them.
    pub in_the_way: Vec<Name>,
    /// How many policies are new.
    pub new: usize,
    /// How many were there and said something else.
    pub changed: usize,
    /// How many were there and said the same.
    pub unchanged: usize,
    /// How many were taken out.
    pub removed: usize,
}

/// What a policy is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its namespace.
    pub namespace: String,
    /// Its own name.
    pub name: String,
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.namespace, self.name)
    }
}

impl Name {
    /// The name of an object; `None` where it has none.
    fn of(object: &Node<'_>) -> Option<Self> {
        let metadata = object.get("metadata")?;
        let namespace = metadata.get("namespace").and_then(string).unwrap_or(DEFAULT_NAMESPACE);
        Some(Self { namespace: namespace.to_owned(), name: string(metadata.get("name")?)?.to_owned() })
    }
}

/// A policy that belongs into the list.
struct Wanted<'w> {
    name: Name,
    /// What it says, without the line that marks a file.
    text: &'w str,
    node: Node<'w>,
    is_there: bool,
}

/// Puts npgen's policies, each the whole of a proved file, into a list. `governed` are the namespaces of the project: in
/// these a policy with npgen's label that nobody wants is taken out.
///
/// # Errors
/// Where a file is not in npgen's form, which no proved one is.
pub fn merge<'l, 't>(
    list: &'l ResourceList<'t>,
    files: &[&[u8]],
    governed: &BTreeSet<&str>,
) -> Result<Merged<'l, 't>, Unread> {
    let mut wanted = files.iter().map(|file| Wanted::of(file)).collect::<Result<Vec<_>, _>>()?;
    let position: BTreeMap<Name, usize> = wanted.iter().map(|one| one.name.clone()).zip(0..).collect();
    let mut merged = Merged {
        items: Vec::with_capacity(list.items().len() + files.len()),
        left: Vec::new(),
        in_the_way: Vec::new(),
        new: 0,
        changed: 0,
        unchanged: 0,
        removed: 0,
    };
    for item in list.items() {
        let Some(name) = policy(item) else {
            merged.items.push(Item::Kept(item));
            continue;
        };
        let here = position.get(&name).and_then(|at| wanted.get_mut(*at));
        match (here, is_npgens(item)) {
            (Some(_), false) => {
                merged.in_the_way.push(name);
                merged.items.push(Item::Kept(item));
            }
            (Some(one), true) if one.is_there => merged.removed += 1,
            (Some(one), true) => {
                one.is_there = true;
                let others = annotations_of_others(item);
                if same(&without(item, &others), &one.node) {
                    merged.unchanged += 1;
                    merged.items.push(Item::Kept(item));
                } else {
                    merged.changed += 1;
                    merged.items.push(Item::Made(one.with(&others)));
                }
            }
            (None, true) if governed.contains(&*name.namespace) => merged.removed += 1,
            (None, npgens) => {
                merged.left.extend(npgens.then_some(name));
                merged.items.push(Item::Kept(item));
            }
        }
    }
    for one in wanted.iter().filter(|one| !one.is_there) {
        merged.new += 1;
        merged.items.push(Item::Made(one.text.to_owned()));
    }
    Ok(merged)
}

impl<'w> Wanted<'w> {
    fn of(file: &'w [u8]) -> Result<Self, Unread> {
        let node = canonical::read(file)?;
        let unread = |reason| Unread { span: node.span.clone(), reason: Cow::Borrowed(reason) };
        let text = str::from_utf8(file).map_err(|_| unread("this is not UTF-8"))?;
        let (_, text) = text.split_once('\n').ok_or_else(|| unread("there is only one line"))?;
        let name = Name::of(&node).ok_or_else(|| unread("the object has no name"))?;
        Ok(Self { name, text, node, is_there: false })
    }

    /// Its text with these annotations, too.
    fn with(&self, others: &[&Entry<'_>]) -> String {
        let mut text = self.text.to_owned();
        let has_own = self.node.get("metadata").is_some_and(|metadata| metadata.get("annotations").is_some());
        // Annotations are the last of the metadata, and `spec` is what comes behind it.
        let Some(end) = text.find("\nspec:").map(|line| line + 1).filter(|_| !others.is_empty()) else { return text };
        let mut lines = String::new();
        emit::emit(&Node::map(others.iter().map(|entry| (&*entry.key, entry.node.clone()))), &mut lines);
        let mut added = if has_own { String::new() } else { "  annotations:\n".to_owned() };
        lines.lines().for_each(|line| added.extend(["    ", line, "\n"]));
        text.insert_str(end, &added);
        text
    }
}

/// The name of a network policy; `None` for any other object.
fn policy(object: &Node<'_>) -> Option<Name> {
    let says = |key, text| object.get(key).and_then(string) == Some(text);
    let (api_version, kind) = POLICY;
    Name::of(object).filter(|_| says("apiVersion", api_version) && says("kind", kind))
}

/// Whether an object has npgen's label.
pub fn is_npgens(object: &Node<'_>) -> bool {
    let (key, value) = MANAGED_BY;
    let label = object.get("metadata").and_then(|metadata| metadata.get("labels")?.get(key));
    label.and_then(string) == Some(value)
}

/// The annotations that are not npgen's: those by which an orchestrator knows where an object came from, and those of
/// whoever else has a use for one.
fn annotations_of_others<'n, 't>(object: &'n Node<'t>) -> Vec<&'n Entry<'t>> {
    let annotations = object.get("metadata").and_then(|metadata| metadata.get("annotations"));
    match annotations.map(|annotations| &annotations.value) {
        Some(Value::Map(entries)) => entries.iter().filter(|entry| !entry.key.starts_with(ANNOTATIONS)).collect(),
        _ => Vec::new(),
    }
}

/// An object without these annotations; without any, it has no key for them.
fn without<'t>(object: &Node<'t>, annotations: &[&Entry<'t>]) -> Node<'t> {
    let mut object = object.clone();
    let Some(metadata) = entries_of(&mut object, "metadata") else { return object };
    for entry in metadata.iter_mut().filter(|entry| entry.key == "annotations") {
        if let Value::Map(all) = &mut entry.node.value {
            all.retain(|one| annotations.iter().all(|other| other.key != one.key));
        }
    }
    metadata
        .retain(|entry| entry.key != "annotations" || !matches!(&entry.node.value, Value::Map(all) if all.is_empty()));
    object
}

/// The entries of the mapping behind a key.
fn entries_of<'n, 't>(object: &'n mut Node<'t>, key: &str) -> Option<&'n mut Vec<Entry<'t>>> {
    let Value::Map(entries) = &mut object.value else { return None };
    match &mut entries.iter_mut().find(|entry| entry.key == key)?.node.value {
        Value::Map(entries) => Some(entries),
        Value::List(_) | Value::Scalar(_) => None,
    }
}
