//! Lines and columns of a file.

use super::Place;

/// Where a byte of a file is, as editors count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// The line, from 1.
    pub(super) line: usize,
    /// The column, from 1, in characters.
    pub(super) column: usize,
}

/// A file whose lines were counted.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// The first byte of each line; the first line is there even in an empty file.
    starts: Vec<usize>,
}

/// The first line of a place: its number, its bytes in the file, and the part of the place that is in it.
pub(super) struct FirstLine<'t> {
    pub(super) position: Position,
    /// The line without its end.
    pub(super) text: &'t str,
    /// Where in the line the place starts, in bytes.
    pub(super) start: usize,
    /// Where in the line the place ends, in bytes; the end of the line where the place goes on.
    pub(super) end: usize,
}

impl<'t> Lines<'t> {
    /// Counts the lines of a text.
    pub(super) fn of(text: &'t str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        // A byte order mark is no part of the first line: editors do not show or count it.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, starts: std::iter::once(first).chain(after_breaks).collect() }
    }

    /// Where a place starts and where it ends, the end not included. A place that is not in the file, or inside a
    /// character, is moved to where it can be.
    pub(super) fn range(&self, place: Place) -> (Position, Position) {
        let first = self.starts.first().copied().unwrap_or(0);
        let at = |byte: u32| self.boundary(usize::try_from(byte).unwrap_or(usize::MAX)).max(first);
        let start = at(place.start);
        (self.position(start), self.position(at(place.end).max(start)))
    }

    fn position(&self, at: usize) -> Position {
        let line = self.starts.partition_point(|first| *first <= at);
        let line_start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        Position { line, column: self.text.get(line_start..at).unwrap_or_default().chars().count() + 1 }
    }

    /// The first line of a place. A place that is not in the file, or inside a character, is moved to where it can be.
    pub(super) fn first(&self, place: Place) -> FirstLine<'t> {
        let first = self.starts.first().copied().unwrap_or(0);
        let start = self.boundary(usize::try_from(place.start).unwrap_or(usize::MAX)).max(first);
        let end = self.boundary(usize::try_from(place.end).unwrap_or(usize::MAX)).max(start);
        let line = self.starts.partition_point(|first| *first <= start);
        let line_start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        let next_line = self.starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(line_start..next_line).unwrap_or_default();
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let start = (start - line_start).min(text.len());
        let column = text.get(..start).unwrap_or_default().chars().count() + 1;
        FirstLine { position: Position { line, column }, text, start, end: (end - line_start).clamp(start, text.len()) }
    }

    fn boundary(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let lines = Lines::of("a = 1\r\ngröße = \"x\"\n\n");
        let at = |start, end| lines.first(Place::new(SourceId(0), start..end));
        assert_eq!(at(0, 1).position, Position { line: 1, column: 1 });
        let second = at(16, 19);
        assert_eq!((second.position, second.text), (Position { line: 2, column: 8 }, "größe = \"x\""));
        assert_eq!(second.text.get(second.start..second.end), Some(" \"x"));
    }

    #[test]
    fn a_place_has_a_start_and_an_end() {
        let lines = Lines::of("a = 1\r\ngröße = \"x\"\n\n");
        let at = |start, end| lines.range(Place::new(SourceId(0), start..end));
        let position = |line, column| Position { line, column };
        assert_eq!(at(7, 14), (position(2, 1), position(2, 6)));
        assert_eq!(at(4, 16), (position(1, 5), position(2, 8)));
        assert_eq!(at(21, 90), (position(3, 1), position(4, 1)));
        assert_eq!(at(90, 91), (position(4, 1), position(4, 1)));
        assert_eq!(at(10, 10), (position(2, 3), position(2, 3)));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let lines = Lines::of("\u{feff}a = 1\nb = 2\n");
        let at = |start, end| lines.first(Place::new(SourceId(0), start..end));
        for line in [at(0, 0), at(3, 4)] {
            assert_eq!((line.position, line.text, line.start), (Position { line: 1, column: 1 }, "a = 1", 0));
        }
        assert_eq!(at(9, 10).position, Position { line: 2, column: 1 });
    }

    #[test]
    fn a_place_beyond_the_text_or_its_line_is_moved_into_it() {
        let lines = Lines::of("abc\ndef");
        let end = lines.first(Place::new(SourceId(0), 90..95));
        assert_eq!((end.position, end.start, end.end), (Position { line: 2, column: 4 }, 3, 3));
        let long = lines.first(Place::new(SourceId(0), 1..6));
        assert_eq!((long.text, long.start, long.end), ("abc", 1, 3));
        assert_eq!(Lines::of("").first(Place::new(SourceId(0), 0..0)).position, Position { line: 1, column: 1 });
    }
}
