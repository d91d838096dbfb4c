//! Paths as relative URIs (RFC 3986).

use std::fmt::Write as _;

/// A path with `/` between its parts as a relative URI: every byte of its UTF-8 that is not unreserved or `/` is written
/// as `%XX`, so no part of it can be taken for a scheme, a query or a fragment.
pub(super) fn relative(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                // Writing into a string can't fail.
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_a_uri_is_encoded() {
        assert_eq!(relative("intents/team-a/shop_1.toml"), "intents/team-a/shop_1.toml");
        assert_eq!(relative("a b/c:d?#[1]%.toml"), "a%20b/c%3Ad%3F%23%5B1%5D%25.toml");
        assert_eq!(relative("größe\n"), "gr%C3%B6%C3%9Fe%0A");
    }
}
