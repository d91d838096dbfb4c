//! `invalid-port`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A port is written as the language asks.
pub static RULE: Rule = Rule {
    name: "invalid-port",
    severity: Severity::Error,
    explanation: "\
A port is written as the language asks.

A number from 1 to 65535, or a string: `\"53/udp\"`, `\"30000-32767\"`, `\"any\"` (every port and protocol), `\"any/udp\"` (every
port of one), `\"icmp/8\"`. Without a protocol it is TCP. Ports are those of the container, as policies act after a Service
has been translated.

Wrong:

```toml
[services.coredns]
ports = { dns = [\"53/UDP\", 0] }
```

Right:

```toml
[services.coredns]
ports = { dns = [\"53/udp\", 53] }
```
",
};

/// What can be written as a port.
const FORMS: &str = "a port is a number, `\"53/udp\"`, `\"30000-32767\"`, `\"any\"`, `\"any/udp\"` or `\"icmp/8\"`";

/// A text that is no port.
pub fn form(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no port")).at(place, "").help(FORMS)
}

/// A number that no port has.
pub fn number(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("there is no port `{written}`")).at(place, "expected 1 to 65535")
}

/// A number with zeros in front.
pub fn leading_zeros(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` has leading zeros"))
        .at(place, "some programs would read it as octal")
        .help("leave the zeros out")
}

/// A range that ends before it begins.
pub fn backwards(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the range `{written}` ends before it begins"))
        .at(place, "expected the lower port first")
}

/// What follows a port or `any` and is no protocol with ports, or is written in capitals.
pub fn protocol(place: Place, protocol: &str) -> Diagnostic {
    let expected = "expected `tcp`, `udp` or `sctp`";
    match protocol {
        "icmp" | "icmpv6" => Diagnostic::new(&RULE, format!("the protocol `{protocol}` has no ports"))
            .at(place, expected)
            .help(format!("`{protocol}` is every message of it, `{protocol}/8` every message of type 8")),
        _ => Diagnostic::new(&RULE, format!("there is no protocol `{protocol}`")).at(place, expected),
    }
}

/// An ICMP type that is no number of eight bits.
pub fn icmp_type(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("there is no ICMP message type `{written}`")).at(place, "expected 0 to 255")
}

/// An empty list.
pub fn none(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` lists no port"))
        .at(place, "")
        .help(format!("leave `{key}` out, or name the ports"))
}

/// A kind of port that can't stand among those of a name of the profile.
pub fn of_profile_name(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the ports of `@{name}` have to be ports of TCP, UDP or SCTP"))
        .at(place, "")
        .help(format!("leave `ports` out, and say on each edge which one is called: `@{name}:any`"))
}
