//! An API server, asked and never told: every request is a GET.
//!
//! A request is repeated where the server says that it is busy or broken, and given up when nothing comes for too long.
//! What is wrong is an error that names the request. Neither token nor key is part of any: nothing of the kubeconfig but
//! names is ever put into words, and of a plug-in that logs in only what it says on stderr.

mod error;
mod get;
mod login;
mod plugin;

use std::path::PathBuf;
use std::time::Duration;

use kube::Client;
use tokio::runtime::{Builder, Runtime};

pub use error::ClusterError;
pub use get::Answer;

/// Which cluster, as whom, and how patiently.
#[derive(Debug, Clone)]
pub struct Access {
    /// The kubeconfig; `None`: those of `KUBECONFIG`, or else `~/.kube/config`, or else the service account of the pod in
    /// which npgen runs.
    pub kubeconfig: Option<PathBuf>,
    /// The context of the kubeconfig; `None`: its current one.
    pub context: Option<String>,
    /// How long to wait for the next bytes of an answer, and for a plug-in that logs in.
    pub patience: Duration,
}

/// A cluster that can be asked.
pub struct Cluster {
    runtime: Runtime,
    client: Client,
    name: String,
    patience: Duration,
}

impl Cluster {
    /// Finds out where the cluster is, and logs in. No request is made yet, but a plug-in of the kubeconfig may run.
    ///
    /// # Errors
    /// Where there is no kubeconfig, it is wrong, or its plug-in fails, asks, or takes too long.
    pub fn open(access: &Access) -> Result<Self, ClusterError> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(ClusterError::Runtime)?;
        let (name, client) = runtime.block_on(login::client(access))?;
        Ok(Self { runtime, client, name, patience: access.patience })
    }

    /// What it goes by: its context in the kubeconfig.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for a path, which may have a query; with `metadata_only` for objects without all but their metadata.
    ///
    /// # Errors
    /// Where no whole answer comes: nobody is there, the certificate is wrong, nothing comes for too long, the connection
    /// ends in the middle, or the server stays busy or broken.
    pub fn get(&self, path: &str, metadata_only: bool) -> Result<Answer, ClusterError> {
        self.runtime.block_on(get::get(&self.client, path, metadata_only, self.patience))
    }
}
