//! `pods` and `namespaces`: which labels they ask for.

use npgen::frontend::parse::tree::{LabelValue, Selector, Text};
use npgen::sets::{LabelKey, LabelValues, Labels, Values};

/// The pods that a selector picks by their own labels, among some.
pub(super) fn pods(among: &Labels, selector: &Selector) -> Labels {
    picked(among, selector, |key| LabelKey::Pod(key.into()))
}

/// The pods of the namespaces that a selector picks, among some.
pub(super) fn namespaces(among: &Labels, selector: &Selector) -> Labels {
    picked(among, selector, |key| LabelKey::Namespace(key.into()))
}

/// The pods that have one value of a label, among some.
pub(super) fn with_label(among: &Labels, key: &str, value: &str) -> Labels {
    among.narrow(&LabelKey::Pod(key.into()), &one_of(&[value.to_owned()])).expect("a pod can have it")
}

/// Every pod of these namespaces.
pub(super) fn in_namespaces(names: &[String]) -> Labels {
    Labels::all_of([(LabelKey::namespace_name(), one_of(names))]).expect("there is one at least")
}

fn picked(among: &Labels, selector: &Selector, key_of: impl Fn(&str) -> LabelKey) -> Labels {
    let requirements = match selector {
        Selector::Table(entries) => {
            entries.iter().map(|(key, value)| (key.value.clone(), of_table(&value.value))).collect()
        }
        Selector::Kubectl(text) => of_kubectl(text),
    };
    requirements.iter().fold(among.clone(), |labels, (key, values)| {
        labels.narrow(&key_of(key), values).expect("a valid selector asks for pods that can be")
    })
}

/// [S1] to [S4]
fn of_table(value: &LabelValue) -> LabelValues {
    match value {
        LabelValue::One(value) => one_of(std::slice::from_ref(value)),
        LabelValue::OneOf(values) => one_of(&values.iter().map(|value| value.value.clone()).collect::<Vec<_>>()),
        LabelValue::Present => LabelValues::present(Values::all()),
        LabelValue::Absent => LabelValues::absent(),
    }
}

/// [S5] and [S6]
fn of_kubectl(text: &Text) -> Vec<(String, LabelValues)> {
    // The commas between requirements are those outside of brackets.
    let mut parts = vec![String::new()];
    let mut inside = false;
    for character in text.value.chars() {
        inside = (inside || character == '(') && character != ')';
        match character {
            ',' if !inside => parts.push(String::new()),
            _ => parts.last_mut().expect("one at least").push(character),
        }
    }
    parts.iter().map(|part| requirement(part.trim())).collect()
}

fn requirement(text: &str) -> (String, LabelValues) {
    if let Some(key) = text.strip_prefix('!') {
        return (key.trim().to_owned(), LabelValues::absent());
    }
    if let Some((before, values)) = text.split_once('(') {
        let values: Vec<String> =
            values.trim_end_matches(')').split(',').map(|value| value.trim().to_owned()).collect();
        let (key, operator) = before.trim().rsplit_once(char::is_whitespace).expect("a key and an operator");
        let values = if operator == "in" { one_of(&values) } else { none_of(&values) };
        return (key.trim().to_owned(), values);
    }
    for (operator, wanted) in [("!=", false), ("==", true), ("=", true)] {
        if let Some((key, value)) = text.split_once(operator) {
            let value = [value.trim().to_owned()];
            return (key.trim().to_owned(), if wanted { one_of(&value) } else { none_of(&value) });
        }
    }
    (text.to_owned(), LabelValues::present(Values::all()))
}

fn one_of(values: &[String]) -> LabelValues {
    LabelValues::present(Values::only(values.iter().map(String::as_str)))
}

fn none_of(values: &[String]) -> LabelValues {
    LabelValues::or_absent(Values::all_but(values.iter().map(String::as_str)))
}
