//! One path as seen from another.

use std::path::{Component, Path, PathBuf, absolute};

/// A path as seen from a folder, with `/` between its parts; both are given as seen from where the program runs. Links
/// are not followed, and the folder need not be there. `None` where there is no such path, or where it is not UTF-8.
pub fn seen_from(folder: &Path, path: &Path) -> Option<String> {
    let (folder, path) = (plain(folder)?, plain(path)?);
    let shared = folder.iter().zip(&path).take_while(|(one, other)| one == other).count();
    let up = folder.iter().skip(shared).map(|_| "..");
    let down = path.iter().skip(shared).map(String::as_str);
    let parts: Vec<&str> = up.chain(down).collect();
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

/// The parts of a path from the root on, without `.` and `..`.
fn plain(path: &Path) -> Option<Vec<String>> {
    // The empty path, which `absolute` refuses, is the current folder.
    let path = absolute(PathBuf::from(".").join(path)).ok()?;
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::ParentDir => drop(parts.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_folders() {
        let seen = |folder: &str, path: &str| seen_from(Path::new(folder), Path::new(path)).unwrap_or_default();
        assert_eq!(seen("", "deploy"), "deploy");
        assert_eq!(seen(".", "./deploy/"), "deploy");
        assert_eq!(seen("policies", "deploy/base"), "../deploy/base");
        assert_eq!(seen("a/b", "a/c"), "../c");
        assert_eq!(seen("a", "a"), ".");
        assert_eq!(seen("/srv/policies", "/srv/deploy"), "../deploy");
        assert_eq!(seen("a/../b", "b/c"), "c");
    }
}
