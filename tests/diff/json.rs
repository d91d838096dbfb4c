//! What `npgen diff --output json` prints, held against the schema that npgen publishes.

use std::fs;

use serde_json::Value;

use crate::folders::cases;

#[test]
fn what_is_printed_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(npgen::report::diff::SCHEMA).expect("JSON");
    let schema = jsonschema::draft7::options().build(&schema).expect("a schema of draft 7");
    let mut counted = 0;
    for case in cases("cases/diff", 5) {
        let golden = fs::read_to_string(case.join("result.snap")).expect("a golden");
        for line in golden.lines().filter(|line| line.starts_with(r#"{"connections""#)) {
            let printed: Value = serde_json::from_str(line).expect("JSON");
            let wrong: Vec<String> = schema.iter_errors(&printed).map(|wrong| wrong.to_string()).collect();
            assert!(wrong.is_empty(), "{}: {wrong:#?}", case.display());
            counted += 1;
        }
    }
    assert!(counted > 10, "most cases print JSON, but only {counted} do");
}
