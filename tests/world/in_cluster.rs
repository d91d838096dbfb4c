//! A project as it is in one cluster: nothing left that is elsewhere, differs by cluster, or stands for something else.

use super::project::{
    CLUSTERS, Called, Cluster, Declared, Dns, Edge, End, Ingress, InsteadOfNames, Ports, Project, Until,
};

impl Project {
    /// The clusters by index; one without where there are no `[clusters]`.
    pub(crate) fn all_clusters(&self) -> Vec<Option<usize>> {
        if self.clusters.is_empty() { vec![None] } else { (0..self.clusters.len()).map(Some).collect() }
    }

    /// Where the folders of a cluster's namespaces are, below `out/`.
    pub(crate) fn folder_of(cluster: Option<usize>) -> String {
        cluster.map(|at| format!("{}/", CLUSTERS[at])).unwrap_or_default()
    }

    /// The project as it is in one cluster. No node is taken out, so that each keeps its index: see `here`.
    pub(crate) fn in_cluster(&self, cluster: Option<usize>) -> Self {
        let mut here = self.clone();
        here.clusters.clear();
        here.cluster = self.profile_in(cluster);
        for namespace in &mut here.namespaces {
            namespace.here = counts(namespace.clusters.as_ref(), cluster);
            for other in namespace.overrides.iter().filter(|other| Some(other.cluster) == cluster) {
                namespace.isolate = other.fields.isolate.or(namespace.isolate);
                namespace.off = other.fields.off.unwrap_or(namespace.off);
            }
        }
        for service in &mut here.services {
            service.here = counts(service.clusters.as_ref(), cluster) && here.namespaces[service.namespace].here;
            for other in service.overrides.iter().filter(|other| Some(other.cluster) == cluster) {
                service.pods = other.fields.pods.clone().or(service.pods.take());
                service.isolate = other.fields.isolate.or(service.isolate);
                service.ports = other.fields.ports.clone().unwrap_or_else(|| service.ports.clone());
            }
        }
        for group in &mut here.groups {
            let is_somewhere = group.namespaces.iter().any(|at| here.namespaces[*at].here);
            group.here = counts(group.clusters.as_ref(), cluster) && (group.namespaces.is_empty() || is_somewhere);
            for other in group.overrides.iter().filter(|other| Some(other.cluster) == cluster) {
                group.pods = Some(other.fields.clone());
            }
        }
        for external in &mut here.externals {
            external.here = counts(external.clusters.as_ref(), cluster);
            for other in external.overrides.iter().filter(|other| Some(other.cluster) == cluster) {
                external.networks = other.fields.clone();
            }
        }
        here.rename(self, cluster);
        let edges = self.edges.iter().filter(|edge| counts(edge.clusters.as_ref(), cluster));
        let edges = edges.filter(|edge| edge.until != Some(Until::Over));
        here.edges = edges.flat_map(|edge| here.meant(edge)).collect();
        here
    }

    /// The profile of a cluster.
    pub(crate) fn profile_in(&self, cluster: Option<usize>) -> Cluster {
        let mut profile = self.cluster.clone();
        if let Some(overlay) = cluster.map(|at| &self.clusters[at]) {
            profile.pod_cidr = overlay.pod_cidr.clone().or(profile.pod_cidr);
            profile.node_cidr = overlay.node_cidr.clone().or(profile.node_cidr);
            profile.dns = overlay.dns.unwrap_or(profile.dns);
            profile.ingress = overlay.ingress.clone().unwrap_or(profile.ingress);
            profile.mesh = overlay.mesh.unwrap_or(profile.mesh);
        }
        profile
    }

    fn rename(&mut self, whole: &Self, cluster: Option<usize>) {
        let Some(at) = cluster else { return };
        let Some(pattern) = whole.clusters[at].rename else { return };
        for home in 0..self.namespaces.len() {
            if self.is_governed(home) {
                let namespace = &mut self.namespaces[home];
                namespace.name = pattern.replace("{namespace}", &namespace.name).replace("{cluster}", CLUSTERS[at]);
            }
        }
    }

    /// Whether policies are written for a namespace, if it is isolated.
    pub(crate) fn is_governed(&self, namespace: usize) -> bool {
        let home = &self.namespaces[namespace];
        let lives = self.services.iter().any(|service| service.here && service.namespace == namespace);
        home.here && (lives || home.isolate.is_some())
    }

    /// The edges that one means here: none where an end is elsewhere, one for each service of a wildcard.
    fn meant(&self, edge: &Edge) -> Vec<Edge> {
        let mut edge = edge.clone();
        let dns = self.declared(self.really(End::Dns)).unwrap_or_default();
        if edge.callee == End::Dns && matches!(self.cluster.dns, Dns::Service(_)) {
            edge.called = Called::Numbers(dns.entries[0].clone());
        }
        (edge.caller, edge.callee) = (self.really(edge.caller), self.really(edge.callee));
        if let End::External(at) = edge.callee
            && !edge.fallback
            && self.externals[at].dns == Some(InsteadOfNames::Internet)
            && self.externals[at].here
        {
            edge.called = self.by_number(edge.callee, &edge.called).expect("an external has what is asked of it");
            edge.callee = End::Internet;
        }
        if !self.has(edge.caller) || !self.has(edge.callee) {
            return Vec::new();
        }
        let every = |namespace: Option<usize>, writer: End| {
            let all = (0..self.services.len()).filter(move |at| {
                self.services[*at].here && namespace.is_none_or(|home| self.services[*at].namespace == home)
            });
            all.map(End::Service).filter(move |end| *end != writer)
        };
        match (edge.caller, edge.callee) {
            (End::Every(namespace), callee) => {
                every(namespace, callee).map(|caller| Edge { caller, ..edge.clone() }).collect()
            }
            (caller, End::Every(namespace)) => {
                let with_ports = every(namespace, caller).filter_map(|callee| {
                    let called = self.by_number(callee, &edge.called)?;
                    Some(Edge { callee, called, ..edge.clone() })
                });
                with_ports.collect()
            }
            _ => vec![edge],
        }
    }

    /// The service behind an `@NAME`.
    pub(crate) fn really(&self, end: End) -> End {
        match (end, self.cluster.dns, &self.cluster.ingress) {
            (End::Dns, Dns::Service(at), _) => End::Service(at),
            (End::Ingress, _, Ingress::Service(at)) => End::Service(*at),
            _ => end,
        }
    }

    fn has(&self, end: End) -> bool {
        match end {
            End::Service(at) => self.services[at].here,
            End::Group(at) => self.groups[at].here,
            End::External(at) => self.externals[at].here,
            End::PodsOf(at) | End::Namespace(at) | End::Every(Some(at)) => self.namespaces[at].here,
            _ => true,
        }
    }

    /// What is called, without names; `None` where the callee declares none of the names.
    fn by_number(&self, callee: End, called: &Called) -> Option<Called> {
        let declared: Declared = self.declared(callee).unwrap_or_default();
        let numbers: Vec<Ports> = match called {
            Called::Implied => declared.entries.concat(),
            Called::Names(_) if !declared.named => return None,
            Called::Names(entries) => {
                entries.iter().filter_map(|at| declared.entries.get(*at)).flatten().copied().collect()
            }
            Called::Numbers(_) | Called::Any | Called::AnyOf(_) => return Some(called.clone()),
        };
        (!numbers.is_empty()).then_some(Called::Numbers(numbers))
    }
}

/// Whether something that is in these clusters only is in this one.
fn counts(only: Option<&Vec<usize>>, cluster: Option<usize>) -> bool {
    only.is_none_or(|only| cluster.is_some_and(|at| only.contains(&at)))
}
