//! A list of resources → text, in the style in which it came: whoever is not npgen's keeps every byte.
//!
//! What is in block style stays so, and a list in brackets, like JSON, stays in brackets. The text is read back: where a
//! resource would not be the same any more, since it names an anchor that stood elsewhere, nothing is written.

use serde_json::{Value as Json, json};

use super::list::ResourceList;
use super::same::same;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::emit::json::json;
use crate::manifest::{Entry, Node, read};

/// A resource of the list that is written.
#[derive(Debug)]
pub enum Item<'l, 't> {
    /// One that stays as it stands in the list that was read.
    Kept(&'l Node<'t>),
    /// The YAML, in block style, of one that npgen made.
    Made(String),
}

/// A resource that should stay would not be the same.
#[derive(Debug, thiserror::Error)]
#[error("the resources can't be kept as they are: expected a list without anchors that are named elsewhere")]
pub struct NotKept;

/// Writes the list that was read with these items in it and these results behind it.
///
/// # Errors
/// Where the text would not say what it should.
pub fn write(list: &ResourceList<'_>, items: &[Item<'_, '_>], results: &[Json]) -> Result<String, NotKept> {
    let writing = Writing { list };
    let text = if writing.is_flow(&list.root) { writing.flow(items, results) } else { writing.block(items, results) };
    text.filter(|text| is_right(list, items, text)).ok_or(NotKept)
}

struct Writing<'w, 't> {
    list: &'w ResourceList<'t>,
}

impl Writing<'_, '_> {
    /// In block style: keys on lines of their own.
    fn block(&self, items: &[Item<'_, '_>], results: &[Json]) -> Option<String> {
        let first = at(self.list.entries().first()?.key_span.start);
        let (before, indent) = self.line_start(first)?;
        let margin = " ".repeat(indent);
        let mut text = before.to_owned();
        for entry in others(self.list) {
            text.push_str(&margin);
            text.push_str(self.lines(at(entry.key_span.start), at(entry.node.span.end))?);
            end_line(&mut text);
        }
        text.extend([&*margin, "items:", if items.is_empty() { " []" } else { "" }, "\n"]);
        for item in items {
            text.extend([&*margin, "-"]);
            match item {
                Item::Kept(node) => self.kept(node, indent, &mut text)?,
                Item::Made(made) => {
                    let next = format!("{margin}  ");
                    for (number, line) in made.lines().enumerate() {
                        text.extend([if number == 0 { " " } else { &next }, line, "\n"]);
                    }
                }
            }
        }
        if !results.is_empty() {
            text.extend([&*margin, "results:\n"]);
        }
        for result in results {
            text.extend([&*margin, "- ", &result.to_string(), "\n"]);
        }
        Some(text)
    }

    /// A resource behind its `-`, in the columns in which it stood.
    fn kept(&self, node: &Node<'_>, indent: usize, text: &mut String) -> Option<()> {
        let (start, end) = (at(node.span.start), at(node.span.end));
        if self.is_flow(node) {
            text.extend([" ", self.list.text.get(start..end)?]);
        } else {
            let column = self.column(start);
            if column == indent + 2 {
                text.push(' ');
            } else {
                text.push('\n');
                text.push_str(&" ".repeat(column));
            }
            text.push_str(self.lines(start, end)?);
        }
        end_line(text);
        Some(())
    }

    /// In brackets, as in JSON.
    fn flow(&self, items: &[Item<'_, '_>], results: &[Json]) -> Option<String> {
        let mut parts = Vec::new();
        for entry in others(self.list) {
            parts.push(self.list.text.get(at(entry.key_span.start)..at(entry.node.span.end))?.to_owned());
        }
        let items: Option<Vec<String>> = items.iter().map(|item| self.flow_item(item)).collect();
        parts.push(format!("\"items\": [{}]", items?.join(",\n")));
        if !results.is_empty() {
            parts.push(format!("\"results\": {}", json!(results)));
        }
        let before = self.list.text.get(..at(self.list.root.span.start))?;
        Some(format!("{before}{{{}}}\n", parts.join(",\n")))
    }

    fn flow_item(&self, item: &Item<'_, '_>) -> Option<String> {
        match item {
            Item::Kept(node) => self.list.text.get(at(node.span.start)..at(node.span.end)).map(str::to_owned),
            Item::Made(made) => made_node(made).map(|node| json(&node).to_string()),
        }
    }

    /// Whether a list or mapping stands in brackets.
    fn is_flow(&self, node: &Node<'_>) -> bool {
        self.list.text.get(at(node.span.start)..).is_some_and(|rest| rest.starts_with(['{', '[']))
    }

    /// The text up to the end of its last line, which may hold a comment.
    fn lines(&self, start: usize, end: usize) -> Option<&str> {
        let text = self.list.text;
        let is_whole = text.get(..end)?.ends_with('\n');
        let end = if is_whole { end } else { text.get(end..)?.find('\n').map_or(text.len(), |rest| end + rest) };
        text.get(start..end)
    }

    /// The text before the line of a byte, and how far that line is indented; `None` where more than blanks stand before
    /// the byte.
    fn line_start(&self, byte: usize) -> Option<(&str, usize)> {
        let column = self.column(byte);
        let start = byte.checked_sub(column)?;
        let blanks = self.list.text.get(start..byte)?;
        Some((self.list.text.get(..start)?, column)).filter(|_| blanks.chars().all(|c| c == ' '))
    }

    /// How many bytes stand before this one on its line.
    fn column(&self, byte: usize) -> usize {
        let before = self.list.text.get(..byte).unwrap_or_default();
        before.rsplit('\n').next().map_or(0, str::len)
    }
}

/// Whether a text says what was asked for, read as whoever gets it reads it.
fn is_right(list: &ResourceList<'_>, items: &[Item<'_, '_>], text: &str) -> bool {
    let mut found = Diagnostics::default();
    let Some(written) = ResourceList::read(SourceId(0), text, &mut found) else { return false };
    let is_same = |(item, node): (&Item<'_, '_>, &Node<'_>)| match item {
        Item::Kept(kept) => same(kept, node),
        Item::Made(made) => made_node(made).is_some_and(|made| same(&made, node)),
    };
    items.len() == written.items().len()
        && items.iter().zip(written.items()).all(is_same)
        && others(list).all(|entry| written.root.get(&entry.key).is_some_and(|node| same(&entry.node, node)))
}

fn made_node(made: &str) -> Option<Node<'_>> {
    read::document(SourceId(0), made, &mut Diagnostics::default())
}

/// What a list has beside its items. Results of whoever ran before are not handed on.
fn others<'l, 't>(list: &'l ResourceList<'t>) -> impl Iterator<Item = &'l Entry<'t>> {
    list.entries().iter().filter(|entry| !["items", "results"].contains(&&*entry.key))
}

fn end_line(text: &mut String) {
    if !text.ends_with('\n') {
        text.push('\n');
    }
}

fn at(byte: u32) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}
