//! Why `out/` can't be compared or exchanged.

use std::io;

use crate::host::{PathError, Shown};

/// Why `out/` can't be compared or exchanged. Where nothing else is said, `out/` is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// The operating system refused.
    #[error(transparent)]
    Path(#[from] PathError),
    /// `..`, `/` and the like: nothing can be built beside such a folder and take its place.
    #[error("`{0}` can't be exchanged for another folder: give a path that ends in a name")]
    NoName(Shown),
    /// `out/` is a link.
    #[error(
        "`{out}` is a link to `{target}`: give the folder itself, since the link would be exchanged and not what it leads to"
    )]
    Link {
        /// The link.
        out: Shown,
        /// What it says.
        target: Shown,
    },
    /// `out/` is there, but is no folder.
    #[error("`{0}` is not a folder")]
    NotFolder(Shown),
    /// `out/`, or something in it, is a mount point.
    #[error("`{0}` is a mount point, which can't be exchanged for another folder")]
    MountPoint(Shown),
    /// The file system can't rename `out/`.
    #[error(
        "`{0}` can't be exchanged for another folder: its file system does not rename folders of a layer below (an image layer?)"
    )]
    Unmovable(Shown, #[source] io::Error),
    /// Someone else builds.
    #[error("another build is running in `{0}`")]
    Busy(Shown),
    /// Files that are not npgen's stand where its own belong.
    #[error("{} not npgen's, but in the way of what it writes: move away {}", number(.0), listed(.0))]
    InTheWay(Vec<Shown>),
    /// A file of someone else came while `out/` was built, where one of npgen's belongs. `out/` is the new tree.
    #[error(
        "`{path}` came while npgen wrote a file of that name; it is kept as `{kept}`: move it away, and build again"
    )]
    CameMeanwhile {
        /// Where it was put.
        path: Shown,
        /// Where it is now.
        kept: Shown,
    },
    /// The backend made a file outside `out/`.
    #[error("a file was made for `{0}`, which is no path below the folder: this is a bug in npgen")]
    Outside(Shown),
}

fn number(paths: &[Shown]) -> String {
    match paths {
        [_] => "a file is".to_owned(),
        _ => format!("{} files are", paths.len()),
    }
}

fn listed(paths: &[Shown]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    names.join(", ")
}
