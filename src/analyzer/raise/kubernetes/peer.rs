//! One item of `from` or `to` → a peer.

use crate::diagnostic::rule::policy_refused;
use crate::manifest::Node;
use crate::sets::{Addresses, LabelKey, LabelValues, Labels, Peer, Values};

use super::fields::Fields;
use super::network::network;
use super::selector::requirements;

/// Reads a peer of a policy in `namespace`; `None` where its selectors contradict themselves, so that it matches nobody.
///
/// A `podSelector` alone looks at the pods of the policy's own namespace; with a `namespaceSelector`, which alone means
/// all pods there, at the pods of the namespaces that it selects.
pub(super) fn peer(fields: &mut Fields, node: &Node<'_>, namespace: &str) -> Option<Peer> {
    let [pods, namespaces, block] = fields.of(node, ["podSelector", "namespaceSelector", "ipBlock"]);
    if let Some(block) = block {
        if pods.is_some() || namespaces.is_some() {
            fields.refuse(&node.span, policy_refused::range_with_selector);
        }
        return ip_block(fields, block).map(Peer::Addresses);
    }
    if pods.is_none() && namespaces.is_none() {
        fields.refuse(&node.span, policy_refused::empty_peer);
    }
    let mut all = match namespaces {
        Some(selector) => requirements(fields, selector, LabelKey::Namespace),
        None => vec![(LabelKey::namespace_name(), LabelValues::present(Values::one(namespace)))],
    };
    if let Some(selector) = pods {
        all.extend(requirements(fields, selector, LabelKey::Pod));
    }
    Labels::all_of(all).map(Peer::Pods)
}

/// An `ipBlock`: a range without its exceptions, each strictly inside it.
fn ip_block(fields: &mut Fields, node: &Node<'_>) -> Option<Addresses> {
    let [cidr, except] = fields.of(node, ["cidr", "except"]);
    let exceptions = fields.items(except);
    let range = fields.required(node, "cidr", cidr).and_then(|cidr| network(fields, cidr));
    let mut cut = Vec::with_capacity(exceptions.len());
    for exception in exceptions {
        let (Some(inner), Some(range)) = (network(fields, exception), range) else { continue };
        if range.contains(&inner) && range != inner {
            cut.push(inner);
        } else {
            fields.refuse(&exception.span, |place| {
                policy_refused::exception_not_inside(place, &inner.to_string(), &range.to_string())
            });
        }
    }
    Some(Addresses::net(range?).minus(&Addresses::nets(&cut)))
}
