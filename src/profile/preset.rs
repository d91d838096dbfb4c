//! What name resolution looks like in the usual kinds of cluster.

use crate::sets::{LabelKey, LabelValues, Labels, NAMESPACE_NAME, PortRange, Protocol, Values};

use super::{Name, StandsFor};

/// The name resolution of a kind of cluster, by the preset's name; `None` where there is no such preset.
///
/// `kubeadm`: the pods labelled `k8s-app=kube-dns` in `kube-system`, on port 53, UDP and TCP. That is what kubeadm,
/// kind, minikube, k3s, EKS and AKS deploy.
pub fn dns_preset(preset: &str) -> Option<Name> {
    let (namespace, label, value) = match preset {
        "kubeadm" => ("kube-system", "k8s-app", "kube-dns"),
        _ => return None,
    };
    let pods = Labels::all_of([
        (LabelKey::Namespace(NAMESPACE_NAME.into()), LabelValues::present(Values::one(namespace))),
        (LabelKey::Pod(label.into()), LabelValues::present(Values::one(value))),
    ])?;
    let ports = vec![PortRange::one(Protocol::Tcp, 53), PortRange::one(Protocol::Udp, 53)];
    Some(Name::of(StandsFor::Pods(pods), Some(ports)))
}
