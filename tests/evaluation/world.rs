//! The closed world: every pod over the values in play, and the addresses and ports at the edges of every range.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ipnet::IpNet;
use npgen::sets::{LabelKey, Pod};

use crate::random::{CIDRS, FRESH, INNER};

/// A pod of the closed world.
#[derive(Debug)]
pub(crate) struct PlainPod {
    pub(crate) namespace: &'static str,
    pub(crate) namespace_labels: BTreeMap<String, String>,
    pub(crate) labels: BTreeMap<String, String>,
}

impl PlainPod {
    /// The same for the analyzer.
    pub(crate) fn to_pod(&self) -> Pod {
        let of_namespace =
            self.namespace_labels.iter().map(|(key, value)| (LabelKey::Namespace(Arc::from(&**key)), value));
        let of_pod = self.labels.iter().map(|(key, value)| (LabelKey::Pod(Arc::from(&**key)), value));
        Pod(of_namespace.chain(of_pod).map(|(key, value)| (key, Arc::from(&**value))).collect())
    }
}

/// All pods over the values in play, one fresh value and absence.
pub(crate) fn pods() -> Vec<PlainPod> {
    let values = || [Some("a"), Some("b"), Some(FRESH), None];
    let labels = |labels: &[(&str, Option<&str>)]| -> BTreeMap<String, String> {
        labels.iter().filter_map(|(key, value)| Some(((*key).to_owned(), (*value)?.to_owned()))).collect()
    };
    let mut pods = Vec::new();
    // "a" is a namespace whose name a selector can ask for.
    for namespace in ["shop", "other", "a"] {
        for env in [Some("a"), Some(FRESH), None] {
            for app in values() {
                for tier in [Some("b"), None] {
                    let name = ("kubernetes.io/metadata.name", Some(namespace));
                    pods.push(PlainPod {
                        namespace,
                        namespace_labels: labels(&[("env", env), name]),
                        labels: labels(&[("app", app), ("tier", tier)]),
                    });
                }
            }
        }
    }
    pods
}

/// Every end of every range, and the addresses beside it.
pub(crate) fn addresses() -> Vec<IpAddr> {
    let mut addresses = Vec::new();
    for net in CIDRS.iter().chain(&INNER).map(|net| net.parse::<IpNet>().expect("a net")) {
        match net {
            IpNet::V4(net) => {
                let (first, last) = (net.network().to_bits(), net.broadcast().to_bits());
                let edges = [first.wrapping_sub(1), first, last, last.wrapping_add(1)];
                addresses.extend(edges.map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits))));
            }
            IpNet::V6(net) => {
                let (first, last) = (net.network().to_bits(), net.broadcast().to_bits());
                let edges = [first.wrapping_sub(1), first, last, last.wrapping_add(1)];
                addresses.extend(edges.map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits))));
            }
        }
    }
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// The ports at and beside the ends of every range.
pub(crate) const PORTS: [u16; 10] = [0, 1, 2, 79, 80, 81, 82, 83, 65534, 65535];
