//! Namespaces with other labels than are declared for them.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::labels_differ;

use super::held::Held;

/// Looks at each namespace that is there as an object.
pub(super) fn check(held: &Held<'_>, found: &mut Diagnostics) {
    for declared in &held.graph.namespaces {
        let (Some(there), Some(place)) = (held.inventory.namespace(&declared.name), declared.place) else { continue };
        let differs = declared.labels.iter().filter(|(key, value)| there.labels.get(*key) != value.as_ref());
        let differences: Vec<String> = differs
            .map(|(key, value)| {
                let is =
                    there.labels.get(key).map_or_else(|| format!("has no `{key}`"), |is| format!("has `{key}={is}`"));
                let declared = value.as_ref().map_or_else(|| "absent".to_owned(), |value| format!("`{key}={value}`"));
                format!("{is}, declared is {declared}")
            })
            .collect();
        if !differences.is_empty() {
            found.push(labels_differ::namespace(place, &there.name, there.place, &differences.join("; ")));
        }
    }
}
