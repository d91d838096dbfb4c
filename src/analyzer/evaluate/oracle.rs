//! Rules and one packet → a verdict: the specification in code.
//!
//! Tests hold the engine against it, and it confirms every counterexample of a proof. It must stay so short that a
//! reader sees at once that it says what Kubernetes says (`k8s.io/api/networking/v1/types.go`, on `ingress` and `egress`).

use crate::sets::{Direction, Endpoint, Pod, Port};

use super::{Rule, Rules};

/// Whether the rules let a connection pass at the subject's end.
///
/// It passes where no policy that isolates in this direction selects the pod, or where a rule of any that does matches.
/// Order does not matter, and nothing denies. A rule that knows a port only by name matches no number.
pub fn allows(rules: &Rules, direction: Direction, subject: &Pod, peer: &Endpoint, port: Port) -> bool {
    let matches = |rule: &Rule| rule.ports.contains(port) && rule.peers.iter().any(|peers| peers.contains(peer));
    let selected = rules.policies.iter().filter(|policy| policy.subject.as_ref().is_some_and(|s| s.contains(subject)));
    let mut isolating = selected.filter_map(|policy| policy.rules(direction)).peekable();
    isolating.peek().is_none() || isolating.any(|rules| rules.iter().any(matches))
}
