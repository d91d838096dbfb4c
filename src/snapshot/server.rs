//! What an API server says of itself.

/// An API server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Server {
    /// Its version, as it writes it: `v1.31.2`; empty where it does not say.
    pub version: String,
    /// The groups of its APIs, among them those of its custom resources: `cilium.io`. Without the core.
    pub groups: Vec<String>,
}
