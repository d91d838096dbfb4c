//! Projects and output on disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::toml::Files;

/// Every file below a folder, by its path in it. A folder that is not there has none.
pub(crate) type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// Writes a project.
pub(crate) fn put(files: &Files, root: &Path) {
    write(&root.join("npgen.toml"), files.npgen.as_bytes());
    for (path, text) in &files.intents {
        write(&root.join("intents").join(path), text.as_bytes());
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

/// Reads a folder and those below it.
pub(crate) fn tree(root: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("a folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it lies below").to_owned();
                found.insert(name, fs::read(&path).expect("a file can be read"));
            }
        }
    }
    found
}
