//! `npgen krm`, called by kpt, which writes what comes back into files.

use std::fs;

use crate::{Place, policies, ran};

const CONFIG_MAP: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config} # kept\ndata:\n  a: |\n    one\n    two\n";

#[test]
#[ignore = "needs kpt"]
fn kpt_writes_the_policies_into_a_package_and_leaves_the_rest() {
    let place = Place::new();
    place.put("package/config.yaml", CONFIG_MAP);
    let eval = |argument: &str| {
        ran(place.command("kpt").args(["fn", "eval", "package", "--exec", "npgen krm", "--", argument]))
    };
    let first = eval("project=.");
    assert_eq!(first.code, 0, "{}", first.stderr);
    let again = eval("project=.");
    assert!(again.stderr.contains("[info]: 0 new, 0 changed, 17 unchanged, 0 removed"), "{}", again.stderr);

    let package = place.project().join("package");
    assert_eq!(fs::read_to_string(package.join("config.yaml")).expect("the file"), CONFIG_MAP);
    let mut written = Vec::new();
    for namespace in ["boutique", "monitoring"] {
        for file in fs::read_dir(package.join(namespace)).expect("a folder of policies") {
            written.push(fs::read_to_string(file.expect("a file").path()).expect("a policy"));
        }
    }
    assert_eq!(policies(&written.join("\n---\n")), policies(&place.stdout_of("npgen build --stdout")));

    let wrong = eval("projct=.");
    assert_ne!(wrong.code, 0);
    assert!(wrong.stderr.contains("[error]: unknown key `projct` in `data` of the functionConfig"), "{}", wrong.stderr);
}
