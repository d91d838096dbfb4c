//! Policies → `NetworkPolicy` objects and the folder that holds them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::backend::compile;
use crate::diagnostic::rule::flavor_cannot_say;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::object::{
    Commented, Folder, Kustomization, MANAGED_BY, Metadata, NetworkPolicy, PolicyFile, PolicyType, Rule,
};
use crate::sets::Direction;

use super::peer::{peers, subject};
use super::port::ports;

/// The annotation that says who answers for an object, an owner a line.
const OWNER: &str = "npgen.dev/owner";

/// The annotation that says what an object is there for, a reason a line.
const WHY: &str = "npgen.dev/why";

/// How many bytes the keys and values of an object's annotations may have together
/// (`TotalAnnotationSizeLimitB` in `k8s.io/apimachinery/pkg/api/validation/objectmeta.go`).
const LONGEST_ANNOTATIONS: usize = 256 * 1024;

/// The folder of a namespace, at `path` below `out/`, its files in order. A policy that Kubernetes can't say is left out, and `found` says
/// why.
pub fn folder(path: &str, policies: &[compile::Policy], found: &mut Diagnostics) -> Folder {
    let mut files = Vec::with_capacity(policies.len());
    for made in policies {
        match policy(made) {
            Ok(policy) => files.push(PolicyFile { file: made.file.clone(), policy }),
            Err(diagnostic) => found.push(diagnostic),
        }
    }
    files.sort_by(|left, right| left.file.cmp(&right.file));
    let kustomization = Kustomization { resources: files.iter().map(|file| file.file.clone()).collect() };
    Folder { path: path.to_owned(), policies: files, kustomization }
}

/// The object of one policy.
///
/// # Errors
///
/// Where something in it can't be said in Kubernetes.
pub fn policy(policy: &compile::Policy) -> Result<NetworkPolicy, Diagnostic> {
    let object = || format!("{}/{}", policy.namespace, policy.name);
    let refused = |what: String| flavor_cannot_say::in_policy("kubernetes", &object(), &what);
    let metadata = metadata(policy);
    let length = metadata.annotations.iter().map(|(key, value)| key.len() + value.len()).sum();
    if length > LONGEST_ANNOTATIONS {
        return Err(flavor_cannot_say::annotations("kubernetes", &object(), length, LONGEST_ANNOTATIONS));
    }
    let mut lowered = NetworkPolicy {
        metadata,
        pod_selector: subject(&policy.subject, &policy.namespace).map_err(refused)?,
        policy_types: policy.isolates.iter().map(policy_type).collect(),
        ingress: Vec::new(),
        egress: Vec::new(),
    };
    for made in &policy.rules {
        let refused = |what: String| flavor_cannot_say::in_rule("kubernetes", &object(), &made.comment, &what);
        let value = Rule {
            peers: peers(&made.peers, &policy.namespace).map_err(refused)?,
            ports: ports(&made.ports).map_err(refused)?,
        };
        let rule = Commented { comment: made.comment.clone(), value };
        match made.direction {
            Direction::Ingress => lowered.ingress.push(rule),
            Direction::Egress => lowered.egress.push(rule),
        }
    }
    Ok(lowered)
}

fn metadata(policy: &compile::Policy) -> Metadata {
    let (key, value) = MANAGED_BY;
    let annotations = [(OWNER, &policy.owners), (WHY, &policy.reasons)];
    let annotations = annotations.into_iter().filter(|(_, lines)| !lines.is_empty());
    Metadata {
        name: policy.name.clone(),
        namespace: policy.namespace.to_string(),
        labels: BTreeMap::from([(key.to_owned(), value.to_owned())]),
        annotations: annotations.map(|(key, lines)| (key.to_owned(), joined(lines))).collect(),
    }
}

fn joined(lines: &[Arc<str>]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| &**line).collect();
    lines.join("\n")
}

fn policy_type(direction: Direction) -> PolicyType {
    match direction {
        Direction::Ingress => PolicyType::Ingress,
        Direction::Egress => PolicyType::Egress,
    }
}
