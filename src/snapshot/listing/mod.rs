//! A cluster → a snapshot: list after list, page after page.

use serde_json::Value as Json;

use crate::diagnostic::{Diagnostics, SourceId, escaped};
use crate::manifest::Node;
use crate::manifest::emit::json::json as json_of;
use crate::manifest::read::{Page, document};

use super::edited::last_writer;
use super::objects::Objects;
use super::{ADMIN_GROUP, Edited, Failure, Incomplete, Kind, LeftOut, Part, Purpose, Server, Snapshot};

/// How many objects a page has. kubectl asks for as many.
const PAGE: usize = 500;

/// How often a list is started that expires before its end.
const STARTS: usize = 3;

/// The groups with policies that network plugins and meshes have beside those of Kubernetes.
const OTHER_GROUPS: [&str; 5] =
    ["cilium.io", "crd.antrea.io", "crd.projectcalico.org", "projectcalico.org", "security.istio.io"];

/// Who asks an API server.
pub trait Ask {
    /// What the server answers to a GET, or in words why no whole answer came.
    ///
    /// # Errors
    /// Why not, for a person.
    fn ask(&mut self, path: &str, part: Part) -> Result<Reply, String>;

    /// Is told how many objects of a kind were read so far.
    fn tell(&mut self, kind: &Kind, objects: usize);
}

/// What an API server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The namespaces; none: all.
    pub namespaces: Vec<String>,
    /// Whether also what tells what the cluster is like.
    pub profile: bool,
    /// Whether a snapshot that lacks something is taken. It never lacks policies.
    pub partial: bool,
}

/// Takes a snapshot of a cluster that goes by this name. With it comes what was left out.
///
/// # Errors
/// All that could not be read, where that may not be left out.
pub fn take(cluster: &str, asked: &Asked, server: &mut impl Ask) -> Result<(Snapshot, Vec<LeftOut>), Incomplete> {
    let mut taking = Taking { server, cluster, snapshot: Snapshot::new(cluster), left_out: Vec::new() };
    let version = taking.greet()?;
    if asked.profile {
        taking.describe(version)?;
    }
    taking.other_policies()?;
    let served = taking.admin_policies()?;
    let is_asked = |kind: &&Kind| match kind.purpose {
        Purpose::Policies | Purpose::Connections => true,
        Purpose::AdminPolicies => served.iter().any(|plural| plural == kind.plural),
        Purpose::Profile => asked.profile,
    };
    let mut lacks_policies = false;
    for kind in Kind::ALL.iter().filter(is_asked) {
        let is_whole = taking.all_of(kind, &asked.namespaces)?;
        lacks_policies |= !is_whole && kind.purpose == Purpose::Policies;
    }
    let Taking { snapshot, left_out, .. } = taking;
    if left_out.is_empty() || asked.partial && !lacks_policies {
        Ok((snapshot, left_out))
    } else {
        Err(Incomplete(left_out))
    }
}

struct Taking<'s, S> {
    server: &'s mut S,
    cluster: &'s str,
    snapshot: Snapshot,
    left_out: Vec<LeftOut>,
}

impl<S: Ask> Taking<'_, S> {
    /// Asks whether anybody is there who takes the login. The answer is the server's version, empty where it says none.
    fn greet(&mut self) -> Result<String, Incomplete> {
        let body = self.get("/version", Part::Whole).map_err(|why| {
            let mut left_out = std::mem::take(&mut self.left_out);
            left_out.push(LeftOut { what: format!("the cluster `{}`", self.cluster), why });
            Incomplete(left_out)
        })?;
        let answer: Option<Json> = serde_json::from_str(&body).ok();
        let version = answer.as_ref().and_then(|answer| answer.get("gitVersion")).and_then(Json::as_str);
        Ok(escaped(version.unwrap_or_default()).into_owned())
    }

    /// Keeps which groups of policies the cluster has that npgen does not read.
    fn other_policies(&mut self) -> Result<(), Incomplete> {
        for group in OTHER_GROUPS {
            match self.get(&format!("/apis/{group}"), Part::Whole) {
                Ok(_) => self.snapshot.add_other_policies(group),
                Err(Failure::Missing) => {}
                Err(why) => self.leave_out(group.to_owned(), why)?,
            }
        }
        Ok(())
    }

    /// Keeps what the server says of itself.
    fn describe(&mut self, version: String) -> Result<(), Incomplete> {
        let groups = match self.names("/apis", "groups", "name") {
            Ok(groups) => groups,
            Err(why) => {
                self.leave_out("API groups".to_owned(), why)?;
                Vec::new()
            }
        };
        self.snapshot.set_server(Server { version, groups });
        Ok(())
    }

    /// Goes on without something. A server that was silent or broken, or did not take the login, is greeted again: it may
    /// be so for all else, and to find that out one by one would take its time.
    fn leave_out(&mut self, what: String, why: Failure) -> Result<(), Incomplete> {
        let may_be_gone = matches!(why, Failure::NoAnswer(_) | Failure::Answer(..) | Failure::NotLoggedIn);
        self.left_out.push(LeftOut { what, why });
        if may_be_gone { self.greet().map(drop) } else { Ok(()) }
    }

    /// The plurals of the administrators' policies that the cluster has, each in the version in which it is read.
    fn admin_policies(&mut self) -> Result<Vec<String>, Incomplete> {
        let served = match self.served_admin_policies() {
            Ok(served) => served,
            Err(why) => {
                self.leave_out(ADMIN_GROUP.to_owned(), why)?;
                return Ok(Vec::new());
            }
        };
        let is_read = |(plural, version): &(String, String)| {
            Kind::ALL.iter().any(|kind| kind.group == ADMIN_GROUP && kind.plural == plural && kind.version == version)
        };
        let read: Vec<String> = served.iter().filter(|one| is_read(one)).map(|(plural, _)| plural.clone()).collect();
        for (plural, version) in served.into_iter().filter(|(plural, _)| !read.contains(plural)) {
            self.leave_out(format!("{plural}.{ADMIN_GROUP}"), Failure::Version(version))?;
        }
        Ok(read)
    }

    /// The plurals of the administrators' policies that the cluster has, each with each version; none where it does not
    /// know their group.
    fn served_admin_policies(&mut self) -> Result<Vec<(String, String)>, Failure> {
        let group = format!("/apis/{ADMIN_GROUP}");
        let versions = match self.names(&group, "versions", "version") {
            Err(Failure::Missing) => return Ok(Vec::new()),
            versions => versions?,
        };
        let mut served = Vec::new();
        for version in versions {
            let plurals = self.names(&format!("{group}/{version}"), "resources", "name")?;
            // A name with a slash is a part of an object.
            let plurals = plurals.into_iter().filter(|plural| !plural.contains('/'));
            served.extend(plurals.map(|plural| (plural, version.clone())));
        }
        Ok(served)
    }

    /// The texts at `key` of each item of a list in an answer about the API itself.
    fn names(&mut self, path: &str, list: &str, key: &str) -> Result<Vec<String>, Failure> {
        let body = self.get(path, Part::Whole)?;
        let value: Json = serde_json::from_str(&body).map_err(|error| Failure::Broken(error.to_string()))?;
        let items = value.get(list).and_then(Json::as_array);
        let items = items.ok_or_else(|| Failure::Broken(format!("expected `{list}`")))?;
        Ok(items.iter().filter_map(|item| item.get(key)?.as_str()).map(str::to_owned).collect())
    }

    /// Adds all objects of a kind; whether that was possible.
    fn all_of(&mut self, kind: &Kind, namespaces: &[String]) -> Result<bool, Incomplete> {
        let is_by_namespace = kind.namespaced || kind.is_namespace();
        if namespaces.is_empty() || !is_by_namespace {
            return self.list(kind, None);
        }
        let mut is_whole = true;
        for namespace in namespaces {
            is_whole &= self.list(kind, Some(namespace))?;
        }
        Ok(is_whole)
    }

    fn list(&mut self, kind: &Kind, namespace: Option<&str>) -> Result<bool, Incomplete> {
        let read = if kind.is_namespace()
            && let Some(namespace) = namespace
        {
            self.one(kind, namespace)
        } else {
            self.pages(kind, namespace)
        };
        match read {
            Ok(objects) => {
                self.snapshot.add(objects);
                Ok(true)
            }
            Err(why) => {
                let place = namespace.map(|namespace| format!(" in {namespace}")).unwrap_or_default();
                self.leave_out(format!("{}{place}", kind.full_name()), why)?;
                Ok(false)
            }
        }
    }

    /// A single object.
    fn one(&mut self, kind: &Kind, name: &str) -> Result<Objects, Failure> {
        let body = self.get(&kind.path(Some(name)), kind.part)?;
        let mut found = Diagnostics::default();
        let object = document(SourceId::default(), &body, &mut found);
        let object = object.ok_or_else(|| Failure::Broken("expected an object".to_owned()))?;
        let mut objects = Objects::default();
        objects.add(&kind.api_version(), kind.name, &object);
        Ok(objects)
    }

    /// All pages of a list. A list that expires starts anew, so that none is half of one moment and half of another.
    fn pages(&mut self, kind: &Kind, namespace: Option<&str>) -> Result<Objects, Failure> {
        for _ in 0..STARTS {
            match self.pages_once(kind, namespace) {
                Err(Failure::Expired) => {}
                read => return read,
            }
        }
        Err(Failure::Expired)
    }

    fn pages_once(&mut self, kind: &Kind, namespace: Option<&str>) -> Result<Objects, Failure> {
        let first = format!("{}?limit={PAGE}", kind.path(namespace));
        let (mut objects, mut path) = (Objects::default(), first.clone());
        loop {
            let body = self.get(&path, kind.part)?;
            let page = Page::read(&body).map_err(|unread| Failure::Broken(unread.reason.into_owned()))?;
            for object in page.items() {
                let object = object.map_err(|unread| Failure::Broken(unread.reason.into_owned()))?;
                objects.add(&kind.api_version(), kind.name, &object);
                if kind.purpose == Purpose::Policies
                    && let Some(by) = last_writer(&object)
                {
                    let (namespace, name) = (name_of(&object, "namespace"), name_of(&object, "name"));
                    objects.edited.push(Edited { namespace, name, by });
                }
            }
            self.server.tell(kind, objects.count);
            let Some(token) = page.next() else { return Ok(objects) };
            let next = format!("{first}&continue={}", in_query(token));
            if next == path {
                return Err(Failure::Broken("the next page is the same one again".to_owned()));
            }
            path = next;
        }
    }

    /// The body of an answer that says what was asked for.
    fn get(&mut self, path: &str, part: Part) -> Result<String, Failure> {
        let Reply { status, body } = self.server.ask(path, part).map_err(Failure::NoAnswer)?;
        match status {
            200 => Ok(body),
            401 => Err(Failure::NotLoggedIn),
            403 => Err(Failure::Forbidden(said(&body))),
            404 => Err(Failure::Missing),
            410 => Err(Failure::Expired),
            _ => Err(Failure::Answer(status, said(&body))),
        }
    }
}

/// What an API server says went wrong: the message of its `Status`; nothing where it is none.
fn said(body: &str) -> String {
    let status: Option<Json> = serde_json::from_str(body).ok();
    let message = status.as_ref().and_then(|status| status.get("message")).and_then(Json::as_str);
    escaped(message.unwrap_or_default()).into_owned()
}

fn name_of(object: &Node<'_>, key: &str) -> String {
    let name = object.get("metadata").and_then(|metadata| metadata.get(key)).map(json_of);
    name.as_ref().and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// A text as part of a query.
fn in_query(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(escape).collect()
}

#[cfg(test)]
mod tests;
