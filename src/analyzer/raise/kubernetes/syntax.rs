//! What names, labels and ports must look like.
//!
//! Source: `k8s.io/apimachinery/pkg/util/validation/validation.go`.

/// A DNS-1123 subdomain: at most 253 bytes, labels with dots between them.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_lower_alphanumeric_with_hyphens)
}

/// A DNS-1123 label: at most 63 bytes, lower-case letters, digits and hyphens, no hyphen at either end.
pub(super) fn is_dns_label(text: &str) -> bool {
    text.len() <= 63 && is_lower_alphanumeric_with_hyphens(text)
}

/// A label's key: a name, perhaps with a subdomain and a slash before it.
pub(super) fn is_label_key(text: &str) -> bool {
    let (prefix, name) = text.split_once('/').map_or((None, text), |(prefix, name)| (Some(prefix), name));
    prefix.is_none_or(is_subdomain) && !name.is_empty() && is_label_value(name)
}

/// An annotation's key: like a label's, but its prefix may have capitals.
pub(super) fn is_annotation_key(text: &str) -> bool {
    is_label_key(&text.to_ascii_lowercase())
}

/// A label's value: empty, or at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends.
pub(super) fn is_label_value(text: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let at_end = |c: char| c.is_ascii_alphanumeric();
    text.is_empty()
        || (text.len() <= 63 && text.chars().all(inside) && text.starts_with(at_end) && text.ends_with(at_end))
}

/// A container port's name: at most 15 lower-case letters, digits and hyphens, at least one letter, no hyphen at
/// either end or beside another.
pub(super) fn is_port_name(text: &str) -> bool {
    text.len() <= 15
        && is_lower_alphanumeric_with_hyphens(text)
        && text.contains(|c: char| c.is_ascii_lowercase())
        && !text.contains("--")
}

fn is_lower_alphanumeric_with_hyphens(text: &str) -> bool {
    let at_end = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.chars().all(|c| at_end(c) || c == '-') && text.starts_with(at_end) && text.ends_with(at_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_the_api_server_wants_them() {
        assert!(["a", "a-b", "a.b.c", "0"].iter().all(|name| is_subdomain(name)));
        assert!(["", "-a", "a-", "A", "a..b", ".a", "a_b"].iter().all(|name| !is_subdomain(name)));
        assert!(is_subdomain(&"a".repeat(253)) && !is_subdomain(&"a".repeat(254)));
        assert!(is_dns_label(&"a".repeat(63)) && !is_dns_label(&"a".repeat(64)) && !is_dns_label("a.b"));
    }

    #[test]
    fn labels_are_as_the_api_server_wants_them() {
        assert!(["app", "a/b", "example.com/A_b.c-d", "9"].iter().all(|key| is_label_key(key)));
        assert!(["", "/b", "a/", "a/b/c", "A.com/b", "-a", "a b", "spiffe://x/y"].iter().all(|key| !is_label_key(key)));
        assert!(is_annotation_key("Example.com/Why") && !is_annotation_key("why not"));
        assert!(["", "A", "a_b.c-d"].iter().all(|value| is_label_value(value)));
        assert!(["-", "a-", "a b", "é", &"a".repeat(64)].iter().all(|value| !is_label_value(value)));
    }

    #[test]
    fn port_names_are_as_the_api_server_wants_them() {
        assert!(["http", "h", "8a", "web-1", "abcdefghijklmno"].iter().all(|name| is_port_name(name)));
        assert!(["", "80", "a--b", "-a", "a-", "A", "a_b", "abcdefghijklmnop"].iter().all(|name| !is_port_name(name)));
    }
}
