//! `invalid-dns`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// An external's DNS name is one outside the cluster, as it is asked for.
pub static RULE: Rule = Rule {
    name: "invalid-dns",
    severity: Severity::Error,
    explanation: "\
An external's DNS name is one outside the cluster, as it is asked for.

`dns` holds names in lower case without a trailing dot. In a pattern `*` stands for any characters of one label: `*.x` is
exactly one label in front of `x`, and `**.x` is one or more. A name of the cluster's own domain is a service, and a policy that allows
names never sees its address.

Wrong:

```toml
[externals.stripe]
dns = [\"https://api.stripe.com/v1\"]
```

Right:

```toml
[externals.stripe]
dns = [\"api.stripe.com\", \"*.stripe.network\"]
```
",
};

/// What the text should have been.
const EXPECTED: &str = "expected a name like `api.example.com`, or a pattern like `*.example.com`";

/// `dns = []`
pub fn none(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`dns` lists nothing").at(place, EXPECTED)
}

/// A text that is no name and no pattern.
pub fn form(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no DNS name"))
        .at(place, EXPECTED)
        .help("labels of letters, digits, `-` and `_` with dots between them, two at least")
}

/// A name in another script.
pub fn not_ascii(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is not how this name is asked for"))
        .at(place, "expected letters without accents, digits, `-` and `_`")
        .help("write the name in its ASCII form, which begins with `xn--` in each label that needs it")
}

/// A URL, or a part of one.
pub fn url(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is more than a DNS name"))
        .at(place, EXPECTED)
        .help("leave the scheme and the path out: ports are in `ports`, paths in `http` of an edge")
}

/// A name with a port behind it.
pub fn with_port(place: Place, written: &str, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` has a port")).at(place, EXPECTED).fix(
        "the ports of an external are in `ports`",
        place,
        written,
        name,
    )
}

/// A name that ends in a dot.
pub fn trailing_dot(place: Place, written: &str, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` ends in a dot")).at(place, "every name here is a full one").fix(
        "leave the dot out",
        place,
        written,
        name,
    )
}

/// A name with capitals.
pub fn capitals(place: Place, written: &str, lower: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` has capitals")).at(place, "names are compared in lower case").fix(
        format!("write `{lower}`"),
        place,
        written,
        lower,
    )
}

/// A name that no name server would take.
pub fn too_long(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is too long for a DNS name"))
        .at(place, "expected at most 253 characters, 63 between two dots")
}

/// An address in the place of a name.
pub fn address(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is an address, not a DNS name"))
        .at(place, EXPECTED)
        .help("addresses are in `cidr`")
}

/// `**` elsewhere than in front.
pub fn stars(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`**` in `{written}` is not a label of its own in front"))
        .at(place, EXPECTED)
        .help("`**.example.com` is every name below `example.com`; a single `*` stays inside its label")
}

/// A pattern that fits every name of some length.
pub fn everything(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is no name in particular"))
        .at(place, "expected at least one label that is not open")
        .help("everything outside the cluster is `@world`, all public addresses are `@internet`")
}

/// A name of the cluster's own domain.
pub fn of_the_cluster(place: Place, written: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{written}` is a name of the cluster's own domain"))
        .at(place, "this is a service, not something outside")
        .help("name the service itself: `namespace/name`")
}
