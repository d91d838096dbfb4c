//! `metadata`: what every object says of itself.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::manifest::Node;

use super::fields::{Fields, Labels};

/// What an object says of itself.
pub(super) struct Metadata {
    /// Its name; where the API server is to make one, what that starts with.
    pub(super) name: Arc<str>,
    /// Where the name stands.
    pub(super) place: Place,
    /// Its namespace, where it names one.
    pub(super) namespace: Option<Arc<str>>,
    /// Its own labels.
    pub(super) labels: Labels,
    /// The object that made it.
    pub(super) owner: Option<Owner>,
}

/// An object that made another one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    pub(super) kind: Arc<str>,
    pub(super) name: Arc<str>,
}

impl Metadata {
    /// Reads the `metadata` of an object.
    pub(super) fn read(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<Self> {
        let metadata = fields.needed(node, "metadata")?;
        let name = match fields.get(metadata, "generateName") {
            Some(start) if metadata.get("name").is_none() => start,
            _ => fields.needed(metadata, "name")?,
        };
        let labels = fields.labels(metadata, "labels");
        Some(Self {
            name: Arc::from(fields.text(name)?),
            place: fields.place(&name.span),
            namespace: fields.name_of(metadata, "namespace").filter(|namespace| !namespace.is_empty()),
            labels,
            owner: owner(fields, metadata),
        })
    }
}

/// The owner that controls the object, else the first one; none for a static pod, which belongs to its node.
fn owner(fields: &mut Fields<'_>, metadata: &Node<'_>) -> Option<Owner> {
    let owners = fields.items(metadata, "ownerReferences");
    let controls = owners.iter().find(|owner| fields.flag(owner, "controller"));
    let owner = controls.or(owners.first())?;
    let name = fields.name_of(owner, "name")?;
    // An API server demands the kind. Who leaves it out says only that these pods go by one name.
    let owner = Owner { kind: fields.name_of(owner, "kind").unwrap_or_else(|| Arc::from("Pod")), name };
    Some(owner).filter(|owner| &*owner.kind != "Node")
}
