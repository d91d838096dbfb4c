//! Rules and one packet → a verdict: the specification in code.
//!
//! Tests hold the engines against it, and it confirms every counterexample of a proof. It must stay so short that a
//! reader sees at once that it says what Kubernetes says (`k8s.io/api/networking/v1/types.go`, on `ingress` and `egress`,
//! and on the tiers `sigs.k8s.io/network-policy-api/apis/v1alpha2/clusternetworkpolicy_types.go`).

use crate::sets::{Direction, Endpoint, NamedPort, Pod, Port};

use super::{Action, Policy, Rule, Rules, Tier, Verdict};

/// One packet, seen from one of its ends.
#[derive(Debug, Clone, Copy)]
pub struct Packet<'p> {
    /// The pod whose policies are asked.
    pub subject: &'p Pod,
    /// The other end.
    pub peer: &'p Endpoint,
    /// The destination's port.
    pub port: Port,
    /// The names that the destination's containers have for that port.
    pub names: &'p [NamedPort],
}

/// Whether the rules let a connection pass at the subject's end, where the destination has no names for its ports.
pub fn allows(rules: &Rules, direction: Direction, subject: &Pod, peer: &Endpoint, port: Port) -> bool {
    judge(rules, direction, &Packet { subject, peer, port, names: &[] }).allows()
}

/// What the rules say about a packet at the subject's end, and which of them decides.
///
/// The administrator's rules in order, then the namespaces' policies, of which each adds what it allows, then the
/// administrator's defaults in order, else it passes.
pub fn judge<'r>(rules: &'r Rules, direction: Direction, packet: &Packet<'_>) -> Verdict<'r> {
    let selects = |policy: &&Policy| policy.subject.as_ref().is_some_and(|labels| labels.contains(packet.subject));
    let mut judging: Vec<(&Policy, &[Rule])> = rules
        .policies
        .iter()
        .filter(selects)
        .filter_map(|policy| policy.rules(direction).map(|rules| (policy, rules)))
        .collect();
    judging.sort_by_key(|(policy, _)| policy.order());

    let first = |in_tier: fn(Tier) -> bool| {
        let of_tier = judging.iter().filter(|(policy, _)| in_tier(policy.tier));
        let mut all = of_tier.flat_map(|(policy, rules)| rules.iter().map(move |rule| (*policy, rule)));
        all.find(|(_, rule)| matches(rule, packet)).map(|(policy, rule)| Verdict::Rule { policy, rule })
    };
    let decides = |verdict: &Verdict<'_>| !matches!(verdict, Verdict::Rule { rule, .. } if rule.action == Action::Pass);
    let isolated = || {
        let isolating = judging.iter().map(|(policy, _)| *policy).filter(|policy| policy.tier == Tier::NetworkPolicy);
        Some(isolating.collect()).filter(|policies: &Vec<_>| !policies.is_empty()).map(Verdict::Isolated)
    };
    first(|tier| matches!(tier, Tier::Admin(_)))
        .filter(decides)
        .or_else(|| first(|tier| tier == Tier::NetworkPolicy))
        .or_else(isolated)
        .or_else(|| first(|tier| matches!(tier, Tier::Baseline(_))).filter(decides))
        .unwrap_or(Verdict::Default)
}

/// Whether a rule is about a packet. Its symbols are about none.
fn matches(rule: &Rule, packet: &Packet<'_>) -> bool {
    let named = || packet.names.iter().any(|name| rule.ports.names().contains(name));
    (rule.ports.contains(packet.port) || named()) && rule.peers.iter().any(|peers| peers.contains(packet.peer))
}
