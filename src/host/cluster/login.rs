//! From a kubeconfig, or the service account of a pod, to a client.

use std::env;
use std::path::Path;

use kube::config::{AuthInfo, KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};

use super::{Access, ClusterError, plugin};

/// What a service account's cluster goes by, which has no name of its own.
const IN_CLUSTER: &str = "in-cluster";

/// A client, and what its cluster goes by.
pub(super) async fn client(access: &Access) -> Result<(String, Client), ClusterError> {
    let Some((kubeconfig, path)) = kubeconfig(access)? else {
        let config = Config::incluster().map_err(|_| ClusterError::Nowhere)?;
        return Ok((IN_CLUSTER.to_owned(), of(config, access, IN_CLUSTER)?));
    };
    let context = access.context.clone().or_else(|| kubeconfig.current_context.clone());
    let context = context.filter(|name| !name.is_empty()).ok_or(ClusterError::NoContext)?;
    let options = KubeConfigOptions { context: Some(context.clone()), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
    let mut config = config.map_err(|error| unusable(&error, &context, &path))?;
    let unusable = |reason| ClusterError::Unusable { context: context.as_str().into(), reason };
    if config.auth_info.auth_provider.is_some() {
        return Err(unusable("`auth-provider` is not supported by Kubernetes any more, expected `exec`"));
    }
    if let Some(exec) = config.auth_info.exec.take() {
        let login = plugin::run(&exec, access.patience)?;
        let AuthInfo { token, client_certificate_data, client_key_data, .. } = login;
        config.auth_info = AuthInfo { token, client_certificate_data, client_key_data, ..config.auth_info };
    }
    let client = of(config, access, &context)?;
    Ok((context, client))
}

fn of(mut config: Config, access: &Access, context: &str) -> Result<Client, ClusterError> {
    config.connect_timeout = Some(access.patience);
    // Requests are repeated, and given up, by `get`.
    config.default_retry = false;
    config.read_timeout = None;
    config.write_timeout = None;
    let reason = "its certificates, its key, its token file or its proxy can't be read";
    Client::try_from(config).map_err(|_| ClusterError::Unusable { context: context.into(), reason })
}

/// The kubeconfig that counts, with the path or variable that names it; `None` where there is none.
fn kubeconfig(access: &Access) -> Result<Option<(Kubeconfig, String)>, ClusterError> {
    let named = env::var("KUBECONFIG").ok().filter(|paths| !paths.is_empty());
    let (read, path) = match (&access.kubeconfig, named) {
        (Some(path), _) => (Kubeconfig::read_from(path), path.to_string_lossy().into_owned()),
        (None, Some(paths)) => (Kubeconfig::read(), paths),
        (None, None) => {
            let home = env::home_dir().map(|home| home.join(".kube/config")).filter(|path| path.exists());
            let Some(path) = home else { return Ok(None) };
            (Kubeconfig::read_from(&path), path.to_string_lossy().into_owned())
        }
    };
    match read {
        Ok(kubeconfig) => Ok(Some((kubeconfig, path))),
        Err(error) => Err(unreadable(&error, &path)),
    }
}

fn unreadable(error: &KubeconfigError, path: &str) -> ClusterError {
    let reason = match error {
        KubeconfigError::ReadConfig(..) => "it is not there, or not readable",
        _ => "it is no kubeconfig",
    };
    ClusterError::Kubeconfig { path: Path::new(path).into(), reason }
}

/// Why a context of a kubeconfig can't be used. The error's own words may quote the file, so they are not used.
fn unusable(error: &KubeconfigError, context: &str, path: &str) -> ClusterError {
    let reason = match error {
        KubeconfigError::LoadContext(name) => {
            return ClusterError::Missing { what: "context", name: name.as_str().into() };
        }
        KubeconfigError::LoadClusterOfContext(name) => {
            return ClusterError::Missing { what: "cluster", name: name.as_str().into() };
        }
        KubeconfigError::MissingClusterUrl => "its cluster has no `server`",
        KubeconfigError::ParseClusterUrl(_) => "the `server` of its cluster is no URL",
        KubeconfigError::LoadCertificateAuthority(_) | KubeconfigError::ParseCertificates(_) => {
            "the certificate authority of its cluster can't be read"
        }
        KubeconfigError::ParseProxyUrl(_) => "the proxy of its cluster is no URL",
        _ => return unreadable(error, path),
    };
    ClusterError::Unusable { context: context.into(), reason }
}
