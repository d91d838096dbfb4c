//! Printing: data to stdout, everything else to stderr.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::voice::{self, Voice};
use super::{FINE, TROUBLE};
use crate::diagnostic::results::Results;
use crate::diagnostic::{Diagnostics, Sources};
use crate::host::whole_cause;

/// Of how many things the same is said one by one.
const SHOWN: usize = 20;

/// The two streams.
///
/// Where stderr can't be written to there is nobody to tell, so that is passed over.
pub(super) struct Output<'a> {
    voice: Voice,
    /// What is told from some moment on, for who wants it as data too.
    results: Option<Results>,
    stdout: &'a mut dyn Write,
    stderr: &'a mut dyn Write,
}

impl<'a> Output<'a> {
    pub(super) fn new(voice: Voice, stdout: &'a mut dyn Write, stderr: &'a mut dyn Write) -> Self {
        Self { voice, results: None, stdout, stderr }
    }

    /// Keeps what is told from now on, of a project in this folder, as data too.
    pub(super) fn keep_results(&mut self, project: &Path) {
        self.results = Some(Results::new(voice::root(project)));
    }

    /// What was told since.
    pub(super) fn take_results(&mut self) -> Vec<serde_json::Value> {
        self.results.take().map(Results::into_values).unwrap_or_default()
    }

    /// Prints data, and returns the exit code for it.
    pub(super) fn data(&mut self, text: &str) -> u8 {
        self.data_by(|stdout| stdout.write_all(text.as_bytes()))
    }

    /// Prints data by a function that writes it. A reader that has seen enough and closed the pipe is no failure.
    pub(super) fn data_by(&mut self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> u8 {
        match print(self.stdout).and_then(|()| self.stdout.flush()) {
            Ok(()) => FINE,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => FINE,
            Err(error) => self.error(&format!("can't write to stdout: {error}")),
        }
    }

    /// Says what was wrong about the command line, and returns the exit code.
    pub(super) fn usage(&mut self, text: &str) -> u8 {
        self.tell(text);
        TROUBLE
    }

    /// Says what went wrong, and returns the exit code.
    pub(super) fn error(&mut self, message: &str) -> u8 {
        if let Some(results) = &mut self.results {
            results.error(message);
        }
        let text = self.voice.error(message);
        self.tell(&text);
        TROUBLE
    }

    /// Says what went wrong with all that lies behind it, and returns the exit code.
    pub(super) fn failure(&mut self, error: &dyn Error) -> u8 {
        self.error(&whole_cause(error))
    }

    /// Says something that is good to know.
    pub(super) fn note(&mut self, message: &str) {
        if let Some(results) = &mut self.results {
            results.note(message);
        }
        let text = self.voice.note(message);
        self.tell(&text);
    }

    /// Says the same of several things, a line each. After [`SHOWN`] of them only how many more there are.
    pub(super) fn notes(&mut self, about: &str, things: impl Iterator<Item = String>) {
        self.notes_by(about, things, |thing| thing);
    }

    /// The same of things of which only those that are shown are put into words.
    pub(super) fn notes_by<T>(
        &mut self,
        about: &str,
        mut things: impl Iterator<Item = T>,
        in_words: impl Fn(T) -> String,
    ) {
        for thing in things.by_ref().take(SHOWN) {
            self.note(&format!("{about}: {}", in_words(thing)));
        }
        let more = things.count();
        if more > 0 {
            self.note(&format!("{about}: ... and {more} more"));
        }
    }

    /// Says how far something came, where stderr is a terminal; what is said next takes its place.
    #[cfg(feature = "live")]
    pub(super) fn progress(&mut self, message: &str) {
        let text = self.voice.progress(message);
        self.tell(&text);
    }

    /// Takes away what was said of how far something came.
    #[cfg(feature = "live")]
    pub(super) fn clear_progress(&mut self) {
        self.progress("");
    }

    /// Prints findings.
    pub(super) fn findings(&mut self, found: Diagnostics, sources: &Sources) {
        if let Some(results) = &mut self.results {
            results.findings(found.clone(), sources);
        }
        let text = self.voice.findings(found, sources);
        self.tell(&text);
    }

    /// Says what is left to say at the end.
    pub(super) fn finish(&mut self) {
        let text = self.voice.finish();
        self.tell(&text);
    }

    fn tell(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes());
    }
}
