//! `npgen diff`: which connections a change opens and closes, and why.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Context;
use crate::cli::form::Form;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::objects::Objects;
use crate::cli::output::Output;
use crate::cli::{DIFFERS, FINE, TROUBLE};
use crate::connections::Kind;
use crate::diagnostic::Sources;
use crate::diff::{Diff, State};
use crate::host::Revision;
use crate::report;
use crate::report::diff::Shown;
use crate::verify::meaning::Meaning;

/// Show which connections a change opens and closes, and why
///
/// What the graph means is compared with what the policies in BASE let through, or with `--git` the graph as it was.
/// Behind each change stands what decides it: the edge with its file, reason and owner, or the policy.
///
/// Pods are those of the graph's services and groups, and those that a policy of either side names.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct DiffArguments {
    /// Manifests with the policies to compare with: a folder, a file, or `-` for stdin [default: the folder that `npgen
    /// build` writes]
    #[arg(value_name = "BASE")]
    base: Option<PathBuf>,

    /// Compare with the graph as it was at this revision
    #[arg(long, value_name = "REVISION", conflicts_with = "base")]
    git: Option<String>,

    /// Manifests to compare instead of the graph: a folder or a file; may be given several times
    #[arg(long, value_name = "PATH", conflicts_with = "git", requires = "base")]
    objects: Vec<PathBuf>,

    /// Which changes end with exit code 1
    #[arg(long, value_name = "CHANGES", value_enum, default_value_t)]
    fail_on: FailOn,

    /// How it is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    #[command(flatten)]
    clusters: Clusters,
}

/// Which changes end with exit code 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Connections that are new
    Opened,
    /// Connections that are new or let more through
    Widened,
    /// Connections that are gone or let less through
    Closed,
    /// Every difference
    #[default]
    Any,
}

const EXAMPLES: &str = "\
Examples:
  npgen diff                                 the graph against out/
  npgen diff --git origin/main               against the graph as it was there
  npgen diff --objects manifests/ deploy/    two folders of manifests, deploy/ being the older
  npgen diff --fail-on widened --git HEAD

Exit codes: 0 same, 1 something differs, 2 anything that went wrong.";

/// What is compared: what it means, and the files that it was read from.
enum Read {
    Graph(Gathered),
    Objects(Objects),
}

impl Read {
    fn objects(paths: &[PathBuf], output: &mut Output<'_>) -> Option<Self> {
        let objects = Objects::read(paths, output)?;
        objects.tell_symbols(output);
        Some(Self::Objects(objects))
    }

    fn state(&self, output: &mut Output<'_>) -> Option<State<'_>> {
        match self {
            Self::Graph(gathered) => Some(State::Graph(Box::new(Meaning::new(gathered.single("a diff", output)?)))),
            Self::Objects(objects) => Some(State::Objects(&objects.inventory, &objects.rules)),
        }
    }

    fn sources(&self) -> &Sources {
        match self {
            Self::Graph(gathered) => &gathered.sources,
            Self::Objects(objects) => &objects.sources,
        }
    }
}

impl DiffArguments {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Some((before, after)) = self.read(context, output) else { return TROUBLE };
        let (Some(old), Some(new)) = (before.state(output), after.state(output)) else { return TROUBLE };
        let sides = (old.side(), new.side());
        let diff = Diff::of((&old, &sides.0), (&new, &sides.1));
        let shown = Shown { diff: &diff, before: before.sources(), after: after.sources() };
        let code = match self.output {
            Form::Text => output.data(&report::diff::text(shown)),
            Form::Json => output.data(&format!("{}\n", report::diff::json(shown))),
        };
        if code == FINE && self.fail_on.is_met(&diff) { DIFFERS } else { code }
    }

    /// Reads what is compared with what: the state before, and the one after.
    fn read(&self, context: Context<'_>, output: &mut Output<'_>) -> Option<(Read, Read)> {
        if !self.objects.is_empty() {
            let base: Vec<PathBuf> = self.base.iter().cloned().collect();
            return Some((Read::objects(&base, output)?, Read::objects(&self.objects, output)?));
        }
        let graph = Gathered::read(context, &self.clusters, output)?;
        let before = match &self.git {
            Some(revision) => Read::Graph(self.as_it_was(revision, context, output)?),
            None => Read::objects(&[self.base_of(&graph, context.project)], output)?,
        };
        Some((before, Read::Graph(graph)))
    }

    /// The graph at a revision.
    fn as_it_was(&self, revision: &str, context: Context<'_>, output: &mut Output<'_>) -> Option<Gathered> {
        let project = match Revision::of(context.project, revision) {
            Ok(project) => project,
            Err(error) => {
                output.failure(&error);
                return None;
            }
        };
        Gathered::read(Context { project: &project.project(), ..context }, &self.clusters, output)
    }

    /// The folder to compare with: the one that is asked for, or the one that `build` writes for this cluster.
    fn base_of(&self, graph: &Gathered, project: &Path) -> PathBuf {
        let out = || {
            let out = project.join(&graph.settings.out);
            match graph.clusters.as_slice() {
                [cluster] => cluster.graph.cluster.as_ref().map_or_else(|| out.clone(), |name| out.join(&**name)),
                _ => out,
            }
        };
        self.base.clone().unwrap_or_else(out)
    }
}

impl FailOn {
    fn is_met(self, diff: &Diff<'_>) -> bool {
        let any = |kinds: &[Kind]| kinds.iter().any(|kind| diff.count(*kind) > 0);
        match self {
            Self::Opened => any(&[Kind::Opened]),
            Self::Widened => any(&[Kind::Opened, Kind::Widened, Kind::Replaced]),
            Self::Closed => any(&[Kind::Closed, Kind::Narrowed, Kind::Replaced]),
            Self::Any => !diff.is_empty(),
        }
    }
}
