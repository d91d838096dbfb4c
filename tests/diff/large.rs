//! A change so large that a comment has no room for it.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use tempfile::TempDir;

/// How many workloads there are; each newly calls so many others.
const WORKLOADS: usize = 125;
const CALLS: usize = 40;
/// How many of them become open to everyone, which is worse than all else.
const OPENED: usize = 10;
/// What a comment on GitHub has room for.
const ROOM: usize = 65_536;

#[test]
fn a_comment_on_five_thousand_edges_has_room_for_the_worst() {
    let dir = TempDir::new().expect("there is room");
    for (folder, is_after) in [("before", false), ("after", true)] {
        fs::create_dir(dir.path().join(folder)).expect("there is room");
        fs::write(dir.path().join(folder).join("all.yaml"), manifests(is_after)).expect("there is room");
    }
    let npgen = Command::new(env!("CARGO_BIN_EXE_npgen"))
        .args(["diff", "--output", "markdown", "--objects", "after", "before"])
        .current_dir(dir.path())
        .output()
        .expect("npgen runs");
    let markdown = String::from_utf8(npgen.stdout).expect("text");
    assert_eq!((npgen.status.code(), markdown.len() <= ROOM), (Some(1), true), "{} bytes", markdown.len());
    // The room is used.
    assert!(markdown.len() > ROOM / 10 * 9, "{} bytes", markdown.len());
    let number = |before: &str, after: &str| -> usize {
        let (_, rest) = markdown.split_once(before).expect(before);
        let (number, _) = rest.split_once(after).expect(after);
        number.trim().parse().expect("a number")
    };
    let changed = number("**Connections:**", "opened");
    assert!(changed >= WORKLOADS * CALLS, "{changed}");
    for worst in 0..OPENED {
        let headline = format!("> - Large parts of the internet may call `shop/{}[Deployment]`", name(worst));
        assert!(markdown.contains(&headline), "{headline}");
    }
    let shown = markdown.lines().filter(|line| line.starts_with("- **opened**")).count();
    assert_eq!(shown + number("- … and ", "more connections"), changed);
}

/// The workloads and their policies, before and after they may call each other.
fn manifests(is_after: bool) -> String {
    let mut text = String::new();
    for workload in 0..WORKLOADS {
        let name = name(workload);
        let (mut calls, mut callers) = (String::new(), String::new());
        for step in (1..=CALLS).filter(|_| is_after) {
            let peer = |other: usize| format!("    - podSelector: {{matchLabels: {{app: {}}}}}\n", self::name(other));
            calls += &peer((workload + step) % WORKLOADS);
            callers += &peer((workload + WORKLOADS - step) % WORKLOADS);
        }
        if is_after && workload < OPENED {
            callers += "    - ipBlock: {cidr: 0.0.0.0/0}\n";
        }
        let rules = |end: &str, peers: &str| {
            if peers.is_empty() {
                " []\n".to_owned()
            } else {
                format!("\n  - ports: [{{port: 8080}}]\n    {end}:\n{peers}")
            }
        };
        write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: shop}}\nspec:\n  selector: \
             {{matchLabels: {{app: {name}}}}}\n  template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{}}}}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {{name: {name}, namespace: shop}}\nspec:\n  \
             podSelector: {{matchLabels: {{app: {name}}}}}\n  policyTypes: [Ingress, Egress]\n  ingress:{}  egress:{}",
            rules("from", &callers),
            rules("to", &calls),
        )
        .expect("it is a string");
    }
    text
}

fn name(workload: usize) -> String {
    format!("workload-with-a-long-name-{workload:03}")
}
