//! Names of nodes that are declared, but not in this cluster: an edge to one is left out here.

use std::ops::Range;

use crate::frontend::parse::tree::Text;

use super::names::{Names, Scope};

impl Names<'_> {
    /// The node of another cluster that a name means, in the words of a message; `None` where it means one that is
    /// here, or none at all.
    pub(super) fn elsewhere(&self, end: &Text, name: Range<usize>, scope: Scope<'_>) -> Option<String> {
        let elsewhere = &self.nodes.elsewhere;
        let name = end.value.get(name)?;
        let namespace_elsewhere = |name: &str| {
            let is_elsewhere = elsewhere.has_namespace(name) && self.nodes.namespaces.id(name).is_none();
            is_elsewhere.then(|| format!("the namespace `{name}`"))
        };
        if let Some(name) = name.strip_prefix("@namespace/") {
            return namespace_elsewhere(name);
        }
        match name.split_once('/') {
            Some((home, "*")) => namespace_elsewhere(home),
            Some((home, name)) => {
                let is_here =
                    || self.nodes.namespaces.id(home).is_some_and(|id| self.nodes.service(id, name).is_some());
                (elsewhere.has_service(home, name) && !is_here()).then(|| format!("the service `{home}/{name}`"))
            }
            None => {
                let home = scope.namespace.map(|id| self.nodes.namespaces.name(id)).or(scope.elsewhere);
                let home = home.unwrap_or_default();
                let what = if elsewhere.has_service(home, name) {
                    format!("the service `{home}/{name}`")
                } else if elsewhere.has_group(name) {
                    format!("the group `{name}`")
                } else if elsewhere.has_external(name) {
                    format!("the external `{name}`")
                } else {
                    return None;
                };
                let is_here = scope.namespace.is_some_and(|id| self.nodes.service(id, name).is_some())
                    || self.nodes.group(name).is_some()
                    || self.nodes.external(name).is_some();
                (!is_here).then_some(what)
            }
        }
    }
}
