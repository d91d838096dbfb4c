use super::*;
use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::read;

fn objects(text: &str) -> Objects {
    let (mut all, mut found) = (Objects::default(), Diagnostics::default());
    read::objects(SourceId(0), text, &mut found, &mut |object, _| drop(all.add(&object, "default")));
    assert!(!found.has_errors(), "{found:?}");
    all
}

const WRITTEN: &str = "
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress:
  - ports: [{port: 8080}]
    from: [{ipBlock: {cidr: 10.0.0.0/8}}]
";

#[test]
fn what_a_server_adds_and_how_it_is_written_make_no_difference() {
    let held = r#"{"apiVersion": "v1", "kind": "List", "items": [{
        "kind": "NetworkPolicy", "apiVersion": "networking.k8s.io/v1",
        "metadata": {"uid": "1", "resourceVersion": "2", "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z",
            "managedFields": [{"manager": "kubectl"}], "name": "web", "namespace": "shop", "labels": {},
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}\n"}},
        "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress"], "egress": [],
            "ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": []}}],
                "ports": [{"protocol": "TCP", "port": 8080}]}]},
        "status": {}}]}"#;
    assert_eq!(objects(WRITTEN).changed_to(&objects(held)), []);
}

#[test]
fn an_egress_rule_makes_the_policy_one_of_egress() {
    let silent = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {egress: [{}]}\n";
    let said = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a, namespace: default}\n\
                spec: {podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}]}\n";
    assert_eq!(objects(silent).changed_to(&objects(said)), []);
}

#[test]
fn what_differs_is_shown_with_its_lines() {
    let after =
        WRITTEN.replace("8080", "8081").replace("namespace: shop", "namespace: shop, labels: {name: x, app: y}");
    let changed = objects(WRITTEN).changed_to(&objects(&after));
    assert_eq!(changed.len(), 1);
    assert_eq!(changed[0].fate, Fate::Changed);
    assert_eq!(changed[0].name.to_string(), "networkpolicy.networking.k8s.io/shop/web");
    let expected = "\
@@ -3,6 +3,9 @@
 metadata:
   name: web
   namespace: shop
+  labels:
+    app: y
+    name: x
 spec:
   podSelector:
     matchLabels:
@@ -15,4 +18,4 @@
         cidr: \"10.0.0.0/8\"
     ports:
     - protocol: TCP
-      port: 8080
+      port: 8081
";
    assert_eq!(changed[0].hunks, expected);
}

#[test]
fn a_text_is_not_the_number_that_it_reads_like() {
    let text = WRITTEN.replace("8080", "\"8080\"");
    assert_eq!(objects(WRITTEN).changed_to(&objects(&text)).len(), 1);
}

#[test]
fn created_and_deleted_objects_are_shown_whole() {
    let created = objects("").changed_to(&objects(WRITTEN));
    let deleted = objects(WRITTEN).changed_to(&objects(""));
    assert_eq!((count(&created, Fate::Created), count(&deleted, Fate::Deleted)), (1, 1));
    let lines = |changed: &[Changed], sign: char| {
        let lines = changed[0].hunks.lines().skip(1);
        lines.map(|line| line.strip_prefix(sign).expect("the sign").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(lines(&created, '+'), lines(&deleted, '-'));
}

#[test]
fn objects_of_the_whole_cluster_have_no_namespace() {
    let text =
        "apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: a}\nspec: {}\n";
    let changed = objects("").changed_to(&objects(text));
    assert_eq!(changed[0].name.to_string(), "adminnetworkpolicy.policy.networking.k8s.io/a");
}
