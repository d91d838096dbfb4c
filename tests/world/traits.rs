//! What makes a project hard, counted: a run that met too little of it shows nothing.

use std::collections::BTreeMap;

use super::mentions::Mentions;
use super::packets::World;
use super::project::{Must, NAMESPACES, Pod, Project};

/// How many projects had each trait.
#[derive(Debug, Default)]
pub(crate) struct Traits(BTreeMap<&'static str, usize>);

impl Traits {
    /// Counts the traits of one project.
    pub(crate) fn count(&mut self, project: &Project) {
        let selectors = || {
            let services = project.services.iter().filter_map(|service| service.pods.as_ref());
            services.chain(project.groups.iter().filter_map(|group| group.pods.as_ref()))
        };
        let requirements = || selectors().flat_map(|selector| &selector.requirements);
        let nets: Vec<&str> = project.externals.iter().flat_map(|external| &external.cidr).copied().collect();
        let ranges =
            |ports: &super::project::Declared| ports.entries.iter().flatten().any(|port| port.first < port.last);
        let traits = [
            ("overlapping selectors", overlap(project)),
            ("NotIn", requirements().any(|requirement| matches!(requirement.must, Must::NotIn(_)))),
            ("nested except", project.externals.iter().any(|external| nested(&external.except))),
            ("both families", nets.iter().any(|net| net.contains(':')) && nets.iter().any(|net| net.contains('.'))),
            ("ports in ranges", project.services.iter().any(|service| ranges(&service.ports))),
            ("directions not isolated", half_open(project)),
        ];
        for (name, has) in traits {
            *self.0.entry(name).or_default() += usize::from(has);
        }
    }

    /// Fails unless each trait was met at least this often.
    pub(crate) fn assert_each(&self, least: usize) {
        for (name, met) in &self.0 {
            assert!(*met >= least, "only {met} projects had {name}, and {least} must have it");
        }
    }
}

impl std::fmt::Display for Traits {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let each: Vec<String> = self.0.iter().map(|(name, met)| format!("{name}: {met}")).collect();
        out.write_str(&each.join(", "))
    }
}

/// Whether a pod can belong to two services.
fn overlap(project: &Project) -> bool {
    let mut mentions = Mentions::default();
    mentions.by_project(project);
    let shared = |pod: &Pod| project.services.iter().filter(|service| project.service_has(service, pod)).count() > 1;
    NAMESPACES.iter().any(|namespace| World::new(&mentions, namespace).subjects.iter().any(shared))
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
