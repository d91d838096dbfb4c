//! The labels that a namespace declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::invalid_label;
use crate::frontend::parse::tree::{NamespaceLabel, Spanned, Text};
use crate::frontend::resolve::kubernetes::{is_label_key, is_label_value};
use crate::sets::NAMESPACE_NAME;

/// Labels by key; `None`: declared to be absent. What Kubernetes would refuse, or sets itself, is reported.
pub(super) fn read(
    written: &[(Text, Spanned<NamespaceLabel>)],
    found: &mut Diagnostics,
) -> BTreeMap<Arc<str>, Option<Arc<str>>> {
    let mut labels = BTreeMap::new();
    for (key, label) in written {
        let value = match &label.value {
            NamespaceLabel::Value(value) => Some(value.as_str()),
            NamespaceLabel::Absent => None,
        };
        if key.value == NAMESPACE_NAME {
            found.push(invalid_label::name_of_namespace(key.place));
        } else if !is_label_key(&key.value) {
            found.push(invalid_label::key(key.place, &key.value));
        } else if let Some(wrong) = value.filter(|value| !is_label_value(value)) {
            found.push(invalid_label::value(label.place, wrong));
        }
        labels.insert(Arc::from(key.value.as_str()), value.map(Arc::from));
    }
    labels
}
