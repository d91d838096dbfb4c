//! Hosts in a text: whatever could be the name of a server, and what stands around it.
//!
//! It knows nothing of Kubernetes and of no name: which hosts are Services is for [`super::services`] to say.

/// A host as a text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Host<'t> {
    /// Its name or IPv4 address, without a dot at the end.
    pub(super) name: &'t str,
    /// What stands before its `://`; empty where that is not known, as in `$(SCHEME)://redis`.
    pub(super) scheme: Option<&'t str>,
    /// The port behind it.
    pub(super) port: Option<Port>,
    /// Whether the text, or one entry of the list that it is, says this host and nothing else.
    pub(super) alone: bool,
}

/// A port behind a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Port {
    /// Its number.
    pub(super) number: u16,
    /// Whether it stood behind a `:`, and not behind a blank, as in `nc -z redis 6379`.
    pub(super) colon: bool,
}

/// All hosts of a text, in its order.
pub(super) fn hosts(text: &str) -> impl Iterator<Item = Host<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.find(is_inner)?;
        let rest = text.get(start..)?;
        let length = rest.find(|character| !is_inner(character)).unwrap_or(rest.len());
        at = start + length;
        Some((text.get(..start)?, rest.get(..length)?, text.get(at..)?))
    })
    .filter_map(|(before, word, after)| host(before, word, after))
}

/// A word as a host, if it can be one.
fn host<'t>(before: &'t str, word: &'t str, after: &'t str) -> Option<Host<'t>> {
    let name = word.strip_suffix('.').unwrap_or(word);
    if !is_host(name) || after.starts_with("://") {
        return None;
    }
    let scheme = scheme(before);
    // Part of a path, the version of an image, or a variable that nobody set.
    if scheme.is_none() && before.ends_with(['/', ':', '$', '{', '%']) || before.ends_with("$(") {
        return None;
    }
    let is_end = |character: char| character.is_whitespace() || "/?#,\"'".contains(character);
    if scheme.is_some() && before.ends_with("://") && after.split(is_end).next().is_some_and(|rest| rest.contains('@'))
    {
        // The user before the host.
        return None;
    }
    let (port, behind) = match port(after) {
        Some((port, behind)) => (Some(port), behind),
        None => (None, after),
    };
    let starts = before.chars().next_back().is_none_or(is_between);
    let ends = behind.chars().next().is_none_or(is_between);
    Some(Host { name, scheme, port, alone: starts && ends })
}

/// Whether this can be a host: an IPv4 address, or lower-case labels with a letter somewhere.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let ends = label.bytes().next().is_some_and(is_lower) && label.bytes().next_back().is_some_and(is_lower);
        ends && label.bytes().all(|byte| is_lower(byte) || byte == b'-')
    };
    let letters = name.bytes().any(|byte| byte.is_ascii_lowercase());
    name.split('.').all(is_label) && (letters || name.parse::<std::net::Ipv4Addr>().is_ok())
}

/// The scheme of the URL whose host starts where this text ends, with or without a user before the host.
fn scheme(before: &str) -> Option<&str> {
    let before = before.strip_suffix("://").or_else(|| {
        let (before, user) = before.strip_suffix('@')?.rsplit_once("://")?;
        let is_user = !user.contains(|character: char| character.is_whitespace() || "/,\"'".contains(character));
        is_user.then_some(before)
    })?;
    let start = before.rfind(|character: char| !character.is_ascii_alphanumeric() && character != '+');
    Some(start.and_then(|start| before.get(start + 1..)).unwrap_or(before))
}

/// The port at the start of a text, and what comes behind it.
fn port(after: &str) -> Option<(Port, &str)> {
    let colon = after.starts_with(':');
    let digits = after.strip_prefix([':', ' '])?;
    let length = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    let (digits, behind) = digits.split_at_checked(length)?;
    let number: u16 = digits.parse().ok()?;
    (number > 0 && !behind.starts_with(is_inner)).then_some((Port { number, colon }, behind))
}

/// Whether a character belongs to a host, or to a word that is none, like a variable's name or an image's version.
fn is_inner(character: char) -> bool {
    character.is_alphanumeric() || "-._".contains(character)
}

/// Whether a character stands between the entries of a list or around a text.
fn is_between(character: char) -> bool {
    character.is_whitespace() || ",;\"'[]".contains(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let port = |port: Port| format!("{}{}", if port.colon { ':' } else { ' ' }, port.number);
        hosts(text)
            .map(|host| {
                let scheme = host.scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
                let port = host.port.map(port).unwrap_or_default();
                format!("{scheme}{}{port}{}", host.name, if host.alone { " alone" } else { "" })
            })
            .collect()
    }

    #[test]
    fn addresses_are_found_in_whatever_surrounds_them() {
        for (text, found) in [
            ("redis", "redis alone"),
            ("redis:6379", "redis:6379 alone"),
            ("redis.shop.svc.cluster.local.:6379", "redis.shop.svc.cluster.local:6379 alone"),
            ("http://cart/api", "http://cart"),
            ("https://cart.shop:8443/", "https://cart.shop:8443"),
            ("jdbc:postgresql://ledger-db:5432/postgresdb", "postgresql://ledger-db:5432"),
            ("postgresql://admin:pwd@accounts-db:5432/db", "postgresql://accounts-db:5432"),
            ("user:pwd@tcp(mysql:3306)/shop", "mysql:3306"),
            ("$(SCHEME)://redis:6379", "://redis:6379"),
            ("nc -z redis 6379;", "redis 6379 alone"),
            ("10.1.2.3:5432", "10.1.2.3:5432 alone"),
        ] {
            assert!(shown(text).iter().any(|host| host == found), "{text}: {:?}", shown(text));
        }
    }

    #[test]
    fn a_list_has_each_of_its_entries() {
        assert_eq!(shown("a:1,b:2;c 3"), ["a:1 alone", "b:2 alone", "c 3 alone"]);
        assert_eq!(
            shown("['kafka-0.kafka:9092', \"kafka-1.kafka:9092\"]"),
            ["kafka-0.kafka:9092 alone", "kafka-1.kafka:9092 alone"]
        );
    }

    #[test]
    fn images_paths_variables_and_versions_are_no_addresses() {
        assert_eq!(shown("docker.io/library/redis:6379"), ["docker.io"]);
        assert_eq!(shown("$(redis):6379 ${redis} $redis"), [""; 0]);
        assert_eq!(shown("redis_addr REDIS -redis 6379 1.2.3"), [""; 0]);
        assert_eq!(shown("redis:6.2-alpine"), ["redis"]);
        assert_eq!(shown("redis:0 redis:65536"), ["redis", "redis"]);
        assert_eq!(shown("redis://user:password@cart/0"), ["redis://cart"]);
    }
}
