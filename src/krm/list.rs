//! The list of resources that an orchestrator hands to a function.

use crate::diagnostic::rule::manifest_value;
use crate::diagnostic::{Diagnostics, Place, SourceId};
use crate::manifest::read::{self, plain};
use crate::manifest::{Entry, Node, Scalar, Value};

/// The kind of the list.
const KIND: &str = "ResourceList";

/// The versions of the list, which differ in nothing that is read here.
const API_VERSIONS: [&str; 2] = ["config.kubernetes.io/v1", "config.kubernetes.io/v1beta1"];

/// A list of resources, with the text from which it was read.
#[derive(Debug)]
pub struct ResourceList<'t> {
    pub(super) source: SourceId,
    pub(super) text: &'t str,
    pub(super) root: Node<'t>,
}

impl<'t> ResourceList<'t> {
    /// Reads a list in YAML or JSON. `None` where the text is none, which is found.
    pub fn read(source: SourceId, text: &'t str, found: &mut Diagnostics) -> Option<Self> {
        let root = read::document(source, text, found)?;
        let list = Self { source, text, root };
        let mut wrong = Diagnostics::default();
        list.says("apiVersion", &API_VERSIONS, &mut wrong);
        list.says("kind", &[KIND], &mut wrong);
        if let Some(items) = list.root.get("items")
            && !matches!(items.value, Value::List(_))
            && !is_null(items)
        {
            wrong.push(manifest_value::wrong_type(list.place(items), "a list"));
        }
        let is_sound = !wrong.has_errors();
        found.append(wrong);
        is_sound.then_some(list)
    }

    /// The resources.
    pub fn items(&self) -> &[Node<'t>] {
        match self.root.get("items").map(|items| &items.value) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// The entries of the list itself.
    pub(super) fn entries(&self) -> &[Entry<'t>] {
        match &self.root.value {
            Value::Map(entries) => entries,
            Value::List(_) | Value::Scalar(_) => &[],
        }
    }

    pub(super) fn place(&self, node: &Node<'_>) -> Place {
        Place { source: self.source, start: node.span.start, end: node.span.end }
    }

    /// Finds what is wrong where a key of the list does not say one of these.
    fn says(&self, key: &str, known: &[&str], found: &mut Diagnostics) {
        let Some(node) = self.root.get(key) else {
            found.push(manifest_value::missing_key(self.place(&self.root), key));
            return;
        };
        match string(node) {
            Some(text) if known.contains(&text) => {}
            Some(text) => found.push(manifest_value::not_one_of(self.place(node), text, known)),
            None => found.push(manifest_value::wrong_type(self.place(node), "a string")),
        }
    }
}

/// The text of a node that every reader takes for a string.
pub(super) fn string<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::Scalar(Scalar::Quoted(text)) => Some(text),
        Value::Scalar(Scalar::Plain(text)) if plain::is_string(text) => Some(text),
        Value::Scalar(Scalar::Plain(_)) | Value::List(_) | Value::Map(_) => None,
    }
}

/// Whether there is nothing behind the key.
pub(super) fn is_null(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(Scalar::Plain(text)) if plain::is_null(text))
}
