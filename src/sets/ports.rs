//! Sets of protocols and ports.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::Intervals;

/// A transport protocol that a port can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

impl Protocol {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tcp, Self::Udp, Self::Sctp];

    /// All of them, each as Kubernetes writes it.
    pub const NAMED: [(&'static str, Self); 3] = [("TCP", Self::Tcp), ("UDP", Self::Udp), ("SCTP", Self::Sctp)];
}

/// In capitals, as Kubernetes writes it.
impl fmt::Display for Protocol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Tcp => "TCP",
            Self::Udp => "UDP",
            Self::Sctp => "SCTP",
        })
    }
}

/// What one packet is addressed to, on the destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Port {
    /// A port of a transport protocol.
    Transport(Protocol, u16),
    /// An ICMP message: type in the upper, code in the lower eight bits.
    Icmp(u16),
    /// An `ICMPv6` message: type in the upper, code in the lower eight bits.
    Icmpv6(u16),
    /// Any other IP protocol, by number.
    Other(u8),
}

/// For a person: `TCP 8080`, `ICMP 8/0`, `IP protocol 50`.
impl fmt::Display for Port {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(protocol, number) => write!(out, "{protocol} {number}"),
            Self::Icmp(message) => write!(out, "ICMP {}/{}", message >> 8, message & 0xff),
            Self::Icmpv6(message) => write!(out, "ICMPv6 {}/{}", message >> 8, message & 0xff),
            Self::Other(number) => write!(out, "IP protocol {number}"),
        }
    }
}

/// A port by its name among the destination's container ports: what it is depends on the pod, so it stays a symbol.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedPort {
    /// The protocol that the container port must be of.
    pub protocol: Protocol,
    /// The container port's name.
    pub name: Arc<str>,
}

/// A set of protocols and ports.
///
/// Port numbers run from 0 to 65535: a policy that lists 1 to 65535 does not cover the whole protocol. A named port
/// is swallowed by its whole protocol and otherwise stands beside the numbers, equal to none of them.
///
/// Whatever number each pod has for a name: a union is exact; a difference holds all that it should, perhaps more;
/// an intersection holds nothing that it should not, perhaps less; [`Ports::is_subset`] is right when it says yes.
/// Without names all are exact.
///
/// A clone shares the members: the rules of a whole cluster name few distinct sets.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ports(Arc<Members>);

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Members {
    tcp: Intervals<u16>,
    udp: Intervals<u16>,
    sctp: Intervals<u16>,
    /// Type and code as in [`Port::Icmp`].
    icmp: Intervals<u16>,
    /// Type and code as in [`Port::Icmpv6`].
    icmpv6: Intervals<u16>,
    /// The other IP protocols, by number.
    other: Intervals<u8>,
    named: BTreeSet<NamedPort>,
}

impl Ports {
    /// The set without a member.
    pub fn none() -> Self {
        Self::default()
    }

    /// Every port of every protocol, ICMP and all other IP protocols included.
    pub fn all() -> Self {
        Self::of_members(Members {
            tcp: Intervals::all(),
            udp: Intervals::all(),
            sctp: Intervals::all(),
            icmp: Intervals::all(),
            icmpv6: Intervals::all(),
            other: Intervals::all(),
            named: BTreeSet::new(),
        })
    }

    /// The ports of one protocol from `first` to `last`, both included.
    pub fn range(protocol: Protocol, first: u16, last: u16) -> Self {
        let (mut members, numbers) = (Members::default(), Intervals::range(first, last));
        match protocol {
            Protocol::Tcp => members.tcp = numbers,
            Protocol::Udp => members.udp = numbers,
            Protocol::Sctp => members.sctp = numbers,
        }
        Self::of_members(members)
    }

    /// Every port of one protocol.
    pub fn protocol(protocol: Protocol) -> Self {
        Self::range(protocol, u16::MIN, u16::MAX)
    }

    /// One port by name.
    pub fn named(port: NamedPort) -> Self {
        Self::of_members(Members { named: BTreeSet::from([port]), ..Members::default() })
    }

    /// The numbers of one transport protocol.
    pub fn of(&self, protocol: Protocol) -> &Intervals<u16> {
        match protocol {
            Protocol::Tcp => &self.0.tcp,
            Protocol::Udp => &self.0.udp,
            Protocol::Sctp => &self.0.sctp,
        }
    }

    /// The ports by name.
    pub fn names(&self) -> &BTreeSet<NamedPort> {
        &self.0.named
    }

    /// The set without its ports by name.
    pub fn without_names(&self) -> Self {
        Self::of_members(Members { named: BTreeSet::new(), ..(*self.0).clone() })
    }

    /// Whether the set has no member.
    pub fn is_empty(&self) -> bool {
        self.transport().iter().all(|numbers| numbers.is_empty())
            && self.0.icmp.is_empty()
            && self.0.icmpv6.is_empty()
            && self.0.other.is_empty()
            && self.0.named.is_empty()
    }

    /// Whether the set is [`Ports::all`].
    pub fn is_all(&self) -> bool {
        self.transport().iter().all(|numbers| numbers.is_all())
            && self.0.icmp.is_all()
            && self.0.icmpv6.is_all()
            && self.0.other.is_all()
    }

    /// Whether `port` is a member by its number.
    pub fn contains(&self, port: Port) -> bool {
        match port {
            Port::Transport(protocol, number) => self.of(protocol).contains(number),
            Port::Icmp(message) => self.0.icmp.contains(message),
            Port::Icmpv6(message) => self.0.icmpv6.contains(message),
            Port::Other(number) => self.0.other.contains(number),
        }
    }

    /// The members of either.
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, Intervals::union, Intervals::union, &self.0.named | &other.0.named)
    }

    /// The members of both. A name is shared where both list it, or one lists it and the other has its whole protocol.
    pub fn intersect(&self, other: &Self) -> Self {
        let named = self
            .0
            .named
            .union(&other.0.named)
            .filter(|port| self.holds_name(port) && other.holds_name(port))
            .cloned()
            .collect();
        self.combine(other, Intervals::intersect, Intervals::intersect, named)
    }

    /// The members of this set that are not in `other`.
    pub fn minus(&self, other: &Self) -> Self {
        let named = self.0.named.iter().filter(|port| !other.holds_name(port)).cloned().collect();
        self.combine(other, Intervals::minus, Intervals::minus, named)
    }

    /// Whether every member is a member of `other`.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    /// One member by number, transport protocols first; `None` where there is none.
    pub fn first(&self) -> Option<Port> {
        let transport = Protocol::ALL
            .into_iter()
            .find_map(|protocol| self.of(protocol).first().map(|number| Port::Transport(protocol, number)));
        transport
            .or_else(|| self.0.icmp.first().map(Port::Icmp))
            .or_else(|| self.0.icmpv6.first().map(Port::Icmpv6))
            .or_else(|| self.0.other.first().map(Port::Other))
    }

    fn transport(&self) -> [&Intervals<u16>; 3] {
        [&self.0.tcp, &self.0.udp, &self.0.sctp]
    }

    fn holds_name(&self, port: &NamedPort) -> bool {
        self.0.named.contains(port) || self.of(port.protocol).is_all()
    }

    fn combine(
        &self,
        other: &Self,
        wide: impl Fn(&Intervals<u16>, &Intervals<u16>) -> Intervals<u16>,
        narrow: impl Fn(&Intervals<u8>, &Intervals<u8>) -> Intervals<u8>,
        named: BTreeSet<NamedPort>,
    ) -> Self {
        let members = Members {
            tcp: wide(&self.0.tcp, &other.0.tcp),
            udp: wide(&self.0.udp, &other.0.udp),
            sctp: wide(&self.0.sctp, &other.0.sctp),
            icmp: wide(&self.0.icmp, &other.0.icmp),
            icmpv6: wide(&self.0.icmpv6, &other.0.icmpv6),
            other: narrow(&self.0.other, &other.0.other),
            named,
        };
        Self::of_members(members.canonical())
    }

    fn of_members(members: Members) -> Self {
        Self(Arc::new(members))
    }
}

impl Members {
    /// With no name that its whole protocol swallows.
    fn canonical(mut self) -> Self {
        let (tcp, udp, sctp) = (self.tcp.is_all(), self.udp.is_all(), self.sctp.is_all());
        self.named.retain(|port| match port.protocol {
            Protocol::Tcp => !tcp,
            Protocol::Udp => !udp,
            Protocol::Sctp => !sctp,
        });
        self
    }
}
