//! The clauses on name resolution.

use crate::graph::End;
use crate::profile::Profile;
use crate::sets::{Allow, Labels, Peer, Ports};

use super::peers::Peers;

/// The name of the profile that resolves names.
const DNS: &str = "dns";

/// Whether a service or group may ask for names.
///
/// `R1` A service or group that is the caller of an edge, at whichever end it is written, may ask `@dns`. `R2` A
/// service or group with `resolve = true` may ask `@dns` even if it calls nothing. `R3` A service or group with
/// `resolve = false` may not, whatever it calls.
pub(super) fn may_ask(resolve: Option<bool>, calls: bool) -> bool {
    resolve.unwrap_or(calls)
}

/// `R4` With `resolve = true` on a namespace, every pod of it may ask `@dns`.
pub(super) fn whole_namespace_may_ask(resolve: Option<bool>) -> bool {
    resolve == Some(true)
}

/// What whoever may ask for names may do: the peers that `@dns` stands for, and its ports.
#[derive(Debug)]
pub(super) struct Resolution {
    peers: Vec<Peer>,
    ports: Ports,
}

impl Resolution {
    /// `R6` Asking `@dns` opens egress to what `@dns` stands for on its ports, and nothing else.
    pub(super) fn of(peers: &Peers<'_>, profile: &Profile) -> Self {
        let ranges = profile.names.get(DNS).and_then(|name| name.ports.as_deref()).unwrap_or_default();
        let ports = ranges.iter().fold(Ports::none(), |all, range| all.union(&range.to_ports()));
        Self { peers: peers.of_callee(&End::Name(DNS.into())), ports }
    }

    /// Whether the profile's `@dns` is nobody, or has no ports: then whoever may ask has nothing to ask.
    pub(super) fn is_empty(&self) -> bool {
        self.peers.is_empty() || self.ports.is_empty()
    }

    /// What it opens for these pods.
    pub(super) fn opened(&self, subject: &Labels) -> impl Iterator<Item = Allow> {
        let allow = |peer: &Peer| Allow { subject: subject.clone(), peer: peer.clone(), ports: self.ports.clone() };
        self.peers.iter().map(allow)
    }
}
