//! What the language takes for names, and how others are made to fit.
//!
//! Manifests can say what no API server takes; a draft of them must build all the same.

/// The longest name of a service.
const LONGEST_NAME: usize = 253;

/// Whether the language takes a name for a namespace.
pub(super) fn is_namespace(name: &str) -> bool {
    name.len() <= 63 && is_part(name)
}

/// A name as the language takes it for a service: unchanged if it can be, else with `-` in the place of what can't.
/// Empty where nothing of it can stay.
pub(super) fn service_name(name: &str) -> String {
    let fitting = |character: char| match character.to_ascii_lowercase() {
        lower if lower.is_ascii_lowercase() || lower.is_ascii_digit() || lower == '.' => lower,
        _ => '-',
    };
    let name: String = name.chars().map(fitting).take(LONGEST_NAME).collect();
    let parts = name.split('.').map(|part| part.trim_matches('-')).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(".")
}

/// Whether files of `out/` bear this name, so that no service can.
pub(super) fn is_reserved(name: &str) -> bool {
    matches!(name, "default-deny" | "namespace" | "kustomization") || name.starts_with("group-")
}

/// Whether the language takes a name for a port.
pub(super) fn is_port_name(name: &str) -> bool {
    let letters = name.bytes().any(|byte| byte.is_ascii_lowercase());
    name.len() <= 15 && is_part(name) && letters && !name.contains("--") && !matches!(name, "any" | "icmp" | "icmpv6")
}

/// Whether Kubernetes takes a label.
pub(super) fn is_label(key: &str, value: &str) -> bool {
    let (domain, name) = match key.split_once('/') {
        Some((domain, name)) => (domain, name),
        None => ("", key),
    };
    let is_domain = domain.len() <= LONGEST_NAME && domain.split('.').all(is_part);
    (!key.contains('/') || is_domain) && !name.is_empty() && is_label_text(name) && is_label_text(value)
}

/// Whether this can be the value of a label, or the name in its key where it is not empty.
fn is_label_text(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.is_empty() || (text.len() <= 63 && text.bytes().all(is_inner) && has_word_ends(text))
}

/// Lower-case letters, digits and `-`, a letter or digit at both ends.
fn is_part(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    has_word_ends(text) && text.bytes().all(is_inner)
}

fn has_word_ends(text: &str) -> bool {
    let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    is_word(text.bytes().next()) && is_word(text.bytes().next_back())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_to_fit() {
        for (name, fitting) in [
            ("web", "web"),
            ("a.b-c", "a.b-c"),
            ("web-", "web"),
            ("Web_App", "web-app"),
            ("{{ .Release.Name }}-web", "release.name----web"),
            ("..a..", "a"),
            ("ü", ""),
        ] {
            assert_eq!(service_name(name), fitting, "{name}");
        }
        assert_eq!(service_name(&"a".repeat(300)).len(), 253);
    }

    #[test]
    fn labels_that_kubernetes_refuses_are_told() {
        assert!(is_label("app", "") && is_label("app.kubernetes.io/name", "A_b.c-1"));
        for (key, value) in
            [("", "a"), ("a/", "a"), ("/a", "a"), ("a/b/c", "a"), ("A/b", "a"), ("a", "b c"), ("a", "-b")]
        {
            assert!(!is_label(key, value), "{key}={value}");
        }
        assert!(!is_label("a", &"b".repeat(64)));
    }
}
