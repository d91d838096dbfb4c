//! A project as it is in one cluster.

use npgen::frontend::parse::tree::{
    Common, Edge, External, File, Group, Namespace, Override, Profile, Project, Service, Text,
};

/// The tree, and the cluster in which it is read.
pub(super) struct Here<'t> {
    pub(super) project: &'t Project,
    /// The files as they are written, for what is declared at all.
    pub(super) files: &'t [File],
    /// `None` where the project has no `[clusters]`.
    pub(super) cluster: Option<&'t str>,
}

impl<'t> Here<'t> {
    pub(super) fn new(project: &'t Project, files: &'t [File], cluster: Option<&'t str>) -> Self {
        Self { project, files, cluster }
    }

    /// [K3], for what a node or an edge says itself.
    fn counts(&self, common: &Common) -> bool {
        common
            .clusters
            .as_ref()
            .is_none_or(|only| only.value.iter().any(|name| Some(name.value.as_str()) == self.cluster))
    }

    /// [K3], for a namespace: what one of its tables says holds for all of it.
    pub(super) fn has_namespace(&self, name: &str) -> bool {
        let tables = self.files.iter().flat_map(|file| &file.namespaces).filter(|table| table.name.value == name);
        tables.into_iter().all(|table| self.counts(&table.common))
    }

    pub(super) fn has_service(&self, file: &File, service: &Service) -> bool {
        self.counts(&service.common) && self.has_namespace(home(file, service))
    }

    /// A group whose namespaces are all elsewhere has nowhere to be.
    pub(super) fn has_group(&self, group: &Group) -> bool {
        let nowhere = |listed: &[Text]| !listed.iter().any(|name| self.has_namespace(&name.value));
        self.counts(&group.common) && !group.namespace.as_ref().is_some_and(|listed| nowhere(&listed.value))
    }

    pub(super) fn has_external(&self, external: &External) -> bool {
        self.counts(&external.common)
    }

    pub(super) fn has_edge(&self, edge: &Edge) -> bool {
        edge.detail.as_ref().is_none_or(|detail| self.counts(&detail.common))
    }

    /// The services that are here, each with its file.
    pub(super) fn services(&self) -> impl Iterator<Item = (&'t File, &'t Service)> {
        let all = self.files.iter().flat_map(|file| file.services.iter().map(move |service| (file, service)));
        all.filter(|(file, service)| self.has_service(file, service))
    }

    /// The groups that are here, each with its file.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&'t File, &'t Group)> {
        let all = self.files.iter().flat_map(|file| file.groups.iter().map(move |group| (file, group)));
        all.filter(|(_, group)| self.has_group(group))
    }

    /// The externals that are here, each with its file.
    pub(super) fn externals(&self) -> impl Iterator<Item = (&'t File, &'t External)> {
        let all = self.files.iter().flat_map(|file| file.externals.iter().map(move |external| (file, external)));
        all.filter(|(_, external)| self.has_external(external))
    }

    /// The tables of the namespaces that are here, each with its file.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = (&'t File, &'t Namespace)> {
        let all = self.files.iter().flat_map(|file| file.namespaces.iter().map(move |namespace| (file, namespace)));
        all.filter(|(_, namespace)| self.has_namespace(&namespace.name.value))
    }

    /// [K4]: a field as it is here, of the node's own and those that stand in its place.
    pub(super) fn field<F, T>(
        &self,
        own: &'t F,
        overrides: &'t [Override<F>],
        field: fn(&F) -> Option<&T>,
    ) -> Option<&'t T> {
        self.overridden(overrides).and_then(|instead| field(&instead.fields)).or_else(|| field(own))
    }

    /// [K4], for `tags` and `meta`.
    pub(super) fn tags_and_meta<F>(
        &self,
        common: &'t Common,
        overrides: &'t [Override<F>],
    ) -> (Vec<String>, Option<String>) {
        let instead = self.overridden(overrides);
        let tags = instead.and_then(|instead| instead.tags.as_ref()).unwrap_or(&common.tags);
        let meta = instead.and_then(|instead| instead.meta.as_ref()).or(common.meta.as_ref());
        (sorted(tags), meta.map(ToString::to_string))
    }

    fn overridden<F>(&self, overrides: &'t [Override<F>]) -> Option<&'t Override<F>> {
        overrides.iter().find(|one| Some(one.cluster.value.as_str()) == self.cluster)
    }

    /// [K2]: the profile of the cluster and the one for all, in this order.
    pub(super) fn profiles(&self) -> Vec<&'t Profile> {
        let own = self.project.clusters.iter().filter(|cluster| Some(cluster.name.value.as_str()) == self.cluster);
        own.map(|cluster| &cluster.profile).chain([&self.project.profile]).collect()
    }

    /// [K8]: what a governed namespace is called.
    pub(super) fn renamed(&self, namespace: &str) -> String {
        let mut own = self.project.clusters.iter().filter(|cluster| Some(cluster.name.value.as_str()) == self.cluster);
        let pattern = own.find_map(|cluster| cluster.rename.as_ref());
        let Some(pattern) = pattern else { return namespace.to_owned() };
        pattern.value.replace("{namespace}", namespace).replace("{cluster}", self.cluster.unwrap_or_default())
    }
}

/// [N7]
pub(super) fn home<'t>(file: &'t File, service: &'t Service) -> &'t str {
    let home = service.namespace.as_ref().or(file.namespace.as_ref());
    &home.expect("a service lives somewhere").value
}

/// Words, sorted, each once.
pub(super) fn sorted(words: &[Text]) -> Vec<String> {
    let mut words: Vec<String> = words.iter().map(|word| word.value.clone()).collect();
    words.sort();
    words.dedup();
    words
}
