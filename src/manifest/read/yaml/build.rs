//! The events of a YAML parser → nodes.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;

use saphyr_parser::{Event, ScalarStyle, Tag};

use crate::manifest::read::DEEPEST;
use crate::manifest::read::plain;
use crate::manifest::read::repeated::repeated;
use crate::manifest::read::unread::{Unread, span};
use crate::manifest::{Node, Scalar, Value};

use super::Document;
use super::map::{Key, Map};

/// How many nodes the aliases of a document may stand for: a few lines of aliases of aliases could stand for more than
/// any memory holds.
const MOST_ALIASED: usize = 100_000;

/// The tree of a document that is being read.
#[derive(Default)]
pub(super) struct Builder<'t> {
    /// The lists and mappings that are not closed yet, the innermost last.
    open: Vec<Open<'t>>,
    /// The whole, once it is closed.
    root: Option<Node<'t>>,
    /// What an alias can name, by the parser's number.
    anchors: BTreeMap<usize, Node<'t>>,
    /// How many nodes aliases stood for so far.
    aliased: usize,
    odd_keys: Vec<Range<u32>>,
}

/// A list or mapping that is not closed yet.
struct Open<'t> {
    start: usize,
    /// The parser's number of its anchor; zero where it has none.
    anchor: usize,
    content: Content<'t>,
}

enum Content<'t> {
    List(Vec<Node<'t>>),
    Map(Map<'t>),
}

impl<'t> Builder<'t> {
    /// Takes the next event, which takes up the bytes of `at`.
    pub(super) fn event(&mut self, event: Event<'t>, at: Range<usize>) -> Result<(), Unread> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_none() && style == ScalarStyle::Plain && self.wants_key() {
                    self.plain_key(text, &at);
                    return Ok(());
                }
                let scalar = scalar(text, style, tag.as_deref(), &at)?;
                let node = Node { value: Value::Scalar(scalar), span: span(at.start, at.end), comment: Vec::new() };
                self.anchored(node, anchor)
            }
            Event::SequenceStart(anchor, _) => self.opens(Content::List(Vec::new()), anchor, &at),
            Event::MappingStart(anchor, _) => self.opens(Content::Map(Map::default()), anchor, &at),
            Event::SequenceEnd | Event::MappingEnd => self.close(&at),
            Event::Alias(anchor) => {
                let node = self.anchors.get(&anchor).cloned();
                let node =
                    node.ok_or_else(|| Unread::new(at.start, at.end, "the alias stands inside its own anchor"))?;
                self.aliased += nodes(&node);
                if self.aliased > MOST_ALIASED {
                    return Err(Unread::new(at.start, at.end, "aliases stand for too much text"));
                }
                self.put(node)
            }
            _ => Ok(()),
        }
    }

    /// The document that is now complete; `None` for one without content.
    pub(super) fn finish(&mut self) -> Option<Document<'t>> {
        let done = mem::take(self);
        let is_nothing =
            |node: &Node<'_>| node.span.is_empty() && matches!(node.value, Value::Scalar(Scalar::Plain(_)));
        let node = done.root.filter(|node| !is_nothing(node))?;
        Some(Document { node, odd_keys: done.odd_keys })
    }

    fn wants_key(&self) -> bool {
        self.open.last().is_some_and(|open| matches!(open.content, Content::Map(Map { key: None, .. })))
    }

    /// A key without quotes.
    fn plain_key(&mut self, text: Cow<'t, str>, at: &Range<usize>) {
        let place = span(at.start, at.end);
        let is_merge = text == "<<";
        if !is_merge && !plain::is_string(&text) && plain::integer(&text).is_none() {
            self.odd_keys.push(place.clone());
        }
        if let Some(Open { content: Content::Map(map), .. }) = self.open.last_mut() {
            map.key = Some(if is_merge { Key::Merge(place) } else { Key::Text(text, place) });
        }
    }

    fn opens(&mut self, content: Content<'t>, anchor: usize, at: &Range<usize>) -> Result<(), Unread> {
        if self.wants_key() {
            let reason = "a mapping or list where a key was expected";
            return Err(Unread::new(at.start, at.start + 1, reason));
        }
        if self.open.len() >= DEEPEST {
            return Err(Unread::new(at.start, at.start + 1, "nested too deeply"));
        }
        self.open.push(Open { start: at.start, anchor, content });
        Ok(())
    }

    fn close(&mut self, at: &Range<usize>) -> Result<(), Unread> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        let (value, last) = match open.content {
            Content::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::List(items), last)
            }
            Content::Map(map) => {
                let last = map.end;
                let entries = map.close();
                if let Some(twice) = repeated(&entries) {
                    let reason = "the key stands twice in its mapping".into();
                    return Err(Unread { span: twice.key_span.clone(), reason });
                }
                (Value::Map(entries), last)
            }
        };
        // In block style the end comes only where the next thing starts.
        let by_bracket = at.end > at.start;
        let end = if by_bracket { at.end } else { open.start };
        let place = span(open.start, end);
        let end = if by_bracket { place.end } else { last.unwrap_or(place.end).max(place.start) };
        let node = Node { value, span: place.start..end, comment: Vec::new() };
        self.anchored(node, open.anchor)
    }

    /// A node that an alias may name.
    fn anchored(&mut self, node: Node<'t>, anchor: usize) -> Result<(), Unread> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.put(node)
    }

    /// Puts a node where it belongs.
    fn put(&mut self, node: Node<'t>) -> Result<(), Unread> {
        match self.open.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map(map)) => map.put(node)?,
        }
        Ok(())
    }
}

/// The value of a scalar as its style and tag have it.
fn scalar<'t>(
    text: Cow<'t, str>,
    style: ScalarStyle,
    tag: Option<&Tag>,
    at: &Range<usize>,
) -> Result<Scalar<'t>, Unread> {
    let core = tag.filter(|tag| tag.is_yaml_core_schema()).map(|tag| &*tag.suffix);
    let is_string = tag.is_some_and(|tag| tag.handle.is_empty() && tag.suffix == "!");
    match core {
        Some("str") => Ok(Scalar::Quoted(text)),
        Some("int" | "float" | "bool" | "null") => Ok(Scalar::Plain(text)),
        Some(other) => {
            Err(Unread::new(at.start, at.end, format!("the tag `!!{other}` is not one that a manifest needs")))
        }
        // kubectl takes no notice of tags that it does not know.
        None if is_string || style != ScalarStyle::Plain => Ok(Scalar::Quoted(text)),
        None => Ok(Scalar::Plain(text)),
    }
}

/// How many nodes a tree has.
fn nodes(node: &Node<'_>) -> usize {
    1 + match &node.value {
        Value::Scalar(_) => 0,
        Value::List(items) => items.iter().map(nodes).sum(),
        Value::Map(entries) => entries.iter().map(|entry| nodes(&entry.node)).sum(),
    }
}
