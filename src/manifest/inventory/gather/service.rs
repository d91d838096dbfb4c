//! Services.

use std::net::IpAddr;
use std::sync::Arc;

use crate::manifest::Node;
use crate::manifest::inventory::{PortRef, Service, ServiceKind, ServicePort, TrafficPolicy};

use super::fields::{Fields, says};
use super::metadata::Metadata;

/// The types of a service, each with itself, so that any other is found to be wrong.
const TYPES: [(&str, &str); 4] = [
    ("ClusterIP", "ClusterIP"),
    ("NodePort", "NodePort"),
    ("LoadBalancer", "LoadBalancer"),
    ("ExternalName", "ExternalName"),
];

const TRAFFIC_POLICIES: [(&str, TrafficPolicy); 2] =
    [("Cluster", TrafficPolicy::Cluster), ("Local", TrafficPolicy::Local)];

/// Reads a Service.
pub(super) fn service(fields: &mut Fields<'_>, node: &Node<'_>, default: &Arc<str>) -> Option<Service> {
    let metadata = Metadata::read(fields, node)?;
    let spec = fields.needed(node, "spec")?;
    let selector = fields.labels(spec, "selector");
    let headless = fields.text_of(spec, "clusterIP") == Some("None");
    let kind = match fields.one_of(spec, "type", &TYPES) {
        Some("ExternalName") => ServiceKind::ExternalName(fields.name_of(spec, "externalName")?),
        Some("NodePort") => ServiceKind::NodePort,
        Some("LoadBalancer") => ServiceKind::LoadBalancer,
        _ if headless => ServiceKind::Headless,
        _ => ServiceKind::ClusterIp,
    };
    Some(Service {
        namespace: metadata.namespace.unwrap_or_else(|| default.clone()),
        name: metadata.name,
        labels: metadata.labels.labels,
        kind,
        selector: selector.labels,
        ports: fields.items(spec, "ports").iter().filter_map(|port| service_port(fields, port)).collect(),
        cluster_ips: cluster_ips(fields, spec),
        external_traffic_policy: fields.one_of(spec, "externalTrafficPolicy", &TRAFFIC_POLICIES).unwrap_or_default(),
        internal_traffic_policy: fields.one_of(spec, "internalTrafficPolicy", &TRAFFIC_POLICIES).unwrap_or_default(),
        place: metadata.place,
        selector_place: selector.place.unwrap_or(metadata.place),
    })
}

fn service_port(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<ServicePort> {
    let number = fields.needed(node, "port")?;
    let number = fields.port(number)?;
    // A target port of zero or without text is none: it is that of the service.
    let target = fields.get(node, "targetPort").filter(|target| !says(target, &["", "0"]));
    let target = match target {
        Some(target) => fields.port_ref(target)?,
        None => PortRef::Number(number),
    };
    Some(ServicePort {
        name: fields.name_of(node, "name").filter(|name| !name.is_empty()),
        protocol: fields.protocol(node),
        number,
        target,
        node_port: fields.port_of(node, "nodePort"),
        place: fields.place(&node.span),
    })
}

/// The addresses of `clusterIPs`, or of `clusterIP` where there is no list.
fn cluster_ips(fields: &mut Fields<'_>, spec: &Node<'_>) -> Vec<IpAddr> {
    let mut nodes: Vec<&Node<'_>> = fields.items(spec, "clusterIPs").iter().collect();
    if nodes.is_empty() {
        nodes.extend(fields.get(spec, "clusterIP"));
    }
    nodes.retain(|node| !says(node, &["", "None"]));
    nodes.into_iter().filter_map(|node| fields.address(node)).collect()
}
