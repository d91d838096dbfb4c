//! `npgen rbac`: what npgen must be allowed in a cluster.

use clap::Args;

use crate::cli::output::Output;
use crate::manifest::emit::emit;
use crate::snapshot::role;

/// Print the role that suffices to look at a cluster
///
/// It is a `ClusterRole`: it may list what `--live` asks for, and change nothing. With `--service-account` the binding to that account follows.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Rbac {
    /// Who is to be allowed it
    #[arg(long, value_name = "NAMESPACE/NAME", value_parser = account)]
    service_account: Option<Account>,
}

/// A service account.
#[derive(Debug, Clone)]
struct Account {
    namespace: String,
    name: String,
}

const EXAMPLES: &str = "\
Examples:
  npgen rbac
  npgen rbac --service-account ci/npgen | kubectl apply -f -";

impl Rbac {
    /// Runs the verb, and returns its exit code.
    pub(super) fn run(&self, output: &mut Output<'_>) -> u8 {
        let account =
            self.service_account.as_ref().map(|Account { namespace, name }| (namespace.as_str(), name.as_str()));
        let mut text = String::new();
        for object in role(account) {
            if !text.is_empty() {
                text.push_str("---\n");
            }
            emit(&object, &mut text);
        }
        output.data(&text)
    }
}

/// Reads `NAMESPACE/NAME`.
fn account(text: &str) -> Result<Account, String> {
    let is_name = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
    };
    match text.split_once('/') {
        Some((namespace, name)) if is_name(namespace) && is_name(name) => {
            Ok(Account { namespace: namespace.to_owned(), name: name.to_owned() })
        }
        _ => Err("expected `NAMESPACE/NAME`".to_owned()),
    }
}
