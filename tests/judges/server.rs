//! A real API server.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::judge::Judge;

/// A running server. It ends when this is dropped.
pub(crate) struct Server {
    judge: Judge,
    /// Where it is.
    pub(crate) ready: Ready,
}

/// Where a server is: see `tests/referee/apiserver`.
#[derive(Debug, Deserialize)]
pub(crate) struct Ready {
    /// Its URL.
    pub(crate) address: String,
    /// A token of `system:masters`.
    pub(crate) token: String,
    /// The file with the certificate to trust.
    pub(crate) ca: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'r> {
    method: &'static str,
    path: &'r str,
    content_type: &'static str,
    accept: &'r str,
    body: &'r str,
}

/// What it answered.
#[derive(Debug, Deserialize)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: Json,
}

impl Server {
    /// Starts a server, and waits until it is ready.
    pub(crate) fn start() -> Self {
        let mut judge = Judge::start("apiserver");
        let ready = judge.answer();
        Self { judge, ready }
    }

    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.request("GET", path, "")
    }

    pub(crate) fn delete(&mut self, path: &str) -> Response {
        self.request("DELETE", path, "")
    }

    /// Creates the object of a file, as it stands, and refuses fields that are not known or stand twice.
    pub(crate) fn create(&mut self, path: &str, yaml: &str) -> Response {
        self.request("POST", &format!("{path}?fieldValidation=Strict"), yaml)
    }

    /// Puts an object in the place of the one that is there.
    pub(crate) fn replace(&mut self, path: &str, yaml: &str) -> Response {
        self.request("PUT", path, yaml)
    }

    /// Asks with an `Accept` of the caller's.
    pub(crate) fn get_as(&mut self, path: &str, accept: &str) -> Response {
        self.judge.ask(&Request { method: "GET", path, content_type: "", accept, body: "" });
        self.judge.answer()
    }

    fn request(&mut self, method: &'static str, path: &str, body: &str) -> Response {
        self.judge.ask(&Request { method, path, content_type: "application/yaml", accept: "application/json", body });
        self.judge.answer()
    }
}
