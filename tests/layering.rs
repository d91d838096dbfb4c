//! Who may know whom: the rooms of `src/` against the table of the architecture page, by parsing the code.
//!
//! It looks at every path that starts at the crate's root or leads to the system, in `use` lines, in code, and in the
//! bodies of macros.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]
#![allow(clippy::disallowed_methods, reason = "the test reads the source files")]

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, UseTree};

/// The rooms, and what each may import beside itself: the last column of the table. `*` is everything.
const MAY_IMPORT: [(&str, &[&str]); 24] = [
    ("main", &["cli"]),
    ("lib", &["cli"]),
    ("cli", &["*"]),
    ("host", &["diagnostic", "object"]),
    ("diagnostic", &[]),
    ("sets", &[]),
    ("object", &[]),
    ("profile", &["sets"]),
    ("graph", &["sets", "profile", "diagnostic"]),
    ("manifest", &["sets", "diagnostic"]),
    ("frontend", &["graph", "profile", "sets", "diagnostic", "manifest"]),
    ("backend", &["graph", "profile", "sets", "object", "manifest::emit", "diagnostic"]),
    ("analyzer", &["manifest", "profile", "sets", "diagnostic"]),
    ("verify", &["graph", "profile", "analyzer::evaluate", "sets", "diagnostic"]),
    ("connections", &["graph", "profile", "manifest", "analyzer", "verify", "sets", "diagnostic"]),
    ("coverage", &["manifest", "analyzer", "sets", "diagnostic"]),
    ("explain", &["graph", "profile", "manifest", "analyzer", "verify", "connections", "sets", "diagnostic"]),
    ("diff", &["connections", "manifest", "graph", "profile", "analyzer", "verify", "sets", "diagnostic"]),
    ("doctor", &["manifest", "snapshot", "profile", "sets", "diagnostic"]),
    (
        "report",
        &["connections", "coverage", "diff", "doctor", "explain", "analyzer", "graph", "verify", "sets", "diagnostic"],
    ),
    ("draft", &["doctor", "manifest", "profile", "sets", "diagnostic"]),
    ("krm", &["manifest", "object", "diagnostic"]),
    ("snapshot", &["manifest", "diagnostic"]),
    (
        "pipeline",
        &["analyzer", "backend", "diagnostic", "frontend", "graph", "manifest", "object", "profile", "sets", "verify"],
    ),
];

/// Who may know `manifest/emit` may know what the emitter takes, but no reader.
const EMITTER_TAKES: [&str; 5] =
    ["manifest::node", "manifest::Entry", "manifest::Node", "manifest::Scalar", "manifest::Value"];

/// The crates that reach the system, which only `host` may name.
const SYSTEM: [&str; 5] = ["http_body_util", "kube", "rustix", "tempfile", "tokio"];

/// Parts of one room that must not know each other.
const APART: [(&str, &str); 2] = [("manifest::emit", "manifest::read"), ("manifest::read", "manifest::emit")];

/// How long a file may be without saying why.
const LONGEST_FILE: usize = 500;

/// What the reason for a longer file starts with, somewhere in its first lines.
const REASON: &str = "// Long because ";

#[test]
fn rooms_import_only_what_the_table_allows() {
    let mut broken = Vec::new();
    for file in sources() {
        broken.extend(forbidden(&module_of(&file), &fs::read_to_string(&file).expect("a source file")));
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn every_room_has_a_row_in_the_table() {
    let rooms: BTreeSet<String> = sources().iter().filter_map(|file| module_of(file).first().cloned()).collect();
    let rows: BTreeSet<String> = MAY_IMPORT.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, rows);
}

/// The architecture page says the same, row by row.
#[test]
fn the_page_has_the_same_table() {
    let page = fs::read_to_string("docs/architecture.md").expect("the page");
    let names = |cell: &str| -> BTreeSet<String> {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(|name| name.trim_end_matches('/').trim_end_matches(".rs").replace('/', "::")).collect()
    };
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    let mut written = BTreeSet::new();
    for row in rows {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [rooms, _, may] = cells[..] else { panic!("not three columns: {row}") };
        for room in names(&format!("`{rooms}")) {
            let allowed = match may.strip_prefix("all") {
                Some("") => BTreeSet::from(["*".to_owned()]),
                Some(but) => {
                    let others = MAY_IMPORT.iter().map(|(other, _)| (*other).to_owned());
                    let roots = ["main", "lib", &room].map(str::to_owned);
                    others.filter(|other| !names(but).contains(other) && !roots.contains(other)).collect()
                }
                None => names(may),
            };
            written.insert((room, allowed));
        }
    }
    let held = MAY_IMPORT.iter().map(|(room, allowed)| {
        let allowed: BTreeSet<String> = allowed.iter().map(|part| (*part).to_owned()).collect();
        ((*room).to_owned(), allowed)
    });
    assert_eq!(written, held.collect::<BTreeSet<_>>());
}

#[test]
fn the_crates_map_only_declares() {
    let source = fs::read_to_string(Path::new("src/lib.rs")).expect("the crate's root");
    let file = syn::parse_file(&source).expect("it compiles");
    for item in &file.items {
        assert!(matches!(item, Item::Mod(module) if module.content.is_none()), "`lib.rs` only declares rooms");
    }
}

#[test]
fn long_files_say_why() {
    for file in sources() {
        let source = fs::read_to_string(&file).expect("a source file");
        let has_reason = source.lines().take(20).any(|line| line.starts_with(REASON));
        let lines = source.lines().count();
        assert!(lines <= LONGEST_FILE || has_reason, "{}: {lines} lines and no `{REASON}`", file.display());
    }
}

#[test]
fn forbidden_paths_are_found_in_whatever_form() {
    for source in [
        "use crate::backend::compile;",
        "use crate::{sets::Labels, backend};",
        "use crate::backend as other;",
        "use super::super::backend::Peer;",
        "pub use crate::backend::Peer;",
        "fn f() { crate::backend::compile::compile() }",
        "fn f(_: &dyn crate::backend::Backend) {}",
        "mod inner { use super::super::super::backend; }",
        "fn f() { println!(\"{}\", crate::backend::NAME) }",
        "macro_rules! m { () => { $crate::backend::NAME }; }",
        "#[case(crate::backend::NAME)] fn f() {}",
        "use npgen::backend;",
        "use crate::analyzer::raise::kubernetes;",
        "use crate::analyzer;",
        "use crate::*;",
        "use crate as all;",
        "use rustix::fs::open;",
        "fn f() { tempfile::tempfile(); }",
    ] {
        let verify = ["verify".to_owned(), "meaning".to_owned()];
        assert_eq!(forbidden(&verify, source).len(), 1, "{source}");
    }
    let emit = ["manifest".to_owned(), "emit".to_owned()];
    assert_eq!(forbidden(&emit, "use super::read::plain;").len(), 1);
    assert_eq!(forbidden(&["sets".to_owned()], "use super::graph::Graph;").len(), 1);
}

#[test]
fn allowed_paths_are_left_alone() {
    let source = "
        use std::fmt;
        use super::compare;
        use crate::analyzer::evaluate::{engine, Rules};
        use crate::sets::{self, Labels};
        use crate::verify::meaning;
        pub(crate) fn f() { crate::graph::name(); self::g(); super::super::profile::h(); }
        mod tests { use super::*; use super::super::compare; }
    ";
    let none: [String; 0] = [];
    assert_eq!(forbidden(&["verify".to_owned(), "meaning".to_owned()], source), none);
    assert_eq!(forbidden(&["cli".to_owned()], "use crate::host::files;"), none);
    assert_eq!(forbidden(&["host".to_owned()], "use rustix::fs::open;"), none);
    assert_eq!(forbidden(&["backend".to_owned()], "use crate::manifest::{Node, emit};"), none);
    assert_eq!(forbidden(&["main".to_owned()], "fn main() { npgen::cli::main() }"), none);
}

/// Every file under `src/`, sorted.
fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                into.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(Path::new("src"), &mut files);
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The module that a file is: `src/sets/ports.rs` is `sets::ports`. The crate's roots are rooms of their own here.
fn module_of(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix("src").expect("below src").with_extension("");
    let mut module: Vec<String> =
        inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// The paths in `source`, the text of `module`, that the tables forbid.
fn forbidden(module: &[String], source: &str) -> Vec<String> {
    let file = syn::parse_file(source).unwrap_or_else(|error| panic!("{}: {error}", module.join("::")));
    // `main` and `lib` are the root itself.
    let is_root = matches!(module, [only] if only == "main" || only == "lib");
    let mut imports = Imports { module: if is_root { Vec::new() } else { module.to_vec() }, found: Vec::new() };
    imports.visit_file(&file);
    imports.found.into_iter().filter(|path| !is_allowed(module, path)).map(|path| says(module, &path)).collect()
}

fn says(module: &[String], path: &[String]) -> String {
    format!("`{}` must not know `{}`", module.join("::"), path.join("::"))
}

/// Whether a module may name a path, which starts at the crate's root.
fn is_allowed(module: &[String], path: &[String]) -> bool {
    let room = module.first().map_or("", String::as_str);
    if path.first().is_some_and(|first| SYSTEM.contains(&first.as_str())) {
        return room == "host";
    }
    if path.first().is_some_and(|first| first == room) {
        return !APART.iter().any(|(one, other)| is_within(module, one) && is_within(path, other));
    }
    let (_, allowed) = MAY_IMPORT.iter().find(|(row, _)| *row == room).unwrap_or_else(|| panic!("no row for {room}"));
    let along = EMITTER_TAKES.iter().filter(|_| allowed.contains(&"manifest::emit"));
    allowed.iter().chain(along).any(|part| *part == "*" || is_within(path, part))
}

/// Whether a path is `part` or leads into it.
fn is_within(path: &[String], part: &str) -> bool {
    part.split("::").enumerate().all(|(at, name)| path.get(at).is_some_and(|segment| segment == name))
}

/// Gathers the paths that leave the module, each from the crate's root on.
struct Imports {
    module: Vec<String>,
    found: Vec<Vec<String>>,
}

impl Imports {
    /// Takes a path as written, if it is one from the root or from a parent, or leads to the system.
    fn add(&mut self, path: &[String]) {
        let (Some(first), above) = (path.first(), path.iter().take_while(|part| *part == "super").count()) else {
            return;
        };
        let from_root = match first.as_str() {
            "crate" | "npgen" => path[1..].to_vec(),
            system if SYSTEM.contains(&system) => path.to_vec(),
            "super" => {
                let parent = &self.module[..self.module.len().saturating_sub(above)];
                [parent, &path[above..]].concat()
            }
            _ => return,
        };
        self.found.push(from_root);
    }

    fn add_use(&mut self, tree: &UseTree, before: &[String]) {
        let with = |part: &dyn fmt::Display| [before, &[part.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.add_use(&path.tree, &with(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => self.add(before),
            UseTree::Name(name) => self.add(&with(&name.ident)),
            UseTree::Rename(rename) if rename.ident == "self" => self.add(before),
            UseTree::Rename(rename) => self.add(&with(&rename.ident)),
            UseTree::Glob(_) => self.add(&with(&"*")),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_use(tree, before)),
        }
    }

    /// The paths in the tokens of a macro or an attribute.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Ident(ident) if colons == 2 || path.is_empty() => {
                    path.push(ident.to_string());
                    colons = 0;
                }
                other => {
                    self.add(&std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(ident) => path.push(ident.to_string()),
                        TokenTree::Group(group) => self.add_tokens(group.stream()),
                        TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                    }
                }
            }
        }
        self.add(&path);
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.add_use(&item.tree, &[]);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.add(&parts);
        visit::visit_path(self, path);
    }

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {
        // `pub(crate)` names the crate and imports nothing.
    }

    fn visit_macro(&mut self, makro: &'ast syn::Macro) {
        self.add_tokens(makro.tokens.clone());
        visit::visit_macro(self, makro);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.add_tokens(list.tokens.clone());
        }
    }
}
