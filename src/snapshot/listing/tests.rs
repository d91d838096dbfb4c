//! Lists of a server that answers as each test has it.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::snapshot::seal;

const POLICIES: &str = "/apis/networking.k8s.io/v1/networkpolicies?limit=500";
const PODS: &str = "/api/v1/pods?limit=500";
const ADMIN: &str = "/apis/policy.networking.k8s.io";

/// A server with nothing in it, but for the answers to some paths, each in its order; the last one stays.
#[derive(Default)]
struct Server {
    answers: BTreeMap<String, Vec<Result<Reply, String>>>,
    asked: Vec<String>,
}

impl Ask for Server {
    fn ask(&mut self, path: &str, _: Part) -> Result<Reply, String> {
        self.asked.push(path.to_owned());
        match self.answers.get_mut(path) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers.first().cloned().expect("an answer"),
            None if path == ADMIN => status(404),
            None => page(&[], ""),
        }
    }

    fn tell(&mut self, _: &Kind, _: usize) {}
}

impl Server {
    fn with(mut self, path: &str, answers: impl IntoIterator<Item = Result<Reply, String>>) -> Self {
        self.answers.insert(path.to_owned(), answers.into_iter().collect());
        self
    }

    /// How often a path was asked for.
    fn times(&self, path: &str) -> usize {
        self.asked.iter().filter(|asked| *asked == path).count()
    }

    /// The names of all objects, or what was left out.
    fn names(&mut self) -> Result<Vec<String>, String> {
        self.take(&Asked::default()).map(|(names, _)| names)
    }

    fn take(&mut self, asked: &Asked) -> Result<(Vec<String>, String), String> {
        let told = |left_out: &[LeftOut]| {
            let lines: Vec<String> = left_out.iter().map(ToString::to_string).collect();
            lines.join("\n")
        };
        let (snapshot, left_out) = take("test", asked, self).map_err(|incomplete| told(&incomplete.0))?;
        let text = snapshot.finish(&asked.namespaces, &[]);
        let objects = text.lines().skip(1).filter(|line| !line.contains("ClusterSnapshotEnd"));
        let name = |line| {
            let object: Json = serde_json::from_str(line).expect("an object");
            object["metadata"]["name"].as_str().expect("a name").to_owned()
        };
        Ok((objects.map(name).collect(), told(&left_out)))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "an answer of the server is one of several, and some are none")]
fn reply(status: u16, body: &Json) -> Result<Reply, String> {
    Ok(Reply { status, body: body.to_string() })
}

fn status(code: u16) -> Result<Reply, String> {
    reply(code, &json!({ "kind": "Status", "message": format!("said with {code}") }))
}

/// A page with objects of these names, after which the next one has this token.
fn page(names: &[&str], token: &str) -> Result<Reply, String> {
    let items: Vec<Json> = names.iter().map(|name| json!({ "metadata": { "name": name } })).collect();
    reply(200, &json!({ "kind": "List", "metadata": { "continue": token }, "items": items }))
}

/// What the API says of the administrators' policies in some versions.
fn admin(server: Server, versions: &[(&str, &[&str])]) -> Server {
    let named: Vec<Json> = versions.iter().map(|(version, _)| json!({ "version": version })).collect();
    let server = server.with(ADMIN, [reply(200, &json!({ "versions": named }))]);
    versions.iter().fold(server, |server, (version, plurals)| {
        let resources: Vec<Json> = plurals.iter().map(|plural| json!({ "name": plural })).collect();
        server.with(&format!("{ADMIN}/{version}"), [reply(200, &json!({ "resources": resources }))])
    })
}

#[test]
fn pages_are_read_until_there_is_no_next_one() {
    let second = format!("{PODS}&continue=a%2Fb%3D%26");
    let mut server =
        Server::default().with(PODS, [page(&["one", "two"], "a/b=&")]).with(&second, [page(&["three"], "")]);
    assert_eq!(server.names(), Ok(["one", "two", "three"].map(str::to_owned).to_vec()));
    assert_eq!(server.times(&second), 1);
}

#[test]
fn a_list_that_expires_starts_anew_and_has_nothing_twice() {
    let second = format!("{PODS}&continue=next");
    let mut server = Server::default()
        .with(PODS, [page(&["gone", "stays"], "next"), page(&["stays"], "next")])
        .with(&second, [status(410), page(&["new"], "")]);
    assert_eq!(server.names(), Ok(["stays", "new"].map(str::to_owned).to_vec()));
}

#[test]
fn a_list_that_expires_again_and_again_is_given_up() {
    let second = format!("{PODS}&continue=next");
    let mut server = Server::default().with(PODS, [page(&["one"], "next")]).with(&second, [status(410)]);
    let told = "pods: the list expired while it was read, again and again";
    assert_eq!(server.names(), Err(told.to_owned()));
    assert_eq!(server.times(PODS), STARTS);
}

#[test]
fn a_page_that_comes_again_is_no_list() {
    let second = format!("{PODS}&continue=next");
    let mut server = Server::default().with(PODS, [page(&["one"], "next")]).with(&second, [page(&["two"], "next")]);
    let told = "pods: the answer can't be read: the next page is the same one again";
    assert_eq!(server.names(), Err(told.to_owned()));
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut server = Server::default()
        .with(POLICIES, [status(404)])
        .with("/api/v1/services?limit=500", [status(503)])
        .with("/apis/batch/v1/jobs?limit=500", [reply(200, &json!({ "kind": "Status" }))])
        .with(PODS, [status(403)]);
    let told = [
        "networkpolicies.networking.k8s.io: the server does not have it",
        "services: the server answered 503: said with 503",
        "jobs.batch: the answer can't be read: it is no list of objects",
        "pods: not allowed: said with 403",
    ];
    assert_eq!(server.names(), Err(told.join("\n")));
}

#[test]
fn a_server_that_is_gone_is_not_asked_for_all_else() {
    let silence = || Err("nothing came".to_owned());
    for (gone, told) in [
        (silence(), "nothing came"),
        (status(503), "the server answered 503: said with 503"),
        (status(401), "the server does not take the login"),
    ] {
        let mut server = Server::default().with("/version", [page(&[], ""), gone.clone()]).with(POLICIES, [gone]);
        let told = format!("networkpolicies.networking.k8s.io: {told}\nthe cluster `test`: {told}");
        assert_eq!(server.names(), Err(told));
        assert_eq!(server.times(PODS), 0);
    }
    // One that is only silent about something is.
    let mut server = Server::default().with(POLICIES, [silence()]);
    assert_eq!(server.names(), Err("networkpolicies.networking.k8s.io: nothing came".to_owned()));
    assert_eq!(server.times(PODS), 1);
}

#[test]
fn who_is_not_logged_in_is_told_so_once() {
    let mut server = Server::default().with("/version", [status(401)]);
    assert_eq!(server.names(), Err("the cluster `test`: the server does not take the login".to_owned()));
    assert_eq!(server.asked.len(), 1);
}

#[test]
fn what_may_be_left_out_is_told_and_policies_may_not() {
    let partial = Asked { partial: true, ..Asked::default() };
    let without_pods = || Server::default().with(POLICIES, [page(&["in"], "")]).with(PODS, [status(403)]);
    let told = "pods: not allowed: said with 403".to_owned();
    assert_eq!(without_pods().take(&Asked::default()), Err(told.clone()));
    assert_eq!(without_pods().take(&partial), Ok((vec!["in".to_owned()], told)));
    let mut server = Server::default().with(POLICIES, [status(403)]);
    let told = "networkpolicies.networking.k8s.io: not allowed: said with 403";
    assert_eq!(server.take(&partial), Err(told.to_owned()));
}

#[test]
fn some_namespaces_are_looked_at_one_by_one() {
    let asked = Asked { namespaces: vec!["shop".to_owned(), "bank".to_owned()], ..Asked::default() };
    let mut server = Server::default()
        .with("/api/v1/namespaces/shop", [reply(200, &json!({ "metadata": { "name": "shop" } }))])
        .with("/api/v1/namespaces/bank", [status(404)])
        .with("/api/v1/namespaces/shop/pods?limit=500", [status(403)]);
    let told = "namespaces in bank: the server does not have it\npods in shop: not allowed: said with 403";
    assert_eq!(server.take(&asked), Err(told.to_owned()));
    assert_eq!(server.times("/api/v1/namespaces/bank/pods?limit=500"), 1);
}

#[test]
fn policies_of_administrators_are_read_in_the_versions_that_npgen_knows() {
    let cluster = format!("{ADMIN}/v1alpha2/clusternetworkpolicies?limit=500");
    let known = [("v1alpha3", &["clusternetworkpolicies"][..]), ("v1alpha2", &["clusternetworkpolicies", "a/status"])];
    let mut server = admin(Server::default().with(&cluster, [page(&["all"], "")]), &known);
    assert_eq!(server.names(), Ok(vec!["all".to_owned()]));
    assert_eq!(server.times(&format!("{ADMIN}/v1alpha1/adminnetworkpolicies?limit=500")), 0);

    let mut server = admin(Server::default(), &[("v9", &["clusternetworkpolicies"])]);
    let told = "clusternetworkpolicies.policy.networking.k8s.io: the server has it in v9, which npgen does not read";
    assert_eq!(server.names(), Err(told.to_owned()));
}

#[test]
fn what_the_server_says_of_itself_is_kept_for_a_profile() {
    let groups = json!({ "groups": [{ "name": "apps" }, { "name": "cilium.io" }] });
    let version = || reply(200, &json!({ "gitVersion": "v1.31.2" }));
    let mut server = Server::default().with("/version", [version()]).with("/apis", [reply(200, &groups)]);
    let of_server = |server: &mut Server, asked: &Asked| {
        let (snapshot, _) = take("test", asked, server).expect("a snapshot");
        seal(&snapshot.finish(&[], &[])).expect("a whole one").server
    };
    let profile = Asked { profile: true, partial: true, ..Asked::default() };
    let kept = of_server(&mut server, &profile).expect("what it says");
    assert_eq!((kept.version.as_str(), kept.groups.join(" ")), ("v1.31.2", "apps cilium.io".to_owned()));
    assert_eq!(of_server(&mut server, &Asked::default()), None);
    let mut server = Server::default().with("/version", [version()]).with("/apis", [status(503)]);
    let told = "API groups: the server answered 503: said with 503";
    assert_eq!(server.take(&profile).map(|(_, left_out)| left_out), Ok(told.to_owned()));
}

#[test]
fn a_group_that_is_there_but_does_not_answer_is_told() {
    let mut server = Server::default().with(ADMIN, [status(503)]);
    assert_eq!(server.names(), Err("policy.networking.k8s.io: the server answered 503: said with 503".to_owned()));
    let mut server = admin(Server::default(), &[("v1alpha2", &[])]).with(&format!("{ADMIN}/v1alpha2"), [status(404)]);
    assert_eq!(server.names(), Err("policy.networking.k8s.io: the server does not have it".to_owned()));
    let mut server = Server::default().with(ADMIN, [reply(200, &json!({ "kind": "Status" }))]);
    let told = "policy.networking.k8s.io: the answer can't be read: expected `versions`";
    assert_eq!(server.names(), Err(told.to_owned()));
}
