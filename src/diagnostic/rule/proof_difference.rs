//! `proof-difference`

use super::{BUG, Rule, Severity};
use crate::diagnostic::Diagnostic;

/// Policies allow what the graph means.
pub static RULE: Rule = Rule {
    name: "proof-difference",
    severity: Severity::Error,
    explanation: "\
The policies that a build is about to write allow exactly what the graph means.

npgen works out twice who may call whom: once to write the policies, and once, on another way, to judge what it wrote.
Where the two differ, the message shows one connection on which they do, and the object that is to blame. A policy that
allows more than was meant is a hole that nobody would see, and one that allows less is an outage.

A project can't break this rule: a build that does has found a bug in npgen, and writes nothing.

Wrong:

```yaml
ports:
- protocol: TCP
  port: 8080
  endPort: 8081  # meant is 8080
```

Right:

```yaml
ports:
- protocol: TCP
  port: 8080
```
",
};

/// A connection on which policies and graph differ, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// `ingress` or `egress`: at which end they differ.
    pub direction: String,
    /// The pod at that end.
    pub subject: String,
    /// Who calls.
    pub caller: String,
    /// Who is called.
    pub callee: String,
    /// On what; `None`: on a port by its name.
    pub port: Option<String>,
}

impl Connection {
    fn words(&self) -> String {
        let Self { direction, caller, callee, port, .. } = self;
        let port = port.as_ref().map_or_else(|| "a port by name".to_owned(), |port| format!("`{port}`"));
        format!("`{caller}` call `{callee}` on {port} ({direction})")
    }
}

fn differs(message: String) -> Diagnostic {
    Diagnostic::new(&RULE, message).help(BUG)
}

/// A rule lets through what nothing in the graph asks for.
pub fn too_much(path: &str, line: usize, object: &str, connection: &Connection) -> Diagnostic {
    let words = connection.words();
    differs(format!("line {line} of `{path}` ({object}) lets {words}, which nothing in the graph asks for"))
}

/// No object isolates pods that must be.
pub fn not_isolated(namespace: &str, connection: &Connection) -> Diagnostic {
    let Connection { direction, subject, .. } = connection;
    let words = connection.words();
    differs(format!(
        "no object in `{namespace}/` isolates `{subject}` for {direction}: that lets {words}, which nothing in the \
         graph asks for"
    ))
}

/// An object does not let through what the graph asks for.
pub fn missing(path: &str, object: &str, connection: &Connection) -> Diagnostic {
    differs(format!("`{path}` ({object}) does not let {}, which the graph asks for", connection.words()))
}

/// An object isolates pods that must not be.
pub fn isolated_too_much(path: &str, object: &str, connection: &Connection) -> Diagnostic {
    let Connection { direction, subject, .. } = connection;
    let words = connection.words();
    differs(format!(
        "`{path}` ({object}) isolates `{subject}` for {direction} and does not let {words}, which the graph leaves open"
    ))
}

/// The comparison shows a connection on which graph and oracle agree.
pub fn unconfirmed(namespace: &str, connection: &Connection) -> Diagnostic {
    differs(format!(
        "the proof of `{namespace}` contradicts itself: it found a difference in whether to let {}, and the oracle \
         does not confirm it",
        connection.words()
    ))
}
