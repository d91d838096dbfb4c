//! From characters, which the parser counts, to bytes.

/// A place in a text that moves to where it is asked for. The parser asks nearly in order, so it moves little.
pub(super) struct Positions<'t> {
    text: &'t str,
    /// What is added to each byte.
    start: usize,
    /// A character and the byte at which it starts.
    at: (usize, usize),
    /// Whether each character is one byte.
    ascii: bool,
}

impl<'t> Positions<'t> {
    /// The places of a piece of a file that starts at the byte `start`.
    pub(super) fn new(text: &'t str, start: usize) -> Self {
        Self { text, start, at: (0, 0), ascii: text.is_ascii() }
    }

    /// The byte of the file at which a character starts; the end for one behind it.
    pub(super) fn of(&mut self, character: usize) -> usize {
        if self.ascii {
            return self.start + character.min(self.text.len());
        }
        let (mut count, mut byte) = self.at;
        if character >= count {
            let mut rest = self.text.get(byte..).unwrap_or_default().chars();
            while count < character
                && let Some(passed) = rest.next()
            {
                count += 1;
                byte += passed.len_utf8();
            }
        } else {
            let mut before = self.text.get(..byte).unwrap_or_default().chars();
            while count > character
                && let Some(passed) = before.next_back()
            {
                count -= 1;
                byte -= passed.len_utf8();
            }
        }
        self.at = (count, byte);
        self.start + byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_forwards_and_backwards() {
        let mut positions = Positions::new("aöü🚀z", 10);
        let expected = [10, 11, 13, 15, 19, 20, 20];
        for character in [0, 3, 1, 6, 5, 2, 4, 0] {
            assert_eq!(positions.of(character), expected[character]);
        }
        assert_eq!((Positions::new("abc", 5).of(2), Positions::new("abc", 5).of(9)), (7, 8));
    }
}
