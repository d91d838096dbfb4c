//! From a kubeconfig, or the service account of a pod, to a client.

use std::path::{Path, PathBuf};
use std::{env, fs};

use http::HeaderValue;
use kube::config::{AuthInfo, KubeConfigOptions, Kubeconfig, KubeconfigError};
use kube::{Client, Config};
use secrecy::ExposeSecret as _;

use super::{Access, ClusterError, plugin};

/// What a service account's cluster goes by, which has no name of its own.
const IN_CLUSTER: &str = "in-cluster";

/// A client, and what its cluster goes by.
pub(super) async fn client(access: &Access) -> Result<(String, Client), ClusterError> {
    let Some(kubeconfig) = kubeconfig(access)? else {
        let config = Config::incluster().map_err(|_| ClusterError::Nowhere)?;
        return Ok((IN_CLUSTER.to_owned(), of(config, access, IN_CLUSTER)?));
    };
    let context = access.context.clone().or_else(|| kubeconfig.current_context.clone());
    let context = context.filter(|name| !name.is_empty()).ok_or(ClusterError::NoContext)?;
    let options = KubeConfigOptions { context: Some(context.clone()), ..KubeConfigOptions::default() };
    let config = Config::from_custom_kubeconfig(kubeconfig, &options).await;
    let mut config = config.map_err(|error| unusable(&error, &context))?;
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
    let unusable = |reason| ClusterError::Unusable { context: context.into(), reason };
    settle_token(&mut config.auth_info).map_err(unusable)?;
    config.connect_timeout = Some(access.patience);
    // Requests are repeated, and given up, by `get`.
    config.default_retry = false;
    config.read_timeout = None;
    config.write_timeout = None;
    Client::try_from(config).map_err(|_| unusable("its certificates, its key or its proxy can't be read"))
}

/// Takes the token out of its file, without the blanks around it as kubectl does (`k8s.io/client-go/transport/token_source.go`),
/// and sees to it that it fits into a request, which kube would panic about.
fn settle_token(login: &mut AuthInfo) -> Result<(), &'static str> {
    if let Some(path) = login.token_file.take() {
        let token = fs::read_to_string(path).map_err(|_| "its token file can't be read")?;
        login.token = Some(token.trim().into());
    }
    let fits = login.token.as_ref().is_none_or(|token| HeaderValue::from_str(token.expose_secret()).is_ok());
    if fits { Ok(()) } else { Err("its token has characters that no token has") }
}

/// The kubeconfig that counts; `None` where there is none.
fn kubeconfig(access: &Access) -> Result<Option<Kubeconfig>, ClusterError> {
    let paths = match (&access.kubeconfig, env::var_os("KUBECONFIG").filter(|paths| !paths.is_empty())) {
        (Some(path), _) => vec![path.clone()],
        (None, Some(paths)) => listed(env::split_paths(&paths).collect()),
        (None, None) => {
            let home = env::home_dir().map(|home| home.join(".kube/config")).filter(|path| path.exists());
            let Some(path) = home else { return Ok(None) };
            vec![path]
        }
    };
    let mut all = Kubeconfig::default();
    for path in paths {
        let read = Kubeconfig::read_from(&path).and_then(|next| all.merge(next));
        all = read.map_err(|error| unreadable(&error, &path))?;
    }
    Ok(Some(all))
}

/// Which of several kubeconfigs are read: those that are there, as kubectl has it. Where none is, all are looked for.
fn listed(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let there: Vec<PathBuf> = paths.iter().filter(|path| path.exists()).cloned().collect();
    if there.is_empty() { paths } else { there }
}

fn unreadable(error: &KubeconfigError, path: &Path) -> ClusterError {
    let reason = match error {
        KubeconfigError::ReadConfig(..) => "it is not there, or not readable",
        _ => "it is no kubeconfig",
    };
    ClusterError::Kubeconfig { path: path.into(), reason }
}

/// Why a context of a kubeconfig can't be used. The error's own words may quote the file, so they are not used.
fn unusable(error: &KubeconfigError, context: &str) -> ClusterError {
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
        _ => "it is not understood",
    };
    ClusterError::Unusable { context: context.into(), reason }
}
