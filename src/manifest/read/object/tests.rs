use super::*;
use crate::diagnostic::Diagnostic;

/// What a text holds: its objects as `apiVersion/kind`, how many documents are no objects, and what is wrong.
fn read(text: &str) -> (Vec<String>, usize, Vec<Diagnostic>) {
    let (mut all, mut found) = (Vec::new(), Diagnostics::default());
    let mut take =
        |object: Object<'_>, _: &mut Diagnostics| all.push(format!("{}/{}", object.api_version, object.kind));
    let no_objects = objects(SourceId(0), text, &mut found, &mut take);
    (all, no_objects.len(), found.into_sorted())
}

fn messages(text: &str) -> Vec<String> {
    read(text).2.into_iter().map(|found| found.message).collect()
}

#[test]
fn yaml_and_json_give_the_same_objects() {
    let yaml = "apiVersion: v1\nkind: Pod\n---\napiVersion: apps/v1\nkind: Deployment\n";
    let json = "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}\n{\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\"}";
    for text in [yaml, json] {
        assert_eq!(read(text), (vec!["v1/Pod".to_owned(), "apps/v1/Deployment".to_owned()], 0, Vec::new()));
    }
    assert_eq!(read("\u{feff}  {apiVersion: v1, kind: Pod}").0, ["v1/Pod"], "YAML that looks like JSON");
}

#[test]
fn lists_are_unfolded() {
    let items = "[{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}, {\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": \
                 [{\"apiVersion\": \"v1\", \"kind\": \"Service\"}]}]";
    for text in [
        format!("{{\"apiVersion\": \"v1\", \"items\": {items}, \"kind\": \"List\"}}"),
        format!("apiVersion: v1\nkind: List\nitems: {items}\n"),
    ] {
        assert_eq!(read(&text), (vec!["v1/Pod".to_owned(), "v1/Service".to_owned()], 0, Vec::new()), "{text}");
    }
}

#[test]
fn items_of_a_list_of_one_kind_need_not_say_it() {
    let json = "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [{\"metadata\": {}}, {\"metadata\": {}}]}";
    let yaml = "kind: PodList\napiVersion: v1\nitems:\n- metadata: {}\n- metadata: {}\n";
    for text in [json, yaml] {
        assert_eq!(read(text), (vec!["v1/Pod".to_owned(); 2], 0, Vec::new()));
    }
}

#[test]
fn other_documents_are_passed_over_and_counted() {
    assert_eq!(read("replicas: 3\non: push\n---\n- a\n---\n# nothing\n---\ntext\n"), (Vec::new(), 3, Vec::new()));
}

#[test]
fn half_an_object_is_an_error() {
    assert_eq!(messages("kind: Pod\nmetadata: {}\n"), ["the object has no `apiVersion`, so what it is can't be told"]);
    assert_eq!(messages("apiVersion: v1\nmetadata: {}\n"), ["the object has no `kind`, so what it is can't be told"]);
}

#[test]
fn a_broken_document_leaves_the_others_readable() {
    let text = "apiVersion: v1\nkind: Pod\n---\na: [\n---\napiVersion: v1\nkind: Service\n";
    let (all, _, found) = read(text);
    assert_eq!((all, found.len()), (vec!["v1/Pod".to_owned(), "v1/Service".to_owned()], 1));
    let text = "{\"kind\": \"List\", \"apiVersion\": \"v1\", \"items\": [{\"a\": 01}, {\"kind\": \"Pod\", \"apiVersion\": \"v1\"}]}";
    let (all, _, found) = read(text);
    assert_eq!((all, found.len()), (vec!["v1/Pod".to_owned()], 1));
}

#[test]
fn templates_are_recognised() {
    let (_, _, found) = read("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\n");
    assert_eq!(found[0].help.len(), 1, "{found:?}");
}

#[test]
fn json_that_is_broken_is_told_by_the_reader_that_came_further() {
    assert_eq!(messages("{\"a\": 1,\n \"b\": tru }"), Vec::<String>::new(), "it is YAML");
    assert_eq!(messages("{\"a\": [1,\n 2], \"b\": ]}")[0], "the manifest can't be read: expected a value");
}

#[test]
fn keys_that_kubectl_would_change_are_refused_in_objects() {
    let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  on: x\n  8080: y\n";
    assert_eq!(messages(text), ["the key `on` needs quotes: kubectl takes it for a boolean, a number or null"]);
    assert!(messages("on: push\n").is_empty(), "no object");
}
