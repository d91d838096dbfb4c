//! Characters that have no place in text.

/// Whether a character cannot be seen, breaks the line or changes the direction of reading.
///
/// These are the C0 and C1 controls with DEL, the bidirectional controls of Unicode (UAX #9: ALM, LRM, RLM, embeddings,
/// overrides, isolates), the line and paragraph separators and the byte order mark.
pub(super) fn is_forbidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

/// Each forbidden character of a whole file with its first byte, line ends, tabs and the byte order mark at the start
/// aside. TOML itself refuses the other controls that are ASCII.
pub(super) fn forbidden_in_file(text: &str) -> impl Iterator<Item = (usize, char)> {
    let non_ascii = if text.is_ascii() { "" } else { text };
    non_ascii.char_indices().filter(|(at, character)| {
        !character.is_ascii() && is_forbidden(*character) && (*at, *character) != (0, '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_blanks_and_emoji_are_welcome() {
        assert!("frontend → größe 🚀 日本 \u{200d}".chars().all(|character| !is_forbidden(character)));
    }

    #[test]
    fn controls_and_turns_of_direction_are_not() {
        for character in "\0\u{7}\t\n\r\u{1b}\u{7f}\u{80}\u{85}\u{9b}\u{9f}\u{61c}\u{200e}\u{200f}".chars() {
            assert!(is_forbidden(character), "U+{:04X}", u32::from(character));
        }
        for character in "\u{2028}\u{2029}\u{202a}\u{202e}\u{2066}\u{2069}\u{feff}".chars() {
            assert!(is_forbidden(character), "U+{:04X}", u32::from(character));
        }
    }

    #[test]
    fn a_byte_order_mark_may_stand_at_the_start_of_a_file_only() {
        let found: Vec<_> = forbidden_in_file("\u{feff}# a\u{feff}\r\n\t# b\u{202e}\n").collect();
        assert_eq!(found, [(6, '\u{feff}'), (15, '\u{202e}')]);
    }
}
