//! Why a cluster can't be asked.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::host::Shown;

/// Why a cluster can't be asked, or does not answer.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// npgen could not make ready to use the network.
    #[error("can't use the network")]
    Runtime(#[source] io::Error),
    /// There is nothing that says where a cluster is.
    #[error("there is no kubeconfig and no service account: expected `--kubeconfig`, KUBECONFIG or ~/.kube/config")]
    Nowhere,
    /// A kubeconfig can't be read. What stands in it is not told: it has secrets.
    #[error("can't read the kubeconfig `{path}`: {reason}; `kubectl config view` may say more")]
    Kubeconfig {
        /// Its path.
        path: Shown,
        /// What is wrong, without a word of its text.
        reason: &'static str,
    },
    /// A kubeconfig lacks what is asked for.
    #[error("the kubeconfig has no {what} `{name}`")]
    Missing {
        /// `context` or `cluster`.
        what: &'static str,
        /// Its name.
        name: Shown,
    },
    /// A kubeconfig names no current context, and nobody chose one.
    #[error("the kubeconfig has no current context: expected `--context`")]
    NoContext,
    /// A kubeconfig says something that can't be used.
    #[error("the context `{context}` can't be used: {reason}")]
    Unusable {
        /// The context.
        context: Shown,
        /// What is wrong, without a word of its secrets.
        reason: &'static str,
    },
    /// The plug-in that logs in can't be started.
    #[error("can't start the plug-in `{command}`{hint}")]
    PluginStart {
        /// The program.
        command: Shown,
        /// What its author says to who lacks it, with a semicolon before it; empty where nothing.
        hint: String,
        /// Why.
        source: io::Error,
    },
    /// The plug-in that logs in did not do so.
    #[error("the plug-in `{command}` {how}")]
    Plugin {
        /// The program.
        command: Shown,
        /// What it did instead.
        how: String,
    },
    /// No whole answer came.
    #[error("GET {path}: {reason}")]
    NoAnswer {
        /// What was asked for, without its query.
        path: String,
        /// Why.
        reason: String,
    },
}

impl ClusterError {
    /// No whole answer came to a request, for the reason that stands behind all others.
    pub(super) fn no_answer(path: &str, error: &dyn Error) -> Self {
        let mut deepest = error;
        while let Some(cause) = deepest.source() {
            deepest = cause;
        }
        Self::because(path, printable(&deepest.to_string()))
    }

    /// Nothing came for too long.
    pub(super) fn silence(path: &str, patience: Duration) -> Self {
        Self::because(path, format!("nothing came for {} s", patience.as_secs_f32()))
    }

    pub(super) fn because(path: &str, reason: String) -> Self {
        Self::NoAnswer { path: path.split('?').next().unwrap_or_default().to_owned(), reason }
    }
}

/// A text of others on one line, without what could play tricks on a terminal.
pub(super) fn printable(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::host::shown(words.join(" ").as_ref())
}
