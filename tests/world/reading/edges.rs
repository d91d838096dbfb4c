//! The edges of one cluster: each writing read, writings of one edge put together, what is over left out, wildcards
//! taken apart, and what a `NetworkPolicy` cannot say widened.

use npgen::diagnostic::Place;
use npgen::frontend::Date;
use npgen::frontend::parse::tree::{self, Fallback, File, Text};

use super::facts::{self, Facts, Is, Ports};
use super::here::{self, sorted};
use super::names::{End, Meaning, Names};
use super::nodes::{text, ways};
use super::ports::{self, Asked};

/// One edge, with all places where it is written.
struct Edge {
    caller: Meaning,
    callee: Meaning,
    opens: Opens,
    owner: Option<String>,
    writings: Vec<(Place, Option<String>, Option<String>)>,
    until: Option<Date>,
    http: bool,
    /// `fallback`, and the owners of the files that write it.
    fallback: Option<(Vec<Fallback>, Vec<Option<String>>)>,
    tags: Vec<String>,
    meta: Option<String>,
}

/// The ports of an edge.
#[derive(PartialEq)]
enum Opens {
    /// At its one callee, or wherever its callers call.
    These(Ports),
    /// [E11] and [E12]: at each callee of a wildcard, the ports of these names and these by number.
    OfEach(Vec<String>, Option<Ports>),
}

/// Who writes an edge.
struct Writer<'t> {
    end: End,
    /// In which bare names are looked up.
    namespace: Option<&'t str>,
    file: &'t File,
}

pub(super) fn add(names: &Names<'_>, today: Date, facts: &mut Facts) {
    let mut edges: Vec<Edge> = Vec::new();
    for (writer, is_caller, written) in writings(names) {
        match edge(names, &writer, is_caller, written) {
            Ok(edge) => join(&mut edges, edge),
            Err(node) => facts.add("left out", &(written.place, format!("{node} is elsewhere"))),
        }
    }
    for mut edge in edges {
        edge.writings.sort();
        let places = edge.writings.iter().map(|(place, _, _)| *place);
        // [E16]
        if let Some(until) = edge.until.filter(|until| *until < today) {
            places.for_each(|place| facts.add("left out", &(place, format!("over since {until}"))));
            continue;
        }
        let pairs = pairs(names, &edge);
        if pairs.is_empty() {
            places.for_each(|place| facts.add("left out", &(place, "nobody is meant")));
        }
        for (caller, callee, ports) in pairs {
            facts.add("edge", &fact(names, &edge, &caller, &callee, ports));
        }
    }
}

/// Every entry of `calls` and `callers` that counts here, with its writer, who is the caller or the callee.
fn writings<'t>(names: &Names<'t>) -> Vec<(Writer<'t>, bool, &'t tree::Edge)> {
    let here = names.here;
    let mut all: Vec<(Writer<'t>, bool, &'t tree::Edge)> = Vec::new();
    let mut add = |end: End, namespace, file, calls: &'t [tree::Edge], callers: &'t [tree::Edge]| {
        let calls = calls.iter().map(|edge| (true, edge));
        for (is_caller, edge) in calls.chain(callers.iter().map(|edge| (false, edge))) {
            if here.has_edge(edge) {
                all.push((Writer { end: end.clone(), namespace, file }, is_caller, edge));
            }
        }
    };
    // [N11]
    let of_file = |file: &'t File| file.namespace.as_ref().map(|name| name.value.as_str());
    for (file, service) in here.services() {
        let home = here::home(file, service);
        let end = End::Service(home.to_owned(), service.name.value.clone());
        add(end, Some(home), file, &service.calls, &service.callers);
    }
    for (file, group) in here.groups() {
        add(End::Group(group.name.value.clone()), of_file(file), file, &group.calls, &group.callers);
    }
    for (file, external) in here.externals() {
        add(End::External(external.name.value.clone()), of_file(file), file, &external.calls, &external.callers);
    }
    for (file, namespace) in here.namespaces() {
        let name = &namespace.name.value;
        add(End::Namespace(name.clone()), Some(name), file, &namespace.calls, &namespace.callers);
    }
    all
}

/// One writing; an error where its other end is elsewhere, which is then said.
fn edge(names: &Names<'_>, writer: &Writer<'_>, is_caller: bool, written: &tree::Edge) -> Result<Edge, String> {
    let (name, port) = split(&written.end);
    let mut other = names.meaning(name, Some(&writer.end), writer.namespace);
    if let Meaning::Elsewhere(node) = other {
        return Err(node);
    }
    let at_name = name.strip_prefix('@').unwrap_or_default();
    if !is_caller && names.profile.calls_from_elsewhere(at_name) {
        other = Meaning::One(End::At(at_name.to_owned()));
    }
    let mut asked: Vec<Asked> = port.map(ports::asked_in).into_iter().collect();
    asked.extend(written.port.iter().flat_map(|port| &port.value).map(ports::asked));
    if is_caller && asked.is_empty() {
        // [C15]
        asked.extend(names.profile.get(at_name).and_then(|known| known.behind.clone()));
    }
    let writer_is = Meaning::One(writer.end.clone());
    let (caller, callee) = if is_caller { (writer_is, other) } else { (other, writer_is) };
    let opens = match &callee {
        Meaning::One(callee) => Opens::These(names.opened(callee, &asked)),
        _ => of_each(&asked),
    };
    let detail = written.detail.clone().unwrap_or_default();
    let owner = text(writer.file.owner.as_ref());
    Ok(Edge {
        caller,
        callee,
        opens,
        owner: text(written.owner.as_ref()),
        writings: vec![(written.place, text(written.why.as_ref()), owner.clone())],
        until: detail.until.map(|until| until.value),
        http: detail.http.is_some(),
        fallback: detail.fallback.as_ref().map(|fallback| (ways(fallback), vec![owner])),
        tags: sorted(&detail.common.tags),
        meta: detail.common.meta.map(|meta| meta.to_string()),
    })
}

fn of_each(asked: &[Asked]) -> Opens {
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    for one in asked {
        match one {
            Asked::Name(name) => names.push(name.clone()),
            Asked::Port(port) => numbers.push(*port),
        }
    }
    names.sort();
    names.dedup();
    Opens::OfEach(names, (!numbers.is_empty()).then(|| ports::opened(&numbers)))
}

/// [E3], [E4], [E5] and [E19]
fn join(edges: &mut Vec<Edge>, edge: Edge) {
    let is_same =
        |other: &&mut Edge| other.caller == edge.caller && other.callee == edge.callee && other.opens == edge.opens;
    let Some(same) = edges.iter_mut().find(is_same) else { return edges.push(edge) };
    same.writings.extend(edge.writings);
    same.owner = same.owner.take().or(edge.owner);
    same.until = same.until.or(edge.until);
    same.http |= edge.http;
    same.meta = same.meta.take().or(edge.meta);
    if same.tags.is_empty() {
        same.tags = edge.tags;
    }
    match (&mut same.fallback, edge.fallback) {
        (Some((_, owners)), Some((_, more))) => owners.extend(more),
        (None, other) => same.fallback = other,
        (Some(_), None) => {}
    }
}

/// [E10] to [E12]: who calls whom on which ports.
fn pairs(names: &Names<'_>, edge: &Edge) -> Vec<(End, End, Ports)> {
    let mut pairs = Vec::new();
    match (&edge.caller, &edge.callee, &edge.opens) {
        (Meaning::One(caller), Meaning::One(callee), Opens::These(ports)) => {
            pairs.push((caller.clone(), callee.clone(), ports.clone()));
        }
        (Meaning::Every(namespace), Meaning::One(callee), Opens::These(ports)) => {
            for caller in names.every(namespace.as_deref(), Some(callee)) {
                pairs.push((caller, callee.clone(), ports.clone()));
            }
        }
        (Meaning::One(caller), Meaning::Every(namespace), Opens::OfEach(by_name, numbers)) => {
            for callee in names.every(namespace.as_deref(), Some(caller)) {
                let declared = names.declared(&callee);
                let named: Vec<_> = by_name.iter().flat_map(|name| ports::of_name(&declared, name)).collect();
                let ports = match (named.is_empty(), numbers) {
                    (true, None) => continue,
                    (_, Some(None)) => None,
                    (_, Some(Some(numbers))) => {
                        let numbers = numbers.iter().map(|range| ports::Port::Range(*range));
                        ports::opened(&named.into_iter().chain(numbers).collect::<Vec<_>>())
                    }
                    (false, None) => ports::opened(&named),
                };
                pairs.push((caller.clone(), callee, ports));
            }
        }
        _ => panic!("no edge is between two wildcards"),
    }
    // [E8]
    pairs.retain(|(caller, callee, _)| names.has_half(caller) || names.has_half(callee));
    pairs
}

fn fact(names: &Names<'_>, edge: &Edge, caller: &End, callee: &End, ports: Ports) -> facts::Edge {
    let mut widened: Vec<&str> = Vec::new();
    let mut instead_of = None;
    if edge.http {
        // [E28]
        widened.push("L4");
    }
    for end in [caller, callee] {
        // [E30]
        if names.node(end).is_some_and(|node| node.fact.account.is_some()) {
            widened.push("Pods");
        }
    }
    let mut means = callee.clone();
    if let Some(Is::Outside { cidr, dns, .. }) = names.node(callee).map(|node| &node.fact.is)
        && !dns.is_empty()
    {
        // [E31]
        if !cidr.is_empty() && allows(names, edge, (caller, callee), Fallback::Cidr) {
            widened.push("Cidr");
        } else {
            widened.push("Internet");
            instead_of = Some(names.fact(callee));
            means = End::At("internet".to_owned());
        }
    }
    let order = ["L4", "Pods", "Cidr", "Internet"];
    let widened = order.iter().filter(|way| widened.contains(way)).map(|way| (*way).to_owned()).collect();
    facts::Edge {
        caller: names.fact(caller),
        callee: names.fact(&means),
        ports,
        owner: edge.owner.clone(),
        writings: edge.writings.clone(),
        until: edge.until.map(|until| until.to_string()),
        widened,
        instead_of,
        tags: edge.tags.clone(),
        meta: edge.meta.clone(),
    }
}

/// [E29] and [E37]
fn allows(names: &Names<'_>, edge: &Edge, (caller, callee): (&End, &End), way: Fallback) -> bool {
    let of_node = |end: &End| {
        let node = names.node(end)?;
        Some((node.fallback.clone()?, vec![node.file_owner.clone()]))
    };
    let lists: Vec<_> =
        [caller, callee].into_iter().map(|end| (end, edge.fallback.clone().or_else(|| of_node(end)))).collect();
    let named = |list: &Option<(Vec<Fallback>, Vec<Option<String>>)>| {
        list.as_ref().is_some_and(|(ways, _)| ways.contains(&way))
    };
    let agreed = |end: &End, list: &Option<(Vec<Fallback>, Vec<Option<String>>)>| {
        let owner = owner_at(names, end);
        let wrote = list.as_ref().is_some_and(|(_, owners)| owners.contains(&owner));
        owner.is_none() || (named(list) && wrote)
    };
    let all_agree = || lists.iter().filter(|(end, _)| names.has_half(end)).all(|(end, list)| agreed(end, list));
    lists.iter().any(|(_, list)| named(list)) && (names.here.project.consent_of_both.is_none() || all_agree())
}

/// Who answers for the half of an end.
fn owner_at(names: &Names<'_>, end: &End) -> Option<String> {
    match end {
        End::Service(home, _) | End::Namespace(home) => names.nodes.namespaces[home].owner.clone(),
        End::Group(name) => names.nodes.groups[name].file_owner.clone(),
        End::External(_) | End::PodsOf(_) | End::At(_) => None,
    }
}

/// [P6]
pub(super) fn split(end: &Text) -> (&str, Option<&str>) {
    match end.value.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (&end.value, None),
    }
}
