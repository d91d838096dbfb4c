//! `invalid-cidr`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A network is written as Kubernetes takes it.
pub static RULE: Rule = Rule {
    name: "invalid-cidr",
    severity: Severity::Error,
    explanation: "\
A network is written as Kubernetes takes it.

An address, `/` and the length of the prefix, with no bit set behind the prefix. The API server refuses host bits and leading
zeros (always since 1.36), and programs disagree about what they mean. An IPv4 address in IPv6 clothes (`::ffff:10.0.0.0`) is
never what travels on the wire.

Wrong:

```toml
[externals.warehouse]
cidr = [\"10.20.0.5/16\"]
```

Right:

```toml
[externals.warehouse]
cidr = [\"10.20.0.0/16\"]
```
",
};

/// A text that is no network.
pub fn form(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no network"))
        .at(place, "expected an address and a prefix length, like `10.20.0.0/16` or `2001:db8::/32`")
}

/// An address without a prefix length.
pub fn no_prefix(place: Place, address: &str, network: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{address}` has no prefix length"))
        .at(place, "")
        .help(format!("for this address alone: `{network}`"))
}

/// A network with bits set behind its prefix.
pub fn host_bits(place: Place, written: &str, masked: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` has bits set behind its prefix")).at(place, "").fix(
        format!("the network is `{masked}`"),
        place,
        written,
        masked,
    )
}

/// Leading zeros, in the address or the prefix length.
pub fn leading_zeros(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` has leading zeros"))
        .at(place, "some programs would read it as octal")
        .help("leave the zeros out")
}

/// An IPv4 network as IPv6.
pub fn mapped(place: Place, written: &str, plain: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(&RULE, format!("`{written}` is an IPv4 network written as IPv6"))
        .at(place, "no packet has such an address");
    match plain {
        Some(plain) => found.fix(format!("the network is `{plain}`"), place, written, plain),
        None => found,
    }
}
