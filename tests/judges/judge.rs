//! A judge: a process that answers JSON lines with JSON lines.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::go;

/// A running judge. It ends when this is dropped.
pub(crate) struct Judge {
    name: &'static str,
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Judge {
    /// Builds and starts a judge. What it says beside its answers goes to a file beside the program.
    pub(crate) fn start(name: &'static str) -> Self {
        let program = go::build(name);
        let log = program.with_extension("log");
        fs::create_dir_all(program.parent().expect("a program is in a folder")).expect("there is room");
        let said = File::create(&log).expect("there is room");
        let mut command = Command::new(&program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(said);
        let mut child = command.spawn().expect("it was built");
        let (questions, answers) = (child.stdin.take(), child.stdout.take().expect("it is piped"));
        Self { name, child, questions, answers: BufReader::new(answers) }
    }

    /// Asks, and does not wait for the answer. Only one question may be open.
    pub(crate) fn ask(&mut self, question: &impl Serialize) {
        self.ask_text(&serde_json::to_string(question).expect("a question can be written as JSON"));
    }

    /// Asks what is JSON already.
    pub(crate) fn ask_text(&mut self, question: &str) {
        let line = format!("{question}\n");
        let questions = self.questions.as_mut().expect("it is open until the judge is dropped");
        questions.write_all(line.as_bytes()).unwrap_or_else(|error| panic!("{} has ended: {error}", self.name));
    }

    /// The answer to the open question.
    pub(crate) fn answer<A: DeserializeOwned>(&mut self) -> A {
        let mut line = String::new();
        let read = self.answers.read_line(&mut line).expect("it answers with text");
        assert!(read > 0, "{} has ended; target/referee/{}.log may say why", self.name, self.name);
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{}: {error}: {line}", self.name))
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        // A judge ends with its input. A server's threads may take their time, which nobody waits for.
        drop(self.questions.take());
        let _ = self.child.wait();
    }
}
