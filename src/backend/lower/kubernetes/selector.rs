//! Label requirements → label selectors.

use std::sync::Arc;

use crate::object::{LabelSelector, Requirement};
use crate::sets::{LabelValues, Values};

/// The selector of just these requirements, sorted by key. The error says what Kubernetes lacks.
///
/// `NotIn` holds for an object without the key too (`k8s.io/apimachinery/pkg/labels/selector.go`), so a value that
/// must be there and be none of some takes `Exists` beside it.
pub(super) fn selector<'a>(
    requirements: impl Iterator<Item = (&'a str, &'a LabelValues)>,
) -> Result<LabelSelector, String> {
    let mut selector = LabelSelector::default();
    for (key, allowed) in requirements {
        let name = || key.to_owned();
        match (allowed.absent, &allowed.values) {
            (false, Values::Only(values)) => match &**values {
                [] => return Err(format!("label `{key}` with no value at all")),
                [value] => selector.match_labels.push((name(), value.to_string())),
                several => selector.match_expressions.push(Requirement::In(name(), texts(several))),
            },
            (false, Values::AllBut(values)) => {
                selector.match_expressions.push(Requirement::Exists(name()));
                if !values.is_empty() {
                    selector.match_expressions.push(Requirement::NotIn(name(), texts(values)));
                }
            }
            (true, Values::Only(values)) if values.is_empty() => {
                selector.match_expressions.push(Requirement::DoesNotExist(name()));
            }
            (true, Values::Only(_)) => return Err(format!("label `{key}` that is absent or one of some values")),
            (true, Values::AllBut(values)) => {
                // Without a value the key is free, and asks for nothing.
                if !values.is_empty() {
                    selector.match_expressions.push(Requirement::NotIn(name(), texts(values)));
                }
            }
        }
    }
    Ok(selector)
}

fn texts(values: &[Arc<str>]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
