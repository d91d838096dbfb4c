//! `governed-profile-name`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// The pods of a profile's name are not isolated by the graph.
pub static RULE: Rule = Rule {
    name: "governed-profile-name",
    severity: Severity::Error,
    explanation: "\
The pods of a profile's name are not isolated by the graph.

npgen denies by default in every namespace where a service lives. Pods of `@dns` there would answer nobody, as nothing would
let calls in. What lives in a namespace that is isolated is a service of the graph, and the name can stand for it.

Wrong:

```toml
# intents/system.toml, while @dns is in kube-system
namespace = \"kube-system\"

[services.metrics-server]
```

Right:

```toml
# intents/system.toml
namespace = \"kube-system\"

[services.coredns]
pods  = { k8s-app = \"kube-dns\" }
ports = { dns = [53, \"53/udp\"] }

[profile.names]               # in npgen.toml
dns = \"kube-system/coredns:dns\"
```
",
};

/// A name whose pods live in a namespace that is isolated; `definition` is where the profile gives it.
pub fn name(definition: Option<Place>, name: &str, namespace: &str, governed: Option<Place>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("the pods of `@{name}` live in the isolated namespace `{namespace}`"));
    advised(shown(found, definition, name, governed, "isolated because of this"), name)
}

/// A name whose pods a service isolates for itself.
pub fn isolated_by_service(definition: Option<Place>, name: &str, service: &str, place: Place) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("the service `{service}` isolates pods of `@{name}`"));
    advised(shown(found, definition, name, Some(place), "this service"), name)
}

/// A name whose pods live in a namespace that is called otherwise in this cluster.
pub fn renamed(definition: Option<Place>, name: &str, namespace: &str, governed: Option<Place>) -> Diagnostic {
    let message =
        format!("the pods of `@{name}` live in the namespace `{namespace}`, which is renamed in this cluster");
    shown(Diagnostic::new(&RULE, message), definition, name, governed, "governed, and so renamed, because of this")
        .help("only governed namespaces are renamed: leave this one to whoever runs the cluster")
}

fn shown(found: Diagnostic, definition: Option<Place>, name: &str, because: Option<Place>, what: &str) -> Diagnostic {
    let places = definition.into_iter().map(|place| (place, String::new()));
    let because = because.map(|place| match definition {
        Some(_) => (place, what.to_owned()),
        None => (place, format!("{what}; `@{name}` is there by default")),
    });
    places.chain(because).fold(found, |found, (place, text)| found.at(place, text))
}

fn advised(found: Diagnostic, name: &str) -> Diagnostic {
    found.help(format!(
        "nothing would let calls to `@{name}` in: declare those pods as a service and let `{name}` in `[profile.names]` stand \
         for it, or leave them alone with `isolate = []`"
    ))
}
