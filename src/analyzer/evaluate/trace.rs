//! Rules and one connection → what each end says about it, and why.

use crate::sets::{Direction, Endpoint, NamedPort, Port};

use super::oracle::{Packet, judge};
use super::{Rules, Verdict};

/// What the two ends of a connection say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace<'r> {
    /// The caller's end; `None`: it is no pod, so no policy binds it.
    pub egress: Option<Verdict<'r>>,
    /// The callee's end; `None`: it is no pod, so no policy binds it.
    pub ingress: Option<Verdict<'r>>,
}

impl Trace<'_> {
    /// Whether the connection passes at both ends.
    pub fn allows(&self) -> bool {
        self.egress.iter().chain(&self.ingress).all(Verdict::allows)
    }
}

/// What the rules say about a connection from `source` to `destination` on that port of its, for which its containers
/// have those names.
///
/// A pod that calls itself is asked like any other pair, though Kubernetes stops no pod from that.
pub fn trace<'r>(
    rules: &'r Rules,
    source: &Endpoint,
    destination: &Endpoint,
    port: Port,
    names: &[NamedPort],
) -> Trace<'r> {
    let verdict = |direction, subject: &Endpoint, peer| match subject {
        Endpoint::Pod(subject) => Some(judge(rules, direction, &Packet { subject, peer, port, names })),
        Endpoint::Address(_) | Endpoint::Entity(_) => None,
    };
    Trace {
        egress: verdict(Direction::Egress, source, destination),
        ingress: verdict(Direction::Ingress, destination, source),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Tier};
    use crate::diagnostic::{Place, SourceId};
    use crate::sets::{Labels, Peer, Pod, Ports, Protocol};

    /// A policy on all pods, with these rules for ingress, each an action and TCP ports, about everyone.
    fn policy(tier: Tier, name: &str, rules: &[(Action, &Ports)]) -> Policy {
        let rule = |(action, ports): &(Action, &Ports)| Rule {
            name: String::new(),
            action: *action,
            peers: Peer::anywhere().into(),
            symbols: Vec::new(),
            ports: (*ports).clone(),
            span: 0..0,
        };
        Policy {
            object: ObjectId { kind: "Kind".to_owned(), namespace: String::new(), name: name.to_owned() },
            place: Place { source: SourceId(0), start: 0, end: 0 },
            tier,
            subject: Some(Labels::any()),
            ingress: Some(rules.iter().map(rule).collect()),
            egress: None,
        }
    }

    fn tcp(number: u16) -> Ports {
        Ports::range(Protocol::Tcp, number, number)
    }

    /// What the callee says about a call from an address to this TCP port, in words.
    fn ingress(policies: &[Policy], number: u16) -> (bool, String) {
        let rules = Rules { policies: policies.to_vec() };
        let source = Endpoint::Address([192, 0, 2, 1].into());
        let destination = Endpoint::Pod(Pod::default());
        let trace = trace(&rules, &source, &destination, Port::Transport(Protocol::Tcp, number), &[]);
        assert_eq!(trace.egress, None, "nothing binds an address");
        (trace.allows(), trace.ingress.expect("a pod").to_string())
    }

    #[test]
    fn the_first_rule_that_matches_decides_in_order_of_priority() {
        let all = &Ports::all();
        let deny = policy(Tier::Admin(2), "deny", &[(Action::Deny, all)]);
        let allow = policy(Tier::Admin(1), "allow", &[(Action::Pass, &tcp(81)), (Action::Allow, &tcp(80))]);
        let policies = [deny, allow];
        assert_eq!(ingress(&policies, 80), (true, "allowed by rule 2 of Kind allow".to_owned()));
        assert_eq!(ingress(&policies, 82), (false, "denied by rule 1 of Kind deny".to_owned()));
        assert_eq!(ingress(&policies, 81), (true, "allowed by default".to_owned()), "it is passed on to nobody");
    }

    #[test]
    fn of_equal_priority_the_name_decides() {
        let all = &Ports::all();
        let (b, a) = (policy(Tier::Admin(1), "b", &[(Action::Deny, all)]), Action::Allow);
        let a = policy(Tier::Admin(1), "a", &[(a, all)]);
        assert!(ingress(&[b.clone(), a.clone()], 80).0);
        assert!(ingress(&[a, b], 80).0);
    }

    #[test]
    fn what_isolates_keeps_the_baseline_out() {
        let all = &Ports::all();
        let baseline = policy(Tier::Baseline(0), "baseline", &[(Action::Allow, all)]);
        let own = policy(Tier::NetworkPolicy, "own", &[(Action::Allow, &tcp(80))]);
        let empty = policy(Tier::NetworkPolicy, "empty", &[]);
        let policies = [baseline, own, empty];
        assert_eq!(ingress(&policies, 80), (true, "allowed by rule 1 of Kind own".to_owned()));
        let isolated = "denied: Kind empty, Kind own isolate the pod, and none of their rules matches".to_owned();
        assert_eq!(ingress(&policies, 81), (false, isolated));
        assert_eq!(ingress(&policies[..1], 81), (true, "allowed by rule 1 of Kind baseline".to_owned()));
    }

    #[test]
    fn a_name_stands_for_the_number_that_the_destination_has_for_it() {
        let http = NamedPort { protocol: Protocol::Tcp, name: "http".into() };
        let policy = policy(Tier::NetworkPolicy, "named", &[(Action::Allow, &Ports::named(http.clone()))]);
        let rules = Rules { policies: vec![policy] };
        let pod = Endpoint::Pod(Pod::default());
        let allows =
            |names: &[NamedPort]| trace(&rules, &pod, &pod, Port::Transport(Protocol::Tcp, 8080), names).allows();
        assert!(allows(&[http]));
        assert!(!allows(&[NamedPort { protocol: Protocol::Udp, name: "http".into() }]));
        assert!(!allows(&[]));
    }
}
