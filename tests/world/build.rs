//! A project through the public library.

use std::sync::Mutex;

use npgen::backend::{Backend, OutFile};
use npgen::diagnostic::{Diagnostic, Diagnostics, Severity, Sources};
use npgen::frontend::Date;
use npgen::graph::Graph;
use npgen::{frontend, pipeline};

use super::toml::Files;

/// The day on which the projects are read.
pub(crate) const TODAY: Date = Date { year: 2027, month: 3, day: 15 };

/// What came of a project.
pub(crate) struct Built {
    /// One for each cluster; none where the project was refused.
    pub(crate) graphs: Vec<Graph>,
    /// All files of `out/`, sorted by path; none where an error was found.
    pub(crate) files: Vec<OutFile>,
    /// What was found.
    pub(crate) found: Vec<Diagnostic>,
}

impl Built {
    /// The errors, a line each.
    pub(crate) fn errors(&self) -> Vec<String> {
        let errors = self.found.iter().filter(|one| one.severity == Severity::Error);
        errors.map(|one| format!("{}: {}", one.rule.name, one.message)).collect()
    }
}

/// Reads, resolves, makes and proves.
pub(crate) fn build(files: &Files, backend: &dyn Backend) -> Built {
    let mut sources = Sources::default();
    let npgen = sources.add("npgen.toml", files.npgen.clone());
    let intents: Vec<_> =
        files.intents.iter().map(|(path, text)| sources.add(format!("intents/{path}"), text.clone())).collect();
    let mut found = Diagnostics::default();
    let resolved = frontend::project(&sources, Some(npgen), &intents, TODAY, &mut found);
    let graphs: Vec<Graph> =
        resolved.into_iter().flat_map(|resolved| resolved.clusters).map(|cluster| cluster.graph).collect();
    let made = Mutex::new(Vec::new());
    for graph in &graphs {
        let take = |proved: pipeline::Proved| made.lock().expect("no thread panics").extend(proved.files);
        pipeline::run(graph, backend, &take, &mut found);
    }
    let mut files = made.into_inner().expect("no thread panics");
    files.sort_by(|left, right| left.path.cmp(&right.path));
    if found.has_errors() {
        files.clear();
    }
    Built { graphs, files, found: found.into_sorted() }
}
