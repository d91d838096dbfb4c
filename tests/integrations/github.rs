//! As much of GitHub's API as a comment on a pull request needs, on a port of this machine.
//!
//! Source: the pages "REST API endpoints for issue comments", "Using pagination in the REST API" and "Rate limits for
//! the REST API" of GitHub's documentation.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// The token that may comment.
pub(crate) const TOKEN: &str = "ghs_a_very_secret_token";

/// Who posts with it.
pub(crate) const BOT: &str = "github-actions[bot]";

/// No failure.
pub(crate) const WELL: (u16, &str) = (200, "");

const PULL_REQUEST: &str = "/repos/shop/policies/issues/7/comments";
const COMMENT: &str = "/repos/shop/policies/issues/comments/";

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) author: String,
    pub(crate) body: String,
}

/// What happened, and what is to happen.
#[derive(Default)]
pub(crate) struct State {
    /// The comments; the number of each is its position, from 1.
    pub(crate) comments: Vec<Comment>,
    /// The requests so far, each as `METHOD PATH`.
    pub(crate) requests: Vec<String>,
    /// What the next requests are answered with, instead of what is right: a status, and header lines. [`WELL`] lets one
    /// of them through.
    pub(crate) failures: VecDeque<(u16, &'static str)>,
}

#[derive(Clone)]
pub(crate) struct GitHub {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl GitHub {
    /// A server that answers as long as the test runs.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let github = Self { url, state: Arc::default() };
        let serving = github.clone();
        thread::spawn(move || listener.incoming().for_each(|stream| serving.answer(stream.expect("a connection"))));
        github
    }

    /// Looks at the state, or changes it.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().expect("no test failed in it"))
    }

    fn answer(&self, stream: TcpStream) {
        let mut reader = BufReader::new(stream);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a line");
            let line = line.trim_end().to_owned();
            if line.is_empty() {
                break;
            }
            head.push(line);
        }
        let header = |name: &str| {
            let mut headers = head.iter().skip(1).filter_map(|line| line.split_once(": "));
            headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        let length = header("Content-Length").map_or(0, |length| length.parse().expect("a number"));
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("the body");
        let may = header("Authorization").is_some_and(|token| token == format!("Bearer {TOKEN}"));
        let request = head.first().and_then(|line| line.strip_suffix(" HTTP/1.1")).expect("a request").to_owned();
        let (status, headers, answer) = self.with(|state| state.answer(&request, may, &body));
        let answer = answer.to_string();
        let length = answer.len();
        let text =
            format!("HTTP/1.1 {status} X\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{answer}");
        reader.into_inner().write_all(text.as_bytes()).expect("it is read");
    }
}

impl State {
    fn answer(&mut self, request: &str, may: bool, body: &[u8]) -> (u16, &'static str, Value) {
        self.requests.push(request.to_owned());
        if let Some((status, headers)) = self.failures.pop_front().filter(|failure| *failure != WELL) {
            return (status, headers, json!({ "message": "as the test\nwants it" }));
        }
        if !may {
            return (401, "", json!({ "message": "Bad credentials" }));
        }
        let (method, path) = request.split_once(' ').expect("a method");
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let sent = || {
            let sent: Value = serde_json::from_slice(body).expect("JSON");
            sent["body"].as_str().expect("a body").to_owned()
        };
        match (method, path, path.strip_prefix(COMMENT)) {
            ("GET", PULL_REQUEST, _) => (200, "", self.page(query)),
            ("POST", PULL_REQUEST, _) => {
                self.comments.push(Comment { author: BOT.to_owned(), body: sent() });
                (201, "", json!({}))
            }
            ("PATCH", _, Some(number)) => {
                let number: usize = number.parse().expect("a number");
                self.comments[number - 1].body = sent();
                (200, "", json!({}))
            }
            _ => (404, "", json!({ "message": "Not Found" })),
        }
    }

    /// A page of comments.
    fn page(&self, query: &str) -> Value {
        let number = |key: &str| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='));
            value.expect("it is asked for").parse::<usize>().expect("a number")
        };
        let (length, page) = (number("per_page").min(100), number("page"));
        let numbered = (1..).zip(&self.comments).skip((page - 1) * length).take(length);
        let shown = |(id, comment): (usize, &Comment)| json!({ "id": id, "body": comment.body, "user": { "login": comment.author, "type": "Bot" } });
        numbered.map(shown).collect()
    }
}
