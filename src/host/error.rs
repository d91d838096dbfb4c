//! What the operating system refused, with the path.

use std::error::Error;
use std::io;
use std::path::Path;

use super::Shown;

/// Something that could not be done with a path.
#[derive(Debug, thiserror::Error)]
#[error("can't {doing} `{path}`")]
pub struct PathError {
    doing: &'static str,
    path: Shown,
    source: io::Error,
}

impl PathError {
    /// Turns an error of the operating system into one that says what was being done with which path.
    pub(super) fn because<E: Into<io::Error>>(doing: &'static str, path: &Path) -> impl FnOnce(E) -> Self {
        move |source| Self { doing, path: path.into(), source: source.into() }
    }

    /// What the operating system said.
    pub fn cause(&self) -> &io::Error {
        &self.source
    }
}

/// An error and all that lies behind it, on one line: `can't read ...: permission denied (os error 13)`.
pub fn whole_cause(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_cause_is_told() {
        let outer = PathError::because("read", Path::new("a\tb"))(io::Error::other(PathError::because(
            "follow",
            Path::new("c"),
        )(
            io::Error::from_raw_os_error(13)
        )));
        assert_eq!(whole_cause(&outer), "can't read `a\\u{9}b`: can't follow `c`: Permission denied (os error 13)");
    }
}
