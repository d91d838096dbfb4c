//! `http`: what a request must be like.

use std::sync::Arc;

use crate::diagnostic::rule::invalid_http;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::frontend::parse::tree::{self, Spanned, Text};
use crate::frontend::resolve::kubernetes::is_dns_subdomain;
use crate::graph::{EdgePorts, HeaderValue, Http, PathMatch};
use crate::sets::Protocol;

use super::regex;

/// The longest text in a condition, in bytes. Proxies take lines of 8 KiB as a whole.
const LONGEST: usize = 2048;

/// The methods that HTTP itself has (RFC 9110, RFC 5789).
const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// Reads the conditions, sorted and without repeats; `None` where one is wrong, which is then reported.
pub(in crate::frontend::resolve) fn conditions(
    written: &Spanned<Vec<tree::Http>>,
    found: &mut Diagnostics,
) -> Option<Vec<Http>> {
    if written.value.is_empty() {
        found.push(invalid_http::no_conditions(written.place));
        return None;
    }
    let mut conditions = Vec::with_capacity(written.value.len());
    for http in &written.value {
        let mut wrong = Vec::new();
        let condition = condition(http, &mut wrong);
        if wrong.is_empty() {
            conditions.push(condition);
        }
        for wrong in wrong {
            found.push(wrong);
        }
    }
    conditions.sort();
    let sound = conditions.len() == written.value.len();
    conditions.dedup();
    sound.then_some(conditions)
}

/// `http` is over TCP: that an edge with other ports has it is reported.
pub(super) fn check_ports(http: Place, ports: &EdgePorts, found: &mut Diagnostics) -> bool {
    let other = match ports {
        EdgePorts::Every => Some("any".to_owned()),
        EdgePorts::Listed(ranges) => {
            ranges.iter().find(|range| range.protocol != Protocol::Tcp).map(ToString::to_string)
        }
    };
    if let Some(port) = &other {
        found.push(invalid_http::not_tcp(http, port));
    }
    other.is_none()
}

fn condition(http: &tree::Http, wrong: &mut Vec<Diagnostic>) -> Http {
    let condition = Http {
        methods: methods(http.methods.as_ref(), wrong),
        path: path(http, wrong),
        host: http.host.as_ref().map(|name| host(name, wrong)),
        headers: headers(&http.headers, wrong),
    };
    if condition == Http::default() && wrong.is_empty() {
        wrong.push(invalid_http::empty_condition(http.place));
    }
    condition
}

fn methods(written: Option<&Spanned<Vec<Text>>>, wrong: &mut Vec<Diagnostic>) -> Vec<Arc<str>> {
    let Some(written) = written else { return Vec::new() };
    if written.value.is_empty() {
        wrong.push(invalid_http::empty_list(written.place, "method"));
    }
    for Text { value, place } in &written.value {
        let upper = value.to_ascii_uppercase();
        if !is_token(value) {
            wrong.push(invalid_http::method(*place, value));
        } else if upper != *value && METHODS.contains(&upper.as_str()) {
            wrong.push(invalid_http::method_case(*place, value, &upper));
        }
    }
    let mut methods: Vec<Arc<str>> = written.value.iter().map(|method| Arc::from(method.value.as_str())).collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

fn path(http: &tree::Http, wrong: &mut Vec<Diagnostic>) -> Option<PathMatch> {
    let all = [("path", &http.path), ("path_prefix", &http.path_prefix), ("path_regex", &http.path_regex)];
    let mut written = all.into_iter().filter_map(|(key, path)| Some((key, path.as_ref()?)));
    let (key, path) = written.next()?;
    for (other, second) in written {
        wrong.push(invalid_http::two_paths(second.place, other, path.place, key));
    }
    if path.value.len() > LONGEST {
        wrong.push(invalid_http::too_long(path.place, key, LONGEST));
        return None;
    }
    let text = Arc::from(path.value.as_str());
    if key == "path_regex" {
        if let Err(refused) = regex::check(&path.value) {
            wrong.push(invalid_http::regex(path.place, &refused.to_string()));
        }
        return Some(PathMatch::Regex(text));
    }
    if !path.value.starts_with('/') {
        wrong.push(invalid_http::path_start(path.place, &path.value));
    } else if path.value.contains(['?', '#']) {
        wrong.push(invalid_http::path_query(path.place, &path.value));
    } else if !path.value.bytes().all(|byte| byte.is_ascii_graphic()) {
        wrong.push(invalid_http::path_characters(path.place, &path.value));
    }
    Some(if key == "path" { PathMatch::Exact(text) } else { PathMatch::Prefix(text) })
}

/// A host in small letters, since DNS knows no others.
fn host(name: &Text, wrong: &mut Vec<Diagnostic>) -> Arc<str> {
    let host = name.value.to_ascii_lowercase();
    if !is_dns_subdomain(&host) {
        wrong.push(invalid_http::host(name.place, &name.value));
    }
    Arc::from(host)
}

fn headers(
    written: &[(Text, Spanned<tree::HeaderValue>)],
    wrong: &mut Vec<Diagnostic>,
) -> Vec<(Arc<str>, HeaderValue)> {
    let mut headers: Vec<(Arc<str>, HeaderValue, Place)> = Vec::with_capacity(written.len());
    for (name, value) in written {
        if !is_token(&name.value) {
            wrong.push(invalid_http::header_name(name.place, &name.value));
        }
        let lower: Arc<str> = Arc::from(name.value.to_ascii_lowercase());
        if let Some((_, _, first)) = headers.iter().find(|(known, ..)| *known == lower) {
            wrong.push(invalid_http::header_twice(name.place, &name.value, *first));
        }
        let meant = match &value.value {
            tree::HeaderValue::Present => HeaderValue::Present,
            tree::HeaderValue::Exact(text) => {
                if !is_header_value(text) {
                    wrong.push(invalid_http::header_value(value.place, text));
                }
                HeaderValue::Exact(Arc::from(text.as_str()))
            }
        };
        headers.push((lower, meant, name.place));
    }
    let mut headers: Vec<_> = headers.into_iter().map(|(name, value, _)| (name, value)).collect();
    headers.sort_unstable();
    headers
}

/// A token of HTTP (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    let of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(of_token)
}

/// The value of a header (RFC 9110, 5.5), in ASCII.
fn is_header_value(text: &str) -> bool {
    let printed = text.bytes().all(|byte| byte == b' ' || byte == b'\t' || byte.is_ascii_graphic());
    !text.is_empty() && text.len() <= LONGEST && printed && text.trim_matches([' ', '\t']) == text
}
