//! The DNS names and patterns of an external.
//!
//! `*` stands for any characters inside one label, `*.` in front of a name for exactly one label, `**.` for one or more.

use std::net::IpAddr;
use std::sync::Arc;

use crate::diagnostic::rule::invalid_dns;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::frontend::parse::tree::{Spanned, Text};

/// The longest name, and the longest label of one, in bytes (RFC 1035).
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The domains of the cluster itself: what is behind them is a service.
const CLUSTER_DOMAINS: [&str; 2] = ["cluster.local", "svc"];

/// Reads `dns`: sorted, each once; `None` where something is wrong, which is then reported.
pub(super) fn patterns(written: &Spanned<Vec<Text>>, found: &mut Diagnostics) -> Option<Vec<Arc<str>>> {
    if written.value.is_empty() {
        found.push(invalid_dns::none(written.place));
    }
    let mut patterns = Vec::with_capacity(written.value.len());
    for text in &written.value {
        match pattern(text) {
            Ok(()) => patterns.push(Arc::from(text.value.as_str())),
            Err(wrong) => found.push(wrong),
        }
    }
    let sound = !patterns.is_empty() && patterns.len() == written.value.len();
    patterns.sort_unstable();
    patterns.dedup();
    sound.then_some(patterns)
}

/// What is wrong with one name or pattern.
fn pattern(text: &Text) -> Result<(), Diagnostic> {
    let (place, written) = (text.place, text.value.as_str());
    if !written.is_ascii() {
        return Err(invalid_dns::not_ascii(place, written));
    }
    if written.contains("://") || written.contains('/') {
        return Err(invalid_dns::url(place, written));
    }
    if written.parse::<IpAddr>().is_ok() {
        return Err(invalid_dns::address(place, written));
    }
    if let Some((name, port)) = written.rsplit_once(':')
        && !port.is_empty()
        && port.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Err(invalid_dns::with_port(place, written, name));
    }
    if let Some(name) = written.strip_suffix('.').filter(|name| !name.is_empty()) {
        return Err(invalid_dns::trailing_dot(place, written, name));
    }
    let lower = written.to_ascii_lowercase();
    if lower != written {
        return Err(invalid_dns::capitals(place, written, &lower));
    }
    if written.len() > LONGEST_NAME || written.split('.').any(|label| label.len() > LONGEST_LABEL) {
        return Err(invalid_dns::too_long(place, written));
    }
    let in_front = written.strip_prefix("**.");
    let labels = in_front.unwrap_or(written);
    if labels.contains("**") {
        return Err(invalid_dns::stars(place, written));
    }
    if !labels.split('.').all(is_label) || labels.split('.').count() < 2 && in_front.is_none() {
        return Err(invalid_dns::form(place, written));
    }
    if labels.split('.').all(|label| label.bytes().all(|byte| byte == b'*')) {
        return Err(invalid_dns::everything(place, written));
    }
    let is_inside = |domain: &str| labels == domain || labels.ends_with(&format!(".{domain}"));
    if CLUSTER_DOMAINS.into_iter().any(is_inside) {
        return Err(invalid_dns::of_the_cluster(place, written));
    }
    Ok(())
}

/// Whether this is a label of a name, with `*` for what is left open. `_` is no host's, but found in front of services.
fn is_label(label: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b'*');
    !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, SourceId};

    fn message(written: &str) -> String {
        let place = Place { source: SourceId(0), start: 0, end: 0 };
        let text = Text { value: written.to_owned(), place };
        pattern(&text).map_or_else(|wrong| wrong.message, |()| "fine".to_owned())
    }

    #[test]
    fn names_and_patterns_of_the_outside_world_are_read() {
        let long = format!("{}.example.com", "a".repeat(63));
        for name in
            ["api.stripe.com", "*.x.y", "**.x", "**.x.y", "a*b.x", "*.com", "_sip._tcp.x", "xn--mnchen-3ya.de", &long]
        {
            assert_eq!(message(name), "fine", "{name}");
        }
        for name in ["services.example.com", "svc.example.com", "cluster.local.example.com"] {
            assert_eq!(message(name), "fine", "{name}");
        }
    }

    #[test]
    fn each_mistake_has_its_own_words() {
        for (name, words) in [
            ("", "no DNS name"),
            ("x", "no DNS name"),
            ("a b.x", "no DNS name"),
            ("a-.x", "no DNS name"),
            ("*", "no DNS name"),
            ("**.*", "in particular"),
            ("*.**.x", "label of its own"),
            ("a**.x", "label of its own"),
            ("**.svc", "own domain"),
            ("*.svc.cluster.local", "own domain"),
            ("cluster.local", "own domain"),
            ("a.x.", "ends in a dot"),
            ("a.x:443", "has a port"),
            ("a.x:", "no DNS name"),
            ("a.x:http", "no DNS name"),
            ("https://a", "more than"),
            ("2001:db8::1", "is an address"),
            ("A.x", "capitals"),
            ("ä.x", "not how this name"),
            ("a.x/y", "more than"),
        ] {
            assert!(message(name).contains(words), "{name}: {}", message(name));
        }
        assert!(message(&format!("{}.x", "a".repeat(64))).contains("too long"));
        assert!(message(&"a.".repeat(130)).contains("ends in a dot"));
        assert_eq!(message(&format!("{}x", "a.".repeat(126))), "fine");
        assert!(message(&format!("{}x", "a.".repeat(127))).contains("too long"));
    }

    #[test]
    fn a_list_with_something_wrong_is_none() {
        let read = |names: &[&str]| {
            let place = Place { source: SourceId(0), start: 0, end: 0 };
            let value = names.iter().map(|name| Text { value: (*name).to_owned(), place }).collect();
            patterns(&Spanned { value, place }, &mut Diagnostics::default())
        };
        assert_eq!(read(&["b.x", "a.x", "b.x"]), Some(vec!["a.x".into(), "b.x".into()]));
        assert_eq!(read(&["a.x", "x"]), None);
        assert_eq!(read(&[]), None);
    }
}
