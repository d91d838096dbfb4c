//! What Kubernetes takes for a name, a label key or a label value.
//!
//! The rules are those of `k8s.io/apimachinery/pkg/util/validation`.

/// `IsDNS1123Label`: at most 63 lower-case letters, digits and `-`, a letter or digit at both ends.
pub(super) fn is_dns_label(text: &str) -> bool {
    text.len() <= 63 && has_word_ends(text) && text.bytes().all(|byte| is_lower(byte) || byte == b'-')
}

/// `IsDNS1123Subdomain`: at most 253 characters, each part between `.` like a label of any length.
pub(super) fn is_dns_subdomain(text: &str) -> bool {
    let is_part = |part: &str| has_word_ends(part) && part.bytes().all(|byte| is_lower(byte) || byte == b'-');
    text.len() <= 253 && text.split('.').all(is_part)
}

/// `IsValidPortName`: at most 15 lower-case letters, digits and single `-` inside, a letter among them.
pub(super) fn is_port_name(text: &str) -> bool {
    text.len() <= 15
        && has_word_ends(text)
        && text.bytes().all(|byte| is_lower(byte) || byte == b'-')
        && text.bytes().any(|byte| byte.is_ascii_lowercase())
        && !text.contains("--")
}

/// `IsQualifiedName`: a label key, a name with or without a DNS subdomain and `/` before it.
pub(super) fn is_label_key(text: &str) -> bool {
    let (domain, name) = match text.split_once('/') {
        Some((domain, name)) => (Some(domain), name),
        None => (None, text),
    };
    !name.is_empty() && is_label_value(name) && domain.is_none_or(is_dns_subdomain)
}

/// `IsValidLabelValue`: empty, or at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends.
pub(super) fn is_label_value(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.is_empty() || (text.len() <= 63 && has_word_ends(text) && text.bytes().all(is_inner))
}

fn is_lower(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn has_word_ends(text: &str) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    is_word(text.as_bytes().first()) && is_word(text.as_bytes().last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_kubernetes() {
        assert!(is_dns_label("a-1") && is_dns_label(&"a".repeat(63)));
        for name in ["", "-a", "a-", "A", "a.b", "a_b", "ä", &"a".repeat(64)] {
            assert!(!is_dns_label(name), "{name}");
        }
        assert!(is_dns_subdomain("a.b-c.1") && is_dns_subdomain(&"a".repeat(253)));
        for name in ["", "a..b", ".a", "a.", "a.-b", "A.b", &"a".repeat(254)] {
            assert!(!is_dns_subdomain(name), "{name}");
        }
        assert!(is_port_name("http2") && is_port_name("a-1"));
        for name in ["", "80", "a--b", "-a", "Http", "sixteen-letters-"] {
            assert!(!is_port_name(name), "{name}");
        }
    }

    #[test]
    fn labels_are_those_of_kubernetes() {
        assert!(is_label_key("app") && is_label_key("app.kubernetes.io/Na_me") && !is_label_key("a/b/c"));
        for key in ["", "/a", "a/", "A.b/c", "a b", "-a"] {
            assert!(!is_label_key(key), "{key}");
        }
        assert!(is_label_value("") && is_label_value("A_b.c-1") && is_label_value(&"a".repeat(63)));
        for value in ["a b", "_a", "a.", "a/b", "spiffe://x", "ä", &"a".repeat(64)] {
            assert!(!is_label_value(value), "{value}");
        }
    }
}
