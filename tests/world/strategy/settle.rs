//! What makes a random project a valid one in the end.

use std::collections::BTreeMap;

use super::super::mentions::Mentions;
use super::super::packets::{MOST, World};
use super::super::palette::{OWNERS, WHYS};
use super::super::project::{Called, Dns, End, Ingress, InsteadOfNames, Project};
use super::tape::Tape;
use super::{edges, setting};

/// Puts services that are in every cluster behind `@dns` and `@ingress`, now and then.
pub(super) fn names(project: &mut Project, tape: &mut Tape<'_>) {
    let everywhere: Vec<usize> = (0..project.services.len())
        .filter(|at| {
            let service = &project.services[*at];
            service.clusters.is_none() && project.namespaces[service.namespace].clusters.is_none()
        })
        .collect();
    let with_ports: Vec<usize> =
        everywhere.iter().copied().filter(|at| !project.services[*at].ports.entries.is_empty()).collect();
    if tape.one_in(2) && !with_ports.is_empty() {
        let dns = Dns::Service(with_ports[tape.pick(with_ports.len())]);
        match project.clusters.last_mut() {
            Some(overlay) => overlay.dns = Some(dns),
            None => project.cluster.dns = dns,
        }
    }
    if tape.one_in(2) && !everywhere.is_empty() {
        project.cluster.ingress = Ingress::Service(everywhere[tape.pick(everywhere.len())]);
    }
}

/// `resolve = false` is an error where the namespace resolves, and where a DNS name is called.
pub(super) fn resolve(project: &mut Project) {
    let calls = |at: usize| project.edges.iter().any(|edge| edge.caller == End::Namespace(at));
    let may_all: Vec<bool> = project
        .namespaces
        .iter()
        .enumerate()
        .map(|(at, namespace)| namespace.resolve.unwrap_or_else(|| calls(at)))
        .collect();
    let by_name = project.externals.iter().any(|external| external.dns.is_some());
    let kept = |resolve: Option<bool>| resolve.filter(|resolve| *resolve);
    for service in project.services.iter_mut().filter(|service| by_name || may_all[service.namespace]) {
        service.resolve = kept(service.resolve);
    }
    for group in project.groups.iter_mut().filter(|_| by_name || may_all.contains(&true)) {
        group.resolve = kept(group.resolve);
    }
    for namespace in project.namespaces.iter_mut().filter(|_| by_name) {
        namespace.resolve = kept(namespace.resolve);
    }
}

/// Every edge has a reason where the project asks for one.
pub(super) fn reasons(project: &mut Project) {
    if project.requires_why {
        project.edges.iter_mut().for_each(|edge| edge.why = edge.why.or(Some(WHYS[0])));
    }
}

/// Where both owners must agree, each namespace has an owner, whose files alone say what happens there, and each edge is
/// written in the files of both.
pub(super) fn consent(project: &mut Project, tape: &mut Tape<'_>) {
    if !project.consent_of_both {
        return;
    }
    let key = project.cluster.keys[0];
    let value = project.cluster.values[0][0];
    let overlays = project.clusters.iter_mut();
    overlays.for_each(|overlay| overlay.dns = overlay.dns.filter(|dns| !matches!(dns, Dns::Service(_))));
    if matches!(project.cluster.dns, Dns::Service(_)) {
        project.cluster.dns = Dns::Address;
    }
    if matches!(project.cluster.ingress, Ingress::Service(_)) {
        project.cluster.ingress = setting::ingress(key, value, tape);
    }
    for file in &mut project.files {
        file.owner = file.namespace.map(|at| OWNERS[at]);
    }
    for (at, namespace) in project.namespaces.iter_mut().enumerate() {
        namespace.owner = Some(OWNERS[at]);
    }
    for service in &mut project.services {
        service.account = false;
        if service.file == 0 {
            service.file = 1 + 2 * service.namespace;
        }
    }
    for group in &mut project.groups {
        let home = group.file.saturating_sub(1) / 2;
        (group.file, group.namespaces, group.team) = (1 + 2 * home, vec![home], None);
    }
    let home = |end: End| match end {
        End::Service(at) => Some(project.services[at].namespace),
        End::Group(at) => Some(project.groups[at].namespaces[0]),
        End::Namespace(at) => Some(at),
        _ => None,
    };
    let mut edges = std::mem::take(&mut project.edges);
    edges.retain_mut(|edge| {
        edge.fallback = true;
        let namespaces = [home(edge.caller), home(edge.callee)];
        let other_owner = namespaces[0].is_some() && namespaces[1].is_some() && namespaces[0] != namespaces[1];
        let of_namespace = [edge.caller, edge.callee].iter().any(|end| matches!(end, End::Namespace(_)));
        if !of_namespace {
            edge.at_caller |= namespaces[0].is_some();
            edge.at_callee |= namespaces[1].is_some();
        }
        let is_own = |every: Option<usize>, home: Option<usize>| every.is_some() && every == home;
        match (edge.caller, edge.callee) {
            (End::Every(every), _) => is_own(every, namespaces[1]),
            // The names of all ports are shared.
            (_, End::Every(every)) => is_own(every, namespaces[0]) || matches!(edge.called, Called::Names(_)),
            _ => !(of_namespace && other_owner),
        }
    });
    project.edges = edges;
    // Groups have moved, perhaps out of all clusters in which their wildcards mean somebody.
    let means_somebody: Vec<bool> = project.edges.iter().map(|edge| edges::means_somebody(project, edge)).collect();
    let mut means_somebody = means_somebody.into_iter();
    project.edges.retain(|_| means_somebody.next().unwrap_or(true));
    for external in &mut project.externals {
        external.dns = external.dns.map(|_| InsteadOfNames::Cidr);
    }
}

/// Drops edges until the closed world is small enough to be tried whole, with room for what only the policies name.
pub(super) fn size(project: &mut Project) {
    let size = |project: &Project| {
        let sizes = project.all_clusters().into_iter().map(|cluster| {
            let here = project.in_cluster(cluster);
            let mut mentions = Mentions::default();
            mentions.by_project(&here);
            World::new(&mentions, &here.namespaces[0].name, &BTreeMap::new()).size()
        });
        sizes.max().unwrap_or(0)
    };
    while size(project) > MOST / 2 && project.edges.pop().is_some() {}
}
