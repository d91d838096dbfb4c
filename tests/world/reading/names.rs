//! What a name in an edge means, and which ports are opened there.

use super::facts::{self, Ports};
use super::here::{self, Here};
use super::nodes::{Node, Nodes};
use super::ports::{self, Asked, Declared, Port};
use super::profile::Profile;

/// All that can be named in a cluster.
pub(super) struct Names<'n> {
    pub(super) here: &'n Here<'n>,
    pub(super) nodes: &'n Nodes,
    pub(super) profile: &'n Profile,
}

/// An end of an edge, by the names that the intents give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Service(String, String),
    Group(String),
    External(String),
    Namespace(String),
    PodsOf(String),
    At(String),
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    One(End),
    /// `*`, and `namespace/*`.
    Every(Option<String>),
    /// A node of other clusters only, in the words of a message.
    Elsewhere(String),
}

impl Names<'_> {
    /// What a name means; `namespace` is the writer's.
    pub(super) fn meaning(&self, name: &str, writer: Option<&End>, namespace: Option<&str>) -> Meaning {
        if let Some(at_name) = name.strip_prefix('@') {
            return self.at_name(at_name, writer, namespace);
        }
        if name == "*" {
            return Meaning::Every(None);
        }
        if let Some((home, service)) = name.split_once('/') {
            if service != "*" {
                return self.service(home, service).expect("a declared service");
            }
            // [E10]
            return if self.here.has_namespace(home) {
                Meaning::Every(Some(home.to_owned()))
            } else {
                Meaning::Elsewhere(format!("the namespace `{home}`"))
            };
        }
        // [N9]: what is here goes before what is elsewhere.
        let mut found: Vec<Meaning> = namespace.and_then(|home| self.service(home, name)).into_iter().collect();
        found.extend(self.group(name));
        found.extend(self.external(name));
        let is_here = |meaning: &&Meaning| !matches!(meaning, Meaning::Elsewhere(_));
        found.iter().find(is_here).or(found.first()).expect("a declared name").clone()
    }

    /// [A1] to [A12]
    fn at_name(&self, name: &str, writer: Option<&End>, namespace: Option<&str>) -> Meaning {
        if let Some(home) = name.strip_prefix("namespace/") {
            return if self.here.has_namespace(home) {
                Meaning::One(End::PodsOf(home.to_owned()))
            } else {
                Meaning::Elsewhere(format!("the namespace `{home}`"))
            };
        }
        if name == "namespace" {
            let home = match writer {
                Some(End::Group(group)) => self.only_namespace(group),
                _ => namespace.expect("a writer in a namespace").to_owned(),
            };
            return Meaning::One(End::PodsOf(home));
        }
        // [C14]
        let service = self.profile.get(name).and_then(|known| known.service.clone());
        Meaning::One(service.map_or_else(|| End::At(name.to_owned()), |(home, name)| End::Service(home, name)))
    }

    /// The one namespace of a group.
    fn only_namespace(&self, group: &str) -> String {
        let (_, group) = self.here.groups().find(|(_, node)| node.name.value == group).expect("it is here");
        let listed = group.namespace.as_ref().expect("a group of one namespace");
        here::sorted(&listed.value).into_iter().find(|name| self.here.has_namespace(name)).expect("one is here")
    }

    fn service(&self, home: &str, name: &str) -> Option<Meaning> {
        let is_it = |(file, service): &(&_, &npgen::frontend::parse::tree::Service)| {
            here::home(file, service) == home && service.name.value == name
        };
        if self.here.services().any(|one| is_it(&one)) {
            return Some(Meaning::One(End::Service(home.to_owned(), name.to_owned())));
        }
        let mut all = self.here.files.iter().flat_map(|file| file.services.iter().map(move |service| (file, service)));
        all.any(|one| is_it(&one)).then(|| Meaning::Elsewhere(format!("the service `{home}/{name}`")))
    }

    fn group(&self, name: &str) -> Option<Meaning> {
        if self.here.groups().any(|(_, group)| group.name.value == name) {
            return Some(Meaning::One(End::Group(name.to_owned())));
        }
        let mut all = self.here.files.iter().flat_map(|file| &file.groups);
        all.any(|group| group.name.value == name).then(|| Meaning::Elsewhere(format!("the group `{name}`")))
    }

    fn external(&self, name: &str) -> Option<Meaning> {
        if self.here.externals().any(|(_, external)| external.name.value == name) {
            return Some(Meaning::One(End::External(name.to_owned())));
        }
        let mut all = self.here.files.iter().flat_map(|file| &file.externals);
        all.any(|external| external.name.value == name).then(|| Meaning::Elsewhere(format!("the external `{name}`")))
    }

    /// The services that a wildcard of `writer` stands for.
    pub(super) fn every(&self, namespace: Option<&str>, writer: Option<&End>) -> Vec<End> {
        let all = self.nodes.services.keys().filter(|(home, _)| namespace.is_none_or(|namespace| namespace == home));
        all.map(|(home, name)| End::Service(home.clone(), name.clone())).filter(|end| Some(end) != writer).collect()
    }

    pub(super) fn node(&self, end: &End) -> Option<&Node> {
        match end {
            End::Service(home, name) => self.nodes.services.get(&(home.clone(), name.clone())),
            End::Group(name) => self.nodes.groups.get(name),
            End::External(name) => self.nodes.externals.get(name),
            End::Namespace(_) | End::PodsOf(_) | End::At(_) => None,
        }
    }

    /// [H1], [H2], [H4], [H7] and [H8]
    pub(super) fn has_half(&self, end: &End) -> bool {
        match end {
            End::Service(..) => !self.node(end).expect("it is here").on_nodes(),
            End::Group(_) | End::Namespace(_) => true,
            End::External(_) | End::PodsOf(_) | End::At(_) => false,
        }
    }

    /// What an end declares.
    pub(super) fn declared(&self, end: &End) -> Declared {
        match end {
            End::At(name) => self.profile.get(name).map(|known| known.ports.clone()).unwrap_or_default(),
            _ => self.node(end).map(|node| node.ports.clone()).unwrap_or_default(),
        }
    }

    /// [P6] to [P13]: the ports of an edge to one callee.
    pub(super) fn opened(&self, callee: &End, asked: &[Asked]) -> Ports {
        let declared = self.declared(callee);
        let mut opened: Vec<Port> = Vec::new();
        for one in asked {
            match one {
                Asked::Name(name) => opened.extend(ports::of_name(&declared, name)),
                Asked::Port(port) => opened.push(*port),
            }
        }
        if asked.is_empty() {
            let all = matches!(callee, End::External(_) | End::At(_));
            assert!(all || declared.len() == 1, "an edge that says no port calls what declares one: {callee:?}");
            opened.extend(declared.into_iter().flat_map(|(_, ports)| ports));
        }
        ports::opened(&opened)
    }

    /// An end by the names of the cluster.
    pub(super) fn fact(&self, end: &End) -> facts::End {
        match end {
            End::Service(home, name) => facts::End::Service(self.nodes.called(home), name.clone()),
            End::Group(name) => facts::End::Group(name.clone()),
            End::External(name) => facts::End::External(name.clone()),
            End::Namespace(name) => facts::End::Namespace(self.nodes.called(name)),
            End::PodsOf(name) => facts::End::PodsOf(self.nodes.called(name)),
            End::At(name) => facts::End::At(name.clone()),
        }
    }
}
