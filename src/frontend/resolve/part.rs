//! Places inside a text.

use std::ops::Range;

use crate::diagnostic::Place;
use crate::frontend::parse::tree::Text;

/// Where a part of a text stands, by its bytes in the value. The whole text where escapes or a multi-line string make
/// that hard to say.
pub(super) fn place_of(text: &Text, part: Range<usize>) -> Place {
    let whole = text.place;
    let quotes =
        (whole.end.saturating_sub(whole.start)).checked_sub(u32::try_from(text.value.len()).unwrap_or(u32::MAX));
    let (Ok(start), Ok(end)) = (u32::try_from(part.start), u32::try_from(part.end)) else { return whole };
    match quotes {
        Some(2) if part.start < part.end => {
            Place { source: whole.source, start: whole.start + 1 + start, end: whole.start + 1 + end }
        }
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    #[test]
    fn a_part_is_found_behind_the_quote_and_escapes_fall_back_to_the_whole() {
        let at = |start, end| Place { source: SourceId(0), start, end };
        let plain = Text { value: "cart:grpc".to_owned(), place: at(10, 21) };
        assert_eq!(place_of(&plain, 5..9), at(16, 20));
        let escaped = Text { value: "cart:grpc".to_owned(), place: at(10, 26) };
        assert_eq!(place_of(&escaped, 5..9), at(10, 26));
    }
}
