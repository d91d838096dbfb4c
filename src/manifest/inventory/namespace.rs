//! Namespaces.

use std::sync::Arc;

use crate::diagnostic::Place;

use super::LabelMap;

/// A namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: Arc<str>,
    /// Its labels, with `kubernetes.io/metadata.name`, which the API server sets on each.
    pub labels: LabelMap,
    /// Where its name stands.
    pub place: Place,
}
