//! Network plug-ins: by what they are known, and whether they enforce policies.

use crate::profile::Engine;

use super::DaemonSet;
use super::image::Image;

/// A network plug-in, or what enforces policies beside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plugin {
    /// Antrea.
    Antrea,
    /// The VPC CNI of AWS.
    AwsVpcCni,
    /// Azure's Network Policy Manager.
    AzureNpm,
    /// Calico.
    Calico,
    /// Cilium.
    Cilium,
    /// Flannel.
    Flannel,
    /// GKE's Dataplane V2.
    GkeDataplaneV2,
    /// kindnet, as in kind and minikube.
    Kindnet,
    /// kube-network-policies, which enforces policies beside any plug-in.
    KubeNetworkPolicies,
    /// Kube-OVN.
    KubeOvn,
    /// kube-router.
    KubeRouter,
    /// OVN-Kubernetes.
    OvnKubernetes,
    /// Weave Net.
    Weave,
}

/// Whether a plug-in enforces policies, as far as can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enforces {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// It can't be seen; why, as a message.
    Unknown(&'static str),
}

/// By what a plug-in is known.
struct Mark {
    plugin: Plugin,
    /// The images of its own container, as [`Image::is`] takes them.
    images: &'static [&'static str],
    /// The usual name of its DaemonSet, for images whose names tell nothing.
    daemon_set: &'static str,
    /// The groups of its custom resources.
    groups: &'static [&'static str],
}

/// The marks, from the manifests and charts of each project.
///
/// OpenShift takes all its images from one repository by their digests, so that only the name of the DaemonSet is left.
const MARKS: [Mark; 13] = [
    Mark {
        plugin: Plugin::Antrea,
        images: &["antrea-agent", "antrea-agent-ubuntu", "antrea-agent-ubi", "antrea-ubuntu", "antrea-ubi"],
        daemon_set: "antrea-agent",
        groups: &["crd.antrea.io"],
    },
    Mark {
        plugin: Plugin::AwsVpcCni,
        images: &["amazon-k8s-cni"],
        daemon_set: "aws-node",
        groups: &["networking.k8s.aws"],
    },
    Mark { plugin: Plugin::AzureNpm, images: &["azure-npm"], daemon_set: "azure-npm", groups: &[] },
    Mark {
        plugin: Plugin::Calico,
        images: &["calico/node", "calico-node", "calico"],
        daemon_set: "calico-node",
        groups: &["crd.projectcalico.org", "projectcalico.org"],
    },
    Mark { plugin: Plugin::Cilium, images: &["cilium", "cilium-cilium"], daemon_set: "cilium", groups: &["cilium.io"] },
    Mark {
        plugin: Plugin::Flannel,
        images: &["flannel", "flannel-flannel", "flannelcni-flannel"],
        daemon_set: "kube-flannel-ds",
        groups: &[],
    },
    // <https://cloud.google.com/kubernetes-engine/docs/concepts/dataplane-v2>: its controller is the DaemonSet `anetd`, of
    // an image of Cilium.
    Mark { plugin: Plugin::GkeDataplaneV2, images: &[], daemon_set: GKE_DAEMON_SET, groups: &[] },
    Mark { plugin: Plugin::Kindnet, images: &["kindnetd"], daemon_set: "kindnet", groups: &[] },
    Mark {
        plugin: Plugin::KubeNetworkPolicies,
        images: &["kube-network-policies"],
        daemon_set: "kube-network-policies",
        groups: &[],
    },
    Mark { plugin: Plugin::KubeOvn, images: &["kube-ovn"], daemon_set: "kube-ovn-cni", groups: &["kubeovn.io"] },
    Mark {
        plugin: Plugin::KubeRouter,
        images: &["kube-router", "cloudnativelabs-kube-router"],
        daemon_set: "kube-router",
        groups: &[],
    },
    Mark {
        plugin: Plugin::OvnKubernetes,
        images: &["ovn-kube", "ovn-kube-ubuntu", "ovn-kube-fedora", "ovn-kubernetes"],
        daemon_set: "ovnkube-node",
        groups: &["k8s.ovn.org"],
    },
    Mark { plugin: Plugin::Weave, images: &["weave-kube"], daemon_set: "weave-net", groups: &[] },
];

/// The DaemonSet of GKE's Dataplane V2.
const GKE_DAEMON_SET: &str = "anetd";

/// The day of the first image of kindnetd of which it is sure that it enforces policies, and that of the last one of
/// which it is sure that it does not: kind 0.24 was the first version with policies, kind 0.23 had the latter
/// (pull requests 3612 and 3698 of kubernetes-sigs/kind).
const KINDNETD: (u32, u32) = (20_240_730, 20_240_513);

impl Plugin {
    /// As its project calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Antrea => "Antrea",
            Self::AwsVpcCni => "AWS VPC CNI",
            Self::AzureNpm => "Azure Network Policy Manager",
            Self::Calico => "Calico",
            Self::Cilium => "Cilium",
            Self::Flannel => "Flannel",
            Self::GkeDataplaneV2 => "GKE Dataplane V2",
            Self::Kindnet => "kindnet",
            Self::KubeNetworkPolicies => "kube-network-policies",
            Self::KubeOvn => "Kube-OVN",
            Self::KubeRouter => "kube-router",
            Self::OvnKubernetes => "OVN-Kubernetes",
            Self::Weave => "Weave Net",
        }
    }

    /// What it is in a profile; `None` where npgen knows nothing of it there.
    pub fn engine(self) -> Option<Engine> {
        match self {
            Self::Antrea => Some(Engine::Antrea),
            Self::AwsVpcCni => Some(Engine::AwsVpcCni),
            Self::Calico => Some(Engine::Calico),
            Self::Cilium => Some(Engine::Cilium),
            Self::GkeDataplaneV2 => Some(Engine::GkeDataplaneV2),
            Self::KubeRouter => Some(Engine::KubeRouter),
            Self::OvnKubernetes => Some(Engine::OvnKubernetes),
            Self::AzureNpm
            | Self::Flannel
            | Self::Kindnet
            | Self::KubeNetworkPolicies
            | Self::KubeOvn
            | Self::Weave => None,
        }
    }

    /// Whose custom resources are in this group; `None` where it is another one.
    pub(super) fn of_group(group: &str) -> Option<Self> {
        MARKS.iter().find(|mark| mark.groups.contains(&group)).map(|mark| mark.plugin)
    }

    /// The plug-ins that a DaemonSet runs, each with its image where that is how it is known.
    pub(super) fn of_daemon_set(daemon_set: &DaemonSet) -> Vec<(Self, Option<&str>)> {
        let image_of = |names: &[&str]| {
            let images = daemon_set.containers.iter().map(|(_, image)| image.as_str());
            images.into_iter().find(|image| names.iter().any(|name| Image::read(image).is(name)))
        };
        let known = MARKS.iter().filter_map(|mark| Some((mark.plugin, Some(image_of(mark.images)?))));
        let known: Vec<(Self, Option<&str>)> = known.collect();
        if known.is_empty() {
            let named = MARKS.iter().filter(|mark| mark.daemon_set == daemon_set.name);
            return named.map(|mark| (mark.plugin, None)).collect();
        }
        if daemon_set.name == GKE_DAEMON_SET {
            return known.into_iter().map(|(_, image)| (Self::GkeDataplaneV2, image)).collect();
        }
        known
    }

    /// Whether it enforces policies, as it runs in a DaemonSet.
    pub(super) fn enforces(self, daemon_set: &DaemonSet, image: Option<&str>) -> Enforces {
        let has = |name: &str| daemon_set.containers.iter().any(|(_, image)| Image::read(image).is(name));
        match self {
            // Its README: "For network policy, other projects such as Calico can be used."
            Self::Flannel => Enforces::No,
            // The README of aws/aws-network-policy-agent: `enable-network-policy` is false unless set.
            Self::AwsVpcCni => {
                let agent = daemon_set.containers.iter().any(|(name, _)| name == "aws-eks-nodeagent");
                if agent || has("aws-network-policy-agent") {
                    Enforces::Unknown(
                        "its agent for policies is there, and enforces them only with \
                         `--enable-network-policy=true`, which is off by default; npgen reads no arguments",
                    )
                } else {
                    Enforces::No
                }
            }
            Self::Kindnet => kindnet(image),
            // The container that enforces policies can be left out of its manifest.
            Self::Weave if !has("weave-npc") => Enforces::No,
            Self::Antrea
            | Self::AzureNpm
            | Self::Calico
            | Self::Cilium
            | Self::GkeDataplaneV2
            | Self::KubeNetworkPolicies
            | Self::KubeOvn
            | Self::KubeRouter
            | Self::OvnKubernetes
            | Self::Weave => Enforces::Yes,
        }
    }
}

fn kindnet(image: Option<&str>) -> Enforces {
    let (from, until) = KINDNETD;
    match image.and_then(|image| Image::read(image).day()) {
        Some(day) if day >= from => Enforces::Yes,
        Some(day) if day <= until => Enforces::No,
        _ => Enforces::Unknown("it does since kind 0.24, and the tag of its image does not tell which version it is"),
    }
}
