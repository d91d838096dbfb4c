//! The command line: arguments in; exit code, stdout and stderr out.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that breaks fails, and this one is about files and processes"
)]

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use npgen::backend::Kubernetes;
use npgen::cli::{self, Screen, Screens};
use npgen::diagnostic::rule::ALL;
use tempfile::TempDir;

const SHOP: &str = r#"
namespace = "shop"

[services.web]
calls = [{ to = "cart", why = "the basket" }]

[services.cart]
ports = [7070]
"#;

/// A project with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Runs npgen in this process. Code and both streams, with the folder of the project called `DIR`.
fn npgen(dir: &Path, arguments: &[&str]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let project = dir.to_str().unwrap();
    let all = ["npgen", "--project", project].into_iter().chain(arguments.iter().copied());
    let code = cli::run(all, &Kubernetes, &mut stdout, &mut stderr);
    shown(dir, code.into(), &stdout, &stderr)
}

fn shown(dir: &Path, code: i32, stdout: &[u8], stderr: &[u8]) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(dir.to_str().unwrap(), "DIR");
    format!("exit code {code}\n--- stdout\n{}--- stderr\n{}", text(stdout), text(stderr))
}

#[test]
fn help_and_version_are_data() {
    let nowhere = Path::new("nowhere");
    insta::assert_snapshot!("help", npgen(nowhere, &["--help"]));
    insta::assert_snapshot!("help_build", npgen(nowhere, &["build", "--help"]));
    insta::assert_snapshot!("help_check", npgen(nowhere, &["check", "--help"]));
    let version = npgen(nowhere, &["--version"]);
    assert_eq!(version, format!("exit code 0\n--- stdout\nnpgen {}\n--- stderr\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn usage_errors_exit_with_2() {
    let nowhere = Path::new("nowhere");
    insta::assert_snapshot!("usage_unknown_verb", npgen(nowhere, &["biuld"]));
    insta::assert_snapshot!("usage_conflict", npgen(nowhere, &["build", "--stdout", "--check"]));
    insta::assert_snapshot!("usage_no_verb", npgen(nowhere, &[]));
}

#[test]
fn what_cannot_be_read_is_told_all_at_once() {
    let dir = project(&[("intents/good.toml", SHOP), ("intents/notes.md", "not read"), ("intents/.hidden.toml", "=")]);
    let intents = dir.path().join("intents");
    fs::write(intents.join("latin1.toml"), b"a = 1\nwhy = \"\xe9\"\n").unwrap();
    fs::create_dir(intents.join("team")).unwrap();
    symlink("..", intents.join("team/up")).unwrap();
    symlink("self.toml", intents.join("self.toml")).unwrap();
    symlink("gone", intents.join("new\nline.toml")).unwrap();
    symlink("gone", dir.path().join("npgen.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(intents.join("pipe.toml")).status().unwrap().success());
    insta::assert_snapshot!("unreadable", npgen(dir.path(), &["check"]));
    insta::assert_snapshot!("unreadable_json", npgen(dir.path(), &["--format", "json", "build"]));
    insta::assert_snapshot!("no_project", npgen(&dir.path().join("nowhere"), &["check"]));
    fs::remove_dir_all(&intents).unwrap();
    fs::write(&intents, "").unwrap();
    fs::remove_file(dir.path().join("npgen.toml")).unwrap();
    insta::assert_snapshot!("intents_is_a_file", npgen(dir.path(), &["check"]));
}

#[test]
fn no_intents_is_an_error() {
    let dir = project(&[("intents/README.md", "")]);
    insta::assert_snapshot!("no_intents", npgen(dir.path(), &["build"]));
    assert!(!dir.path().join("out").exists());
}

#[test]
fn a_project_is_built_and_built_again() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    insta::assert_snapshot!("build_first", npgen(dir.path(), &["build"]));
    insta::assert_snapshot!("build_again", npgen(dir.path(), &["build"]));
    insta::assert_snapshot!("check", npgen(dir.path(), &["check"]));
    insta::assert_snapshot!("build_check_same", npgen(dir.path(), &["build", "--check"]));
}

/// A project with a slip, and the path of its file as each format writes it.
fn slip() -> TempDir {
    project(&[("intents/shop 1.toml", &SHOP.replace("\"cart\"", "\"catr\""))])
}

#[test]
fn findings_are_printed_for_people_and_for_programs() {
    let dir = slip();
    for format in ["text", "json", "github"] {
        insta::assert_snapshot!(format!("format_{format}"), npgen(dir.path(), &["--format", format, "check"]));
    }
    let sarif = npgen(dir.path(), &["--format", "sarif", "check"]).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!("format_sarif", sarif);
}

#[test]
fn every_format_has_room_for_notes_and_for_what_went_wrong() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    for format in ["text", "json", "github", "sarif"] {
        let told = npgen(dir.path(), &["--format", format, "check"]);
        assert!(told.starts_with("exit code 0\n--- stdout\n--- stderr\n"), "{told}");
        assert!(told.contains("proved 1 namespace, 3 policies"), "{told}");
        let told = npgen(&dir.path().join("nowhere"), &["--format", format, "check"]);
        assert!(told.starts_with("exit code 2\n--- stdout\n--- stderr\n"), "{told}");
        assert!(told.contains("can't open the project") && told.contains("error"), "{told}");
    }
}

#[test]
fn paths_lead_from_where_npgen_runs_to_the_project() {
    let dir = slip();
    let name = dir.path().file_name().unwrap().to_str().unwrap();
    let run = |format| {
        let ran = Command::new(env!("CARGO_BIN_EXE_npgen"))
            .current_dir(dir.path().parent().unwrap())
            .args(["--project", name, "--format", format, "check"])
            .output();
        String::from_utf8(ran.unwrap().stderr).unwrap()
    };
    assert!(run("github").contains(&format!("file={name}/intents/shop 1.toml,")), "{}", run("github"));
    assert!(run("sarif").contains(&format!("\"uri\": \"{name}/intents/shop%201.toml\"")), "{}", run("sarif"));
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let dir = slip();
    let colored = |arguments: &[&str]| npgen(dir.path(), arguments).contains('\u{1b}');
    assert!(!colored(&["check"]));
    assert!(colored(&["--color", "always", "check"]));
    for format in ["json", "sarif", "github"] {
        assert!(!colored(&["--color", "always", "--format", format, "check"]), "{format}");
    }
    let on_screen = |color: bool, arguments: &[&str]| {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let screen = Screen { color, width: Some(80) };
        let screens = Screens { stdout: screen, stderr: screen };
        let all = ["npgen", "--project", dir.path().to_str().unwrap()].into_iter().chain(arguments.iter().copied());
        cli::npgen(all, screens, &mut stdout, &mut stderr);
        stdout.append(&mut stderr);
        stdout.contains(&0x1b)
    };
    assert!(on_screen(true, &["check"]) && on_screen(true, &["--help"]) && on_screen(true, &["biuld"]));
    assert!(!on_screen(true, &["--color", "never", "check"]));
    assert!(!on_screen(false, &["check"]) && !on_screen(false, &["--help"]));
}

/// The lint of this test asks manifests, which are read after the graph is made.
#[test]
fn a_project_sets_how_loud_a_lint_is() {
    let job = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: sweep\n  namespace: shop\nspec:\n  template:\n    \
               metadata:\n      labels:\n        app: sweep\n    spec:\n      containers:\n      - name: sweep\n";
    let run = |level: &str| {
        let settings = format!("language = 1\nmanifests = [\"deploy\"]\n[lints]\nno-workload = \"off\"\n{level}");
        let files = [("npgen.toml", settings.as_str()), ("intents/shop.toml", SHOP), ("deploy/job.yaml", job)];
        npgen(project(&files).path(), &["check"])
    };
    let warned = run("");
    assert!(warned.starts_with("exit code 0\n") && warned.contains("warning[workload-not-selected]"), "{warned}");
    let failed = run("workload-not-selected = \"error\"");
    assert!(failed.starts_with("exit code 2\n") && failed.contains("error[workload-not-selected]"), "{failed}");
    let silent = run("workload-not-selected = \"off\"");
    assert!(silent.starts_with("exit code 0\n") && !silent.contains("workload-not-selected"), "{silent}");
}

#[test]
fn a_project_sets_how_loud_the_lints_of_foreign_policies_are() {
    let policy = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: all, namespace: shop}\n\
                  spec: {ingress: [{from: [], ports: [{port: 80}]}]}\n";
    let run = |level: &str| {
        let settings = format!("language = 1\n[lints]\n{level}");
        let dir = project(&[("npgen.toml", settings.as_str()), ("deploy/policy.yaml", policy)]);
        let objects = dir.path().join("deploy");
        npgen(dir.path(), &["check", "--objects", objects.to_str().unwrap()])
    };
    let warned = run("");
    assert!(warned.starts_with("exit code 0\n") && warned.contains("warning[open-by-empty-list]"), "{warned}");
    let failed = run("open-by-empty-list = \"error\"");
    assert!(failed.starts_with("exit code 2\n") && failed.contains("error[open-by-empty-list]"), "{failed}");
    let silent = run("open-by-empty-list = \"off\"");
    assert!(silent.starts_with("exit code 0\n") && !silent.contains("open-by-empty-list"), "{silent}");
    let unknown = run("open-by-empty-lists = \"off\"");
    assert!(unknown.starts_with("exit code 2\n") && unknown.contains("open-by-empty-list"), "{unknown}");
}

/// `script` gives the command a terminal.
#[test]
fn the_real_command_asks_its_terminal() {
    let dir = slip();
    let run = |setting: &str| {
        let command = format!("{setting} {} check", env!("CARGO_BIN_EXE_npgen"));
        let ran = Command::new("script").args(["-qec", &command, "/dev/null"]).current_dir(dir.path()).output();
        ran.unwrap().stdout.contains(&0x1b)
    };
    assert!(run("env -u NO_COLOR TERM=xterm"));
    assert!(!run("env NO_COLOR=1 TERM=xterm"));
    assert!(!run("env -u NO_COLOR TERM=dumb"));
}

#[test]
fn a_rule_is_explained_and_all_are_listed() {
    let nowhere = Path::new("nowhere");
    insta::assert_snapshot!("explain_rule", npgen(nowhere, &["explain-rule", "unknown-flavor"]));
    insta::assert_snapshot!("explain_rule_json", npgen(nowhere, &["explain-rule", "unknown-flavor", "-o", "json"]));
    insta::assert_snapshot!("explain_rule_near", npgen(nowhere, &["explain-rule", "unkown-flavor"]));
    insta::assert_snapshot!("explain_rule_unknown", npgen(nowhere, &["explain-rule", "E0001"]));
    let list = npgen(nowhere, &["explain-rule"]);
    let objects = npgen(nowhere, &["explain-rule", "-o", "json"]);
    for rule in ALL {
        let line = list.lines().find(|line| line.split_whitespace().next() == Some(rule.name)).unwrap();
        assert!(line.ends_with(rule.summary()), "{line}");
        assert!(objects.contains(&format!("\"rule\":\"{}\"", rule.name)), "{}", rule.name);
    }
}

#[test]
fn completions_know_every_verb() {
    let nowhere = Path::new("nowhere");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = npgen(nowhere, &["completions", shell]);
        assert!(script.starts_with("exit code 0\n"), "{shell}");
        for word in ["explain-rule", "completions", "stdout"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let script = npgen(nowhere, &["completions", "bash"]);
    let script = script.split_once("--- stdout\n").unwrap().1.split_once("--- stderr").unwrap().0;
    let ask =
        format!("{script}\nCOMP_WORDS=(npgen bui); COMP_CWORD=1; _npgen npgen bui npgen; echo \"${{COMPREPLY[*]}}\"");
    let said = Command::new("bash").args(["-c", &ask]).output().unwrap();
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "build\n", "{}", String::from_utf8_lossy(&said.stderr));
}

#[test]
fn the_manual_has_a_page_for_each_verb() {
    let dir = TempDir::new().unwrap();
    let first = npgen(dir.path(), &["man"]);
    assert!(first.contains(".TH npgen 1") && first.contains("npgen\\-explain\\-rule(1)"), "{first}");
    let out = dir.path().join("share/man1");
    assert_eq!(npgen(dir.path(), &["man", "--out", out.to_str().unwrap()]), "exit code 0\n--- stdout\n--- stderr\n");
    let page = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert!(page("npgen-build.1").contains("npgen build \\-\\-stdout | kubectl apply"), "{}", page("npgen-build.1"));
    assert!(first.contains(&page("npgen.1")));
    assert!(out.join("npgen-explain-rule.1").exists() && !out.join("npgen-help.1").exists());
}

#[test]
fn a_namespace_that_is_opened_comes_first() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    npgen(dir.path(), &["build"]);
    fs::write(dir.path().join("intents/shop.toml"), SHOP.replace("\"shop\"", "\"store\"")).unwrap();
    insta::assert_snapshot!("build_opened", npgen(dir.path(), &["build"]));
}

#[test]
fn what_differs_is_listed_and_then_made_good() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    npgen(dir.path(), &["build"]);
    let out = dir.path().join("out");
    fs::write(out.join("README.md"), "mine").unwrap();
    fs::copy(out.join("shop/web.yaml"), out.join("shop/old.yaml")).unwrap();
    fs::remove_file(out.join("shop/web.yaml")).unwrap();
    let mut edited = fs::OpenOptions::new().append(true).open(out.join("shop/default-deny.yaml")).unwrap();
    edited.write_all(b"# mine\n").unwrap();
    fs::write(dir.path().join("intents/shop.toml"), SHOP.replace("7070", "7071")).unwrap();
    insta::assert_snapshot!("build_check_differs", npgen(dir.path(), &["build", "--check"]));
    insta::assert_snapshot!("build_differs", npgen(dir.path(), &["build"]));
    insta::assert_snapshot!("build_check_same_again", npgen(dir.path(), &["build", "--check"]));
    fs::write(out.join("shop/web.yaml"), "mine").unwrap();
    insta::assert_snapshot!("build_check_in_the_way", npgen(dir.path(), &["build", "--check"]));
    insta::assert_snapshot!("build_in_the_way", npgen(dir.path(), &["build"]));
}

#[test]
fn the_policies_are_printed_as_one_stream() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    insta::assert_snapshot!("stdout", npgen(dir.path(), &["build", "--stdout"]));
    assert!(!dir.path().join("out").exists());
}

#[test]
fn what_makes_no_rule_and_what_the_proof_leaves_open_is_told() {
    let intents = r#"
namespace = "shop"

[namespaces.shop]
isolate = ["egress"]

[services.web]
ports   = [80]
calls   = ["warehouse", "@internet:443"]
callers = ["@cluster"]

[externals.warehouse]
cidr  = ["10.20.0.0/16"]
ports = [5432]
"#;
    let dir = project(&[("intents/shop.toml", intents)]);
    insta::assert_snapshot!("findings", npgen(dir.path(), &["check"]));
}

#[test]
fn the_out_folder_is_where_it_is_said_to_be() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    let elsewhere = dir.path().join("else where");
    npgen(dir.path(), &["build", "--out", elsewhere.to_str().unwrap()]);
    assert!(elsewhere.join("shop/web.yaml").exists());
    assert!(!dir.path().join("out").exists());
}

/// A stream whose reader is gone.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_is_gone_is_no_failure() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    let all = ["npgen", "--project", dir.path().to_str().unwrap()];
    let run = |verb: &[&str]| cli::run(all.iter().chain(verb), &Kubernetes, &mut Closed, &mut Closed);
    assert_eq!(run(&["build", "--stdout"]), 0);
    assert_eq!(run(&["build", "--check"]), 1);
    assert_eq!(run(&["build"]), 0);
    assert_eq!(run(&["--help"]), 0);
    assert_eq!(run(&["biuld"]), 2);
}

/// Runs the real command, in the folder of the project.
fn command(dir: &Path, arguments: &[&str]) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_npgen")).current_dir(dir).args(arguments).output().unwrap();
    shown(dir, ran.status.code().unwrap(), &ran.stdout, &ran.stderr)
}

#[test]
fn the_real_command_does_the_same() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    let again = project(&[("intents/shop.toml", SHOP)]);
    for arguments in
        [&["build"][..], &["build", "--check"], &["check"], &["build", "--stdout"], &["build", "--nonsense"]]
    {
        assert_eq!(command(dir.path(), arguments), npgen(again.path(), arguments), "{arguments:?}");
    }
}

#[test]
fn the_real_command_outlives_a_pipe_that_is_closed() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_npgen"))
        .current_dir(dir.path())
        .args(["build", "--stdout"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn the_umask_is_kept_to_and_changes_no_byte() {
    let dir = project(&[("intents/shop.toml", SHOP)]);
    let plain = project(&[("intents/shop.toml", SHOP)]);
    let build = "umask 027 && exec \"$0\" build";
    let shell = Command::new("sh").args(["-c", build, env!("CARGO_BIN_EXE_npgen")]).current_dir(dir.path()).output();
    assert!(shell.unwrap().status.success());
    npgen(plain.path(), &["build"]);
    let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().mode() & 0o777;
    assert_eq!((mode("out"), mode("out/shop"), mode("out/shop/web.yaml")), (0o750, 0o750, 0o640));
    let text = |dir: &TempDir| fs::read(dir.path().join("out/shop/web.yaml")).unwrap();
    assert_eq!(text(&dir), text(&plain));
}
