//! A project, written down.

use std::fmt;

use super::project::{
    Called, Declared, Directions, Dns, Edge, End, Must, NAMESPACES, Ports, Project, Protocol, Selector,
};

/// The files of a project, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) npgen: String,
    /// The paths below `intents/` and the texts, in the order in which they are to be read.
    pub(crate) intents: Vec<(String, String)>,
}

/// Each file under its path.
impl fmt::Display for Files {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "# npgen.toml\n{}", self.npgen)?;
        self.intents.iter().try_for_each(|(path, text)| writeln!(out, "# intents/{path}\n{text}"))
    }
}

/// In which order the things are written whose order has no meaning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order(u64);

impl Order {
    /// As they stand in the project.
    pub(crate) const AS_IT_IS: Self = Self(0);

    /// Shuffled; the seed must not be zero.
    pub(crate) fn shuffled(seed: u64) -> Self {
        assert_ne!(seed, 0, "zero means not shuffled");
        Self(seed)
    }

    fn apply<T>(&mut self, list: &mut [T]) {
        if self.0 == 0 {
            return;
        }
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }

    /// The next number of Marsaglia's xorshift, which never becomes zero.
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("it is below a usize")
    }
}

/// Writes a project.
pub(crate) fn write(project: &Project, mut order: Order) -> Files {
    let npgen = npgen_toml(project, &mut order);
    let mut intents: Vec<(String, String)> =
        (0..project.files.len()).map(|at| (project.files[at].path.clone(), intent(project, at, &mut order))).collect();
    order.apply(&mut intents);
    Files { npgen, intents }
}

fn npgen_toml(project: &Project, order: &mut Order) -> String {
    let cluster = &project.cluster;
    let mut defaults = vec![format!("pods = {{ {} = \"{{service}}\" }}", key(cluster.keys[0]))];
    defaults.extend(cluster.default_isolate.map(|isolate| isolated(isolate, order)));
    let nets = |name: &str, nets: &[&str], order: &mut Order| {
        format!("{name} = {}", array(nets.iter().map(|net| text(net)).collect(), order))
    };
    let mut profile = Vec::new();
    profile.extend(cluster.pod_cidr.as_ref().map(|given| nets("pod_cidr", given, order)));
    profile.extend(cluster.node_cidr.as_ref().map(|given| nets("node_cidr", given, order)));
    let ports = array(vec!["53".to_owned(), text("53/udp")], order);
    let dns = match cluster.dns {
        Dns::Kubeadm => "dns = \"kubeadm\"".to_owned(),
        Dns::Pods => format!(
            "dns = {{ namespace = \"kube-system\", pods = {{ {} = {} }}, ports = {ports} }}",
            key(cluster.keys[0]),
            text(cluster.values[0][0])
        ),
        Dns::Address => format!("dns = {{ cidr = [\"169.254.20.10/32\"], ports = {ports} }}"),
    };
    let mut names = vec![
        dns,
        "kube-apiserver = { cidr = [\"172.18.0.2/32\"], ports = [6443] }".to_owned(),
        format!("ingress = {{ namespace = \"edge\", pods = {} }}", selector(&cluster.ingress, order)),
    ];
    for lines in [&mut defaults, &mut profile, &mut names] {
        order.apply(lines);
    }
    let mut tables = vec![table("defaults", &defaults), table("profile", &profile), table("profile.names", &names)];
    order.apply(&mut tables);
    let mut top = vec!["language = 1".to_owned(), "flavor = \"kubernetes\"".to_owned()];
    order.apply(&mut top);
    format!("{}\n\n{}", top.join("\n"), tables.concat())
}

fn intent(project: &Project, file: usize, order: &mut Order) -> String {
    let this = &project.files[file];
    let mut top = Vec::new();
    top.extend(this.namespace.map(|at| format!("namespace = {}", text(NAMESPACES[at]))));
    top.extend(this.owner.map(|owner| format!("owner = {}", text(owner))));
    order.apply(&mut top);
    let mut tables = Vec::new();
    for (at, service) in project.services.iter().enumerate().filter(|(_, service)| service.file == file) {
        let mut lines = Vec::new();
        if this.namespace != Some(service.namespace) {
            lines.push(format!("namespace = {}", text(NAMESPACES[service.namespace])));
        }
        lines.extend(service.pods.as_ref().map(|pods| format!("pods = {}", selector(pods, order))));
        lines.extend(service.owner.map(|owner| format!("owner = {}", text(owner))));
        lines.extend(service.resolve.map(|resolve| format!("resolve = {resolve}")));
        lines.extend(declared(&service.ports, order));
        lines.extend(edges(project, End::Service(at), Some(service.namespace), order));
        order.apply(&mut lines);
        tables.push(table(&format!("services.{}", service.name), &lines));
    }
    for (at, group) in project.groups.iter().enumerate().filter(|(_, group)| group.file == file) {
        let mut lines = Vec::new();
        let namespaces: Vec<String> = group.namespaces.iter().map(|at| text(NAMESPACES[*at])).collect();
        match &namespaces[..] {
            [] => {}
            [one] => lines.push(format!("namespace = {one}")),
            _ => lines.push(format!("namespace = {}", array(namespaces, order))),
        }
        lines.extend(group.pods.as_ref().map(|pods| format!("pods = {}", selector(pods, order))));
        lines.extend(group.resolve.map(|resolve| format!("resolve = {resolve}")));
        lines.extend(declared(&group.ports, order));
        lines.extend(edges(project, End::Group(at), this.namespace, order));
        order.apply(&mut lines);
        tables.push(table(&format!("groups.{}", group.name), &lines));
    }
    for (at, external) in project.externals.iter().enumerate().filter(|(_, external)| external.file == file) {
        let nets = |nets: &[&str], order: &mut Order| array(nets.iter().map(|net| text(net)).collect(), order);
        let mut lines = vec![format!("cidr = {}", nets(&external.cidr, order))];
        if !external.except.is_empty() {
            lines.push(format!("except = {}", nets(&external.except, order)));
        }
        lines.extend(declared(&external.ports, order));
        lines.extend(edges(project, End::External(at), this.namespace, order));
        order.apply(&mut lines);
        tables.push(table(&format!("externals.{}", external.name), &lines));
    }
    for (at, namespace) in project.namespaces.iter().enumerate() {
        let mut lines = Vec::new();
        if file == 0 {
            lines.extend(namespace.isolate.map(|isolate| isolated(isolate, order)));
            lines.extend(namespace.owner.map(|owner| format!("owner = {}", text(owner))));
        } else if this.namespace == Some(at) && file % 2 == 1 {
            // The same table in a second file, each field in one.
            lines.extend(namespace.resolve.map(|resolve| format!("resolve = {resolve}")));
        }
        order.apply(&mut lines);
        if file == 0 || !lines.is_empty() {
            tables.push(table(&format!("namespaces.{}", NAMESPACES[at]), &lines));
        }
    }
    order.apply(&mut tables);
    format!("{}\n\n{}", top.join("\n"), tables.concat())
}

fn table(name: &str, lines: &[String]) -> String {
    format!("[{name}]\n{}\n\n", lines.join("\n"))
}

/// `calls` and `callers` of one node.
fn edges(project: &Project, writer: End, in_force: Option<usize>, order: &mut Order) -> Vec<String> {
    let calls = project.edges.iter().filter(|edge| edge.caller == writer && edge.at_caller);
    let calls: Vec<String> = calls.map(|edge| entry(project, edge, "to", edge.callee, in_force, order)).collect();
    let callers = project.edges.iter().filter(|edge| edge.callee == writer && edge.at_callee);
    let callers: Vec<String> = callers.map(|edge| entry(project, edge, "from", edge.caller, in_force, order)).collect();
    let lists = [("calls", calls), ("callers", callers)].into_iter().filter(|(_, entries)| !entries.is_empty());
    lists.map(|(name, entries)| format!("{name} = {}", array(entries, order))).collect()
}

fn entry(
    project: &Project,
    edge: &Edge,
    end_key: &str,
    end: End,
    in_force: Option<usize>,
    order: &mut Order,
) -> String {
    let mut name = end_name(project, end, in_force, edge.qualified);
    let mut ports = called(edge, order);
    let mut keys = Vec::new();
    if let [one] = &ports[..] {
        name = format!("{name}:{one}");
        ports.clear();
    }
    if !ports.is_empty() {
        keys.push(format!("port = {}", array(ports.iter().map(|port| text(port)).collect(), order)));
    }
    keys.extend(edge.why.map(|why| format!("why = {}", text(why))));
    keys.extend(edge.owner.map(|owner| format!("owner = {}", text(owner))));
    if keys.is_empty() {
        return text(&name);
    }
    keys.push(format!("{end_key} = {}", text(&name)));
    order.apply(&mut keys);
    format!("{{ {} }}", keys.join(", "))
}

fn end_name(project: &Project, end: End, in_force: Option<usize>, qualified: bool) -> String {
    match end {
        End::Service(at) => {
            let service = &project.services[at];
            if in_force == Some(service.namespace) && !qualified {
                service.name.clone()
            } else {
                format!("{}/{}", NAMESPACES[service.namespace], service.name)
            }
        }
        End::Group(at) => project.groups[at].name.clone(),
        End::External(at) => project.externals[at].name.clone(),
        End::Namespace(_) => "@namespace".to_owned(),
        End::Cluster => "@cluster".to_owned(),
        End::Anywhere => "@anywhere".to_owned(),
        End::World => "@world".to_owned(),
        End::Internet => "@internet".to_owned(),
        End::Dns => "@dns".to_owned(),
        End::ApiServer => "@kube-apiserver".to_owned(),
        End::Ingress => "@ingress".to_owned(),
    }
}

fn called(edge: &Edge, order: &mut Order) -> Vec<String> {
    let mut ports = match &edge.called {
        Called::Implied => Vec::new(),
        Called::Names(entries) => entries.iter().map(|at| Declared::name(*at)).collect(),
        Called::Numbers(ports) => ports.iter().map(|ports| port(*ports)).collect(),
        Called::Any => vec!["any".to_owned()],
        Called::AnyOf(protocol) => vec![format!("any/{}", protocol_name(*protocol))],
    };
    order.apply(&mut ports);
    ports
}

fn declared(declared: &Declared, order: &mut Order) -> Option<String> {
    let value = |ports: &Ports| {
        let written = port(*ports);
        if written.chars().all(|character| character.is_ascii_digit()) { written } else { text(&written) }
    };
    if declared.entries.is_empty() {
        return None;
    }
    if !declared.named {
        return Some(format!("ports = {}", array(declared.entries.concat().iter().map(value).collect(), order)));
    }
    let mut names: Vec<String> = Vec::new();
    for (at, entry) in declared.entries.iter().enumerate() {
        let ports: Vec<String> = entry.iter().map(value).collect();
        let written = if let [one] = &ports[..] { one.clone() } else { array(ports, order) };
        names.push(format!("{} = {written}", Declared::name(at)));
    }
    order.apply(&mut names);
    Some(format!("ports = {{ {} }}", names.join(", ")))
}

fn port(ports: Ports) -> String {
    let numbers =
        if ports.first == ports.last { ports.first.to_string() } else { format!("{}-{}", ports.first, ports.last) };
    match ports.protocol {
        Protocol::Tcp => numbers,
        other => format!("{numbers}/{}", protocol_name(other)),
    }
}

fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "tcp",
        Protocol::Udp => "udp",
        Protocol::Sctp => "sctp",
        Protocol::Icmp => "icmp",
    }
}

fn isolated(isolate: Directions, order: &mut Order) -> String {
    let listed = [("ingress", isolate.ingress), ("egress", isolate.egress)].into_iter().filter(|(_, given)| *given);
    format!("isolate = {}", array(listed.map(|(name, _)| text(name)).collect(), order))
}

/// A table where it can say it, unless a string is wanted.
fn selector(selector: &Selector, order: &mut Order) -> String {
    let requirements = &selector.requirements;
    let table_can = requirements.iter().all(|requirement| !matches!(requirement.must, Must::NotIn(_)));
    // A string of one bare word is refused.
    let string_can = !matches!(&requirements[..], [only] if only.must == Must::Exist);
    let written = |requirement: &super::project::Requirement, order: &mut Order| {
        let name = requirement.key;
        let list = |values: &[&'static str], order: &mut Order| {
            let mut values = values.to_vec();
            order.apply(&mut values);
            values.join(", ")
        };
        match &requirement.must {
            Must::In(values) if values.len() == 1 => format!("{name}={}", values[0]),
            Must::In(values) => format!("{name} in ({})", list(values, order)),
            Must::NotIn(values) if values.len() == 1 => format!("{name}!={}", values[0]),
            Must::NotIn(values) => format!("{name} notin ({})", list(values, order)),
            Must::Exist => name.to_owned(),
            Must::BeAbsent => format!("!{name}"),
        }
    };
    if !table_can || (selector.as_string && string_can) {
        let mut parts: Vec<String> = requirements.iter().map(|requirement| written(requirement, order)).collect();
        order.apply(&mut parts);
        return text(&parts.join(","));
    }
    let mut entries: Vec<String> = Vec::new();
    for requirement in requirements {
        let value = match &requirement.must {
            Must::In(values) if values.len() == 1 => text(values[0]),
            Must::In(values) | Must::NotIn(values) => array(values.iter().map(|value| text(value)).collect(), order),
            Must::Exist => "true".to_owned(),
            Must::BeAbsent => "false".to_owned(),
        };
        entries.push(format!("{} = {value}", key(requirement.key)));
    }
    order.apply(&mut entries);
    format!("{{ {} }}", entries.join(", "))
}

fn array(mut items: Vec<String>, order: &mut Order) -> String {
    order.apply(&mut items);
    format!("[{}]", items.join(", "))
}

fn key(name: &str) -> String {
    text(name)
}

/// A basic string.
fn text(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
