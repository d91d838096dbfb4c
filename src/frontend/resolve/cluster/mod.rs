//! Tree → the tree of one cluster: what is elsewhere left out, what is different there put in its place.
//!
//! Whatever resolves names after this sees one cluster and nothing of the others, save which nodes are elsewhere.

mod elsewhere;
mod filter;
mod known;
mod overlay;
mod overrides;

use std::borrow::Cow;

use crate::frontend::parse::tree::{self, File, Flavor, Profile, Project, Text};

pub(super) use elsewhere::Elsewhere;
pub(super) use known::check;

/// What one cluster is like, as written.
#[derive(Debug)]
pub(super) struct Setting<'p> {
    /// Its name; `None` where the project has no `[clusters]`.
    pub(super) name: Option<&'p Text>,
    /// The kind of policies to write.
    pub(super) flavor: Flavor,
    /// `[profile]` with what differs.
    pub(super) profile: Cow<'p, Profile>,
    /// What governed namespaces are called.
    pub(super) rename: Option<&'p Text>,
}

impl<'p> Setting<'p> {
    /// That of a project without `[clusters]`.
    pub(super) fn of_project(project: &'p Project) -> Self {
        let flavor = project.flavor.as_ref().map(|flavor| flavor.value).unwrap_or_default();
        Self { name: None, flavor, profile: Cow::Borrowed(&project.profile), rename: None }
    }

    /// That of one cluster.
    pub(super) fn of_cluster(project: &'p Project, cluster: &'p tree::Cluster) -> Self {
        Self {
            name: Some(&cluster.name),
            flavor: cluster.flavor.as_ref().or(project.flavor.as_ref()).map(|flavor| flavor.value).unwrap_or_default(),
            profile: Cow::Owned(overlay::profile(&project.profile, &cluster.profile)),
            rename: cluster.rename.as_ref(),
        }
    }
}

/// The files as they are in one cluster, and the nodes that are elsewhere.
pub(super) fn files(files: &[File], cluster: &str) -> (Vec<File>, Elsewhere) {
    let elsewhere = Elsewhere::of(files, cluster);
    let here = files.iter().map(|file| filter::file(file, cluster, &elsewhere)).collect();
    (here, elsewhere)
}

#[cfg(test)]
mod tests;
