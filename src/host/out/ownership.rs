//! Whose a file of `out/` is.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// What npgen's files start with; the first 16 hexadecimal digits of the SHA-256 of all that comes after the first
/// line follow.
const MARK: &[u8] = b"# made by npgen, do not edit; sha256 ";

/// How many bytes of the SHA-256 are written.
const HASH_BYTES: usize = 8;

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ownership {
    /// npgen's, as it was written.
    Intact,
    /// npgen's, but someone changed it: the hash in its first line is not that of the rest.
    Edited,
    /// Someone else's.
    Foreign,
}

/// Whose the file at `path` is, which is not a link.
pub(super) fn of_file(path: &Path) -> io::Result<Ownership> {
    of(File::open(path)?)
}

/// Whose a file with this content is. A foreign one is not read beyond the length of the mark.
///
/// # Errors
/// Those of the reader.
pub fn of(content: impl Read) -> io::Result<Ownership> {
    let mut content = BufReader::new(content);
    let mut mark = Vec::new();
    content.by_ref().take(MARK.len() as u64).read_to_end(&mut mark)?;
    if mark != MARK {
        return Ok(Ownership::Foreign);
    }
    let mut written = Vec::new();
    content.by_ref().take(2 * HASH_BYTES as u64 + 1).read_until(b'\n', &mut written)?;
    let mut rest = Vec::new();
    content.read_to_end(&mut rest)?;
    let expected = hash(&rest) + "\n";
    Ok(if written == expected.as_bytes() { Ownership::Intact } else { Ownership::Edited })
}

/// What the first line must say of all that comes after it.
fn hash(rest: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha256::digest(rest).iter().take(HASH_BYTES) {
        // Writing into a string can't fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file but for its hash.
    const INTACT: &str = "# made by npgen, do not edit; sha256 HASH\nkind: X\n";

    fn of_text(text: &str) -> Ownership {
        of(text.as_bytes()).unwrap()
    }

    fn intact() -> String {
        INTACT.replace("HASH", &hash(b"kind: X\n"))
    }

    #[test]
    fn the_mark_and_the_right_hash_make_a_file_intact() {
        assert_eq!(of_text(&intact()), Ownership::Intact);
    }

    #[test]
    fn any_change_below_or_in_the_hash_is_an_edit() {
        for edited in [
            intact() + "\n",
            intact().replace('X', "Y"),
            intact().replace('\n', "\r\n"),
            intact().replacen('\n', "0\n", 1),
            INTACT.to_owned(),
            "# made by npgen, do not edit; sha256 ".to_owned(),
        ] {
            assert_eq!(of_text(&edited), Ownership::Edited, "{edited:?}");
        }
    }

    #[test]
    fn without_the_whole_mark_a_file_is_foreign() {
        for foreign in
            ["", "kind: X\n", "# made by npgen", " # made by npgen, do not edit; sha256 0\n", "\u{feff}# made"]
        {
            assert_eq!(of_text(foreign), Ownership::Foreign, "{foreign:?}");
        }
    }
}
