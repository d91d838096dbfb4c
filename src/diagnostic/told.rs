//! What is wrong in several clusters, told once.

use std::collections::BTreeMap;

use super::{Diagnostic, Diagnostics, Place};

/// What was found in each cluster.
#[derive(Debug, Default)]
pub struct Told {
    /// The names of the clusters so far.
    clusters: Vec<String>,
    /// Each finding with the clusters in which it was made, by position. Those with one key differ in little.
    findings: BTreeMap<Key, Vec<Finding>>,
}

/// Where, which rule, which words.
type Key = (Option<Place>, &'static str, String);

#[derive(Debug)]
struct Finding {
    diagnostic: Diagnostic,
    /// The reason, where it is allowed at its place.
    allowed: Option<String>,
    clusters: Vec<usize>,
}

impl Told {
    /// Adds what was found in a cluster.
    pub fn add(&mut self, cluster: &str, mut found: Diagnostics) {
        let number = self.clusters.len();
        self.clusters.push(cluster.to_owned());
        for allowed in found.take_allowed() {
            self.put(number, allowed.diagnostic, Some(allowed.reason));
        }
        for diagnostic in found.into_sorted() {
            self.put(number, diagnostic, None);
        }
    }

    fn put(&mut self, cluster: usize, diagnostic: Diagnostic, allowed: Option<String>) {
        let place = diagnostic.labels.first().map(|label| label.place);
        let alike = self.findings.entry((place, diagnostic.rule.name, diagnostic.message.clone())).or_default();
        match alike.iter_mut().find(|known| known.diagnostic == diagnostic && known.allowed == allowed) {
            Some(known) => known.clusters.push(cluster),
            None => alike.push(Finding { diagnostic, allowed, clusters: vec![cluster] }),
        }
    }

    /// Hands everything on: what was not found in every cluster with the clusters in which it was.
    pub fn tell(self, found: &mut Diagnostics) {
        for Finding { diagnostic, allowed, clusters } in self.findings.into_values().flatten() {
            let names = clusters.iter().filter_map(|at| self.clusters.get(*at));
            let diagnostic = if clusters.len() == self.clusters.len() {
                diagnostic
            } else {
                diagnostic.help(places(&names.map(|name| format!("`{name}`")).collect::<Vec<_>>()))
            };
            match allowed {
                Some(reason) => found.allow(diagnostic, reason),
                None => found.push(diagnostic),
            }
        }
    }
}

fn places(clusters: &[String]) -> String {
    match clusters {
        [] => String::new(),
        [one] => format!("this is so in the cluster {one}"),
        [first @ .., last] => format!("this is so in the clusters {} and {last}", first.join(", ")),
    }
}
