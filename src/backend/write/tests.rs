use std::collections::BTreeMap;

use super::*;
use crate::object::{
    Commented, Folder, Kustomization, LabelSelector, Metadata, NetworkPolicy, Peer, Peers, PolicyFile, PolicyPort,
    PolicyType, Protocol, Requirement, Rule, header, header::Header,
};

fn tcp(first: u16, last: u16) -> PolicyPort {
    PolicyPort { protocol: Protocol::Tcp, range: Some((first, last)) }
}

fn folder() -> Folder {
    let block = |cidr: &str, except: &[&str]| Peer::Block {
        cidr: cidr.parse().expect("a network"),
        except: except.iter().map(|net| net.parse().expect("a network")).collect(),
    };
    let selector = LabelSelector {
        match_labels: vec![("app".into(), "web".into()), ("release".into(), "1.0".into())],
        match_expressions: vec![
            Requirement::In("tier".into(), vec!["edge".into(), "yes".into()]),
            Requirement::DoesNotExist("legacy".into()),
        ],
    };
    let named = ("kubernetes.io/metadata.name".to_owned(), "store".to_owned());
    let store = LabelSelector { match_labels: vec![named], match_expressions: Vec::new() };
    let pods = Peer::Pods { namespaces: Some(store), pods: Some(selector.clone()) };
    let anyone = Rule { peers: Peers::Anywhere, ports: Vec::new() };
    let whole = PolicyPort { protocol: Protocol::Udp, range: None };
    let some = Rule {
        peers: Peers::Listed(pods, vec![block("10.0.0.0/8", &["10.1.0.0/16"]), block("2001:db8::/32", &[])]),
        ports: vec![tcp(80, 80), tcp(30000, 32767), whole],
    };
    let policy = NetworkPolicy {
        metadata: Metadata {
            name: "npgen-web".into(),
            namespace: "shop".into(),
            labels: BTreeMap::from([("app.kubernetes.io/managed-by".into(), "npgen".into())]),
            annotations: BTreeMap::from([("npgen.dev/why".into(), "it: pays\nbills".into())]),
        },
        pod_selector: selector,
        policy_types: vec![PolicyType::Ingress, PolicyType::Egress],
        ingress: vec![Commented { comment: vec!["@anywhere -> web:any".into()], value: anyone }],
        egress: vec![Commented { comment: vec!["web -> a:1".into(), "web -> b:2".into()], value: some }],
    };
    Folder {
        path: "shop".into(),
        policies: vec![PolicyFile { file: "web.yaml".into(), policy }],
        kustomization: Kustomization { resources: vec!["web.yaml".into()] },
    }
}

fn text_of(path: &str) -> String {
    let folder = folder();
    let written = documents(&folder).iter().map(file).find(|file| file.path == path).expect("it is written");
    assert_eq!(header::check(&written.bytes), Header::Intact);
    let text = String::from_utf8(written.bytes).expect("UTF-8");
    text.split_once('\n').expect("a first line").1.to_owned()
}

#[test]
fn a_policy_is_written_as_the_api_orders_it() {
    assert_eq!(
        text_of("shop/web.yaml"),
        r#"apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: npgen-web
  namespace: shop
  labels:
    app.kubernetes.io/managed-by: npgen
  annotations:
    npgen.dev/why: "it: pays\nbills"
spec:
  podSelector:
    matchLabels:
      app: web
      release: "1.0"
    matchExpressions:
    - key: tier
      operator: In
      values:
      - edge
      - "yes"
    - key: legacy
      operator: DoesNotExist
  policyTypes:
  - Ingress
  - Egress
  ingress:
  # @anywhere -> web:any
  - {}
  egress:
  # web -> a:1
  # web -> b:2
  - to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: store
      podSelector:
        matchLabels:
          app: web
          release: "1.0"
        matchExpressions:
        - key: tier
          operator: In
          values:
          - edge
          - "yes"
        - key: legacy
          operator: DoesNotExist
    - ipBlock:
        cidr: "10.0.0.0/8"
        except:
        - "10.1.0.0/16"
    - ipBlock:
        cidr: "2001:db8::/32"
    ports:
    - protocol: TCP
      port: 80
    - protocol: TCP
      port: 30000
      endPort: 32767
    - protocol: UDP
"#
    );
}

#[test]
fn the_kustomization_lists_the_other_files() {
    assert_eq!(
        text_of("shop/kustomization.yaml"),
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- web.yaml\n"
    );
}

#[test]
fn kubernetes_types_read_what_was_meant_and_know_every_key() {
    use k8s_openapi::api::networking::v1::NetworkPolicy as Read;
    let text = text_of("shop/web.yaml");
    let read: Read = serde_yaml::from_str(&text).expect("a policy");
    let tree: serde_json::Value = serde_yaml::from_str(&text).expect("a tree");
    // The types drop what they do not know: where they write the same tree, they knew it all.
    assert_eq!(serde_json::to_value(read).expect("JSON"), tree);
}

#[test]
fn files_are_sorted_and_a_folder_without_policies_has_none() {
    let paths: Vec<String> = documents(&folder()).into_iter().map(|document| document.path).collect();
    assert_eq!(paths, ["shop/kustomization.yaml", "shop/web.yaml"]);
    let empty = Folder { policies: Vec::new(), ..folder() };
    assert!(documents(&empty).is_empty());
}
