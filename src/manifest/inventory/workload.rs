//! Workloads: pods that are alike, and what they run.

use std::net::IpAddr;
use std::sync::Arc;

use crate::diagnostic::Place;
use crate::sets::Protocol;

use super::LabelMap;

/// Pods that are alike: those of one pod template, or live ones of one owner with equal labels, service account, host
/// network and ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workload {
    /// The namespace.
    pub namespace: Arc<str>,
    /// The name of the object that makes the pods: their topmost owner as far as owner references tell; a pod without
    /// an owner, or one that its node owns, goes by its own.
    pub name: Arc<str>,
    /// The kind of that object, as in its manifest: `Deployment`, `Pod`, or any kind that a reference names.
    pub kind: Arc<str>,
    /// The labels of the pods.
    pub labels: LabelMap,
    /// The `matchLabels` by which that object knows its pods, which unlike their other labels stay from one version to
    /// the next; empty where there are none: of a Job, of a pod without an owner, of live pods.
    pub selector: LabelMap,
    /// The pods' service account.
    pub service_account: Arc<str>,
    /// Whether the pods use their node's network: then they are no pods to a policy, but nodes.
    pub host_network: bool,
    /// Their containers: those that start first come first.
    pub containers: Vec<Container>,
    /// The names of the config maps that are mounted as volumes, sorted, none twice.
    pub config_volumes: Vec<Arc<str>>,
    /// The pods that are there as objects, sorted by name; empty where only their template is.
    pub pods: Vec<LivePod>,
    /// Where the name of the object stands.
    pub place: Place,
    /// Where the pods' labels stand; the object's name where they have none.
    pub labels_place: Place,
}

/// A pod that is there as an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LivePod {
    /// Its name.
    pub name: Arc<str>,
    /// Its addresses, one of each family at most; none before it is started.
    pub addresses: Vec<IpAddr>,
    /// The addresses of its node.
    pub node_addresses: Vec<IpAddr>,
    /// Whether it ran to its end (phase `Succeeded` or `Failed`): its addresses may be another pod's by now.
    pub finished: bool,
}

/// A container of a pod.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container {
    /// Its name.
    pub name: Arc<str>,
    /// When it runs.
    pub role: ContainerRole,
    /// The ports that it declares.
    pub ports: Vec<ContainerPort>,
    /// `command` and `args`, in that order.
    pub arguments: Vec<Text>,
    /// Its environment variables, in the order of the file.
    pub env: Vec<EnvVariable>,
    /// Config maps and secrets of which every entry is an environment variable.
    pub env_from: Vec<EnvFrom>,
}

/// When a container runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContainerRole {
    /// All the time.
    Main,
    /// All the time, started before the others: an init container with `restartPolicy: Always`.
    Sidecar,
    /// To its end before the others start. Its ports have no names that a policy or a service could use.
    Init,
}

/// A port that a container declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContainerPort {
    /// Its name, where it has one.
    pub name: Option<Arc<str>>,
    /// The protocol.
    pub protocol: Protocol,
    /// The number.
    pub number: u16,
    /// The port of the node that is forwarded to it.
    pub host_port: Option<u16>,
    /// Where it is declared.
    pub place: Place,
}

/// A text of a manifest and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// Where it stands.
    pub place: Place,
}

/// An environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnvVariable {
    /// Its name.
    pub name: Arc<str>,
    /// Where its value comes from.
    pub source: EnvSource,
    /// Where it stands.
    pub place: Place,
}

/// Where the value of an environment variable comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvSource {
    /// It is written there.
    Value(Arc<str>),
    /// The entry of a config map.
    ConfigMap {
        /// The config map's name.
        name: Arc<str>,
        /// The entry's key.
        key: Arc<str>,
    },
    /// The entry of a secret, which is not read.
    Secret {
        /// The secret's name.
        name: Arc<str>,
        /// The entry's key.
        key: Arc<str>,
    },
    /// A field of the pod itself, or a file of it.
    Pod,
}

/// An object of which every entry is an environment variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvFrom {
    /// The config map of this name.
    ConfigMap(Arc<str>),
    /// The secret of this name, which is not read.
    Secret(Arc<str>),
}

impl Workload {
    /// The ports that its pods listen on as far as they are declared: those of containers that run all the time. A
    /// named port of a policy or service is looked up among them.
    pub fn ports(&self) -> impl Iterator<Item = &ContainerPort> {
        let running = self.containers.iter().filter(|container| container.role != ContainerRole::Init);
        running.flat_map(|container| &container.ports)
    }

    /// Whether all its pods ran to their end, so that nothing of it is on the network.
    pub fn is_finished(&self) -> bool {
        !self.pods.is_empty() && self.pods.iter().all(|pod| pod.finished)
    }
}
