//! Conditions for requests, and the edges beside which they are worth nothing.

use super::{resolve, said};
use crate::diagnostic::{Diagnostics, Sources};
use crate::frontend::parse;
use crate::frontend::resolve::edge::http::conditions;
use crate::graph::{HeaderValue, Http, PathMatch};

/// The conditions, or the messages.
fn read(http: &str) -> Result<Vec<Http>, Vec<String>> {
    let mut sources = Sources::default();
    let text = format!("namespace = 'shop'\n[services.web]\ncalls = [{{ to = 'cart', http = {http} }}]");
    let source = sources.add("shop.toml", text.as_str());
    let mut found = Diagnostics::default();
    let file = parse::intents(source, &text, &mut found).expect("TOML");
    let edge = file.services.first().and_then(|web| web.calls.first()).expect("an edge");
    let written = edge.detail.as_ref().and_then(|detail| detail.http.as_ref()).expect("conditions");
    conditions(written, &mut found).ok_or_else(|| found.into_sorted().into_iter().map(|found| found.message).collect())
}

/// The one condition.
fn one(http: &str) -> Http {
    let all = read(&format!("[{http}]")).unwrap_or_else(|wrong| panic!("{http}: {wrong:?}"));
    assert_eq!(all.len(), 1, "{http}");
    all.into_iter().next().expect("one")
}

/// The first words of what is wrong.
fn wrong(http: &str) -> Vec<String> {
    match read(&format!("[{http}]")) {
        Ok(fine) => panic!("{http}: {fine:?}"),
        Err(wrong) => wrong,
    }
}

#[test]
fn a_condition_is_kept_in_one_form() {
    assert_eq!(one("{ method = 'GET' }").methods, ["GET".into()]);
    assert_eq!(
        one("{ method = ['PUT', 'GET', 'PUT', 'purge'] }").methods,
        ["GET".into(), "PUT".into(), "purge".into()]
    );
    let path = |text: &str| one(text).path;
    assert_eq!(path("{ path = '/a' }"), Some(PathMatch::Exact("/a".into())));
    assert_eq!(path("{ path_prefix = '/a/' }"), Some(PathMatch::Prefix("/a/".into())));
    assert_eq!(path("{ path_regex = '/a?.*#' }"), Some(PathMatch::Regex("/a?.*#".into())));
    assert_eq!(one("{ host = 'Shop.Example' }").host.as_deref(), Some("shop.example"));
    let headers = one("{ headers = { X-Tenant = 'a b', A = true } }").headers;
    assert_eq!(headers, [("a".into(), HeaderValue::Present), ("x-tenant".into(), HeaderValue::Exact("a b".into()))]);
    let two = read("[{ path = '/b' }, { path = '/a' }, { path = '/b' }]").expect("conditions");
    assert_eq!(
        two.iter().map(|one| one.path.clone()).collect::<Vec<_>>(),
        [Some(PathMatch::Exact("/a".into())), Some(PathMatch::Exact("/b".into()))]
    );
}

#[test]
fn what_http_does_not_have_is_refused() {
    assert_eq!(read("[]"), Err(vec!["`http` has no condition, so it would let no request pass".to_owned()]));
    for (condition, message) in [
        ("{}", "this condition asks for nothing, so every request would pass"),
        ("{ method = [] }", "`method` is empty"),
        ("{ method = 'GE T' }", "`GE T` can't be a method of HTTP"),
        ("{ method = '' }", "`` can't be a method of HTTP"),
        ("{ method = 'get' }", "methods are case-sensitive, and `get` is none"),
        ("{ path = 'a' }", "the path `a` does not begin with `/`"),
        ("{ path_prefix = '/a?b' }", "the path `/a?b` has a query or a fragment"),
        ("{ path = '/a#b' }", "the path `/a#b` has a query or a fragment"),
        ("{ path = '/a b' }", "the path `/a b` has characters that a request can't send as they are"),
        ("{ path = '/ü' }", "the path `/ü` has characters that a request can't send as they are"),
        ("{ path = '/a', path_prefix = '/b' }", "`path` and `path_prefix` in one condition"),
        ("{ path_prefix = '/a', path_regex = 'b' }", "`path_prefix` and `path_regex` in one condition"),
        ("{ host = 'a_b' }", "`a_b` can't be a host"),
        ("{ headers = { 'a b' = true } }", "`a b` can't be the name of a header"),
        ("{ headers = { a = '' } }", "`` can't be the value of a header"),
        ("{ headers = { a = ' b' } }", "` b` can't be the value of a header"),
        ("{ headers = { a = 'ü' } }", "`ü` can't be the value of a header"),
        ("{ headers = { a = true, A = true } }", "the header `A` is written twice"),
    ] {
        assert_eq!(wrong(condition), [message], "{condition}");
    }
    assert!(wrong("{ path_regex = '(' }")[0].starts_with("RE2 does not take this regular expression"));
    assert_eq!(wrong("{ method = 'get', path = 'a' }").len(), 2, "all that is wrong is told");
    assert_eq!(read("[{ path = '/a' }, {}]").map_err(|wrong| wrong.len()), Err(1), "one that is wrong spoils all");
}

#[test]
fn texts_are_no_longer_than_a_proxy_takes() {
    let fits = |length: usize| {
        let (path, name) = (format!("/{}", "a".repeat(length - 1)), "a".repeat(length));
        [
            format!("{{ path = '{path}' }}"),
            format!("{{ method = '{name}' }}"),
            format!("{{ headers = {{ {name} = '{name}' }} }}"),
        ]
        .map(|condition| read(&format!("[{condition}]")).is_ok())
    };
    assert_eq!(fits(2048), [true; 3]);
    assert_eq!(fits(2049), [false; 3]);
}

#[test]
fn http_is_over_tcp() {
    let broken = |port: &str, to: &str| {
        let file = format!(
            "namespace = 'shop'\n[services.web]\ncalls = [{{ to = '{to}:{port}', http = [{{ method = 'GET' }}], fallback = ['l4'] }}]\n\
             [services.cart]\nports = {{ http = [80, 81], dns = [53, '53/udp'] }}\n[services.other]"
        );
        resolve("", &[&file]).0
    };
    let nothing: [&str; 0] = [];
    for (port, to) in [("http", "cart"), ("80", "cart"), ("any/tcp", "cart"), ("http", "*"), ("80", "*")] {
        assert_eq!(broken(port, to), nothing, "{to}:{port}");
    }
    for (port, to) in
        [("dns", "cart"), ("any", "cart"), ("any/udp", "cart"), ("any", "*"), ("53/udp", "*"), ("dns", "*")]
    {
        assert_eq!(broken(port, to), ["invalid-http"], "{to}:{port}");
    }
}

#[test]
fn an_edge_without_conditions_undoes_one_with_them() {
    let beside = |plain: &str| {
        let file = format!(
            "namespace = 'shop'\n[services.web]\nports = [1]\ncalls = [{{ to = 'cart:http', http = [{{ method = 'GET' }}], fallback = ['l4'] }}]\n\
             [services.cart]\npods = {{ app = 'cart' }}\nports = {{ http = 80, grpc = 81 }}\n{plain}"
        );
        let (broken, _) =
            resolve("[profile]\npod_cidr = []\nnode_cidr = []\n", &[&file, "namespace = 'lab'\n[services.probe]"]);
        broken.into_iter().filter(|rule| rule.starts_with("http")).collect::<Vec<_>>()
    };
    let nothing: [&str; 0] = [];
    assert_eq!(beside(""), nothing);
    for caller in ["@cluster", "@namespace", "@anywhere", "*"] {
        assert_eq!(beside(&format!("callers = ['{caller}:http']")), ["http-undone"], "{caller}");
    }
    for caller in ["@cluster:grpc", "lab/probe:http", "@namespace/lab:http", "@internet:http"] {
        assert_eq!(beside(&format!("callers = ['{caller}']")), nothing, "{caller}");
    }
    let group = "[groups.agents]\nnamespace = 'shop'\npods = { tier = 'agent' }\ncalls = ['shop/cart:http']";
    assert_eq!(beside(group), ["http-may-be-undone"]);
    let with_own = "[groups.agents]\nnamespace = 'shop'\npods = { tier = 'agent' }\ncalls = [{ to = 'shop/cart:http', http = [{ method = 'PUT' }], fallback = ['l4'] }]";
    assert_eq!(beside(with_own), nothing, "it has conditions of its own");
    let same_pods = "[services.all]\npods = { tier = 'back' }\nports = [80]\ncallers = ['@cluster']";
    assert_eq!(beside(same_pods), ["http-undone"], "a pod may be of both services");
    let other_pods = "[services.all]\npods = { app = 'other' }\nports = [80]\ncallers = ['@cluster']";
    assert_eq!(beside(other_pods), nothing);
    assert_eq!(said("", &["namespace = 'shop'"]), Vec::<String>::new());
}

#[test]
fn ends_that_reach_far_undo_and_are_undone() {
    let broken = |calls: &str, callers: &str| {
        let file = format!(
            "namespace = 'shop'\n[services.web]\ncalls = [{calls}]\n[services.cart]\nports = [80]\ncallers = [{callers}]\n\
             [externals.api]\ndns = ['api.example.com']\n"
        );
        let project = "[profile]\npod_cidr = []\nnode_cidr = ['10.1.0.0/16']\n[profile.names]\n\
             lb = { namespace = 'edge', ports = [80], from = ['@nodes'] }";
        let (broken, _) = resolve(project, &[&file]);
        broken.into_iter().filter(|rule| rule.starts_with("http")).collect::<Vec<_>>()
    };
    let with = |end: &str, more: &str| format!("{{ {end}, http = [{{ method = 'GET' }}], fallback = ['l4'{more}] }}");
    assert_eq!(broken("'cart'", &with("from = '@anywhere'", "")), ["http-may-be-undone"]);
    assert_eq!(broken("'cart:80'", &with("from = '@internet'", "")), Vec::<&str>::new());
    let beside = |other: &str| broken("", &format!("{}, '{other}'", with("from = '@lb'", "")));
    assert_eq!(beside("@nodes"), ["http-undone"], "what the name says calls come from counts");
    assert_eq!(beside("@namespace/edge"), Vec::<&str>::new());
    let by_name = format!("{}, {{ to = 'api:any', fallback = ['internet'] }}", with("to = 'api:443'", ", 'internet'"));
    assert_eq!(broken(&by_name, ""), ["http-undone"], "an external without addresses is still itself");
}
