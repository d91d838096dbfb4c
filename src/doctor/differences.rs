//! What plug-ins make of the API that it does not say. Only what has a source stands here.

use crate::profile::{Engine, Version};

use super::{Enforces, Plugin, Running};

/// A difference between a plug-in and the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    /// The plug-in.
    pub plugin: Plugin,
    /// What of the API it is about: `endPort`, `ipBlock`.
    pub about: &'static str,
    /// What is different, as a message.
    pub what: &'static str,
}

/// The differences of the plug-ins that enforce policies, or may.
pub(super) fn of(running: &[Running]) -> Vec<Difference> {
    let enforcing = running.iter().filter(|running| running.enforces != Enforces::No);
    enforcing.flat_map(|running| of_one(running.plugin, running.version)).collect()
}

fn of_one(plugin: Plugin, version: Option<Version>) -> Vec<Difference> {
    let mut facts = plugin.engine().map(|engine| of_engine(engine, version)).unwrap_or_default();
    facts.extend(always(plugin));
    facts.into_iter().map(|(about, what)| Difference { plugin, about, what }).collect()
}

/// What the profile knows of an engine already.
fn of_engine(engine: Engine, version: Option<Version>) -> Vec<(&'static str, &'static str)> {
    let mut facts = Vec::new();
    if engine.ranges_match_nodes() == Some(false) {
        facts.push((
            "ipBlock",
            "no range holds a pod or a node, nor the API server where that is on a node, unless \
             `policy-cidr-match-mode` is set",
        ));
    }
    if !engine.reads_port_ranges(version) {
        facts.push(("endPort", "this version does not read ranges of ports"));
    }
    if engine.adds_pods_to_addresses(version) {
        facts.push((
            "ipBlock",
            "CVE-2026-56743: where the cluster has a name of its own, a peer of addresses alone may let in the pods of \
             the policy's namespace",
        ));
    }
    facts
}

/// What is so in all versions, as far as is known.
fn always(plugin: Plugin) -> &'static [(&'static str, &'static str)] {
    match plugin {
        Plugin::AwsVpcCni => AWS,
        Plugin::AzureNpm => AZURE,
        Plugin::Calico => CALICO,
        Plugin::Cilium => CILIUM,
        Plugin::Weave => WEAVE,
        Plugin::Antrea
        | Plugin::Flannel
        | Plugin::GkeDataplaneV2
        | Plugin::Kindnet
        | Plugin::KubeNetworkPolicies
        | Plugin::KubeOvn
        | Plugin::KubeRouter
        | Plugin::OvnKubernetes => &[],
    }
}

/// The considerations of <https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html>.
const AWS: &[(&str, &str)] = &[
    ("nodes", "only pods on Linux nodes of EC2 are bound, not those on Fargate and on Windows"),
    ("podSelector", "a pod without an owner (`metadata.ownerReferences`) is not bound"),
    ("ipBlock", "rules of the family of addresses that the cluster does not have are ignored"),
    ("ports", "a service must have the same port as the containers behind it"),
    ("ports", "there can be 24 pairs of port and protocol for a range of addresses"),
];

/// The errors `ErrUnsupported...` of `npm/pkg/controlplane/translation/translatePolicy.go` of
/// Azure/azure-container-networking, and what it does with them in `npm/pkg/controlplane/controllers/v2`.
const AZURE: &[(&str, &str)] =
    &[("nodes", "on Windows a policy with ports by name, SCTP, `except`, `NotIn` or `DoesNotExist` is not enforced")];

/// A policy of Kubernetes becomes one of Calico's, whose `nets` hold addresses whatever has them:
/// `libcalico-go/lib/backend/k8s/conversion/conversion.go` of projectcalico/calico.
const CALICO: &[(&str, &str)] = &[("ipBlock", "a range holds the pods whose addresses are in it, too")];

const CILIUM: &[(&str, &str)] = &[
    // <https://docs.cilium.io/en/stable/configuration/sctp/>: "beta", and "Pass --set sctp.enabled=true to helm".
    ("SCTP", "rules for SCTP need `sctp.enabled`, which is off by default"),
    // `ParseNetworkPolicy` of `pkg/k8s/network_policy.go`, see `docs/semantics.md`.
    ("policyTypes", "a policy isolates also for a direction that `policyTypes` leaves out, if it has rules for it"),
    // The default filter in `pkg/labelsfilter/filter.go`.
    (
        "podSelector",
        "labels such as `pod-template-hash`, `controller-revision-hash`, `statefulset.kubernetes.io/pod-name` and \
         `apps.kubernetes.io/pod-index` are not seen: a selector that asks for one selects nobody",
    ),
];

/// `weaveworks/weave#3032` and `weaveworks/weave#3785`, both open; the project is archived.
const WEAVE: &[(&str, &str)] = &[("ports", "a policy with a port by name makes it crash")];
