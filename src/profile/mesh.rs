//! The service mesh of a cluster, as far as policies see it.

use crate::sets::{PortRange, Protocol};

/// The service mesh.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mesh {
    /// None that changes what policies see.
    #[default]
    None,
    /// Istio's ambient mode.
    IstioAmbient,
}

impl Mesh {
    /// The port of the tunnel through which the TCP connections between its pods go: a policy at either end sees this
    /// port of the pod that is called and not the one inside.
    ///
    /// Istio's: HBONE (<https://istio.io/latest/docs/ambient/usage/networkpolicy/>).
    pub fn tunnel(self) -> Option<PortRange> {
        match self {
            Self::None => None,
            Self::IstioAmbient => Some(PortRange::one(Protocol::Tcp, 15008)),
        }
    }
}
