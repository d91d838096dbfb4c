//! Why a text can't be read.

use std::borrow::Cow;
use std::ops::Range;

/// Why a text can't be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The bytes of the file that show it.
    pub span: Range<u32>,
    /// What is wrong, as the end of a sentence.
    pub reason: Cow<'static, str>,
}

impl Unread {
    /// The bytes from `start` to `end` show why.
    pub(super) fn new(start: usize, end: usize, reason: impl Into<Cow<'static, str>>) -> Self {
        Self { span: span(start, end), reason: reason.into() }
    }
}

/// A span of a file. Nothing is cut: no reader takes a file that is too long.
pub(super) fn span(start: usize, end: usize) -> Range<u32> {
    let bound = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    bound(start)..bound(end)
}
