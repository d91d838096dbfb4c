//! What is where.

use crate::diagnostic::{Diagnostics, Sources};
use crate::frontend::{self, Date};
use crate::graph::{Graph, GroupNamespaces, Stage, Why};
use crate::profile::{Engine, StandsFor};
use crate::sets::{Directions, Labels};

/// The graphs of a project in which nothing is wrong, by the order of their clusters' names.
fn graphs(project: &str, file: &str) -> Vec<Graph> {
    let mut sources = Sources::default();
    let project = sources.add("npgen.toml", format!("language = 1\n{project}"));
    let intents = [sources.add("shop.toml", file)];
    let mut found = Diagnostics::default();
    let resolved = frontend::project(&sources, Some(project), &intents, Date::after_1970(0), &mut found);
    let errors: Vec<String> = found.into_sorted().into_iter().map(|finding| finding.message).collect();
    let resolved = resolved.unwrap_or_else(|| panic!("{errors:?}"));
    resolved.clusters.into_iter().map(|cluster| cluster.graph).collect()
}

/// The two graphs of the clusters `a` and `b`.
fn two(project: &str, file: &str) -> [Graph; 2] {
    graphs(&format!("{project}\n[clusters.b]\n[clusters.a]"), file).try_into().expect("two clusters")
}

fn services(graph: &Graph) -> Vec<&str> {
    graph.services.iter().map(|service| &*service.name).collect()
}

#[test]
fn clusters_come_by_name_and_a_project_without_them_is_one() {
    let names = |graphs: Vec<Graph>| graphs.into_iter().map(|graph| graph.cluster).collect::<Vec<_>>();
    assert_eq!(names(graphs("", "namespace = 's'")), [None]);
    assert_eq!(names(two("", "namespace = 's'").into()), [Some("a".into()), Some("b".into())]);
}

#[test]
fn nodes_and_edges_are_only_where_they_say() {
    let [a, b] = two(
        "",
        "namespace = 's'\n[services.x]\nclusters = ['a']\nports = [1]\n[services.y]\ncalls = ['x', { to = 'z:1', clusters = ['b'] }]\n\
         [services.z]\n[namespaces.t]\nclusters = ['b']\n[services.w]\nnamespace = 't'\nports = [1]\n\
         [groups.g]\nnamespace = ['t']\n[groups.h]\nnamespace = ['s', 't']\n[groups.i]\npods = { a = 'b' }\ncalls = ['t/w']",
    );
    assert_eq!((services(&a), services(&b)), (vec!["x", "y", "z"], vec!["y", "z", "w"]));
    let groups = |graph: &Graph| graph.groups.iter().map(|group| group.name.to_string()).collect::<Vec<_>>();
    assert_eq!(
        (groups(&a), groups(&b)),
        (vec!["h".to_owned(), "i".to_owned()], ["g", "h", "i"].map(str::to_owned).to_vec())
    );
    assert!(matches!(&a.groups[0].namespaces, GroupNamespaces::Listed(ids) if ids.len() == 1));
    assert_eq!((a.edges.len(), b.edges.len()), (1, 2));
    let elsewhere = |graph: &Graph| graph.left_out.iter().map(|left| left.why.clone()).collect::<Vec<_>>();
    assert_eq!(elsewhere(&a), [Why::NodeElsewhere("the service `t/w`".into())]);
    assert_eq!(elsewhere(&b), [Why::NodeElsewhere("the service `s/x`".into())]);
}

#[test]
fn an_override_replaces_each_field_whole_and_leaves_the_others() {
    let [a, b] = two(
        "",
        "namespace = 's'\n[services.x]\npods = { app = 'x', tier = 'y' }\nports = [1, 2]\nowner = 'one'\ntags = ['t']\n\
         [services.x.in.b]\npods = { app = 'z' }\ntags = []\nisolate = ['ingress']\n\
         [externals.e]\ncidr = ['10.0.0.0/16']\nexcept = ['10.0.1.0/24']\n[externals.e.in.b]\nexcept = []\n\
         [namespaces.s]\nlabels = { env = 'prod' }\n[namespaces.s.in.b]\nlabels = { env = false }\nstage = 'off'",
    );
    let (one, other) = (&a.services[0], &b.services[0]);
    assert_eq!((one.tags.len(), other.tags.len()), (1, 0));
    assert_eq!((one.isolates, other.isolates), (Directions::NONE, Directions { ingress: true, egress: false }));
    assert_eq!((one.ports.len(), other.ports.len(), other.owner.as_deref()), (2, 2, Some("one")));
    assert!(one.pods.is_disjoint(&other.pods) && other.pods.requirements().len() == 2);
    assert_eq!((a.externals[0].except.len(), b.externals[0].except.len()), (1, 0));
    let env = |graph: &Graph| {
        let home = graph.namespaces.iter().find(|namespace| &*namespace.name == "s").expect("it is declared");
        (home.labels["env"].clone(), home.stage)
    };
    assert_eq!(env(&a), (Some("prod".into()), Stage::Enforce));
    assert_eq!(env(&b), (None, Stage::Off));
}

#[test]
fn only_governed_namespaces_are_renamed_and_everywhere() {
    let graphs = graphs(
        "[clusters.b]\nrename = '{cluster}-{namespace}'",
        "namespace = 's'\n[services.x]\nports = [1]\n[namespaces.m]\n[groups.g]\nnamespace = ['s', 'm']\ncalls = ['s/x']\n\
         [groups.h]\nnamespace = 's'",
    );
    let [graph] = graphs.as_slice() else { panic!("one cluster") };
    let names: Vec<&str> = graph.namespaces.iter().map(|namespace| &*namespace.name).collect();
    assert_eq!(names, ["kube-system", "m", "b-s"]);
    assert!(graph.services[0].pods.is_subset(&Labels::in_namespace("b-s")));
    assert_eq!(graph.groups[1].pods, Labels::in_namespace("b-s"));
    assert!(!graph.groups[0].pods.is_disjoint(&Labels::in_namespace("m")));
    assert!(graph.groups[0].pods.is_disjoint(&Labels::in_namespace("s")));
}

#[test]
fn the_profile_of_a_cluster_lies_over_that_of_all() {
    let graphs = graphs(
        "[profile]\nengine = 'calico'\nversion = '3.30'\npod_cidr = ['10.0.0.0/16']\n[profile.names]\n\
         one = { cidr = ['192.0.2.1/32'] }\ntwo = { cidr = ['192.0.2.2/32'] }\n\
         [clusters.a]\nengine = 'cilium'\nnode_cidr = []\n[clusters.a.names]\ntwo = { cidr = ['192.0.2.3/32'] }\n\
         dns = { preset = 'node-local', cidr = ['10.96.0.10/32'] }\n[clusters.b]",
        "namespace = 's'\n[services.x]",
    );
    let [a, b] = graphs.as_slice() else { panic!("two clusters") };
    assert_eq!((a.profile.engine, a.profile.version), (Engine::Cilium, None));
    assert_eq!((b.profile.engine, b.profile.version.is_some()), (Engine::Calico, true));
    assert_eq!((a.profile.node_cidr.as_deref(), b.profile.node_cidr.as_deref()), (Some(&[][..]), None));
    assert_eq!(a.profile.pod_cidr, b.profile.pod_cidr);
    assert_eq!(a.profile.names["one"], b.profile.names["one"]);
    assert_ne!(a.profile.names["two"], b.profile.names["two"]);
    assert!(matches!(a.profile.names["dns"].peers.as_slice(), [StandsFor::Pods(_), StandsFor::Addresses(_)]));
    assert!(a.dns.is_some());
}

#[test]
fn bare_names_of_a_namespace_that_is_elsewhere_are_elsewhere() {
    let [a, b] = two(
        "",
        "namespace = 's'\n[namespaces.s]\nclusters = ['a']\n[services.x]\nports = [1]\n[namespaces.t]\n\
         [groups.g]\nnamespace = 't'\ncalls = ['x']\n[[always]]\nfrom = 'g'\nto = 'x'",
    );
    assert_eq!((a.edges.len(), a.guards.len()), (1, 1));
    assert_eq!((b.edges.len(), b.guards.len()), (0, 0));
    assert_eq!(b.left_out[0].why, Why::NodeElsewhere("the service `s/x`".into()));
}

#[test]
fn an_edge_that_is_over_may_stand_for_nobody() {
    let graphs = two(
        "",
        "namespace = 's'\n[services.x]\nclusters = ['a']\nports = [1]\n\
         [groups.g]\npods = { a = 'b' }\ncalls = [{ to = '*:1', until = 1969-12-31 }]",
    );
    for graph in graphs {
        assert!(matches!(&graph.left_out[0].why, Why::Expired { day, .. } if &**day == "1969-12-31"));
    }
}

#[test]
fn a_node_that_is_here_counts_whatever_has_its_name_elsewhere() {
    let edges = |nodes: &str| {
        let [a, b] =
            two("", &format!("namespace = 's'\n[services.y]\ncalls = ['x:1', 's/z:1']\n[services.z]\n{nodes}"));
        [a.edges.len(), b.edges.len()]
    };
    let [service, group, external] = [
        "[services.x]\nports = [1]",
        "[groups.x]\npods = { app = 'x' }\nports = [1]",
        "[externals.x]\ncidr = ['192.0.2.0/24']\nports = [1]",
    ]
    .map(|node| ["a", "b"].map(|cluster| format!("{node}\nclusters = ['{cluster}']\n")));
    for (here, elsewhere) in [(&service, &group), (&group, &external), (&external, &service)] {
        assert_eq!(edges(&format!("{}{}", here[0], elsewhere[1])), [2, 2]);
        assert_eq!(edges(&here[0]), [2, 1]);
    }
}

#[test]
fn a_node_of_no_cluster_is_unknown_in_each() {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let project = sources.add("npgen.toml", "language = 1\n[clusters.a]\n[clusters.b]");
    let text = "namespace = 's'\n[services.x]\nclusters = ['a']\n[services.y]\ncalls = ['s/frontend:1', 'frontend:1', '@namespace/monitoring:1', 'monitoring/*:1']";
    let intents = [sources.add("shop.toml", text)];
    assert!(frontend::project(&sources, Some(project), &intents, Date::after_1970(0), &mut found).is_none());
    let rules: Vec<&str> = found.into_sorted().into_iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules, ["unknown-name", "unknown-name", "unknown-namespace", "unknown-namespace"]);
}

#[test]
fn the_cluster_of_an_override_is_mended_only_where_the_nearest_one_has_none() {
    let is_mended = |overrides: &str| {
        let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
        let project = sources.add("npgen.toml", "language = 1\n[clusters.staging]\n[clusters.production]");
        let intents = [sources.add("shop.toml", format!("namespace = 's'\n[services.x]\n{overrides}"))];
        assert!(frontend::project(&sources, Some(project), &intents, Date::after_1970(0), &mut found).is_none());
        found.into_sorted().first().is_some_and(|finding| finding.fix.is_some())
    };
    let [wrong, right] = ["stagin", "staging"].map(|cluster| format!("[services.x.in.{cluster}]\ntags = []\n"));
    assert!(is_mended(&wrong));
    assert!(!is_mended(&format!("{wrong}{right}")));
}

#[test]
fn a_name_of_the_profile_is_no_service_of_another_cluster() {
    let (mut sources, mut found) = (Sources::default(), Diagnostics::default());
    let project = "language = 1\n[profile.names]\ngw = { service = 's/x' }\n[clusters.a]\n[clusters.b]";
    let project = sources.add("npgen.toml", project);
    let intents = [sources.add("shop.toml", "namespace = 's'\n[services.x]\nclusters = ['a']\nports = [1]")];
    assert!(frontend::project(&sources, Some(project), &intents, Date::after_1970(0), &mut found).is_none());
    let rules: Vec<&str> = found.into_sorted().into_iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules, ["profile-name"]);
}
