//! Every key of the language, by the kind of table it stands in: the one table from which the decoder knows what to
//! read, what to call unknown and what is not built yet, and from which the JSON Schema and the docs are made.

/// One key of a kind of table.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it says, in a few words.
    pub doc: &'static str,
    /// What its value may be.
    pub takes: Takes,
    /// Whether the compiler reads it; if not, it is refused.
    pub built: bool,
}

/// What the value of a key may be.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A string.
    Text,
    /// A string that says something to people.
    Words,
    /// A list of strings.
    Texts,
    /// A string or a list of strings.
    OneOrMoreTexts,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Number,
    /// A date.
    Date,
    /// One of these strings.
    OneOf(&'static [&'static str]),
    /// A list of some of these strings.
    SomeOf(&'static [&'static str]),
    /// Labels by key, or a string in kubectl's syntax.
    Selector,
    /// Labels by key: a value, or `false` for one that is absent.
    Labels,
    /// Ports by name, or a list of them.
    Ports,
    /// A port, or a list of ports.
    OneOrMorePorts,
    /// A list of networks.
    Networks,
    /// A list of edges: each a string, or a table of this kind.
    Edges(&'static Kind),
    /// What an `@NAME` stands for, by name: each a string, or a table of this kind.
    Names(&'static Kind),
    /// Where calls come from: a list of strings or tables of this kind.
    Sources(&'static Kind),
    /// A string, a table of this kind, or a list of both.
    GuardEnds(&'static Kind),
    /// One table of this kind.
    Table(&'static Kind),
    /// Tables of this kind, by name.
    Tables(&'static Kind),
    /// A list of tables of this kind.
    TableList(&'static Kind),
    /// By name of a cluster, the keys of this kind that a node can have otherwise there.
    Overrides(&'static Kind),
    /// Levels by name of a lint.
    LintLevels,
    /// Reasons by name of a lint.
    Reasons,
    /// Headers by name: a value, or `true` for one that is there.
    Headers,
    /// Anything, kept as it is.
    Anything,
}

impl Takes {
    /// The kind of table that the value is, or holds.
    pub fn kind(self) -> Option<&'static Kind> {
        match self {
            Self::Edges(kind)
            | Self::Names(kind)
            | Self::Sources(kind)
            | Self::GuardEnds(kind)
            | Self::Table(kind)
            | Self::Tables(kind)
            | Self::TableList(kind)
            | Self::Overrides(kind) => Some(kind),
            _ => None,
        }
    }
}

/// The kinds of table that can be written: those to which built keys lead, from `npgen.toml` and from intent files.
pub fn built_kinds() -> Vec<&'static Kind> {
    let mut kinds = vec![&PROJECT, &INTENTS];
    let mut next = 0;
    while let Some(kind) = kinds.get(next).copied() {
        let inside = kind.keys.iter().filter(|key| key.built).filter_map(|key| key.takes.kind());
        let new: Vec<_> = inside.filter(|inside| kinds.iter().all(|known| known.name != inside.name)).collect();
        kinds.extend(new);
        next += 1;
    }
    kinds
}

/// A kind of table.
#[derive(Debug)]
pub struct Kind {
    /// The table in words, with its article.
    pub name: &'static str,
    /// How such a table's name is written where it holds dots; `None` where it has no name or none with dots.
    pub dotted_name: Option<&'static str>,
    /// Its keys.
    pub keys: &'static [Key],
}

impl Kind {
    /// The key of this name, where there is one.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Every kind of table.
pub static KINDS: &[&Kind] = &[
    &PROJECT,
    &PATHS,
    &DEFAULTS,
    &PROFILE,
    &PROFILE_NAME,
    &SOURCE,
    &CLUSTER,
    &INTENTS,
    &SERVICE,
    &EXTERNAL,
    &GROUP,
    &NAMESPACE,
    &EDGE,
    &HTTP,
    &GUARD,
    &GUARD_END,
];

/// The flavors of the language.
pub const FLAVORS: [&str; 3] = ["kubernetes", "cilium", "calico"];

/// The keys of a node that `in` can't replace.
pub const NOT_IN_CLUSTER: [&str; 5] = ["calls", "callers", "namespace", "clusters", "in"];

const fn built(name: &'static str, doc: &'static str, takes: Takes) -> Key {
    Key { name, doc, takes, built: true }
}

const DIRECTIONS: Takes = Takes::SomeOf(&["ingress", "egress"]);
const CLUSTERS: Key = built("clusters", "the only clusters in which it is there", Takes::Texts);
const TAGS: Key = built("tags", "words for guards and reports", Takes::Texts);
const META: Key = built("meta", "your own data, kept and reported", Takes::Anything);
const ALLOW: Key = built("allow", "lints that are silent at this place, each with its reason", Takes::Reasons);
const FALLBACK: Key = built(
    "fallback",
    "what may be widened where the flavor cannot say it",
    Takes::SomeOf(&["l4", "pods", "cidr", "internet"]),
);
const SERVICE_ACCOUNT: Key = built("service_account", "only pods that run under this account", Takes::Text);
const PODS: Key = built("pods", "its pods, by label", Takes::Selector);
const PORTS: Key = built("ports", "the ports on which its containers listen", Takes::Ports);
const RESOLVE: Key = built("resolve", "whether it may ask for names", Takes::Boolean);
const CALLS: Key = built("calls", "whom it calls", Takes::Edges(&EDGE));
const CALLERS: Key = built("callers", "who calls it", Takes::Edges(&EDGE));
const ENGINE: Key = built("engine", "what enforces the policies", Takes::Text);
const VERSION: Key = built("version", "the version of the engine, like `1.18`", Takes::Text);
const MESH: Key = built("mesh", "the service mesh", Takes::OneOf(&["none", "istio-ambient"]));
const POD_CIDR: Key = built("pod_cidr", "the ranges of the pods' addresses", Takes::Networks);
const NODE_CIDR: Key = built("node_cidr", "the ranges of the nodes' addresses", Takes::Networks);
const NAMES: Key = built("names", "what each `@NAME` stands for", Takes::Names(&PROFILE_NAME));
const FLAVOR: Key = built("flavor", "the kind of policies to write", Takes::OneOf(&FLAVORS));
const NAMESPACES: Key = built("namespaces", "how namespaces are governed", Takes::Tables(&NAMESPACE));
const NEVER: Key = built("never", "guards: what must never be open", Takes::TableList(&GUARD));
const ALWAYS: Key = built("always", "guards: what must always be open", Takes::TableList(&GUARD));

/// The top of `npgen.toml`.
pub static PROJECT: Kind = Kind {
    name: "`npgen.toml`",
    dotted_name: None,
    keys: &[
        built("language", "the version of the intent language", Takes::Number),
        FLAVOR,
        built("require", "the keys that every edge must have", Takes::SomeOf(&["owner", "why"])),
        built("consent", "whether the owner of each end must write an edge", Takes::OneOf(&["either", "both"])),
        built("shared", "port names that `*` may call without an answer", Takes::Texts),
        built("prefix", "what object names start with", Takes::Text),
        built("manifests", "manifests that the graph is held against", Takes::Texts),
        built("paths", "where the project's folders are", Takes::Table(&PATHS)),
        built("lints", "how loud each lint is", Takes::LintLevels),
        built("defaults", "what holds for every service and namespace that says nothing else", Takes::Table(&DEFAULTS)),
        built("profile", "what every cluster is like", Takes::Table(&PROFILE)),
        built("clusters", "what differs from cluster to cluster", Takes::Tables(&CLUSTER)),
        built("namespaces", "how namespaces are governed", Takes::Tables(&NAMESPACE)),
        NEVER,
        ALWAYS,
    ],
};

/// `[paths]` in `npgen.toml`.
pub static PATHS: Kind = Kind {
    name: "`[paths]`",
    dotted_name: None,
    keys: &[
        built("intents", "the folder of the intent files", Takes::Text),
        built("out", "the folder that is written", Takes::Text),
        built("templates", "the folder of your own templates", Takes::Text),
    ],
};

/// `[defaults]` in `npgen.toml`.
pub static DEFAULTS: Kind = Kind {
    name: "`[defaults]`",
    dotted_name: None,
    keys: &[
        built("pods", "the selector of services without `pods`", Takes::Selector),
        built("isolate", "the directions denied by default where a service lives", DIRECTIONS),
    ],
};

/// `[profile]` in `npgen.toml`.
pub static PROFILE: Kind =
    Kind { name: "`[profile]`", dotted_name: None, keys: &[ENGINE, VERSION, MESH, POD_CIDR, NODE_CIDR, NAMES] };

/// `[profile.names.NAME]` in `npgen.toml`.
pub static PROFILE_NAME: Kind = Kind {
    name: "a name of `[profile.names]`",
    dotted_name: Some("[profile.names.\"db.v2\"]"),
    keys: &[
        built("preset", "what such a cluster usually has", Takes::Text),
        built("service", "the service of the graph that it is", Takes::Text),
        built("namespace", "where its pods live", Takes::Text),
        PODS,
        built("cidr", "its addresses", Takes::Networks),
        built("ports", "the ports on which it is called", Takes::Ports),
        built("from", "where its own calls come from, if elsewhere", Takes::Sources(&SOURCE)),
    ],
};

/// An entry of `from` in `[profile.names.NAME]`.
pub static SOURCE: Kind = Kind {
    name: "an entry of `from`",
    dotted_name: None,
    keys: &[
        built("namespace", "where the pods live", Takes::Text),
        PODS,
        built("cidr", "the addresses", Takes::Networks),
    ],
};

/// `[clusters.NAME]` in `npgen.toml`.
pub static CLUSTER: Kind = Kind {
    name: "a cluster",
    dotted_name: None,
    keys: &[
        FLAVOR,
        ENGINE,
        VERSION,
        MESH,
        POD_CIDR,
        NODE_CIDR,
        NAMES,
        built("context", "its context in the kubeconfig", Takes::Text),
        built("rename", "what governed namespaces are called there, like `{namespace}-staging`", Takes::Text),
    ],
};

/// The top of an intent file.
pub static INTENTS: Kind = Kind {
    name: "an intent file",
    dotted_name: None,
    keys: &[
        built("namespace", "where the services of this file live", Takes::Text),
        built("owner", "who answers for them", Takes::Words),
        built("services", "the workloads of the graph", Takes::Tables(&SERVICE)),
        built("externals", "addresses outside the cluster", Takes::Tables(&EXTERNAL)),
        built("groups", "pods that the graph does not own", Takes::Tables(&GROUP)),
        NAMESPACES,
        NEVER,
        ALWAYS,
    ],
};

/// `[services.NAME]`
pub static SERVICE: Kind = Kind {
    name: "a service",
    dotted_name: Some("[services.\"cart.v2\"]"),
    keys: &[
        built("namespace", "where it lives", Takes::Text),
        PODS,
        SERVICE_ACCOUNT,
        PORTS,
        built("owner", "who answers for it", Takes::Words),
        built("isolate", "the directions denied by default for its own pods", DIRECTIONS),
        built("host_network", "whether its pods share the node's network", Takes::Boolean),
        RESOLVE,
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        built("in", "what is different in one cluster", Takes::Overrides(&SERVICE)),
        TAGS,
        META,
        ALLOW,
    ],
};

/// `[externals.NAME]`
pub static EXTERNAL: Kind = Kind {
    name: "an external",
    dotted_name: Some("[externals.\"db.v2\"]"),
    keys: &[
        built("cidr", "its addresses", Takes::Networks),
        built("except", "the addresses inside `cidr` that are left out", Takes::Networks),
        built("dns", "its DNS names", Takes::Texts),
        built("ports", "the ports on which it listens", Takes::Ports),
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        built("in", "what is different in one cluster", Takes::Overrides(&EXTERNAL)),
        TAGS,
        META,
        ALLOW,
    ],
};

/// `[groups.NAME]`
pub static GROUP: Kind = Kind {
    name: "a group",
    dotted_name: Some("[groups.\"agents.v2\"]"),
    keys: &[
        built("namespace", "the namespaces of its pods, by name", Takes::OneOrMoreTexts),
        built("namespaces", "the namespaces of its pods, by label", Takes::Selector),
        PODS,
        SERVICE_ACCOUNT,
        PORTS,
        RESOLVE,
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        built("in", "what is different in one cluster", Takes::Overrides(&GROUP)),
        TAGS,
        META,
        ALLOW,
    ],
};

/// `[namespaces.NAME]`
pub static NAMESPACE: Kind = Kind {
    name: "a namespace",
    dotted_name: None,
    keys: &[
        built("labels", "the labels of the namespace", Takes::Labels),
        built("owner", "who answers for it", Takes::Words),
        built("stage", "how far its policies are enforced", Takes::OneOf(&["off", "audit", "enforce"])),
        built("isolate", "the directions denied by default for every pod of it", DIRECTIONS),
        built("resolve", "whether every pod of it may ask for names", Takes::Boolean),
        built("calls", "whom every pod of it calls", Takes::Edges(&EDGE)),
        built("callers", "who calls every pod of it", Takes::Edges(&EDGE)),
        CLUSTERS,
        built("in", "what is different in one cluster", Takes::Overrides(&NAMESPACE)),
        TAGS,
        META,
        ALLOW,
    ],
};

/// A table in `calls` or `callers`.
pub static EDGE: Kind = Kind {
    name: "an entry of `calls` or `callers`",
    dotted_name: None,
    keys: &[
        built("to", "whom it calls, in `calls`", Takes::Text),
        built("from", "who calls it, in `callers`", Takes::Text),
        built("port", "the ports, instead of `:port`", Takes::OneOrMorePorts),
        built("why", "the reason", Takes::Words),
        built("owner", "who answers for it", Takes::Words),
        built("until", "the last day on which it holds", Takes::Date),
        CLUSTERS,
        built("http", "layer-7 conditions, of which one must hold", Takes::TableList(&HTTP)),
        FALLBACK,
        TAGS,
        META,
        ALLOW,
    ],
};

/// One condition of `http`.
pub static HTTP: Kind = Kind {
    name: "a condition of `http`",
    dotted_name: None,
    keys: &[
        built("method", "the method, one or a list", Takes::OneOrMoreTexts),
        built("path", "the whole path", Takes::Text),
        built("path_prefix", "what the path starts with", Takes::Text),
        built("path_regex", "a regular expression (RE2) for the whole path", Takes::Text),
        built("host", "the host", Takes::Text),
        built("headers", "headers that must be there", Takes::Headers),
    ],
};

/// `[[never]]` and `[[always]]`
pub static GUARD: Kind = Kind {
    name: "a guard",
    dotted_name: None,
    keys: &[
        built("from", "who calls", Takes::GuardEnds(&GUARD_END)),
        built("to", "who is called", Takes::GuardEnds(&GUARD_END)),
        built("except", "ends that are not meant", Takes::GuardEnds(&GUARD_END)),
        built("port", "the ports", Takes::OneOrMorePorts),
        built("clusters", "the only clusters in which it is asked", Takes::Texts),
        built("why", "the reason", Takes::Words),
        built("enforce", "whether it is also written as a deny", Takes::Boolean),
    ],
};

/// A table in `from`, `to` or `except` of a guard.
pub static GUARD_END: Kind = Kind {
    name: "an end of a guard",
    dotted_name: None,
    keys: &[
        built("namespaces", "the namespaces, by label", Takes::Selector),
        built("pods", "the pods, by label", Takes::Selector),
        built("tags", "nodes that have all of these tags", Takes::Texts),
    ],
};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::KINDS;

    #[test]
    fn no_table_has_a_key_twice_and_every_key_says_what_it_is() {
        for kind in KINDS {
            let names: BTreeSet<&str> = kind.keys.iter().map(|key| key.name).collect();
            assert_eq!(names.len(), kind.keys.len(), "{}", kind.name);
            assert!(kind.keys.iter().all(|key| !key.doc.is_empty() && !key.doc.ends_with('.')), "{}", kind.name);
        }
    }
}
