//! Backends that are wrong on purpose: the proof catches each, names the difference, and nothing is written.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test reads and writes files, says what it counted, and fails by panicking"
)]

mod graphs;
mod mistakes;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use npgen::backend::compile::Compiler;
use npgen::backend::{Backend, Kubernetes, OutFile, Prepared, lower, write};
use npgen::cli;
use npgen::diagnostic::Diagnostics;
use npgen::graph::{Graph, NamespaceId};

use mistakes::Mistake;

/// The profile of the project that all backends are given.
const NPGEN_TOML: &str = r#"
language = 1
flavor = "kubernetes"

[profile]
pod_cidr = ["10.244.0.0/16"]
node_cidr = ["172.18.0.0/16"]
"#;

/// Its graph: two namespaces, pods, ranges of both families, ports of two protocols.
const SHOP_TOML: &str = r#"
namespace = "shop"
owner = "team-shop"

[services.web]
pods = { app = "web", tier = "front" }
ports = { http = 8080 }
callers = ["@anywhere:http"]
calls = [{ to = "pay/gateway", why = "card payments" }, "db", "warehouse", "@internet:443"]

[services.db]
pods = "app=db,stage notin (old)"
ports = ["6000-6010"]

[services.log]
pods = { app = "log" }
ports = ["514/udp"]
callers = ["web", "pay/gateway"]

[externals.warehouse]
cidr = ["10.0.0.0/8", "2001:db8::/32"]
except = ["10.20.0.0/16"]
ports = [5432]
"#;

const PAY_TOML: &str = r#"
namespace = "pay"

[services.gateway]
pods = { app = "gateway" }
ports = { https = 8443 }
"#;

/// A backend that makes one mistake in the folder `shop`.
struct Wrong(Mistake);

struct PreparedWrong<'a> {
    mistake: &'a Mistake,
    graph: &'a Graph,
    compiler: Compiler<'a>,
}

impl Backend for Wrong {
    fn prepare<'a>(&'a self, graph: &'a Graph) -> Box<dyn Prepared + 'a> {
        Box::new(PreparedWrong { mistake: &self.0, graph, compiler: Compiler::new(graph) })
    }
}

impl Prepared for PreparedWrong<'_> {
    fn files(&self, namespace: NamespaceId, found: &mut Diagnostics) -> Vec<OutFile> {
        let name = &*self.graph.namespace(namespace).unwrap().name;
        let mistake = (name == "shop").then_some(self.mistake);
        let mut folder = lower::kubernetes::folder(&self.graph.folder(name), &self.compiler.policies(namespace), found);
        if let Some(Mistake::Objects(spoil)) = mistake {
            spoil(&mut folder);
        }
        let mut documents = write::documents(&folder);
        if let Some(Mistake::Nodes(spoil)) = mistake {
            spoil(&mut documents);
        }
        let mut files = documents.iter().map(write::file).collect();
        if let Some(Mistake::Files(spoil)) = mistake {
            spoil(&mut files);
        }
        files
    }
}

#[test]
fn wrong_backends_are_caught_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("intents")).unwrap();
    fs::write(folder.path().join("npgen.toml"), NPGEN_TOML).unwrap();
    fs::write(folder.path().join("intents/shop.toml"), SHOP_TOML).unwrap();
    fs::write(folder.path().join("intents/pay.toml"), PAY_TOML).unwrap();
    let (code, stderr) = build(folder.path(), &Kubernetes);
    assert_eq!(code, 0, "the right backend must do: {stderr}");
    let right = tree(folder.path());
    let mut said = String::new();
    for (name, mistake) in mistakes::all() {
        let (code, stderr) = build(folder.path(), &Wrong(mistake));
        assert_eq!(code, 2, "a backend that {name}: {stderr}");
        assert_eq!(tree(folder.path()), right, "a backend that {name} changed the project");
        assert!(!stderr.trim().is_empty(), "a backend that {name}: nothing is said");
        write!(said, "## A backend that {name}\n\n{stderr}\n").unwrap();
    }
    insta::assert_snapshot!(said);
}

#[test]
fn a_backend_that_misunderstands_the_graph_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("intents")).unwrap();
    fs::write(folder.path().join("npgen.toml"), graphs::NPGEN_TOML).unwrap();
    fs::write(folder.path().join("intents/all.toml"), graphs::INTENTS).unwrap();
    let (code, stderr) = build(folder.path(), &Kubernetes);
    assert_eq!(code, 0, "the right backend must do: {stderr}");
    let right = tree(folder.path());
    for (name, other) in graphs::all() {
        let (code, stderr) = build(folder.path(), &graphs::Misunderstood(other));
        assert_eq!(code, 2, "a backend that {name}: {stderr}");
        assert!(stderr.contains("error[proof-"), "a backend that {name}: {stderr}");
        assert_eq!(tree(folder.path()), right, "a backend that {name} changed the project");
    }
}

/// Where nothing was written before, a wrong backend leaves nothing behind.
#[test]
fn a_wrong_backend_makes_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("intents")).unwrap();
    fs::write(folder.path().join("intents/pay.toml"), PAY_TOML.replace("pay", "shop")).unwrap();
    let before = tree(folder.path());
    let (code, _) = build(folder.path(), &Wrong(Mistake::Files(Vec::clear)));
    assert_eq!((code, tree(folder.path())), (2, before));
}

/// Runs `npgen build`: the exit code and what it says on stderr.
fn build(project: &Path, backend: &dyn Backend) -> (u8, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let arguments: [OsString; 4] = ["npgen".into(), "--project".into(), project.into(), "build".into()];
    let code = cli::run(arguments, backend, &mut stdout, &mut stderr);
    (code, String::from_utf8(stderr).unwrap())
}

/// Every file below a folder: its bytes, its inode and when it was changed.
fn tree(root: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u64, i64)> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let about = fs::metadata(&path).unwrap();
                found.insert(path.clone(), (fs::read(&path).unwrap(), about.ino(), about.mtime_nsec()));
            }
        }
    }
    found
}
