//! The decoder against the table of keys, and against files that are hard to read.

use super::keys::{self, Kind};
use super::{intents, project, tree};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceId};

const SOURCE: SourceId = SourceId(0);

fn read_intents(text: &str) -> (Option<tree::File>, Vec<Diagnostic>) {
    let mut found = Diagnostics::default();
    let file = intents(SOURCE, text, &mut found);
    (file, found.into_sorted())
}

fn read_project(text: &str) -> (Option<tree::Project>, Vec<Diagnostic>) {
    let mut found = Diagnostics::default();
    let project = project(SOURCE, text, &mut found);
    (project, found.into_sorted())
}

/// A file in which `line` stands in a table of this kind, and what is found in it.
fn found_in(kind: &Kind, line: &str) -> Vec<Diagnostic> {
    let intents = |around: &str| read_intents(&around.replace("LINE", line)).1;
    let project = |around: &str| read_project(&around.replace("LINE", line)).1;
    match kind.name {
        name if name == keys::PROJECT.name && line.starts_with("language") => project("LINE"),
        name if name == keys::PROJECT.name => project("language = 1\nLINE"),
        name if name == keys::DEFAULTS.name => project("language = 1\n[defaults]\nLINE"),
        name if name == keys::PROFILE.name => project("language = 1\n[profile]\nLINE"),
        name if name == keys::PROFILE_NAME.name => project("language = 1\n[profile.names.x]\nLINE"),
        name if name == keys::PATHS.name => project("language = 1\n[paths]\nLINE"),
        name if name == keys::CLUSTER.name => project("language = 1\n[clusters.x]\nLINE"),
        name if name == keys::SOURCE.name => project("language = 1\n[profile.names]\nx = { from = [{ LINE }] }"),
        name if name == keys::HTTP.name => intents("[services.x]\ncalls = [{ to = \"y\", http = [{ LINE }] }]"),
        name if name == keys::GUARD.name && line.starts_with("from") => intents("[[never]]\nto = \"x\"\nLINE"),
        name if name == keys::GUARD.name && line.starts_with("to") => intents("[[never]]\nfrom = \"x\"\nLINE"),
        name if name == keys::GUARD.name => intents("[[never]]\nfrom = \"x\"\nto = \"y\"\nLINE"),
        name if name == keys::GUARD_END.name => intents("[[never]]\nfrom = { LINE }\nto = \"y\""),
        name if name == keys::INTENTS.name => intents("LINE"),
        name if name == keys::SERVICE.name => intents("[services.x]\nLINE"),
        name if name == keys::EXTERNAL.name => intents("[externals.x]\nLINE"),
        name if name == keys::GROUP.name => intents("[groups.x]\nLINE"),
        name if name == keys::NAMESPACE.name => intents("[namespaces.x]\nLINE"),
        _ if line.starts_with("to") => intents("[services.x]\ncalls = [{ LINE }]"),
        _ if line.starts_with("from") => intents("[services.x]\ncallers = [{ LINE }]"),
        _ => intents("[services.x]\ncalls = [{ to = \"y\", LINE }]"),
    }
}

#[test]
fn the_decoder_reads_exactly_the_keys_of_the_table() {
    for kind in keys::KINDS {
        for key in kind.keys {
            // No key of the language is a time of day, so a key that is read at all is found to be of the wrong type.
            let found = found_in(kind, &format!("{} = 07:32:00", key.name));
            let rules: Vec<&str> = found.iter().map(|diagnostic| diagnostic.rule.name).collect();
            assert_eq!(rules, ["wrong-type"], "`{}` in {}", key.name, kind.name);
        }
        let found = found_in(kind, "zzzzzz = 07:32:00");
        assert!(matches!(&found[..], [only] if only.rule.name == "unknown-key"), "{}: {found:?}", kind.name);
    }
}

#[test]
fn every_form_of_the_language_becomes_a_tree() {
    let (file, found) = read_intents(
        r#"
namespace = "shop"
owner = "team-shop"
[services.frontend]
pods = { app = "frontend", tier = ["web", "edge"], canary = true, legacy = false }
ports = { http = 8080, mesh = [9094, "9094/udp"] }
callers = ["@ingress:http"]
calls = ["cart", { to = "payments/gateway", port = [443, "53/udp"], why = "cards", owner = "team-pay" }]
[externals.warehouse]
cidr = ["10.20.0.0/16"]
except = []
ports = [5432]
[groups.prometheus]
namespace = "monitoring"
pods = "app=prometheus"
resolve = true
[namespaces.monitoring]
[namespaces.shop]
isolate = ["ingress", "egress"]
"#,
    );
    assert_eq!(found, []);
    let file = file.expect("a tree");
    let frontend = &file.services[0];
    assert_eq!(frontend.calls[1].why.as_ref().map(|why| why.value.as_str()), Some("cards"));
    assert_eq!(frontend.calls[1].port.as_ref().map(|port| port.value.len()), Some(2));
    assert!(
        matches!(&frontend.fields.ports.as_ref().unwrap().value, tree::Ports::Named(names) if names[1].1.len() == 2)
    );
    let tree::Selector::Table(labels) = &frontend.fields.pods.as_ref().unwrap().value else { panic!("a table") };
    assert_eq!(labels[2].1.value, tree::LabelValue::Present);
    assert_eq!(labels[3].1.value, tree::LabelValue::Absent);
    assert_eq!(file.externals[0].fields.except.as_ref().map(|except| except.value.len()), Some(0));
    assert_eq!(file.groups[0].namespace.as_ref().map(|namespace| namespace.value.len()), Some(1));
    assert_eq!(file.namespaces.len(), 2);
    assert_eq!(file.namespaces[1].fields.isolate.as_ref().map(|isolate| isolate.value.len()), Some(2));
}

#[test]
fn crlf_and_a_byte_order_mark_change_nothing_but_places() {
    let plain = read_intents("namespace = \"shop\"\n[services.a]\ncalls = [\n\"b\",\n]\n");
    let other = read_intents("\u{feff}namespace = \"shop\"\r\n[services.a]\r\ncalls = [\r\n\"b\",\r\n]\r\n");
    assert_eq!((plain.1, other.1), (vec![], vec![]));
    let ends = |file: Option<tree::File>| file.map(|file| file.services[0].calls[0].end.value.clone());
    assert_eq!(ends(plain.0), ends(other.0));
}

#[test]
fn nesting_without_end_is_refused_in_few_words() {
    let dots = format!("[services.x]\n{}a = 1\n", "a.".repeat(100_000));
    let open = format!("x = {}", "[".repeat(100_000));
    let closed = format!("x = {}{}", "{a=".repeat(1000), "}".repeat(1000));
    for text in [dots, open, closed, format!("[{}a]", "a.".repeat(500))] {
        let (file, found) = read_intents(&text);
        assert!(file.is_none() && found.len() == 1, "{found:?}");
        assert!(found[0].message.contains("nested too deeply"), "{found:?}");
    }
}

#[test]
fn deep_values_within_the_limit_do_not_break_the_stack() {
    let keys = format!("{}a", "a.".repeat(78));
    let text = format!("{}{keys} = 1{}", format!("{keys} = {{").repeat(75), "}".repeat(75));
    let (file, found) = read_intents(&text);
    assert!(file.is_some());
    assert!(matches!(&found[..], [only] if only.rule.name == "unknown-key"), "{found:?}");
}

#[test]
fn one_open_bracket_is_one_message() {
    let good = "[services.a]\npods = { app = \"a\" }\ncalls = [\n  \"b\",\n  { to = \"c\", why = \"d\" },\n]\n\n\
                [services.b]\nports = { http = 1, m = 2 }\n\n[services.c]\ncalls = [\"b:http\"]\n";
    assert_eq!(read_intents(good).1, []);
    for (from, to) in [("\"a\" }", "\"a\""), ("\"d\" }", "\"d\""), ("},\n]", "},\n"), ("\"b\",", "\"b,"), ("= [", "= ")]
    {
        let found = read_intents(&good.replacen(from, to, 1)).1;
        assert_eq!(found.len(), 1, "{from:?} → {to:?}: {found:?}");
    }
}

#[test]
fn mistakes_far_apart_are_all_shown_up_to_three() {
    let two = "[services.a]\nports = \n[services.b]\nowner = b\n";
    assert_eq!(read_intents(two).1.len(), 2);
    let many = "[services.a]\nports = \n[services.b]\nowner = b\n[services.c]\ncalls = b\n[services.d]\nports = \n";
    assert_eq!(read_intents(many).1.len(), 3);
}

#[test]
fn unreadable_characters_are_pointed_at_wherever_they_stand() {
    let text = "\u{feff}# a\u{feff}\r\n\t# b\u{202e}\nowner = \"c\u{9b}\"\n[services.a]\ncalls = [\"\\u202e\"]\n";
    let places: Vec<(u32, u32)> =
        read_intents(text).1.iter().map(|found| (found.labels[0].place.start, found.labels[0].place.end)).collect();
    assert_eq!(places, [(6, 9), (15, 18), (29, 31), (55, 63)]);
}

#[test]
fn line_breaks_and_tabs_do_not_belong_in_texts() {
    let found = read_intents("owner = \"\"\"a\nb\"\"\"\nnamespace = \"a\tb\"\n[services.\"c\\u0000\"]\n").1;
    let rules: Vec<&str> = found.iter().map(|found| found.rule.name).collect();
    assert_eq!(rules, ["control-character"; 3]);
}

#[test]
fn a_misspelt_key_is_mended_unless_the_right_one_is_there_too() {
    let fixes = |text: &str| read_intents(text).1.iter().filter(|one| one.fix.is_some()).count();
    assert_eq!(fixes("[services.x]\nprots = [80]"), 1);
    assert_eq!(fixes("[services.x]\nprots = [80]\nports = [80]"), 0);
}
