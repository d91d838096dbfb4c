//! Plug-ins of a kubeconfig that log in, and those that do not.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process;

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, Ran, namespace, open_policy, pod};
use crate::kubeconfigs::kubeconfig;
use crate::trial::{Trial, assert_told};

/// What a plug-in prints that is no login.
const SECRET: &str = "secret-not-to-be-seen";

/// A kubeconfig whose user logs in by a plug-in.
struct Login<'c> {
    trial: &'c Trial,
    cluster: Json,
}

impl Login<'_> {
    /// Looks at the cluster with a plug-in that is this shell script.
    fn by(&self, script: &str, more: &Json) -> Ran {
        let plugin = self.trial.path("plugin");
        fs::write(&plugin, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&plugin, fs::Permissions::from_mode(0o755)).unwrap();
        self.by_command("./plugin", more)
    }

    fn by_command(&self, command: &str, more: &Json) -> Ran {
        let mut exec = json!({
            "apiVersion": "client.authentication.k8s.io/v1",
            "interactiveMode": "IfAvailable",
            "command": command,
        });
        exec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let path = self.trial.path("kubeconfig");
        fs::write(&path, kubeconfig(&self.cluster, &json!({ "exec": exec })).to_string()).unwrap();
        self.trial.diff(&path, &[])
    }

    fn fails(&self, about: &str, script: &str, says: &str) {
        let says = format!("error: the plug-in `{}` {says}\n", self.plugin().display());
        assert_told(&self.by(script, &json!({})), about, &[&says]);
    }

    fn plugin(&self) -> PathBuf {
        self.trial.path("./plugin")
    }
}

/// A script that prints a login.
fn prints(status: &Json) -> String {
    let credential = json!({
        "apiVersion": "client.authentication.k8s.io/v1",
        "kind": "ExecCredential",
        "status": status,
    });
    format!("cat <<'END'\n{credential}\nEND\n")
}

#[test]
#[ignore = "needs go"]
fn a_plugin_logs_in_or_it_is_told_why_not() {
    let mut cluster = Cluster::start();
    cluster.create_all([namespace("shop"), pod("shop", "web-1", "web", 1), open_policy("shop", "in", "web")]);
    let ready = &cluster.server.ready;
    let trial = Trial::new(&[&ready.token, SECRET]);
    let login = Login { trial: &trial, cluster: json!({ "server": ready.address, "certificate-authority": ready.ca }) };
    let works = prints(&json!({ "token": ready.token }));
    let assert_works = |about: &str, ran: &Ran| {
        assert_eq!(ran.code, 1, "{about}: {ran:?}");
        assert!(ran.stderr.contains("read 1 policy and 1 pod of"), "{about}: {ran:?}");
    };

    assert_works("a token", &login.by(&works, &json!({})));
    let by_argument = format!("[ \"$1 $ONE\" = 'token one' ] || exit 1\n{works}");
    let more = json!({ "args": ["token"], "env": [{ "name": "ONE", "value": "one" }] });
    assert_works("what it is given", &login.by(&by_argument, &more));
    let told = trial.path("told");
    let tells = format!("printf %s \"$KUBERNETES_EXEC_INFO\" > '{}'\n{works}", told.display());
    let info = |more: &Json| -> Json {
        assert_works("what it is told", &login.by(&tells, more));
        serde_json::from_str(&fs::read_to_string(&told).unwrap()).unwrap()
    };
    let plain = info(&json!({}));
    assert_eq!((&plain["kind"], &plain["spec"]["cluster"]), (&json!("ExecCredential"), &Json::Null));
    assert_eq!(plain["spec"]["interactive"], json!(false));
    let with_cluster = info(&json!({ "provideClusterInfo": true }));
    assert_eq!(with_cluster["spec"]["cluster"]["server"], json!(ready.address));
    assert!(with_cluster["spec"]["cluster"]["certificate-authority-data"].is_string(), "{with_cluster}");

    login.fails(
        "one that fails",
        "echo 'log in first,' >&2; echo 'as by `login`' >&2; exit 3",
        "failed (exit status: 3): log in first, as by `login`",
    );
    login.fails("one that says nothing", "exit 1", "failed (exit status: 1)");
    login.fails("one that is ended", "kill -9 $$", "failed (signal: 9 (SIGKILL))");
    login.fails("one that fails with a login", &format!("{works}exit 1"), "failed (exit status: 1)");
    let none = "printed no ExecCredential with a token or a certificate";
    login.fails("nonsense", &format!("echo {SECRET}"), none);
    login.fails("nothing", "", none);
    login.fails("no login", &prints(&json!({})), none);
    login.fails("an empty login", &prints(&json!({ "token": "" })), none);
    login.fails("half a login", &prints(&json!({ "clientKeyData": SECRET })), none);
    login.fails("another kind", &works.replace("ExecCredential", "TokenReview"), none);
    login.fails("one that prints without end", &format!("exec yes {SECRET}"), "failed (signal: 13 (SIGPIPE))");
    login.fails("one that asks", &format!("read -r answer || exit 4\n{works}"), "failed (exit status: 4)");

    let broken = prints(&json!({ "clientCertificateData": SECRET, "clientKeyData": SECRET }));
    let ran = login.by(&broken, &json!({}));
    assert_told(&ran, "no certificate", &["error: the context `prod` can't be used: its certificates, its key or "]);
    let refused = login.by(&prints(&json!({ "token": SECRET })), &json!({}));
    assert_told(&refused, "another token", &["error: the cluster `prod`: the server does not take the login\n"]);

    let ran = login.by(&format!("touch '{}'", trial.path("ran").display()), &json!({ "interactiveMode": "Always" }));
    assert_told(&ran, "one that must ask", &["asks questions, which npgen does not pass on: log in before"]);
    assert!(!trial.path("ran").exists());
    let ran = login.by_command("npgen-no-such-plugin", &json!({ "installHint": "get it from\nthe shop" }));
    assert_told(
        &ran,
        "one that is not there",
        &["error: can't start the plug-in `npgen-no-such-plugin`; get it from the shop: No such file or directory"],
    );
}

#[test]
fn a_plugin_that_does_not_end_is_ended_with_all_that_it_started() {
    let trial = Trial::new(&[SECRET]);
    let login = Login { trial: &trial, cluster: json!({ "server": "http://127.0.0.1:1" }) };
    // So long sleeps nobody else.
    let pause = format!("86400.{}", process::id());
    let works = prints(&json!({ "token": SECRET }));
    let late = "did not end within 1 s";
    login.fails("one that waits", &format!("sleep {pause} & sleep {pause}"), late);
    login.fails(
        "one that says for what",
        &format!("echo 'open the browser' >&2; sleep {pause}"),
        &format!("{late}: open the browser"),
    );
    login.fails("one that waits with its output closed", &format!("{works}exec >&- 2>&-; sleep {pause}"), late);
    login.fails("one that leaves something running", &format!("{works}sleep {pause} &"), late);
    login.fails("one that will not be ended", &format!("trap '' TERM INT HUP; sleep {pause}; sleep {pause}"), late);
    assert_eq!(running(&pause), Vec::<String>::new());
}

/// The processes with some text in their command line.
fn running(text: &str) -> Vec<String> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let lines = processes.filter_map(|process| fs::read_to_string(process.path().join("cmdline")).ok());
    lines.filter(|line| line.contains(text)).map(|line| line.replace('\0', " ")).collect()
}
