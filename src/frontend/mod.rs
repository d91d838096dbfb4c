//! TOML → syntax tree → graph.

mod allow;
pub mod lint;
pub mod parse;
pub mod resolve;
pub mod schema;
mod settings;

use std::{mem, panic, thread};

use crate::diagnostic::rule::no_intents;
use crate::diagnostic::{Diagnostics, SourceId, Sources};
use crate::graph::Graph;
use parse::tree::File;

pub use allow::Allowances;
pub use parse::tree::Date;
pub use settings::Settings;

/// A project that was read and understood.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The clusters, sorted by name; one without a name where the project has no `[clusters]`. Never empty.
    pub clusters: Vec<Cluster>,
    /// What `npgen.toml` says of npgen itself.
    pub settings: Settings,
}

/// One cluster of a project.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// What the intents mean there. Its name is among that.
    pub graph: Graph,
    /// Which lints are silent where.
    pub allowed: Allowances,
}

/// Reads a project as it is on the day `today`: `npgen.toml`, where there is one, and the intent files.
///
/// `None` where an error is among what was found; all that can be found is found first. Names are looked up only where
/// every file was read without error: a name whose declaration could not be read would be called unknown.
pub fn project(
    sources: &Sources,
    project: Option<SourceId>,
    intents: &[SourceId],
    today: Date,
    found: &mut Diagnostics,
) -> Option<Resolved> {
    let mut read = Diagnostics::default();
    let source = project;
    let project = match project.and_then(|id| Some((id, sources.get(id)?))) {
        Some((id, source)) => parse::project(id, &source.text, &mut read),
        None => Some(parse::tree::Project::default()),
    };
    let mut files = files(sources, intents, &mut read);
    if intents.is_empty() {
        read.push(no_intents::none());
    }
    let broken = read.has_errors();
    found.append(read);
    if broken {
        return None;
    }
    let mut project = project?;
    if let Some(source) = source {
        let (namespaces, guards) = (mem::take(&mut project.namespaces), mem::take(&mut project.guards));
        files.push(File { namespaces, guards, ..File::empty(source) });
    }
    let settings = Settings::read(&project, found);
    let clusters = resolve::clusters(&project, files, &settings.levels, today, found)?;
    Some(Resolved { clusters, settings })
}

/// Parses the intent files, some on each core. What is wrong comes in the order of the files.
fn files(sources: &Sources, intents: &[SourceId], found: &mut Diagnostics) -> Vec<File> {
    let parse = |ids: &[SourceId]| {
        let mut found = Diagnostics::default();
        let known = ids.iter().filter_map(|id| Some((*id, sources.get(*id)?)));
        let files: Vec<File> = known.filter_map(|(id, source)| parse::intents(id, &source.text, &mut found)).collect();
        (files, found)
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = intents.len().div_ceil(cores).max(1);
    let parsed: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = intents.chunks(share).map(|ids| scope.spawn(move || parse(ids))).collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|bug| panic::resume_unwind(bug))).collect()
    });
    let mut all = Vec::with_capacity(intents.len());
    for (files, told) in parsed {
        all.extend(files);
        found.append(told);
    }
    all
}
