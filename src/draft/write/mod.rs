//! A draft as TOML, formatted like the language's own page.

mod intents;
mod notes;
mod profile;
mod project;
mod table;

use crate::diagnostic::{Sources, escaped};
use crate::doctor::Findings;

use super::NewFile;
use super::guess::Services;
use super::node::Plan;

/// All files of a draft.
pub(super) fn files(plan: &Plan<'_>, services: &Services<'_>, sources: &Sources, manifests: &[String]) -> Vec<NewFile> {
    let mut files = vec![NewFile { path: "npgen.toml".to_owned(), text: project::text(plan, manifests) }];
    for (namespace, nodes) in &plan.namespaces {
        let text = intents::text(plan, namespace, nodes, services, sources);
        files.push(NewFile { path: format!("intents/{namespace}.toml"), text });
    }
    files
}

/// The tables of a profile.
pub(super) fn profile(findings: &Findings) -> String {
    profile::text(findings)
}

/// Comment lines, each starting a paragraph of its own, wrapped so that they stay readable.
fn comment(text: &str) -> String {
    const WIDTH: usize = 118;
    let mut lines = String::new();
    let mut line = String::from("#");
    for word in escaped(text).split(' ') {
        if line.len() > 1 && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.extend([line.as_str(), "\n"]);
            "#  ".clone_into(&mut line);
        }
        line.extend([" ", word]);
    }
    lines.extend([line.as_str(), "\n"]);
    lines
}
