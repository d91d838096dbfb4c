//! Whether somebody wrote into a policy beside who applied it.

use crate::manifest::{Node, Scalar, Value};

/// A policy into which more than one program wrote.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edited {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The program that wrote into it last, by the name that it gave the API server: `kubectl-edit`.
    pub by: String,
}

/// Who wrote last into the specification of a policy, where more than one program owns parts of it; `None` where one
/// program wrote all of it, or none is known.
///
/// A program that changes a field takes it from the one that had it (`managedFields` of
/// `k8s.io/apimachinery/pkg/apis/meta/v1/types.go`), and one that applies all of a policy again takes all back.
pub(super) fn last_writer(object: &Node<'_>) -> Option<String> {
    let Value::List(writers) = &object.get("metadata")?.get("managedFields")?.value else { return None };
    let writers = writers.iter().filter(|writer| {
        let is_of_object = text(writer, "subresource").is_none_or(str::is_empty);
        is_of_object && writer.get("fieldsV1").is_some_and(|fields| fields.get("f:spec").is_some())
    });
    let mut writers: Vec<(&str, &str)> =
        writers.filter_map(|writer| Some((text(writer, "time")?, text(writer, "manager")?))).collect();
    // Times of RFC 3339 in UTC are in the order of their letters.
    writers.sort_unstable();
    match writers.as_slice() {
        [_, .., (_, last)] => Some((*last).to_owned()),
        _ => None,
    }
}

fn text<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    match &node.get(key)?.value {
        Value::Scalar(Scalar::Quoted(text)) => Some(text),
        _ => None,
    }
}
