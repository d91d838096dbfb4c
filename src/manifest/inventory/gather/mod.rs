//! Objects, one after the other → inventory.

mod config;
mod fields;
mod metadata;
mod owners;
mod pod;
mod service;

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Place};
use crate::manifest::Node;
use crate::manifest::read::Object;

use super::{ConfigMap, Ingress, Inventory, LabelMap, Namespace, Service, Workload};
use fields::Fields;
use metadata::Metadata;
use owners::Owners;

/// An inventory that grows: objects go in one by one, in any order, and none is kept whole.
#[derive(Debug)]
pub struct Gathering {
    /// The namespace of objects that name none.
    default: Arc<str>,
    namespaces: Vec<Namespace>,
    owners: Owners,
    services: Vec<Service>,
    config_maps: Vec<ConfigMap>,
    ingresses: Vec<Ingress>,
    others: BTreeMap<(String, String), usize>,
    no_objects: Vec<Place>,
    without_namespace: usize,
}

/// What is read of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Namespace,
    Pod,
    /// An object with a pod template at this path; the labels by which it knows its pods at that one.
    Maker {
        template: &'static [&'static str],
        selector: &'static [&'static str],
    },
    Service,
    ConfigMap,
    Ingress,
}

/// The kinds that are looked into, with their group and the versions in which they have the same shape.
const KINDS: &[(&str, &str, &[&str], Kind)] = &[
    ("Namespace", "", &["v1"], Kind::Namespace),
    ("Pod", "", &["v1"], Kind::Pod),
    ("Service", "", &["v1"], Kind::Service),
    ("ConfigMap", "", &["v1"], Kind::ConfigMap),
    ("ReplicationController", "", &["v1"], Kind::Maker { template: TEMPLATE, selector: &["spec", "selector"] }),
    ("Deployment", "apps", APPS, Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("StatefulSet", "apps", APPS, Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("DaemonSet", "apps", APPS, Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("ReplicaSet", "apps", APPS, Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("Deployment", "extensions", &["v1beta1"], Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("DaemonSet", "extensions", &["v1beta1"], Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("ReplicaSet", "extensions", &["v1beta1"], Kind::Maker { template: TEMPLATE, selector: SELECTOR }),
    ("Job", "batch", &["v1"], Kind::Maker { template: TEMPLATE, selector: &[] }),
    ("CronJob", "batch", &["v1", "v1beta1"], Kind::Maker { template: CRON_TEMPLATE, selector: &[] }),
    ("Ingress", "networking.k8s.io", &["v1"], Kind::Ingress),
];
const APPS: &[&str] = &["v1", "v1beta2", "v1beta1"];
const TEMPLATE: &[&str] = &["spec", "template"];
const CRON_TEMPLATE: &[&str] = &["spec", "jobTemplate", "spec", "template"];
const SELECTOR: &[&str] = &["spec", "selector", "matchLabels"];

impl Gathering {
    /// An empty one; objects that name no namespace count as being in `default`.
    pub fn new(default: &str) -> Self {
        Self {
            default: Arc::from(default),
            namespaces: Vec::new(),
            owners: Owners::default(),
            services: Vec::new(),
            config_maps: Vec::new(),
            ingresses: Vec::new(),
            others: BTreeMap::new(),
            no_objects: Vec::new(),
            without_namespace: 0,
        }
    }

    /// Takes an object. A part of it that is wrong is found, and left out.
    pub fn add(&mut self, object: &Object<'_>, found: &mut Diagnostics) {
        let Some(kind) = kind(&object.api_version, &object.kind) else {
            let key = (object.api_version.clone().into_owned(), object.kind.clone().into_owned());
            *self.others.entry(key).or_default() += 1;
            return;
        };
        let mut fields = Fields::new(object.source, found);
        let node = &object.node;
        if kind != Kind::Namespace && !names_namespace(node) {
            self.without_namespace += 1;
        }
        match kind {
            Kind::Namespace => self.namespaces.extend(config::namespace(&mut fields, node)),
            Kind::Service => self.services.extend(service::service(&mut fields, node, &self.default)),
            Kind::ConfigMap => self.config_maps.extend(config::config_map(&mut fields, node, &self.default)),
            Kind::Ingress => self.ingresses.extend(config::ingress(&mut fields, node, &self.default)),
            Kind::Pod => self.pod(&mut fields, object),
            Kind::Maker { template, selector } => self.maker(&mut fields, object, template, selector),
        }
    }

    /// Takes the places of documents that are no objects.
    pub fn add_no_objects(&mut self, places: Vec<Place>) {
        self.no_objects.extend(places);
    }

    /// Takes what another one gathered, as if its objects came after those that are here.
    pub fn append(&mut self, later: Self) {
        self.namespaces.extend(later.namespaces);
        self.owners.append(later.owners);
        self.services.extend(later.services);
        self.config_maps.extend(later.config_maps);
        self.ingresses.extend(later.ingresses);
        for (kind, count) in later.others {
            *self.others.entry(kind).or_default() += count;
        }
        self.no_objects.extend(later.no_objects);
        self.without_namespace += later.without_namespace;
    }

    /// All of it, sorted. Where an object was taken twice, the place that comes first counts.
    pub fn finish(self) -> Inventory {
        Inventory {
            namespaces: first_of_each(self.namespaces, |one| ("", &one.name), |one| one.place),
            workloads: self.owners.finish(),
            services: first_of_each(self.services, |one| (&one.namespace, &one.name), |one| one.place),
            config_maps: first_of_each(self.config_maps, |one| (&one.namespace, &one.name), |one| one.place),
            ingresses: first_of_each(self.ingresses, |one| (&one.namespace, &one.name), |one| one.place),
            others: self.others,
            no_objects: self.no_objects,
            without_namespace: self.without_namespace,
        }
    }

    fn pod(&mut self, fields: &mut Fields<'_>, object: &Object<'_>) {
        let Some(mut metadata) = Metadata::read(fields, &object.node) else { return };
        let Some(template) = pod::spec(fields, &object.node, mem::take(&mut metadata.labels)) else { return };
        let live = pod::live(fields, &object.node, metadata.name.clone());
        let workload = self.workload(&object.kind, &metadata, template, LabelMap::new());
        self.owners.pod(workload, live, metadata.owner);
    }

    fn maker(&mut self, fields: &mut Fields<'_>, object: &Object<'_>, template: &[&str], selector: &[&str]) {
        let Some(metadata) = Metadata::read(fields, &object.node) else { return };
        let selector = match selector.split_last() {
            Some((last, path)) => match fields.at(&object.node, path) {
                Some(node) => fields.labels(node, last).labels,
                None => LabelMap::new(),
            },
            None => LabelMap::new(),
        };
        if fields.get(&object.node, "spec").is_none() {
            let namespace = metadata.namespace.unwrap_or_else(|| self.default.clone());
            self.owners.owned((namespace, Arc::from(&*object.kind), metadata.name), metadata.owner);
            return;
        }
        let idle = fields.get(&object.node, "spec").is_some_and(|spec| fields.is_zero(spec, "replicas"));
        let Some(template) = fields.at(&object.node, template) else { return };
        let Some(template) = pod::template(fields, template) else { return };
        let workload = self.workload(&object.kind, &metadata, template, selector);
        self.owners.maker(workload, metadata.owner, idle);
    }

    fn workload(&self, kind: &str, metadata: &Metadata, template: pod::Template, selector: LabelMap) -> Workload {
        Workload {
            namespace: metadata.namespace.clone().unwrap_or_else(|| self.default.clone()),
            name: metadata.name.clone(),
            kind: Arc::from(kind),
            labels: template.labels.labels,
            selector,
            service_account: template.service_account,
            host_network: template.host_network,
            containers: template.containers,
            config_volumes: template.config_volumes,
            pods: Vec::new(),
            place: metadata.place,
            labels_place: template.labels.place.unwrap_or(metadata.place),
        }
    }
}

/// The objects sorted by namespace and name; of those that have both in common the one whose place comes first.
fn first_of_each<T>(mut objects: Vec<T>, name: fn(&T) -> (&str, &str), place: fn(&T) -> Place) -> Vec<T> {
    objects.sort_by(|left, right| (name(left), place(left)).cmp(&(name(right), place(right))));
    objects.dedup_by(|later, first| name(later) == name(first));
    objects
}

/// What is read of objects of a kind; `None` where nothing is.
fn kind(api_version: &str, kind: &str) -> Option<Kind> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let found =
        KINDS.iter().find(|(name, of, versions, _)| *name == kind && *of == group && versions.contains(&version));
    found.map(|(.., kind)| *kind)
}

/// Whether an object says in which namespace it is.
fn names_namespace(node: &Node<'_>) -> bool {
    node.get("metadata").is_some_and(|metadata| metadata.get("namespace").is_some())
}

#[cfg(test)]
mod tests;
