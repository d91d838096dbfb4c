//! Explanations: held against each other, against the edges, and against what becomes of the advice.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "the test reads its examples, and one that is not there fails it"
)]

mod agreement;

use std::fs;
use std::path::{Path, PathBuf};

use npgen::diagnostic::{Diagnostics, SourceId, Sources};
use npgen::explain::{Explanation, Extent, Missing, explain};
use npgen::frontend::{self, Date};
use npgen::graph::{EdgePorts, Graph};
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;

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
    services.take(14).chain(groups).chain(externals).chain(others).collect()
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
        *text = format!("{document}\n{}", missing.declare.as_deref().unwrap_or_default());
    }
    files
}

/// Asks, save where the bare name is ambiguous.
fn ask<'g>(graph: &'g Graph, caller: &str, callee: &str) -> Option<Explanation<'g>> {
    explain(graph, &Inventory::default(), caller, callee).ok()
}

#[test]
fn what_is_advised_for_a_denial_makes_it_pass() {
    let mut tried = 0;
    for (folder, files) in examples() {
        let [graph] = &graphs(&files)[..] else { continue };
        let ends = ends(graph);
        for (caller, callee) in ends.iter().flat_map(|caller| ends.iter().map(move |callee| (caller, callee))) {
            let Some(explanation) = ask(graph, caller, callee) else { continue };
            let missing = &explanation.missing;
            if missing.is_empty() {
                continue;
            }
            let shown = format!("{}: {caller} -> {callee}: {missing:?}", folder.display());
            let [mended] = &graphs(&with_edges(&files, missing))[..] else { panic!("{shown}: it does not build") };
            let again = ask(mended, caller, callee).expect("the same can be asked");
            assert_eq!(again.extent, Extent::All, "{shown}");
            tried += 1;
        }
    }
    assert!(tried > 500, "only {tried} denials were tried");
    println!("{tried} denials became allows");
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
