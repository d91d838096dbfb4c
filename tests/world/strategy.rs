//! Random valid projects, with shrinking.
//!
//! Each node and edge is made from a few random bytes of its own, so that proptest can drop one without changing the
//! others and make one simpler by lowering its bytes: zero always picks the simplest form.

use ipnet::IpNet;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::mentions::Mentions;
use super::packets::{MOST, World};
use super::palette::{BLOCKS, NODE_CIDR, OWNERS, POD_CIDR, PORTS, VALUES, WHYS};
use super::project::{
    Called, Cluster, Declared, Directions, Dns, Edge, End, External, File, Group, Must, NAMESPACES, Namespace, Pod,
    Ports, Project, Protocol, Requirement, Selector, Service,
};

/// Any valid project.
pub(crate) fn projects() -> impl Strategy<Value = Project> {
    (
        any::<[u8; 16]>(),
        vec(any::<[u8; 4]>(), 1..=3),
        vec(any::<[u8; 16]>(), 1..=6),
        vec(any::<[u8; 12]>(), 0..=3),
        vec(any::<[u8; 12]>(), 0..=4),
        vec(any::<[u8; 16]>(), 0..=8),
    )
        .prop_map(|(cluster, namespaces, services, groups, externals, edges)| {
            let mut project = Project {
                cluster: self::cluster(&mut Tape::new(&cluster)),
                files: Vec::new(),
                namespaces: namespaces
                    .iter()
                    .enumerate()
                    .map(|(at, tape)| namespace(at, &mut Tape::new(tape)))
                    .collect(),
                services: Vec::new(),
                groups: Vec::new(),
                externals: Vec::new(),
                edges: Vec::new(),
            };
            files(&mut project, &mut Tape::new(&cluster));
            for tape in &services {
                service(&mut project, &mut Tape::new(tape));
            }
            for tape in &groups {
                group(&mut project, &mut Tape::new(tape));
            }
            for tape in &externals {
                external(&mut project, &mut Tape::new(tape));
            }
            for tape in &edges {
                edge(&mut project, &mut Tape::new(tape));
            }
            settle_resolve(&mut project);
            keep_small(&mut project);
            project
        })
}

/// Any number of valid projects, the same in every run.
pub(crate) fn same_projects() -> impl Iterator<Item = Project> {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = projects();
    std::iter::repeat_with(move || strategy.new_tree(&mut runner).expect("no project is refused").current())
}

/// Random bytes, taken one choice at a time; zero where they run out.
struct Tape<'t>(std::slice::Iter<'t, u8>);

impl<'t> Tape<'t> {
    fn new(bytes: &'t [u8]) -> Self {
        Self(bytes.iter())
    }

    /// A number below `choices`.
    fn pick(&mut self, choices: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % choices
    }

    fn one_in(&mut self, choices: usize) -> bool {
        self.pick(choices) == choices - 1
    }

    /// Some of these, in their order; which ones is read from the bits of one byte.
    fn some_of<T: Clone>(&mut self, all: &[T]) -> Vec<T> {
        let bits = self.pick(256);
        all.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, one)| one.clone()).collect()
    }
}

fn cluster(tape: &mut Tape<'_>) -> Cluster {
    let dns = [Dns::Kubeadm, Dns::Pods, Dns::Address][tape.pick(3)];
    let first = ["app", "app.kubernetes.io/name"][tape.pick(2)];
    // In the closed world each key multiplies the pods: the preset's key has to be one of the two.
    let second = if dns == Dns::Kubeadm { "k8s-app" } else { "tier" };
    let values =
        [VALUES[tape.pick(VALUES.len())], [["x", "y"], ["kube-dns", "other"]][usize::from(dns == Dns::Kubeadm)]];
    let requirement = Requirement { key: first, must: Must::In(vec![values[0][0]]) };
    Cluster {
        keys: [first, second],
        values,
        pod_cidr: POD_CIDR[tape.pick(POD_CIDR.len())].map(<[_]>::to_vec),
        node_cidr: NODE_CIDR[tape.pick(NODE_CIDR.len())].map(<[_]>::to_vec),
        default_isolate: match tape.pick(7) {
            0..3 => None,
            bits => Some(directions(bits)),
        },
        dns,
        ingress: Selector { requirements: vec![requirement], as_string: tape.one_in(2) },
    }
}

/// From two bits.
fn directions(bits: usize) -> Directions {
    Directions { ingress: bits & 1 == 1, egress: bits & 2 == 2 }
}

fn namespace(at: usize, tape: &mut Tape<'_>) -> Namespace {
    let isolate = tape.pick(8);
    Namespace {
        isolate: (isolate >= 4).then(|| directions(isolate)),
        resolve: [None, None, None, Some(false), Some(true)][tape.pick(5)],
        owner: tape.one_in(2).then_some(OWNERS[at]),
    }
}

/// One file for what no namespace owns, then two for each namespace.
fn files(project: &mut Project, tape: &mut Tape<'_>) {
    project.files.push(File { path: "shared.toml".to_owned(), namespace: None, owner: None });
    for at in 0..project.namespaces.len() {
        let name = NAMESPACES[at];
        for path in [format!("{name}.toml"), format!("teams/{name} more.toml")] {
            let owner = tape.one_in(2).then_some(OWNERS[at]);
            project.files.push(File { path, namespace: Some(at), owner });
        }
    }
}

fn service(project: &mut Project, tape: &mut Tape<'_>) {
    let namespace = tape.pick(project.namespaces.len());
    let neighbours = project.services.iter().filter(|service| service.namespace == namespace).count();
    let name = format!("s{neighbours}");
    // A default selector adds a value of its own to the closed world: one a namespace, of the same name, is enough.
    let pods = if neighbours == 0 && tape.one_in(3) { None } else { Some(selector(&project.cluster, tape)) };
    let ports = declared(&project.cluster, tape);
    let shared_has_it = project.services.iter().any(|service| service.file == 0 && service.name == name);
    let file = match tape.pick(3) {
        2 if !shared_has_it => 0,
        pick => 1 + 2 * namespace + pick % 2,
    };
    let owner = tape.one_in(4).then_some(OWNERS[tape.pick(OWNERS.len())]);
    let resolve = [None, None, Some(true), Some(false)][tape.pick(4)];
    let service = Service { name, namespace, pods, ports, owner, resolve, file };
    // Two services of a namespace with equal selectors are an error.
    let new = !project.services.iter().any(|other| {
        other.namespace == namespace && {
            let pods = every_pod(project, NAMESPACES[namespace]);
            pods.iter().all(|pod| project.service_has(other, pod) == project.service_has(&service, pod))
        }
    });
    if new {
        project.services.push(service);
    }
}

/// A pod of a namespace for each combination of labels that a selector of this project can tell apart.
fn every_pod(project: &Project, namespace: &str) -> Vec<Pod> {
    let cluster = &project.cluster;
    let values = |key: usize, more: &'static str| {
        cluster.values[key].into_iter().chain([more, "fresh"]).map(Some).chain([None]).collect::<Vec<_>>()
    };
    let mut pods = Vec::new();
    for first in values(0, "s0") {
        for second in values(1, "s0") {
            let labels = [(cluster.keys[0], first), (cluster.keys[1], second)];
            let labels = labels.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?.to_owned())));
            pods.push(Pod { namespace: namespace.to_owned(), labels: labels.collect() });
        }
    }
    pods
}

fn group(project: &mut Project, tape: &mut Tape<'_>) {
    let every: Vec<usize> = (0..project.namespaces.len()).collect();
    let namespaces = tape.some_of(&every);
    let all_pods = tape.one_in(3) && !namespaces.is_empty();
    let pods = (!all_pods).then(|| selector(&project.cluster, tape));
    let ports = declared(&project.cluster, tape);
    let resolve = [None, None, Some(true), Some(false)][tape.pick(4)];
    let file = tape.pick(project.files.len());
    let name = format!("g{}", project.groups.len());
    project.groups.push(Group { name, namespaces, pods, ports, resolve, file });
}

fn external(project: &mut Project, tape: &mut Tape<'_>) {
    let (mut cidr, mut except) = (Vec::new(), Vec::new());
    for _ in 0..=tape.pick(5) {
        let (net, parts) = BLOCKS[tape.pick(BLOCKS.len())];
        if !cidr.contains(&net) {
            cidr.push(net);
            except.extend(tape.some_of(parts));
        }
    }
    except.sort_unstable();
    except.dedup();
    // What is left out of one network can hold the whole of another, of which nothing would be left: an error.
    let whole = |part: &str| cidr.iter().any(|net| net_of(part).contains(&net_of(net)));
    except.retain(|part| !whole(part));
    let ports = declared(&project.cluster, tape);
    let file = tape.pick(project.files.len());
    let name = format!("e{}", project.externals.len());
    project.externals.push(External { name, cidr, except, ports, file });
}

fn net_of(text: &str) -> IpNet {
    text.parse().expect("the networks of the palette are well formed")
}

fn selector(cluster: &Cluster, tape: &mut Tape<'_>) -> Selector {
    let both_keys = tape.one_in(3);
    let first = tape.pick(2);
    let mut requirements = requirements(cluster, first, tape);
    if both_keys {
        requirements.extend(self::requirements(cluster, 1 - first, tape));
    }
    Selector { requirements, as_string: tape.one_in(2) }
}

/// What one label must be; one value at least is always possible.
fn requirements(cluster: &Cluster, key: usize, tape: &mut Tape<'_>) -> Vec<Requirement> {
    let [one, other] = cluster.values[key];
    let musts = match tape.pick(8) {
        0 => vec![Must::In(vec![one])],
        1 => vec![Must::In(vec![other])],
        2 => vec![Must::In(vec![other, one])],
        3 => vec![Must::NotIn(vec![one])],
        4 => vec![Must::NotIn(vec![one, other])],
        5 => vec![Must::Exist],
        6 => vec![Must::Exist, Must::NotIn(vec![other])],
        _ => vec![Must::BeAbsent],
    };
    musts.into_iter().map(|must| Requirement { key: cluster.keys[key], must }).collect()
}

fn declared(cluster: &Cluster, tape: &mut Tape<'_>) -> Declared {
    let ports = PORTS[VALUES.iter().position(|values| *values == cluster.values[0]).unwrap_or(0) % PORTS.len()];
    let picked = tape.some_of(&ports);
    let named = tape.one_in(2);
    let mut entries: Vec<Vec<Ports>> = picked.into_iter().map(|ports| vec![ports]).collect();
    if named && entries.len() > 2 {
        // One name with two ports.
        let more = entries.split_off(2).concat();
        entries.push(more);
    }
    Declared { named, entries }
}

fn edge(project: &mut Project, tape: &mut Tape<'_>) {
    let services = (0..project.services.len()).map(End::Service);
    let own: Vec<End> = services.chain((0..project.groups.len()).map(End::Group)).collect();
    let anchor = own[tape.pick(own.len())];
    let other = other_end(project, &own, anchor, tape);
    let is_caller = !tape.one_in(2);
    let (caller, callee) = if is_caller { (anchor, other) } else { (other, anchor) };
    let called = called(project, callee, tape);
    let written_by_itself = matches!(other, End::Service(_) | End::Group(_) | End::External(_));
    let side = if written_by_itself { tape.pick(3) } else { 0 };
    let at_anchor = side != 1;
    let at_other = side != 0;
    // An owner that differs from one place to the other would be an error, so it is a function of the ends.
    let ends = project.edges.iter().find(|edge| (edge.caller, edge.callee) == (caller, callee));
    let owner = match ends {
        Some(edge) => edge.owner,
        None => tape.one_in(3).then_some(OWNERS[tape.pick(OWNERS.len())]),
    };
    project.edges.push(Edge {
        caller,
        callee,
        called,
        at_caller: if is_caller { at_anchor } else { at_other },
        at_callee: if is_caller { at_other } else { at_anchor },
        why: tape.one_in(2).then_some(WHYS[tape.pick(WHYS.len())]),
        owner,
        qualified: tape.one_in(2),
    });
}

fn other_end(project: &Project, own: &[End], anchor: End, tape: &mut Tape<'_>) -> End {
    let knows_inside = project.cluster.pod_cidr.is_some() && project.cluster.node_cidr.is_some();
    let namespace = match anchor {
        End::Service(at) => Some(project.services[at].namespace),
        End::Group(at) => match project.groups[at].namespaces[..] {
            [one] => Some(one),
            _ => None,
        },
        _ => None,
    };
    let mut special = vec![End::Cluster, End::Anywhere, End::Internet, End::ApiServer, End::Ingress, End::Dns];
    special.extend(namespace.map(End::Namespace));
    special.extend(knows_inside.then_some(End::World));
    let externals: Vec<End> = (0..project.externals.len()).map(End::External).collect();
    match tape.pick(8) {
        0..3 => own[tape.pick(own.len())],
        3..6 if !externals.is_empty() => externals[tape.pick(externals.len())],
        6 => anchor,
        _ => special[tape.pick(special.len())],
    }
}

fn called(project: &Project, callee: End, tape: &mut Tape<'_>) -> Called {
    let declared = project.declared(callee).unwrap_or_default();
    let entries = &declared.entries;
    let implied = match callee {
        End::External(_) | End::Dns | End::ApiServer => !entries.is_empty(),
        _ => entries.len() == 1,
    };
    let of_profile = matches!(callee, End::Dns | End::ApiServer);
    let choice = tape.pick(7);
    if implied && choice < 4 {
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
        1 | 3 if declared.named => Called::Numbers(vec![entries[first][0]]),
        _ if declared.named => Called::Names(vec![first]),
        _ => Called::Numbers(vec![entries[first][0]]),
    }
}

/// Drops edges until the closed world is small enough to be tried whole, with room for what only the policies name.
fn keep_small(project: &mut Project) {
    let size = |project: &Project| {
        let mut mentions = Mentions::default();
        mentions.by_project(project);
        World::new(&mentions, NAMESPACES[0]).size()
    };
    while size(project) > MOST / 3 * 2 && project.edges.pop().is_some() {}
}

/// `resolve = false` is an error where the namespace resolves.
fn settle_resolve(project: &mut Project) {
    let resolves: Vec<bool> = project.namespaces.iter().map(|namespace| namespace.resolve == Some(true)).collect();
    for service in &mut project.services {
        if resolves[service.namespace] {
            service.resolve = service.resolve.filter(|resolve| *resolve);
        }
    }
    if resolves.contains(&true) {
        for group in &mut project.groups {
            group.resolve = group.resolve.filter(|resolve| *resolve);
        }
    }
}
