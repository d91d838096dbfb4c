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
