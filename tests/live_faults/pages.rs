//! Lists that expire while they are read.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value as Json, json};

use crate::cluster::{Cluster, namespace, pod};
use crate::proxy::{Fault, Proxy, Rule};
use crate::trial::{Trial, assert_told};

/// Two pages and one object.
const PODS: u16 = 1_001;

const FIRST_PAGE: &str = "/api/v1/pods?limit=500";
const NEXT_PAGE: &str = "/api/v1/pods?limit=500&continue=";

#[test]
#[ignore = "needs go"]
fn a_list_that_expires_is_read_anew_or_not_at_all() {
    let mut cluster = Cluster::start();
    cluster.create(&namespace("shop"));
    for number in 0..PODS {
        let mut pod = pod("shop", &format!("pod-{number}"), "web", number);
        // A status is a second request each.
        pod.as_object_mut().unwrap().remove("status");
        pod["metadata"]["ownerReferences"] =
            json!([{ "apiVersion": "apps/v1", "kind": "StatefulSet", "name": "web", "uid": "1", "controller": true }]);
        cluster.create(&pod);
    }
    let proxy = Proxy::before(cluster);
    let kubeconfig = proxy.kubeconfig();
    let trial = Trial::new(&[&proxy.token()]);
    let record = ["--record", "record.json"];
    let fine = trial.run(&kubeconfig, "text", "diff", &record);
    assert!(fine.stderr.contains(&format!("read 0 policies and {PODS} pods")), "{fine:?}");
    let whole = fs::read_to_string(trial.path("record.json")).unwrap();
    assert_eq!(names(&whole).len(), usize::from(PODS));
    fs::remove_file(trial.path("record.json")).unwrap();

    proxy.set(&[Rule::once(NEXT_PAGE, Fault::status(410))]);
    let again = trial.run(&kubeconfig, "text", "diff", &record);
    assert_eq!((again.code, again.stdout, again.stderr), (fine.code, fine.stdout, fine.stderr));
    // The first page twice, the second one, which expired, and then the second and the third.
    assert_eq!((proxy.times(FIRST_PAGE), proxy.times(NEXT_PAGE)), (5, 3));
    assert_eq!(fs::read_to_string(trial.path("record.json")).unwrap(), whole);
    fs::remove_file(trial.path("record.json")).unwrap();

    proxy.set(&[Rule::always(NEXT_PAGE, Fault::status(410))]);
    let given_up = trial.run(&kubeconfig, "text", "diff", &record);
    assert_told(&given_up, "410", &["error: pods: the list expired while it was read, again and again\n"]);
    assert_eq!((proxy.times(FIRST_PAGE), proxy.times(NEXT_PAGE)), (6, 3));
    assert!(!trial.path("record.json").exists());

    for fault in [Fault::Cut, Fault::Stalled, Fault::ClosedMidway, Fault::status(500), Fault::status(403)] {
        proxy.set(&[Rule::always(NEXT_PAGE, fault)]);
        let half = trial.diff(&kubeconfig, &record);
        assert_told(&half, "half of the pods", &["error: pods: "]);
        assert!(!trial.path("record.json").exists());
    }
}

/// The names of all pods in a record, of which none may be there twice.
fn names(record: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in record.lines() {
        let object: Json = serde_json::from_str(line).unwrap();
        if object["kind"] == "Pod" {
            let name = object["metadata"]["name"].as_str().unwrap().to_owned();
            assert!(names.insert(name), "{line}");
        }
    }
    names
}
