//! Paths as they are shown to a person.

use std::fmt;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use crate::diagnostic::is_unreadable;

/// A path that prints on one line and can't play tricks on a terminal: characters that can't be seen or that turn the
/// direction of writing, and bytes that are not UTF-8, are escaped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown(PathBuf);

impl Shown {
    /// The path as given.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl<P: Into<PathBuf>> From<P> for Shown {
    fn from(path: P) -> Self {
        Self(path.into())
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&shown(&self.0))
    }
}

/// A path as text that is safe to print.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            if is_unreadable(character) {
                text.extend(character.escape_unicode());
            } else {
                text.push(character);
            }
        }
        for byte in chunk.invalid() {
            // Writing into a string can't fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn what_could_mislead_is_escaped_and_all_else_stays() {
        assert_eq!(shown(Path::new("a b/ü😀.toml")), "a b/ü😀.toml");
        assert_eq!(shown(Path::new("a\nb\u{1b}[31m\u{202e}c")), "a\\u{a}b\\u{1b}[31m\\u{202e}c");
        assert_eq!(shown(Path::new(OsStr::from_bytes(b"a\xff\xfe/b"))), "a\\xff\\xfe/b");
    }
}
