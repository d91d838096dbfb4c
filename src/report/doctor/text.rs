//! A paragraph for each question, and the profile.

use std::fmt::Write as _;

use crate::diagnostic::escaped;
use crate::doctor::{
    ApiServer, Difference, Enforcement, Enforces, Families, Findings, Plugin, Resolution, Resolver, Running, Unknown,
};

/// What was found out, and `[profile]` to paste.
pub fn text(findings: &Findings, profile: &str) -> String {
    let mut text = String::new();
    // Writing into a string can't fail.
    let _ = writeln!(text, "{}", escaped(&cluster(findings)));
    paragraph(&mut text, "Network plug-in", plugins(findings));
    paragraph(&mut text, "Are policies enforced?", vec![enforced(findings)]);
    paragraph(&mut text, "What differs from the API", differences(findings));
    paragraph(&mut text, "Name resolution", resolution(&findings.resolution));
    paragraph(
        &mut text,
        "API server",
        vec![match &findings.api_server {
            Ok(server) => api_server(server),
            Err(why) => format!("not known: {why}"),
        }],
    );
    let nets = |name: &str, nets: &Result<Vec<_>, _>| match nets {
        Ok(nets) => format!("{name}: {}", joined(nets)),
        Err(why) => format!("{name}: not known: {why}"),
    };
    let addresses = vec![nets("pods", &findings.pod_cidr), nets("nodes", &findings.node_cidr)];
    paragraph(&mut text, "Addresses", addresses);
    let _ = write!(text, "\nFor npgen.toml:\n\n{profile}");
    text
}

fn paragraph(text: &mut String, heading: &str, lines: Vec<String>) {
    let _ = writeln!(text, "\n{heading}");
    for line in lines {
        let _ = writeln!(text, "  {}", escaped(&line));
    }
}

fn cluster(findings: &Findings) -> String {
    let version = findings.version.as_deref().unwrap_or("of an unknown version");
    let nodes = findings.nodes.map_or_else(|| "nodes not read".to_owned(), |nodes| count(nodes, "node"));
    let families = match findings.families {
        Families { v4: true, v6: true } => "pods with IPv4 and IPv6",
        Families { v4: true, v6: false } => "pods with IPv4",
        Families { v4: false, v6: true } => "pods with IPv6",
        Families { v4: false, v6: false } => "no pods with addresses",
    };
    let namespaces = count(findings.namespaces, "namespace");
    format!("{}: Kubernetes {version}, {nodes}, {namespaces}, {families}", findings.cluster)
}

fn plugins(findings: &Findings) -> Vec<String> {
    let mut lines: Vec<String> = findings.plugins.iter().flatten().map(running).collect();
    let runs = |plugin| findings.plugins.iter().flatten().any(|running| running.plugin == plugin);
    if runs(Plugin::Calico) && runs(Plugin::Flannel) {
        lines.push("together they are Canal: Flannel moves packets, Calico enforces policies".to_owned());
    }
    if findings.k3s {
        lines.push(
            "k3s has Flannel, and for policies kube-router, in its own process; whether they are switched off can't be seen"
                .to_owned(),
        );
    }
    let absent = if findings.plugins.is_some() { ", of which no DaemonSet was found" } else { "" };
    let groups = findings.left_over.iter();
    lines.extend(groups.map(|(group, plugin)| format!("the API group {group} is that of {}{absent}", plugin.name())));
    if findings.plugins.is_none() {
        lines.push("not known: the DaemonSets were not read".to_owned());
    } else if lines.is_empty() {
        lines.push("not known: no DaemonSet and no API group is of one that npgen knows".to_owned());
    }
    lines
}

fn running(running: &Running) -> String {
    let inside = if running.plugin == Plugin::GkeDataplaneV2 { " with Cilium" } else { "" };
    let version = running.version.map(|version| format!("{inside} {version}")).unwrap_or_default();
    let image = running.image.as_ref().map(|image| format!(", image {image}")).unwrap_or_default();
    format!("{}{version}: DaemonSet {}{image}", running.plugin.name(), running.daemon_set)
}

fn enforced(findings: &Findings) -> String {
    let unknown = findings.plugins.iter().flatten().find_map(|running| match running.enforces {
        Enforces::Unknown(why) => Some((running.plugin, why)),
        Enforces::Yes | Enforces::No => None,
    });
    match (&findings.enforcement, unknown) {
        (Enforcement::By(plugins), _) => {
            let names: Vec<&str> = plugins.iter().map(|plugin| plugin.name()).collect();
            format!("yes, by {}, unless its settings switch that off, which npgen does not read", names.join(" and "))
        }
        (Enforcement::Nobody, _) => {
            "no: what runs does not enforce any, so every NetworkPolicy is without effect".to_owned()
        }
        (Enforcement::Unknown, Some((plugin, why))) => format!("not known, {}: {why}", plugin.name()),
        (Enforcement::Unknown, None) => "not known: nothing tells".to_owned(),
    }
}

fn differences(findings: &Findings) -> Vec<String> {
    let several =
        findings.differences.windows(2).any(|pair| matches!(pair, [one, other] if one.plugin != other.plugin));
    let line = |difference: &Difference| {
        let plugin = if several { format!("{}, ", difference.plugin.name()) } else { String::new() };
        format!("{plugin}{}: {}", difference.about, difference.what)
    };
    let lines: Vec<String> = findings.differences.iter().map(line).collect();
    if !lines.is_empty() {
        return lines;
    }
    let nothing = match findings.enforcement {
        Enforcement::By(_) => "nothing that npgen knows of",
        Enforcement::Nobody => "no policy has an effect",
        Enforcement::Unknown => "not known: nothing tells what enforces policies",
    };
    vec![nothing.to_owned()]
}

fn resolution(resolution: &Resolution) -> Vec<String> {
    let mut lines: Vec<String> =
        resolution.resolvers.iter().map(|one| resolver(one, resolution.unread.as_ref())).collect();
    if lines.is_empty() {
        lines.push(match &resolution.unread {
            Some(why) => format!("not known: {why}"),
            None => "not known: no service for it was found".to_owned(),
        });
    }
    if let Some(daemon_set) = &resolution.node_local {
        lines.push(format!(
            "and on each node: DaemonSet {daemon_set}, whose address (169.254.20.10 as a rule) is in its arguments, which \
             npgen does not read"
        ));
    }
    match resolution.preset {
        Some(preset) => lines.push(format!("that is the preset `{preset}`")),
        None if resolution.resolvers.is_empty() || resolution.unread.is_some() => {}
        None => lines.push("no preset of npgen says the same".to_owned()),
    }
    lines
}

fn resolver(resolver: &Resolver, unread: Option<&Unknown>) -> String {
    let Resolver { namespace, name, addresses, selector, endpoints, ports } = resolver;
    let at = if addresses.is_empty() { String::new() } else { format!(" at {}", joined(addresses)) };
    let labels: Vec<String> = selector.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let labels = if labels.is_empty() { "no selector".to_owned() } else { format!("pods {}", labels.join(",")) };
    let behind = match (unread, ports.as_slice()) {
        (Some(why), _) => format!("not known on which ports: {why}"),
        (None, []) => "nothing behind it".to_owned(),
        (None, ports) => {
            let ports: Vec<String> = ports.iter().map(|port| format!("{} {}", port.protocol, port.first)).collect();
            format!("{} on {}", count_of(*endpoints, "address", "addresses"), ports.join(", "))
        }
    };
    format!("Service {namespace}/{name}{at}: {labels}, {behind}")
}

fn api_server(server: &ApiServer) -> String {
    let ports: Vec<String> = server.ports.iter().map(|port| format!("{} {}", port.protocol, port.first)).collect();
    format!("{} on {}", joined(&server.addresses), ports.join(", "))
}

fn joined(list: &[impl ToString]) -> String {
    list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn count(number: usize, what: &str) -> String {
    count_of(number, what, &format!("{what}s"))
}

fn count_of(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}
