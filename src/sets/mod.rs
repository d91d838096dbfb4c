//! The set algebra that the proof rests on: labels, addresses, ports, and the relation built of them.
//!
//! Nothing here knows a service graph, a policy or YAML. A set is a value: canonical, so that two equal sets
//! compare equal, and exact, so that no operation widens or narrows in silence. Whoever writes policies and
//! whoever judges them share this room and the profile's facts, and nothing else.

mod address_range;
mod addresses;
mod cut;
mod direction;
mod intervals;
mod labels;
mod labels_text;
mod pod;
mod port_range;
mod ports;
mod relation;
mod values;

pub use address_range::AddressRange;
pub use addresses::{Addresses, AddressesError};
pub use cut::{Budget, OutOfBudget, first_uncovered};
pub use direction::{Direction, Directions};
pub use intervals::{Bound, Intervals};
pub use labels::{LabelKey, LabelValues, Labels, NAMESPACE_NAME};
pub use pod::Pod;
pub use port_range::{PortRange, PortRangeError};
pub use ports::{NamedPort, Port, Ports, Protocol};
pub use relation::{Allow, Endpoint, Peer, Relation, Relations};
pub use values::Values;
