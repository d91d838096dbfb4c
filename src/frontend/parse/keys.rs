//! Every key of the language, by the kind of table it stands in: the one table from which the decoder knows what to
//! read and what to call unknown, and from which the JSON Schema and the docs are made.

/// One key of a kind of table.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it says, in a few words.
    pub doc: &'static str,
    /// What its value may be.
    pub takes: Takes,
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

const fn key(name: &'static str, doc: &'static str, takes: Takes) -> Key {
    Key { name, doc, takes }
}

const DIRECTIONS: Takes = Takes::SomeOf(&["ingress", "egress"]);
const CLUSTERS: Key = key("clusters", "the only clusters in which it is there", Takes::Texts);
const TAGS: Key = key("tags", "words for guards and reports", Takes::Texts);
const META: Key = key("meta", "your own data, kept and reported", Takes::Anything);
const ALLOW: Key = key("allow", "lints that are silent at this place, each with its reason", Takes::Reasons);
const FALLBACK: Key = key(
    "fallback",
    "what may be widened where the flavor cannot say it",
    Takes::SomeOf(&["l4", "pods", "cidr", "internet"]),
);
const SERVICE_ACCOUNT: Key = key("service_account", "only pods that run under this account", Takes::Text);
const PODS: Key = key("pods", "its pods, by label", Takes::Selector);
const PORTS: Key = key("ports", "the ports on which its containers listen", Takes::Ports);
const RESOLVE: Key = key("resolve", "whether it may ask for names", Takes::Boolean);
const CALLS: Key = key("calls", "whom it calls", Takes::Edges(&EDGE));
const CALLERS: Key = key("callers", "who calls it", Takes::Edges(&EDGE));
const ENGINE: Key = key("engine", "what enforces the policies", Takes::Text);
const VERSION: Key = key("version", "the version of the engine, like `1.18`", Takes::Text);
const MESH: Key = key("mesh", "the service mesh", Takes::OneOf(&["none", "istio-ambient"]));
const POD_CIDR: Key = key("pod_cidr", "the ranges of the pods' addresses", Takes::Networks);
const NODE_CIDR: Key = key("node_cidr", "the ranges of the nodes' addresses", Takes::Networks);
const NAMES: Key = key("names", "what each `@NAME` stands for", Takes::Names(&PROFILE_NAME));
const FLAVOR: Key = key("flavor", "the kind of policies to write", Takes::OneOf(&FLAVORS));
const NAMESPACES: Key = key("namespaces", "how namespaces are governed", Takes::Tables(&NAMESPACE));
const NEVER: Key = key("never", "guards: what must never be open", Takes::TableList(&GUARD));
const ALWAYS: Key = key("always", "guards: what must always be open", Takes::TableList(&GUARD));

/// The top of `npgen.toml`.
pub static PROJECT: Kind = Kind {
    name: "`npgen.toml`",
    dotted_name: None,
    keys: &[
        key("language", "the version of the intent language", Takes::Number),
        FLAVOR,
        key("require", "the keys that every edge must have", Takes::SomeOf(&["owner", "why"])),
        key("consent", "whether the owner of each end must write an edge", Takes::OneOf(&["either", "both"])),
        key("shared", "port names that `*` may call without an answer", Takes::Texts),
        key("prefix", "what object names start with", Takes::Text),
        key("manifests", "manifests that the graph is held against", Takes::Texts),
        key("paths", "where the project's folders are", Takes::Table(&PATHS)),
        key("lints", "how loud each lint is", Takes::LintLevels),
        key("defaults", "what holds for every service and namespace that says nothing else", Takes::Table(&DEFAULTS)),
        key("profile", "what every cluster is like", Takes::Table(&PROFILE)),
        key("clusters", "what differs from cluster to cluster", Takes::Tables(&CLUSTER)),
        key("namespaces", "how namespaces are governed", Takes::Tables(&NAMESPACE)),
        NEVER,
        ALWAYS,
    ],
};

/// `[paths]` in `npgen.toml`.
pub static PATHS: Kind = Kind {
    name: "`[paths]`",
    dotted_name: None,
    keys: &[
        key("intents", "the folder of the intent files", Takes::Text),
        key("out", "the folder that is written", Takes::Text),
        key("templates", "the folder of your own templates", Takes::Text),
    ],
};

/// `[defaults]` in `npgen.toml`.
pub static DEFAULTS: Kind = Kind {
    name: "`[defaults]`",
    dotted_name: None,
    keys: &[
        key("pods", "the selector of services without `pods`", Takes::Selector),
        key("isolate", "the directions denied by default where a service lives", DIRECTIONS),
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
        key("preset", "what such a cluster usually has", Takes::Text),
        key("service", "the service of the graph that it is", Takes::Text),
        key("namespace", "where its pods live", Takes::Text),
        PODS,
        key("cidr", "its addresses", Takes::Networks),
        key("ports", "the ports on which it is called", Takes::Ports),
        key("from", "where its own calls come from, if elsewhere", Takes::Sources(&SOURCE)),
    ],
};

/// An entry of `from` in `[profile.names.NAME]`.
pub static SOURCE: Kind = Kind {
    name: "an entry of `from`",
    dotted_name: None,
    keys: &[key("namespace", "where the pods live", Takes::Text), PODS, key("cidr", "the addresses", Takes::Networks)],
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
        key("context", "its context in the kubeconfig", Takes::Text),
        key("rename", "what governed namespaces are called there, like `{namespace}-staging`", Takes::Text),
    ],
};

/// The top of an intent file.
pub static INTENTS: Kind = Kind {
    name: "an intent file",
    dotted_name: None,
    keys: &[
        key("namespace", "where the services of this file live", Takes::Text),
        key("owner", "who answers for them", Takes::Words),
        key("services", "the workloads of the graph", Takes::Tables(&SERVICE)),
        key("externals", "addresses outside the cluster", Takes::Tables(&EXTERNAL)),
        key("groups", "pods that the graph does not own", Takes::Tables(&GROUP)),
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
        key("namespace", "where it lives", Takes::Text),
        PODS,
        SERVICE_ACCOUNT,
        PORTS,
        key("owner", "who answers for it", Takes::Words),
        key("isolate", "the directions denied by default for its own pods", DIRECTIONS),
        key("host_network", "whether its pods share the node's network", Takes::Boolean),
        RESOLVE,
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        key("in", "what is different in one cluster", Takes::Overrides(&SERVICE)),
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
        key("cidr", "its addresses", Takes::Networks),
        key("except", "the addresses inside `cidr` that are left out", Takes::Networks),
        key("dns", "its DNS names", Takes::Texts),
        key("ports", "the ports on which it listens", Takes::Ports),
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        key("in", "what is different in one cluster", Takes::Overrides(&EXTERNAL)),
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
        key("namespace", "the namespaces of its pods, by name", Takes::OneOrMoreTexts),
        key("namespaces", "the namespaces of its pods, by label", Takes::Selector),
        PODS,
        SERVICE_ACCOUNT,
        PORTS,
        RESOLVE,
        FALLBACK,
        CALLS,
        CALLERS,
        CLUSTERS,
        key("in", "what is different in one cluster", Takes::Overrides(&GROUP)),
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
        key("labels", "the labels of the namespace", Takes::Labels),
        key("owner", "who answers for it", Takes::Words),
        key("stage", "how far its policies are enforced", Takes::OneOf(&["off", "audit", "enforce"])),
        key("isolate", "the directions denied by default for every pod of it", DIRECTIONS),
        key("resolve", "whether every pod of it may ask for names", Takes::Boolean),
        key("calls", "whom every pod of it calls", Takes::Edges(&EDGE)),
        key("callers", "who calls every pod of it", Takes::Edges(&EDGE)),
        CLUSTERS,
        key("in", "what is different in one cluster", Takes::Overrides(&NAMESPACE)),
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
        key("to", "whom it calls, in `calls`", Takes::Text),
        key("from", "who calls it, in `callers`", Takes::Text),
        key("port", "the ports, instead of `:port`", Takes::OneOrMorePorts),
        key("why", "the reason", Takes::Words),
        key("owner", "who answers for it", Takes::Words),
        key("until", "the last day on which it holds", Takes::Date),
        CLUSTERS,
        key("http", "layer-7 conditions, of which one must hold", Takes::TableList(&HTTP)),
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
        key("method", "the method, one or a list", Takes::OneOrMoreTexts),
        key("path", "the whole path", Takes::Text),
        key("path_prefix", "what the path starts with", Takes::Text),
        key("path_regex", "a regular expression (RE2) for the whole path", Takes::Text),
        key("host", "the host", Takes::Text),
        key("headers", "headers that must be there", Takes::Headers),
    ],
};

/// `[[never]]` and `[[always]]`
pub static GUARD: Kind = Kind {
    name: "a guard",
    dotted_name: None,
    keys: &[
        key("from", "who calls", Takes::GuardEnds(&GUARD_END)),
        key("to", "who is called", Takes::GuardEnds(&GUARD_END)),
        key("except", "ends that are not meant", Takes::GuardEnds(&GUARD_END)),
        key("port", "the ports", Takes::OneOrMorePorts),
        key("clusters", "the only clusters in which it is asked", Takes::Texts),
        key("why", "the reason", Takes::Words),
        key("enforce", "whether it is also written as a deny", Takes::Boolean),
    ],
};

/// A table in `from`, `to` or `except` of a guard.
pub static GUARD_END: Kind = Kind {
    name: "an end of a guard",
    dotted_name: None,
    keys: &[
        key("namespaces", "the namespaces, by label", Takes::Selector),
        key("pods", "the pods, by label", Takes::Selector),
        key("tags", "nodes that have all of these tags", Takes::Texts),
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
