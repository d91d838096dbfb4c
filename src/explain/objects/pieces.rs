//! One end calls another: what each side says, on which ports.

use crate::analyzer::evaluate::classes::{Classes, End, EndId};
use crate::analyzer::evaluate::{Rule, Verdict};
use crate::sets::{Direction, Ports};

use super::Part;

/// What the policies say of `ports` between two ends, in parts that do not overlap and whose ends are yet to be named.
pub(super) fn judged<'r>(classes: &Classes<'r>, source: EndId, destination: EndId, ports: &Ports) -> Vec<Part<'r>> {
    let mut parts: Vec<Part<'r>> = Vec::new();
    for piece in pieces(classes, source, destination, ports) {
        // Names have no number, so no packet: the destination lacks them.
        let Some(port) = piece.first() else { continue };
        let verdict = |direction, own: EndId| -> Option<Verdict<'r>> {
            let is_pod = classes.ends().get(own).is_some_and(End::is_pod);
            is_pod.then(|| classes.verdict(direction, source, destination, port))
        };
        let (egress, ingress) = (verdict(Direction::Egress, source), verdict(Direction::Ingress, destination));
        match parts.iter_mut().find(|part| part.egress == egress && part.ingress == ingress) {
            Some(part) => part.ports = part.ports.union(&piece),
            None => parts.push(Part { callers: Vec::new(), callees: Vec::new(), ports: piece, egress, ingress }),
        }
    }
    parts
}

/// The ports, cut wherever a rule about the two ends cuts them.
fn pieces(classes: &Classes<'_>, source: EndId, destination: EndId, ports: &Ports) -> Vec<Ports> {
    let mut pieces = vec![ports.without_names()];
    for (direction, own, far) in [(Direction::Egress, source, destination), (Direction::Ingress, destination, source)] {
        let Some(peer) = classes.ends().get(far) else { continue };
        let is_about = |rule: &&Rule| rule.peers.iter().any(|peers| peer.is_in(peers));
        let rules = classes.binding(own, direction).filter_map(|policy| policy.rules(direction)).flatten();
        for rule in rules.filter(is_about) {
            let on = numbered(&rule.ports, classes.ends().get(destination));
            let cut = |piece: &Ports| [piece.intersect(&on), piece.minus(&on)];
            pieces = pieces.iter().flat_map(cut).filter(|piece| !piece.is_empty()).collect();
        }
    }
    pieces
}

/// The ports of a rule with the destination's numbers in the place of names.
fn numbered(ports: &Ports, destination: Option<&End>) -> Ports {
    let Some(End::Pod { ports: numbers, .. }) = destination else { return ports.without_names() };
    let named = numbers.iter().filter(|number| ports.names().contains(&number.port));
    named.fold(ports.without_names(), |all, one| all.union(&Ports::range(one.port.protocol, one.number, one.number)))
}
