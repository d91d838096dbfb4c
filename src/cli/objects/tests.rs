use super::held::Held;
use super::*;
use crate::manifest::read::Object;

const DENY: &str =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: deny}\nspec: {podSelector: {}}\n";
const WEB: &str = "apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: front}}}]
    ports: [{port: 8080}]
  - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
  egress:
  - to: [{namespaceSelector: {}}]
";
/// One that an API server takes and npgen says something about.
const ODD: &str = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: odd, namespace: shop}\n\
                   spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.2.3/8}}]}]}\n";
const REFUSED: &str =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: x}\nspec: {ingres: []}\n";
const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {app: web}}\nspec: {containers: []}\n";

/// What is kept of a policy: its text, with the number of the reading in front.
type Text = (u32, String);

/// Files with these texts.
fn files(texts: &[&str]) -> (Sources, Vec<SourceId>) {
    let mut sources = Sources::default();
    let ids = texts.iter().map(|text| sources.add("a.yaml", *text)).collect();
    (sources, ids)
}

fn read_after(earlier: &Earlier<'_, Text>, (sources, ids): &(Sources, Vec<SourceId>), reading: u32) -> Held<Text> {
    Held::on_all_cores(sources, ids, earlier, &|object: &Object<'_>| (reading, format!("{:?}", object.node)))
}

/// How many of the policies in the second files are taken from the first ones. All of them must be as if the second
/// files were read alone.
fn taken(first: &[&str], second: &[&str]) -> usize {
    let (first, second) = (files(first), files(second));
    let Held { rules, kept, gathering, .. } = read_after(&Earlier::default(), &first, 1);
    let objects = Objects { sources: first.0, inventory: gathering.finish(), rules };
    let alone = read_after(&Earlier::default(), &second, 2);
    let after = read_after(&Earlier::of(&objects, &kept), &second, 2);
    assert_eq!(after.rules, alone.rules);
    assert_eq!(after.gathering.finish(), alone.gathering.finish());
    assert_eq!(after.found.into_sorted(), alone.found.into_sorted());
    assert_eq!(after.kept.of_each.len(), after.rules.policies.len());
    after.kept.of_each.iter().filter(|(reading, _)| *reading == 1).count()
}

fn documents(documents: &[&str]) -> String {
    let documents: Vec<&str> = documents.iter().flat_map(|document| ["---", document.trim_end(), ""]).collect();
    documents.join("\n")
}

#[test]
fn a_policy_in_the_same_words_is_taken_wherever_it_stands() {
    let first = documents(&[DENY, POD, WEB]);
    assert_eq!(taken(&[&first], &[&first]), 2);
    assert_eq!(taken(&[&first], &[&documents(&[WEB]), POD, &documents(&[POD, POD, DENY, WEB])]), 3);
    assert_eq!(taken(&[WEB], &["# none here\n", WEB]), 1);
    assert_eq!(taken(&["{\"a\": 1}", WEB], &[POD, "\u{feff}", WEB]), 1);
    assert_eq!(taken(&[DENY, POD, WEB, DENY], &[WEB, DENY]), 2, "each file read on a core of its own");
}

#[test]
fn what_differs_is_read_again() {
    let first = documents(&[DENY, WEB]);
    assert_eq!(taken(&[&first], &[&first.replace("8080", "8081")]), 1);
    assert_eq!(taken(&[&first], &[WEB]), 0, "the line `---` belongs to a document");
    assert_eq!(taken(&[&first], &[&WEB.replace("name: web", "name: other")]), 0);
    assert_eq!(taken(&[], &[&first]), 0);
    assert_eq!(taken(&[&first], &[]), 0);
}

#[test]
fn what_is_not_one_sound_policy_is_read_again() {
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {}", WEB.trim_end().replace('\n', "\n  "));
    let odd = read_after(&Earlier::default(), &files(&[ODD]), 1);
    assert_eq!((odd.rules.policies.len(), odd.found.len()), (1, 1), "a warning");
    let two = format!("{list}\n- {}", DENY.trim_end().replace('\n', "\n  "));
    assert_eq!(taken(&[&list], &[&list]), 1, "a list of one is one");
    let with_pod = format!("{list}\n- {}", POD.trim_end().replace('\n', "\n  "));
    let with_nothing = format!("{list}\n- 5");
    for not_one in
        [&two, &with_pod, &with_nothing, ODD, REFUSED, POD, "", "- a\n", "a: [", &format!("{WEB}...\n{DENY}")]
    {
        assert_eq!(taken(&[not_one], &[not_one]), 0, "{not_one}");
        assert_eq!(taken(&[&documents(&[not_one, DENY])], &[&documents(&[not_one, DENY])]), 1, "{not_one}");
    }
}

#[test]
fn json_is_taken_as_a_whole() {
    let policy = "{\"apiVersion\": \"networking.k8s.io/v1\", \"kind\": \"NetworkPolicy\", \"metadata\": {\"name\": \"a\"}, \
                  \"spec\": {\"podSelector\": {}}}";
    assert_eq!(taken(&[policy], &[POD, policy]), 1);
    let list =
        format!("{{\"apiVersion\": \"networking.k8s.io/v1\", \"kind\": \"NetworkPolicyList\", \"items\": [{policy}]}}");
    assert_eq!(taken(&[&list], &[policy]), 0);
    assert_eq!(taken(&[&format!("{policy}{policy}")], &[&format!("{policy}{policy}")]), 0);
}
