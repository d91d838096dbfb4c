//! Label selectors → label sets.
//!
//! Source: `k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go`.

use std::sync::Arc;

use crate::diagnostic::rule::policy_refused;
use crate::manifest::Node;
use crate::sets::{LabelKey, LabelValues, Values};

use super::fields::{Fields, Reader, is_null};
use super::syntax::{is_label_key, is_label_value};

/// What a selector asks of one key.
pub(super) type Requirement = (LabelKey, LabelValues);

/// Whose labels a selector looks at: makes a key of a label's name.
pub(super) type KeyOf = fn(Arc<str>) -> LabelKey;

#[derive(Clone, Copy)]
enum Operator {
    In,
    NotIn,
    Exists,
    DoesNotExist,
}

const OPERATORS: [(&str, Operator); 4] = [
    ("In", Operator::In),
    ("NotIn", Operator::NotIn),
    ("Exists", Operator::Exists),
    ("DoesNotExist", Operator::DoesNotExist),
];

/// What a selector asks for, all of which must hold; nothing where it selects everything.
pub(super) fn requirements(fields: &mut Fields, node: &Node<'_>, key_of: KeyOf) -> Vec<Requirement> {
    let [labels, expressions] = fields.of(node, ["matchLabels", "matchExpressions"]);
    let mut requirements = Vec::new();
    for entry in labels.map(|labels| fields.entries(labels)).unwrap_or_default() {
        if !is_label_key(&entry.key) {
            fields.refuse(&entry.key_span, |place| policy_refused::malformed(place, &entry.key, "a label key"));
        }
        if fields.reader() == Reader::Custom && is_null(&entry.node) {
            continue;
        }
        if let Some(value) = fields.valid(&entry.node, is_label_value, "a label value") {
            requirements.push((key_of(Arc::from(&*entry.key)), LabelValues::present(Values::one(value))));
        }
    }
    requirements.extend(fields.items(expressions).iter().filter_map(|node| expression(fields, node, key_of)));
    requirements
}

fn expression(fields: &mut Fields, node: &Node<'_>, key_of: KeyOf) -> Option<Requirement> {
    let [key, operator, values] = fields.of(node, ["key", "operator", "values"]);
    let key = fields.required(node, "key", key).and_then(|key| fields.valid(key, is_label_key, "a label key"));
    let operator = fields.required(node, "operator", operator);
    let operator = operator.and_then(|operator| fields.one_of(operator, &OPERATORS));
    let items = fields.items(values);
    let listed: Vec<&str> =
        items.iter().filter_map(|value| fields.valid(value, is_label_value, "a label value")).collect();
    let operator = operator?;
    let takes_values = matches!(operator, Operator::In | Operator::NotIn);
    if takes_values && items.is_empty() {
        fields.refuse(&node.span, policy_refused::values_missing);
    }
    if !takes_values && !items.is_empty() {
        fields.refuse(&node.span, policy_refused::values_forbidden);
    }
    let values = match operator {
        Operator::In => LabelValues::present(Values::only(listed)),
        Operator::NotIn => LabelValues::or_absent(Values::all_but(listed)),
        Operator::Exists => LabelValues::present(Values::all()),
        Operator::DoesNotExist => LabelValues::absent(),
    };
    Some((key_of(Arc::from(key?)), values))
}
