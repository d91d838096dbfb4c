//! Networks as they are written.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use crate::diagnostic::rule::{except_outside_cidr, invalid_cidr, nothing_left};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::frontend::parse::tree::{Spanned, Text};
use crate::sets::Addresses;

/// Reads a list of networks; `None` where one of them is wrong.
pub(super) fn networks(list: &[Text], found: &mut Diagnostics) -> Option<Vec<IpNet>> {
    let mut nets = Vec::with_capacity(list.len());
    for text in list {
        match network(text) {
            Ok(net) => nets.push(net),
            Err(wrong) => found.push(wrong),
        }
    }
    (nets.len() == list.len()).then_some(nets)
}

/// Reads `except`, whose networks must lie strictly inside those of `cidr` and leave something of each; `None` where
/// one is wrong.
pub(super) fn exceptions(
    cidr: (&[IpNet], &Spanned<Vec<Text>>),
    list: &Spanned<Vec<Text>>,
    found: &mut Diagnostics,
) -> Option<Vec<IpNet>> {
    let (nets, written) = cidr;
    let except = networks(&list.value, found)?;
    let mut sound = true;
    for (inner, text) in except.iter().zip(&list.value) {
        if !nets.iter().any(|net| net.contains(inner) && net != inner) {
            found.push(except_outside_cidr::outside(text.place, &text.value, written.place));
            sound = false;
        }
    }
    let left_out = Addresses::nets(&except);
    for (net, text) in nets.iter().zip(&written.value) {
        if sound && Addresses::net(*net).is_subset(&left_out) {
            found.push(nothing_left::of_network(text.place, &text.value, list.place));
            sound = false;
        }
    }
    sound.then_some(except)
}

/// The same networks sorted, without those that lie inside another.
pub(super) fn canonical(mut nets: Vec<IpNet>) -> Vec<IpNet> {
    nets.sort_unstable();
    nets.dedup();
    // A network sorts behind every one that it lies in, and a run of such is not interrupted.
    let mut kept: Vec<IpNet> = Vec::with_capacity(nets.len());
    for net in nets {
        if !kept.last().is_some_and(|last| last.contains(&net)) {
            kept.push(net);
        }
    }
    kept
}

fn network(text: &Text) -> Result<IpNet, Diagnostic> {
    let (place, written) = (text.place, text.value.as_str());
    let Some((head, tail)) = written.split_once('/') else {
        return Err(match written.parse::<IpAddr>() {
            Ok(address) => invalid_cidr::no_prefix(place, written, &IpNet::from(address).to_string()),
            Err(_) => without_prefix_or_zeros(place, written, written),
        });
    };
    let Ok(address) = head.parse::<IpAddr>() else { return Err(without_prefix_or_zeros(place, written, head)) };
    if tail.len() > 1 && tail.starts_with('0') {
        return Err(invalid_cidr::leading_zeros(place, written));
    }
    let digits = !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit());
    let prefix = tail.parse::<u8>().ok().filter(|_| digits);
    let Some(net) = prefix.and_then(|prefix| IpNet::new(address, prefix).ok()) else {
        return Err(invalid_cidr::form(place, written));
    };
    if let IpAddr::V6(address) = address
        && let Some(plain) = address.to_ipv4_mapped()
    {
        return Err(invalid_cidr::mapped(place, written, unmapped(plain, net.prefix_len()).as_deref()));
    }
    if net.trunc() != net {
        return Err(invalid_cidr::host_bits(place, written, &net.trunc().to_string()));
    }
    Ok(net)
}

/// What is wrong with a text whose address can't be read.
fn without_prefix_or_zeros(place: Place, written: &str, address: &str) -> Diagnostic {
    let plain: Vec<&str> =
        address.split('.').map(|part| if part.len() > 1 { part.trim_start_matches('0') } else { part }).collect();
    if plain.join(".").parse::<Ipv4Addr>().is_ok() || with_zeros(address) {
        return invalid_cidr::leading_zeros(place, written);
    }
    invalid_cidr::form(place, written)
}

/// Whether it would be an IPv4 address if a part of nothing but zeros were one zero.
fn with_zeros(address: &str) -> bool {
    let plain: Vec<&str> = address
        .split('.')
        .map(|part| if !part.is_empty() && part.bytes().all(|byte| byte == b'0') { "0" } else { part })
        .collect();
    plain.join(".").parse::<Ipv4Addr>().is_ok()
}

/// The IPv4 network that an IPv4-mapped IPv6 one stands for; `None` where it is wider than all of IPv4.
fn unmapped(address: Ipv4Addr, prefix: u8) -> Option<String> {
    let mapped_bits = u8::try_from(Ipv6Addr::BITS - Ipv4Addr::BITS).ok()?;
    let net = IpNet::new(IpAddr::V4(address), prefix.checked_sub(mapped_bits)?).ok()?;
    Some(net.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;

    fn text(value: &str) -> Text {
        Text { value: value.to_owned(), place: Place { source: SourceId(0), start: 0, end: 0 } }
    }

    fn list(values: &[&str]) -> Spanned<Vec<Text>> {
        Spanned { value: values.iter().map(|value| text(value)).collect(), place: text("").place }
    }

    fn message(value: &str) -> String {
        network(&text(value)).map_or_else(|wrong| wrong.message, |net| format!("is {net}"))
    }

    #[test]
    fn networks_of_both_families_are_read() {
        assert_eq!(message("10.20.0.0/16"), "is 10.20.0.0/16");
        assert_eq!(message("0.0.0.0/0"), "is 0.0.0.0/0");
        assert_eq!(message("2001:DB8:0::/48"), "is 2001:db8::/48");
        assert_eq!(message("::/0"), "is ::/0");
    }

    #[test]
    fn each_mistake_has_its_own_words() {
        for (written, words) in [
            ("10.20.0.5/16", "bits set behind"),
            ("2001:db8::1/32", "bits set behind"),
            ("10.20.0.5", "no prefix length"),
            ("2001:db8::1", "no prefix length"),
            ("010.0.0.0/8", "leading zeros"),
            ("10.00.0.0/8", "leading zeros"),
            ("10.0.0.0/08", "leading zeros"),
            ("::ffff:10.0.0.0/104", "written as IPv6"),
            ("::ffff:0:0/96", "written as IPv6"),
            ("10.0.0.0/33", "is no network"),
            ("10.0.0.0/+8", "is no network"),
            ("10.0.0.0/", "is no network"),
            ("10.0.0/8", "is no network"),
            ("10..0.0/8", "is no network"),
            ("a.b.c.d/8", "is no network"),
            ("fe80::1%eth0/64", "is no network"),
            ("example.com", "is no network"),
            ("", "is no network"),
        ] {
            assert!(message(written).contains(words), "{written}: {}", message(written));
        }
    }

    #[test]
    fn exceptions_lie_strictly_inside_and_leave_something() {
        let check = |cidr: &[&str], except: &[&str]| {
            let (mut found, cidr) = (Diagnostics::default(), list(cidr));
            let nets = networks(&cidr.value, &mut found).expect("networks");
            exceptions((&nets, &cidr), &list(except), &mut found).is_some()
        };
        assert!(check(&["10.0.0.0/8"], &["10.1.0.0/16", "10.1.2.0/24"]));
        assert!(!check(&["10.0.0.0/8"], &["10.0.0.0/8"]));
        assert!(!check(&["10.0.0.0/8"], &["11.0.0.0/16"]));
        assert!(!check(&["10.0.0.0/8"], &["10.0.0.0/9", "10.128.0.0/9"]));
        assert!(!check(&["10.0.0.0/8"], &["::/64"]));
    }

    #[test]
    fn networks_inside_others_are_dropped() {
        let nets = |list: &[&str]| list.iter().map(|net| net.parse().expect("a network")).collect::<Vec<IpNet>>();
        let given = nets(&["::/0", "10.1.0.0/16", "10.0.0.0/8", "10.0.0.0/16", "10.0.0.0/8", "11.0.0.0/8", "fd00::/8"]);
        assert_eq!(canonical(given), nets(&["10.0.0.0/8", "11.0.0.0/8", "::/0"]));
    }
}
