//! What name resolution looks like in the usual kinds of cluster.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use crate::sets::{LabelKey, LabelValues, Labels, PortRange, Protocol, Values};

use super::{Name, StandsFor};

/// The preset that needs the address of kube-dns beside its name.
pub const NODE_LOCAL: &str = "node-local";

/// Every preset of name resolution.
pub const DNS_PRESETS: [&str; 4] = ["gke-cloud-dns", "kubeadm", NODE_LOCAL, "openshift"];

/// The name resolution of a kind of cluster, by the preset's name; `None` where there is no such preset, or where it
/// needs more than its name.
///
/// - `kubeadm`: the pods labelled `k8s-app=kube-dns` in `kube-system`, on port 53. That is what kubeadm, kind, minikube,
///   k3s, EKS and AKS deploy.
/// - `openshift`: the pods of the DNS operator in `openshift-dns`, which listen on port 5353.
/// - `gke-cloud-dns`: the metadata server, on port 53.
///
/// Each with UDP and TCP.
pub fn dns_preset(preset: &str) -> Option<Name> {
    match preset {
        "kubeadm" => Some(Name::of(kube_dns(), Some(ports(53)))),
        "openshift" => {
            let any = LabelValues::present(Values::all());
            let pods = pods("openshift-dns", "dns.operator.openshift.io/daemonset-dns", &any);
            Some(Name::of(pods, Some(ports(5353))))
        }
        "gke-cloud-dns" => {
            let metadata_server = StandsFor::Addresses(vec![link_local(169, 254)]);
            Some(Name::of(metadata_server, Some(ports(53))))
        }
        _ => None,
    }
}

/// The preset [`NODE_LOCAL`]: a resolver on each node at 169.254.20.10, which in its usual mode answers at the address
/// of kube-dns too (`kube_dns_addresses`), and the pods of kube-dns themselves, for as long as it is not there.
///
/// From the manifests of `NodeLocal DNSCache` in Kubernetes' `cluster/addons/dns/nodelocaldns`.
pub fn node_local_dns(kube_dns_addresses: Vec<IpNet>) -> Name {
    let mut addresses = kube_dns_addresses;
    addresses.push(link_local(20, 10));
    addresses.sort_unstable();
    addresses.dedup();
    Name { peers: vec![kube_dns(), StandsFor::Addresses(addresses)], from: None, ports: Some(ports(53)) }
}

fn kube_dns() -> StandsFor {
    pods("kube-system", "k8s-app", &LabelValues::present(Values::one("kube-dns")))
}

fn pods(namespace: &str, label: &str, values: &LabelValues) -> StandsFor {
    let all = Labels::in_namespace(namespace);
    // No label is asked for twice, so nothing contradicts it.
    StandsFor::Pods(all.narrow(&LabelKey::Pod(label.into()), values).unwrap_or(all))
}

/// One address of 169.254.0.0/16.
fn link_local(third: u8, fourth: u8) -> IpNet {
    IpNet::from(IpAddr::V4(Ipv4Addr::new(169, 254, third, fourth)))
}

fn ports(number: u16) -> Vec<PortRange> {
    vec![PortRange::one(Protocol::Tcp, number), PortRange::one(Protocol::Udp, number)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_but_one_needs_only_its_name() {
        for preset in DNS_PRESETS {
            assert_eq!(dns_preset(preset).is_none(), preset == NODE_LOCAL, "{preset}");
        }
    }

    #[test]
    fn a_resolver_on_each_node_is_asked_at_two_addresses_and_in_pods() {
        let name = node_local_dns(vec!["10.96.0.10/32".parse().expect("a network")]);
        let [StandsFor::Pods(_), StandsFor::Addresses(addresses)] = name.peers.as_slice() else { panic!("both") };
        let shown: Vec<String> = addresses.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.96.0.10/32", "169.254.20.10/32"]);
    }

    #[test]
    fn the_metadata_server_of_gke_has_its_address() {
        let name = dns_preset("gke-cloud-dns").expect("a preset");
        let [StandsFor::Addresses(addresses)] = name.peers.as_slice() else { panic!("addresses") };
        assert_eq!(addresses.iter().map(ToString::to_string).collect::<Vec<_>>(), ["169.254.169.254/32"]);
    }
}
