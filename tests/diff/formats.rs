//! What a screen and a user's own template make of a diff.

use std::fs;

use npgen::cli::{self, Screen, Screens};
use tempfile::TempDir;

use crate::repository::BEFORE;

/// What lets nothing pass.
const DENY: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: shop}\n\
                    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}\n";

/// A project, and a folder to compare it with in which nothing passes.
fn project() -> TempDir {
    let project = TempDir::new().expect("a folder");
    for folder in ["intents", "before"] {
        fs::create_dir(project.path().join(folder)).expect("a folder");
    }
    fs::write(project.path().join("intents/shop.toml"), BEFORE).expect("a file");
    fs::write(project.path().join("before/deny.yaml"), DENY).expect("a file");
    project
}

/// The exit code, and both streams.
fn diff(project: &TempDir, screen: Screen, arguments: &[&str]) -> (u8, String, String) {
    let path = |name: &str| project.path().join(name).to_str().expect("a plain path").to_owned();
    let (root, before) = (path(""), path("before"));
    let all = ["npgen", "--project", &root, "diff", &before].into_iter().chain(arguments.iter().copied());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let screens = Screens { stdout: screen, stderr: screen };
    let code = cli::npgen(all, screens, &mut stdout, &mut stderr);
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (code, text(stdout), text(stderr))
}

const FILE: Screen = Screen { color: false, width: None };

#[test]
fn long_lines_are_folded_to_the_screen() {
    let project = project();
    let connections = ["--only", "connections"];
    let (code, unfolded, _) = diff(&project, FILE, &connections);
    assert_eq!(code, 1);
    assert!(unfolded.lines().any(|line| line.len() > 60), "{unfolded}");
    let (_, folded, _) = diff(&project, Screen { color: false, width: Some(60) }, &connections);
    assert!(folded.lines().all(|line| line.chars().count() <= 60), "{folded}");
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&folded), words(&unfolded));
}

#[test]
fn colours_change_no_word() {
    let project = project();
    for half in ["connections", "text"] {
        let (_, plain, _) = diff(&project, FILE, &["--only", half]);
        let (_, colored, _) = diff(&project, Screen { color: true, width: None }, &["--only", half]);
        assert!(colored.contains('\u{1b}') && !plain.contains('\u{1b}'), "{half}");
        assert_eq!(without_colors(&colored), plain, "{half}");
    }
}

/// A text without the escapes of a terminal, which end with an `m`.
fn without_colors(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').expect("an escape for colours").1)
}

#[test]
fn a_template_of_the_users_takes_the_place_of_npgens() {
    let project = project();
    let template = project.path().join("own.md");
    let path = template.to_str().expect("a plain path");
    let markdown = ["--output", "markdown", "--template", path];
    fs::write(&template, "{{ connections.opened }} new:{% for it in changes %} {{ it.destination }}{% endfor %}\n")
        .expect("a file");
    let (code, text, errors) = diff(&project, FILE, &markdown);
    assert_eq!((code, &*errors), (1, ""));
    assert_eq!(text, "2 new: `@dns` `shop/cart[Service]`");

    fs::write(&template, "one\n{{ connections.opened \n").expect("a file");
    let (code, text, errors) = diff(&project, FILE, &markdown);
    assert_eq!((code, &*text), (2, ""));
    assert!(errors.starts_with("error: ") && errors.contains("line 2"), "{errors}");
    fs::remove_file(&template).expect("it is there");
    let (code, text, errors) = diff(&project, FILE, &markdown);
    assert_eq!((code, &*text), (2, ""));
    assert!(errors.contains("own.md"), "{errors}");
}
