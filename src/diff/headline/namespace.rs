//! Namespaces that become open.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analyzer::evaluate::{Rules, Tier};
use crate::sets::{Direction, Directions, Labels};

/// The namespaces of which one state isolates every pod and the other does not, with the directions.
pub(super) fn opening(before: &Rules, after: &Rules) -> BTreeMap<Arc<str>, Directions> {
    let closed = closed(after);
    let opens = |(namespace, was): (Arc<str>, Directions)| {
        let is = closed.get(&namespace).copied().unwrap_or_default();
        Some((namespace, was.minus(is))).filter(|(_, opens)| !opens.is_none())
    };
    self::closed(before).into_iter().filter_map(opens).collect()
}

/// The namespaces of which a policy isolates every pod.
fn closed(rules: &Rules) -> BTreeMap<Arc<str>, Directions> {
    let mut closed: BTreeMap<Arc<str>, Directions> = BTreeMap::new();
    for policy in rules.policies.iter().filter(|policy| policy.tier == Tier::NetworkPolicy) {
        let judged = Directions::BOTH.filter(|direction: Direction| policy.rules(direction).is_some());
        if let Some(namespace) = policy.subject.as_ref().and_then(whole_namespace) {
            let known = closed.entry(namespace).or_default();
            *known = known.union(judged);
        }
    }
    closed
}

/// The namespace of which these are all the pods.
fn whole_namespace(pods: &Labels) -> Option<Arc<str>> {
    pods.namespace().filter(|_| pods.requirements().len() == 1)
}
