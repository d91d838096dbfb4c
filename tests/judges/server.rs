//! A real API server.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::judge::Judge;

/// A running server. It ends when this is dropped.
pub(crate) struct Server {
    judge: Judge,
}

/// Where a server is: see `tests/referee/apiserver`.
#[derive(Debug, Deserialize)]
struct Ready {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'r> {
    method: &'static str,
    path: &'r str,
    content_type: &'static str,
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
        let Ready {} = judge.answer();
        Self { judge }
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

    fn request(&mut self, method: &'static str, path: &str, body: &str) -> Response {
        self.judge.ask(&Request { method, path, content_type: "application/yaml", body });
        self.judge.answer()
    }
}
