//! `invalid-http`

use super::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Place};

/// A layer-7 condition says what a request can be.
pub static RULE: Rule = Rule {
    name: "invalid-http",
    severity: Severity::Error,
    explanation: "\
A layer-7 condition says what a request can be.

A condition that no request can satisfy closes the edge without a word, and one that proxies read in different ways opens
more than was meant. Methods and header names are tokens of HTTP, paths begin with `/` and are without the query, a regular
expression is one of RE2, and HTTP runs over TCP.

Wrong:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"get\", path = \"api/v1?all=true\" }] }]
```

Right:

```toml
[services.reports]
calls = [{ to = \"catalog:grpc\", http = [{ method = \"GET\", path = \"/api/v1\" }] }]
```
",
};

/// `http = []`
pub fn no_conditions(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "`http` has no condition, so it would let no request pass")
        .at(place, "expected a condition, like `{ method = \"GET\" }`")
        .help("leave `http` out to let every request pass")
}

/// A condition that asks for nothing.
pub fn empty_condition(place: Place) -> Diagnostic {
    Diagnostic::new(&RULE, "this condition asks for nothing, so every request would pass")
        .at(place, "expected a method, a path, a host or headers")
        .help("leave `http` out to let every request pass")
}

/// A list that is empty.
pub fn empty_list(place: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is empty")).at(place, "expected at least one")
}

/// More of `path`, `path_prefix` and `path_regex` than one.
pub fn two_paths(place: Place, key: &str, first: Place, first_key: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{first_key}` and `{key}` in one condition"))
        .at(place, "")
        .at(first, "")
        .help("write two conditions, if either may hold")
}

/// A method that is no token.
pub fn method(place: Place, method: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{method}` can't be a method of HTTP")).at(place, "expected one like `GET`")
}

/// A method of HTTP in the wrong case.
pub fn method_case(place: Place, method: &str, meant: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("methods are case-sensitive, and `{method}` is none")).at(place, "").fix(
        format!("did you mean `{meant}`?"),
        place,
        method,
        meant,
    )
}

/// A path that does not begin with `/`.
pub fn path_start(place: Place, path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the path `{path}` does not begin with `/`")).at(place, "")
}

/// A path with a query or a fragment.
pub fn path_query(place: Place, path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the path `{path}` has a query or a fragment"))
        .at(place, "expected no `?` and no `#`")
        .help("the query is never looked at: every one is allowed")
}

/// A path with characters that no request can send as they are.
pub fn path_characters(place: Place, path: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the path `{path}` has characters that a request can't send as they are"))
        .at(place, "expected letters, digits and punctuation of ASCII")
        .help("write others in percent-encoding, like `%20` for a blank")
}

/// A regular expression that RE2 does not take.
pub fn regex(place: Place, problem: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("RE2 does not take this regular expression: {problem}")).at(place, "")
}

/// A host that is no DNS name.
pub fn host(place: Place, host: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{host}` can't be a host"))
        .at(place, "expected a DNS name, without a port and without `*`")
}

/// A header name that is no token.
pub fn header_name(place: Place, name: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{name}` can't be the name of a header")).at(place, "expected one like `X-Tenant`")
}

/// Two headers of one name: capitals count as small letters.
pub fn header_twice(place: Place, name: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the header `{name}` is written twice"))
        .at(place, "names of headers are the same in capitals and small letters")
        .at(first, "first here")
}

/// A value that no header can have.
pub fn header_value(place: Place, value: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{value}` can't be the value of a header"))
        .at(place, "expected printed characters of ASCII, none of them a blank at either end")
}

/// A text that is longer than any proxy takes.
pub fn too_long(place: Place, key: &str, longest: usize) -> Diagnostic {
    Diagnostic::new(&RULE, format!("`{key}` is longer than {longest} bytes")).at(place, "")
}

/// An edge with `http` on a port that is not TCP.
pub fn not_tcp(place: Place, port: &str) -> Diagnostic {
    Diagnostic::new(&RULE, format!("the edge has `http` and calls `{port}`, and HTTP runs over TCP"))
        .at(place, "")
        .help("write another edge for the other ports")
}
