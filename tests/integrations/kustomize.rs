//! `npgen krm`, called by kustomize as a generator and as a transformer.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Place, Ran, objects, policies, ran, root};

const BUILD: &str = "build --enable-alpha-plugins --enable-exec";

/// A kustomization beside the project, of which a function changes all.
const KUSTOMIZATION: &str = "resources: [out/boutique, config.yaml]\ntransformers: [policies.yaml]\n";

const CONFIG_MAP: &str = "\
apiVersion: v1
kind: ConfigMap
metadata:
  name: config
  namespace: boutique
data:
  text: |
    one
    two
";

/// kustomize, made from its sources.
pub(crate) fn kustomize() -> &'static Path {
    static KUSTOMIZE: OnceLock<PathBuf> = OnceLock::new();
    KUSTOMIZE.get_or_init(|| {
        let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kustomize");
        let mut go = Command::new("go");
        go.current_dir(root().join("tests/integrations/kustomize"));
        let made = ran(go.args(["build", "-o"]).arg(&program).arg("sigs.k8s.io/kustomize/kustomize/v5"));
        assert_eq!(made.code, 0, "{}", made.stderr);
        program
    })
}

fn build(place: &Place, folder: &Path) -> Ran {
    ran(place.command(kustomize()).args(BUILD.split(' ')).arg(folder))
}

/// The example's configuration of the function, for the project in its own folder.
fn config() -> String {
    let text = fs::read_to_string(root().join("examples/kustomize/policies.yaml")).expect("the example");
    assert!(text.contains("project: ../.."), "{text}");
    text.replace("project: ../..", "project: .")
}

fn with_transformer() -> Place {
    let place = Place::new();
    place.put("kustomization.yaml", KUSTOMIZATION);
    place.put("config.yaml", CONFIG_MAP);
    place.put("policies.yaml", &config());
    place
}

#[test]
#[ignore = "needs go"]
fn the_example_generates_the_policies() {
    let place = Place::new();
    let ran = build(&place, &root().join("examples/kustomize"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(policies(&ran.stdout), policies(&place.stdout_of("npgen build --stdout")));
    assert_eq!(objects(&ran.stdout).len(), policies(&ran.stdout).len() + 1, "and the namespace");
    let page = fs::read_to_string(root().join("docs/integrations.md")).expect("the page");
    assert!(
        page.contains(&format!("> policies.yaml\n{}```", ran.stderr)),
        "the page shows something else: {}",
        ran.stderr
    );
}

#[test]
#[ignore = "needs go"]
fn a_transformer_mends_what_is_there_and_leaves_the_rest() {
    let place = with_transformer();
    let wanted = policies(&place.stdout_of("npgen build --stdout"));
    place.replace("out/boutique/redis-cart.yaml", "port: 6379", "port: 1");
    place.replace("out/boutique/kustomization.yaml", "- frontend.yaml\n", "- frontend.yaml\n- stale.yaml\n");
    let frontend = fs::read_to_string(place.project().join("out/boutique/frontend.yaml")).expect("the policy");
    place.put("out/boutique/stale.yaml", &frontend.replace("name: npgen-frontend", "name: npgen-stale"));
    let ran = build(&place, &place.project());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("3 new, 1 changed, 13 unchanged, 1 removed\n"), "{}", ran.stderr);
    assert_eq!(policies(&ran.stdout), wanted);
    assert!(ran.stdout.contains("  text: |\n    one\n    two\n"), "{}", ran.stdout);
}

#[test]
#[ignore = "needs go"]
fn what_is_wrong_stops_kustomize() {
    let place = with_transformer();
    place.replace("policies.yaml", "project: .", "projct: .");
    let ran = build(&place, &place.project());
    assert!(ran.code != 0 && ran.stdout.is_empty(), "{}", ran.stdout);
    assert!(ran.stderr.contains("unknown key `projct` in `spec` of the functionConfig"), "{}", ran.stderr);
}
