//! Selectors: which pods, from a table or a string in kubectl's syntax.

mod default;
mod kubectl;

use std::sync::Arc;

use crate::diagnostic::rule::{contradictory_selector, empty_selector, invalid_label};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, Spanned, Text};
use crate::sets::{LabelKey, LabelValues, Labels, Values};

use super::kubernetes::{is_label_key, is_label_value};

pub(super) use default::{DefaultSelector, placeholders};

/// One part of a selector; all parts must hold.
#[derive(Debug)]
pub(super) struct Term {
    key: Text,
    test: Test,
}

/// What a label must be.
#[derive(Debug)]
enum Test {
    OneOf(Vec<Text>),
    /// Another value, or not there at all, as in Kubernetes.
    NoneOf(Vec<Text>),
    Present,
    Absent,
}

impl Test {
    fn values(&self) -> &[Text] {
        match self {
            Self::OneOf(values) | Self::NoneOf(values) => values,
            Self::Present | Self::Absent => &[],
        }
    }
}

/// The pods of `within` that a selector selects; `None` where it is wrong.
pub(super) fn pods(within: &Labels, selector: &Spanned<tree::Selector>, found: &mut Diagnostics) -> Option<Labels> {
    labels(within, selector, LabelKey::Pod, found)
}

/// The pods of `within` whose namespace a selector selects; `None` where it is wrong.
pub(super) fn namespaces(
    within: &Labels,
    selector: &Spanned<tree::Selector>,
    found: &mut Diagnostics,
) -> Option<Labels> {
    let is_empty = match &selector.value {
        tree::Selector::Table(entries) => entries.is_empty(),
        tree::Selector::Kubectl(text) => text.value.trim().is_empty(),
    };
    if is_empty {
        found.push(empty_selector::namespaces(selector.place));
        return None;
    }
    labels(within, selector, LabelKey::Namespace, found)
}

fn labels(
    within: &Labels,
    selector: &Spanned<tree::Selector>,
    kind: impl Fn(Arc<str>) -> LabelKey,
    found: &mut Diagnostics,
) -> Option<Labels> {
    let terms = terms(selector, is_label_value, found)?;
    let pods = select(within, &terms, kind, |value| value.value.clone());
    if pods.is_none() {
        found.push(contradictory_selector::selector(selector.place));
    }
    pods
}

/// The parts of a selector; `None` where a key is not a label's or a value is not valid, or anything else is wrong.
fn terms(
    selector: &Spanned<tree::Selector>,
    is_value: impl Fn(&str) -> bool,
    found: &mut Diagnostics,
) -> Option<Vec<Term>> {
    let terms = match &selector.value {
        tree::Selector::Table(entries) if entries.is_empty() => {
            found.push(empty_selector::pods(selector.place));
            return None;
        }
        tree::Selector::Table(entries) => {
            entries.iter().map(|(key, value)| entry(key, value, found)).collect::<Option<Vec<Term>>>()?
        }
        tree::Selector::Kubectl(text) => match kubectl::terms(text) {
            Ok(terms) => terms,
            Err(wrong) => {
                found.push(wrong);
                return None;
            }
        },
    };
    let mut sound = true;
    for key in terms.iter().map(|term| &term.key).filter(|key| !is_label_key(&key.value)) {
        found.push(invalid_label::key(key.place, &key.value));
        sound = false;
    }
    for value in terms.iter().flat_map(|term| term.test.values()).filter(|value| !is_value(&value.value)) {
        found.push(invalid_label::value(value.place, &value.value));
        sound = false;
    }
    sound.then_some(terms)
}

fn entry(key: &Text, value: &Spanned<tree::LabelValue>, found: &mut Diagnostics) -> Option<Term> {
    let test = match &value.value {
        tree::LabelValue::One(one) => Test::OneOf(vec![Text { value: one.clone(), place: value.place }]),
        tree::LabelValue::OneOf(list) if list.is_empty() => {
            found.push(empty_selector::list(value.place, &format!("`{}`", key.value)));
            return None;
        }
        tree::LabelValue::OneOf(list) => Test::OneOf(list.clone()),
        tree::LabelValue::Present => Test::Present,
        tree::LabelValue::Absent => Test::Absent,
    };
    Some(Term { key: key.clone(), test })
}

/// The pods for which all terms hold, each key being of a `kind` and each value what `fill` makes of it; `None` where
/// there can be none.
fn select(
    within: &Labels,
    terms: &[Term],
    kind: impl Fn(Arc<str>) -> LabelKey,
    fill: impl Fn(&Text) -> String,
) -> Option<Labels> {
    let mut pods = within.clone();
    for term in terms {
        let values = |list: &[Text]| list.iter().map(&fill).collect::<Vec<String>>();
        let allowed = match &term.test {
            Test::OneOf(list) => LabelValues::present(Values::only(values(list))),
            Test::NoneOf(list) => LabelValues::or_absent(Values::all_but(values(list))),
            Test::Present => LabelValues::present(Values::all()),
            Test::Absent => LabelValues::absent(),
        };
        pods = pods.narrow(&kind(term.key.value.as_str().into()), &allowed)?;
    }
    Some(pods)
}

/// The place of a selector's text, for a part of it.
fn part(text: &Text, start: usize, end: usize) -> Place {
    super::part::place_of(text, start..end)
}

#[cfg(test)]
mod tests;
