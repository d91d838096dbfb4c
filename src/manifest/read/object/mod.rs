//! The objects of a file: documents told apart, lists unfolded.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::rule::manifest_syntax;
use crate::diagnostic::{Diagnostics, Place, SourceId};
use crate::manifest::{Node, Scalar, Value};

use super::unread::Unread;
use super::{json, yaml};

/// How deep lists may stand in lists.
const DEEPEST_LIST: usize = 8;

/// One Kubernetes object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object<'t> {
    /// Its file.
    pub source: SourceId,
    /// Its `apiVersion`; in a list of one type that of the list, where it has none of its own.
    pub api_version: Cow<'t, str>,
    /// Its `kind`; in a list of one type that of the list without `List`, where it has none of its own.
    pub kind: Cow<'t, str>,
    /// All of it.
    pub node: Node<'t>,
}

/// A part of a file that is read on its own, whatever the others say: a document of YAML, or all of a file of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'t> {
    /// The byte of the file at which it starts.
    pub start: usize,
    /// What it says.
    pub text: &'t str,
}

impl Piece<'_> {
    /// Where it is, in this file.
    pub fn place(self, source: SourceId) -> Place {
        Place::new(source, self.start..self.start + self.text.len())
    }
}

/// Reads a file of YAML or JSON and hands out each object in it, one after the other; lists are unfolded.
///
/// A document that says neither `apiVersion` nor `kind` is no Kubernetes object (a Helm chart's values, some
/// `kustomization.yaml`): the places of these are returned. What is broken is found, and the rest is read.
pub fn objects(
    source: SourceId,
    text: &str,
    found: &mut Diagnostics,
    take: &mut dyn FnMut(Object<'_>, &mut Diagnostics),
) -> Vec<Place> {
    let mut no_objects = Vec::new();
    for piece in pieces(text) {
        no_objects.extend(objects_of_piece(source, text, piece, found, take));
    }
    no_objects
}

/// The pieces of a file, in their order.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let rest = text.get(start..).unwrap_or_default();
    if is_json(rest) || is_too_long(text) {
        return vec![Piece { start, text: rest }];
    }
    yaml::pieces(rest, start).into_iter().map(|(start, text)| Piece { start, text }).collect()
}

/// The same as [`objects`], of one piece of a file with this text.
pub fn objects_of_piece(
    source: SourceId,
    text: &str,
    piece: Piece<'_>,
    found: &mut Diagnostics,
    take: &mut dyn FnMut(Object<'_>, &mut Diagnostics),
) -> Vec<Place> {
    let mut reading = Reading { source, text, found, take, no_objects: Vec::new() };
    if is_too_long(text) {
        reading.broken(&Unread::new(0, 0, "the file is longer than 4 GiB"));
    } else if is_json(piece.text) {
        reading.json(piece.start);
    } else {
        reading.yaml(piece);
    }
    reading.no_objects
}

fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Whether a place can't tell where in the text something is.
fn is_too_long(text: &str) -> bool {
    u32::try_from(text.len()).is_err()
}

/// What an item of a list of one type need not say itself.
#[derive(Clone, Copy)]
struct ListOf<'n> {
    api_version: &'n str,
    kind: &'n str,
}

struct Reading<'r, 't> {
    source: SourceId,
    text: &'t str,
    found: &'r mut Diagnostics,
    take: &'r mut dyn FnMut(Object<'_>, &mut Diagnostics),
    no_objects: Vec<Place>,
}

impl<'t> Reading<'_, 't> {
    /// Reads JSON from the byte `start` on. What starts like JSON may still be YAML: `{a: b}`.
    fn json(&mut self, start: usize) {
        let mut reader = json::Reader::new(self.text, start);
        let mut first = true;
        loop {
            match reader.document() {
                Ok(None) => return,
                Ok(Some(json::Document::Whole(node))) => self.document(node, None, 0),
                Ok(Some(json::Document::List(outline, items))) => self.items(&outline, items),
                Err(broken) if first => return self.json_or_yaml(start, &broken),
                Err(broken) => return self.broken(&broken),
            }
            first = false;
        }
    }

    /// The items of a list of JSON, each read when its turn comes.
    fn items(&mut self, outline: &Node<'t>, items: Vec<Range<usize>>) {
        let list = list_of(outline);
        for item in items {
            match json::Reader::item(self.text, &item) {
                Ok(node) => self.document(node, list, 1),
                Err(broken) => self.broken(&broken),
            }
        }
    }

    /// Reads as YAML what could not be read as JSON; if that fails too, the one that came further says why.
    fn json_or_yaml(&mut self, start: usize, broken: &Unread) {
        let mut documents = Vec::new();
        for (at, piece) in yaml::pieces(self.text.get(start..).unwrap_or_default(), start) {
            if let Err(also_broken) = yaml::documents(piece, at, &mut |document| documents.push(document)) {
                let further = if also_broken.span.start > broken.span.start { &also_broken } else { broken };
                return self.broken(further);
            }
        }
        for document in documents {
            self.yaml_document(document);
        }
    }

    /// Reads a document of YAML.
    fn yaml(&mut self, piece: Piece<'t>) {
        let read = yaml::documents(piece.text, piece.start, &mut |document| self.yaml_document(document));
        if let Err(broken) = read {
            self.broken(&broken);
        }
    }

    fn yaml_document(&mut self, document: yaml::Document<'t>) {
        if is_object(&document.node) {
            for key in &document.odd_keys {
                let text = self.text.get(as_range(key)).unwrap_or_default();
                self.found.push(manifest_syntax::odd_key(self.place(key), text));
            }
        }
        self.document(document.node, None, 0);
    }

    /// Hands out an object, or those of a list.
    fn document(&mut self, node: Node<'t>, list: Option<ListOf<'_>>, depth: usize) {
        let own = |key: &str| text_of(&node, key).cloned();
        let of_list = |text: &str| Cow::Owned(text.to_owned());
        let api_version = own("apiVersion").or_else(|| list.map(|list| of_list(list.api_version)));
        let kind = own("kind").or_else(|| list.map(|list| of_list(list.kind)));
        let (Some(api_version), Some(kind)) = (api_version, kind) else {
            let place = self.place(&node.span);
            if is_object(&node) {
                self.found.push(manifest_syntax::half_an_object(place, text_of(&node, "kind").is_none()));
            } else {
                self.no_objects.push(place);
            }
            return;
        };
        if !kind.ends_with("List") || !matches!(node.get("items"), Some(Node { value: Value::List(_), .. })) {
            (self.take)(Object { source: self.source, api_version, kind, node }, self.found);
            return;
        }
        if depth >= DEEPEST_LIST {
            self.found.push(manifest_syntax::broken(self.place(&node.span), "lists stand too deep in lists", false));
            return;
        }
        let kind = kind.into_owned();
        let list = list_named(&api_version, &kind);
        let Value::Map(entries) = node.value else { return };
        for entry in entries.into_iter().filter(|entry| entry.key == "items") {
            let Value::List(items) = entry.node.value else { continue };
            for item in items {
                self.document(item, list, depth + 1);
            }
        }
    }

    fn broken(&mut self, broken: &Unread) {
        let is_template = self.text.contains("{{");
        self.found.push(manifest_syntax::broken(self.place(&broken.span), &broken.reason, is_template));
    }

    fn place(&self, span: &Range<u32>) -> Place {
        Place { source: self.source, start: span.start, end: span.end }
    }
}

/// Whether a document means to be a Kubernetes object, perhaps a list of them, if not a whole one.
fn is_object(node: &Node<'_>) -> bool {
    let says = |key: &str| node.get(key).is_some();
    says("apiVersion") && says("kind") || (says("apiVersion") || says("kind")) && says("metadata")
}

/// What the items of this list need not say.
fn list_of<'n>(outline: &'n Node<'_>) -> Option<ListOf<'n>> {
    list_named(text_of(outline, "apiVersion")?, text_of(outline, "kind")?)
}

fn list_named<'n>(api_version: &'n str, kind: &'n str) -> Option<ListOf<'n>> {
    let kind = kind.strip_suffix("List").filter(|kind| !kind.is_empty())?;
    Some(ListOf { api_version, kind })
}

/// The text of a key; `None` where it is missing or no text.
fn text_of<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Cow<'a, str>> {
    match &node.get(key)?.value {
        Value::Scalar(Scalar::Quoted(text) | Scalar::Plain(text)) => Some(text).filter(|text| !text.is_empty()),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn as_range(span: &Range<u32>) -> Range<usize> {
    let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
    at(span.start)..at(span.end)
}

#[cfg(test)]
mod tests;
