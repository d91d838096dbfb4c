//! The engines, and where each is known to differ from Kubernetes.

use super::difference::{self, Difference};

/// An engine that evaluates policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Cyclonus,
    Cilium,
    NetpolAnalyzer,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Cyclonus, Self::Cilium, Self::NetpolAnalyzer];

    /// What its program is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cyclonus => "cyclonus",
            Self::Cilium => "cilium",
            Self::NetpolAnalyzer => "netpol-analyzer",
        }
    }

    /// In what it is known to differ; `docs/semantics.md` has the sources.
    pub(crate) fn differences(self) -> &'static [Difference] {
        match self {
            Self::Cyclonus => &difference::OF_CYCLONUS,
            Self::Cilium => &difference::OF_CILIUM,
            Self::NetpolAnalyzer => &difference::OF_NETPOL_ANALYZER,
        }
    }
}
