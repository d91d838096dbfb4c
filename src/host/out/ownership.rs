//! Whose a file of `out/` is: its first line says so.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::object::header::{self, Header, MARK};

/// What the first line of the file at `path`, which is not a link, says about it.
pub(super) fn of_file(path: &Path) -> io::Result<Header> {
    of(File::open(path)?)
}

/// What the first line of a file with this content says about it. A foreign one, which may be large, is not read beyond
/// the length of the mark.
fn of(mut content: impl Read) -> io::Result<Header> {
    let mut bytes = Vec::new();
    content.by_ref().take(MARK.len() as u64).read_to_end(&mut bytes)?;
    if bytes == MARK.as_bytes() {
        content.read_to_end(&mut bytes)?;
    }
    Ok(header::check(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_npgen_is_read_whole() {
        let intact = header::line(b"kind: X\n") + "kind: X\n";
        assert_eq!(of(intact.as_bytes()).unwrap(), Header::Intact);
        assert_eq!(of((intact + "\n").as_bytes()).unwrap(), Header::Edited);
    }

    #[test]
    fn a_foreign_file_is_not_read_whole() {
        let foreign = "kind: X\n".repeat(100);
        let mut content = foreign.as_bytes();
        assert_eq!(of(&mut content).unwrap(), Header::Foreign);
        assert_eq!(content.len(), foreign.len() - MARK.len());
    }

    #[test]
    fn a_file_shorter_than_the_mark_is_foreign() {
        assert_eq!(of("# made by npgen".as_bytes()).unwrap(), Header::Foreign);
    }
}
