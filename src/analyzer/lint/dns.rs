//! Pods that may call others, and can't look names up.

use super::seen::Seen;
use crate::analyzer::evaluate::{Action, Policy, Rule};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::dns_cut_off;
use crate::sets::{Labels, Peer, Port, Protocol};

/// The ports of name services: that of `OpenShift` is the second one.
const PORTS: [u16; 2] = [53, 5353];

/// Looks for a policy with rules for egress to pods, of whose pods no policy lets any look names up.
pub(super) fn lint(seen: &Seen<'_>, found: &mut Diagnostics) {
    let (Some(subject), Some(entry), true) = (&seen.policy.subject, seen.spec("egress"), seen.is_network_policy())
    else {
        return;
    };
    let calls_pods = |rule: &Rule| rule.peers.iter().any(|peers| matches!(peers, Peer::Pods(_)));
    if !seen.policy.egress.iter().flatten().any(calls_pods) {
        return;
    }
    let own = seen.around.in_namespace(&seen.policy.object.namespace).iter();
    if !own.chain(seen.around.admins()).any(|policy| opens_dns(policy, subject)) {
        found.push(dns_cut_off::no_lookup(seen.place(&entry.key_span)));
    }
}

/// Whether a policy lets some of these pods look names up.
fn opens_dns(policy: &Policy, pods: &Labels) -> bool {
    let is_dns = |rule: &Rule| {
        let by_number = PORTS.iter().any(|number| rule.ports.contains(Port::Transport(Protocol::Udp, *number)));
        let by_name = rule.ports.names().iter().any(|name| name.protocol == Protocol::Udp);
        let names_somebody = rule.peers.iter().any(|peers| !peers.is_empty()) || !rule.symbols.is_empty();
        rule.action == Action::Allow && (by_number || by_name) && names_somebody
    };
    policy.subject.as_ref().is_some_and(|subject| !subject.is_disjoint(pods))
        && policy.egress.iter().flatten().any(is_dns)
}
