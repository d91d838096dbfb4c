//! Ranges in CIDR notation.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::IpNet;

use crate::diagnostic::rule::{policy_form, policy_refused};
use crate::manifest::Node;
use crate::manifest::read::plain;

use super::fields::{Fields, Reader};

/// A range in the form that Kubernetes takes since 1.36. The other forms that older API servers took, and clusters
/// keep, are refused in what npgen is about to write, and else warned of. In a kind that a custom resource defines, bits
/// beyond the prefix were never looked at.
///
/// Sources: `isCIDR` in `k8s.io/apiserver/pkg/cel/library/cidr.go`, `IsValidCIDR` and `IsValidCIDRForLegacyField` in `k8s.io/apimachinery/pkg/util/validation/ip.go`; the older
/// reading is that of `ParseCIDR` in `k8s.io/utils/internal/third_party/forked/golang/net`.
pub(super) fn network(fields: &mut Fields, node: &Node<'_>) -> Option<IpNet> {
    let text = fields.string(node)?;
    let Some((network, has_zeros)) = parse(text) else {
        fields.refuse(&node.span, |place| {
            policy_refused::malformed(place, text, "a range: expected one like `10.9.8.0/24` or `2001:db8::/64`")
        });
        return None;
    };
    if matches!(network, IpNet::V6(network) if network.addr().to_ipv4_mapped().is_some()) {
        let why = "is of IPv4 addresses in IPv6 form";
        fields.refuse(&node.span, |place| policy_refused::ambiguous_range(place, text, why));
        return None;
    }
    let taken = network.trunc();
    let why = if has_zeros { "has leading zeros" } else { "has bits set beyond its prefix" };
    match fields.reader() {
        _ if !has_zeros && network == taken => {}
        Reader::Custom if !has_zeros => {}
        Reader::BuiltIn => fields.refuse(&node.span, |place| policy_form::range(place, text, why, &taken.to_string())),
        Reader::Anyone | Reader::Custom => {
            fields.refuse(&node.span, |place| policy_refused::ambiguous_range(place, text, why));
            return None;
        }
    }
    Some(taken)
}

/// Address and prefix length, and whether there are zeros before a number, which some readers take for octal.
fn parse(text: &str) -> Option<(IpNet, bool)> {
    let (address, length) = text.split_once('/')?;
    let (address, zeros) = match address.parse() {
        Ok(address) => (address, false),
        Err(_) => (IpAddr::V4(padded(address)?), true),
    };
    let zeros = zeros || plain::integer(length).is_none();
    if !(1..=3).contains(&length.len()) || !length.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some((IpNet::new(address, length.parse().ok()?).ok()?, zeros))
}

/// An IPv4 address with zeros before its numbers, which are decimal all the same.
fn padded(text: &str) -> Option<Ipv4Addr> {
    let mut parts = text.split('.');
    let mut part = || parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok();
    let bytes: [u8; 4] = [part()?, part()?, part()?, part()?];
    parts.next().is_none().then(|| Ipv4Addr::from(bytes))
}
