//! The JSON Schemas that `npgen schema` prints, held against files: whatever npgen takes they take, and they refuse what a
//! schema can see.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the test reads its cases, and one that is not there fails it"
)]

use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use npgen::backend::Kubernetes;
use npgen::cli;
use npgen::frontend::schema;
use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::options().build(schema).expect("a schema of draft 7")
}

/// A file as an editor hands it to a schema: a date is a string.
fn json(text: &str) -> Value {
    table(DeTable::parse(text).expect("TOML").get_ref())
}

fn table(read: &DeTable<'_>) -> Value {
    let entries = read.iter().map(|(key, read)| (key.get_ref().to_string(), value(read.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

fn value(read: &DeValue<'_>) -> Value {
    match read {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => Value::from(i64::from_str_radix(number.as_str(), number.radix()).expect("small")),
        DeValue::Float(number) => Value::from(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(boolean) => Value::from(*boolean),
        DeValue::Datetime(date) => Value::from(date.to_string()),
        DeValue::Array(list) => list.iter().map(|entry| value(entry.get_ref())).collect(),
        DeValue::Table(read) => table(read),
    }
}

/// What a schema says is wrong, a line each.
fn wrong(validator: &Validator, text: &str) -> Vec<String> {
    validator.iter_errors(&json(text)).map(|wrong| format!("{}: {wrong}", wrong.instance_path())).collect()
}

/// The projects of the repository that npgen takes.
fn good_projects() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut projects = vec![root.to_owned()];
    for folder in ["tests/messages", "tests/cases", "tests/projects"] {
        let Ok(entries) = fs::read_dir(root.join(folder)) else { continue };
        projects.extend(entries.map(|entry| entry.expect("a project").path()));
    }
    projects.retain(|project| takes(project));
    projects
}

fn takes(project: &Path) -> bool {
    let arguments = ["npgen", "--project", project.to_str().expect("a plain path"), "check"];
    cli::run(arguments, &Kubernetes, &mut Vec::new(), &mut Vec::new()) == 0
}

/// The TOML files of a folder and its subfolders.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files = Vec::new();
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !is_hidden {
            files.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") && !is_hidden {
            files.push(path);
        }
    }
    files
}

#[test]
fn whatever_npgen_takes_the_schemas_take() {
    let (intents, project) = (validator(&schema::intents()), validator(&schema::project()));
    let mut counted = 0;
    for folder in good_projects() {
        let files = toml_files(&folder.join("intents")).into_iter().map(|path| (path, &intents));
        let settings = Some(folder.join("npgen.toml")).filter(|path| path.exists()).map(|path| (path, &project));
        for (path, schema) in files.chain(settings) {
            let wrong = wrong(schema, &fs::read_to_string(&path).expect("a file"));
            assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
            counted += 1;
        }
    }
    assert!(counted > 20, "only {counted} files were found");
}

#[test]
fn what_a_schema_can_see_is_refused() {
    let schema = validator(&schema::intents());
    for text in [
        "namspace = \"shop\"",
        "[services.a]\nprots = [80]",
        "[services.a]\nports = 80",
        "[services.a]\nports = [0]",
        "[services.a]\nports = [65536]",
        "[services.a]\nports = [\"80/TCP\"]",
        "[services.a]\nports = { 80 = 80 }",
        "[services.a]\nports = { \"a.b\" = 80 }",
        "[services.a]\npods = \"frontend\"",
        "[services.a]\npods = {}",
        "[services.a]\npods = { app = 1 }",
        "[services.a]\npods = { app.name = \"a\" }",
        "[services.a]\ncalls = \"b\"",
        "[services.a]\ncalls = [{ from = \"b\" }]",
        "[services.a]\ncalls = [{ why = \"b\" }]",
        "[services.a]\ncallers = [{ to = \"b\" }]",
        "[services.a]\nowner = \" \"",
        "[services.A]",
        "[services.a]\nresolve = \"true\"",
        "[externals.a]\ncidr = [\"10.0.0.1\"]",
        "[externals.a]\ncidr = \"10.0.0.0/8\"",
        "[namespaces.a]\nisolate = [\"in\"]",
        "[namespaces.a]\npods = { app = \"a\" }",
        "services = []",
    ] {
        assert!(!wrong(&schema, text).is_empty(), "{text}");
    }
    let schema = validator(&schema::project());
    for text in [
        "",
        "language = \"1\"",
        "language = 1\nflavour = \"kubernetes\"",
        "language = 1\nflavor = \"k8s\"",
        "language = 1\n[profile]\npod_cidr = [10]",
        "language = 1\n[profile.names]\ndns = 53",
        "language = 1\n[profile.names.dns]\npod = { app = \"dns\" }",
        "language = 1\n[defaults]\nisolate = [\"both\"]",
        "language = 1\n[services.a]",
    ] {
        assert!(!wrong(&schema, text).is_empty(), "{text}");
    }
}

/// An editor shows what a key is for.
#[test]
fn every_key_has_its_words() {
    fn check(schema: &Value, at: &str, counted: &mut usize) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                assert!(property.get("description").is_some_and(Value::is_string), "{at}: {name}");
                *counted += 1;
            }
        }
    }
    let mut counted = 0;
    for schema in [schema::intents(), schema::project()] {
        assert_eq!(schema["additionalProperties"], false);
        check(&schema, "the file", &mut counted);
        for (name, definition) in schema["definitions"].as_object().expect("definitions") {
            assert_eq!(definition["additionalProperties"], false, "{name}");
            check(definition, name, &mut counted);
        }
    }
    assert!(counted > 40, "only {counted} keys");
}

/// What is printed is what is tested here.
#[test]
fn the_verb_prints_the_schemas() {
    for (name, schema) in [("intents", schema::intents()), ("project", schema::project())] {
        let mut stdout = Vec::new();
        let code = cli::run(["npgen", "schema", name], &Kubernetes, &mut stdout, &mut Vec::new());
        let printed: Value = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((code, printed), (0, schema));
    }
}
