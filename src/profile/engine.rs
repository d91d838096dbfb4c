//! What enforces the policies of a cluster.

use std::fmt;

/// What enforces the policies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Engine {
    /// Nobody says.
    #[default]
    Any,
    /// Antrea.
    Antrea,
    /// The network policy agent of the AWS VPC CNI.
    AwsVpcCni,
    /// Calico.
    Calico,
    /// Cilium.
    Cilium,
    /// GKE's Dataplane V2, which is built on Cilium and has versions of its own.
    GkeDataplaneV2,
    /// kube-router, which k3s runs for its policies.
    KubeRouter,
    /// OVN-Kubernetes, as in `OpenShift`.
    OvnKubernetes,
}

impl Engine {
    /// Every engine by the name that is written.
    pub const NAMES: [(&str, Self); 8] = [
        ("any", Self::Any),
        ("antrea", Self::Antrea),
        ("aws-vpc-cni", Self::AwsVpcCni),
        ("calico", Self::Calico),
        ("cilium", Self::Cilium),
        ("gke-dataplane-v2", Self::GkeDataplaneV2),
        ("kube-router", Self::KubeRouter),
        ("ovn-kubernetes", Self::OvnKubernetes),
    ];

    /// The engine that is written so.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(known, _)| *known == name).map(|(_, engine)| engine)
    }

    /// Whether a range of addresses can match a node of the cluster, and so the API server on one; `None` where nobody
    /// knows.
    ///
    /// Cilium knows nodes by what they are, and ranges only match what is neither pod nor node (`CIDRSelector.Matches`
    /// in its `pkg/policy/types/selector.go`, while `policy-cidr-match-mode` is not set).
    pub fn ranges_match_nodes(self) -> Option<bool> {
        match self {
            Self::Any => None,
            Self::Cilium | Self::GkeDataplaneV2 => Some(false),
            Self::Antrea | Self::AwsVpcCni | Self::Calico | Self::KubeRouter | Self::OvnKubernetes => Some(true),
        }
    }
}

/// As it is written.
impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.into_iter().find(|(_, engine)| engine == self);
        out.write_str(name.map_or("any", |(name, _)| name))
    }
}

/// What an engine of one version makes of policies, as far as versions differ. Where none is given, it is a new one.
impl Engine {
    /// Whether it opens all ports of a range (`endPort`).
    ///
    /// Cilium before 1.15 opens the first port alone, and 1.15 takes no policy that has a range (`cilium/cilium#28684`,
    /// `cilium/cilium#28704`); 1.16 has ranges.
    pub fn reads_port_ranges(self, version: Option<Version>) -> bool {
        let ranges = Version { major: 1, minor: 16, patch: None };
        self != Self::Cilium || version.is_none_or(|version| version >= ranges)
    }

    /// Whether it may read a peer of addresses as the pods of the policy's namespace, too.
    ///
    /// CVE-2026-56743 (GHSA-fm8w-2m5w-9j7r): Cilium 1.19.0 to 1.19.4, where the cluster has a name of its own.
    pub fn adds_pods_to_addresses(self, version: Option<Version>) -> bool {
        let is_among = |version: Version| {
            (version.major, version.minor) == (1, 19) && version.patch.is_none_or(|patch| patch <= 4)
        };
        self == Self::Cilium && version.is_some_and(is_among)
    }
}

/// A version of an engine: `1.18` or `1.18.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second number.
    pub minor: u32,
    /// The third number, where it is said.
    pub patch: Option<u32>,
}

impl Version {
    /// Reads a version; `None` where this is none.
    pub fn read(text: &str) -> Option<Self> {
        let number = |part: &str| {
            let plain = part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
            if plain { part.parse().ok() } else { None }
        };
        let mut parts = text.split('.').map(number);
        let (major, minor) = (parts.next()??, parts.next()??);
        let patch = match parts.next() {
            Some(patch) => Some(patch?),
            None => None,
        };
        parts.next().is_none().then_some(Self { major, minor, patch })
    }
}

/// As it is written.
impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.major, self.minor)?;
        self.patch.map_or(Ok(()), |patch| write!(out, ".{patch}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_two_or_three_numbers() {
        for text in ["1.18", "1.18.0", "3.30.12", "0.0"] {
            assert_eq!(Version::read(text).map(|version| version.to_string()).as_deref(), Some(text));
        }
        for text in ["", "1", "1.", "v1.18", "1.18.2.3", "1.018", "1.18-rc1", "1.x", "+1.2", "1.99999999999"] {
            assert_eq!(Version::read(text), None, "{text}");
        }
        assert!(Version::read("1.9") < Version::read("1.18") && Version::read("1.18") < Version::read("1.18.1"));
    }

    #[test]
    fn every_engine_has_its_name() {
        assert_eq!(Engine::named("gke-dataplane-v2"), Some(Engine::GkeDataplaneV2));
        assert_eq!(Engine::named("flannel"), None);
    }

    #[test]
    fn what_depends_on_a_version_is_of_cilium() {
        let of = |text| Version::read(text);
        for (text, reads, adds) in [
            ("1.15", false, false),
            ("1.15.9", false, false),
            ("0.99", false, false),
            ("1.16", true, false),
            ("1.16.0", true, false),
            ("1.19", true, true),
            ("1.19.4", true, true),
            ("1.19.5", true, false),
            ("1.20.1", true, false),
            ("2.19", true, false),
        ] {
            assert_eq!(Engine::Cilium.reads_port_ranges(of(text)), reads, "{text}");
            assert_eq!(Engine::Cilium.adds_pods_to_addresses(of(text)), adds, "{text}");
            assert!(Engine::GkeDataplaneV2.reads_port_ranges(of(text)), "{text}");
            assert!(!Engine::GkeDataplaneV2.adds_pods_to_addresses(of(text)), "{text}");
        }
        assert!(Engine::Cilium.reads_port_ranges(None) && !Engine::Cilium.adds_pods_to_addresses(None));
    }
}
