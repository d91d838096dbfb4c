//! `npgen explain`: why a connection passes, or what is missing.

use clap::Args;

use super::Context;
use crate::cli::TROUBLE;
use crate::cli::form::Form;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::output::Output;
use crate::explain::explain;
use crate::report;

/// Say why a connection passes, or what is missing
///
/// Each direction is judged on its own: who lets it out, and who lets it in. Behind each verdict stand the policy, the
/// edge with its file and line, its owner and its reason; behind a denial the edge that would open it.
///
/// An end is a service (`shop/cart`, or `cart` where only one has that name), a group, an external, an `@NAME`, an
/// address or a network.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Explain {
    /// Who calls
    #[arg(value_name = "FROM")]
    caller: String,

    /// Who is called, with `:PORT` by name or number; without it, on the ports that it declares
    #[arg(value_name = "TO[:PORT]")]
    callee: String,

    /// How the answer is written
    #[arg(long, short, value_name = "FORM", value_enum, default_value_t)]
    output: Form,

    #[command(flatten)]
    clusters: Clusters,
}

const EXAMPLES: &str = "\
Examples:
  npgen explain frontend cartservice:grpc
  npgen explain @internet frontend
  npgen explain cartservice 192.0.2.7:443
  npgen explain frontend redis-cart --output json";

impl Explain {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        let Some(gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
        let Some(graph) = gathered.single("an explanation", output) else { return TROUBLE };
        let explanation = match explain(graph, &self.caller, &self.callee) {
            Ok(explanation) => explanation,
            Err(error) => return output.failure(&error),
        };
        match self.output {
            Form::Text => output.data(&report::explain::text(&explanation, &gathered.sources)),
            Form::Json => output.data(&format!("{}\n", report::explain::json(&explanation, &gathered.sources))),
        }
    }
}
