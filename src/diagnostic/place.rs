//! Where in which file.

use std::ops::Range;

use super::SourceId;

/// A stretch of a file, in bytes from its start. Unless given, the very start of the first file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Place {
    /// A place from a span in bytes. A file beyond 4 GiB, which no reader takes, would be cut at its end.
    pub fn new(source: SourceId, span: Range<usize>) -> Self {
        let cut = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: cut(span.start), end: cut(span.end) }
    }

    /// Whether the other stretch lies in this one.
    pub fn holds(self, other: Self) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }
}
