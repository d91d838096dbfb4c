//! The text of a snapshot.
//!
//! Its first line says what it is and of which cluster, its last one that it is whole. Between them an object is a line.

use serde_json::{Value as Json, json};

use super::objects::Objects;
use super::{Edited, Kind, Purpose, Server};

/// The version of the form.
const API_VERSION: &str = "npgen.dev/v1";

/// What the first line is.
const HEAD: &str = "ClusterSnapshot";

/// What the last line is.
const SEAL: &str = "ClusterSnapshotEnd";

/// A snapshot that grows.
#[derive(Debug)]
pub struct Snapshot {
    text: String,
    objects: usize,
    edited: Vec<Edited>,
    server: Option<Server>,
    other_policies: Vec<String>,
}

/// What the last line of a snapshot says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seal {
    /// The cluster.
    pub cluster: String,
    /// The namespaces that were looked at; empty: all.
    pub namespaces: Vec<String>,
    /// What was left out, in the words of a message.
    pub left_out: Vec<String>,
    /// The policies into which somebody wrote.
    pub edited: Vec<Edited>,
    /// The groups of policies that the cluster has and npgen does not read, so that nobody knows what they open or close.
    pub other_policies: Vec<String>,
    /// What the server says of itself; `None` where it was not asked what the cluster is like.
    pub server: Option<Server>,
}

impl Seal {
    /// Whether objects of a kind may be missing: they were not asked for, or could not be read.
    pub fn lacks(&self, kind: &str) -> bool {
        let is_missing = |kind: &Kind| {
            let name = kind.full_name();
            let is_left_out = |left_out: &String| {
                left_out.strip_prefix(&name).is_some_and(|rest| rest.starts_with(':') || rest.starts_with(' '))
            };
            kind.purpose == Purpose::Profile && self.server.is_none() || self.left_out.iter().any(is_left_out)
        };
        Kind::ALL.iter().find(|known| known.name == kind).is_none_or(is_missing)
    }
}

/// Why a text is no whole snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotWhole {
    /// It is something else.
    #[error("it is no snapshot of a cluster: expected what `--record` wrote")]
    NoSnapshot,
    /// It is of a form that this npgen does not know.
    #[error("it is a snapshot of another version: expected `{API_VERSION}`")]
    Version,
    /// Its end is missing.
    #[error("the snapshot is cut short: its last line is missing")]
    CutShort,
    /// Objects are missing, or were added.
    #[error("the snapshot was changed: it has {has} objects, expected {said}")]
    Changed {
        /// How many it has.
        has: usize,
        /// How many its last line says.
        said: u64,
    },
}

impl Snapshot {
    /// An empty one, of a cluster that goes by this name.
    pub fn new(cluster: &str) -> Self {
        let head = json!({ "apiVersion": API_VERSION, "kind": HEAD, "metadata": { "name": cluster } });
        Self { text: format!("{head}\n"), objects: 0, edited: Vec::new(), server: None, other_policies: Vec::new() }
    }

    /// Adds objects.
    pub(super) fn add(&mut self, objects: Objects) {
        self.text.push_str(&objects.lines);
        self.objects += objects.count;
        self.edited.extend(objects.edited);
    }

    /// Says that the cluster has a group of policies that npgen does not read.
    pub fn add_other_policies(&mut self, group: &str) {
        self.other_policies.push(group.to_owned());
    }

    /// Says what the server says of itself.
    pub fn set_server(&mut self, server: Server) {
        self.server = Some(server);
    }

    /// The whole text, with what was left out on purpose.
    pub fn finish(mut self, namespaces: &[String], left_out: &[String]) -> String {
        self.edited.sort();
        let edited = self.edited.iter();
        let edited: Json =
            edited.map(|one| json!({ "namespace": one.namespace, "name": one.name, "by": one.by })).collect();
        let mut seal = json!({
            "apiVersion": API_VERSION,
            "kind": SEAL,
            "objects": self.objects,
            "namespaces": namespaces,
            "leftOut": left_out,
            "edited": edited,
            "otherPolicies": self.other_policies,
        });
        if let (Some(server), Some(entries)) = (&self.server, seal.as_object_mut()) {
            entries.insert("version".to_owned(), json!(server.version));
            entries.insert("groups".to_owned(), json!(server.groups));
        }
        self.text.push_str(&seal.to_string());
        self.text.push('\n');
        self.text
    }
}

/// What the last line of a snapshot says, where the text is a whole one.
///
/// # Errors
/// Where it is not.
pub fn seal(text: &str) -> Result<Seal, NotWhole> {
    let (head, rest) = text.split_once('\n').ok_or(NotWhole::NoSnapshot)?;
    let head: Json = serde_json::from_str(head).map_err(|_| NotWhole::NoSnapshot)?;
    if head.get("kind").is_none_or(|kind| kind != HEAD) {
        return Err(NotWhole::NoSnapshot);
    }
    if head.get("apiVersion").is_none_or(|version| version != API_VERSION) {
        return Err(NotWhole::Version);
    }
    let whole = rest.strip_suffix('\n').ok_or(NotWhole::CutShort)?;
    let (objects, last) = whole.rsplit_once('\n').unwrap_or(("", whole));
    let last: Json = serde_json::from_str(last).map_err(|_| NotWhole::CutShort)?;
    if last.get("kind").is_none_or(|kind| kind != SEAL) {
        return Err(NotWhole::CutShort);
    }
    let (has, said) = (objects.lines().count(), last.get("objects").and_then(Json::as_u64).unwrap_or_default());
    if u64::try_from(has) != Ok(said) {
        return Err(NotWhole::Changed { has, said });
    }
    let text_of = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let texts = |key: &str| -> Vec<String> {
        let list = last.get(key).and_then(Json::as_array).into_iter().flatten();
        list.filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let edited = last.get("edited").and_then(Json::as_array).into_iter().flatten();
    let server = last.get("version").map(|_| Server { version: text_of(&last, "version"), groups: texts("groups") });
    Ok(Seal {
        server,
        cluster: head.get("metadata").map(|metadata| text_of(metadata, "name")).unwrap_or_default(),
        namespaces: texts("namespaces"),
        other_policies: texts("otherPolicies"),
        left_out: texts("leftOut"),
        edited: edited
            .map(|one| Edited {
                namespace: text_of(one, "namespace"),
                name: text_of(one, "name"),
                by: text_of(one, "by"),
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Node;

    fn snapshot() -> String {
        let (mut snapshot, mut objects) = (Snapshot::new("prod"), Objects::default());
        for name in ["a", "b"] {
            let object = Node::map([("metadata", Node::map([("name", Node::string(name))]))]);
            objects.add("v1", "Namespace", &object);
        }
        let edited = |name: &str| Edited { namespace: "shop".into(), name: name.into(), by: "somebody".into() };
        snapshot.add_other_policies("cilium.io");
        objects.edited.extend(["y", "x"].map(edited));
        snapshot.add(objects);
        snapshot.finish(&["a".to_owned()], &["pods: not allowed".to_owned()])
    }

    #[test]
    fn what_was_written_is_read() {
        let seal = seal(&snapshot()).expect("a snapshot");
        assert_eq!((seal.cluster.as_str(), seal.namespaces.as_slice()), ("prod", ["a".to_owned()].as_slice()));
        assert_eq!(seal.left_out, ["pods: not allowed"]);
        assert_eq!(seal.other_policies, ["cilium.io"]);
        let edited: Vec<&str> = seal.edited.iter().map(|edited| edited.name.as_str()).collect();
        assert_eq!(edited, ["x", "y"]);
    }

    #[test]
    fn what_was_not_asked_for_or_could_not_be_read_is_lacking() {
        let of_connections = seal(&snapshot()).expect("a snapshot");
        let lacking = |seal: &Seal| ["Pod", "Node", "Service"].map(|kind| seal.lacks(kind));
        assert_eq!(lacking(&of_connections), [true, true, false]);
        let mut snapshot = Snapshot::new("prod");
        let server = Server { version: "v1.31.2".to_owned(), groups: vec!["apps".to_owned(), "cilium.io".to_owned()] };
        snapshot.set_server(server.clone());
        let of_profile =
            seal(&snapshot.finish(&[], &["services in shop: not allowed".to_owned()])).expect("a snapshot");
        assert_eq!(lacking(&of_profile), [false, false, true]);
        assert_eq!(of_profile.server, Some(server));
    }

    #[test]
    fn no_part_of_a_snapshot_is_taken_for_all_of_it() {
        let whole = snapshot();
        for end in 0..whole.len() {
            assert!(seal(whole.get(..end).unwrap_or_default()).is_err(), "{end}");
        }
        let without_first = whole.replacen(whole.lines().nth(1).unwrap_or_default(), "", 1).replacen("\n\n", "\n", 1);
        assert_eq!(seal(&without_first), Err(NotWhole::Changed { has: 1, said: 2 }));
        assert_eq!(seal(&whole.replace("npgen.dev/v1", "npgen.dev/v9")), Err(NotWhole::Version));
        assert_eq!(seal("{}\n{}\n"), Err(NotWhole::NoSnapshot));
    }
}
