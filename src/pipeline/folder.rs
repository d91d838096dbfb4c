//! What the files of one namespace say, read back from their bytes.

use crate::analyzer::evaluate::{Policy, Rules};
use crate::analyzer::raise::kubernetes;
use crate::backend::OutFile;
use crate::diagnostic::rule::{self, manifest_form, proof_folder, proof_hash};
use crate::diagnostic::{Diagnostics, Place, SourceId};
use crate::manifest::read::canonical;
use crate::manifest::{Node, Value};
use crate::object::header::{self, Header};

/// The file that lists the others.
pub(super) const KUSTOMIZATION: &str = "kustomization.yaml";

/// What npgen writes of an object.
const OBJECT_KEYS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// What npgen writes of an object's metadata.
const METADATA_KEYS: [&str; 4] = ["name", "namespace", "labels", "annotations"];

/// The folder of one namespace, as its bytes have it.
#[derive(Debug, Default)]
pub(super) struct Folder<'f> {
    /// The files of `rules.policies`, in the same order.
    pub(super) files: Vec<File<'f>>,
    /// All policies.
    pub(super) rules: Rules,
    /// The files that `kustomization.yaml` lists; `None` where it is missing.
    pub(super) listed: Option<Vec<String>>,
}

/// One file of a folder.
#[derive(Debug, Clone, Copy)]
pub(super) struct File<'f> {
    /// The name inside the folder.
    pub(super) name: &'f str,
    /// The path below `out/`.
    pub(super) path: &'f str,
    /// The whole text.
    pub(super) bytes: &'f [u8],
}

impl<'f> Folder<'f> {
    /// Reads the files that are about to be written for a namespace, whose folder is at `path` below `out/`. `None` where
    /// any of them can't be believed, which goes to `found`.
    pub(super) fn read(path: &str, namespace: &str, files: &'f [OutFile], found: &mut Diagnostics) -> Option<Self> {
        let mut folder = Self::default();
        let mut wrong = Diagnostics::default();
        for file in files {
            let name = file.path.strip_prefix(path).and_then(|rest| rest.strip_prefix('/'));
            match name.filter(|name| !name.is_empty() && !name.contains('/')) {
                Some(name) => {
                    folder.add(File { name, path: &file.path, bytes: &file.bytes }, namespace, &mut wrong);
                }
                None => wrong.push(proof_folder::elsewhere(&file.path, namespace, path)),
            }
        }
        let believed = !wrong.has_errors();
        found.append(wrong);
        believed.then_some(folder)
    }

    fn add(&mut self, file: File<'f>, namespace: &str, found: &mut Diagnostics) {
        if header::check(file.bytes) != Header::Intact {
            found.push(proof_hash::wrong(file.path));
            return;
        }
        // Places of this one file: they are told in words, as no file of `out/` is among the sources of the project.
        let source = SourceId(0);
        let mut unread = Diagnostics::default();
        match canonical::read(file.bytes) {
            Err(error) => {
                let place = Place { source, start: error.span.start, end: error.span.end };
                unread.push(manifest_form::outside(place, &error.reason));
            }
            Ok(node) if file.name == KUSTOMIZATION => {
                if let Some(listed) = kubernetes::kustomization(&node, source, &mut unread)
                    && self.listed.replace(listed).is_some()
                {
                    found.push(proof_folder::twice(file.path));
                }
            }
            Ok(node) => {
                check_keys(file, &node, found);
                if let Some(policy) = kubernetes::policy(&node, source, &mut unread) {
                    self.add_policy(file, policy, namespace, found);
                }
            }
        }
        for one in unread.into_sorted() {
            let line = one.labels.first().map_or(1, |label| line_of(file.bytes, label.place.start));
            found.push(rule::before_writing(one, file.path, line));
        }
    }

    fn add_policy(&mut self, file: File<'f>, policy: Policy, namespace: &str, found: &mut Diagnostics) {
        if policy.object.namespace == namespace {
            self.files.push(file);
            self.rules.policies.push(policy);
        } else {
            found.push(proof_folder::other_namespace(file.path, &policy.object.to_string(), namespace));
        }
    }
}

/// An object says nothing that could take it out of the cluster again (`ownerReferences`, `deletionTimestamp`), which
/// the API has words for and the rules have not.
fn check_keys(file: File<'_>, node: &Node<'_>, found: &mut Diagnostics) {
    let entries = |node: &Node<'_>, known: &[&str], found: &mut Diagnostics| {
        let Value::Map(entries) = &node.value else { return };
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key)) {
            found.push(proof_folder::other_key(file.path, line_of(file.bytes, entry.key_span.start), &entry.key));
        }
    };
    entries(node, &OBJECT_KEYS, found);
    if let Some(metadata) = node.get("metadata") {
        entries(metadata, &METADATA_KEYS, found);
    }
}

/// The line of a byte of a file, from 1.
pub(super) fn line_of(bytes: &[u8], at: u32) -> usize {
    let before = usize::try_from(at).unwrap_or(usize::MAX);
    1 + bytes.iter().take(before).filter(|byte| **byte == b'\n').count()
}
