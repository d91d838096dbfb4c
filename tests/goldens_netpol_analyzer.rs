//! The connections of manifests against the goldens of netpol-analyzer.
//!
//! It needs the corpus, so it runs only when asked for: `cargo test --test goldens_netpol_analyzer -- --ignored`.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the test reads the corpus and says what it counted"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use npgen::analyzer::evaluate::Rules;
use npgen::analyzer::raise::{Raised, kubernetes};
use npgen::connections::{Change, Kind, Selection, Side, Who, compare, of_objects};
use npgen::diagnostic::{Diagnostics, Sources};
use npgen::host::manifests;
use npgen::manifest::inventory::{Gathering, Inventory};
use npgen::manifest::read;
use npgen::report::connections::{Format, ports, write};
use serde_json::Value as Json;

const GOLDEN: &str = "../shared/corpus/policies/np-guard-netpol-analyzer/golden";

/// Lines in which a golden and npgen differ, and why npgen keeps to its own.
struct Difference {
    folder: &'static str,
    /// Only in the golden.
    theirs: &'static [&'static str],
    /// Only in what npgen says.
    ours: &'static [&'static str],
    why: &'static str,
}

/// `SelectorsFullMatch` (`pkg/netpol/eval/internal/k8s/representative_selectors.go`) says it: "for non-empty selectors
/// that partly match/ contained in each other the func returns false". But a pod that matches the narrower of two
/// selectors matches the wider one too.
const CONTAINED: &str = "pods of a set may also do what a rule for a wider set allows";

/// The same function: it compares selectors, and does not look at the labels that the namespace has in the manifests.
const NAMESPACE: &str = "the labels of a namespace that is there are known";

/// `removeRepresentativePeersMatchingLabels` (`pkg/netpol/eval/exposure.go`) leaves out strangers that have just the
/// labels of known pods, but not where the selector is written with `matchExpressions`.
const EXPRESSION: &str = "`In` with one value says what `matchLabels` says";

/// `ConnectionSet.String` (`pkg/netpol/internal/common/connectionset.go`) has no protocol for a `namedPort`, which by
/// `AdminNetworkPolicyPort` is of any: it prints an empty one.
const NO_PROTOCOL: &str = "a `namedPort` is of any protocol";

/// `getExposureConnsAsSortedSingleConnFieldsArray` (`pkg/netpol/connlist/conns_formatter.go`) repeats what passes from
/// and to addresses only for workloads that are also exposed to pods.
const ONLY_ADDRESSES: &str = "a workload can be exposed to addresses alone";

const DIFFERENCES: [Difference; 10] = [
    Difference {
        folder: "exposure_test_real_namespace_without_real_pod",
        theirs: &["ns1/pod-in-ns1[Deployment] <= ns1/[pod with {app=foo}] : TCP 9090"],
        ours: &["ns1/pod-in-ns1[Deployment] <= ns1/[pod with {app=foo}] : TCP 8080,9090"],
        why: NAMESPACE,
    },
    Difference {
        folder: "exposure_test_with_different_rules_2",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app=x}] : TCP 9090"],
        ours: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app=x}] : TCP 8080,9090"],
        why: CONTAINED,
    },
    Difference {
        folder: "exposure_test_with_different_rules_2_with_matching_pod",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app=x}] : TCP 9090"],
        ours: &[],
        why: EXPRESSION,
    },
    Difference {
        folder: "exposure_test_with_different_rules_3",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app DoesNotExist }] : TCP 8080"],
        ours: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app DoesNotExist }] : TCP 8080,9090"],
        why: CONTAINED,
    },
    Difference {
        folder: "exposure_test_with_different_rules_3_with_matching_pod",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app DoesNotExist }] : TCP 8080"],
        ours: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {app DoesNotExist }] : TCP 8080,9090"],
        why: CONTAINED,
    },
    Difference {
        folder: "exposure_test_with_different_rules_4",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {role NotIn w x y z}] : TCP 8080"],
        ours: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {role NotIn w x y z}] : TCP 8080,9090"],
        why: CONTAINED,
    },
    Difference {
        folder: "exposure_test_with_different_rules_4_with_matching_pods",
        theirs: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {role NotIn w x y z}] : TCP 8080"],
        ours: &["hello-world/workload-a[Deployment] <= hello-world/[pod with {role NotIn w x y z}] : TCP 8080,9090"],
        why: CONTAINED,
    },
    Difference {
        folder: "exposure_test_with_different_rules_6_with_matching_pods",
        theirs: &["hello-world/workload-a[Deployment] <= \
            [namespace with {env=env-1,foo=managed}]/[pod with {app=app-x,role=api}] : TCP 8080"],
        ours: &[],
        why: EXPRESSION,
    },
    Difference {
        folder: "exposure_test_with_anp_11_with_named_port",
        theirs: &["hello-world/workload-a[Deployment] => entire-cluster : local-port"],
        ours: &["hello-world/workload-a[Deployment] => entire-cluster : SCTP local-port,TCP local-port,UDP local-port"],
        why: NO_PROTOCOL,
    },
    Difference {
        folder: "exposure_test_with_anp_14",
        theirs: &[],
        ours: &["hello-world/workload-b[Deployment] <= 0.0.0.0-255.255.255.255[External] : All Connections"],
        why: ONLY_ADDRESSES,
    },
];

/// The manifests of a folder, as netpol-analyzer takes them: it overlooks what an API server would refuse, it takes pods
/// of the host network for pods, and finished ones for running ones.
fn manifests_of(folder: &Path) -> (Inventory, Rules) {
    let mut sources = Sources::default();
    manifests::read(Path::new(""), &[folder], &mut sources).expect("the corpus can be read");
    let (mut rules, mut gathering) = (Rules::default(), Gathering::new("default"));
    for (id, source) in sources.iter() {
        let mut found = Diagnostics::default();
        read::objects(id, &source.text, &mut found, &mut |object, found| match kubernetes::any(&object, found) {
            Raised::Policy(policy) => rules.policies.push(policy),
            Raised::Refused => {}
            Raised::Other => gathering.add(&object, found),
        });
    }
    let mut inventory = gathering.finish();
    for workload in &mut inventory.workloads {
        workload.host_network = false;
        for pod in &mut workload.pods {
            pod.finished = false;
        }
    }
    (inventory, rules)
}

fn run(folder: &Path, format: Format, exposure: bool) -> String {
    let (inventory, rules) = manifests_of(folder);
    let table = of_objects(&inventory, &rules, &Selection::default(), exposure).expect("nobody is selected");
    let mut out = Vec::new();
    write(&table, format, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("text")
}

/// The lines of an output as a set. Of IPv6 the goldens say nothing. In labels, `In` with one value is written as `=`,
/// and lists are sorted: the goldens have them in the order of the manifests.
fn lines(text: &str) -> BTreeSet<String> {
    let told = |line: &&str| !line.trim().is_empty() && !is_v6(line);
    text.lines().filter(told).map(|line| labels(&line.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}

fn is_v6(line: &str) -> bool {
    line.split_whitespace().any(|word| word.ends_with("[External]") && word.contains(':'))
}

/// A line with the labels in it in one order.
fn labels(line: &str) -> String {
    let mut parts = line.split(" with {");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find("}]").expect("labels end");
        let (inside, rest) = part.split_at(end);
        let mut all: Vec<String> = requirements(inside);
        all.sort();
        result.extend([" with {", &all.join(","), rest]);
    }
    result
}

/// `a=b,{Key:k,Operator:In,Values:[x y],}` → `a=b`, `k In x y`.
fn requirements(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(expression) = rest.strip_prefix("{Key:") {
            let (key, more) = expression.split_once(",Operator:").expect("an operator");
            let (operator, more) = more.split_once(",Values:[").expect("values");
            let (values, more) = more.split_once("],}").expect("an end");
            let mut values: Vec<&str> = values.split(' ').collect();
            values.sort_unstable();
            all.push(match (operator, values.as_slice()) {
                ("In", [one]) => format!("{key}={one}"),
                _ => format!("{key} {operator} {}", values.join(" ")),
            });
            rest = more;
        } else {
            let (equal, more) = rest.split_once(',').unwrap_or((rest, ""));
            all.push(equal.to_owned());
            rest = more;
        }
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    all
}

/// Our own output as lines of the text form.
fn ours(case: &Json) -> BTreeSet<String> {
    let folder = Path::new(GOLDEN).join("tests").join(text(case, "dir"));
    match text(case, "fmt") {
        "json" => {
            json_lines(&serde_json::from_str::<Json>(&run(&folder, Format::Json, false)).expect("JSON")["connections"])
        }
        "csv" => lines(&run(&folder, Format::Csv, false)),
        _ => lines(&run(&folder, Format::Text, text(case, "type") == "exposure")),
    }
}

/// The golden as lines of the text form.
fn theirs(case: &Json) -> BTreeSet<String> {
    let golden = fs::read_to_string(Path::new(GOLDEN).join(text(case, "golden"))).expect("a golden");
    match text(case, "fmt") {
        "json" => json_lines(&serde_json::from_str(&golden).expect("JSON")),
        _ => lines(&golden),
    }
}

fn json_lines(connections: &Json) -> BTreeSet<String> {
    let connections = connections.as_array().expect("a list").iter();
    let line = |one: &Json| format!("{} => {} : {}", text(one, "src"), text(one, "dst"), text(one, "conn"));
    lines(&connections.map(line).collect::<Vec<_>>().join("\n"))
}

fn text<'j>(json: &'j Json, key: &str) -> &'j str {
    json[key].as_str().expect("a string")
}

#[test]
#[ignore = "needs the corpus"]
fn connections_and_exposures_are_those_of_the_goldens() {
    let Ok(index) = fs::read_to_string(Path::new(GOLDEN).join("index.json")) else {
        panic!("NOT RUN: the corpus is not there, `{GOLDEN}` is missing");
    };
    let index: Vec<Json> = serde_json::from_str(&index).expect("JSON");
    let mut counts: BTreeMap<(String, String, bool), [u32; 3]> = BTreeMap::new();
    let mut failed = Vec::new();
    for case in index.iter().filter(|case| text(case, "type") != "diff") {
        let (kind, folder, format) = (text(case, "type"), text(case, "dir"), text(case, "fmt"));
        let (theirs, ours) = (theirs(case), ours(case));
        let only = |left: &BTreeSet<String>, right: &BTreeSet<String>| -> Vec<String> {
            left.difference(right).cloned().collect()
        };
        let (missing, extra) = (only(&theirs, &ours), only(&ours, &theirs));
        let count = counts.entry((kind.to_owned(), format.to_owned(), case["core"] == true)).or_default();
        let known = DIFFERENCES.iter().find(|known| known.folder == folder && kind == "exposure");
        if missing.is_empty() && extra.is_empty() && known.is_none() {
            count[0] += 1;
        } else if known.is_some_and(|known| missing == known.theirs && extra == known.ours) {
            count[1] += 1;
        } else {
            count[2] += 1;
            failed.push(format!("{kind} {format} {folder}: missing {missing:#?}, not expected {extra:#?}"));
        }
    }
    for ((kind, format, core), [equal, known, failed]) in &counts {
        let core = if *core { "core" } else { "with admin policies" };
        eprintln!(
            "{kind} {format}, {core}: {equal} equal, {known} equal but for known mistakes, {failed} failed, 0 not applicable"
        );
    }
    for difference in &DIFFERENCES {
        eprintln!("{}: {}", difference.folder, difference.why);
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The lines of a golden diff, without the title.
fn diff_lines(old: &str, new: &str) -> BTreeSet<String> {
    let [old, new] = [old, new].map(|folder| manifests_of(&Path::new(GOLDEN).join("tests").join(folder)));
    let (before, after) = (Side::of_objects(&old.0, &old.1), Side::of_objects(&new.0, &new.1));
    let comparison = compare(&before, &after);
    let how = |name: &str| {
        let is_in = |list: &[std::sync::Arc<str>]| list.iter().any(|known| **known == *name);
        [(&comparison.new, "added"), (&comparison.gone, "removed")]
            .into_iter()
            .find_map(|(list, how)| is_in(list).then_some(how))
    };
    let lines_of = |change: &Change| {
        let (sources, destinations) = (shown(&change.source), shown(&change.destination));
        let kind = match change.kind() {
            Kind::Opened => "added",
            Kind::Closed => "removed",
            Kind::Widened | Kind::Narrowed | Kind::Replaced => "changed",
        };
        let (before, after) = (ports(&change.before), ports(&change.after));
        // Port 0, and protocols other than these three, which the peers do not know, and a workload's own pods, of which
        // they do not speak.
        if before == after || change.source == change.destination {
            return Vec::new();
        }
        let mut lines = Vec::new();
        for (source, destination) in
            sources.iter().flat_map(|source| destinations.iter().map(move |destination| (source, destination)))
        {
            let workloads = match (how(source), how(destination)) {
                (Some(one), Some(_)) => format!(", workloads-diff-info: workload {source} and {destination} {one}"),
                (Some(one), None) => format!(", workloads-diff-info: workload {source} {one}"),
                (None, Some(one)) => format!(", workloads-diff-info: workload {destination} {one}"),
                (None, None) => String::new(),
            };
            lines.push(format!(
                "diff-type: {kind}, source: {source}, destination: {destination}, ref1: {before}, ref2: {after}{workloads}"
            ));
        }
        lines
    };
    comparison.changes.iter().flat_map(lines_of).collect()
}

/// A name, or each range of the IPv4 addresses.
fn shown(who: &Who) -> Vec<String> {
    match who {
        Who::Party(name) => vec![name.to_string()],
        Who::Addresses(addresses) => {
            addresses.ranges().filter(|range| !range.is_v6()).map(|range| format!("{range}[External]")).collect()
        }
    }
}

#[test]
#[ignore = "needs the corpus"]
fn diffs_are_those_of_the_goldens() {
    let Ok(index) = fs::read_to_string(Path::new(GOLDEN).join("index.json")) else {
        panic!("NOT RUN: the corpus is not there, `{GOLDEN}` is missing");
    };
    let index: Vec<Json> = serde_json::from_str(&index).expect("JSON");
    let (mut equal, mut failed) = (0, Vec::new());
    for case in index.iter().filter(|case| text(case, "type") == "diff" && text(case, "fmt") == "txt") {
        let golden = fs::read_to_string(Path::new(GOLDEN).join(text(case, "golden"))).expect("a golden");
        let theirs: BTreeSet<String> = golden.lines().skip(1).map(str::to_owned).collect();
        let ours = diff_lines(text(case, "old"), text(case, "new"));
        if ours == theirs {
            equal += 1;
            continue;
        }
        let (missing, extra): (Vec<_>, Vec<_>) =
            (theirs.difference(&ours).collect(), ours.difference(&theirs).collect());
        failed.push(format!(
            "{} {}: missing {missing:#?}, not expected {extra:#?}",
            text(case, "old"),
            text(case, "new")
        ));
    }
    eprintln!("diffs: {equal} equal, {} failed, 0 not applicable", failed.len());
    assert!(failed.is_empty() && equal > 0, "{}", failed.join("\n"));
}
