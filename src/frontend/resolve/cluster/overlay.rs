//! The profile of one cluster.

use crate::frontend::parse::tree::Profile;

/// `[profile]` with what `[clusters.NAME]` says in its place, name by name.
///
/// A version belongs to its engine: where the cluster says another engine and no version, there is none.
pub(super) fn profile(common: &Profile, own: &Profile) -> Profile {
    let mut names = own.names.clone();
    let given = |name: &str| own.names.iter().any(|entry| entry.name.value == name);
    names.extend(common.names.iter().filter(|entry| !given(&entry.name.value)).cloned());
    let version = own.version.as_ref().or(if own.engine.is_some() { None } else { common.version.as_ref() });
    Profile {
        engine: own.engine.as_ref().or(common.engine.as_ref()).cloned(),
        version: version.cloned(),
        mesh: own.mesh.as_ref().or(common.mesh.as_ref()).cloned(),
        pod_cidr: own.pod_cidr.as_ref().or(common.pod_cidr.as_ref()).cloned(),
        node_cidr: own.node_cidr.as_ref().or(common.node_cidr.as_ref()).cloned(),
        names,
    }
}
