//! `npgen connections`: who can reach whom, of the graph or of manifests.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Context;
use crate::cli::TROUBLE;
use crate::cli::cluster::FromCluster;
use crate::cli::gather::{Clusters, Gathered};
use crate::cli::objects::Objects;
use crate::cli::output::Output;
use crate::connections::{self, Pattern, Selection, Table, Unmatched};
use crate::report;
use crate::sets::{PortRange, Ports};

/// Show who can reach whom
///
/// Without `--objects` it shows what the graph means: its services and groups, with each other and with all that their
/// edges name. With `--objects` it shows what the network policies of these manifests let through between their
/// workloads, and the outside.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Connections {
    /// Manifests to judge instead of the graph: folders or files
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = FromCluster::IDS)]
    objects: Vec<PathBuf>,

    /// Only what these may call: `NAME`, `NAMESPACE/NAME`, `NAMESPACE/`, an address or a range
    #[arg(long, value_name = "WHO")]
    from: Vec<Pattern>,

    /// Only what may call these
    #[arg(long, value_name = "WHO")]
    to: Vec<Pattern>,

    /// Only on these ports: `8080`, `53/udp`, `30000-32767`, `any/tcp`
    #[arg(long, value_name = "PORT")]
    port: Vec<PortRange>,

    /// Also show what unnamed pods and the outside may reach or be reached by
    #[arg(long)]
    exposure: bool,

    /// How the connections are written
    #[arg(long, short, value_name = "FORMAT", value_enum, default_value_t)]
    output: Written,

    #[command(flatten)]
    clusters: Clusters,

    #[command(flatten)]
    cluster: FromCluster,
}

/// How connections are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Written {
    /// A line a connection
    #[default]
    Text,
    /// Tables
    Markdown,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// A drawing for Graphviz
    Dot,
    /// A drawing for Markdown pages
    Mermaid,
}

const EXAMPLES: &str = "\
Examples:
  npgen connections --from boutique/frontend
  npgen connections --objects manifests/ --exposure
  npgen connections --live
  npgen connections --objects manifests/ --to 10.0.0.0/8 --output csv";

impl Connections {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, context: Context<'_>, output: &mut Output<'_>) -> u8 {
        if self.exposure && self.objects.is_empty() && !self.cluster.is_asked() {
            return output.error("`--exposure` is of manifests or of a cluster: expected `--objects` too");
        }
        let table = if self.cluster.is_asked() {
            let Some(running) = self.cluster.running(context, &self.clusters, output) else { return TROUBLE };
            running.objects.tell_symbols(output);
            connections::of_objects(
                &running.objects.inventory,
                &running.objects.rules,
                &self.selection(),
                self.exposure,
            )
        } else if self.objects.is_empty() {
            let Some(gathered) = Gathered::read(context, &self.clusters, output) else { return TROUBLE };
            let Some(graph) = gathered.single("a table of connections", output) else { return TROUBLE };
            connections::of_graph(graph, &self.selection())
        } else {
            let Some(objects) = Objects::read(&self.objects, output) else { return TROUBLE };
            objects.tell_symbols(output);
            connections::of_objects(&objects.inventory, &objects.rules, &self.selection(), self.exposure)
        };
        self.print(table, output)
    }

    fn selection(&self) -> Selection {
        let ports = self.port.iter().map(|range| range.to_ports()).reduce(|all, more: Ports| all.union(&more));
        Selection { from: self.from.clone(), to: self.to.clone(), ports }
    }

    fn print(&self, table: Result<Table, Unmatched>, output: &mut Output<'_>) -> u8 {
        let format = match self.output {
            Written::Text => report::connections::Format::Text,
            Written::Markdown => report::connections::Format::Markdown,
            Written::Csv => report::connections::Format::Csv,
            Written::Json => report::connections::Format::Json,
            Written::Dot => report::connections::Format::Dot,
            Written::Mermaid => report::connections::Format::Mermaid,
        };
        match table {
            Ok(table) => output.data_by(|stdout| report::connections::write(&table, format, stdout)),
            Err(unmatched) => output.failure(&unmatched),
        }
    }
}
