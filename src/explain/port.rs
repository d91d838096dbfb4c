//! Ports as a person asks for them.

use crate::graph::DeclaredPort;
use crate::sets::{PortRange, Ports};

/// The ports that a text means: a name among those declared, `8080`, `53/udp`, `8000-8099`, `any`, `any/udp`; `None`
/// where it means none.
pub(super) fn ports(text: &str, declared: &[DeclaredPort]) -> Option<Ports> {
    let named = declared.iter().filter(|port| port.name.as_deref() == Some(text));
    if let Some(named) = named.map(|port| port.range.to_ports()).reduce(|all, more| all.union(&more)) {
        return Some(named);
    }
    if text == "any" {
        return Some(Ports::all());
    }
    text.parse().ok().map(PortRange::to_ports)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::Protocol;

    #[test]
    fn ports_are_meant_by_name_or_number() {
        let declared = [DeclaredPort { name: Some("http".into()), range: PortRange::one(Protocol::Tcp, 8080) }];
        assert_eq!(ports("http", &declared), Some(Ports::range(Protocol::Tcp, 8080, 8080)));
        assert_eq!(ports("53/udp", &[]), Some(Ports::range(Protocol::Udp, 53, 53)));
        assert_eq!(ports("8000-8099", &[]), Some(Ports::range(Protocol::Tcp, 8000, 8099)));
        assert_eq!(ports("any/sctp", &[]), Some(Ports::protocol(Protocol::Sctp)));
        assert_eq!(ports("any", &[]), Some(Ports::all()));
        for wrong in ["", "0", "80-79", "65536", "+80", "http", "80/icmp"] {
            assert_eq!(ports(wrong, &[]), None, "{wrong}");
        }
    }
}
