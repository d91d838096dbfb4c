//! The files that places point into.

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
}

/// The files that were read.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Source { path: path.into(), text: text.into() });
        id
    }

    /// A file that was added before.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::try_from(id.0).ok()?)
    }

    /// A place as `FILE:LINE`; empty where there is no such file.
    pub fn line_of(&self, place: Place) -> String {
        let Some(source) = self.get(place.source) else { return String::new() };
        let start = usize::try_from(place.start).unwrap_or(usize::MAX);
        let line = 1 + source.text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        format!("{}:{line}", source.path)
    }

    /// All files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        (0..).map(SourceId).zip(&self.0)
    }
}
