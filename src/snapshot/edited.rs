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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostics, SourceId};
    use crate::manifest::read::document;

    fn writer_of(managed: &str) -> Option<String> {
        let text = format!(r#"{{"metadata":{{"name":"p","managedFields":[{managed}]}}}}"#);
        last_writer(&document(SourceId(0), &text, &mut Diagnostics::default()).expect("JSON"))
    }

    fn wrote(manager: &str, time: &str, fields: &str) -> String {
        format!(r#"{{"manager":"{manager}","operation":"Update","time":"{time}","fieldsV1":{{{fields}}}}}"#)
    }

    #[test]
    fn who_changed_a_part_of_what_another_wrote_is_found() {
        let applied = wrote("kubectl-client-side-apply", "2026-01-01T00:00:00Z", r#""f:spec":{"f:podSelector":{}}"#);
        let edited = wrote("kubectl-edit", "2026-01-02T00:00:00Z", r#""f:spec":{"f:ingress":{}}"#);
        assert_eq!(writer_of(&format!("{edited},{applied}")).as_deref(), Some("kubectl-edit"));
        assert_eq!(writer_of(&applied), None);
    }

    #[test]
    fn who_wrote_no_part_of_the_specification_is_none() {
        let applied = wrote("argocd", "2026-01-01T00:00:00Z", r#""f:spec":{"f:podSelector":{}}"#);
        let labelled = wrote("kubectl-label", "2026-01-02T00:00:00Z", r#""f:metadata":{"f:labels":{}}"#);
        assert_eq!(writer_of(&format!("{applied},{labelled}")), None);
        assert_eq!(writer_of(""), None);
    }
}
