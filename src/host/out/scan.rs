//! What lies in a folder.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::OutError;
use crate::host::PathError;

/// Everything below a folder, by path from there, without the folder itself. A folder comes before what it holds.
pub(super) type Tree = BTreeMap<PathBuf, Metadata>;

/// Lists everything below `root`, links not followed.
///
/// # Errors
/// Where a folder can't be listed, or something is mounted below `root`.
pub(super) fn scan(root: &Path) -> Result<Tree, OutError> {
    let device = fs::symlink_metadata(root).map_err(PathError::because("open", root))?.dev();
    let mut tree = Tree::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let full = root.join(&folder);
        for entry in fs::read_dir(&full).map_err(PathError::because("list", &full))? {
            let entry = entry.map_err(PathError::because("list", &full))?;
            let found = match entry.metadata() {
                Ok(found) => found,
                // Gone since the folder was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(PathError::because("open", &entry.path())(error).into()),
            };
            if found.dev() != device {
                return Err(OutError::MountPoint(entry.path().into()));
            }
            let path = folder.join(entry.file_name());
            if found.is_dir() {
                folders.push(path.clone());
            }
            tree.insert(path, found);
        }
    }
    Ok(tree)
}

/// Whether two entries are the same thing under two names.
pub(super) fn same(left: &Metadata, right: &Metadata) -> bool {
    (left.dev(), left.ino()) == (right.dev(), right.ino())
}
