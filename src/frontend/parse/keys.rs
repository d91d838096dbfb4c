//! Every key of the language, by the kind of table it stands in: the one table from which the decoder knows what to
//! read, what to call unknown and what is not built yet.
//!
//! Tables that are not built as a whole (`[clusters.NAME]`, `[[never]]`) are one key here, in the table around them.

/// One key of a kind of table.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it says, in a few words.
    pub doc: &'static str,
    /// Whether the compiler reads it; if not, it is refused.
    pub built: bool,
}

/// A kind of table.
#[derive(Debug)]
pub struct Kind {
    /// The table in words, with its article.
    pub name: &'static str,
    /// How such a table's name is written where it holds dots; `None` where it has no name or none with dots.
    pub dotted_name: Option<&'static str>,
    /// Its keys, those that are built first.
    pub keys: &'static [Key],
}

impl Kind {
    /// The key of this name, where there is one.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Every kind of table.
pub static KINDS: &[&Kind] =
    &[&PROJECT, &DEFAULTS, &PROFILE, &PROFILE_NAME, &INTENTS, &SERVICE, &EXTERNAL, &GROUP, &NAMESPACE, &EDGE];

const fn built(name: &'static str, doc: &'static str) -> Key {
    Key { name, doc, built: true }
}

const fn later(name: &'static str, doc: &'static str) -> Key {
    Key { name, doc, built: false }
}

const CLUSTERS: Key = later("clusters", "the only clusters in which it is there");
const IN: Key = later("in", "what is different in one cluster");
const TAGS: Key = later("tags", "words for guards and reports");
const META: Key = later("meta", "your own data, kept and reported");
const ALLOW: Key = later("allow", "lints that are silent at this place, each with its reason");
const FALLBACK: Key = later("fallback", "what may be widened where the flavor cannot say it");
const SERVICE_ACCOUNT: Key = later("service_account", "only pods that run under this account");
const CALLS: Key = built("calls", "whom it calls");
const CALLERS: Key = built("callers", "who calls it");

/// The top of `npgen.toml`.
pub static PROJECT: Kind = Kind {
    name: "`npgen.toml`",
    dotted_name: None,
    keys: &[
        built("language", "the version of the intent language"),
        built("flavor", "the kind of policies to write"),
        built("defaults", "what holds for every service and namespace that says nothing else"),
        built("profile", "what the cluster is like"),
        later("require", "the keys that every edge must have"),
        later("consent", "whether the owner of each end must write an edge"),
        later("shared", "port names that `*` may call without an answer"),
        later("prefix", "what object names start with"),
        later("manifests", "manifests that the graph is held against"),
        later("paths", "where the project's folders are"),
        later("lints", "how loud each lint is"),
        later("clusters", "what differs from cluster to cluster"),
        later("namespaces", "how a namespace is governed"),
        later("never", "a guard: what must never be open"),
        later("always", "a guard: what must always be open"),
    ],
};

/// `[defaults]` in `npgen.toml`.
pub static DEFAULTS: Kind = Kind {
    name: "`[defaults]`",
    dotted_name: None,
    keys: &[
        built("pods", "the selector of services without `pods`"),
        built("isolate", "the directions denied by default where a service lives"),
    ],
};

/// `[profile]` in `npgen.toml`.
pub static PROFILE: Kind = Kind {
    name: "`[profile]`",
    dotted_name: None,
    keys: &[
        built("pod_cidr", "the ranges of the pods' addresses"),
        built("node_cidr", "the ranges of the nodes' addresses"),
        built("names", "what each `@NAME` stands for"),
        later("engine", "what enforces the policies"),
        later("version", "the version of the engine"),
        later("mesh", "the service mesh"),
    ],
};

/// `[profile.names.NAME]` in `npgen.toml`.
pub static PROFILE_NAME: Kind = Kind {
    name: "a name of `[profile.names]`",
    dotted_name: Some("[profile.names.\"db.v2\"]"),
    keys: &[
        built("namespace", "where its pods live"),
        built("pods", "its pods, by label"),
        built("cidr", "its addresses"),
        built("ports", "the ports on which it is called"),
        later("from", "where its own calls come from"),
    ],
};

/// The top of an intent file.
pub static INTENTS: Kind = Kind {
    name: "an intent file",
    dotted_name: None,
    keys: &[
        built("namespace", "where the services of this file live"),
        built("owner", "who answers for them"),
        built("services", "the workloads of the graph"),
        built("externals", "addresses outside the cluster"),
        built("groups", "pods that the graph does not own"),
        built("namespaces", "how namespaces are governed"),
        later("never", "a guard: what must never be open"),
        later("always", "a guard: what must always be open"),
    ],
};

/// `[services.NAME]`
pub static SERVICE: Kind = Kind {
    name: "a service",
    dotted_name: Some("[services.\"cart.v2\"]"),
    keys: &[
        built("namespace", "where it lives"),
        built("pods", "its pods, by label"),
        built("ports", "the ports on which its containers listen"),
        built("owner", "who answers for it"),
        built("resolve", "whether it may ask for names"),
        CALLS,
        CALLERS,
        SERVICE_ACCOUNT,
        later("isolate", "the directions denied by default for its own pods"),
        later("host_network", "whether its pods share the node's network"),
        FALLBACK,
        CLUSTERS,
        IN,
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
        built("cidr", "its addresses"),
        built("except", "the addresses inside `cidr` that are left out"),
        built("ports", "the ports on which it listens"),
        CALLS,
        CALLERS,
        later("dns", "its DNS names"),
        FALLBACK,
        CLUSTERS,
        IN,
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
        built("namespace", "the namespaces of its pods, by name"),
        built("pods", "its pods, by label"),
        built("ports", "the ports on which its containers listen"),
        built("resolve", "whether it may ask for names"),
        CALLS,
        CALLERS,
        later("namespaces", "the namespaces of its pods, by label"),
        SERVICE_ACCOUNT,
        FALLBACK,
        CLUSTERS,
        IN,
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
        built("owner", "who answers for it"),
        built("isolate", "the directions denied by default for every pod of it"),
        built("resolve", "whether every pod of it may ask for names"),
        later("labels", "the labels of the namespace"),
        later("stage", "how far its policies are enforced"),
        later("calls", "whom every pod of it calls"),
        later("callers", "who calls every pod of it"),
        CLUSTERS,
        IN,
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
        built("to", "whom it calls, in `calls`"),
        built("from", "who calls it, in `callers`"),
        built("port", "the ports, instead of `:port`"),
        built("why", "the reason"),
        built("owner", "who answers for it"),
        later("until", "the last day on which it holds"),
        CLUSTERS,
        later("http", "layer-7 conditions"),
        FALLBACK,
        TAGS,
        META,
        ALLOW,
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
            assert!(kind.keys.is_sorted_by_key(|key| !key.built), "{}: those that are built come first", kind.name);
        }
    }
}
