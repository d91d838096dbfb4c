//! Characters that a reader cannot see, or that make text read differently than it is.

use std::borrow::Cow;

/// Whether a character cannot be seen, breaks the line or changes the direction of reading.
///
/// These are the C0 and C1 controls with DEL, the bidirectional controls of Unicode (UAX #9: ALM, LRM, RLM, embeddings,
/// overrides, isolates), the line and paragraph separators and the byte order mark.
pub fn is_unreadable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// A text for one line of output, each unreadable character written as its escape (`\n`, `\u{1b}`).
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unreadable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_unreadable(character) {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// A stretch of a file with a mark in the place of each unreadable character that is not ASCII, as many bytes long, so
/// that places keep pointing at the same thing. The ASCII ones are left to whoever draws the line.
pub(super) fn masked(text: &str) -> Cow<'_, str> {
    let masks = |character: char| !character.is_ascii() && is_unreadable(character);
    if !text.contains(masks) {
        return Cow::Borrowed(text);
    }
    let mask = |character: char| match character.len_utf8() {
        _ if !masks(character) => character,
        2 => '·',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(mask).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_blanks_and_emoji_are_readable() {
        assert!("frontend → größe 🚀 日本 \u{200d}".chars().all(|character| !is_unreadable(character)));
    }

    #[test]
    fn controls_and_turns_of_direction_are_not() {
        let unreadable = "\0\u{7}\t\n\r\u{1b}\u{7f}\u{80}\u{85}\u{9b}\u{9f}\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\
                          \u{202a}\u{202e}\u{2066}\u{2069}\u{feff}";
        for character in unreadable.chars() {
            assert!(is_unreadable(character), "U+{:04X}", u32::from(character));
            let text = character.to_string();
            assert!(!escaped(&text).contains(is_unreadable), "{}", escaped(&text));
            let drawn = masked(&text);
            assert_eq!(drawn.len(), text.len());
            assert!(character.is_ascii() || !drawn.contains(is_unreadable), "{drawn}");
        }
    }
}
