//! A temporary file that holds what is printed later.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// Texts that arrive in any order and are printed in that of their keys, without being held in memory.
///
/// The file has no name, so that nothing of it is left however the program ends.
#[derive(Debug, Default)]
pub struct Spool(Mutex<Spooled>);

#[derive(Debug, Default)]
struct Spooled {
    file: Option<File>,
    length: u64,
    /// By key, where its text starts and how long it is.
    texts: BTreeMap<String, (u64, u64)>,
    failed: Option<io::Error>,
}

/// The temporary file could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error("can't keep what is to be printed in a temporary file")]
pub struct SpoolError(#[from] io::Error);

impl Spool {
    /// Keeps a text. What fails is told by [`Self::print`].
    pub fn put(&self, key: &str, text: &[u8]) {
        let mut spooled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if spooled.failed.is_none() {
            spooled.failed = spooled.append(key, text).err();
        }
    }

    /// Writes all texts in the order of their keys, `between` between two of them.
    ///
    /// # Errors
    /// The outer one where the temporary file failed, then nothing was written; the inner one where `to` did.
    pub fn print(self, to: &mut dyn Write, between: &str) -> Result<io::Result<()>, SpoolError> {
        let spooled = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = spooled.failed {
            return Err(error.into());
        }
        let Some(mut file) = spooled.file else { return Ok(Ok(())) };
        let mut text = Vec::new();
        for (position, (start, length)) in spooled.texts.into_values().enumerate() {
            text.clear();
            if position > 0 {
                text.extend_from_slice(between.as_bytes());
            }
            file.seek(SeekFrom::Start(start))?;
            (&mut file).take(length).read_to_end(&mut text)?;
            if let Err(error) = to.write_all(&text) {
                return Ok(Err(error));
            }
        }
        Ok(to.flush())
    }
}

impl Spooled {
    fn append(&mut self, key: &str, text: &[u8]) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(text)?;
        let length = u64::try_from(text.len()).map_err(io::Error::other)?;
        self.texts.insert(key.to_owned(), (self.length, length));
        self.length += length;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_out_in_the_order_of_their_keys() {
        let spool = Spool::default();
        spool.put("b", b"two\n");
        spool.put("a", b"one\n");
        spool.put("c", b"");
        let mut printed = Vec::new();
        spool.print(&mut printed, "---\n").unwrap().unwrap();
        assert_eq!(printed, b"one\n---\ntwo\n---\n");
    }
}
