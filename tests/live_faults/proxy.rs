//! A server of HTTP/1.1 that passes on what the real one answers, or puts a fault in its place.

use std::io::{self, BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use serde_json::json;

use crate::cluster::Cluster;

/// A proxy. It ends when this is dropped.
pub(crate) struct Proxy {
    address: String,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    cluster: Mutex<Cluster>,
    rules: Mutex<Vec<Rule>>,
    /// What was asked for since the rules were set.
    asked: Mutex<Vec<String>>,
    has_ended: AtomicBool,
}

/// What is wrong with the answers to some requests.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// What their paths start with, with the query.
    path: String,
    /// How often it is wrong; `None`: always.
    times: Option<usize>,
    fault: Fault,
}

impl Rule {
    /// A fault that stays.
    pub(crate) fn always(path: &str, fault: Fault) -> Self {
        Self { path: path.to_owned(), times: None, fault }
    }

    /// A fault that goes away.
    pub(crate) fn once(path: &str, fault: Fault) -> Self {
        Self { path: path.to_owned(), times: Some(1), fault }
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// It is another one.
    Answer { status: u16, header: Option<(&'static str, &'static str)>, body: String },
    /// It is only the first half, and says so.
    Cut,
    /// Its first half comes, and the connection is closed.
    ClosedMidway,
    /// Its first half comes, and nothing more.
    Stalled,
    /// The connection is closed before any of it.
    Closed,
    /// Nothing comes.
    Silence,
    /// It is not HTTP.
    Garbage,
}

impl Fault {
    /// An answer like those of an API server that refuses.
    pub(crate) fn status(status: u16) -> Self {
        Self::Answer { status, header: None, body: refusal(status) }
    }

    /// The same with a header.
    pub(crate) fn with_header(status: u16, name: &'static str, value: &'static str) -> Self {
        Self::Answer { status, header: Some((name, value)), body: refusal(status) }
    }

    /// An answer with another body.
    pub(crate) fn body(body: &str) -> Self {
        Self::Answer { status: 200, header: None, body: body.to_owned() }
    }
}

fn refusal(status: u16) -> String {
    format!(r#"{{"kind":"Status","apiVersion":"v1","status":"Failure","message":"the proxy says {status}"}}"#)
}

impl Proxy {
    pub(crate) fn before(cluster: Cluster) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let address = listener.local_addr().expect("it is bound").to_string();
        let shared = Arc::new(Shared {
            cluster: Mutex::new(cluster),
            rules: Mutex::default(),
            asked: Mutex::default(),
            has_ended: AtomicBool::new(false),
        });
        let for_all = Arc::clone(&shared);
        let accepting = thread::spawn(move || {
            let shared = &*for_all;
            thread::scope(|scope| {
                let connections = listener.incoming().take_while(|_| !shared.has_ended.load(Ordering::SeqCst));
                for connection in connections.flatten() {
                    // One that ends too soon is what some faults are about.
                    scope.spawn(move || shared.serve(&connection).ok());
                }
            });
        });
        Self { address, shared, accepting: Some(accepting) }
    }

    /// A kubeconfig of a user who may do everything, with the proxy in the place of the server.
    pub(crate) fn kubeconfig(&self) -> PathBuf {
        let cluster = locked(&self.shared.cluster);
        let user = json!({ "token": cluster.server.ready.token });
        cluster.write_kubeconfig("proxy", &format!("http://{}", self.address), &user);
        cluster.path("proxy")
    }

    /// What must never be printed.
    pub(crate) fn token(&self) -> String {
        locked(&self.shared.cluster).server.ready.token.clone()
    }

    /// Has these faults from now on, and no others.
    pub(crate) fn set(&self, rules: &[Rule]) {
        *locked(&self.shared.rules) = rules.to_vec();
        locked(&self.shared.asked).clear();
    }

    /// How often something was asked for whose path, with its query, starts so.
    pub(crate) fn times(&self, path: &str) -> usize {
        locked(&self.shared.asked).iter().filter(|asked| asked.starts_with(path)).count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.has_ended.store(true, Ordering::SeqCst);
        // Whoever waits for connections sees that at the next one.
        let _ = TcpStream::connect(&self.address);
        let _ = self.accepting.take().map(JoinHandle::join);
    }
}

impl Shared {
    /// Answers all requests of a connection.
    fn serve(&self, mut stream: &TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream);
        while let Some((path, accept)) = request(&mut reader)? {
            let fault = self.fault(&path);
            let (status, header, body) = if let Some(Fault::Answer { status, header, body }) = &fault {
                (*status, *header, body.clone())
            } else {
                let real = locked(&self.cluster).server.get_as(&path, &accept);
                (real.status, None, real.body.to_string())
            };
            let half = &body.as_bytes()[..body.len() / 2];
            let mut answer = |bytes: &[u8], length: usize| {
                write!(stream, "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n")?;
                if let Some((name, value)) = header {
                    write!(stream, "{name}: {value}\r\n")?;
                }
                write!(stream, "Content-Length: {length}\r\n\r\n")?;
                stream.write_all(bytes)
            };
            match fault {
                None | Some(Fault::Answer { .. }) => answer(body.as_bytes(), body.len())?,
                Some(Fault::Cut) => answer(half, half.len())?,
                Some(Fault::ClosedMidway) => return answer(half, body.len()),
                Some(Fault::Closed) => return Ok(()),
                Some(Fault::Garbage) => return stream.write_all(b"SSH-2.0-another\r\n\r\n"),
                Some(Fault::Stalled) => {
                    answer(half, body.len())?;
                    return until_closed(&mut reader);
                }
                Some(Fault::Silence) => return until_closed(&mut reader),
            }
        }
        Ok(())
    }

    fn fault(&self, path: &str) -> Option<Fault> {
        locked(&self.asked).push(path.to_owned());
        let mut rules = locked(&self.rules);
        let rule = rules.iter_mut().find(|rule| path.starts_with(&rule.path) && rule.times != Some(0))?;
        rule.times = rule.times.map(|times| times - 1);
        Some(rule.fault.clone())
    }
}

/// The path and what is accepted of the next request; `None` where the connection is closed.
fn request(reader: &mut impl BufRead) -> io::Result<Option<(String, String)>> {
    let mut first = String::new();
    if reader.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    let path = first.split(' ').nth(1).expect("a request has a path").to_owned();
    let mut accept = String::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("accept") => value.clone_into(&mut accept),
            Some(_) => {}
            None => return Ok(Some((path, accept))),
        }
    }
}

/// Says nothing until the other side has had enough.
fn until_closed(reader: &mut impl io::Read) -> io::Result<()> {
    io::copy(reader, &mut io::sink()).map(drop)
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
