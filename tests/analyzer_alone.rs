//! The analyzer compiled on its own: text → nodes → rules → verdicts without the graph, the backend, the frontend and
//! `verify`. What judges policies can't lean on what makes them.

#![allow(clippy::expect_used, reason = "a test may panic")]
#![allow(dead_code, unused_imports, unreachable_pub, reason = "the rooms have more than this test needs")]

#[path = "../src/analyzer/mod.rs"]
mod analyzer;
#[path = "../src/diagnostic/mod.rs"]
mod diagnostic;
#[path = "../src/manifest/mod.rs"]
mod manifest;
#[path = "../src/sets/mod.rs"]
mod sets;

use analyzer::evaluate::{Rules, engine, oracle};
use analyzer::raise::kubernetes;
use diagnostic::{Diagnostics, SourceId};
use manifest::read::canonical;
use sets::{Direction, Endpoint, LabelKey, Pod, Port, Protocol};

const POLICY: &str = "\
# made by npgen, do not edit; sha256 0000000000000000
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
  ingress:
  # frontend -> cart:7070
  - from:
    - podSelector:
        matchExpressions:
        - key: app
          operator: In
          values:
          - frontend
    - ipBlock:
        cidr: \"10.0.0.0/8\"
        except:
        - \"10.1.0.0/16\"
    ports:
    - port: 7070
      protocol: TCP
";

fn pod(namespace: &str, app: &str) -> Pod {
    Pod([(LabelKey::namespace_name(), namespace.into()), (LabelKey::Pod("app".into()), app.into())].into())
}

fn address(address: &str) -> Endpoint {
    Endpoint::Address(address.parse().expect("an address"))
}

#[test]
fn a_policy_is_read_and_judged_without_the_rest() {
    let node = canonical::read(POLICY.as_bytes()).expect("in the canonical form");
    let mut found = Diagnostics::default();
    let policy = kubernetes::policy(&node, SourceId(0), &mut found).expect("the API server takes it");
    let rules = Rules { policies: vec![policy] };
    let relations = engine::relations(&rules);

    let cart = pod("shop", "cart");
    let other = pod("shop", "other");
    let tcp = |number| Port::Transport(Protocol::Tcp, number);
    for (subject, peer, port, expected) in [
        (&cart, Endpoint::Pod(pod("shop", "frontend")), tcp(7070), true),
        (&cart, Endpoint::Pod(pod("shop", "frontend")), tcp(7071), false),
        (&cart, Endpoint::Pod(pod("shop", "frontend")), Port::Transport(Protocol::Udp, 7070), false),
        (&cart, Endpoint::Pod(pod("evil", "frontend")), tcp(7070), false),
        (&cart, address("10.0.255.255"), tcp(7070), true),
        (&cart, address("10.1.0.0"), tcp(7070), false),
        (&cart, address("::ffff:10.0.0.1"), tcp(7070), false),
        (&other, Endpoint::Pod(pod("evil", "frontend")), tcp(1), true),
    ] {
        assert_eq!(oracle::allows(&rules, Direction::Ingress, subject, &peer, port), expected, "{peer} {port}");
        assert_eq!(relations.ingress.allows(subject, &peer, port), expected, "{peer} {port}");
        assert!(relations.egress.allows(subject, &peer, port), "no policy isolates for egress");
    }
}
