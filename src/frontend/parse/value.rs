//! Selectors, ports, labels and the words that some keys take.

use toml::de::DeValue;

use super::reader::{Reader, Value, type_name};
use super::tree::{
    Fallback, Isolate, LabelValue, NamespaceLabel, NamespaceLabels, Port, Ports, Required, Selector, Spanned, Stage,
    Text,
};
use crate::diagnostic::rule::{unknown_isolate, unknown_value, wrong_type};
use crate::diagnostic::{Level, nearest};

/// `pods`: a table of labels, or a string in kubectl's syntax.
pub(super) fn selector(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Selector>> {
    let place = reader.place(value);
    let selector = match value.get_ref() {
        DeValue::String(_) => Selector::Kubectl(reader.text(key, value)?),
        DeValue::Table(labels) => {
            let mut read = Vec::with_capacity(labels.len());
            for (label, value) in labels {
                let label = reader.key(label);
                if let Some(value) = label_value(reader, &label.value, value) {
                    read.push((label, value));
                }
            }
            Selector::Table(read)
        }
        other => {
            reader.wrong_type(key, "a table of labels or a string like `\"app=frontend\"`", value, other);
            return None;
        }
    };
    Some(Spanned { value: selector, place })
}

fn label_value(reader: &mut Reader<'_>, label: &str, value: &Value<'_>) -> Option<Spanned<LabelValue>> {
    let place = reader.place(value);
    let read = match value.get_ref() {
        DeValue::String(_) => LabelValue::One(reader.text(label, value)?.value),
        DeValue::Boolean(true) => LabelValue::Present,
        DeValue::Boolean(false) => LabelValue::Absent,
        DeValue::Array(_) => LabelValue::OneOf(reader.texts(label, value)?.value),
        DeValue::Table(_) => {
            reader.report(wrong_type::dotted_label(place, label));
            return None;
        }
        other => {
            reader.report(wrong_type::bare_label_value(place, label, type_name(other)));
            return None;
        }
    };
    Some(Spanned { value: read, place })
}

/// `ports`: a table of names, each with one port or several, or a list.
pub(super) fn ports(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Ports>> {
    let place = reader.place(value);
    let ports = match value.get_ref() {
        DeValue::Table(names) => {
            let mut read = Vec::with_capacity(names.len());
            for (name, value) in names {
                let name = reader.key(name);
                if let Some(ports) = one_or_more_ports(reader, &name.value, value) {
                    read.push((name, ports.value));
                }
            }
            Ports::Named(read)
        }
        DeValue::Array(entries) => Ports::Listed(port_entries(reader, key, entries)),
        other => {
            reader.wrong_type(key, "a table of names or a list, like `{ http = 8080 }` or `[8080]`", value, other);
            return None;
        }
    };
    Some(Spanned { value: ports, place })
}

/// One port, or a list of them.
pub(super) fn one_or_more_ports(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Vec<Port>>> {
    let place = reader.place(value);
    let ports = match value.get_ref() {
        DeValue::Integer(integer) => vec![Port::Number(reader.number(key, value, integer)?)],
        DeValue::String(_) => vec![Port::Text(reader.text(key, value)?)],
        DeValue::Array(entries) => port_entries(reader, key, entries),
        other => {
            reader.wrong_type(key, "a port or a list of ports, like `8080` or `\"53/udp\"`", value, other);
            return None;
        }
    };
    Some(Spanned { value: ports, place })
}

fn port_entries(reader: &mut Reader<'_>, key: &str, entries: &[Value<'_>]) -> Vec<Port> {
    let mut ports = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry.get_ref() {
            DeValue::Integer(integer) => ports.extend(reader.number(key, entry, integer).map(Port::Number)),
            DeValue::String(_) => ports.extend(reader.text(key, entry).map(Port::Text)),
            other => reader.wrong_entry(key, "a port, like `8080` or `\"53/udp\"`", entry, other),
        }
    }
    ports
}

/// `isolate`: a list of directions.
pub(super) fn isolate(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Vec<Spanned<Isolate>>>> {
    const WORDS: [(&str, Isolate); 2] = [("ingress", Isolate::Ingress), ("egress", Isolate::Egress)];
    let texts = reader.texts(key, value)?;
    let mut directions = Vec::with_capacity(texts.value.len());
    for text in texts.value {
        let Some((_, direction)) = WORDS.iter().find(|(word, _)| *word == text.value) else {
            let meant = nearest(&text.value, WORDS.map(|(word, _)| word));
            reader.report(unknown_isolate::unknown(text.place, &text.value, meant));
            continue;
        };
        directions.push(Spanned { value: *direction, place: text.place });
    }
    Some(Spanned { value: directions, place: texts.place })
}

/// `fallback`: a list of widenings.
pub(super) fn fallback(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Value<'_>,
) -> Option<Spanned<Vec<Spanned<Fallback>>>> {
    const WORDS: [(&str, Fallback); 4] =
        [("l4", Fallback::L4), ("pods", Fallback::Pods), ("cidr", Fallback::Cidr), ("internet", Fallback::Internet)];
    some_of(reader, key, value, &WORDS)
}

/// `stage`
pub(super) fn stage(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Stage>> {
    const WORDS: [(&str, Stage); 3] = [("off", Stage::Off), ("audit", Stage::Audit), ("enforce", Stage::Enforce)];
    one_of(reader, key, value, &WORDS)
}

/// The level of a lint.
pub(super) fn lint_level(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<Level>> {
    one_of(reader, key, value, &Level::WORDS)
}

/// `require`: keys that every edge must have.
pub(super) fn require(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Vec<Spanned<Required>>> {
    const WORDS: [(&str, Required); 2] = [("owner", Required::Owner), ("why", Required::Why)];
    some_of(reader, key, value, &WORDS).map(|list| list.value)
}

/// `consent`: whether it is `"both"`.
pub(super) fn consent(reader: &mut Reader<'_>, key: &str, value: &Value<'_>) -> Option<Spanned<bool>> {
    const WORDS: [(&str, bool); 2] = [("either", false), ("both", true)];
    one_of(reader, key, value, &WORDS)
}

/// `labels` of a namespace.
pub(super) fn namespace_labels(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Value<'_>,
) -> Option<Spanned<NamespaceLabels>> {
    let table = reader.table(key, value)?;
    let mut labels = Vec::with_capacity(table.len());
    for (label, value) in table {
        let label = reader.key(label);
        let place = reader.place(value);
        let read = match value.get_ref() {
            DeValue::String(_) => reader.text(&label.value, value).map(|text| NamespaceLabel::Value(text.value)),
            DeValue::Boolean(false) => Some(NamespaceLabel::Absent),
            other => {
                reader.wrong_type(&label.value, "a value, or `false` for a label that is not there", value, other);
                None
            }
        };
        labels.extend(read.map(|value| (label, Spanned { value, place })));
    }
    Some(Spanned { value: labels, place: reader.place(value) })
}

/// One of a few words.
fn one_of<T: Copy>(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Value<'_>,
    words: &[(&'static str, T)],
) -> Option<Spanned<T>> {
    let text = reader.text(key, value)?;
    meant(reader, key, &text, words)
}

/// A list of a few words.
fn some_of<T: Copy>(
    reader: &mut Reader<'_>,
    key: &str,
    value: &Value<'_>,
    words: &[(&'static str, T)],
) -> Option<Spanned<Vec<Spanned<T>>>> {
    let texts = reader.texts(key, value)?;
    let list = texts.value.into_iter().filter_map(|text| meant(reader, key, &text, words)).collect();
    Some(Spanned { value: list, place: texts.place })
}

fn meant<T: Copy>(reader: &mut Reader<'_>, key: &str, text: &Text, words: &[(&'static str, T)]) -> Option<Spanned<T>> {
    let found = words.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let near = nearest(&text.value, known.iter().copied());
        reader.report(unknown_value::word(text.place, key, &text.value, near, &known));
    }
    found.map(|(_, value)| Spanned { value: *value, place: text.place })
}
