//! Guards: their ends looked up as those of edges, or picked by labels and tags.

use std::sync::Arc;

use crate::diagnostic::rule::{flavor_cannot_say, guard_end, invalid_port, no_single_namespace, port_twice};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::frontend::parse::tree::{self, File, Spanned, Text};
use crate::graph::{End, ExternalId, GroupId, Guard, GuardEnd, LeftOut, Must, Selected, ServiceId, Why};
use crate::sets::Labels;

use super::edge::ports;
use super::governed::every_pod;
use super::names::{Named, Names, Scope, split};
use super::nodes::undeclared_labels;
use super::part::place_of;
use super::port::{self, Asked};
use super::selector;

/// The guards of one file, and the namespace in which their bare names are looked up.
pub(super) struct Written {
    namespace: Option<String>,
    guards: Vec<tree::Guard>,
}

/// Takes the guards out of the files.
pub(super) fn take(files: &mut [File]) -> Vec<Written> {
    let take = |file: &mut File| Written {
        namespace: file.namespace.as_ref().map(|namespace| namespace.value.clone()),
        guards: std::mem::take(&mut file.guards),
    };
    files.iter_mut().map(take).collect()
}

/// The guards of one cluster.
#[derive(Debug, Default)]
pub(super) struct Guards {
    /// In the order of their places.
    pub(super) list: Vec<Guard>,
    /// Those that ask nothing in this cluster, since one of their ends picks nothing here.
    pub(super) left_out: Vec<LeftOut>,
    /// Where the ends are that pick something in this cluster.
    pub(super) picking: Vec<Place>,
    /// That an end picks nothing in this cluster, which is wrong unless it does in another.
    pub(super) barren: Vec<Diagnostic>,
}

/// Resolves all guards. One of which an end picks nothing here asks nothing here, and is left out.
pub(super) fn guards(written: Vec<Written>, names: Names<'_>, found: &mut Diagnostics) -> Guards {
    let mut guards = Guards::default();
    for file in written {
        let home = file.namespace.as_deref();
        let namespace = home.and_then(|home| names.nodes.namespaces.id(home));
        let elsewhere = home.filter(|home| names.nodes.elsewhere.has_namespace(home));
        // Guards are of no node: whoever writes them, a wildcard stands for every service.
        let scope = Scope { writer: &End::Anywhere, namespace, elsewhere };
        let reader = Reader { names, scope };
        for guard in file.guards {
            let guard = reader.guard(guard, &mut guards, found);
            guards.list.extend(guard);
        }
    }
    guards.list.sort_by_key(|guard| guard.place);
    guards
}

/// Reads the ends of one file's guards.
#[derive(Clone, Copy)]
struct Reader<'a> {
    names: Names<'a>,
    scope: Scope<'a>,
}

/// The ports that a guard asks for, with their places.
type AskedPorts<'t> = Vec<(Asked<'t>, Place)>;

impl Reader<'_> {
    fn guard(self, guard: tree::Guard, guards: &mut Guards, found: &mut Diagnostics) -> Option<Guard> {
        if let Some(enforce) = guard.enforce.as_ref().filter(|enforce| enforce.value) {
            found.push(flavor_cannot_say::enforce(enforce.place));
        }
        let asked = asked(guard.port.as_ref(), found)?;
        let numbers: Vec<_> = asked
            .iter()
            .filter_map(|(port, place)| match port {
                Asked::Spec(spec) => Some((*spec, *place)),
                Asked::Name(_) => None,
            })
            .collect();
        let all_numbers = !numbers.is_empty() && numbers.len() == asked.len();
        let ports = if all_numbers { Some(ports::opened(numbers.into_iter(), found)?) } else { None };
        let of_guard = (&asked, guard.port.as_ref().map(|port| port.place));
        let from = self.ends(&guard.from, None, guards, found);
        let to = self.ends(&guard.to, Some(of_guard), guards, found);
        let except = self.ends(&guard.except, None, guards, found)?;
        let (from, to) = (from?, to?);
        if from.is_empty() || to.is_empty() {
            guards.left_out.push(LeftOut { place: guard.place, why: Why::NothingGuarded });
            return None;
        }
        Some(Guard {
            must: if guard.never { Must::Never } else { Must::Always },
            from,
            to,
            except,
            ports,
            why: guard.why.map(|why| Arc::from(why.value)),
            enforce: false,
            place: guard.place,
        })
    }

    /// A list of ends; `None` where one is wrong, which is then reported. `of_guard` are the ports of the guard and where
    /// they stand, for ends that are called; the others have none.
    fn ends(
        self,
        ends: &[tree::GuardEnd],
        of_guard: Option<(&AskedPorts<'_>, Option<Place>)>,
        guards: &mut Guards,
        found: &mut Diagnostics,
    ) -> Option<Vec<GuardEnd>> {
        let mut picked = Some(Vec::with_capacity(ends.len()));
        for end in ends {
            let one = match end {
                tree::GuardEnd::Named(text) => self.named(text, of_guard, found),
                tree::GuardEnd::Picked { namespaces, pods, tags, place } => {
                    if let Some((name, place)) = of_guard.and_then(|(asked, _)| first_name(asked)) {
                        found.push(guard_end::port_name_of_pods(place, name));
                    }
                    self.picked(namespaces.as_ref(), pods.as_ref(), tags.as_ref(), *place, found)
                }
            };
            let place = end.place();
            match &one {
                Some(one) if !one.is_empty() => guards.picking.push(place),
                Some(_) if !self.is_elsewhere(end) => guards.barren.push(guard_end::picks_nothing(place)),
                Some(_) | None => {}
            }
            match (one, &mut picked) {
                (Some(one), Some(picked)) => picked.extend(one),
                _ => picked = None,
            }
        }
        picked
    }

    /// Whether an end is a node that is in other clusters only.
    fn is_elsewhere(self, end: &tree::GuardEnd) -> bool {
        match end {
            tree::GuardEnd::Named(text) => self.names.elsewhere(text, split(text).0, self.scope).is_some(),
            tree::GuardEnd::Picked { .. } => false,
        }
    }

    /// An end by name; none where it picks nothing here.
    fn named(
        self,
        text: &Text,
        of_guard: Option<(&AskedPorts<'_>, Option<Place>)>,
        found: &mut Diagnostics,
    ) -> Option<Vec<GuardEnd>> {
        let (name, colon) = split(text);
        if text.value.get(name.clone()) == Some("@namespace") {
            found.push(no_single_namespace::guard(place_of(text, name)));
            return None;
        }
        let own = match (colon, of_guard) {
            (Some(colon), None) => {
                found.push(guard_end::port_of_caller(place_of(text, colon)));
                return None;
            }
            (Some(_), Some((_, Some(port)))) => {
                found.push(port_twice::both(text.place, port));
                return None;
            }
            (Some(colon), Some(_)) => match port::behind_colon(text, colon) {
                Ok(asked) => vec![asked],
                Err(wrong) => {
                    found.push(wrong);
                    return None;
                }
            },
            (None, _) => Vec::new(),
        };
        if self.names.elsewhere(text, name.clone(), self.scope).is_some() {
            return Some(Vec::new());
        }
        let named = self.names.named(text, name, self.scope, found)?;
        let of_guard = of_guard.map(|(asked, _)| asked).filter(|asked| first_name(asked).is_some());
        let asked = if own.is_empty() { of_guard.map_or([].as_slice(), Vec::as_slice) } else { own.as_slice() };
        match named {
            Named::One(end) => {
                let ports =
                    if asked.is_empty() { None } else { Some(ports::of_guard(asked, &end, self.names, found)?) };
                Some(vec![GuardEnd { selected: Selected::End(end), ports, place: text.place }])
            }
            Named::Each(namespace) => {
                let ends = self.names.each(namespace, self.scope.writer).map(End::Service);
                let ends = ends.filter_map(|end| {
                    let ports =
                        if asked.is_empty() { None } else { Some(ports::where_declared(asked, &end, self.names)?) };
                    Some(GuardEnd { selected: Selected::End(end), ports, place: text.place })
                });
                Some(ends.collect())
            }
        }
    }

    /// Ends by labels and tags; none where they pick nothing here.
    fn picked(
        self,
        namespaces: Option<&Spanned<tree::Selector>>,
        pods: Option<&Spanned<tree::Selector>>,
        tags: Option<&Spanned<Vec<Text>>>,
        place: Place,
        found: &mut Diagnostics,
    ) -> Option<Vec<GuardEnd>> {
        let mut labels = Labels::any();
        if let Some(namespaces) = namespaces {
            labels = selector::namespaces(&labels, namespaces, found)?;
            undeclared_labels(&labels, namespaces.place, self.names.nodes, found);
        }
        if let Some(pods) = pods {
            labels = selector::pods(&labels, pods, found)?;
        }
        let by_labels = namespaces.is_some() || pods.is_some();
        let end = |selected| GuardEnd { selected, ports: None, place };
        match tags {
            Some(tags) if !tags.value.is_empty() => {
                let nodes = self.tagged(&tags.value);
                Some(nodes.filter_map(|node| self.narrowed(node, by_labels.then_some(&labels))).map(end).collect())
            }
            None if by_labels => {
                let all = &self.names.nodes.namespaces;
                let is_any = all.iter().any(|(_, namespace)| !labels.is_disjoint(&every_pod(namespace)));
                Some(is_any.then(|| end(Selected::Pods(labels))).into_iter().collect())
            }
            _ => {
                found.push(guard_end::asks_nothing(place));
                None
            }
        }
    }

    /// The nodes that have all of these tags.
    fn tagged(self, tags: &[Text]) -> impl Iterator<Item = End> {
        let nodes = self.names.nodes;
        let has = move |own: &[Arc<str>]| tags.iter().all(|tag| own.iter().any(|own| **own == *tag.value));
        let services = (0..).map(ServiceId).zip(&nodes.services).filter(move |(_, node)| has(&node.tags));
        let groups = (0..).map(GroupId).zip(&nodes.groups).filter(move |(_, node)| has(&node.tags));
        let externals = (0..).map(ExternalId).zip(&nodes.externals).filter(move |(_, node)| has(&node.tags));
        let namespaces = nodes.namespaces.iter().filter(move |(_, node)| has(&node.tags));
        services
            .map(|(id, _)| End::Service(id))
            .chain(groups.map(|(id, _)| End::Group(id)))
            .chain(externals.map(|(id, _)| End::External(id)))
            .chain(namespaces.map(|(id, _)| End::Namespace(id)))
    }

    /// A node, or those of its pods that have these labels.
    fn narrowed(self, node: End, labels: Option<&Labels>) -> Option<Selected> {
        let Some(labels) = labels else { return Some(Selected::End(node)) };
        let pods = match &node {
            End::Service(id) => self.names.service(*id).filter(|service| !service.host_network)?.pods.clone(),
            End::Group(id) => self.names.group(*id)?.pods.clone(),
            End::Namespace(id) => Labels::in_namespace(self.names.nodes.namespaces.get(*id)?.name.clone()),
            _ => return None,
        };
        pods.intersect(labels).map(Selected::Pods)
    }
}

/// The ports that a guard asks for; `None` where one can't be read, which is then reported.
fn asked<'t>(port: Option<&'t Spanned<Vec<tree::Port>>>, found: &mut Diagnostics) -> Option<AskedPorts<'t>> {
    let Some(port) = port else { return Some(Vec::new()) };
    if port.value.is_empty() {
        found.push(invalid_port::none(port.place, "port"));
        return None;
    }
    let mut asked = Vec::with_capacity(port.value.len());
    for port in &port.value {
        match port::asked(port) {
            Ok(port) => asked.push(port),
            Err(wrong) => found.push(wrong),
        }
    }
    (asked.len() == port.value.len()).then_some(asked)
}

/// The first port by name among those asked for.
fn first_name<'t>(asked: &AskedPorts<'t>) -> Option<(&'t str, Place)> {
    asked.iter().find_map(|(port, place)| match port {
        Asked::Name(name) => Some((*name, *place)),
        Asked::Spec(_) => None,
    })
}
