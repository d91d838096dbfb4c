//! Ingresses: which services are reached through a proxy.

use std::sync::Arc;

use crate::diagnostic::Place;

use super::PortRef;

/// An Ingress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingress {
    /// The namespace, which is also that of the services behind it.
    pub namespace: Arc<str>,
    /// The name.
    pub name: Arc<str>,
    /// The services behind it, in the order of the file.
    pub backends: Vec<Backend>,
    /// Where its name stands.
    pub place: Place,
}

/// A service behind an ingress.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend {
    /// The service's name.
    pub service: Arc<str>,
    /// The service's port.
    pub port: PortRef,
    /// Where the service's name stands.
    pub place: Place,
}
