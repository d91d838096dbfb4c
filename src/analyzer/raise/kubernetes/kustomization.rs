//! A kustomization → the files that it lists.

use crate::diagnostic::{Diagnostics, SourceId};
use crate::manifest::Node;

use super::fields::{Fields, Reader};

/// Reads a `Kustomization` of the file `source` that lists files and does nothing else: `resources`, in the order of the
/// file. Any other key goes to `found` as an error, since it could change what the files say; `None` where there is any
/// error.
pub fn kustomization(node: &Node<'_>, source: SourceId, found: &mut Diagnostics) -> Option<Vec<String>> {
    let mut fields = Fields::new(source, Reader::Anyone);
    let files = read(&mut fields, node);
    fields.unless_refused(Some(files), found)
}

fn read(fields: &mut Fields, node: &Node<'_>) -> Vec<String> {
    let [api_version, kind, resources] = fields.of(node, ["apiVersion", "kind", "resources"]);
    fields
        .head(node, [("apiVersion", api_version, "kustomize.config.k8s.io/v1beta1"), ("kind", kind, "Kustomization")]);
    fields.items(resources).iter().filter_map(|item| fields.string(item)).map(str::to_owned).collect()
}
