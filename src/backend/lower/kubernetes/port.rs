//! Ports.

use crate::backend::compile;
use crate::object::{PolicyPort, Protocol};
use crate::sets;
use crate::sets::PortRange;

/// `ports` of a rule; none means every port and protocol. The error says what Kubernetes lacks.
pub(super) fn ports(ports: &compile::Ports) -> Result<Vec<PolicyPort>, String> {
    match ports {
        compile::Ports::Every => Ok(Vec::new()),
        // Written as it is, it would mean the opposite.
        compile::Ports::Listed(ranges) if ranges.is_empty() => Err("a rule without ports".to_owned()),
        compile::Ports::Listed(ranges) => ranges.iter().copied().map(port).collect(),
    }
}

/// The API server takes ports from 1 to 65535; port 0 can only be said together with all others.
fn port(range: PortRange) -> Result<PolicyPort, String> {
    let protocol = match range.protocol {
        sets::Protocol::Tcp => Protocol::Tcp,
        sets::Protocol::Udp => Protocol::Udp,
        sets::Protocol::Sctp => Protocol::Sctp,
    };
    if range.is_every() {
        return Ok(PolicyPort { protocol, range: None });
    }
    if range.first == 0 {
        return Err("port 0".to_owned());
    }
    if range.last < range.first {
        return Err(format!("ports from {} down to {}", range.first, range.last));
    }
    Ok(PolicyPort { protocol, range: Some((range.first, range.last)) })
}
