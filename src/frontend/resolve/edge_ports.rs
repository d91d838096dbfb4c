//! The ports of an edge, held against those that the callee declares.

use crate::diagnostic::rule::{icmp_not_in_flavor, port_needed, unknown_port};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::graph::{EdgePorts, End};
use crate::sets::{Intervals, PortRange};

use super::names::Names;
use super::port::{Asked, Declared, Spec};

/// The ports that an edge with `callee` opens, of those asked for at these places; `None` where that is wrong, which is
/// then reported. `end` is where the edge could say a port.
pub(super) fn edge_ports(
    asked: &[(Asked<'_>, Place)],
    end: Place,
    callee: &End,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Option<EdgePorts> {
    let declared = names.ports(callee);
    if *declared == Declared::Broken {
        return None;
    }
    if asked.is_empty() {
        let specs = without_asking(end, declared, callee, names, found)?;
        return opened(specs.into_iter().map(|spec| (spec, end)), found);
    }
    let mut specs = Vec::with_capacity(asked.len());
    let mut sound = true;
    for (port, place) in asked {
        match port {
            Asked::Name(name) => {
                if let Some(named) = by_name(declared, name) {
                    specs.extend(named.iter().map(|spec| (*spec, *place)));
                } else {
                    found.push(unknown(*place, name, declared, &names.describe(callee)));
                    sound = false;
                }
            }
            Asked::Spec(spec) if is_declared(*spec, declared, matches!(callee, End::Name(_))) => {
                specs.push((*spec, *place));
            }
            Asked::Spec(spec) => {
                let all: Vec<String> = declared.specs().map(|spec| spec.to_string()).collect();
                let port = spec.to_string();
                found.push(match callee {
                    End::Name(name) => unknown_port::of_profile_name(*place, &port, name, &all),
                    _ => unknown_port::number(*place, &port, &names.describe(callee), &all),
                });
                sound = false;
            }
        }
    }
    let ports = opened(specs.into_iter(), found);
    ports.filter(|_| sound)
}

/// The ports of an edge that says none.
fn without_asking(
    end: Place,
    declared: &Declared,
    callee: &End,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Option<Vec<Spec>> {
    let takes_all = matches!(callee, End::External(_) | End::Name(_));
    let several: Vec<String> = match declared {
        Declared::Nothing | Declared::Broken => Vec::new(),
        _ if takes_all => return Some(declared.specs().collect()),
        Declared::Named(named) => match named.as_slice() {
            [(_, specs)] => return Some(specs.clone()),
            several => several.iter().map(|(name, _)| name.clone()).collect(),
        },
        Declared::Listed(list) => match list.as_slice() {
            [one] => return Some(vec![*one]),
            several => several.iter().map(Spec::to_string).collect(),
        },
    };
    found.push(match callee {
        End::Name(name) => port_needed::of_profile_name(end, name),
        _ if several.is_empty() => port_needed::none_declared(end, &names.describe(callee)),
        _ => port_needed::several_declared(end, &names.describe(callee), &several),
    });
    None
}

fn by_name<'d>(declared: &'d Declared, name: &str) -> Option<&'d [Spec]> {
    match declared {
        Declared::Named(named) => named.iter().find(|(known, _)| known == name).map(|(_, specs)| specs.as_slice()),
        Declared::Nothing | Declared::Listed(_) | Declared::Broken => None,
    }
}

fn unknown(place: Place, name: &str, declared: &Declared, callee: &str) -> Diagnostic {
    let names: Vec<&str> = match declared {
        Declared::Named(named) => named.iter().map(|(name, _)| name.as_str()).collect(),
        Declared::Nothing | Declared::Listed(_) | Declared::Broken => Vec::new(),
    };
    unknown_port::name(place, name, callee, &names, nearest(name, names.iter().copied()))
}

/// Whether a port may be called by number: the callee declares none, or this one among others. Whole protocols are not
/// held against what is declared, save where the callee is `strict`.
fn is_declared(spec: Spec, declared: &Declared, strict: bool) -> bool {
    if *declared == Declared::Nothing || declared.specs().any(|known| known == spec || known == Spec::Every) {
        return true;
    }
    match spec {
        Spec::Every => !strict,
        Spec::Range(range) if range.is_every() && !strict => true,
        Spec::Range(range) => {
            let same = declared.specs().filter_map(|known| match known {
                Spec::Range(known) if known.protocol == range.protocol => Some((known.first, known.last)),
                _ => None,
            });
            Intervals::range(range.first, range.last).is_subset(&Intervals::from_ranges(same))
        }
        // A message of a type that is declared as a whole.
        Spec::Icmp { v6, .. } => declared.specs().any(|known| known == Spec::Icmp { v6, message: None }),
    }
}

/// What is opened in the end; `None` for nothing. A port that the flavor can't say is reported.
fn opened(specs: impl Iterator<Item = (Spec, Place)>, found: &mut Diagnostics) -> Option<EdgePorts> {
    let (mut every, mut sound) = (false, true);
    let mut ranges: Vec<PortRange> = Vec::with_capacity(specs.size_hint().0);
    for (spec, place) in specs {
        match spec {
            Spec::Every => every = true,
            Spec::Range(range) => ranges.push(range),
            Spec::Icmp { .. } => {
                found.push(icmp_not_in_flavor::edge(place, &spec.to_string()));
                sound = false;
            }
        }
    }
    ranges.sort_unstable();
    ranges.dedup();
    match (sound, every, ranges.is_empty()) {
        (true, true, _) => Some(EdgePorts::Every),
        (true, false, false) => Some(EdgePorts::Listed(ranges)),
        _ => None,
    }
}
