//! `npgen diff`: what a change opens and closes, and why.

mod live;
mod state;

use std::path::{Path, PathBuf};
use std::slice;

use clap::{Args, ValueEnum};

use super::Context;
use crate::cli::cluster::FromCluster;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::output::Output;
use crate::cli::voice::root;
use crate::cli::{DIFFERS, FINE, TROUBLE};
use crate::connections::Kind;
use crate::diagnostic::github;
use crate::diagnostic::sarif::Log;
use crate::diff::Diff;
use crate::diff::connections::Connections;
use crate::host::{self, Revision};
use crate::report;
use crate::report::diff::Shown;

use state::Read;

/// Show which connections a change opens and closes, and why
///
/// What the graph means is compared with what the policies in BASE let through, or with `--git` the graph as it was.
/// Behind each change stands what decides it: the edge with its file, reason and owner, or the policy. What a reviewer
/// must not miss comes first. Then the policies that differ follow as text.
///
/// Pods are those of the graph's services and groups, and those that a policy of either side names.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct DiffArguments {
    /// Manifests with the policies to compare with: a folder, a file, or `-` for stdin [default: the folder that `npgen
    /// build` writes]
    #[arg(value_name = "BASE", conflicts_with_all = FromCluster::IDS)]
    base: Option<PathBuf>,

    /// Compare with the graph as it was at this revision
    #[arg(long, value_name = "REVISION", conflicts_with = "base", conflicts_with_all = FromCluster::IDS)]
    git: Option<String>,

    /// Manifests to compare instead of the graph: a folder or a file; may be given several times
    #[arg(long, value_name = "PATH", conflicts_with = "git", requires = "base")]
    objects: Vec<PathBuf>,

    /// Which changes end with exit code 1
    #[arg(long, value_name = "CHANGES", value_enum, default_value_t)]
    fail_on: FailOn,

    /// Only this half of the difference
    #[arg(long = "only", value_name = "HALF", value_enum)]
    half: Option<Half>,

    /// How it is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    /// How many bytes the Markdown may have: the gravest is kept, the totals always, and what is left out is counted
    #[arg(long, value_name = "BYTES", default_value_t = MAX_BYTES)]
    max_bytes: usize,

    /// A Jinja template for the Markdown instead of that of npgen
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,

    #[command(flatten)]
    clusters: Clusters,

    #[command(flatten)]
    cluster: FromCluster,
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

/// A half of the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Half {
    /// The connections that open and close
    Connections,
    /// The policies, as text
    Text,
}

/// How the difference is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For people
    #[default]
    Text,
    /// For a comment on a pull request
    Markdown,
    /// For programs
    Json,
    /// Workflow commands of GitHub Actions, which annotate a pull request
    Github,
    /// One document in SARIF 2.1.0, for code scanning
    Sarif,
}

/// What a comment on GitHub has room for.
const MAX_BYTES: usize = 65_536;

const EXAMPLES: &str = "\
Examples:
  npgen diff                                 the graph against out/
  npgen diff --git origin/main               against the graph as it was there
  npgen diff --objects manifests/ deploy/    two folders of manifests, deploy/ being the older
  npgen diff --fail-on widened --git HEAD
  npgen diff --git origin/main -o markdown   for a comment on a pull request
  kubectl get networkpolicies -A -o json | npgen diff -
  npgen diff --live                          against what runs in a cluster

Exit codes: 0 same, 1 something differs, 2 anything that went wrong.";

impl DiffArguments {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if self.cluster.is_asked() {
            return self.live(context, output);
        }
        let Some((before, after)) = self.read(context, output) else { return TROUBLE };
        let (Some(old), Some(new)) = (before.state(), after.state()) else { return TROUBLE };
        let sides = (old.side(), new.side());
        let diff = Diff {
            connections: self.is_asked(Half::Connections).then(|| Connections::of((&old, &sides.0), (&new, &sides.1))),
            objects: self.is_asked(Half::Text).then(|| before.texts().changed_to(&after.texts())),
            live: None,
        };
        if diff.connections.as_ref().is_some_and(|connections| connections.overlaps_are_cut) {
            output.note("too many sets of pods overlap: what changes only for pods of several at once may be missing");
        }
        let shown = Shown { diff: &diff, before: before.sources(), after: after.sources() };
        let code = self.print(shown, context, output);
        if code == FINE && self.fail_on.is_met(&diff) { DIFFERS } else { code }
    }

    fn is_asked(&self, half: Half) -> bool {
        self.half.is_none_or(|only| only == half)
    }

    fn print(&self, shown: Shown<'_>, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let text = match self.output {
            Form::Text => report::diff::text(shown, context.look),
            Form::Json => format!("{}\n", report::diff::json(shown)),
            Form::Github => github::render(report::diff::findings(shown), shown.after, &self.root(context)),
            Form::Sarif => {
                let mut log = Log::default();
                log.findings(report::diff::findings(shown), shown.after, &self.root(context));
                log.render()
            }
            Form::Markdown => match self.markdown(shown) {
                Ok(text) => text,
                Err(error) => return output.failure(&*error),
            },
        };
        output.data(&text)
    }

    /// The way from where npgen runs to where the paths of the second state start.
    fn root(&self, context: Context<'_>) -> String {
        if self.objects.is_empty() { root(context.project) } else { String::new() }
    }

    fn markdown(&self, shown: Shown<'_>) -> Result<String, Box<dyn std::error::Error>> {
        let template = self.template.as_deref().map(host::template).transpose()?;
        Ok(report::diff::markdown::markdown(shown, template.as_deref(), self.max_bytes)?)
    }

    /// Reads what is compared with what: the state before, and the one after.
    fn read(&self, context: Context<'_>, output: &mut Output<'_>) -> Option<(Read, Read)> {
        let here = Path::new("");
        if !self.objects.is_empty() {
            let base: Vec<PathBuf> = self.base.iter().cloned().collect();
            let before = Read::objects(here, &base, None, output)?;
            let after = Read::objects(here, &self.objects, Some(&before), output)?;
            return Some((before, after));
        }
        let graph = Gathered::read(context, &self.clusters, output)?;
        let before = match (&self.git, &self.base) {
            (Some(revision), _) => Read::graph(self.as_it_was(revision, context, output)?, context.backend, output)?,
            (None, Some(base)) => Read::objects(here, slice::from_ref(base), None, output)?,
            (None, None) => Read::objects(context.project, &[built(&graph)], None, output)?,
        };
        Some((before, Read::graph(graph, context.backend, output)?))
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
}

/// The folder that `build` writes for a graph, as seen from the project.
fn built(graph: &Gathered) -> PathBuf {
    let out = PathBuf::from(&graph.settings.out);
    match graph.only().and_then(|graph| graph.cluster.as_ref()) {
        Some(cluster) => out.join(&**cluster),
        None => out,
    }
}

impl FailOn {
    fn is_met(self, diff: &Diff<'_>) -> bool {
        let any = |kinds: &[Kind]| {
            let others = diff.live.iter().filter_map(|live| live.others.as_ref());
            let connections = diff.connections.iter().chain(others);
            connections.into_iter().any(|all| kinds.iter().any(|kind| all.count(*kind) > 0))
        };
        match self {
            Self::Opened => any(&[Kind::Opened]),
            Self::Widened => any(&[Kind::Opened, Kind::Widened, Kind::Replaced]),
            Self::Closed => any(&[Kind::Closed, Kind::Narrowed, Kind::Replaced]),
            Self::Any => !diff.is_empty(),
        }
    }
}
