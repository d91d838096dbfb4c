//! The files that places point into.

use std::sync::OnceLock;

use super::Place;

/// A file, by its position among the files read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// One file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as shown to the user: relative to the project, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Whether a person can look at a line of it.
    has_lines: bool,
    /// The bytes at which lines end, once somebody asked for one.
    line_ends: OnceLock<Vec<usize>>,
}

impl Source {
    /// The line in which a byte is, from 1.
    fn line(&self, byte: u32) -> usize {
        let ends = || self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        1 + self.line_ends.get_or_init(ends).partition_point(|end| *end < byte)
    }
}

/// The files that were read.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(path.into(), text.into(), true)
    }

    /// Adds what no file holds, like the answer of a server: nobody can look at a line of it.
    pub fn add_answer(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.push(name.into(), text.into(), false)
    }

    fn push(&mut self, path: String, text: String, has_lines: bool) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source { path, text, has_lines, line_ends: OnceLock::new() });
        id
    }

    /// A file that was added before.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::try_from(id.0).ok()?)
    }

    /// The text at a place; `None` where there is no such place.
    pub fn text_of(&self, place: Place) -> Option<&str> {
        let at = |byte: u32| usize::try_from(byte).unwrap_or(usize::MAX);
        self.get(place.source)?.text.get(at(place.start)..at(place.end))
    }

    /// A place as `FILE:LINE`, without the line where nobody can look at it; empty where there is no such file.
    pub fn line_of(&self, place: Place) -> String {
        let Some(source) = self.get(place.source) else { return String::new() };
        if !source.has_lines {
            return source.path.clone();
        }
        format!("{}:{}", source.path, source.line(place.start))
    }

    /// All files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }
}
