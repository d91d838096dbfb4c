//! What is done with a tree that `out/` no longer is, and with whatever a build that was killed left behind.

use std::fs::{self, Metadata, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::folder::{Folder, there};
use super::ownership;
use super::scan::{same, scan};
use super::{OutError, sibling};
use crate::host::PathError;
use crate::object::header::Header;

/// Mends what a build that was killed left behind.
///
/// - Where `out/` is not there but a whole tree is, that becomes `out/`: the next one before the last one.
/// - A whole tree that `out/` is not is cleared away like after every build. When in doubt a file of others is kept: one
///   that was removed from `out/` after the build was killed can come back.
/// - A tree that was being built is removed.
///
/// So `out/` is the last tree or the next one, and never anything else.
pub(super) fn repair(folder: &Folder) -> Result<(), OutError> {
    let Folder { out, new, whole, old, .. } = folder;
    for left in [whole, old] {
        if there(left)?.is_none() {
            continue;
        }
        if there(out)?.is_none() {
            fs::rename(left, out).map_err(PathError::because("rename", left))?;
        } else {
            clear(left, out)?;
        }
    }
    if there(new)?.is_some() {
        remove(new)?;
    }
    Ok(())
}

/// Moves to `out` what someone put into the tree `from` while `out` was built, and removes `from`.
pub(super) fn clear(from: &Path, out: &Path) -> Result<(), OutError> {
    for (path, found) in scan(from)? {
        if found.is_dir() {
            continue;
        }
        let (left, target) = (from.join(&path), out.join(&path));
        let in_out = there(&target)?;
        let taken_over = in_out.as_ref().is_some_and(|in_out| same(in_out, &found));
        if taken_over || is_ours(&left, &found)? {
            continue;
        }
        match in_out {
            None => {
                make_parents(from, out, &path)?;
                fs::rename(&left, &target).map_err(PathError::because("keep", &left))?;
            }
            Some(in_out) if in_out.is_dir() || is_ours(&target, &in_out)? => {
                return Err(OutError::CameMeanwhile { path: target.into(), kept: left.into() });
            }
            // Both are someone else's: a copy of it, or a file that was replaced. The one changed last stays.
            Some(in_out) => {
                if newer(&found, &in_out) {
                    fs::rename(&left, &target).map_err(PathError::because("keep", &left))?;
                }
            }
        }
    }
    remove(from)
}

/// Removes a tree, folders that must not be written to included.
pub(super) fn remove(tree: &Path) -> Result<(), OutError> {
    match fs::remove_dir_all(tree) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
        done => return Ok(done.map_err(PathError::because("remove", tree))?),
    }
    let open = |path: &Path| {
        fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(PathError::because("remove", path))
    };
    open(tree)?;
    for (path, found) in scan(tree)? {
        if found.is_dir() {
            open(&tree.join(path))?;
        }
    }
    Ok(fs::remove_dir_all(tree).map_err(PathError::because("remove", tree))?)
}

/// Whether a file is npgen's, edited or not.
fn is_ours(path: &Path, found: &Metadata) -> Result<bool, OutError> {
    if !found.is_file() {
        return Ok(false);
    }
    let header = ownership::of_file(path).map_err(PathError::because("read", path))?;
    Ok(header != Header::Foreign)
}

/// Makes the folders above `path` in `out` what they are in `from`.
fn make_parents(from: &Path, out: &Path, path: &Path) -> Result<(), OutError> {
    let mut above: Vec<&Path> = path.ancestors().skip(1).filter(|above| !above.as_os_str().is_empty()).collect();
    above.reverse();
    for folder in above {
        let (left, target) = (from.join(folder), out.join(folder));
        if there(&target)?.is_none() {
            fs::create_dir(&target).map_err(PathError::because("make the folder", &target))?;
            let found = fs::metadata(&left).map_err(PathError::because("open", &left))?;
            sibling::be_like(&target, &found)?;
        }
    }
    Ok(())
}

/// Whether the first was changed after the second.
fn newer(first: &Metadata, second: &Metadata) -> bool {
    matches!((first.modified(), second.modified()), (Ok(first), Ok(second)) if first > second)
}
