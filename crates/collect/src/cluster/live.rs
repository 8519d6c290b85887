//! Reads the lists of a running cluster.
//!
//! Lists come in pages of 500. The pages of one list belong to one state of the cluster: when the API
//! server has forgotten that state (410), the list is read again from the start. A page that breaks off
//! is read again. What does not succeed within limits is said, and nothing of that list is kept. There
//! is never more than one request under way, so that the API server's own fairness is not strained.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use http::header::{ACCEPT, RETRY_AFTER};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use kube::client::Body;
use plimsoll_content::{Reading, Resource};
use plimsoll_model::{Cluster, Identity, KubeletConfig, ListState, ResourceList};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::build::{NodeNames, Objects, Prepared, prepare};
use super::connect::{ConnectError, Connected, Connection, connect};
use super::splitter::{Part, SplitError, Splitter};

/// Objects a page.
const PAGE: u32 = 500;
/// Times that a request is tried.
const TRIES: u32 = 5;
/// Times that a request is tried which the API server asks to be sent later.
const THROTTLED_TRIES: u32 = 20;
/// The longest wait that is kept to when the API server asks for one.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// Times that a list is begun anew.
const RESTARTS: u32 = 3;
/// Bytes of an answer that is no list.
const ANSWER: usize = 32 << 20;
/// Bytes of an error's text that are kept.
const MESSAGE: usize = 400;

/// How kubelets are asked for their configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kubelets {
    /// They are not.
    #[default]
    No,
    /// Through the API server, which needs `get` on `nodes/proxy`.
    Proxy,
    /// At their own address, which needs `get` on `nodes/configz` (or `nodes/proxy` before 1.33).
    Direct {
        /// Certificate authorities of the kubelets as PEM; those of the API server when absent.
        authority: Option<Vec<Vec<u8>>>,
        /// Do not verify their certificates.
        insecure: bool,
    },
}

/// What is to be looked at.
pub struct Look<'r> {
    /// Where, as whom.
    pub connection: &'r Connection,
    /// Name of the cluster in reports, over that of the kubeconfig.
    pub name: Option<&'r str>,
    /// What is read.
    pub resources: &'r [Resource],
    /// Only these namespaces; empty for all.
    pub namespaces: &'r [String],
    /// Whether Secrets are listed (their metadata).
    pub secrets: bool,
    /// Whether kubelets are asked.
    pub kubelets: Kubelets,
    /// Time for everything.
    pub deadline: Duration,
}

/// What went wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
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

const JSON: &str = "application/json";
const METADATA: &str = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
const DISCOVERY: &str = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,\
     application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

/// What is sent.
struct Question<'q> {
    method: Method,
    path: &'q str,
    accept: &'q str,
    body: &'q [u8],
}

/// Asks one server.
struct Asker {
    client: kube::Client,
    ends: Instant,
    timeout: Duration,
    /// Requests that were tried again, by reason.
    again: BTreeMap<String, u32>,
    /// Why the server no longer answers at all, once that is known: the rest is not waited for.
    dead: Option<String>,
}

impl Asker {
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
    async fn ask<T>(
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
    async fn whole(
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

    async fn parsed<T: for<'de> Deserialize<'de>>(
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

/// Resources by group and version; no resources where discovery does not tell them.
type Served = BTreeMap<String, Vec<(String, BTreeSet<String>)>>;

async fn discover(asker: &mut Asker) -> Result<Served, Fault> {
    #[derive(Deserialize)]
    struct Discovery {
        #[serde(default)]
        items: Vec<Group>,
        #[serde(default)]
        groups: Vec<OldGroup>,
    }
    #[derive(Deserialize)]
    struct Group {
        metadata: Named,
        #[serde(default)]
        versions: Vec<GroupVersion>,
    }
    #[derive(Deserialize)]
    struct Named {
        name: String,
    }
    #[derive(Deserialize)]
    struct GroupVersion {
        version: String,
        #[serde(default)]
        resources: Vec<GroupResource>,
    }
    #[derive(Deserialize)]
    struct GroupResource {
        resource: String,
    }
    #[derive(Deserialize)]
    struct OldGroup {
        name: String,
        #[serde(default)]
        versions: Vec<GroupVersion>,
    }
    let found: Discovery = asker.parsed("/apis", DISCOVERY).await?;
    let new = found.items.into_iter().map(|group| (group.metadata.name, group.versions));
    let old = found.groups.into_iter().map(|group| (group.name, group.versions));
    Ok(new
        .chain(old)
        .map(|(name, versions)| {
            let versions = versions.into_iter().map(|version| {
                let resources = version.resources.into_iter().map(|one| one.resource).collect();
                (version.version, resources)
            });
            (name, versions.collect())
        })
        .collect())
}

/// The versions of a resource to try: those that are served, or all when that is not known. `None`
/// when it is known that there is none.
fn versions<'r>(resource: &'r Resource, served: Option<&Served>) -> Option<Vec<&'r str>> {
    let all: Vec<&str> = resource.versions.iter().map(String::as_str).collect();
    let Some(served) = served.filter(|_| !resource.group.is_empty()) else { return Some(all) };
    let here = served.get(&resource.group)?;
    let wanted = all.into_iter().filter(|wanted| {
        here.iter().any(|(version, resources)| {
            version == wanted && (resources.is_empty() || resources.contains(&resource.resource))
        })
    });
    let wanted: Vec<&str> = wanted.collect();
    (!wanted.is_empty()).then_some(wanted)
}

#[derive(Deserialize, Default)]
struct Envelope {
    #[serde(default)]
    metadata: ListMetadata,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ListMetadata {
    r#continue: Option<String>,
    remaining_item_count: Option<i64>,
}

/// A page while it is read.
#[derive(Default)]
struct Page {
    splitter: Splitter,
    items: Vec<Prepared>,
    envelope: Option<Envelope>,
}

struct Reader<'l> {
    look: &'l Look<'l>,
    asker: Asker,
    nodes: NodeNames,
}

impl Reader<'_> {
    async fn page(
        &mut self,
        path: &str,
        resource: &Resource,
        version: &str,
    ) -> Result<Page, Fault> {
        let accept = if resource.reading == Reading::Whole { JSON } else { METADATA };
        let api_version = if resource.group.is_empty() {
            version.to_owned()
        } else {
            format!("{}/{version}", resource.group)
        };
        let page = self
            .asker
            .ask(
                Question { method: Method::GET, path, accept, body: &[] },
                &mut Page::default,
                &mut |page: &mut Page, data| {
                    let Page { splitter, items, envelope } = page;
                    splitter.feed::<Fault>(data, &mut |part| {
                        match part {
                            Part::Item { json, .. } => items
                                .push(prepare(json, &api_version, &resource.kind).map_err(
                                    |error| Fault::Wrong(format!("an object: {error}")),
                                )?),
                            Part::Document { json, .. } => {
                                let parsed = serde_json::from_slice(json).map_err(|error| {
                                    Fault::Wrong(format!("the answer is no list: {error}"))
                                })?;
                                *envelope = Some(parsed);
                            }
                        }
                        Ok(())
                    })
                },
                &mut |page: &mut Page| Ok(page.splitter.finish()?),
            )
            .await?;
        if page.envelope.is_none() {
            return Err(Fault::Wrong("the answer is empty".to_owned()));
        }
        Ok(page)
    }

    /// All objects below a path, from one state of the cluster.
    async fn list(
        &mut self,
        path: &str,
        resource: &Resource,
        version: &str,
        objects: &mut Objects,
    ) -> Result<(), Fault> {
        let mut restarts = 0;
        loop {
            let mut fresh = Objects::default();
            match self.all_pages(path, resource, version, &mut fresh).await {
                Ok(()) => {
                    objects.append(fresh);
                    return Ok(());
                }
                Err(Fault::Status { code: 410, .. }) if restarts < RESTARTS => {
                    restarts += 1;
                    let what =
                        format!("the list of {} expired and was begun anew", resource.resource);
                    *self.asker.again.entry(what).or_default() += 1;
                }
                Err(Fault::Status { code: 410, .. }) => {
                    return Err(Fault::Wrong(format!(
                        "the list expired {} times before its end was reached",
                        restarts + 1
                    )));
                }
                Err(fault) => return Err(fault),
            }
        }
    }

    async fn all_pages(
        &mut self,
        path: &str,
        resource: &Resource,
        version: &str,
        objects: &mut Objects,
    ) -> Result<(), Fault> {
        let mut token = String::new();
        let mut expected: Option<i64> = None;
        loop {
            let query = if token.is_empty() { String::new() } else { format!("&continue={token}") };
            let url = format!("{path}?limit={PAGE}{query}");
            let page = self.page(&url, resource, version).await?;
            let metadata = page.envelope.unwrap_or_default().metadata;
            let count = i64::try_from(page.items.len()).unwrap_or(i64::MAX);
            let next = metadata.r#continue.filter(|token| !token.is_empty());
            if next.is_none()
                && let Some(expected) = expected
                && count < expected
            {
                return Err(Fault::Wrong(format!(
                    "the list ends {} objects before the end that the API server had told",
                    expected - count
                )));
            }
            for item in page.items {
                objects.add(item, &mut self.nodes).map_err(Fault::Wrong)?;
            }
            match next {
                None => return Ok(()),
                Some(next) if next == token && count == 0 => {
                    return Err(Fault::Wrong("the list goes on without an end".to_owned()));
                }
                Some(next) => {
                    expected = metadata.remaining_item_count;
                    token = escape(&next);
                }
            }
        }
    }

    /// One kind, with what came of it.
    async fn resource(&mut self, resource: &Resource, served: Option<&Served>) -> ResourceList {
        let mut list = ResourceList {
            group: resource.group.clone(),
            version: resource.versions.first().cloned().unwrap_or_default(),
            resource: resource.resource.clone(),
            kind: resource.kind.clone(),
            namespaced: resource.namespaced,
            state: ListState::NotServed,
            objects: Vec::new(),
        };
        if resource.reading == Reading::OnRequest && !self.look.secrets {
            list.state = ListState::NotAsked {
                reason: format!("{} are listed only with --secrets", resource.resource),
            };
            return list;
        }
        let Some(versions) = versions(resource, served) else { return list };
        if let Some(reason) = &self.asker.dead {
            list.state = ListState::Failed { reason: format!("the API server is gone: {reason}") };
            return list;
        }
        for version in versions {
            list.version = version.to_owned();
            let base = if resource.group.is_empty() {
                format!("/api/{version}")
            } else {
                format!("/apis/{}/{version}", resource.group)
            };
            let paths: Vec<String> = if resource.namespaced && !self.look.namespaces.is_empty() {
                let namespaces = self.look.namespaces.iter();
                namespaces
                    .map(|namespace| format!("{base}/namespaces/{namespace}/{}", resource.resource))
                    .collect()
            } else {
                vec![format!("{base}/{}", resource.resource)]
            };
            let mut objects = Objects::default();
            let mut fault = None;
            for path in &paths {
                if let Err(one) = self.list(path, resource, version, &mut objects).await {
                    fault = Some(one);
                    break;
                }
            }
            list.state = match fault {
                None => {
                    list.objects = objects.into_objects();
                    ListState::Complete
                }
                Some(Fault::Status { code: 404 | 405, .. }) => ListState::NotServed,
                Some(Fault::Status { code: 403, message, .. }) => ListState::Forbidden {
                    reason: format!("forbidden: cannot list {}: {message}", resource.resource),
                },
                Some(fault) => ListState::Failed {
                    reason: format!("{} could not be listed: {fault}", resource.resource),
                },
            };
            if list.state != ListState::NotServed {
                break;
            }
        }
        list
    }

    async fn identity(&mut self) -> Option<Identity> {
        #[derive(Deserialize)]
        struct Review {
            status: Status,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Status {
            user_info: User,
        }
        #[derive(Deserialize)]
        struct User {
            #[serde(default)]
            username: String,
            #[serde(default)]
            groups: Vec<String>,
        }
        let question = br#"{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}"#;
        let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        let answer = self.asker.whole(Method::POST, path, JSON, question).await.ok()?;
        let review: Review = serde_json::from_slice(&answer).ok()?;
        let user = review.status.user_info;
        Some(Identity { user: user.username, groups: user.groups })
    }
}

/// What a token may hold is escaped for a query.
fn escape(token: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(token.len());
    for byte in token.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Looks at a cluster.
///
/// # Errors
/// Says why the API server cannot be asked at all. What it refuses or cannot give is in the result.
pub fn look(look: &Look<'_>) -> Result<Cluster, ConnectError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| ConnectError::Flag("the run time", error.to_string()))?;
    runtime.block_on(read(look))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServerVersion {
    git_version: String,
}

async fn read(look: &Look<'_>) -> Result<Cluster, ConnectError> {
    let began = Instant::now();
    let connected = connect(look.connection).await?;
    let asker = Asker {
        client: connected.client.clone(),
        ends: began + look.deadline,
        timeout: look.connection.timeout,
        again: BTreeMap::new(),
        dead: None,
    };
    let mut reader = Reader { look, asker, nodes: NodeNames::default() };
    let mut cluster = Cluster {
        name: look.name.map_or_else(|| connected.name.clone(), str::to_owned),
        server: Some(connected.server.clone()),
        namespaces: look.namespaces.to_vec(),
        ..Cluster::default()
    };
    let gone = |fault: &Fault| ConnectError::Server {
        server: connected.server.clone(),
        reason: fault.to_string(),
    };
    match reader.asker.parsed::<ServerVersion>("/version", JSON).await {
        Ok(version) => {
            cluster.version = version.git_version.parse().ok();
            cluster.git_version = Some(version.git_version);
        }
        Err(fault @ (Fault::Broken(_) | Fault::Wrong(_))) => return Err(gone(&fault)),
        Err(fault @ Fault::Status { code: 401, .. }) => return Err(gone(&fault)),
        Err(fault) => cluster.remarks.push(format!("/version is not answered: {fault}")),
    }
    cluster.identity = reader.identity().await;
    let served = match discover(&mut reader.asker).await {
        Ok(served) => Some(served),
        Err(fault @ Fault::Status { code: 401, .. }) => return Err(gone(&fault)),
        Err(fault) => {
            cluster.remarks.push(format!("which APIs are served could not be told: {fault}"));
            None
        }
    };
    for resource in look.resources {
        let list = reader.resource(resource, served.as_ref()).await;
        cluster.lists.push(list);
    }
    cluster.groups = served.map(|served| served.into_keys().collect()).unwrap_or_default();
    cluster.kubelets = kubelets(&mut reader, &connected, &cluster).await;
    for (what, count) in &reader.asker.again {
        cluster.remarks.push(format!("{what}: tried again {count} times"));
    }
    cluster.node_names = reader.nodes.into_names();
    cluster.seconds = u32::try_from(began.elapsed().as_secs()).unwrap_or(u32::MAX);
    Ok(cluster)
}

/// Asks every node's kubelet for its configuration.
async fn kubelets(
    reader: &mut Reader<'_>,
    connected: &Connected,
    cluster: &Cluster,
) -> Vec<KubeletConfig> {
    #[derive(Deserialize)]
    struct Configz {
        kubeletconfig: Box<RawValue>,
    }
    if reader.look.kubelets == Kubelets::No {
        return Vec::new();
    }
    let nodes = cluster.list("Node").map(|list| list.objects.as_slice()).unwrap_or_default();
    let mut answers = Vec::new();
    for node in nodes.iter().filter_map(|raw| plimsoll_source::object_from_json(raw.json.get())) {
        let name = node.name().to_owned();
        let (url, answer) = match &reader.look.kubelets {
            Kubelets::No => continue,
            Kubelets::Proxy => {
                let path = format!("/api/v1/nodes/{name}/proxy/configz");
                let answer = reader.asker.parsed::<Configz>(&path, JSON).await;
                (format!("{}{path}", connected.server), answer)
            }
            Kubelets::Direct { authority, insecure } => {
                let url = kubelet_url(&node);
                let answer = match direct(connected, &url, authority.as_ref(), *insecure) {
                    Ok(client) => {
                        let mut asker = Asker {
                            client,
                            ends: reader.asker.ends,
                            timeout: reader.asker.timeout,
                            again: BTreeMap::new(),
                            dead: None,
                        };
                        asker.parsed::<Configz>("/configz", JSON).await
                    }
                    Err(reason) => Err(Fault::Wrong(reason)),
                };
                (format!("{url}/configz"), answer)
            }
        };
        answers.push(match answer {
            Ok(found) => {
                KubeletConfig { node: name, url, config: Some(found.kubeletconfig), reason: None }
            }
            Err(fault) => {
                let reason = match &fault {
                    Fault::Status { code: 403, message, .. } => format!("forbidden: {message}"),
                    fault => fault.to_string(),
                };
                KubeletConfig { node: name, url, config: None, reason: Some(reason) }
            }
        });
    }
    answers
}

/// Where a kubelet listens, as its node object says.
fn kubelet_url(node: &plimsoll_model::kubernetes::Object<'_>) -> String {
    let plimsoll_model::kubernetes::Body::Node(body) = &node.body else { return String::new() };
    let of = |kind: &str| {
        let mut all = body.status.addresses.iter();
        all.find(|one| one.type_.as_deref() == Some(kind)).and_then(|one| one.address.as_deref())
    };
    let address = of("InternalIP").or_else(|| of("Hostname")).unwrap_or_default();
    let port = body.status.daemon_endpoints.kubelet_endpoint.port.unwrap_or(10250);
    if address.contains(':') {
        format!("https://[{address}]:{port}")
    } else {
        format!("https://{address}:{port}")
    }
}

fn direct(
    connected: &Connected,
    url: &str,
    authority: Option<&Vec<Vec<u8>>>,
    insecure: bool,
) -> Result<kube::Client, String> {
    let mut config = connected.config.clone();
    config.cluster_url = url.parse().map_err(|error| format!("`{url}` is no address: {error}"))?;
    config.tls_server_name = None;
    if let Some(authority) = authority {
        config.root_cert = Some(authority.clone());
        config.root_cert_file = None;
    }
    config.accept_invalid_certs = insecure;
    kube::Client::try_from(config).map_err(|error| error.to_string())
}
