//! The files of npgen that stand in snapshots and folders of the tests.

use std::path::Path;

use super::disk;

/// Each by the snapshot and its place in there.
pub(crate) fn all() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for (path, bytes) in disk::tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")) {
        if path.extension().is_none_or(|extension| extension != "snap") {
            continue;
        }
        let text = String::from_utf8(bytes).expect("a snapshot is text");
        // Between two files stands a line `---` or the path of the next, and behind the last one the next stream.
        for (at, file) in text.split("\n# made by npgen").skip(1).enumerate() {
            let file = file.split("\n---").next().unwrap_or_default();
            let file = file.split("\n==> ").next().unwrap_or_default();
            let rest = file.split("\n$ npgen").next().unwrap_or_default().trim_end();
            found.push((format!("{} ({at})", path.display()), format!("# made by npgen{rest}\n").into_bytes()));
        }
    }
    assert!(found.len() >= 3, "the snapshot of `build --stdout` alone has three");
    found
}

/// The files of `out/` of this repository and of the applications below `tests/projects`, by their paths.
pub(crate) fn in_folders() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["", "tests/projects/bank-of-anthos", "tests/projects/online-boutique", "tests/projects/sock-shop"] {
        let out = Path::new(folder).join("out");
        let files = disk::tree(&root.join(&out));
        assert!(files.len() > 3, "{} is empty", out.display());
        found.extend(files.into_iter().map(|(path, bytes)| (out.join(path).display().to_string(), bytes)));
    }
    found
}
