//! What makes a project hard, counted: a run that met too little of it shows nothing.

use std::collections::BTreeMap;

use super::mentions::Mentions;
use super::packets::World;
use super::project::{Dns, End, Ingress, Must, Namespace, Pod, Project, Until};
use super::trial::Counts;

/// How many projects had each trait.
#[derive(Debug, Default)]
pub(crate) struct Traits(Counts);

impl Traits {
    /// Counts the traits of one project.
    pub(crate) fn count(&mut self, project: &Project) {
        let selectors = || {
            let services = project.services.iter().filter_map(|service| service.pods.as_ref());
            services.chain(project.groups.iter().filter_map(|group| group.pods.as_ref()))
        };
        let requirements = || selectors().flat_map(|selector| &selector.requirements);
        let nets: Vec<&str> = project.externals.iter().flat_map(|external| &external.networks.cidr).copied().collect();
        let ranges =
            |ports: &super::project::Declared| ports.entries.iter().flatten().any(|port| port.first < port.last);
        let ends = || project.edges.iter().flat_map(|edge| [edge.caller, edge.callee]);
        let traits = [
            ("overlapping selectors", overlap(project)),
            ("NotIn", requirements().any(|requirement| matches!(requirement.must, Must::NotIn(_)))),
            ("nested except", project.externals.iter().any(|external| nested(&external.networks.except))),
            ("both families", nets.iter().any(|net| net.contains(':')) && nets.iter().any(|net| net.contains('.'))),
            ("ports in ranges", project.services.iter().any(|service| ranges(&service.ports))),
            ("directions not isolated", half_open(project)),
            ("several clusters", project.clusters.len() > 1),
            ("nodes or edges of some clusters", has_filters(project)),
            ("nodes that differ by cluster", has_overrides(project)),
            ("renamed namespaces", project.clusters.iter().any(|overlay| overlay.rename.is_some())),
            ("profiles that differ", has_overlays(project)),
            ("wildcards", ends().any(|end| matches!(end, End::Every(_)))),
            ("edges written at both ends", project.edges.iter().any(|edge| edge.at_caller && edge.at_callee)),
            ("groups by the labels of namespaces", project.groups.iter().any(|group| group.team.is_some())),
            ("namespaces that call or are called", ends().any(|end| matches!(end, End::Namespace(_)))),
            ("isolation by service", project.services.iter().any(|service| service.isolate.is_some())),
            ("stage off", project.namespaces.iter().any(is_off)),
            ("edges that are over", project.edges.iter().any(|edge| edge.until == Some(Until::Over))),
            ("consent of both", project.consent_of_both),
            ("reasons required", project.requires_why),
            ("services behind names", has_services_behind_names(project)),
            ("DNS names", project.externals.iter().any(|external| external.dns.is_some())),
            ("a mesh", has_mesh(project)),
        ];
        self.0.count(traits);
    }

    /// Fails unless enough projects had each trait.
    pub(crate) fn assert_each(&self) {
        self.0.assert_each();
    }
}

impl std::fmt::Display for Traits {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// Whether a pod can belong to two services.
fn overlap(project: &Project) -> bool {
    let project = project.in_cluster(project.all_clusters()[0]);
    let mut mentions = Mentions::default();
    mentions.by_project(&project);
    let shared = |pod: &Pod| project.services.iter().filter(|service| project.service_has(service, pod)).count() > 1;
    project
        .namespaces
        .iter()
        .any(|namespace| World::new(&mentions, &namespace.name, &BTreeMap::new()).subjects.iter().any(shared))
}

/// Whether one of these lies inside another.
fn nested(nets: &[&str]) -> bool {
    let nets: Vec<ipnet::IpNet> = nets.iter().map(|net| net.parse().expect("well formed")).collect();
    nets.iter().any(|net| nets.iter().any(|other| net != other && net.contains(other)))
}

/// Whether a namespace with services is open in a direction.
fn half_open(project: &Project) -> bool {
    project.services.iter().any(|service| {
        let isolate = project.namespaces[service.namespace].isolate.or(project.cluster.default_isolate);
        isolate.is_some_and(|isolate| !isolate.ingress || !isolate.egress)
    })
}

/// Whether something is in some clusters only.
fn has_filters(project: &Project) -> bool {
    let services = project.services.iter().map(|node| &node.clusters);
    let groups = project.groups.iter().map(|node| &node.clusters);
    let externals = project.externals.iter().map(|node| &node.clusters);
    let namespaces = project.namespaces.iter().map(|node| &node.clusters);
    let edges = project.edges.iter().map(|edge| &edge.clusters);
    services.chain(groups).chain(externals).chain(namespaces).chain(edges).any(Option::is_some)
}

fn has_overrides(project: &Project) -> bool {
    project.services.iter().any(|node| !node.overrides.is_empty())
        || project.groups.iter().any(|node| !node.overrides.is_empty())
        || project.externals.iter().any(|node| !node.overrides.is_empty())
        || project.namespaces.iter().any(|node| !node.overrides.is_empty())
}

fn has_overlays(project: &Project) -> bool {
    project.clusters.iter().any(|overlay| {
        overlay.pod_cidr.is_some() || overlay.node_cidr.is_some() || overlay.dns.is_some() || overlay.ingress.is_some()
    })
}

fn is_off(namespace: &Namespace) -> bool {
    namespace.off || namespace.overrides.iter().any(|other| other.fields.off == Some(true))
}

fn has_services_behind_names(project: &Project) -> bool {
    let mut profiles = project.all_clusters().into_iter().map(|cluster| project.profile_in(cluster));
    profiles.any(|profile| matches!(profile.dns, Dns::Service(_)) || matches!(profile.ingress, Ingress::Service(_)))
}

fn has_mesh(project: &Project) -> bool {
    project.all_clusters().into_iter().any(|cluster| project.profile_in(cluster).mesh)
}
