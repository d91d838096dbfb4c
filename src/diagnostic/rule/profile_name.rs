//! `profile-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A name of the profile stands for pods, addresses or a service.
pub static RULE: Rule = Rule {
    name: "profile-name",
    severity: Severity::Error,
    explanation: "\
A name of the profile stands for pods, addresses or a service.

`[profile.names]` says what only the operator of a cluster knows: where name resolution, the API server or the ingress are.
Each stands for pods (`namespace`, `pods`), for addresses (`cidr`), for a service of the graph, or is a preset
(`dns = \"kubeadm\"`).

Wrong:

```toml
[profile.names]
kube-apiserver = { ports = [6443] }
```

Right:

```toml
[profile.names]
kube-apiserver = { cidr = [\"172.18.0.2/32\"], ports = [6443] }
```
",
};

/// A name without pods and addresses.
pub fn stands_for_nothing(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` stands for nothing"))
        .at(place, "expected `namespace` and `pods`, or `cidr`")
}

/// A name with pods and addresses, or with something beside a service or preset.
pub fn stands_for_both(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` can't stand for several things at once"))
        .at(place, "expected `namespace` and `pods`, or `cidr`, or `service`, or `preset`")
}

/// Pods without a namespace.
pub fn no_namespace(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the pods of `@{name}` are in no namespace")).at(place, "expected a `namespace`")
}

/// A preset that does not exist.
pub fn unknown_preset(place: Place, name: &str, preset: &str, has_presets: bool, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("there is no preset `{preset}` for `@{name}`"));
    if has_presets {
        found.at(place, format!("expected one of `{}`, or a table", known.join("`, `")))
    } else {
        found.at(place, "expected a table, or a service as `namespace/name`: only `dns` has presets")
    }
}

/// The resolver on each node, without the address of kube-dns.
pub fn node_local_without_cidr(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "the preset `node-local` needs the address of kube-dns, at which it answers too")
        .at(place, "expected `{ preset = \"node-local\", cidr = [\"10.96.0.10/32\"] }`")
        .help("`kubectl -n kube-system get service kube-dns` shows it as CLUSTER-IP")
}

/// Addresses beside a preset that has its own.
pub fn preset_with_cidr(place: Place, preset: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the preset `{preset}` takes no addresses"))
        .at(place, "")
        .help("leave `cidr` out, or leave `preset` out and say all of it")
}

/// The API server without its ports.
pub fn api_server_without_ports(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`@kube-apiserver` has no `ports`")
        .at(place, "expected `ports = [6443]`, or the port that it listens on")
        .help("`kubectl get endpointslices -n default` shows its addresses and port")
}

/// An entry of `from` that is nothing a call can come from.
pub fn unknown_source(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("no calls of a name come from `{written}`"))
        .at(place, "expected `@nodes`, a service as `namespace/name`, or a table with pods or addresses")
}

/// A service that is not in this cluster.
pub fn service_elsewhere(place: Place, name: &str, service: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`@{name}` is the service `{service}`, which is in another cluster only"))
        .at(place, "")
        .help("say in `[clusters.NAME.names]` what it is there")
}
