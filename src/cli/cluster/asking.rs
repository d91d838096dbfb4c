//! Asking a live cluster.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::output::Output;
use crate::diagnostic::{SourceId, Sources, escaped};
use crate::host;
use crate::host::cluster::{Access, Cluster};
use crate::snapshot::{Ask, Asked, Kind, Part, Reply, take};

/// A live cluster, and how to ask it.
#[derive(Debug, Clone, Args)]
pub(super) struct Asking {
    /// Look at the live cluster. It is only read
    #[arg(long)]
    live: bool,

    /// The context of the kubeconfig [default: `context` of the cluster in npgen.toml, or the current one]
    #[arg(long, value_name = "NAME", requires = "live")]
    context: Option<String>,

    /// The kubeconfig [default: KUBECONFIG or ~/.kube/config, or the service account of the pod]
    #[arg(long, value_name = "FILE", requires = "live")]
    kubeconfig: Option<PathBuf>,

    /// Only this namespace of the cluster; may be given several times
    #[arg(long, value_name = "NAME", requires = "live")]
    namespace: Vec<String>,

    /// How many seconds to wait for the next bytes of an answer
    #[arg(long, value_name = "SECONDS", requires = "live", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..))]
    timeout: u16,

    /// Go on without what can't be read, and say what that is
    #[arg(long, requires = "live")]
    allow_partial: bool,

    /// Save what was read: no Secret, no environment variable, no annotation but npgen's
    #[arg(long, value_name = "FILE", requires = "live")]
    record: Option<PathBuf>,
}

impl Asking {
    pub(super) fn is_asked(&self) -> bool {
        self.live
    }

    /// Takes a snapshot of the cluster, and saves it where that is asked for. `None` where that failed, which is told.
    pub(super) fn ask(
        &self,
        context: Option<&str>,
        profile: bool,
        sources: &mut Sources,
        output: &mut Output<'_>,
    ) -> Option<SourceId> {
        let access = Access {
            kubeconfig: self.kubeconfig.clone(),
            context: self.context.clone().or_else(|| context.map(str::to_owned)),
            patience: Duration::from_secs(self.timeout.into()),
        };
        let cluster = match Cluster::open(&access) {
            Ok(cluster) => cluster,
            Err(error) => {
                output.failure(&error);
                return None;
            }
        };
        let asked = Asked { namespaces: self.namespace.clone(), profile, partial: self.allow_partial };
        let name = escaped(cluster.name()).into_owned();
        let taken = take(&name, &asked, &mut Asker { cluster: &cluster, output });
        output.clear_progress();
        let (snapshot, left_out) = match taken {
            Ok(taken) => taken,
            Err(incomplete) => {
                for left_out in &incomplete.0 {
                    output.error(&left_out.to_string());
                }
                return None;
            }
        };
        let left_out: Vec<String> = left_out.iter().map(ToString::to_string).collect();
        let text = snapshot.finish(&self.namespace, &left_out);
        if let Some(path) = &self.record
            && let Err(error) = host::write(path, text.as_bytes())
        {
            output.failure(&error);
            return None;
        }
        Some(sources.add_answer(format!("<cluster {name}>"), text))
    }
}

/// Asks the cluster, and says how far it came.
struct Asker<'a, 'o> {
    cluster: &'a Cluster,
    output: &'a mut Output<'o>,
}

impl Ask for Asker<'_, '_> {
    fn ask(&mut self, path: &str, part: Part) -> Result<Reply, String> {
        match self.cluster.get(path, part == Part::Metadata) {
            Ok(answer) => Ok(Reply { status: answer.status, body: answer.body }),
            Err(error) => Err(host::whole_cause(&error)),
        }
    }

    fn tell(&mut self, kind: &Kind, objects: usize) {
        self.output.progress(&format!("reading `{}`: {objects} {}", self.cluster.name(), kind.plural));
    }
}
