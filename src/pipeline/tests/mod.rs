//! The proof against files that are right, and wrong in each way, written by hand.

mod agreement;

use std::sync::Mutex;

use super::*;
use crate::backend::Prepared;
use crate::diagnostic::{Diagnostic, Place, SourceId, rule};
use crate::graph::{Edge, EdgePorts, End, External, ExternalId, Namespace, Resolver, Service, ServiceId};
use crate::object::header;
use crate::profile::{Name, Profile, StandsFor, dns_preset};
use crate::sets::{Directions, LabelKey, LabelValues, Labels, PortRange, Protocol, Values};

const SHOP: NamespaceId = NamespaceId(0);

fn service(name: &str, namespace: u32, in_namespace: &str) -> Service {
    let pods = Labels::all_of([
        (LabelKey::namespace_name(), LabelValues::present(Values::one(in_namespace))),
        (LabelKey::Pod("app".into()), LabelValues::present(Values::one(name))),
    ]);
    Service {
        name: name.into(),
        namespace: NamespaceId(namespace),
        pods: pods.expect("there are such pods"),
        owner: None,
        resolve: Some(false),
        place: Place::new(SourceId(0), 0..0),
        ..Service::default()
    }
}

/// `web/front` calls `shop/cart` on 8080, and `cart` calls a range. Only `shop` is isolated.
fn graph() -> Graph {
    let namespace = |name: &str, isolated| Namespace {
        name: name.into(),
        governed: true,
        isolated,
        owner: None,
        resolve: None,
        ..Namespace::default()
    };
    let edge = |caller, callee, port| Edge {
        caller,
        callee,
        ports: EdgePorts::Listed(vec![PortRange::one(Protocol::Tcp, port)]),
        owner: None,
        writings: Vec::new(),
        ..Edge::default()
    };
    let cart = End::Service(ServiceId(0));
    Graph {
        dns: Some(Resolver {
            end: End::Name("dns".into()),
            ports: vec![PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)],
        }),
        profile: Profile {
            pod_cidr: Some(vec!["10.244.0.0/16".parse().expect("a network")]),
            node_cidr: Some(Vec::new()),
            names: [("dns".to_owned(), dns_preset("kubeadm").expect("the preset"))].into(),
            ..Profile::default()
        },
        namespaces: vec![namespace("shop", Directions::BOTH), namespace("web", Directions::NONE)],
        services: vec![service("cart", 0, "shop"), service("front", 1, "web")],
        groups: Vec::new(),
        externals: vec![External {
            name: "warehouse".into(),
            cidr: vec!["10.0.0.0/8".parse().expect("a network")],
            except: Vec::new(),
            place: Place::new(SourceId(0), 0..0),
            ..External::default()
        }],
        edges: vec![
            edge(End::Service(ServiceId(1)), cart.clone(), 8080),
            edge(cart, End::External(ExternalId(0)), 5432),
        ],
        ..Graph::default()
    }
}

const CART: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: npgen-cart
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: cart
  policyTypes:
  - Ingress
  - Egress
  ingress:
  - from:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: web
      podSelector:
        matchLabels:
          app: front
    ports:
    - protocol: TCP
      port: 8080
  egress:
  - to:
    - ipBlock:
        cidr: \"10.0.0.0/8\"
        except:
        - \"10.244.0.0/16\"
    ports:
    - protocol: TCP
      port: 5432
";

const DENY: &str = "\
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: npgen-default-deny
  namespace: shop
spec:
  podSelector: {}
  policyTypes:
  - Ingress
  - Egress
";

const LIST: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- cart.yaml
- default-deny.yaml
";

fn file(path: &str, text: &str) -> OutFile {
    OutFile { path: path.to_owned(), bytes: (header::line(text.as_bytes()) + text).into_bytes() }
}

/// The right files, some text of one of them replaced.
fn files(name: &str, old: &str, new: &str) -> Vec<OutFile> {
    let all = [("cart.yaml", CART), ("default-deny.yaml", DENY), ("kustomization.yaml", LIST)];
    all.map(|(file_name, text)| {
        assert!(file_name != name || text.contains(old), "nothing to replace");
        let text = if file_name == name { text.replace(old, new) } else { text.to_owned() };
        file(&format!("shop/{file_name}"), &text)
    })
    .to_vec()
}

fn right() -> Vec<OutFile> {
    files("", "", "")
}

/// What the proof of `shop` says about these files.
fn said(files: &[OutFile]) -> Vec<Diagnostic> {
    let graph = graph();
    let mut found = Diagnostics::default();
    prove(&Meaning::new(&graph), SHOP, files, &mut found);
    found.into_sorted()
}

/// The only message about these files, with its rule in front.
#[track_caller]
fn message(files: &[OutFile]) -> String {
    let said = said(files);
    let [only] = said.as_slice() else { panic!("expected one message, got {said:#?}") };
    format!("{}: {}", only.rule.name, only.message)
}

/// The only message where some text of one file is replaced.
#[track_caller]
fn changed(name: &str, old: &str, new: &str) -> String {
    message(&files(name, old, new))
}

#[test]
fn the_right_files_are_proved() {
    assert_eq!(said(&right()), []);
}

#[test]
fn other_words_for_the_same_are_proved() {
    let split = "- protocol: TCP\n      port: 8080\n    - protocol: TCP\n      port: 8080\n";
    assert_eq!(said(&files("cart.yaml", "- protocol: TCP\n      port: 8080\n", split)), []);
}

#[test]
fn a_rule_that_lets_too_much_is_named_with_its_line() {
    assert_eq!(
        changed("cart.yaml", "port: 8080", "port: 8080\n      endPort: 8081"),
        "proof-difference: line 15 of `shop/cart.yaml` (NetworkPolicy shop/npgen-cart) lets `web/{app=front}` call \
         `shop/{app=cart}` on `TCP 8081` (ingress), which nothing in the graph asks for"
    );
}

#[test]
fn the_object_that_should_have_let_a_connection_is_named() {
    let (_, from_ingress) = CART.split_once("  ingress:\n").expect("rules for ingress");
    let (ingress, _) = from_ingress.split_once("  egress:\n").expect("rules for egress");
    let without_ingress = format!("  ingress:\n{ingress}");
    assert_eq!(
        changed("cart.yaml", &without_ingress, ""),
        "proof-difference: `shop/cart.yaml` (NetworkPolicy shop/npgen-cart) does not let `web/{app=front}` call \
         `shop/{app=cart}` on `TCP 8080` (ingress), which the graph asks for"
    );
}

#[test]
fn a_direction_that_is_not_isolated_is_named() {
    assert_eq!(
        changed("default-deny.yaml", "  - Egress\n", ""),
        "proof-difference: no object in `shop/` isolates `shop/{}` for egress: that lets `shop/{}` call `any/{}` on \
         `TCP 0` (egress), which nothing in the graph asks for"
    );
}

#[test]
fn a_lost_exception_is_named_with_an_address() {
    assert_eq!(
        changed("cart.yaml", "        except:\n        - \"10.244.0.0/16\"\n", ""),
        "proof-difference: line 26 of `shop/cart.yaml` (NetworkPolicy shop/npgen-cart) lets `shop/{app=cart}` call \
         `10.244.0.0` on `TCP 5432` (egress), which nothing in the graph asks for"
    );
}

#[test]
fn a_difference_only_in_the_name_of_a_port_is_told() {
    let named = "port: 8080\n    - protocol: TCP\n      port: http";
    assert_eq!(
        changed("cart.yaml", "port: 8080", named),
        "proof-difference: line 15 of `shop/cart.yaml` (NetworkPolicy shop/npgen-cart) lets `web/{app=front}` call \
         `shop/{app=cart}` on a port by name (ingress), which nothing in the graph asks for"
    );
}

#[test]
fn an_unknown_key_is_named_with_its_line() {
    let said: Vec<String> =
        said(&files("cart.yaml", "ipBlock", "ipblock")).into_iter().map(|one| one.message).collect();
    let expected = "line 27 of `shop/cart.yaml`: there is no key `ipblock` here";
    assert!(said.iter().any(|message| message.starts_with(expected)), "{said:?}");
}

#[test]
fn text_outside_the_plain_form_is_named_with_its_line() {
    let message = changed("cart.yaml", "app: cart", "app: 'cart'");
    assert!(message.starts_with("manifest-form: line 10 of `shop/cart.yaml`: "), "{message}");
}

#[test]
fn a_wrong_hash_is_named() {
    let mut files = right();
    files[0].bytes.extend_from_slice(b"# edited\n");
    assert_eq!(message(&files), "proof-hash: the first line of `shop/cart.yaml` does not have the hash of the rest");
}

#[test]
fn an_object_of_another_namespace_is_named() {
    assert_eq!(
        changed("cart.yaml", "namespace: shop", "namespace: web"),
        "proof-folder: `shop/cart.yaml` holds NetworkPolicy web/npgen-cart, which is not in the namespace `shop`"
    );
}

#[test]
fn a_file_in_another_folder_is_named() {
    for path in ["web/cart.yaml", "shopping/cart.yaml", "shop/deep/cart.yaml", "cart.yaml", "shop/"] {
        let mut files = right();
        path.clone_into(&mut files[0].path);
        let expected = format!("`{path}` was made for the namespace `shop` and is not in the folder `shop/`");
        assert_eq!(message(&files), format!("proof-folder: {expected}"));
    }
}

#[test]
fn an_object_too_many_is_named() {
    let mut files = files("kustomization.yaml", "- cart.yaml\n", "- cart.yaml\n- copy.yaml\n");
    files.push(file("shop/copy.yaml", &CART.replace("npgen-cart", "npgen-copy")));
    assert_eq!(
        message(&files),
        "proof-folder: `shop/copy.yaml` holds NetworkPolicy shop/npgen-copy, which nothing in the graph asks for"
    );
}

#[test]
fn an_object_that_is_missing_is_named() {
    let mut files = files("kustomization.yaml", "- cart.yaml\n", "");
    files.remove(0);
    assert_eq!(
        message(&files),
        "proof-folder: `shop/cart.yaml` is missing, which should hold NetworkPolicy npgen-cart"
    );
}

#[test]
fn a_file_made_twice_is_named() {
    let mut files = right();
    files.push(files[1].clone());
    let said: Vec<String> = said(&files).into_iter().map(|one| one.message).collect();
    assert!(said.contains(&"`shop/default-deny.yaml` was made twice".to_owned()), "{said:?}");
}

#[test]
fn a_list_of_other_files_is_named() {
    assert_eq!(
        changed("kustomization.yaml", "- cart.yaml\n", ""),
        "proof-folder: `shop/kustomization.yaml` lists `default-deny.yaml`, expected `cart.yaml`, `default-deny.yaml`"
    );
    let mut files = right();
    files.pop();
    assert_eq!(message(&files), "proof-folder: `shop/kustomization.yaml` is missing");
}

#[test]
fn a_range_that_holds_pods_is_named_even_if_it_were_meant() {
    let files = files("cart.yaml", "        except:\n        - \"10.244.0.0/16\"\n", "");
    let mut found = Diagnostics::default();
    let folder = folder::Folder::read("shop", "shop", &files, &mut found).expect("files that can be read");
    prove::check_ranges(&graph().profile, &folder, &mut found);
    let messages = found.into_sorted().into_iter().map(|one| format!("{}: {}", one.rule.name, one.message));
    let messages: Vec<String> = messages.collect();
    let expected = "proof-range: a range of the rule in line 26 of `shop/cart.yaml` (NetworkPolicy shop/npgen-cart) holds \
                    `10.244.0.0`, which the profile says is a pod's or a node's";
    assert_eq!(messages, [expected]);
}

#[test]
fn the_addresses_of_a_name_may_be_inside_the_cluster() {
    let mut graph = graph();
    let stands_for = StandsFor::Addresses(vec!["10.244.1.0/24".parse().expect("a network")]);
    graph.profile.names.insert("metadata".to_owned(), Name::of(stands_for, None));
    graph.edges[1].callee = End::Name("metadata".into());
    let range = "\"10.0.0.0/8\"\n        except:\n        - \"10.244.0.0/16\"";
    let mut found = Diagnostics::default();
    prove(&Meaning::new(&graph), SHOP, &files("cart.yaml", range, "\"10.244.1.0/24\""), &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_rule_for_anyone_may_hold_pods() {
    let mut graph = graph();
    graph.edges[1].callee = End::Anywhere;
    let to =
        "to:\n    - ipBlock:\n        cidr: \"10.0.0.0/8\"\n        except:\n        - \"10.244.0.0/16\"\n    ports";
    let mut found = Diagnostics::default();
    prove(&Meaning::new(&graph), SHOP, &files("cart.yaml", to, "ports"), &mut found);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn running_out_of_budget_names_the_namespace() {
    let said = rule::not_proved::out_of_budget("shop", 1_000_000);
    assert_eq!(
        format!("{}: {}", said.rule.name, said.message),
        "not-proved: what the policies of `shop` allow could not be told within 1000000 splits"
    );
}

/// Hands out the files that it is given.
struct Given(Vec<OutFile>);

impl Backend for Given {
    fn prepare<'a>(&'a self, _: &'a Graph) -> Box<dyn Prepared + 'a> {
        Box::new(Hands(&self.0))
    }
}

struct Hands<'a>(&'a [OutFile]);

impl Prepared for Hands<'_> {
    fn files(&self, namespace: NamespaceId, _: &mut Diagnostics) -> Vec<OutFile> {
        if namespace == SHOP { self.0.to_vec() } else { Vec::new() }
    }
}

/// What a run hands out, sorted, and what it finds.
fn ran(files: Vec<OutFile>) -> (Vec<(NamespaceId, usize)>, Diagnostics) {
    let (taken, mut found) = (Mutex::new(Vec::new()), Diagnostics::default());
    let take = |proved: Proved| taken.lock().expect("no panic").push((proved.namespace, proved.files.len()));
    run(&graph(), &Given(files), &take, &mut found);
    let mut taken = taken.into_inner().expect("no panic");
    taken.sort_unstable();
    (taken, found)
}

#[test]
fn a_run_hands_out_every_proved_namespace() {
    let (taken, found) = ran(right());
    assert_eq!(taken, [(SHOP, 3), (NamespaceId(1), 0)]);
    assert!(found.is_empty());
}

#[test]
fn a_run_hands_out_nothing_that_is_not_proved() {
    let (taken, found) = ran(files("cart.yaml", "port: 8080", "port: 8081"));
    assert_eq!(taken, [(NamespaceId(1), 0)]);
    assert!(found.has_errors());
}
