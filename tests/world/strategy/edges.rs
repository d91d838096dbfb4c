//! Random edges.

use super::super::palette::{OWNERS, PORTS, WHYS};
use super::super::project::{Called, Dns, Edge, End, Ingress, Project, Protocol, Until};
use super::tape::Tape;

pub(super) fn edge(project: &mut Project, tape: &mut Tape<'_>) {
    let services = (0..project.services.len()).map(End::Service);
    let nodes: Vec<End> = services.chain((0..project.groups.len()).map(End::Group)).collect();
    let namespaces = (0..project.namespaces.len()).map(End::Namespace);
    let own: Vec<End> = nodes.iter().copied().chain(namespaces).collect();
    let anchor = own[tape.pick(own.len())];
    let other = other_end(project, &nodes, anchor, tape);
    let is_caller = !tape.one_in(2);
    let (caller, callee) = if is_caller { (anchor, other) } else { (other, anchor) };
    let called = called(project, (caller, callee), tape);
    let written_by_itself = matches!(other, End::Service(_) | End::Group(_) | End::External(_));
    let can_be_named = !matches!(anchor, End::Namespace(_));
    let side = if written_by_itself && can_be_named { tape.pick(3) } else { 0 };
    let at_anchor = side != 1;
    let at_other = side != 0;
    let why = tape.one_in(2).then_some(WHYS[tape.pick(WHYS.len())]);
    let owner = tape.one_in(3).then_some(OWNERS[tape.pick(OWNERS.len())]);
    let qualified = tape.one_in(2);
    let clusters = tape.clusters(project.clusters.len(), 5);
    let until = [None, None, None, None, Some(Until::Far), Some(Until::Soon), Some(Until::Over), Some(Until::Over)];
    let until = until[tape.pick(until.len())];
    let fallback = tape.one_in(4);
    let mut edge = Edge {
        clusters,
        until,
        fallback,
        caller,
        callee,
        called,
        at_caller: if is_caller { at_anchor } else { at_other },
        at_callee: if is_caller { at_other } else { at_anchor },
        why,
        owner,
        qualified,
    };
    // What differs from one place to the other would be an error, so it is a function of the ends.
    if let Some(known) = project.edges.iter().find(|known| (known.caller, known.callee) == (caller, callee)) {
        (edge.owner, edge.until, edge.fallback) = (known.owner, known.until, known.fallback);
    }
    // Ends that can be the same in one cluster and two in another say nothing that could differ.
    let can_be_two =
        |end: End| [Some(End::Dns), Some(End::Ingress)].contains(&Some(end)) || services_behind(project).contains(&end);
    if can_be_two(caller) || can_be_two(callee) {
        (edge.owner, edge.until, edge.fallback) = (None, None, false);
    }
    if means_somebody(project, &edge) {
        project.edges.push(edge);
    }
}

/// The services that are `@dns` or `@ingress` in some cluster.
pub(super) fn services_behind(project: &Project) -> Vec<End> {
    let each = project.all_clusters().into_iter();
    let each = each.map(|cluster| project.profile_in(cluster));
    each.flat_map(|profile| {
        let dns = if let Dns::Service(at) = profile.dns { Some(End::Service(at)) } else { None };
        let ingress = if let Ingress::Service(at) = profile.ingress { Some(End::Service(at)) } else { None };
        dns.into_iter().chain(ingress)
    })
    .collect()
}

/// A wildcard that stands for nobody in any cluster would be an error.
pub(super) fn means_somebody(project: &Project, edge: &Edge) -> bool {
    let is_wild = [edge.caller, edge.callee].iter().any(|end| matches!(end, End::Every(_)));
    if !is_wild {
        return true;
    }
    let alone = Project { edges: vec![Edge { until: None, ..edge.clone() }], ..project.clone() };
    alone.all_clusters().into_iter().any(|cluster| !alone.in_cluster(cluster).edges.is_empty())
}

fn other_end(project: &Project, nodes: &[End], anchor: End, tape: &mut Tape<'_>) -> End {
    let profiles: Vec<_> = project.all_clusters().into_iter().map(|cluster| project.profile_in(cluster)).collect();
    let knows_inside = profiles.iter().all(|profile| profile.pod_cidr.is_some() && profile.node_cidr.is_some());
    let knows_nodes = profiles.iter().all(|profile| profile.node_cidr.as_ref().is_some_and(|nets| !nets.is_empty()));
    let mut special = vec![End::Cluster, End::Anywhere, End::Internet, End::ApiServer, End::Ingress, End::Dns];
    // What is rare at the calling end only.
    special.extend([End::ApiServer; 4]);
    special.push(End::PodsOf(tape.pick(project.namespaces.len())));
    special.extend(knows_inside.then_some(End::World));
    special.extend(knows_nodes.then_some(End::Nodes));
    let externals: Vec<End> = (0..project.externals.len()).map(End::External).collect();
    match tape.pick(13) {
        0..3 => nodes[tape.pick(nodes.len())],
        3..6 if !externals.is_empty() => externals[tape.pick(externals.len())],
        6 if !matches!(anchor, End::Namespace(_)) => anchor,
        7..11 => End::Every(tape.one_in(2).then(|| tape.pick(project.namespaces.len()))),
        _ => special[tape.pick(special.len())],
    }
}

fn called(project: &Project, (caller, callee): (End, End), tape: &mut Tape<'_>) -> Called {
    if let End::Every(namespace) = callee {
        return called_everywhere(project, caller, namespace, tape);
    }
    let behind = services_behind(project);
    let any = |choice| match choice {
        0 => Called::Any,
        choice => Called::AnyOf([Protocol::Tcp, Protocol::Udp, Protocol::Sctp][choice % 3]),
    };
    let profiles: Vec<_> = project.all_clusters().into_iter().map(|cluster| project.profile_in(cluster)).collect();
    if callee == End::Dns && profiles.iter().any(|profile| matches!(profile.dns, Dns::Service(_))) {
        return Called::Implied;
    }
    if callee == End::Ingress && !behind.is_empty() {
        return any(tape.pick(4));
    }
    let declared = project.declared(callee).unwrap_or_default();
    let entries = &declared.entries;
    let implied = match callee {
        End::External(_) | End::Dns | End::ApiServer => !entries.is_empty(),
        _ => entries.len() == 1,
    };
    let of_profile = matches!(callee, End::Dns | End::ApiServer);
    // What has other numbers in some cluster is called by what it has everywhere.
    let numbers_differ = match callee {
        End::Service(at) => project.services[at].overrides.iter().any(|other| other.fields.ports.is_some()),
        _ => false,
    };
    let choice = tape.pick(7);
    if implied && (choice < 4 || numbers_differ && !declared.named) {
        return Called::Implied;
    }
    if entries.is_empty() {
        let known = PORTS[0];
        return match choice {
            0..4 => Called::Numbers(vec![known[tape.pick(4)]]),
            4 => Called::Numbers(vec![known[3], known[tape.pick(3)]]),
            5 => Called::Any,
            _ => Called::AnyOf([Protocol::Tcp, Protocol::Udp, Protocol::Sctp][tape.pick(3)]),
        };
    }
    let first = tape.pick(entries.len());
    match choice {
        5 if !of_profile => Called::Any,
        6 if !of_profile => Called::AnyOf([Protocol::Tcp, Protocol::Udp, Protocol::Sctp][tape.pick(3)]),
        4 if entries.len() > 1 => {
            let second = (first + 1) % entries.len();
            if declared.named {
                Called::Names(vec![first, second])
            } else {
                Called::Numbers([first, second].iter().flat_map(|at| entries[*at].clone()).collect())
            }
        }
        1 | 3 if declared.named && !numbers_differ => Called::Numbers(vec![entries[first][0]]),
        _ if declared.named => Called::Names(vec![first]),
        _ => Called::Numbers(vec![entries[first][0]]),
    }
}

/// The ports of a wildcard: by a name that one of its services has, by number, or any.
fn called_everywhere(project: &Project, writer: End, namespace: Option<usize>, tape: &mut Tape<'_>) -> Called {
    let all = project.services.iter().enumerate().filter(|(at, service)| {
        End::Service(*at) != writer && namespace.is_none_or(|home| home == service.namespace) && service.ports.named
    });
    let names = all.map(|(_, service)| service.ports.entries.len()).max().unwrap_or(0);
    match tape.pick(5) {
        0..3 if names > 0 => Called::Names(vec![tape.pick(names)]),
        3 => Called::Any,
        choice => Called::Numbers(vec![PORTS[0][choice % 4]]),
    }
}
