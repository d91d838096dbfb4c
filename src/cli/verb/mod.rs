//! The verbs, a file each: what can be written behind it, its help, and what it does.
//!
//! A verb gathers what it needs, calls the rooms that do the work, and prints; it decides nothing itself.

mod build;
mod check;
mod completions;
mod connections;
mod coverage;
mod diff;
mod doctor;
mod explain;
mod explain_rule;
mod init;
mod krm;
mod man;
mod rbac;
mod schema;

use std::path::Path;

use clap::Subcommand;

use super::output::Output;
use crate::backend::Backend;
use crate::diagnostic::text::Look;
use crate::frontend::Date;

/// What can be asked of npgen. Their help is that of their arguments.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    Build(build::Build),
    Check(check::Check),
    Connections(connections::Connections),
    Coverage(coverage::Coverage),
    Diff(diff::DiffArguments),
    Doctor(doctor::Doctor),
    Explain(explain::Explain),
    Init(init::Init),
    ExplainRule(explain_rule::ExplainRule),
    Krm(krm::Krm),
    Completions(completions::Completions),
    Man(man::Man),
    Rbac(rbac::Rbac),
    Schema(schema::Schema),
}

/// What every verb can work with.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The folder of the project.
    pub(super) project: &'a Path,
    /// The day as of which edges with `until` are judged.
    pub(super) today: Date,
    /// What makes the files.
    pub(super) backend: &'a dyn Backend,
    /// What stdout shows.
    pub(super) look: Look,
}

impl Verb {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        match self {
            Self::Build(build) => build.run(context, output),
            Self::Check(check) => check.run(context, output),
            Self::Connections(connections) => connections.run(context, output),
            Self::Diff(diff) => diff.run(context, output),
            Self::Doctor(doctor) => doctor.run(context, output),
            Self::Coverage(coverage) => coverage.run(context, output),
            Self::Explain(explain) => explain.run(context, output),
            Self::Init(init) => init.run(context, output),
            Self::ExplainRule(explain) => explain.run(output),
            Self::Krm(krm) => krm.run(context, output),
            Self::Completions(completions) => completions.run(output),
            Self::Man(man) => man.run(output),
            Self::Rbac(rbac) => rbac.run(output),
            Self::Schema(schema) => schema.run(output),
        }
    }
}
