//! The selector of services that have none of their own.

use crate::diagnostic::rule::{contradictory_selector, invalid_label, unknown_placeholder};
use crate::diagnostic::{Diagnostics, Place};
use crate::frontend::parse::tree::{self, Spanned, Text};
use crate::sets::{LabelKey, LabelValues, Labels, Values};

use super::{Term, select, terms};
use crate::frontend::resolve::kubernetes::is_label_value;

/// The label that services are told apart by where the project says nothing else.
const USUAL_KEY: &str = "app.kubernetes.io/name";

/// `[defaults] pods`, or what holds without it.
#[derive(Debug)]
pub(in crate::frontend::resolve) enum DefaultSelector {
    /// `{ "app.kubernetes.io/name" = "{service}" }`
    Usual,
    /// As written.
    Written {
        /// Its parts; their values have placeholders.
        terms: Vec<Term>,
        /// What stands for `{cluster}`; `None` where the project has no clusters.
        cluster: Option<String>,
        /// Where.
        place: Place,
    },
    /// Wrong, and reported.
    Broken,
}

impl DefaultSelector {
    /// Reads `[defaults] pods`, for the services of `cluster`, where it has a name.
    pub(in crate::frontend::resolve) fn read(
        selector: Option<&Spanned<tree::Selector>>,
        cluster: Option<&str>,
        found: &mut Diagnostics,
    ) -> Self {
        let Some(selector) = selector else { return Self::Usual };
        // A value is judged by what it could be once its placeholders are filled in, and again where they are.
        let Some(terms) = terms(selector, |_| true, found) else { return Self::Broken };
        let mut sound = true;
        for value in terms.iter().flat_map(|term| term.test.values()) {
            sound &= has_known_placeholders(value, cluster, found) && can_be_filled(value, found);
        }
        let cluster = cluster.map(str::to_owned);
        if sound { Self::Written { terms, cluster, place: selector.place } } else { Self::Broken }
    }

    /// The pods of a service that has no selector; `None` where something is wrong, which is then reported.
    pub(in crate::frontend::resolve) fn pods(
        &self,
        service: &Text,
        namespace: &str,
        within: &Labels,
        found: &mut Diagnostics,
    ) -> Option<Labels> {
        let invalid = |place, value: &str| invalid_label::by_default(service.place, place, &service.value, value);
        match self {
            Self::Broken => None,
            Self::Usual if !is_label_value(&service.value) => {
                found.push(invalid(None, &service.value));
                None
            }
            Self::Usual => {
                let value = LabelValues::present(Values::one(service.value.as_str()));
                within.narrow(&LabelKey::Pod(USUAL_KEY.into()), &value)
            }
            Self::Written { terms, cluster, place } => {
                let cluster = cluster.as_deref().unwrap_or_default();
                let fill = |value: &Text| filled(&value.value, &service.value, namespace, cluster);
                let mut values = terms.iter().flat_map(|term| term.test.values()).map(fill);
                if let Some(wrong) = values.find(|value| !is_label_value(value)) {
                    found.push(invalid(Some(*place), &wrong));
                    return None;
                }
                let pods = select(within, terms, LabelKey::Pod, fill);
                if pods.is_none() {
                    found.push(contradictory_selector::selector(*place));
                }
                pods
            }
        }
    }
}

fn filled(template: &str, service: &str, namespace: &str, cluster: &str) -> String {
    template.replace("{service}", service).replace("{namespace}", namespace).replace("{cluster}", cluster)
}

/// Whether there is a service with which a value is one of a label; that there is none is reported. The shortest names
/// tell: what is wrong with them is wrong around the placeholders.
fn can_be_filled(value: &Text, found: &mut Diagnostics) -> bool {
    let fits = is_label_value(&filled(&value.value, "x", "x", "x"));
    if !fits {
        found.push(invalid_label::value(value.place, &value.value));
    }
    fits
}

/// The placeholders of a text, in their braces.
pub(in crate::frontend::resolve) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    let closed = text.split_inclusive('}').filter(|part| part.ends_with('}'));
    closed.filter_map(|part| part.rfind('{').and_then(|at| part.get(at..)))
}

/// Whether all placeholders of a value are known; those that are not are reported.
fn has_known_placeholders(value: &Text, cluster: Option<&str>, found: &mut Diagnostics) -> bool {
    let mut sound = true;
    for placeholder in placeholders(&value.value) {
        match placeholder {
            "{service}" | "{namespace}" => continue,
            "{cluster}" if cluster.is_some() => continue,
            "{cluster}" => found.push(unknown_placeholder::no_clusters(value.place)),
            _ => found.push(unknown_placeholder::unknown(value.place, placeholder)),
        }
        sound = false;
    }
    sound
}
