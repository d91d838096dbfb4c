//! Explanations: held against each other, against the edges, and against what becomes of the advice.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the test reads its examples, and one that is not there fails it"
)]

mod agreement;
mod shown;

use std::fs;
use std::path::{Path, PathBuf};

use npgen::diagnostic::{Diagnostics, SourceId, Sources};
use npgen::explain::{Explanation, Extent, Hindrance, Missing, explain};
use npgen::frontend::{self, Date};
use npgen::graph::{EdgePorts, Graph};
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;
use npgen::sets::Direction;

/// The files of a project: path and text.
type Files = Vec<(String, String)>;

/// The graph of each cluster of a project; none where it has an error.
fn graphs(files: &Files) -> Vec<Graph> {
    let mut sources = Sources::default();
    let (mut project, mut intents) = (None, Vec::new());
    for (path, text) in files {
        let id: SourceId = sources.add(path.clone(), text.clone());
        if path == "npgen.toml" {
            project = Some(id);
        } else {
            intents.push(id);
        }
    }
    let mut found = Diagnostics::default();
    let resolved = frontend::project(&sources, project, &intents, Date::after_1970(0), &mut found);
    resolved.into_iter().flat_map(|resolved| resolved.clusters).map(|cluster| cluster.graph).collect()
}

/// The projects of this repository that have no error: the example, the cases, the real applications.
fn examples() -> Vec<(PathBuf, Files)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.to_owned()];
    for group in ["tests/cases", "tests/projects"] {
        let entries = fs::read_dir(root.join(group)).expect("the examples are there");
        folders.extend(entries.map(|entry| entry.unwrap().path()));
    }
    folders.sort();
    folders.into_iter().map(|folder| (folder.clone(), files_of(&folder))).collect()
}

fn files_of(folder: &Path) -> Files {
    let mut files = Vec::new();
    if let Ok(text) = fs::read_to_string(folder.join("npgen.toml")) {
        files.push(("npgen.toml".to_owned(), text));
    }
    let mut folders = vec![folder.join("intents")];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let hidden = path.file_name().unwrap().to_string_lossy().starts_with('.');
            if path.is_dir() && !hidden {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let shown = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                files.push((shown, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// All ends of a graph that can be asked about, as they are asked for; not too many.
fn ends(graph: &Graph) -> Vec<String> {
    let services = graph
        .services
        .iter()
        .map(|service| format!("{}/{}", graph.namespace(service.namespace).expect("its namespace").name, service.name));
    let groups = graph.groups.iter().map(|group| group.name.to_string());
    let externals = graph.externals.iter().map(|external| external.name.to_string());
    let others = ["@cluster", "@internet", "192.0.2.77", "2001:db8::7"].map(str::to_owned);
    let namespaces = graph.namespaces.iter().map(|namespace| format!("@namespace/{}", namespace.name));
    services.take(14).chain(namespaces.take(4)).chain(groups).chain(externals).chain(others).collect()
}

/// The files with the missing edge written where the advice says.
fn with_edges(files: &Files, missing: &[Missing]) -> Files {
    let mut files = files.clone();
    for missing in missing {
        // Sources are numbered in the order in which they were added.
        let (_, text) = &mut files[usize::try_from(missing.place.source.0).unwrap()];
        let mut document: toml_edit::DocumentMut = text.parse().expect("it was read before");
        let (kind, name) = missing.table.trim_matches(['[', ']']).split_once('.').expect("a table of a node");
        let entry: toml_edit::Value = missing.entry.parse().expect("the entry is TOML");
        let list = document[kind][name.trim_matches('"')]
            .as_table_like_mut()
            .expect("the node's table")
            .entry(missing.list)
            .or_insert(toml_edit::value(toml_edit::Array::new()));
        list.as_array_mut().expect("a list").push(entry);
        *text = document.to_string();
        let declare = missing.declare.as_deref().unwrap_or_default();
        let (_, intents) = files.iter_mut().find(|(path, _)| path.starts_with("intents/")).expect("an intent file");
        *intents = format!("{intents}\n{declare}");
    }
    files
}

/// Asks, save where the bare name is ambiguous.
fn ask<'g>(graph: &'g Graph, caller: &str, callee: &str) -> Option<Explanation<'g>> {
    explain(graph, &Inventory::default(), caller, callee).ok()
}

#[test]
fn what_is_advised_for_a_denial_makes_it_pass() {
    let (mut tried, mut hindered) = (0, 0);
    for (folder, files) in examples() {
        for (at, graph) in graphs(&files).iter().enumerate() {
            let ends = ends(graph);
            for (caller, callee) in ends.iter().flat_map(|caller| ends.iter().map(move |callee| (caller, callee))) {
                let Some(explanation) = ask(graph, caller, callee) else { continue };
                let shown = format!("{}: {caller} -> {callee}: {:?}", folder.display(), explanation.missing);
                let missing = match &explanation.missing {
                    Ok(missing) if missing.is_empty() => {
                        assert_eq!(explanation.extent, Extent::All, "{shown}");
                        continue;
                    }
                    Ok(missing) => missing,
                    Err(hindrance) => {
                        assert_hindered(graph, hindrance, [caller, callee], &shown);
                        hindered += 1;
                        continue;
                    }
                };
                let mended = graphs(&with_edges(&files, missing));
                let mended = mended.get(at).unwrap_or_else(|| panic!("{shown}: it does not build"));
                let again = ask(mended, caller, callee).expect("the same can be asked");
                assert_eq!(again.extent, Extent::All, "{shown}");
                tried += 1;
            }
        }
    }
    println!("{tried} denials became allows, for {hindered} no edge can be named");
    assert!(tried > 2000, "only {tried} denials were tried");
}

/// Holds that a denial without an edge to add has an end that could write none, or that no edge could name.
fn assert_hindered(graph: &Graph, hindrance: &Hindrance, ends: [&str; 2], shown: &str) {
    // These stand for pods that no node of the graph writes edges for.
    let writes_none = |end: &&str| {
        let namespace = |it: &&npgen::graph::Namespace| end.strip_prefix("@namespace/") == Some(&*it.name);
        let namespace = graph.namespaces.iter().find(namespace);
        *end == "@cluster" || namespace.is_some_and(|it| it.place.is_none() || graph.consent_of_both)
    };
    let [caller, callee] = ends;
    let end = match hindrance {
        Hindrance::NoRules(Direction::Egress) => Some(caller),
        Hindrance::NoRules(Direction::Ingress) => Some(callee),
        Hindrance::OtherPorts(_) | Hindrance::OfCluster(_) => None,
    };
    assert!(end.is_some_and(|end| writes_none(&end)), "{shown}");
}

#[test]
fn every_edge_passes_and_is_named_as_the_reason() {
    let mut edges = 0;
    // There nothing lets the other side pass, which is what it shows.
    let two_sided = examples().into_iter().filter(|(folder, _)| !folder.ends_with("one-sided"));
    for (folder, files) in two_sided {
        for graph in &graphs(&files) {
            for edge in &graph.edges {
                let [caller, callee] = [&edge.caller, &edge.callee].map(|end| end_text(graph, end));
                let (Some(caller), Some(callee)) = (caller, callee) else { continue };
                let ports = match &edge.ports {
                    EdgePorts::Every => vec!["any".to_owned()],
                    EdgePorts::Listed(ranges) => ranges.iter().map(ToString::to_string).collect(),
                };
                for port in ports {
                    let callee = if callee.contains(':') { callee.clone() } else { format!("{callee}:{port}") };
                    let Some(explanation) = ask(graph, &caller, &callee) else { continue };
                    let shown = format!("{}: {caller} -> {callee}", folder.display());
                    assert_ne!(explanation.extent, Extent::None, "{shown}");
                    edges += 1;
                }
            }
        }
    }
    assert!(edges > 50, "only {edges} edges were asked about");
}

/// An end as it is asked for.
fn end_text(graph: &Graph, end: &npgen::graph::End) -> Option<String> {
    use npgen::graph::End;
    Some(match end {
        End::Service(id) => {
            let service = graph.service(*id)?;
            format!("{}/{}", graph.namespace(service.namespace)?.name, service.name)
        }
        End::Group(id) => graph.group(*id)?.name.to_string(),
        End::External(id) => graph.external(*id)?.name.to_string(),
        End::Name(name) => format!("@{name}"),
        End::Cluster => "@cluster".to_owned(),
        End::Internet => "@internet".to_owned(),
        _ => return None,
    })
}

/// A workload is its pods with just the labels that they have, so a group that selects by others does not hold it.
#[test]
fn a_workload_of_the_manifests_can_be_asked_about() {
    let shop = "namespace = \"shop\"\n[services.cart]\nports = [7070]\ncallers = [\"scrapers\"]\n\
                [groups.scrapers]\nnamespace = [\"ops\"]\npods = { scrape = \"yes\" }\n[namespaces.ops]\n";
    let project = "language = 1\n[profile]\npod_cidr = [\"10.0.0.0/16\"]\nnode_cidr = []\n";
    let files = [("npgen.toml", project), ("intents/shop.toml", shop)].map(|(path, text)| (path.into(), text.into()));
    let [graph] = &graphs(&files.to_vec())[..] else { panic!("it is sound") };
    let mut gathering = Gathering::new("default");
    for (name, labels) in [("prometheus", "{scrape: \"yes\"}"), ("grafana", "{app: grafana}")] {
        let pod = format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: ops, labels: {labels}}}\nspec: {{containers: []}}\n"
        );
        let mut found = Diagnostics::default();
        read::objects(SourceId(0), &pod, &mut found, &mut |object, found| gathering.add(&object, found));
        assert!(!found.has_errors(), "{found:?}");
    }
    let inventory = gathering.finish();
    let extent = |caller: &str| explain(graph, &inventory, caller, "cart:7070").map(|answer| answer.extent);
    assert_eq!(extent("prometheus"), Ok(Extent::All));
    assert_eq!(extent("ops/grafana"), Ok(Extent::None), "it lacks the label");
    assert!(extent("ops/nobody").is_err());
}

/// Why no edge is named is said, too.
#[test]
fn what_no_edge_can_open_is_told_with_the_reason() {
    let shop = "namespace = \"shop\"\n[services.web]\nports = [80]\n[services.cart]\nports = [7070]\n";
    let project = "language = 1\n[profile]\npod_cidr = [\"10.0.0.0/16\"]\nnode_cidr = []\n";
    let files = [("intents/shop.toml", shop), ("npgen.toml", project)].map(|(path, text)| (path.into(), text.into()));
    let [graph] = &graphs(&files.to_vec())[..] else { panic!("it is sound") };
    let hindrance = |caller: &str, callee: &str| {
        explain(graph, &Inventory::default(), caller, callee)
            .expect("it can be asked")
            .missing
            .expect_err("no edge opens it")
    };
    assert!(
        matches!(hindrance("web", "cart:9999"), Hindrance::OtherPorts(Some((table, _))) if table == "[services.cart]")
    );
    assert!(matches!(hindrance("web", "@dns:80"), Hindrance::OtherPorts(None)));
    assert_eq!(hindrance("web", "10.0.0.7:80"), Hindrance::OfCluster("10.0.0.7".into()));
    assert_eq!(hindrance("@cluster", "cart"), Hindrance::NoRules(Direction::Egress));
    assert_eq!(hindrance("web", "@namespace/shop:80"), Hindrance::NoRules(Direction::Ingress));
}

/// Namespaces go by the names that the intents give them wherever something is to be pasted there, and what is pasted is
/// for the cluster that was asked about.
#[test]
fn an_edge_is_named_as_intents_name_it_in_a_cluster_with_other_names() {
    let shop = "namespace = \"shop\"\n[services.web]\n[services.cart]\nports = [7070]\n";
    let project = "language = 1\nrequire = [\"why\"]\n[clusters.test]\nrename = \"{namespace}-test\"\n";
    let files = [("intents/shop.toml", shop), ("npgen.toml", project)].map(|(path, text)| (path.into(), text.into()));
    let [graph] = &graphs(&files.to_vec())[..] else { panic!("it is sound") };
    for (caller, callee) in [("web", "cart"), ("shop/web", "shop/cart"), ("shop-test/web", "shop-test/cart")] {
        let missing = ask(graph, caller, callee).expect("each name is known").missing.expect("an edge opens it");
        let [missing] = &missing[..] else { panic!("one edge is enough: {missing:?}") };
        let entry = "{ to = \"shop/cart:7070\", clusters = [\"test\"], why = \"say why\" }";
        assert_eq!((missing.table.as_str(), missing.entry.as_str()), ("[services.web]", entry));
    }
}
