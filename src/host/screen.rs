//! What a stream is printed on.

use std::env;
use std::io::IsTerminal;
use std::os::fd::AsFd;

/// What is at the other end of a stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Screen {
    /// Whether it shows colours, and whoever sits there wants them: a terminal that is not `dumb`, and no `NO_COLOR`
    /// (<https://no-color.org>).
    pub color: bool,
    /// How many characters a line of it has, where it is a terminal.
    pub width: Option<usize>,
}

impl Screen {
    /// Looks at a stream of the process.
    pub fn of(stream: &(impl AsFd + IsTerminal)) -> Self {
        if !stream.is_terminal() {
            return Self::default();
        }
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        // A terminal that does not know its size says 0.
        let width = rustix::termios::tcgetwinsize(stream).map_or(0, |size| usize::from(size.ws_col));
        Self { color: !is_set("NO_COLOR") && !is_dumb, width: (width > 0).then_some(width) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_file_is_no_screen() {
        let file = File::open("Cargo.toml").expect("the manifest");
        assert_eq!(Screen::of(&file), Screen { color: false, width: None });
    }
}
