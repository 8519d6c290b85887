//! Asks a server, and asks again as long as there is hope.
//!
//! An answer is whole or a fault: one that breaks off, comes too late or is cut short is never handed on
//! as far as it came. How often a request is tried is decided here and nowhere else.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use http::header::{ACCEPT, RETRY_AFTER};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use kube::client::Body;
use serde::Deserialize;

use super::splitter::SplitError;

/// Times that a request is tried.
const TRIES: u32 = 5;
/// Times that a request is tried which the API server asks to be sent later.
const THROTTLED_TRIES: u32 = 20;
/// The longest wait that is kept to when the API server asks for one.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Bytes of an answer that is no list.
const ANSWER: usize = 32 << 20;
/// Bytes of an error's text that are kept.
const MESSAGE: usize = 400;

/// What went wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// An answer other than 200.
    Status { code: u16, message: String, wait: Option<Duration> },
    /// No answer, or one that breaks off.
    Broken(String),
    /// An answer that is not what was asked for.
    Wrong(String),
}

impl From<SplitError> for Fault {
    fn from(error: SplitError) -> Self {
        match error {
            SplitError::Cut(_) => Self::Broken(format!("the answer is cut short: {error}")),
            error => Self::Wrong(error.to_string()),
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status { code, message, .. } if message.is_empty() => write!(formatter, "{code}"),
            Self::Status { code, message, .. } => write!(formatter, "{code}: {message}"),
            Self::Broken(text) | Self::Wrong(text) => formatter.write_str(text),
        }
    }
}

pub(super) const JSON: &str = "application/json";
pub(super) const METADATA: &str =
    "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
pub(super) const DISCOVERY: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
     application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/// What is sent.
pub(super) struct Question<'q> {
    pub(super) method: Method,
    pub(super) path: &'q str,
    pub(super) accept: &'q str,
    pub(super) body: &'q [u8],
}

/// Asks one server.
pub(super) struct Asker {
    pub(super) client: kube::Client,
    pub(super) ends: Instant,
    pub(super) timeout: Duration,
    /// Requests that were tried again, by reason.
    pub(super) again: BTreeMap<String, u32>,
    /// Why the server no longer answers at all, once that is known: the rest is not waited for.
    pub(super) dead: Option<String>,
}

impl Asker {
    /// Asks this server, until then.
    pub(super) fn new(client: kube::Client, ends: Instant, timeout: Duration) -> Self {
        Self { client, ends, timeout, again: BTreeMap::new(), dead: None }
    }

    /// Sends a request and hands the pieces of its answer on. An answer is complete or a fault.
    async fn once(
        &mut self,
        question: &Question<'_>,
        take: &mut impl FnMut(&[u8]) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let left = self.ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Fault::Wrong("the time for the whole look is over (--timeout)".to_owned()));
        }
        let request = Request::builder()
            .method(question.method.clone())
            .uri(question.path)
            .header(ACCEPT, question.accept)
            .header(http::header::CONTENT_TYPE, JSON)
            .body(Body::from(question.body.to_vec()))
            .map_err(|error| Fault::Wrong(error.to_string()))?;
        let limit = left.min(self.timeout);
        let slow = |_| Fault::Broken(format!("no answer within {} s", limit.as_secs()));
        let response = tokio::time::timeout(limit, self.client.send(request))
            .await
            .map_err(slow)?
            .map_err(|error| Fault::Broken(with_sources(&error)))?;
        let status = response.status();
        let wait = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = response.into_body();
        let mut message = Vec::new();
        loop {
            let frame = tokio::time::timeout(limit, body.frame()).await.map_err(slow)?;
            let Some(frame) = frame else { break };
            let frame = frame.map_err(|error| {
                Fault::Broken(format!("the answer breaks off: {}", with_sources(&error)))
            })?;
            let Some(data) = frame.data_ref() else { continue };
            if status == StatusCode::OK || status == StatusCode::CREATED {
                take(data)?;
            } else if message.len() < 1 << 16 {
                message.extend_from_slice(data);
            }
        }
        if status == StatusCode::OK || status == StatusCode::CREATED {
            return Ok(());
        }
        Err(Fault::Status { code: status.as_u16(), message: said(&message), wait })
    }

    /// Sends a request until it is answered or there is no hope. `begin` is called before each try.
    pub(super) async fn ask<T>(
        &mut self,
        question: Question<'_>,
        begin: &mut impl FnMut() -> T,
        take: &mut impl FnMut(&mut T, &[u8]) -> Result<(), Fault>,
        end: &mut impl FnMut(&mut T) -> Result<(), Fault>,
    ) -> Result<T, Fault> {
        let (mut tries, mut throttled) = (0, 0);
        loop {
            let mut state = begin();
            let done = self
                .once(&question, &mut |data| take(&mut state, data))
                .await
                .and_then(|()| end(&mut state));
            let fault = match done {
                Ok(()) => return Ok(state),
                Err(fault) => fault,
            };
            let wait = match &fault {
                Fault::Status { code: 429, wait, .. } => {
                    throttled += 1;
                    (throttled <= THROTTLED_TRIES && self.dead.is_none())
                        .then(|| wait.unwrap_or(backoff(throttled)).min(LONGEST_WAIT))
                }
                Fault::Status { code: 500 | 502 | 503 | 504, wait, .. } => {
                    tries += 1;
                    (tries < TRIES && self.dead.is_none())
                        .then(|| wait.unwrap_or(backoff(tries)).min(LONGEST_WAIT))
                }
                Fault::Broken(_) => {
                    tries += 1;
                    (tries < TRIES && self.dead.is_none()).then(|| backoff(tries))
                }
                Fault::Status { .. } | Fault::Wrong(_) => return Err(fault),
            };
            let Some(wait) = wait else {
                if let Fault::Broken(reason) = &fault {
                    self.dead = Some(reason.clone());
                }
                return Err(fault);
            };
            let what = match &fault {
                Fault::Status { code: 429, .. } => "the API server asked to wait (429)".to_owned(),
                Fault::Status { code, .. } => format!("the API server answered {code}"),
                fault => fault.to_string(),
            };
            *self.again.entry(what).or_default() += 1;
            if Instant::now() + wait >= self.ends {
                return Err(fault);
            }
            tokio::time::sleep(wait).await;
        }
    }

    /// An answer that fits into memory.
    pub(super) async fn whole(
        &mut self,
        method: Method,
        path: &str,
        accept: &str,
        body: &[u8],
    ) -> Result<Vec<u8>, Fault> {
        self.ask(
            Question { method, path, accept, body },
            &mut Vec::new,
            &mut |all: &mut Vec<u8>, data| {
                if all.len() + data.len() > ANSWER {
                    return Err(Fault::Wrong(format!("an answer of more than {ANSWER} bytes")));
                }
                all.extend_from_slice(data);
                Ok(())
            },
            &mut |_| Ok(()),
        )
        .await
    }

    pub(super) async fn parsed<T: for<'de> Deserialize<'de>>(
        &mut self,
        path: &str,
        accept: &str,
    ) -> Result<T, Fault> {
        let bytes = self.whole(Method::GET, path, accept, &[]).await?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Fault::Wrong(format!("{path} is answered by something else: {error}")))
    }
}

fn backoff(tries: u32) -> Duration {
    Duration::from_millis(200) * 2_u32.saturating_pow(tries.min(5))
}

/// An error with what is behind it, each part once.
fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        let more = source.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = source.source();
    }
    text
}

/// What an error answer says: the message of a Status, else its beginning.
fn said(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Status {
        message: String,
    }
    let text = serde_json::from_slice::<Status>(body)
        .map_or_else(|_| String::from_utf8_lossy(body).into_owned(), |status| status.message);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(MESSAGE).collect()
}
