//! npgen as a plug-in of kubectl.

use std::os::unix::fs::symlink;

use crate::{Place, root};

#[test]
fn under_the_name_of_the_plug_in_its_help_says_how_it_is_called() {
    let place = Place::new();
    let help = place.stdout_of("kubectl-npgen check --help");
    assert!(help.contains("Usage: kubectl npgen check [OPTIONS]"), "{help}");
    assert!(place.stdout_of("npgen check --help").contains("Usage: npgen check [OPTIONS]"));
}

#[test]
#[ignore = "needs kubectl"]
fn kubectl_finds_the_plug_in_and_runs_it() {
    let place = Place::new();
    let plugins = place.run("kubectl plugin list").stdout;
    assert!(plugins.lines().any(|line| line.ends_with("/bin/kubectl-npgen")), "{plugins}");
    let ran = place.run("kubectl npgen --color never check");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("proved 2 namespaces, 17 policies\n"), "{}", ran.stderr);
    place.put("out/boutique/redis-cart.yaml", "");
    assert_eq!(place.run("kubectl npgen build --check").code, 1, "its exit code is that of npgen");
    assert_eq!(place.run("kubectl npgen biuld").code, 2);
}

#[test]
#[ignore = "needs kubectl"]
fn kubectl_completes_the_plug_in() {
    let place = Place::new();
    let name = "kubectl_complete-npgen";
    symlink(root().join("examples/kubectl").join(name), place.dir.path().join("bin").join(name)).expect("a new link");
    for (words, completed) in
        [("bu", "build\n:0\n"), ("build --st", "--stdout\n:0\n"), ("--format g", "github\n:0\n"), ("zz", ":0\n")]
    {
        assert_eq!(place.stdout_of(&format!("kubectl __complete npgen {words}")), completed);
    }
}
