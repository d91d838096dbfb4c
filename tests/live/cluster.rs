//! A cluster for one test: a server, a kubeconfig, and npgen and kubectl that use it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::judges::server::Server;

/// What the cluster goes by.
pub(crate) const CONTEXT: &str = "prod";

/// A cluster.
pub(crate) struct Cluster {
    pub(crate) server: Server,
    dir: TempDir,
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Cluster {
    pub(crate) fn start() -> Self {
        let (server, dir) = (Server::start(), TempDir::new().expect("a folder"));
        let cluster = Self { server, dir };
        let ready = &cluster.server.ready;
        cluster.write_kubeconfig("kubeconfig", &ready.address, &json!({ "token": ready.token }));
        cluster
    }

    /// A file or folder of the test's own.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a kubeconfig with one user.
    pub(crate) fn write_kubeconfig(&self, name: &str, address: &str, user: &Json) {
        let mut cluster = json!({ "server": address });
        if address.starts_with("https") {
            cluster["certificate-authority"] = json!(self.server.ready.ca);
        }
        let kubeconfig = json!({
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": CONTEXT,
            "clusters": [{ "name": "there", "cluster": cluster }],
            "users": [{ "name": "somebody", "user": user }],
            "contexts": [{ "name": CONTEXT, "context": { "cluster": "there", "user": "somebody" } }],
        });
        fs::write(self.path(name), kubeconfig.to_string()).expect("there is room");
    }

    /// A project with one intent file.
    pub(crate) fn project(&self, intents: &str) -> PathBuf {
        let project = self.path("project");
        fs::create_dir_all(project.join("intents")).expect("there is room");
        fs::write(project.join("intents/shop.toml"), intents).expect("there is room");
        project
    }

    /// Runs npgen in a project.
    pub(crate) fn npgen(&self, project: &Path, arguments: &[&str]) -> Ran {
        let mut npgen = Command::new(env!("CARGO_BIN_EXE_npgen"));
        let ran = npgen.args(arguments).current_dir(project).env("KUBECONFIG", self.path("kubeconfig")).output();
        Ran::of(ran.expect("it was built"))
    }

    /// Runs npgen in a project, with this on its stdin.
    pub(crate) fn npgen_with(&self, stdin: &str, project: &Path, arguments: &[&str]) -> Ran {
        let file = self.path("stdin");
        fs::write(&file, stdin).expect("there is room");
        let mut npgen = Command::new(env!("CARGO_BIN_EXE_npgen"));
        let ran = npgen.args(arguments).current_dir(project).stdin(File::open(file).expect("it is there")).output();
        Ran::of(ran.expect("it was built"))
    }

    /// Runs kubectl, which must succeed.
    pub(crate) fn kubectl(&self, arguments: &[&str]) -> Ran {
        let mut kubectl = Command::new("kubectl");
        let cache = self.path("cache");
        let ran =
            kubectl.args(arguments).env("KUBECONFIG", self.path("kubeconfig")).arg("--cache-dir").arg(cache).output();
        let ran = Ran::of(ran.expect("kubectl is there"));
        assert_eq!(ran.code, 0, "kubectl {arguments:?}: {}", ran.stderr);
        ran
    }

    /// Defines the kind of a file, and waits until its objects are served.
    pub(crate) fn define(&mut self, file: &Path, objects: &str) {
        let defined = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        let made = self.server.create(defined, &fs::read_to_string(file).expect("a definition"));
        assert_eq!(made.status, 201, "{}", made.body);
        let is_there = (0..100).any(|_| {
            sleep(Duration::from_millis(100));
            self.server.get(objects).status == 200
        });
        assert!(is_there, "{objects} are not served");
    }

    /// Creates an object, which must succeed, with its status.
    pub(crate) fn create(&mut self, object: &Json) {
        let place = place(object);
        let made = self.server.create(&place, &object.to_string());
        assert_eq!(made.status, 201, "{object}: {}", made.body);
        if let Some(status) = object.get("status") {
            let mut object = made.body;
            object["status"] = status.clone();
            let path = format!("{place}/{}/status", object["metadata"]["name"].as_str().unwrap());
            let put = self.server.replace(&path, &object.to_string());
            assert_eq!(put.status, 200, "{object}: {}", put.body);
        }
    }

    pub(crate) fn create_all(&mut self, objects: impl IntoIterator<Item = Json>) {
        for object in objects {
            self.create(&object);
        }
    }

    /// Puts an object in the place of the one that is there, and returns it as it is then.
    pub(crate) fn put(&mut self, object: &Json) -> Json {
        let path = format!("{}/{}", place(object), object["metadata"]["name"].as_str().unwrap());
        let mut object = object.clone();
        let known = self.server.get(&path).body;
        object["metadata"]["resourceVersion"] = known["metadata"]["resourceVersion"].clone();
        let put = self.server.replace(&path, &object.to_string());
        assert_eq!(put.status, 200, "{object}: {}", put.body);
        put.body
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("it prints text");
        Self { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// What was printed as JSON.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Where objects of a kind are.
fn place(object: &Json) -> String {
    let text = |value: &Json| value.as_str().expect("a text").to_owned();
    let version = text(&object["apiVersion"]);
    let root = if version.contains('/') { "/apis" } else { "/api" };
    let plural = match &*text(&object["kind"]) {
        "NetworkPolicy" => "networkpolicies".to_owned(),
        kind => format!("{}s", kind.to_lowercase()),
    };
    match object["metadata"].get("namespace") {
        Some(namespace) => format!("{root}/{version}/namespaces/{}/{plural}", text(namespace)),
        None => format!("{root}/{version}/{plural}"),
    }
}

pub(crate) fn namespace(name: &str) -> Json {
    json!({ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name } })
}

/// A pod that runs, with an address of each family.
pub(crate) fn pod(namespace: &str, name: &str, app: &str, number: u16) -> Json {
    let [high, low] = number.to_be_bytes();
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": { "name": name, "namespace": namespace, "labels": { "app": app } },
        "spec": { "containers": [{
            "name": "main",
            "image": "registry.example/app:1",
            "env": [{ "name": "PASSWORD", "value": "not-to-be-seen" }],
            "ports": [{ "name": "http", "containerPort": 8080 }],
        }] },
        "status": {
            "phase": "Running",
            "podIP": format!("10.0.{high}.{low}"),
            "podIPs": [{ "ip": format!("10.0.{high}.{low}") }, { "ip": format!("fd00::{number:x}") }],
            "hostIP": "192.0.2.1",
            "hostIPs": [{ "ip": "192.0.2.1" }],
        },
    })
}

/// What a Deployment of one pod is in a cluster, but for itself: its replicas, and the pod.
pub(crate) fn deployed(namespace: &str, app: &str, number: u16) -> [Json; 2] {
    let set = format!("{app}-7d4b9");
    let mut pod = pod(namespace, &format!("{set}-x{number}"), app, number);
    pod["metadata"]["ownerReferences"] = owner("ReplicaSet", &set);
    let replicas = json!({
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": { "name": set, "namespace": namespace, "ownerReferences": owner("Deployment", app) },
        "spec": {
            "selector": { "matchLabels": { "app": app } },
            "template": {
                "metadata": { "labels": { "app": app } },
                "spec": { "containers": [{ "name": "main", "image": "registry.example/app:1" }] },
            },
        },
    });
    [replicas, pod]
}

fn owner(kind: &str, name: &str) -> Json {
    json!([{ "apiVersion": "apps/v1", "kind": kind, "name": name, "uid": "1b2c", "controller": true }])
}

/// A policy that lets everybody into some pods.
pub(crate) fn open_policy(namespace: &str, name: &str, app: &str) -> Json {
    json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": { "name": name, "namespace": namespace },
        "spec": {
            "podSelector": { "matchLabels": { "app": app } },
            "policyTypes": ["Ingress"],
            "ingress": [{}],
        },
    })
}
