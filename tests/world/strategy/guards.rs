//! Random guards.

use super::super::palette::PORTS;
use super::super::project::{End, Guard, Project};
use super::tape::Tape;

pub(super) fn guard(project: &Project, tape: &mut Tape<'_>) -> Guard {
    let services = (0..project.services.len()).map(End::Service);
    let groups = (0..project.groups.len()).map(End::Group);
    let externals = (0..project.externals.len()).map(End::External);
    let namespaces = (0..project.namespaces.len()).map(End::PodsOf);
    let mut all: Vec<End> = services.chain(groups).chain(externals).chain(namespaces).collect();
    all.extend([End::Cluster, End::Anywhere, End::Internet, End::ApiServer, End::Ingress, End::Dns]);
    // A wildcard that picks nobody in any cluster would be an error.
    let clusters = project.all_clusters();
    if clusters.iter().all(|cluster| project.in_cluster(*cluster).services.iter().any(|service| service.here)) {
        all.push(End::Every(None));
    }
    let mut ends = |least: usize| {
        let count = least + tape.pick(2);
        (0..count).map(|_| all[tape.pick(all.len())]).collect()
    };
    let (from, to, except) = (ends(1), ends(1), ends(0));
    Guard {
        from,
        to,
        except,
        file: tape.pick(project.files.len()),
        never: tape.one_in(2),
        port: tape.one_in(2).then(|| PORTS[0][tape.pick(4)]),
        clusters: tape.clusters(project.clusters.len(), 4),
    }
}
