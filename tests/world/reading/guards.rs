//! The guards of one cluster.

use npgen::frontend::parse::tree;
use npgen::sets::Labels;

use super::edges::split;
use super::facts::{self, Facts, GuardEnd, Ports, Selected};
use super::here::sorted;
use super::names::{End, Meaning, Names};
use super::ports::{self, Asked};
use super::selector;

pub(super) fn add(names: &Names<'_>, facts: &mut Facts) {
    for file in names.here.files {
        let namespace = file.namespace.as_ref().map(|name| name.value.as_str());
        for guard in &file.guards {
            let counts = |only: &tree::Spanned<Vec<tree::Text>>| {
                only.value.iter().any(|name| Some(name.value.as_str()) == names.here.cluster)
            };
            if !guard.clusters.as_ref().is_none_or(counts) {
                continue;
            }
            let asked: Vec<Asked> = guard.port.iter().flat_map(|port| &port.value).map(ports::asked).collect();
            let ends = |ends: &[tree::GuardEnd], asked: &[Asked]| {
                let mut picked: Vec<GuardEnd> =
                    ends.iter().flat_map(|end| self::ends(names, end, namespace, asked)).collect();
                picked.sort();
                picked
            };
            // [Q5]
            let named = asked.iter().any(|one| matches!(one, Asked::Name(_)));
            let (from, except) = (ends(&guard.from, &[]), ends(&guard.except, &[]));
            let to = ends(&guard.to, if named { &asked } else { &[] });
            let numbers: Vec<_> =
                asked.iter().filter_map(|one| if let Asked::Port(port) = one { Some(*port) } else { None }).collect();
            let ports = (!named && !numbers.is_empty()).then(|| ports::opened(&numbers));
            // [Q10]
            if from.is_empty() || to.is_empty() {
                facts.add("left out", &(guard.place, "nothing is guarded"));
            } else {
                let why = guard.why.as_ref().map(|why| why.value.clone());
                facts.add(
                    "guard",
                    &facts::Guard { never: guard.never, from, to, except, ports, why, place: guard.place },
                );
            }
        }
    }
}

/// [Q2] to [Q4]
fn ends(names: &Names<'_>, end: &tree::GuardEnd, namespace: Option<&str>, asked: &[Asked]) -> Vec<GuardEnd> {
    match end {
        tree::GuardEnd::Named(text) => {
            let (name, port) = split(text);
            let own: Vec<Asked> = port.map(ports::asked_in).into_iter().collect();
            let asked = if own.is_empty() { asked } else { &own };
            match names.meaning(name, None, namespace) {
                Meaning::Elsewhere(_) => Vec::new(),
                Meaning::One(end) => vec![picked(names, &end, opened(names, &end, asked))],
                Meaning::Every(home) => {
                    let all = names.every(home.as_deref(), None).into_iter();
                    let ends = all.map(|end| (opened(names, &end, asked), end));
                    let declares = |ports: &Option<Ports>| !matches!(ports, Some(Some(ports)) if ports.is_empty());
                    ends.filter(|(ports, _)| declares(ports)).map(|(ports, end)| picked(names, &end, ports)).collect()
                }
            }
        }
        tree::GuardEnd::Picked { namespaces, pods, tags, .. } => {
            let mut labels = Labels::any();
            if let Some(namespaces) = namespaces {
                labels = selector::namespaces(&labels, &namespaces.value);
            }
            if let Some(pods) = pods {
                labels = selector::pods(&labels, &pods.value);
            }
            let by_labels = namespaces.is_some() || pods.is_some();
            let Some(tags) = tags else {
                return vec![GuardEnd { selected: Selected::Pods(labels), ports: None }];
            };
            let nodes = tagged(names, &sorted(&tags.value));
            let narrowed = nodes.into_iter().filter_map(|(end, pods)| {
                let selected =
                    if by_labels { Selected::Pods(pods?.intersect(&labels)?) } else { Selected::End(names.fact(&end)) };
                Some(GuardEnd { selected, ports: None })
            });
            narrowed.collect()
        }
    }
}

fn picked(names: &Names<'_>, end: &End, ports: Option<Ports>) -> GuardEnd {
    GuardEnd { selected: Selected::End(names.fact(end)), ports }
}

/// The ports at one end; `None` where none are asked for.
fn opened(names: &Names<'_>, end: &End, asked: &[Asked]) -> Option<Ports> {
    (!asked.is_empty()).then(|| names.opened(end, asked))
}

/// Every node that has all of these tags, with its pods where it has some.
fn tagged(names: &Names<'_>, tags: &[String]) -> Vec<(End, Option<Labels>)> {
    let has = |own: &[String]| tags.iter().all(|tag| own.contains(tag));
    let mut found = Vec::new();
    for ((home, name), node) in &names.nodes.services {
        let pods = node.pods().filter(|_| !node.on_nodes());
        found.push((End::Service(home.clone(), name.clone()), &node.fact.tags, pods.cloned()));
    }
    for (name, node) in &names.nodes.groups {
        found.push((End::Group(name.clone()), &node.fact.tags, node.pods().cloned()));
    }
    for (name, node) in &names.nodes.externals {
        found.push((End::External(name.clone()), &node.fact.tags, None));
    }
    for (name, namespace) in &names.nodes.namespaces {
        let pods = selector::in_namespaces(std::slice::from_ref(&namespace.name));
        found.push((End::Namespace(name.clone()), &namespace.tags, Some(pods)));
    }
    found.into_iter().filter(|(_, own, _)| has(own)).map(|(end, _, pods)| (end, pods)).collect()
}
