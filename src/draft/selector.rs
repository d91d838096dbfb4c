//! Which labels tell a node's pods from all others of its namespace.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::manifest::inventory::LabelMap;

/// A selector as it is written: labels that must be there with these values, and labels that must not be there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Selector {
    pub(super) labels: LabelMap,
    pub(super) absent: Vec<Arc<str>>,
}

/// The pods of one node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pods<'i> {
    /// Their labels.
    pub(super) labels: &'i LabelMap,
    /// The labels by which the object that makes them knows them, if it does.
    pub(super) known_by: &'i LabelMap,
}

/// The label key that, with a node's name as its value, selects the pods of most nodes: the project's default selector.
/// `None` where it would select those of no node.
///
/// `namespaces` are the nodes of each namespace, each with its name.
pub(super) fn default_key<'i>(namespaces: &[Vec<(&str, Pods<'i>)>]) -> Option<&'i str> {
    let mut fitting: BTreeMap<&str, usize> = BTreeMap::new();
    for nodes in namespaces {
        for (name, pods) in nodes {
            for (key, _) in pods.labels.iter().filter(|(_, value)| ***value == **name) {
                *fitting.entry(key).or_default() += usize::from(default_fits(key, name, nodes));
            }
        }
    }
    let most = fitting.values().copied().max().filter(|most| *most > 0)?;
    let best: Vec<&str> = fitting.into_iter().filter(|(_, count)| *count == most).map(|(key, _)| key).collect();
    best.iter().copied().find(|key| *key == RECOMMENDED).or(best.first().copied())
}

/// The label that Kubernetes recommends for this.
const RECOMMENDED: &str = "app.kubernetes.io/name";

/// Whether a key with a node's name as its value selects the pods of exactly one node of a namespace.
pub(super) fn default_fits(key: &str, name: &str, nodes: &[(&str, Pods<'_>)]) -> bool {
    let selected = nodes.iter().filter(|(_, pods)| pods.labels.get(key).is_some_and(|value| **value == *name));
    selected.count() == 1
}

/// The selector of a node whose pods differ in some label from those of `others`, the other nodes of its namespace.
///
/// It has the labels by which the pods are known, or else all that they have; where those are also had by others, what
/// the others have beside them must be absent.
pub(super) fn exact(pods: Pods<'_>, others: &[Pods<'_>]) -> Selector {
    let hit_by = |labels: &LabelMap| -> Vec<Pods<'_>> {
        let has_all = |other: &Pods<'_>| labels.iter().all(|(key, value)| other.labels.get(key) == Some(value));
        others.iter().copied().filter(has_all).collect()
    };
    let known =
        !pods.known_by.is_empty() && pods.known_by.iter().all(|(key, value)| pods.labels.get(key) == Some(value));
    let labels = if known && hit_by(pods.known_by).is_empty() { pods.known_by } else { pods.labels };
    let mut absent: Vec<Arc<str>> = Vec::new();
    for other in hit_by(labels) {
        let lacks = |key: &&Arc<str>| !pods.labels.contains_key(*key);
        if !absent.iter().any(|key| other.labels.contains_key(key)) {
            absent.extend(other.labels.keys().find(lacks).cloned());
        }
    }
    absent.sort();
    Selector { labels: labels.clone(), absent }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> LabelMap {
        text.split_terminator(',')
            .filter_map(|label| label.split_once('='))
            .map(|(key, value)| (key.into(), value.into()))
            .collect()
    }

    fn selected(labels_and_known: &str, others: &[&str]) -> String {
        let (all, known) = labels_and_known.split_once('|').unwrap();
        let (all, known, none) = (labels(all), labels(known), LabelMap::new());
        let others: Vec<LabelMap> = others.iter().map(|other| labels(other)).collect();
        let others: Vec<Pods<'_>> = others.iter().map(|labels| Pods { labels, known_by: &none }).collect();
        let selector = exact(Pods { labels: &all, known_by: &known }, &others);
        let labels = selector.labels.iter().map(|(key, value)| format!("{key}={value}"));
        labels.chain(selector.absent.iter().map(|key| format!("!{key}"))).collect::<Vec<_>>().join(",")
    }

    #[test]
    fn pods_are_selected_by_what_they_are_known_by() {
        assert_eq!(selected("app=a,version=1|app=a", &["app=b"]), "app=a");
        assert_eq!(selected("app=a,version=1|", &["app=b"]), "app=a,version=1");
        assert_eq!(selected("app=a|app=other", &[]), "app=a");
    }

    #[test]
    fn what_others_share_is_told_apart() {
        assert_eq!(selected("app=a,version=1|app=a", &["app=a,version=2"]), "app=a,version=1");
        assert_eq!(selected("app=a|app=a", &["app=a,job=x", "app=a,cron=y,job=z"]), "app=a,!job");
        assert_eq!(selected("app=a|app=a", &["app=a,job=x", "app=a,cron=y"]), "app=a,!cron,!job");
    }

    #[test]
    fn the_default_is_the_key_that_fits_most() {
        let none = LabelMap::new();
        let all = ["app=a,name=a", "app=b", "app=b,name=c"].map(labels);
        let nodes: Vec<(&str, Pods<'_>)> = ["a", "b", "c"]
            .into_iter()
            .zip(&all)
            .map(|(name, labels)| (name, Pods { labels, known_by: &none }))
            .collect();
        // `app=b` would select the pods of two nodes.
        assert_eq!(default_key(std::slice::from_ref(&nodes)), Some("name"));
        assert_eq!(default_key(&[]), None);
    }
}
