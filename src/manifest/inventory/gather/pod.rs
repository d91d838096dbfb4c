//! Pod templates and pods.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use crate::manifest::Node;
use crate::manifest::inventory::{
    Container, ContainerPort, ContainerRole, EnvFrom, EnvSource, EnvVariable, LivePod, Text,
};

use super::fields::{Fields, Labels, says};

/// What a pod template or a pod says of its pods.
pub(super) struct Template {
    pub(super) labels: Labels,
    pub(super) service_account: Arc<str>,
    pub(super) host_network: bool,
    pub(super) containers: Vec<Container>,
    pub(super) config_volumes: Vec<Arc<str>>,
}

/// Reads a pod template.
pub(super) fn template(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<Template> {
    let labels = fields.get(node, "metadata").map(|metadata| fields.labels(metadata, "labels"));
    spec(fields, node, labels.unwrap_or_default())
}

/// Reads `spec` of a pod template or a pod with these labels.
pub(super) fn spec(fields: &mut Fields<'_>, node: &Node<'_>, labels: Labels) -> Option<Template> {
    let spec = fields.needed(node, "spec")?;
    let account = fields.name_of(spec, "serviceAccountName").filter(|name| !name.is_empty());
    let account = account.or_else(|| fields.name_of(spec, "serviceAccount").filter(|name| !name.is_empty()));
    let (init, main) = (fields.items(spec, "initContainers"), fields.items(spec, "containers"));
    let all = init.iter().map(|node| (node, true)).chain(main.iter().map(|node| (node, false)));
    let containers: Vec<Container> = all.map(|(node, init)| container(fields, node, init)).collect();
    Some(Template {
        labels,
        service_account: account.unwrap_or_else(|| Arc::from("default")),
        host_network: fields.flag(spec, "hostNetwork"),
        containers,
        config_volumes: config_volumes(fields, spec),
    })
}

/// Reads `status` and `metadata.name` of a pod.
pub(super) fn live(fields: &mut Fields<'_>, node: &Node<'_>, name: Arc<str>) -> LivePod {
    let mut pod = LivePod { name, addresses: Vec::new(), node_addresses: Vec::new(), finished: false };
    if let Some(status) = fields.get(node, "status") {
        pod.addresses = addresses(fields, status, "podIPs", "podIP");
        pod.node_addresses = addresses(fields, status, "hostIPs", "hostIP");
        pod.finished = matches!(fields.text_of(status, "phase"), Some("Succeeded" | "Failed"));
    }
    pod
}

/// The addresses of a list of `ip`s; where there is no list, the one address.
fn addresses(fields: &mut Fields<'_>, status: &Node<'_>, list: &str, one: &str) -> Vec<IpAddr> {
    let items = fields.items(status, list);
    // A list that grows has room for more than a pod has.
    let mut addresses = Vec::with_capacity(items.len().max(1));
    addresses.extend(items.iter().filter_map(|item| {
        let address = fields.get(item, "ip")?;
        fields.address(address)
    }));
    if addresses.is_empty() {
        let one = fields.get(status, one).filter(|one| !says(one, &[""]));
        addresses.extend(one.and_then(|one| fields.address(one)));
    }
    addresses
}

fn container(fields: &mut Fields<'_>, node: &Node<'_>, init: bool) -> Container {
    let always = init && fields.text_of(node, "restartPolicy") == Some("Always");
    let role = match (init, always) {
        (false, _) => ContainerRole::Main,
        (true, true) => ContainerRole::Sidecar,
        (true, false) => ContainerRole::Init,
    };
    let mut arguments = Vec::new();
    for key in ["command", "args"] {
        for item in fields.items(node, key) {
            let text = fields.text(item).map(Arc::from);
            arguments.extend(text.map(|text| Text { text, place: fields.place(&item.span) }));
        }
    }
    let mut ports: Vec<ContainerPort> =
        fields.items(node, "ports").iter().filter_map(|port| container_port(fields, port)).collect();
    ports.shrink_to_fit();
    Container {
        name: fields.name_of(node, "name").unwrap_or_else(|| Arc::from("")),
        role,
        ports,
        arguments,
        env: fields.items(node, "env").iter().filter_map(|variable| env_variable(fields, variable)).collect(),
        env_from: fields.items(node, "envFrom").iter().filter_map(|source| env_from(fields, source)).collect(),
    }
}

fn container_port(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<ContainerPort> {
    let number = fields.needed(node, "containerPort")?;
    Some(ContainerPort {
        name: fields.name_of(node, "name").filter(|name| !name.is_empty()),
        protocol: fields.protocol(node),
        number: fields.port(number)?,
        host_port: fields.port_of(node, "hostPort"),
        place: fields.place(&node.span),
    })
}

fn env_variable(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<EnvVariable> {
    let name = fields.needed(node, "name")?;
    let name = Arc::from(fields.text(name)?);
    let source = match fields.get(node, "valueFrom") {
        Some(from) => value_from(fields, from)?,
        None => EnvSource::Value(fields.name_of(node, "value").unwrap_or_else(|| Arc::from(""))),
    };
    Some(EnvVariable { name, source, place: fields.place(&node.span) })
}

fn value_from(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<EnvSource> {
    if let Some(entry) = fields.get(node, "configMapKeyRef") {
        return Some(EnvSource::ConfigMap { name: fields.name_of(entry, "name")?, key: fields.name_of(entry, "key")? });
    }
    if let Some(entry) = fields.get(node, "secretKeyRef") {
        return Some(EnvSource::Secret { name: fields.name_of(entry, "name")?, key: fields.name_of(entry, "key")? });
    }
    Some(EnvSource::Pod)
}

fn env_from(fields: &mut Fields<'_>, node: &Node<'_>) -> Option<EnvFrom> {
    if let Some(map) = fields.get(node, "configMapRef") {
        return fields.name_of(map, "name").map(EnvFrom::ConfigMap);
    }
    let secret = fields.get(node, "secretRef")?;
    fields.name_of(secret, "name").map(EnvFrom::Secret)
}

/// The config maps that are mounted, on their own or among the sources of a projected volume.
fn config_volumes(fields: &mut Fields<'_>, spec: &Node<'_>) -> Vec<Arc<str>> {
    let mut names = BTreeSet::new();
    for volume in fields.items(spec, "volumes") {
        let map = fields.get(volume, "configMap");
        names.extend(map.and_then(|map| fields.name_of(map, "name")));
        let Some(projected) = fields.get(volume, "projected") else { continue };
        for source in fields.items(projected, "sources") {
            let map = fields.get(source, "configMap");
            names.extend(map.and_then(|map| fields.name_of(map, "name")));
        }
    }
    names.into_iter().collect()
}
