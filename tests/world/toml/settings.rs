//! `npgen.toml`.

use super::super::project::{CLUSTERS, Cluster, Dns, Ingress, NAMESPACES, Project};
use super::value::{array, isolated, key, nets, port, selector, table, text, texts};
use super::{Order, nodes};

/// The whole file.
pub(super) fn npgen_toml(project: &Project, order: &mut Order) -> String {
    let cluster = &project.cluster;
    let mut defaults = vec![format!("pods = {{ {} = \"{{service}}\" }}", key(cluster.keys[0]))];
    defaults.extend(cluster.default_isolate.map(|isolate| isolated(isolate, order)));
    let mut profile = Vec::new();
    profile.extend(cluster.pod_cidr.as_ref().map(|given| nets("pod_cidr", given, order)));
    profile.extend(cluster.node_cidr.as_ref().map(|given| nets("node_cidr", given, order)));
    profile.extend(cluster.mesh.then(|| mesh(true)));
    let mut api_server = vec!["cidr = [\"172.18.0.2/32\"]".to_owned(), "ports = [6443]".to_owned()];
    if cluster.calls_from_elsewhere {
        api_server.push("from = [{ cidr = [\"172.18.0.3/32\"] }]".to_owned());
    }
    order.apply(&mut api_server);
    let mut names = vec![
        dns(project, cluster.dns, order),
        format!("kube-apiserver = {{ {} }}", api_server.join(", ")),
        ingress(project, &cluster.ingress, order),
    ];
    for lines in [&mut defaults, &mut profile, &mut names] {
        order.apply(lines);
    }
    let mut tables = vec![table("defaults", &defaults), table("profile", &profile), table("profile.names", &names)];
    for at in 0..project.clusters.len() {
        tables.push(self::cluster(project, at, order));
    }
    if project.consent_of_both {
        tables.extend(nodes::settings_of_namespaces(project, order));
    }
    order.apply(&mut tables);
    let mut top = vec!["language = 1".to_owned(), "flavor = \"kubernetes\"".to_owned()];
    if project.consent_of_both {
        let all: Vec<String> = (0..4).map(|at| format!("port-{at}")).collect();
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        top.push("consent = \"both\"".to_owned());
        top.push(format!("shared = {}", texts(&all, order)));
    }
    if project.requires_why {
        top.push("require = [\"why\"]".to_owned());
    }
    order.apply(&mut top);
    format!("{}\n\n{}", top.join("\n"), tables.concat())
}

/// `[clusters.NAME]`
fn cluster(project: &Project, at: usize, order: &mut Order) -> String {
    let overlay = &project.clusters[at];
    let mut names = Vec::new();
    names.extend(overlay.dns.map(|dns| self::dns(project, dns, order)));
    names.extend(overlay.ingress.as_ref().map(|ingress| self::ingress(project, ingress, order)));
    order.apply(&mut names);
    let mut lines = Vec::new();
    lines.extend(overlay.pod_cidr.as_ref().map(|given| nets("pod_cidr", given, order)));
    lines.extend(overlay.node_cidr.as_ref().map(|given| nets("node_cidr", given, order)));
    lines.extend(overlay.mesh.map(mesh));
    lines.extend(overlay.rename.map(|pattern| format!("rename = {}", text(pattern))));
    if !names.is_empty() {
        lines.push(format!("names = {{ {} }}", names.join(", ")));
    }
    order.apply(&mut lines);
    table(&format!("clusters.{}", CLUSTERS[at]), &lines)
}

fn mesh(is_ambient: bool) -> String {
    format!("mesh = {}", text(if is_ambient { "istio-ambient" } else { "none" }))
}

fn dns(project: &Project, dns: Dns, order: &mut Order) -> String {
    let Cluster { keys, values, .. } = &project.cluster;
    let ports = array(vec!["53".to_owned(), text("53/udp")], order);
    match dns {
        Dns::Kubeadm => "dns = \"kubeadm\"".to_owned(),
        Dns::Pods => format!(
            "dns = {{ namespace = \"kube-system\", pods = {{ {} = {} }}, ports = {ports} }}",
            key(keys[0]),
            text(values[0][0])
        ),
        Dns::Address => format!("dns = {{ cidr = [\"169.254.20.10/32\"], ports = {ports} }}"),
        Dns::Service(at) => {
            let service = &project.services[at];
            let behind = match &service.ports.entries[..] {
                [_] => String::new(),
                _ if service.ports.named => ":port-0".to_owned(),
                [first, ..] => format!(":{}", port(first[0])),
                [] => panic!("whoever is asked for names has a port"),
            };
            format!("dns = {}", text(&format!("{}{behind}", path(project, at))))
        }
    }
}

fn ingress(project: &Project, ingress: &Ingress, order: &mut Order) -> String {
    match ingress {
        Ingress::Pods(pods) => format!("ingress = {{ namespace = \"edge\", pods = {} }}", selector(pods, order)),
        Ingress::Service(at) => format!("ingress = {}", text(&path(project, *at))),
    }
}

fn path(project: &Project, service: usize) -> String {
    let service = &project.services[service];
    format!("{}/{}", NAMESPACES[service.namespace], service.name)
}
