//! The first line of every file that npgen writes: by it a file is known as npgen's, and known to be unedited.
//!
//! ```text
//! # made by npgen, do not edit; sha256 0123456789abcdef
//! ```
//!
//! The digits are the first sixteen of the SHA-256 of everything behind the line. They guard against a hand that edits,
//! not against a forger.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// What the line says before the digits.
pub const MARK: &str = "# made by npgen, do not edit; sha256 ";

/// How many bytes of the SHA-256 are shown, as two digits each.
const SHOWN: usize = 8;

/// What the first line of a file says about the rest of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Header {
    /// npgen wrote the file, and it is as npgen wrote it.
    Intact,
    /// npgen wrote the file, and somebody changed it since.
    Edited,
    /// The file is not npgen's.
    Foreign,
}

/// The first line, its line end included, of a file with this rest.
pub fn line(rest: &[u8]) -> String {
    let digits = SHOWN * 2;
    let mut line = String::with_capacity(MARK.len() + digits + 1);
    line.push_str(MARK);
    for byte in Sha256::digest(rest).iter().take(SHOWN) {
        // Writing into a string can't fail.
        let _ = write!(line, "{byte:02x}");
    }
    line.push('\n');
    line
}

/// What a whole file's first line says about it.
pub fn check(file: &[u8]) -> Header {
    if !file.starts_with(MARK.as_bytes()) {
        return Header::Foreign;
    }
    let mut parts = file.splitn(2, |byte| *byte == b'\n');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.next());
    let made = rest.map(line);
    match made.as_deref().and_then(|made| made.strip_suffix('\n')) {
        Some(made) if made.as_bytes() == first => Header::Intact,
        _ => Header::Edited,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(rest: &str) -> Vec<u8> {
        [line(rest.as_bytes()).as_bytes(), rest.as_bytes()].concat()
    }

    #[test]
    fn the_line_shows_the_hash_of_the_rest() {
        assert_eq!(line(b"abc"), "# made by npgen, do not edit; sha256 ba7816bf8f01cfea\n");
    }

    #[test]
    fn what_was_written_is_intact() {
        assert_eq!(check(&file("kind: x\n")), Header::Intact);
        assert_eq!(check(&file("")), Header::Intact);
    }

    #[test]
    fn any_change_behind_the_mark_is_an_edit() {
        let written = file("kind: x\n");
        for at in MARK.len()..written.len() {
            let mut edited = written.clone();
            edited[at] ^= 1;
            assert_eq!(check(&edited), Header::Edited, "byte {at}");
        }
        assert_eq!(check(line(b"").trim_end().as_bytes()), Header::Edited, "no line end");
        assert_eq!(check(&[written.as_slice(), b"\n"].concat()), Header::Edited, "a byte more");
    }

    #[test]
    fn other_first_lines_are_foreign() {
        for foreign in ["", "\n", "kind: x\n", "# made by hand\n", " # made by npgen, do not edit; sha256 \n"] {
            assert_eq!(check(foreign.as_bytes()), Header::Foreign, "{foreign:?}");
        }
    }
}
