//! Ports and unnamed pods in the words that all formats share, which are those of netpol-analyzer
//! (`pkg/netpol/connlist/conns_formatter.go`, `pkg/netpol/internal/common/connectionset.go`).

use crate::connections::OtherEnd;
use crate::sets::{LabelKey, LabelValues, Labels, NAMESPACE_NAME, Ports, Protocol, Values};

/// Every pod of the cluster that is not named.
const ENTIRE_CLUSTER: &str = "entire-cluster";

/// `All Connections`, `No Connections`, or `TCP 8080,9090-9100,UDP 53`: a number without a protocol is of the last one.
///
/// Port 0 and what is no TCP, UDP or SCTP has no place in this form.
pub fn ports(ports: &Ports) -> String {
    // In the order of their names.
    let protocols = [Protocol::Sctp, Protocol::Tcp, Protocol::Udp];
    let ranges = |protocol: Protocol| {
        let ranges = ports.of(protocol).ranges().iter().map(|(first, last)| ((*first).max(1), *last));
        ranges.filter(|(first, last)| first <= last)
    };
    if protocols.iter().all(|protocol| ranges(*protocol).eq([(1, u16::MAX)])) {
        return "All Connections".to_owned();
    }
    let mut parts = Vec::new();
    for protocol in protocols {
        let number = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
        let numbers = ranges(protocol).map(number);
        let names = ports.names().iter().filter(|port| port.protocol == protocol).map(|port| port.name.to_string());
        let all: Vec<String> = numbers.chain(names).collect();
        if !all.is_empty() {
            parts.push(format!("{protocol} {}", all.join(",")));
        }
    }
    if parts.is_empty() { "No Connections".to_owned() } else { parts.join(",") }
}

/// Who is at the other end of an exposure: `entire-cluster`, `backend/[all pods]`,
/// `[namespace with {team=a}]/[pod with {app=web}]`.
pub(super) fn other(other: &OtherEnd) -> String {
    match other {
        OtherEnd::Addresses(range) => range.to_string(),
        OtherEnd::EntireCluster => ENTIRE_CLUSTER.to_owned(),
        OtherEnd::Pods(labels) => format!("{}/{}", namespaces(labels), pods(labels)),
    }
}

fn namespaces(labels: &Labels) -> String {
    let of_namespace = |key: &LabelKey| match key {
        LabelKey::Namespace(key) => Some(key.to_string()),
        LabelKey::Pod(_) | LabelKey::ServiceAccount => None,
    };
    match selector(labels, of_namespace).as_slice() {
        [] => "[all namespaces]".to_owned(),
        [one] if one.starts_with(NAMESPACE_NAME) => {
            let name = one.strip_prefix(NAMESPACE_NAME).and_then(|rest| rest.strip_prefix('='));
            name.map_or_else(|| format!("[namespace with {{{one}}}]"), str::to_owned)
        }
        some => format!("[namespace with {{{}}}]", some.join(",")),
    }
}

fn pods(labels: &Labels) -> String {
    let of_pod = |key: &LabelKey| match key {
        LabelKey::Pod(key) => Some(key.to_string()),
        LabelKey::ServiceAccount => Some("service account".to_owned()),
        LabelKey::Namespace(_) => None,
    };
    match selector(labels, of_pod).as_slice() {
        [] => "[all pods]".to_owned(),
        some => format!("[pod with {{{}}}]", some.join(",")),
    }
}

/// What a set demands of the keys that have a name, those with one value first.
fn selector(labels: &Labels, name: impl Fn(&LabelKey) -> Option<String>) -> Vec<String> {
    let (mut equal, mut others) = (Vec::new(), Vec::new());
    for (key, values) in labels.requirements() {
        let Some(key) = name(key) else { continue };
        match &values.values {
            Values::Only(list) if !values.absent && list.len() == 1 => {
                equal.extend(list.iter().map(|value| format!("{key}={value}")));
            }
            _ => others.extend(expressions(&key, values)),
        }
    }
    others.sort();
    equal.extend(others);
    equal
}

/// What is demanded of one key, as selectors write it.
fn expressions(key: &str, values: &LabelValues) -> Vec<String> {
    let one = |operator: &str, values: &[std::sync::Arc<str>]| {
        let values: Vec<&str> = values.iter().map(|value| &**value).collect();
        format!("{{Key:{key},Operator:{operator},Values:[{}],}}", values.join(" "))
    };
    match (&values.values, values.absent) {
        (Values::Only(list), false) => vec![one("In", list)],
        (Values::Only(list), true) if list.is_empty() => vec![one("DoesNotExist", &[])],
        // No selector says this alone: absent, or one of some values.
        (Values::Only(list), true) => vec![one("InOrDoesNotExist", list)],
        (Values::AllBut(list), true) => vec![one("NotIn", list)],
        (Values::AllBut(list), false) if list.is_empty() => vec![one("Exists", &[])],
        (Values::AllBut(list), false) => vec![one("Exists", &[]), one("NotIn", list)],
    }
}
