//! Reads the lists of a running cluster.
//!
//! Lists come in pages of 500. The pages of one list belong to one state of the cluster: when the API
//! server has forgotten that state (410), the list is read again from the start. A page that breaks off
//! is read again. What does not succeed within limits is said, and nothing of that list is kept. There
//! is never more than one request under way, so that the API server's own fairness is not strained.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use http::Method;
use plimsoll_content::{Reading, Resource};
use plimsoll_model::{Cluster, Identity, ListState, ResourceList};
use serde::Deserialize;

use super::ask::{Asker, DISCOVERY, Fault, JSON, METADATA, Question};
use super::build::{NodeNames, Objects, Prepared, prepare};
use super::connect::{ConnectError, Connection, connect};
use super::kubelets::Kubelets;
use super::splitter::{Part, Splitter};

/// Objects a page.
const PAGE: u32 = 500;
/// Times that a list is begun anew.
const RESTARTS: u32 = 3;
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
    kind: String,
    /// Nothing where the splitter took the list out, or where Go wrote an empty one as `null`.
    #[serde(default, deserialize_with = "there")]
    items: bool,
    #[serde(default)]
    metadata: ListMetadata,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ListMetadata {
    r#continue: Option<String>,
    remaining_item_count: Option<i64>,
}

/// Whether a field is there, with an empty list or `null`.
fn there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<Vec<serde::de::IgnoredAny>>::deserialize(deserializer).map(|_| true)
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
                                let wrong = |why: &str| {
                                    Fault::Wrong(format!("the answer is no list: {why}"))
                                };
                                let parsed: Envelope = serde_json::from_slice(json)
                                    .map_err(|error| wrong(&error.to_string()))?;
                                // Anything else that answers with 200 must not pass for an empty list.
                                if !parsed.kind.ends_with("List") || !parsed.items {
                                    return Err(wrong("it has no `items`"));
                                }
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
    let asker =
        Asker::new(connected.client.clone(), began + look.deadline, look.connection.timeout);
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
    cluster.kubelets =
        super::kubelets::ask_all(&look.kubelets, &mut reader.asker, &connected, &cluster).await;
    for (what, count) in &reader.asker.again {
        cluster.remarks.push(format!("{what}: tried again {count} times"));
    }
    cluster.node_names = reader.nodes.into_names();
    cluster.seconds = u32::try_from(began.elapsed().as_secs()).unwrap_or(u32::MAX);
    Ok(cluster)
}
