//! The same for programs.

use serde_json::{Value, json};

use crate::doctor::{ApiServer, Difference, Enforcement, Enforces, Findings, Plugin, Resolver, Running, Unknown};
use crate::sets::PortRange;

/// One object: `cluster`, `version`, `nodes`, `namespaces`, `families`, `plugins`, `leftOverGroups`, `k3s`, `enforced` (`yes`,
/// `no` or `unknown`), `enforcedBy`, `differences`, `resolution`, `apiServer`, `podCidr`, `nodeCidr`, and `profile`, which is
/// text. What was not read is `null`. Where `apiServer`, `podCidr` or `nodeCidr` are not known they are an object with
/// `unknown`, the reason.
pub fn json(findings: &Findings, profile: &str) -> Value {
    let left_over = findings.left_over.iter().map(|(group, plugin)| json!({ "group": group, "plugin": plugin.name() }));
    let (enforced, by): (&str, &[Plugin]) = match &findings.enforcement {
        Enforcement::By(plugins) => ("yes", plugins),
        Enforcement::Nobody => ("no", &[]),
        Enforcement::Unknown => ("unknown", &[]),
    };
    json!({
        "cluster": findings.cluster,
        "version": findings.version,
        "nodes": findings.nodes,
        "namespaces": findings.namespaces,
        "families": { "ipv4": findings.families.v4, "ipv6": findings.families.v6 },
        "plugins": findings.plugins.as_ref().map(|plugins| plugins.iter().map(running).collect::<Vec<_>>()),
        "leftOverGroups": left_over.collect::<Vec<_>>(),
        "k3s": findings.k3s,
        "enforced": enforced,
        "enforcedBy": by.iter().map(|plugin| plugin.name()).collect::<Vec<_>>(),
        "differences": findings.differences.iter().map(difference).collect::<Vec<_>>(),
        "resolution": {
            "services": findings.resolution.resolvers.iter().map(resolver).collect::<Vec<_>>(),
            "nodeLocal": findings.resolution.node_local,
            "preset": findings.resolution.preset,
        },
        "apiServer": or_unknown(&findings.api_server, api_server),
        "podCidr": or_unknown(&findings.pod_cidr, |nets| texts(nets)),
        "nodeCidr": or_unknown(&findings.node_cidr, |nets| texts(nets)),
        "profile": profile,
    })
}

fn running(running: &Running) -> Value {
    let (enforces, why) = match running.enforces {
        Enforces::Yes => ("yes", None),
        Enforces::No => ("no", None),
        Enforces::Unknown(why) => ("unknown", Some(why)),
    };
    json!({
        "plugin": running.plugin.name(),
        "version": running.version.map(|version| version.to_string()),
        "daemonSet": running.daemon_set,
        "image": running.image,
        "enforces": enforces,
        "why": why,
    })
}

fn difference(difference: &Difference) -> Value {
    json!({ "plugin": difference.plugin.name(), "about": difference.about, "what": difference.what })
}

fn resolver(resolver: &Resolver) -> Value {
    json!({
        "namespace": resolver.namespace,
        "name": resolver.name,
        "addresses": texts(&resolver.addresses),
        "selector": resolver.selector.iter().map(|(key, value)| (key.to_string(), json!(&**value))).collect::<Value>(),
        "endpoints": resolver.endpoints,
        "ports": ports(&resolver.ports),
    })
}

fn api_server(server: &ApiServer) -> Value {
    json!({ "addresses": texts(&server.addresses), "ports": ports(&server.ports) })
}

fn or_unknown<T>(known: &Result<T, Unknown>, written: impl Fn(&T) -> Value) -> Value {
    known.as_ref().map_or_else(|why| json!({ "unknown": why.to_string() }), written)
}

fn ports(ports: &[PortRange]) -> Value {
    texts(ports)
}

fn texts(list: &[impl ToString]) -> Value {
    list.iter().map(ToString::to_string).collect()
}
