//! `metadata` → whose object it is.

use crate::analyzer::evaluate::ObjectId;
use crate::diagnostic::rule::{policy_form, policy_refused};
use crate::manifest::{Node, Value};

use super::fields::{Fields, Reader};
use super::syntax::{is_annotation_key, is_dns_label, is_label_key, is_label_value, is_subdomain};

/// How many bytes the keys and values of all annotations may have together
/// (`TotalAnnotationSizeLimitB` in `k8s.io/apimachinery/pkg/api/validation/objectmeta.go`).
const LONGEST_ANNOTATIONS: usize = 256 * 1024;

/// The namespace of an object that names none, as kubectl has it where nobody chose another.
const DEFAULT_NAMESPACE: &str = "default";

/// Whose an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A namespace's.
    Namespace,
    /// The whole cluster's.
    Cluster,
}

/// Reads `metadata`. Keys that only the server fills are taken and not looked into: they say nothing about what passes.
///
/// An object that npgen is about to write must say its name and its namespace itself. Of others one without a namespace
/// is in `default`; one whose name no object can have is read all the same, and one with a `generateName` goes by that.
pub(super) fn object_id(fields: &mut Fields, kind: &str, scope: Scope, node: &Node<'_>) -> Option<ObjectId> {
    let [name, namespace, labels, annotations, generate_name, ..] = fields.of(
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
    let name = name_of(fields, node, name, generate_name);
    let namespace = match scope {
        Scope::Namespace => namespace_of(fields, node, namespace),
        Scope::Cluster => Some(""),
    };
    Some(ObjectId { kind: kind.to_owned(), namespace: namespace?.to_owned(), name: name? })
}

fn name_of(
    fields: &mut Fields,
    metadata: &Node<'_>,
    name: Option<&Node<'_>>,
    generate_name: Option<&Node<'_>>,
) -> Option<String> {
    if fields.reader() == Reader::Anyone {
        let name = fields.required(metadata, "name", name)?;
        return fields.valid(name, is_subdomain, "a name: expected a DNS-1123 subdomain").map(str::to_owned);
    }
    if let Some(name) = name {
        let text = fields.string(name)?;
        if !text.is_empty() {
            if !is_subdomain(text) {
                fields.refuse(&name.span, |place| policy_form::name(place, text));
            }
            return Some(text.to_owned());
        }
    }
    if let Some(prefix) = generate_name {
        return fields.string(prefix).map(|prefix| format!("{prefix}*"));
    }
    if matches!(metadata.value, Value::Map(_)) {
        fields.refuse(&metadata.span, policy_refused::no_name);
    }
    None
}

fn namespace_of<'n>(fields: &mut Fields, metadata: &Node<'_>, namespace: Option<&'n Node<'_>>) -> Option<&'n str> {
    let namespace = match fields.reader() {
        Reader::Anyone => fields.required(metadata, "namespace", namespace)?,
        Reader::BuiltIn | Reader::Custom => {
            let Some(namespace) = namespace else { return Some(DEFAULT_NAMESPACE) };
            if fields.string(namespace)?.is_empty() {
                return Some(DEFAULT_NAMESPACE);
            }
            namespace
        }
    };
    fields.valid(namespace, is_dns_label, "a namespace's name: expected a DNS-1123 label")
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
