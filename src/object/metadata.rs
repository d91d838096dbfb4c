//! What every object says of itself.

use std::collections::BTreeMap;

/// Name, namespace, labels and annotations of an object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The object's name.
    pub name: String,
    /// Its namespace.
    pub namespace: String,
    /// Its labels.
    pub labels: BTreeMap<String, String>,
    /// Its annotations; none is written as no key at all.
    pub annotations: BTreeMap<String, String>,
}
