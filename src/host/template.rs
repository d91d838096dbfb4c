//! Reading a template of the user's.

use std::path::Path;

use super::walk::{Longest, ReadError, text_of};

/// The text of a template.
///
/// # Errors
/// Where it can't be read.
pub fn template(path: &Path) -> Result<String, ReadError> {
    text_of(path, Longest::TEMPLATE)
}
