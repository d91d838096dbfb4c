//! Settings: a value and what it is called, in a variable, an argument or a line of a file.

/// A value under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting<'t> {
    /// What it is called.
    pub(super) name: &'t str,
    /// What it says.
    pub(super) value: &'t str,
}

/// Words in a setting's name after which a bare word is a host.
const ASKING: [&str; 30] = [
    "ADDR",
    "ADDRESS",
    "ADDRESSES",
    "ADDRS",
    "BACKEND",
    "BOOTSTRAP",
    "BROKER",
    "BROKERS",
    "CONNECTION",
    "DSN",
    "ENDPOINT",
    "ENDPOINTS",
    "FQDN",
    "HOST",
    "HOSTNAME",
    "HOSTS",
    "NODES",
    "PEER",
    "PEERS",
    "PROXY",
    "SEEDS",
    "SERVER",
    "SERVERS",
    "SERVICE",
    "TARGET",
    "TARGETS",
    "UPSTREAM",
    "URI",
    "URL",
    "URLS",
];

impl Setting<'_> {
    /// Whether its name asks for a host: `REDIS_HOST`, `spring.redis.host`, `cartUrl`. What is about the name of
    /// something (`SERVICE_NAME`), or about the port, asks for none.
    pub(super) fn asks_for_host(&self) -> bool {
        let words = words(self.name);
        let last = words.last().map_or("", String::as_str);
        match last {
            "NAME" => words.iter().rev().nth(1).is_some_and(|word| word == "HOST"),
            "ID" | "PORT" | "TYPE" | "MODE" | "PATH" | "VERSION" => false,
            _ => words.iter().any(|word| ASKING.contains(&word.as_str())),
        }
    }

    /// Whether it names a host and nothing else, so that even a word that nobody knows is one.
    pub(super) fn names_host(&self) -> bool {
        words(self.name).last().is_some_and(|word| ["HOST", "HOSTNAME", "HOSTS"].contains(&word.as_str()))
    }

    /// What the setting that goes with it is called that says the port: `REDIS_PORT` beside `REDIS_HOST`.
    pub(super) fn sibling_port(&self) -> Option<String> {
        ["HOSTNAME", "HOST", "ADDRESS", "ADDR"].iter().find_map(|host| {
            let before = self.name.strip_suffix(host).map(|before| format!("{before}PORT"));
            before.or_else(|| Some(format!("{}port", self.name.strip_suffix(&host.to_lowercase())?)))
        })
    }
}

/// The settings among the arguments of a command: `--redis=cart`, `--redis cart`, `-Dredis.host=cart`.
pub(super) fn flags(arguments: &[String]) -> impl Iterator<Item = Setting<'_>> {
    let next = arguments.iter().skip(1).map(Some).chain([None]);
    arguments.iter().zip(next).filter_map(|(argument, next)| {
        if argument.contains(char::is_whitespace) || !argument.starts_with('-') {
            return None;
        }
        match argument.split_once('=') {
            Some((name, value)) => Some(Setting { name, value }),
            None => next.filter(|next| !next.starts_with('-')).map(|value| Setting { name: argument, value }),
        }
    })
}

/// What a line of a configuration file sets: `host: redis`, `redis.host = "redis"`, `"host": "redis",`.
pub(super) fn line(line: &str) -> Option<Setting<'_>> {
    let line = line.trim().trim_start_matches("- ");
    let (name, value) = line.split_once([':', '='])?;
    let is_quote = |character: char| "\"'".contains(character);
    let name = name.trim().trim_matches(is_quote);
    let value = value.trim().trim_end_matches([',', ';']).trim_matches(is_quote);
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-._".contains(character);
    let is_setting = !name.is_empty() && name.chars().all(is_name) && !value.is_empty();
    is_setting.then_some(Setting { name, value })
}

/// Whether a line of a configuration file says nothing to the program that reads it.
pub(super) fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with(['#', ';']) || line.trim_start().starts_with("//")
}

/// The words of a name, in capitals: those of `redisHost` and of `REDIS_HOST` are the same.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|character: char| !character.is_ascii_alphanumeric()) {
        let mut word = String::new();
        let mut after_small = false;
        for character in part.chars() {
            if character.is_ascii_uppercase() && after_small {
                words.push(std::mem::take(&mut word));
            }
            after_small = !character.is_ascii_uppercase();
            word.push(character.to_ascii_uppercase());
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_ask_for_a_host_are_told_from_others() {
        let asks = |name| Setting { name, value: "redis" }.asks_for_host();
        for name in ["REDIS_HOST", "spring.redis.host", "cartUrl", "CART_SERVICE", "--upstream", "DB_HOST_NAME", "host"]
        {
            assert!(asks(name), "{name}");
        }
        for name in ["POSTGRES_DB", "OTEL_SERVICE_NAME", "STORAGE_TYPE", "SERVER_PORT", "GHOST", "SERVER_MODE", "ID"] {
            assert!(!asks(name), "{name}");
        }
    }

    #[test]
    fn the_port_beside_a_host_is_named() {
        let port = |name| Setting { name, value: "" }.sibling_port();
        assert_eq!(port("REDIS_HOST").as_deref(), Some("REDIS_PORT"));
        assert_eq!(port("redis.host").as_deref(), Some("redis.port"));
        assert_eq!(port("PGHOST").as_deref(), Some("PGPORT"));
        assert_eq!(port("REDIS_URL"), None);
    }

    #[test]
    fn settings_are_found_among_arguments() {
        let arguments = ["serve", "--redis=cart", "--host", "web", "-v", "--last"].map(str::to_owned);
        let found: Vec<_> = flags(&arguments).map(|setting| (setting.name, setting.value)).collect();
        assert_eq!(found, [("--redis", "cart"), ("--host", "web")]);
    }

    #[test]
    fn a_line_sets_one_thing() {
        let read = |text| line(text).map(|setting| (setting.name, setting.value));
        assert_eq!(read("  - host: redis"), Some(("host", "redis")));
        assert_eq!(read("redis.host = \"redis\""), Some(("redis.host", "redis")));
        assert_eq!(read("\"url\": \"http://prometheus:9090\","), Some(("url", "http://prometheus:9090")));
        assert_eq!(read("if [ -e $file ] ; then x=1"), None);
        assert_eq!(read("scrape_configs:"), None);
    }
}
