//! How npgen speaks on stderr: the same things, for people or for one of the programs that listen.

use std::path::{Component, Path};

use serde_json::json;

use super::arguments::Format;
use crate::diagnostic::github::{self, Loudness};
use crate::diagnostic::sarif::Log;
use crate::diagnostic::text::{self, Look};
use crate::diagnostic::{Diagnostics, Sources, json};

/// A way of speaking. What is said in SARIF is kept until the end, since it is one document.
pub(super) enum Voice {
    Text(Look),
    Json,
    Sarif { log: Log, root: String },
    Github { root: String },
}

impl Default for Voice {
    fn default() -> Self {
        Self::Text(Look::default())
    }
}

impl Voice {
    /// The voice of a format, for a project in this folder.
    pub(super) fn new(format: Format, look: Look, project: &Path) -> Self {
        match format {
            Format::Text => Self::Text(look),
            Format::Json => Self::Json,
            Format::Sarif => Self::Sarif { log: Log::default(), root: root(project) },
            Format::Github => Self::Github { root: root(project) },
        }
    }

    /// What went wrong, in words that belong to no rule.
    pub(super) fn error(&mut self, message: &str) -> String {
        match self {
            Self::Text(look) => text::error(message, *look),
            Self::Json => line(&json!({ "severity": "error", "message": message })),
            Self::Sarif { log, .. } => {
                log.error(message);
                String::new()
            }
            Self::Github { .. } => github::message(Loudness::Error, message),
        }
    }

    /// What is good to know.
    pub(super) fn note(&mut self, message: &str) -> String {
        match self {
            Self::Text(_) => format!("{message}\n"),
            Self::Json => line(&json!({ "note": message })),
            Self::Sarif { log, .. } => {
                log.note(message);
                String::new()
            }
            Self::Github { .. } => github::message(Loudness::Notice, message),
        }
    }

    /// How far something came: a line that the next one is written over. Nothing where there is no terminal.
    #[cfg(feature = "live")]
    pub(super) fn progress(&mut self, message: &str) -> String {
        match self {
            Self::Text(Look { width: Some(width), .. }) => {
                let shown: String = message.chars().take(width.saturating_sub(1)).collect();
                format!("\r\u{1b}[K{shown}")
            }
            Self::Text(_) | Self::Json | Self::Sarif { .. } | Self::Github { .. } => String::new(),
        }
    }

    /// What was found in the project.
    pub(super) fn findings(&mut self, found: Diagnostics, sources: &Sources) -> String {
        match self {
            Self::Text(look) => text::render_as(found, sources, *look),
            Self::Json => json::render(found, sources),
            Self::Sarif { log, root } => {
                log.findings(found, sources, root);
                String::new()
            }
            Self::Github { root } => github::render(found, sources, root),
        }
    }

    /// What is to be said when all is over.
    pub(super) fn finish(&mut self) -> String {
        match self {
            Self::Sarif { log, .. } if !log.is_empty() => std::mem::take(log).render(),
            Self::Text(_) | Self::Json | Self::Sarif { .. } | Self::Github { .. } => String::new(),
        }
    }
}

fn line(value: &serde_json::Value) -> String {
    format!("{value}\n")
}

/// The way from where npgen runs, which is the root of the repository where a workflow does not change it, to the
/// project: empty or with `/` at its end. Empty for an absolute path too: none is ever printed.
pub(super) fn root(project: &Path) -> String {
    let mut root = String::new();
    for part in project.components() {
        match part {
            Component::Prefix(_) | Component::RootDir => return String::new(),
            Component::CurDir => {}
            Component::ParentDir => root.push_str("../"),
            Component::Normal(name) => root.extend([&name.to_string_lossy(), "/"]),
        }
    }
    root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "live")]
    #[test]
    fn how_far_something_came_is_told_to_a_terminal_only() {
        let told = |look| Voice::Text(look).progress("reading pods");
        assert_eq!(told(Look { color: false, width: Some(8) }), "\r\u{1b}[Kreading");
        assert_eq!(told(Look { color: true, width: None }), "");
        assert_eq!(Voice::Json.progress("reading pods"), "");
    }

    #[test]
    fn the_way_to_the_project_is_relative() {
        for (project, way) in
            [(".", ""), ("", ""), ("./net//prod/", "net/prod/"), ("../net", "../net/"), ("/home/me/net", "")]
        {
            assert_eq!(root(Path::new(project)), way, "{project}");
        }
    }
}
