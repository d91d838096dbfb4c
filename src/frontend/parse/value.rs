//! Selectors, ports and directions: the values that have more than one form.

use toml::de::DeValue;

use super::reader::{Reader, Value, type_name};
use super::tree::{Isolate, LabelValue, Port, Ports, Selector, Spanned};
use crate::diagnostic::nearest;
use crate::diagnostic::rule::{unknown_isolate, wrong_type};

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
    let texts = reader.texts(key, value)?;
    let mut directions = Vec::with_capacity(texts.value.len());
    for text in texts.value {
        let direction = match text.value.as_str() {
            "ingress" => Isolate::Ingress,
            "egress" => Isolate::Egress,
            written => {
                let meant = nearest(written, ["ingress", "egress"]);
                reader.report(unknown_isolate::unknown(text.place, written, meant));
                continue;
            }
        };
        directions.push(Spanned { value: direction, place: text.place });
    }
    Some(Spanned { value: directions, place: texts.place })
}
