//! What shows that two relations differ.

use crate::analyzer::evaluate::{Rules, oracle};
use crate::sets::{Direction, Endpoint, Pod, Port, Relations};

/// One connection that one relation lets pass and the other does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// Seen from the subject.
    pub direction: Direction,
    /// The pod that is called, or calls.
    pub subject: Pod,
    /// The other end.
    pub peer: Endpoint,
    /// The destination's port; `None`: only a port by name tells them apart.
    pub port: Option<Port>,
    /// Whether the first relation, the meant one, lets it pass; the second does the opposite.
    pub meant: bool,
}

impl Counterexample {
    /// Whether the meant relation says what this says, and the oracle says the opposite of the rules that were judged.
    /// Where it does not, the comparison is wrong and not what it compared.
    ///
    /// A port by name can't be asked for, as the oracle knows numbers only: that counts as confirmed.
    pub fn is_confirmed(&self, meant: &Relations, rules: &Rules) -> bool {
        let Some(port) = self.port else { return true };
        let is_meant = meant.of(self.direction).allows(&self.subject, &self.peer, port);
        let is_allowed = oracle::allows(rules, self.direction, &self.subject, &self.peer, port);
        is_meant == self.meant && is_allowed != self.meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::evaluate::{Action, ObjectId, Policy, Rule, Tier};
    use crate::diagnostic::{Place, SourceId};
    use crate::sets::{Labels, Peer, Ports, Protocol, Relation};

    /// Rules that isolate everyone for ingress and let anyone call on some TCP ports.
    fn rules(last: u16) -> Rules {
        let rule = Rule {
            name: String::new(),
            action: Action::Allow,
            peers: Peer::anywhere().into(),
            symbols: Vec::new(),
            ports: Ports::range(Protocol::Tcp, 80, last),
            span: 0..0,
        };
        Rules {
            policies: vec![Policy {
                object: ObjectId { kind: String::new(), namespace: String::new(), name: String::new() },
                subject: Some(Labels::any()),
                place: Place { source: SourceId(0), start: 0, end: 0 },
                tier: Tier::NetworkPolicy,
                ingress: Some(vec![rule]),
                egress: None,
            }],
        }
    }

    fn shown(port: Option<u16>, meant: bool) -> Counterexample {
        Counterexample {
            direction: Direction::Ingress,
            subject: Pod::default(),
            peer: Endpoint::Pod(Pod::default()),
            port: port.map(|port| Port::Transport(Protocol::Tcp, port)),
            meant,
        }
    }

    #[test]
    fn it_is_confirmed_only_where_meaning_and_oracle_disagree_as_it_says() {
        // Nothing is meant to pass.
        let meant = Relations {
            ingress: Relation { isolated: vec![Labels::any()], allowed: Vec::new() },
            egress: Relation::default(),
        };
        assert!(shown(Some(80), false).is_confirmed(&meant, &rules(80)));
        assert!(!shown(Some(81), false).is_confirmed(&meant, &rules(80)), "the rules do not let it pass either");
        assert!(!shown(Some(81), true).is_confirmed(&meant, &rules(80)), "it is not meant");
        assert!(!shown(Some(80), true).is_confirmed(&meant, &rules(80)), "it is the other way round");
        assert!(shown(None, false).is_confirmed(&meant, &rules(80)), "a name can't be asked for");
    }
}
