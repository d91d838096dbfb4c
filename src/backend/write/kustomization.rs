//! `kustomization.yaml` → nodes.

use crate::manifest::Node;
use crate::object::Kustomization;

/// The document of a kustomization.
pub(super) fn node(kustomization: &Kustomization) -> Node<'_> {
    let resources = kustomization.resources.iter().map(|file| Node::string(file.as_str()));
    Node::map([
        ("apiVersion", Node::string("kustomize.config.k8s.io/v1beta1")),
        ("kind", Node::string("Kustomization")),
        ("resources", Node::list(resources)),
    ])
}
