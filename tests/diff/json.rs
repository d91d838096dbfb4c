//! What `npgen diff --output json` prints, held against the schema that npgen publishes.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::folders::cases;

#[test]
fn what_is_printed_is_what_the_schema_says() {
    let schema = jsonschema::draft7::options().build(&schema()).expect("a schema of draft 7");
    let all = printed();
    for (case, printed) in &all {
        let wrong: Vec<String> = schema.iter_errors(printed).map(|wrong| wrong.to_string()).collect();
        assert!(wrong.is_empty(), "{case}: {wrong:#?}");
    }
    assert!(all.len() > 10, "most cases print JSON, but only {} do", all.len());
}

/// What a reviewer may be told, a kind of headline, of change, or of workload that only one state has, some case tells.
#[test]
fn everything_that_can_be_told_has_a_case() {
    let schema = schema();
    let headlines = schema.pointer("/definitions/headline/oneOf").expect("the headlines");
    let headlines: BTreeSet<&str> = headlines
        .as_array()
        .expect("a list of kinds")
        .iter()
        .map(|one| one.pointer("/properties/kind/const").and_then(Value::as_str).expect("a kind"))
        .collect();
    assert_eq!(headlines.len(), 8, "{headlines:?}");
    let all = printed();
    let connections = || all.iter().filter_map(|(_, printed)| printed.get("connections")?.as_object());
    let told: BTreeSet<&str> = connections()
        .flat_map(|connections| connections["headlines"].as_array().expect("headlines"))
        .map(|headline| headline["kind"].as_str().expect("a kind"))
        .collect();
    assert_eq!(told, headlines);
    for kind in ["opened", "widened", "replaced", "closed", "narrowed", "unchanged"] {
        assert!(connections().any(|connections| connections[kind].as_u64() > Some(0)), "{kind}");
    }
    for only in ["new", "gone"] {
        assert!(connections().any(|connections| connections[only] != Value::Array(Vec::new())), "{only}");
    }
}

fn schema() -> Value {
    serde_json::from_str(npgen::report::diff::SCHEMA).expect("JSON")
}

/// The JSON that cases print, each with the name of its case.
fn printed() -> Vec<(String, Value)> {
    let mut printed = Vec::new();
    for case in cases("cases/diff", 5) {
        let golden = fs::read_to_string(case.join("result.snap")).expect("a golden");
        for line in golden.lines().filter(|line| line.starts_with(r#"{"connections""#)) {
            printed.push((case.display().to_string(), serde_json::from_str(line).expect("JSON")));
        }
    }
    printed
}
