//! Which of many ends the policies of one end tell apart.

use super::groups::{Group, index};
use super::holding::SetId;
use super::{Classes, EndId, at};
use crate::sets::Direction;

/// Some ends, by the sets of the rules that hold them.
#[derive(Debug)]
pub struct Held(Vec<Vec<EndId>>);

impl Classes<'_> {
    /// Puts some ends under the sets that hold them.
    pub fn held(&self, ends: &[EndId]) -> Held {
        let mut held = vec![Vec::new(); self.sets];
        for end in ends {
            let class = at(&self.class_of, *end).and_then(|class| at(&self.distinct, *class));
            for set in class.into_iter().flat_map(|class| &class.holding) {
                if let Some(list) = held.get_mut(index(*set)) {
                    list.push(*end);
                }
            }
        }
        Held(held)
    }

    /// Those of some ends that the policies which bind `subject` in this direction can tell apart from `other`, sorted,
    /// none twice. Every set that holds `other` must hold them, too. What passes between `subject` and the rest is just
    /// what passes between it and `other`, as far as `subject` has a say.
    pub fn told_apart(&self, direction: Direction, subject: EndId, other: EndId, among: &Held) -> Vec<EndId> {
        let class = |end| at(&self.class_of, end).and_then(|class| at(&self.distinct, *class));
        let group = class(subject).and_then(|class| class.group(direction));
        let holds_other = |set: &SetId| class(other).is_some_and(|class| class.holding.binary_search(set).is_ok());
        let group = group.and_then(|group| self.groups(direction).get(group));
        let named = group.into_iter().flat_map(Group::peers).filter(|set| !holds_other(set));
        let mut ends: Vec<EndId> = named.filter_map(|set| at(&among.0, index(set))).flatten().copied().collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    }
}
