//! What every object says of itself.

use std::collections::BTreeMap;

/// The label by which a cluster's operator finds what npgen made.
pub const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "npgen");

/// What the keys of npgen's own annotations start with.
pub const ANNOTATIONS: &str = "npgen.dev/";

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
