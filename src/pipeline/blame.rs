//! Which object is to blame for a difference.

use crate::analyzer::evaluate::Policy;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::proof_difference::{self, Connection};
use crate::graph::NamespaceId;
use crate::sets::{Direction, Ports};
use crate::verify::Counterexample;
use crate::verify::meaning::{Meaning, Opening};

use super::folder::{File, Folder, line_of};

/// A counterexample as a person reads it: who calls whom.
pub(super) fn connection(shown: &Counterexample) -> Connection {
    let (subject, peer) = (shown.subject.to_string(), shown.peer.to_string());
    let (caller, callee) = match shown.direction {
        Direction::Ingress => (peer, subject.clone()),
        Direction::Egress => (subject.clone(), peer),
    };
    let port = shown.port.map(|port| port.to_string());
    Connection { direction: shown.direction.to_string(), subject, caller, callee, port }
}

/// The message on a confirmed difference: it names the object that lets too much through, or the one that should have
/// let more.
pub(super) fn difference(
    meaning: &Meaning<'_>,
    namespace: NamespaceId,
    folder: &Folder<'_>,
    shown: &Counterexample,
    connection: &Connection,
) -> Diagnostic {
    let name = meaning.graph().namespace(namespace).map(|named| named.name.clone()).unwrap_or_default();
    let isolating = isolating(folder, shown);
    if !shown.meant {
        return match isolating.iter().find_map(|(file, policy)| letting_rule(file, policy, shown)) {
            Some((path, line, object)) => proof_difference::too_much(&path, line, &object, connection),
            None => proof_difference::not_isolated(&name, connection),
        };
    }
    let opening = meaning.opening_for(shown.direction, &shown.subject, &shown.peer, shown.port);
    match (opening.first(), isolating.first()) {
        (Some(Opening { object, .. }), _) => {
            let path = format!("{}/{}", meaning.graph().folder(&name), object.file);
            proof_difference::missing(&path, &format!("{} {name}/{}", object.kind, object.name), connection)
        }
        (None, Some((file, policy))) => {
            proof_difference::isolated_too_much(file.path, &policy.object.to_string(), connection)
        }
        (None, None) => proof_difference::unconfirmed(&name, connection),
    }
}

/// The policies that isolate the subject of a counterexample in its direction.
fn isolating<'f>(folder: &'f Folder<'f>, shown: &Counterexample) -> Vec<(&'f File<'f>, &'f Policy)> {
    let policies = folder.files.iter().zip(&folder.rules.policies);
    let selects = |policy: &Policy| policy.subject.as_ref().is_some_and(|subject| subject.contains(&shown.subject));
    policies.filter(|(_, policy)| selects(policy) && policy.rules(shown.direction).is_some()).collect()
}

/// The path, line and object of the rule of a policy that lets a counterexample through.
fn letting_rule(file: &File<'_>, policy: &Policy, shown: &Counterexample) -> Option<(String, usize, String)> {
    // A port by name has no number to ask for: then any rule towards the peer is to blame that has names.
    let opens = |ports: &Ports| shown.port.map_or(!ports.names().is_empty(), |port| ports.contains(port));
    let mut rules = policy.rules(shown.direction)?.iter();
    let rule = rules.find(|rule| opens(&rule.ports) && rule.peers.iter().any(|peer| peer.contains(&shown.peer)))?;
    Some((file.path.to_owned(), line_of(file.bytes, rule.span.start), policy.object.to_string()))
}
