//! What has a name in a table of connections.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::analyzer::evaluate::classes::End;
use crate::manifest::inventory::Workload;
use crate::sets::{AddressRange, Labels};

/// What a party is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// Pods of one namespace.
    InNamespace {
        /// The namespace.
        namespace: Arc<str>,
        /// The name of what makes or selects them.
        name: Arc<str>,
        /// Its kind: that of the object in a manifest, or `Service` of the graph.
        kind: Arc<str>,
    },
    /// A range of addresses.
    Range(AddressRange),
    /// A node of the graph that has no namespace.
    Named {
        /// Its name.
        name: Arc<str>,
        /// `Group` or `External`.
        kind: &'static str,
    },
    /// The pods of a set that have no other name.
    Pods(Labels),
    /// Something built in, or an `@NAME` of the profile; the text has the `@`.
    At(Arc<str>),
}

impl Name {
    /// That of a service of a graph.
    pub fn of_service(namespace: Arc<str>, name: Arc<str>) -> Self {
        Self::InNamespace { namespace, name, kind: Arc::from("Service") }
    }

    /// That of a group of a graph.
    pub fn of_group(name: Arc<str>) -> Self {
        Self::Named { name, kind: "Group" }
    }

    /// That of a workload of manifests.
    pub fn of_workload(workload: &Workload) -> Self {
        let (namespace, name, kind) = (workload.namespace.clone(), workload.name.clone(), workload.kind.clone());
        Self::InNamespace { namespace, name, kind }
    }
}

/// As the peers write it: `shop/cart[Deployment]`, `10.0.0.0-10.255.255.255[External]`.
impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InNamespace { namespace, name, kind } => write!(out, "{namespace}/{name}[{kind}]"),
            Self::Range(range) => write!(out, "{range}[External]"),
            Self::Named { name, kind } => write!(out, "{name}[{kind}]"),
            Self::Pods(labels) => write!(out, "{labels}"),
            Self::At(text) => out.write_str(text),
        }
    }
}

/// Something with a name, which may be several ends: live pods of one owner that are not alike, the ranges of an
/// external, the pods of a group by namespace.
#[derive(Debug, Clone)]
pub struct Party {
    /// What it is called.
    pub name: Name,
    /// At least one, in the order in which they are shown.
    pub variants: Vec<Variant>,
    /// Whether it may call.
    pub calls: bool,
    /// Whether it may be called.
    pub is_called: bool,
    /// Whether a table is about it: each connection is that of such a party at one end at least.
    pub told: Told,
}

impl Party {
    /// What one of its ends is called: by its mark, too, where there are several.
    pub fn marked(&self, variant: &Variant) -> String {
        match self.variants.as_slice() {
            [_] => self.name.to_string(),
            _ => format!("{}{{{}}}", self.name, variant.mark),
        }
    }
}

/// Whether the connections of a party are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// All of them.
    Always,
    /// Those that some policy binds at its end.
    WhereBound,
    /// None for its own sake.
    Never,
}

/// One end of a party.
#[derive(Debug, Clone)]
pub struct Variant {
    /// What stands at the end of a connection.
    pub end: End,
    /// What tells it from the others; shown only where their connections differ.
    pub mark: String,
}

/// Parties in the order of their names, as they are shown, and their ends in one list.
#[derive(Debug)]
pub(super) struct Parties {
    parties: Vec<(Arc<str>, Party)>,
    owners: Vec<Owner>,
}

/// Whose an end is.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    /// The party's place.
    pub(super) party: usize,
    /// The party's name.
    pub(super) name: Arc<str>,
    /// The name with what tells this end from the party's others.
    pub(super) marked: Arc<str>,
}

impl Parties {
    /// Sorts parties by their names.
    pub(super) fn new(parties: Vec<Party>) -> Self {
        let mut parties: Vec<(Arc<str>, Party)> =
            parties.into_iter().map(|party| (Arc::from(party.name.to_string()), party)).collect();
        parties.sort_by(|left, right| left.0.cmp(&right.0));
        let mut owners = Vec::new();
        for (place, (name, party)) in parties.iter().enumerate() {
            for variant in &party.variants {
                let marked = Arc::from(party.marked(variant));
                owners.push(Owner { party: place, name: name.clone(), marked });
            }
        }
        Self { parties, owners }
    }

    /// All ends, party by party.
    pub(super) fn ends(&self) -> impl Iterator<Item = &End> {
        self.parties.iter().flat_map(|(_, party)| &party.variants).map(|variant| &variant.end)
    }

    /// Whose each of the ends is, in their order.
    pub(super) fn owners(&self) -> &[Owner] {
        &self.owners
    }

    /// The party of an owner.
    pub(super) fn party(&self, owner: &Owner) -> Option<&Party> {
        self.parties.get(owner.party).map(|(_, party)| party)
    }

    /// The ranges of addresses among them, by name.
    pub(super) fn ranges(&self) -> BTreeMap<Arc<str>, AddressRange> {
        let range = |(name, party): &(Arc<str>, Party)| match party.name {
            Name::Range(range) => Some((name.clone(), range)),
            _ => None,
        };
        self.parties.iter().filter_map(range).collect()
    }
}
