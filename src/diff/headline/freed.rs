//! Pods whose last policy is gone.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Headline;
use crate::connections::Freed;
use crate::sets::Directions;

/// The pods that nothing isolates any more, but for those of namespaces that become open as a whole.
pub(super) fn headlines(freed: &[Freed], opening: &BTreeMap<Arc<str>, Directions>) -> Vec<Headline> {
    let told = |freed: &Freed| {
        let with_namespace = freed.namespace.as_ref().and_then(|name| opening.get(name)).copied().unwrap_or_default();
        let directions = freed.directions.minus(with_namespace);
        (!directions.is_none()).then_some(Headline::NothingIsolates { pods: freed.name.clone(), directions })
    };
    freed.iter().filter_map(told).collect()
}
