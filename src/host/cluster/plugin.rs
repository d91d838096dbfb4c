//! Plug-ins of a kubeconfig that log in (`exec`).
//!
//! kube would run them too, but would wait for ever, and would quote in its errors what they print, which is the secret
//! (`k8s.io/client-go/plugin/pkg/client/auth/exec/exec.go` has how kubectl does it).

use std::io::Read;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kube::config::{AuthInfo, ExecConfig, ExecInteractiveMode};
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};

use super::ClusterError;
use super::error::printable;

/// The variable that tells a plug-in what is expected of it.
const EXEC_INFO: &str = "KUBERNETES_EXEC_INFO";

/// How much of what a plug-in says on stderr is told, in bytes.
const TOLD: usize = 500;

/// How much of what a plug-in prints is read, in bytes: far more than a login has.
const LONGEST: u64 = 1 << 20;

/// How long to wait for what a plug-in said on stderr, which it may have left open when it ended.
const SOON: Duration = Duration::from_secs(1);

/// How long to wait before it is asked again whether a plug-in ended.
const PAUSE: Duration = Duration::from_millis(5);

/// Runs the plug-in of a kubeconfig and takes the login that it prints: a token, or a certificate with its key.
pub(super) fn run(exec: &ExecConfig, patience: Duration) -> Result<AuthInfo, ClusterError> {
    let command = exec.command.clone().unwrap_or_default();
    let failed = |how: String| ClusterError::Plugin { command: command.as_str().into(), how };
    if exec.interactive_mode == Some(ExecInteractiveMode::Always) {
        let how = "asks questions, which npgen does not pass on: log in before, as by `kubectl get namespaces`";
        return Err(failed(how.to_owned()));
    }
    let deadline = Instant::now() + patience;
    let mut child = start(exec, &command)?;
    let (said, printed) = (all_of(child.stderr.take()), all_of(child.stdout.take()));
    // It may go on after it closed its output, or leave something running that has it open.
    let printed = printed.recv_timeout(patience).ok();
    let status = printed.as_ref().and_then(|_| wait(&mut child, deadline));
    let how = match (status, printed) {
        (Some(status), Some(printed)) if status.success() => {
            let none = || failed("printed no ExecCredential with a token or a certificate".to_owned());
            return login(&printed).ok_or_else(none);
        }
        (Some(status), _) => format!("failed ({status})"),
        (None, _) => {
            kill(&mut child);
            format!("did not end within {} s", patience.as_secs_f32())
        }
    };
    let said = printable(&last(&said.recv_timeout(SOON).unwrap_or_default()));
    let colon = if said.is_empty() { "" } else { ": " };
    Err(failed(format!("{how}{colon}{said}")))
}

fn start(exec: &ExecConfig, program: &str) -> Result<Child, ClusterError> {
    let mut command = Command::new(program);
    command.args(exec.args.iter().flatten());
    for variable in exec.env.iter().flatten() {
        if let (Some(name), Some(value)) = (variable.get("name"), variable.get("value")) {
            command.env(name, value);
        }
    }
    let cluster = exec.cluster.as_ref().filter(|_| exec.provide_cluster_info);
    let info = json!({
        "kind": "ExecCredential",
        "apiVersion": exec.api_version,
        "spec": { "interactive": false, "cluster": cluster },
    });
    command.env(EXEC_INFO, info.to_string());
    // A group of its own, so that all of it can be ended.
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
    command.spawn().map_err(|source| {
        let hint = exec.install_hint.as_deref().map(|hint| format!("; {}", printable(hint))).unwrap_or_default();
        ClusterError::PluginStart { command: program.into(), hint, source }
    })
}

/// Waits for the end of a plug-in; `None` where that takes too long.
fn wait(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => thread::sleep(PAUSE),
            Ok(None) | Err(_) => return None,
        }
    }
}

/// Ends a plug-in with all that it started.
fn kill(child: &mut Child) {
    if let Some(group) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
        // It may have ended just now.
        let _ = kill_process_group(group, Signal::KILL);
    }
    let _ = child.wait();
}

/// What comes out of a stream until it is closed.
fn all_of(stream: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (send, receive) = channel();
    if let Some(stream) = stream {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // What was read before an error counts as all.
            let _ = stream.take(LONGEST).read_to_end(&mut bytes);
            // Nobody may be waiting any more.
            let _ = send.send(bytes);
        });
    }
    receive
}

fn last(said: &[u8]) -> String {
    let from = said.len().saturating_sub(TOLD);
    String::from_utf8_lossy(said.get(from..).unwrap_or_default()).into_owned()
}

/// The login in an `ExecCredential`. It lasts longer than npgen runs, so when it ends is not looked at.
fn login(printed: &[u8]) -> Option<AuthInfo> {
    let credential: Value = serde_json::from_slice(printed).ok()?;
    let status =
        credential.get("status").filter(|_| credential.get("kind").is_some_and(|kind| kind == "ExecCredential"))?;
    let text = |key: &str| status.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let pem = |key: &str| text(key).map(|pem| STANDARD.encode(pem));
    let login = AuthInfo {
        token: text("token").map(Into::into),
        client_certificate_data: pem("clientCertificateData"),
        client_key_data: pem("clientKeyData").map(Into::into),
        ..AuthInfo::default()
    };
    let is_usable = login.token.is_some() || login.client_certificate_data.is_some() && login.client_key_data.is_some();
    is_usable.then_some(login)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(kind: &str, status: &Value) -> Option<AuthInfo> {
        login(json!({ "kind": kind, "status": status }).to_string().as_bytes())
    }

    #[test]
    fn a_login_is_a_token_or_a_certificate_with_its_key() {
        let certificate = json!({ "clientCertificateData": "PEM", "clientKeyData": "KEY" });
        let login = printed("ExecCredential", &certificate).expect("a login");
        assert_eq!(login.client_certificate_data.as_deref(), Some("UEVN"));
        assert!(login.client_key_data.is_some() && login.token.is_none());
        assert!(printed("ExecCredential", &json!({ "token": "abc" })).is_some_and(|login| login.token.is_some()));
        for half in [json!({}), json!({ "token": "" }), json!({ "token": 1 }), json!({ "clientKeyData": "KEY" })] {
            assert!(printed("ExecCredential", &half).is_none(), "{half}");
        }
        assert!(printed("TokenReview", &certificate).is_none());
    }

    #[test]
    fn what_a_plugin_said_last_is_told_on_one_line() {
        let said = format!("{}\n\tlog in\r\nfirst\n", "x".repeat(2 * TOLD));
        let told = printable(&last(said.as_bytes()));
        assert!(told.ends_with("x log in first") && told.len() <= TOLD, "{told}");
    }
}
