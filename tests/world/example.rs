//! The project of this repository.

use std::fs;
use std::path::Path;

use super::toml::Files;

/// Its files.
pub(crate) fn files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: &Path| fs::read_to_string(path).expect("the example can be read");
    let listed = fs::read_dir(root.join("intents")).expect("the example has intents");
    let mut paths: Vec<_> = listed.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().expect("it is a file").to_string_lossy().into_owned();
    let intents = paths.iter().map(|path| (name(path), text(path))).collect();
    Files { npgen: text(&root.join("npgen.toml")), intents }
}
