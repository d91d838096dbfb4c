//! Where the API server is: what is behind the service `kubernetes`, since a policy sees a packet after a service's
//! address was translated.

use std::net::IpAddr;

use crate::sets::PortRange;

use super::Unknown;
use super::read::Slice;

/// The service of the API server, which each server keeps itself.
const SERVICE: (&str, &str) = ("default", "kubernetes");

/// The API server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiServer {
    /// The addresses of all its instances, sorted; at least one.
    pub addresses: Vec<IpAddr>,
    /// The ports on which they listen, sorted; at least one.
    pub ports: Vec<PortRange>,
}

pub(super) fn api_server(slices: Option<&[Slice]>) -> Result<ApiServer, Unknown> {
    let slices = slices.ok_or(Unknown::NotRead("EndpointSlices"))?;
    let own = |slice: &&Slice| (slice.namespace.as_str(), slice.service.as_str()) == SERVICE;
    let (mut addresses, mut ports): (Vec<IpAddr>, Option<Vec<PortRange>>) = (Vec::new(), None);
    for slice in slices.iter().filter(own).filter(|slice| !slice.addresses.is_empty()) {
        addresses.extend(&slice.addresses);
        let mut of_slice: Vec<PortRange> = slice.ports.iter().map(|(_, port)| *port).collect();
        of_slice.sort_unstable();
        if ports.get_or_insert_with(|| of_slice.clone()) != &of_slice {
            return Err(Unknown::PortsDiffer);
        }
    }
    addresses.sort_unstable();
    addresses.dedup();
    match ports.filter(|ports| !ports.is_empty()) {
        Some(ports) => Ok(ApiServer { addresses, ports }),
        None => Err(Unknown::None("endpoints of the service default/kubernetes")),
    }
}
