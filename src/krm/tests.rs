use std::collections::BTreeSet;

use super::*;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::object::header;

/// A policy that npgen made, as a file.
fn file(name: &str, port: u16) -> String {
    let rest = format!(
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: {name}\n  namespace: shop\n  \
         labels:\n    app.kubernetes.io/managed-by: npgen\n  annotations:\n    npgen.dev/why: \"a: b\"\nspec:\n  \
         podSelector: {{}}\n  ingress:\n  # web -> cart\n  - ports:\n    - port: {port}\n"
    );
    format!("{}{rest}", header::line(rest.as_bytes()))
}

fn list(text: &str) -> ResourceList<'_> {
    let mut found = Diagnostics::default();
    let list = ResourceList::read(SourceId(0), text, &mut found);
    list.unwrap_or_else(|| panic!("{:?}", found.into_sorted()))
}

/// The text with these policies in it.
fn put_in(text: &str, files: &[String]) -> Result<String, NotKept> {
    let list = list(text);
    let files: Vec<&[u8]> = files.iter().map(String::as_bytes).collect();
    let merged = merge(&list, &files, &BTreeSet::from(["shop"])).expect("npgen's files");
    write(&list, &merged.items, &[])
}

/// A list in block style whose text is not as any writer would write it.
const ODD: &str = "\
# of the list
apiVersion: config.kubernetes.io/v1   # a version
kind: 'ResourceList'
items:
  -   apiVersion: v1 # odd
      kind: ConfigMap
      metadata: {name: 'x',
        labels: {a: \"b\"}}
      data:
        # kept
        text: |+
          one

          two

  # between
  - {apiVersion: v1,
     kind: Secret, metadata: {name: y}, empty: ,  null: ~}
  - apiVersion: v1
    kind: Service
    metadata:
      name: z
    spec: &anchor
      on: 0x10
    other: *anchor
functionConfig:
  apiVersion: npgen.dev/v1
  kind: NetworkPolicies
  metadata: # comment
    name: x
";

#[test]
fn what_is_others_keeps_its_bytes() {
    let written = put_in(ODD, &[file("npgen-cart", 80)]).expect("it is kept");
    for part in [
        "# of the list\napiVersion: config.kubernetes.io/v1   # a version\nkind: 'ResourceList'\n",
        "      apiVersion: v1 # odd\n      kind: ConfigMap\n      metadata: {name: 'x',\n        labels: {a: \"b\"}}\n",
        "        # kept\n        text: |+\n          one\n\n          two\n\n",
        "- {apiVersion: v1,\n     kind: Secret, metadata: {name: y}, empty: ,  null: ~}\n",
        "    spec: &anchor\n      on: 0x10\n    other: *anchor\n",
        "functionConfig:\n  apiVersion: npgen.dev/v1\n  kind: NetworkPolicies\n  metadata: # comment\n    name: x\n",
        "- apiVersion: networking.k8s.io/v1\n  kind: NetworkPolicy\n",
        "    # web -> cart\n    - ports:\n",
    ] {
        assert!(written.contains(part), "{part}\n--- is not in\n{written}");
    }
    assert_eq!(put_in(&written, &[file("npgen-cart", 80)]).expect("it is kept"), written, "again");
    let gone = put_in(&written, &[]).expect("it is kept");
    assert!(!gone.contains("NetworkPolicy") && gone.contains("other: *anchor"), "{gone}");
}

#[test]
fn a_list_in_brackets_stays_in_brackets() {
    let json = r#"{"apiVersion": "config.kubernetes.io/v1", "kind": "ResourceList", "items": [
{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "n": 1.0}
], "results": [1]}"#;
    let written = put_in(json, &[file("npgen-cart", 80)]).expect("it is kept");
    let value: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    assert_eq!(value["items"][1]["spec"]["ingress"][0]["ports"][0]["port"], 80);
    assert!(
        written.contains(r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "n": 1.0}"#),
        "{written}"
    );
    assert!(value.get("results").is_none(), "results of others are not handed on");
    assert_eq!(put_in(&written, &[file("npgen-cart", 80)]).expect("it is kept"), written);
}

#[test]
fn a_changed_policy_keeps_its_place_and_the_annotations_of_others() {
    let text = put_in(ODD, &[file("npgen-cart", 80)]).expect("it is kept");
    let path = "internal.config.kubernetes.io/path: net/1.yaml\n";
    let text = text.replace("npgen.dev/why:", &format!("{path}      npgen.dev/why:"));
    let same = put_in(&text, &[file("npgen-cart", 80)]).expect("it is kept");
    assert_eq!(same, text);
    let changed = put_in(&text, &[file("npgen-cart", 81), file("npgen-new", 82)]).expect("it is kept");
    assert!(changed.contains("port: 81") && !changed.contains("port: 80"), "{changed}");
    assert!(changed.contains(path), "{changed}");
    assert!(changed.find("npgen-cart") < changed.find("npgen-new"), "{changed}");
}

#[test]
fn only_what_is_npgens_goes_and_only_where_the_project_governs() {
    let policy = |name: &str, namespace: &str, label: &str| {
        format!(
            "- apiVersion: networking.k8s.io/v1\n  kind: NetworkPolicy\n  metadata:\n    name: {name}\n    namespace: \
             {namespace}\n    labels:\n      app.kubernetes.io/managed-by: {label}\n"
        )
    };
    let items =
        [policy("old", "shop", "npgen"), policy("own", "shop", "helm"), policy("old", "bank", "npgen")].concat();
    let text = format!("apiVersion: config.kubernetes.io/v1beta1\nkind: ResourceList\nitems:\n{items}");
    let list = list(&text);
    let cart = file("own", 80);
    let merged = merge(&list, &[cart.as_bytes()], &BTreeSet::from(["shop"])).expect("npgen's file");
    let names = |names: &[Name]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&merged.in_the_way), ["shop/own"]);
    assert_eq!(names(&merged.left), ["bank/old"]);
    assert_eq!((merged.removed, merged.items.len()), (1, 3));
}

#[test]
fn an_anchor_that_goes_with_its_policy_is_no_loss_in_silence() {
    let text = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- apiVersion: networking.k8s.io/v1\n  \
                kind: NetworkPolicy\n  metadata:\n    name: old\n    namespace: shop\n    labels: &labels\n      \
                app.kubernetes.io/managed-by: npgen\n- kind: Pod\n  metadata:\n    labels: *labels\n";
    assert!(put_in(text, &[]).is_err());
}

#[test]
fn an_empty_list_is_filled_and_emptied() {
    for items in ["", "items:\n", "items: []\n"] {
        let text = format!("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n{items}");
        let written = put_in(&text, &[file("npgen-cart", 80)]).expect("it is kept");
        assert!(written.contains("items:\n- apiVersion: networking"), "{written}");
        assert!(put_in(&written, &[]).expect("it is kept").ends_with("items: []\n"));
    }
}

#[test]
fn the_function_is_told_its_project_and_nothing_unknown() {
    let config = |config: &str| {
        let text = format!("{{apiVersion: config.kubernetes.io/v1, kind: ResourceList, functionConfig: {config}}}");
        let mut found = Diagnostics::default();
        let config = Config::of(&list(&text), &mut found);
        config.ok_or_else(|| found.into_sorted().into_iter().map(|one| one.message).collect::<Vec<_>>())
    };
    let told = |project: &str| Ok(Config { project: Some(project.to_owned()), cluster: None });
    assert_eq!(config("null"), Ok(Config::default()));
    assert_eq!(config("{apiVersion: npgen.dev/v1, kind: NetworkPolicies, spec: {project: net}}"), told("net"));
    assert_eq!(config("{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {project: net}}"), told("net"));
    assert_eq!(
        config("{apiVersion: npgen.dev/v1, kind: NetworkPolicies, data: {}, spec: {projet: net, cluster: 1}}"),
        Err(vec![
            "unknown key `data` in the functionConfig".to_owned(),
            "unknown key `projet` in `spec` of the functionConfig".to_owned(),
            "expected a string".to_owned(),
        ])
    );
    assert_eq!(
        config("{apiVersion: npgen.dev/v2, kind: NetworkPolicies}"),
        Err(vec!["expected one of `npgen.dev/v1`, not `npgen.dev/v2`".to_owned()])
    );
    assert_eq!(config("{kind: Other}"), Err(vec!["the key `apiVersion` is missing".to_owned()]));
}
