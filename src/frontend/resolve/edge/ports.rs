//! The ports of an edge, held against those that the callee declares.

use std::sync::Arc;

use crate::diagnostic::rule::{icmp_not_in_flavor, nothing_picked, port_needed, unknown_port};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest};
use crate::frontend::parse::tree::Text;
use crate::frontend::resolve::names::{Named, Names};
use crate::frontend::resolve::port::{Asked, Declared, Spec};
use crate::graph::{EdgePorts, End, NamespaceId};
use crate::sets::{Intervals, PortRange};

use super::Told;
use super::draft::Draft;

/// What an edge asks of each service that a wildcard stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OfEach {
    /// Ports by name, sorted: those services are meant that declare one of them.
    names: Vec<Arc<str>>,
    /// Ports by number, which are opened at each.
    numbers: Option<EdgePorts>,
}

impl OfEach {
    /// Whether it asks for nothing but ports of these names.
    pub(super) fn asks_only_for(&self, names: &[Text]) -> bool {
        let is_one = |asked: &Arc<str>| names.iter().any(|name| **asked == *name.value);
        self.numbers.is_none() && self.names.iter().all(is_one)
    }

    /// The ports at one service; `None` where it is not meant, or has a port that the flavor can't say, which is then
    /// reported.
    pub(super) fn at(
        &self,
        service: &End,
        draft: &Draft,
        names: Names<'_>,
        found: &mut Diagnostics,
    ) -> Option<EdgePorts> {
        let declared = names.ports(service);
        let place = draft.writings.first().map(|writing| writing.place).unwrap_or_default();
        let named = self.names.iter().filter_map(|name| by_name(declared, name)).flatten();
        let specs: Vec<(Spec, Place)> = named.map(|spec| (*spec, place)).chain(self.specs(place)).collect();
        if specs.is_empty() { None } else { opened(specs.into_iter(), found) }
    }

    fn specs(&self, place: Place) -> impl Iterator<Item = (Spec, Place)> {
        let (every, listed) = match &self.numbers {
            Some(EdgePorts::Every) => (Some(Spec::Every), [].as_slice()),
            Some(EdgePorts::Listed(ranges)) => (None, ranges.as_slice()),
            None => (None, [].as_slice()),
        };
        every.into_iter().chain(listed.iter().copied().map(Spec::Range)).map(move |spec| (spec, place))
    }
}

/// The ports that an edge asks of each service of a wildcard that `writer` calls; `None` where that is wrong, or where
/// nobody is picked, which is then told. `end` is where the edge could say a port.
pub(super) fn of_each(
    asked: &[(Asked<'_>, Place)],
    end: Place,
    (namespace, writer): (Option<NamespaceId>, &End),
    names: Names<'_>,
    told: &mut Told<'_>,
) -> Option<OfEach> {
    let wildcard = names.describe_named(&Named::Each(namespace));
    if asked.is_empty() {
        told.found.push(port_needed::of_wildcard(end, &wildcard));
        return None;
    }
    let (mut by_names, mut numbers) = (Vec::new(), Vec::new());
    for (port, place) in asked {
        match port {
            Asked::Spec(spec) => numbers.push((*spec, *place)),
            Asked::Name(name) => {
                let declared = || names.each(namespace, writer).map(|id| names.ports(&End::Service(id)));
                let anyone = declared().next().is_some();
                if anyone
                    && !declared().any(|declared| *declared == Declared::Broken || by_name(declared, name).is_some())
                {
                    let known = declared().flat_map(Declared::names);
                    told.barren.push(nothing_picked::port(*place, name, &wildcard, nearest(name, known)));
                }
                by_names.push(Arc::from(*name));
            }
        }
    }
    by_names.sort_unstable();
    by_names.dedup();
    let has_numbers = !numbers.is_empty();
    let numbers = opened(numbers.into_iter(), told.found);
    // Without numbers in the end, what was asked by number is wrong.
    (numbers.is_some() || !has_numbers).then_some(OfEach { names: by_names, numbers })
}

/// The ports that an edge with `callee` opens, of those asked for at these places; `None` where that is wrong, which is
/// then reported. `end` is where the edge could say a port.
pub(super) fn of_one(
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

/// The ports that a guard asks of one end: those by name as the end declares them, those by number whatever it declares;
/// `None` where a name is unknown, which is then reported.
pub(in crate::frontend::resolve) fn of_guard(
    asked: &[(Asked<'_>, Place)],
    end: &End,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Option<EdgePorts> {
    let declared = names.ports(end);
    if *declared == Declared::Broken {
        return None;
    }
    let mut specs = Vec::with_capacity(asked.len());
    for (port, place) in asked {
        match port {
            Asked::Spec(spec) => specs.push((*spec, *place)),
            Asked::Name(name) => match by_name(declared, name) {
                Some(named) => specs.extend(named.iter().map(|spec| (*spec, *place))),
                None => found.push(unknown(*place, name, declared, &names.describe(end))),
            },
        }
    }
    opened(specs.into_iter(), found)
}

/// The ports that a guard asks of one of the services of a wildcard; `None` where it has none of them.
pub(in crate::frontend::resolve) fn where_declared(
    asked: &[(Asked<'_>, Place)],
    service: &End,
    names: Names<'_>,
) -> Option<EdgePorts> {
    let declared = names.ports(service);
    let specs = asked.iter().flat_map(|(port, place)| {
        let specs = match port {
            Asked::Spec(spec) => vec![*spec],
            Asked::Name(name) => by_name(declared, name).unwrap_or_default().to_vec(),
        };
        specs.into_iter().map(move |spec| (spec, *place))
    });
    // A port that no NetworkPolicy can name is open nowhere, and told where an edge has it.
    let known: Vec<_> = specs.filter(|(spec, _)| !matches!(spec, Spec::Icmp { .. })).collect();
    opened(known.into_iter(), &mut Diagnostics::default())
}

fn by_name<'d>(declared: &'d Declared, name: &str) -> Option<&'d [Spec]> {
    match declared {
        Declared::Named(named) => named.iter().find(|(known, _)| known == name).map(|(_, specs)| specs.as_slice()),
        Declared::Nothing | Declared::Listed(_) | Declared::Broken => None,
    }
}

fn unknown(place: Place, name: &str, declared: &Declared, callee: &str) -> Diagnostic {
    let names: Vec<&str> = declared.names().collect();
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
pub(in crate::frontend::resolve) fn opened(
    specs: impl Iterator<Item = (Spec, Place)>,
    found: &mut Diagnostics,
) -> Option<EdgePorts> {
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
