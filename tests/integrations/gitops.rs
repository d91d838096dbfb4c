//! What Argo CD and Flux are given: the plug-in's command, run as it is written, and the folder that is applied.

use std::fs;

use serde_json::Value;

use crate::kustomize::kustomize;
use crate::{Place, policies, ran, root};

/// The documents of an example.
fn example(path: &str) -> Vec<Value> {
    let text = fs::read_to_string(root().join("examples").join(path)).expect("the example");
    text.split("\n---\n").map(|document| serde_yaml::from_str(document).expect("YAML")).collect()
}

fn words(list: &Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|word| word.as_str().expect("a word")).collect()
}

const CLUSTERS: &str = "\n[clusters.production]\n\n[clusters.staging]\n";

#[test]
fn the_plug_in_of_argo_cd_generates_the_policies() {
    let place = Place::new();
    let plugin = &example("argocd/plugin.yaml")[0]["spec"];
    let discovered = plugin["discover"]["fileName"].as_str().expect("a name");
    assert!(place.project().join(discovered).is_file(), "{discovered}");

    let generate = |cluster: Option<&str>| {
        let command = words(&plugin["generate"]["command"]);
        let mut generate = place.command(command[0]);
        generate.args(&command[1..]).args(words(&plugin["generate"]["args"]));
        ran(generate.env_remove("PARAM_CLUSTER").envs(cluster.map(|cluster| ("PARAM_CLUSTER", cluster))))
    };
    let generated = generate(None);
    assert_eq!(generated.code, 0, "{}", generated.stderr);
    assert_eq!(policies(&generated.stdout), policies(&place.stdout_of("npgen build --stdout")));

    let settings = fs::read_to_string(place.project().join("npgen.toml")).expect("the settings");
    place.put("npgen.toml", &format!("{settings}{CLUSTERS}"));
    assert_eq!(generate(None).code, 2, "one cluster must be named");
    assert_eq!(generate(Some("staging")).code, 0);
    let odd = generate(Some("x $(touch made) --version"));
    assert_eq!((odd.code, odd.stdout.as_str()), (2, ""));
    assert!(!place.project().join("made").exists(), "the parameter is no part of the command");
    assert_eq!(plugin["parameters"]["static"][0]["name"], "cluster");
}

#[test]
fn the_application_names_the_plug_in() {
    let plugin = &example("argocd/plugin.yaml")[0];
    let application = &example("argocd/application.yaml")[0];
    assert_eq!(application["spec"]["source"]["plugin"]["name"], plugin["metadata"]["name"]);
    assert!(plugin["spec"].get("version").is_none(), "its name would be another one");
}

#[test]
#[ignore = "needs go"]
fn flux_applies_what_is_committed() {
    let place = Place::new();
    let documents = example("flux/policies.yaml");
    let [source, kustomization] = &documents[..] else { panic!("{documents:?}") };
    assert_eq!(kustomization["spec"]["sourceRef"]["name"], source["metadata"]["name"]);
    let folder = place.project().join(kustomization["spec"]["path"].as_str().expect("a path"));
    // What Flux does where a folder has no kustomization.
    let created = ran(place.command(kustomize()).args(["create", "--autodetect", "--recursive"]).current_dir(&folder));
    assert_eq!(created.code, 0, "{}", created.stderr);
    let built = ran(place.command(kustomize()).arg("build").arg(&folder));
    assert_eq!(built.code, 0, "{}", built.stderr);
    assert_eq!(policies(&built.stdout), policies(&place.stdout_of("npgen build --stdout")));
}
