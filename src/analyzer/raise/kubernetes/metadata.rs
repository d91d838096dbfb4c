//! `metadata` → whose object it is.

use crate::analyzer::evaluate::ObjectId;
use crate::diagnostic::rule::policy_refused;
use crate::manifest::Node;

use super::fields::Fields;
use super::syntax::{is_annotation_key, is_dns_label, is_label_key, is_label_value, is_subdomain};

/// How many bytes the keys and values of all annotations may have together
/// (`TotalAnnotationSizeLimitB` in `k8s.io/apimachinery/pkg/api/validation/objectmeta.go`).
const LONGEST_ANNOTATIONS: usize = 256 * 1024;

/// Reads `metadata`. The object must say its name and its namespace itself. Keys that only the server fills are taken
/// and not looked into: they say nothing about what passes.
pub(super) fn object_id(fields: &mut Fields, kind: &str, node: &Node<'_>) -> Option<ObjectId> {
    let [name, namespace, labels, annotations, ..] = fields.of(
        node,
        [
            "name",
            "namespace",
            "labels",
            "annotations",
            "generateName",
            "selfLink",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "ownerReferences",
            "finalizers",
            "managedFields",
        ],
    );
    if let Some(labels) = labels {
        check_labels(fields, labels);
    }
    if let Some(annotations) = annotations {
        check_annotations(fields, annotations);
    }
    let name = fields.required(node, "name", name);
    let name = name.and_then(|name| fields.valid(name, is_subdomain, "a name: expected a DNS-1123 subdomain"));
    let namespace = fields.required(node, "namespace", namespace);
    let namespace =
        namespace.and_then(|name| fields.valid(name, is_dns_label, "a namespace's name: expected a DNS-1123 label"));
    Some(ObjectId { kind: kind.to_owned(), namespace: namespace?.to_owned(), name: name?.to_owned() })
}

/// Looks at the object's own labels.
fn check_labels(fields: &mut Fields, node: &Node<'_>) {
    for entry in fields.entries(node) {
        if !is_label_key(&entry.key) {
            fields.refuse(&entry.key_span, |place| policy_refused::malformed(place, &entry.key, "a label key"));
        }
        fields.valid(&entry.node, is_label_value, "a label value");
    }
}

/// Looks at the object's annotations.
fn check_annotations(fields: &mut Fields, node: &Node<'_>) {
    let mut length = 0;
    for entry in fields.entries(node) {
        if !is_annotation_key(&entry.key) {
            fields.refuse(&entry.key_span, |place| policy_refused::malformed(place, &entry.key, "an annotation key"));
        }
        length += entry.key.len() + fields.string(&entry.node).map_or(0, str::len);
    }
    if length > LONGEST_ANNOTATIONS {
        fields.refuse(&node.span, |place| policy_refused::annotations_too_long(place, length, LONGEST_ANNOTATIONS));
    }
}
