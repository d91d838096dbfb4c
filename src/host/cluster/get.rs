//! One request, repeated where that may help.

use std::time::Duration;

use http::header::{ACCEPT, RETRY_AFTER};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use kube::Client;
use kube::client::Body;
use tokio::time::{sleep, timeout};

use super::ClusterError;

/// How often a request is made at most.
const ATTEMPTS: u32 = 4;

/// How long to wait before it is made again, where the server does not say; four times as long each time, and never
/// longer than for an answer.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// The longest answer, in bytes. A page of 500 objects, each as large as etcd takes them, is shorter.
const LONGEST: usize = 1 << 30;

/// What an API server is asked for.
const JSON: &str = "application/json";

/// Objects without all but their metadata (`k8s.io/apimachinery/pkg/apis/meta/v1`, `PartialObjectMetadataList`).
const METADATA: &str = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

/// What a server answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status of HTTP.
    pub status: u16,
    /// The whole body.
    pub body: String,
}

/// Makes a request until it is answered by something else than that the server is busy or broken. Such an answer is
/// given back where it stays the last one.
pub(super) async fn get(
    client: &Client,
    path: &str,
    metadata_only: bool,
    patience: Duration,
) -> Result<Answer, ClusterError> {
    let mut pause = FIRST_PAUSE;
    for _ in 1..ATTEMPTS {
        match once(client, path, metadata_only, patience).await {
            Ok((answer, asked)) if is_transient(answer.status) => {
                if let Some(seconds) = asked.filter(|asked| *asked > patience).map(|asked| asked.as_secs()) {
                    let reason = format!("the server is busy, and asks to come again in {seconds} s");
                    return Err(ClusterError::because(path, reason));
                }
                sleep(asked.unwrap_or(pause.min(patience))).await;
            }
            Ok((answer, _)) => return Ok(answer),
            Err(Failure::Ended(_)) => sleep(pause.min(patience)).await,
            Err(Failure::Final(error)) => return Err(error),
        }
        pause *= 4;
    }
    match once(client, path, metadata_only, patience).await {
        Ok((answer, _)) => Ok(answer),
        Err(Failure::Ended(error) | Failure::Final(error)) => Err(error),
    }
}

/// Why a request has no whole answer.
enum Failure {
    /// The connection ended: another one may do better.
    Ended(ClusterError),
    /// Asking again would not help, or take too long.
    Final(ClusterError),
}

/// Makes a request. With the answer comes how long the server asks to wait.
async fn once(
    client: &Client,
    path: &str,
    metadata_only: bool,
    patience: Duration,
) -> Result<(Answer, Option<Duration>), Failure> {
    let accept = if metadata_only { METADATA } else { JSON };
    let request = Request::get(path).header(ACCEPT, accept).body(Body::empty());
    let request = request.map_err(|error| Failure::Final(ClusterError::no_answer(path, &error)))?;
    let silence = |_| Failure::Final(ClusterError::silence(path, patience));
    let response = timeout(patience, client.send(request)).await.map_err(silence)?;
    let response = response.map_err(|error| failed(path, &error))?;
    let (status, asked) = (response.status(), retry_after(&response));
    let mut bytes = Vec::new();
    let mut body = response.into_body();
    while let Some(frame) = timeout(patience, body.frame()).await.map_err(silence)? {
        let frame = frame.map_err(|error| failed(path, &error))?;
        if let Some(data) = frame.data_ref() {
            bytes.extend_from_slice(data);
        }
        if bytes.len() > LONGEST {
            let reason = format!("the answer has more than {} MiB", LONGEST >> 20);
            return Err(Failure::Final(ClusterError::because(path, reason)));
        }
    }
    let body = String::from_utf8(bytes)
        .map_err(|_| Failure::Final(ClusterError::because(path, "the answer is not UTF-8".to_owned())))?;
    Ok((Answer { status: status.as_u16(), body }, asked))
}

/// Whether the connection ended, or something went wrong for good, like a certificate that is not the cluster's.
fn failed(path: &str, error: &(dyn std::error::Error + 'static)) -> Failure {
    let told = ClusterError::no_answer(path, error);
    let mut next = Some(error);
    while let Some(cause) = next {
        let io = cause.downcast_ref::<std::io::Error>();
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::InvalidData) {
            return Failure::Final(told);
        }
        next = cause.source();
    }
    Failure::Ended(told)
}

/// Whether the same request may soon be answered.
fn is_transient(status: u16) -> bool {
    [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ]
    .iter()
    .any(|transient| transient.as_u16() == status)
}

/// How long the server asks to wait. An API server says it in seconds.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}
