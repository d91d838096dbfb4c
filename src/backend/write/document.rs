//! The files of a folder: first as nodes, then as bytes.

use crate::backend::OutFile;
use crate::manifest::Node;
use crate::manifest::emit::emit;
use crate::object::{Folder, header};

use super::{kustomization, network_policy};

/// The file that lists the others.
const KUSTOMIZATION: &str = "kustomization.yaml";

/// One file of `out/`, not yet in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'a> {
    /// The path below `out/`, with `/` between its parts.
    pub path: String,
    /// What it holds, with comments.
    pub root: Node<'a>,
}

/// The files of a folder, sorted by path; none of a folder without policies.
pub fn documents(folder: &Folder) -> Vec<Document<'_>> {
    if folder.policies.is_empty() {
        return Vec::new();
    }
    let path = |file: &str| format!("{}/{file}", folder.path);
    let policies = folder
        .policies
        .iter()
        .map(|file| Document { path: path(&file.file), root: network_policy::node(&file.policy) });
    let kustomization = Document { path: path(KUSTOMIZATION), root: kustomization::node(&folder.kustomization) };
    let mut documents: Vec<Document<'_>> = policies.chain([kustomization]).collect();
    documents.sort_by(|left, right| left.path.cmp(&right.path));
    documents
}

/// A document as bytes, under the line that marks it as npgen's.
pub fn file(document: &Document<'_>) -> OutFile {
    let mut rest = String::with_capacity(4096);
    emit(&document.root, &mut rest);
    let mut bytes = header::line(rest.as_bytes()).into_bytes();
    bytes.extend_from_slice(rest.as_bytes());
    OutFile { path: document.path.clone(), bytes }
}
