//! One pod, as far as a policy can tell.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{LabelKey, NAMESPACE_NAME};

/// One pod: its labels, those of its namespace, and its service account.
///
/// A key without a value here is absent from the pod. The namespace's name is its label
/// `kubernetes.io/metadata.name`, which the API server sets on every namespace.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pod(pub BTreeMap<LabelKey, Arc<str>>);

impl Pod {
    /// The value of a key; `None` where the pod lacks it.
    pub fn get(&self, key: &LabelKey) -> Option<&str> {
        self.0.get(key).map(|value| &**value)
    }
}

/// For a person: `shop/{app=web,tier=front}`, with the namespace's other labels in brackets behind its name.
impl fmt::Display for Pod {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.get(&LabelKey::namespace_name()).unwrap_or("?");
        let of_namespace: Vec<String> = self
            .0
            .iter()
            .filter_map(|(key, value)| match key {
                LabelKey::Namespace(key) if &**key != NAMESPACE_NAME => Some(format!("{key}={value}")),
                _ => None,
            })
            .collect();
        let of_pod: Vec<String> = self
            .0
            .iter()
            .filter_map(|(key, value)| match key {
                LabelKey::Pod(key) => Some(format!("{key}={value}")),
                _ => None,
            })
            .collect();
        write!(out, "{name}")?;
        if !of_namespace.is_empty() {
            write!(out, "[{}]", of_namespace.join(","))?;
        }
        write!(out, "/{{{}}}", of_pod.join(","))?;
        match self.get(&LabelKey::ServiceAccount) {
            Some(account) => write!(out, " as {account}"),
            None => Ok(()),
        }
    }
}
