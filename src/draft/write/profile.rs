//! `[profile]` of a cluster that was looked at.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::doctor::{ApiServer, Enforcement, Findings, Plugin, Resolution, Resolver};
use crate::profile::{Engine, NODE_LOCAL};
use crate::sets::{PortRange, Protocol};

use super::comment;
use super::table::{Table, array, inline, string};

/// The tables `[profile]` and `[profile.names]`, with what is not known, or not sure to stay, in comments above.
pub(super) fn text(findings: &Findings) -> String {
    let (mut notes, mut table) = (String::new(), Table::default());
    engine(findings, &mut notes, &mut table);
    match &findings.pod_cidr {
        Ok(nets) => {
            notes.push_str(&comment(
                "pod_cidr: each node's `podCIDR`, which hold all pods of now; the range that they are taken from is better",
            ));
            table.put("pod_cidr", cidrs(nets.iter().copied()));
        }
        Err(why) => notes.push_str(&comment(&format!("pod_cidr: not known, since {why}"))),
    }
    match &findings.node_cidr {
        Ok(nets) => {
            notes.push_str(&comment(
                "node_cidr: the nodes of now; nodes come and go, and the range of their network is better",
            ));
            table.put("node_cidr", cidrs(nets.iter().copied()));
        }
        Err(why) => notes.push_str(&comment(&format!("node_cidr: not known, since {why}"))),
    }
    let (mut name_notes, mut names) = (String::new(), Table::default());
    resolution(findings, &mut name_notes, &mut names);
    match &findings.api_server {
        Ok(server) => {
            let of_nodes = findings.engine().and_then(|(engine, _)| engine.ranges_match_nodes());
            if of_nodes == Some(false) {
                name_notes.push_str(&comment(
                    "kube-apiserver: npgen refuses edges to it with this engine, to which no range holds a node",
                ));
            }
            names.put("kube-apiserver", api_server(server));
        }
        Err(why) => name_notes.push_str(&comment(&format!("kube-apiserver: not known, since {why}"))),
    }
    format!("[profile]\n{notes}{}\n[profile.names]\n{name_notes}{}", table.text(), names.text())
}

fn engine(findings: &Findings, notes: &mut String, table: &mut Table) {
    if let Some((engine, version)) = findings.engine() {
        table.put("engine", string(&engine.to_string()));
        match version {
            Some(version) => table.put("version", string(&version.to_string())),
            None if engine == Engine::GkeDataplaneV2 => {
                notes.push_str(&comment("version: not known, since the image has that of the Cilium inside"));
            }
            None => notes.push_str(&comment("version: not known, since the image does not tell")),
        }
        return;
    }
    let why = match &findings.enforcement {
        Enforcement::By(plugins) => {
            let names: Vec<&str> = plugins.iter().map(|plugin| plugin.name()).collect();
            match names.as_slice() {
                [name] => format!("npgen has no engine for {name}"),
                _ => format!("several enforce policies: {}", names.join(", ")),
            }
        }
        Enforcement::Nobody => "nothing enforces policies".to_owned(),
        Enforcement::Unknown => "nothing tells what enforces policies".to_owned(),
    };
    let maybe = findings.plugins.iter().flatten().map(|running| running.plugin).find_map(Plugin::engine);
    let maybe = maybe.or(findings.k3s.then_some(Engine::KubeRouter));
    let advice = match maybe.filter(|_| findings.enforcement == Enforcement::Unknown) {
        Some(engine) => format!("; it may be {}", string(&engine.to_string())),
        None => String::new(),
    };
    notes.push_str(&comment(&format!("engine: not written, since {why}{advice}")));
}

fn resolution(findings: &Findings, notes: &mut String, names: &mut Table) {
    let Resolution { resolvers, unread, node_local, preset } = &findings.resolution;
    if let Some(daemon_set) = node_local {
        notes.push_str(&comment(&format!(
            "dns: {daemon_set} resolves names on each node, at an address that is in its arguments, which npgen does not \
             read; the preset `{NODE_LOCAL}` takes the usual one, 169.254.20.10",
        )));
    }
    let why = match (resolvers.as_slice(), unread) {
        (_, Some(why)) => why.to_string(),
        ([], None) => "no service for it was found".to_owned(),
        ([resolver], None) => match (preset, pods(resolver)) {
            (Some(preset), _) if *preset == NODE_LOCAL => {
                let addresses = cidrs(resolver.addresses.iter().copied().map(IpNet::from));
                return names.put("dns", inline([("preset", string(preset)), ("cidr", addresses)]));
            }
            (Some(preset), _) => return names.put("dns", string(preset)),
            (None, Some(_)) if node_local.is_some() => {
                "no preset has these pods and a resolver on each node".to_owned()
            }
            (None, Some(pods)) => return names.put("dns", pods),
            (None, None) => {
                format!("the service {}/{} has no selector, or nothing behind it", resolver.namespace, resolver.name)
            }
        },
        (_, None) => "there are several services for it".to_owned(),
    };
    notes.push_str(&comment(&format!("dns: not known, since {why}; without a line here it is \"kubeadm\"")));
}

/// The pods behind a service, as a name.
fn pods(resolver: &Resolver) -> Option<String> {
    if resolver.selector.is_empty() || resolver.ports.is_empty() {
        return None;
    }
    let labels = inline(resolver.selector.iter().map(|(key, value)| (&**key, string(value))));
    Some(inline([("namespace", string(&resolver.namespace)), ("pods", labels), ("ports", ports(&resolver.ports))]))
}

fn api_server(server: &ApiServer) -> String {
    let addresses = server.addresses.iter().copied().map(|address: IpAddr| IpNet::from(address));
    inline([("cidr", cidrs(addresses)), ("ports", ports(&server.ports))])
}

fn cidrs(nets: impl Iterator<Item = IpNet>) -> String {
    array(nets.map(|net| string(&net.to_string())))
}

fn ports(ports: &[PortRange]) -> String {
    let written = |port: &PortRange| match port.protocol {
        Protocol::Tcp => port.to_string(),
        Protocol::Udp | Protocol::Sctp => string(&port.to_string()),
    };
    array(ports.iter().map(written))
}
