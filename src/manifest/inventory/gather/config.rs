//! Namespaces, config maps and ingresses.

use std::sync::Arc;

use crate::manifest::Node;
use crate::manifest::inventory::{Backend, ConfigEntry, ConfigMap, Ingress, Namespace, PortRef};
use crate::sets::NAMESPACE_NAME;

use super::fields::{Fields, is_null};
use super::metadata::Metadata;

/// Reads a Namespace.
pub(super) fn namespace(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<Namespace> {
    let Metadata { name, labels, place, .. } = Metadata::read(fields, node)?;
    let mut labels = labels.labels;
    labels.insert(Arc::from(NAMESPACE_NAME), name.clone());
    Some(Namespace { name, labels, place })
}

/// Reads a `ConfigMap`. Bytes that are no text are left out.
pub(super) fn config_map(fields: &mut Fields<'_>, node: &Node<'_>, default: &Arc<str>) -> Option<ConfigMap> {
    let metadata = Metadata::read(fields, node)?;
    let mut entries = Vec::new();
    for entry in fields.entries(node, "data").iter().filter(|entry| !is_null(&entry.node)) {
        if let Some(text) = fields.text(&entry.node) {
            entries.push(ConfigEntry {
                key: Arc::from(&*entry.key),
                text: Arc::from(text),
                place: fields.place(&entry.node.span),
            });
        }
    }
    entries.sort_by(|left, right| left.key.cmp(&right.key));
    Some(ConfigMap {
        namespace: metadata.namespace.unwrap_or_else(|| default.clone()),
        name: metadata.name,
        entries,
        place: metadata.place,
    })
}

/// Reads an Ingress.
pub(super) fn ingress(fields: &mut Fields<'_>, node: &Node<'_>, default: &Arc<str>) -> Option<Ingress> {
    let metadata = Metadata::read(fields, node)?;
    let spec = fields.needed(node, "spec")?;
    let mut backends = Vec::new();
    let default_backend = fields.get(spec, "defaultBackend");
    backends.extend(default_backend.and_then(|node| backend(fields, node)));
    for rule in fields.items(spec, "rules") {
        let Some(http) = fields.get(rule, "http") else { continue };
        for path in fields.items(http, "paths") {
            let node = fields.get(path, "backend");
            backends.extend(node.and_then(|node| backend(fields, node)));
        }
    }
    Some(Ingress {
        namespace: metadata.namespace.unwrap_or_else(|| default.clone()),
        name: metadata.name,
        backends,
        place: metadata.place,
    })
}

/// The service behind an ingress; none where something else is.
fn backend(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<Backend> {
    let service = fields.get(node, "service")?;
    let name = fields.needed(service, "name")?;
    let port = fields.needed(service, "port")?;
    let port = match fields.port_of(port, "number") {
        Some(number) => PortRef::Number(number),
        None => PortRef::Name(fields.name_of(port, "name")?),
    };
    Some(Backend { service: Arc::from(fields.text(name)?), port, place: fields.place(&name.span) })
}
