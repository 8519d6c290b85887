//! Which API server, as whom: kubeconfig and flags with the precedence of kubectl.
//!
//! A flag beats the kubeconfig; `--kubeconfig` beats `KUBECONFIG` (several files are merged), which
//! beats `~/.kube/config`, which beats the service account of a pod. Credentials that a kubeconfig gets
//! from a program (`exec`) are got as kubectl gets them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};

/// What the user says about the connection.
#[derive(Debug, Clone, Default)]
pub struct Connection {
    /// Kubeconfig file.
    pub kubeconfig: Option<PathBuf>,
    /// Context of it.
    pub context: Option<String>,
    /// Cluster of it, over the context's.
    pub cluster: Option<String>,
    /// User of it, over the context's.
    pub user: Option<String>,
    /// Address of the API server.
    pub server: Option<String>,
    /// Bearer token.
    pub token: Option<String>,
    /// User to act as.
    pub act_as: Option<String>,
    /// Groups to act as.
    pub act_as_groups: Vec<String>,
    /// Certificate authority of the API server.
    pub certificate_authority: Option<PathBuf>,
    /// Client certificate.
    pub client_certificate: Option<PathBuf>,
    /// Its key.
    pub client_key: Option<PathBuf>,
    /// Name that the API server's certificate must have.
    pub tls_server_name: Option<String>,
    /// Do not verify the API server's certificate.
    pub insecure: bool,
    /// Time for one request.
    pub timeout: Duration,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// No kubeconfig and no pod.
    #[error(
        "no cluster to look at: neither --kubeconfig nor KUBECONFIG names a kubeconfig, {0} is not \
         there, and this is no pod of a cluster"
    )]
    Nothing(String),
    /// The kubeconfig is wrong.
    #[error("kubeconfig {0}: {1}")]
    Kubeconfig(String, String),
    /// A flag is wrong.
    #[error("{0}: {1}")]
    Flag(&'static str, String),
    /// The API server cannot be asked.
    #[error("the API server {server} cannot be asked: {reason}")]
    Server {
        /// Its address.
        server: String,
        /// Why.
        reason: String,
    },
}

/// A client and where it leads.
pub struct Connected {
    /// The client.
    pub client: Client,
    /// What it was made from, for clients of kubelets.
    pub config: Config,
    /// Name of the cluster as the kubeconfig calls it.
    pub name: String,
    /// Address of the API server.
    pub server: String,
}

fn read_file(flag: &'static str, path: &Path) -> Result<Vec<u8>, ConnectError> {
    std::fs::read(path)
        .map_err(|error| ConnectError::Flag(flag, format!("{}: {error}", path.display())))
}

/// `~/.kube/config`.
fn default_path() -> PathBuf {
    std::env::home_dir().unwrap_or_default().join(".kube/config")
}

/// The kubeconfig and what it is called in messages; none when there is none.
fn kubeconfig(connection: &Connection) -> Result<Option<(Kubeconfig, String)>, ConnectError> {
    let wrong = |shown: &str, error: &dyn std::fmt::Display| {
        ConnectError::Kubeconfig(shown.to_owned(), error.to_string())
    };
    if let Some(path) = &connection.kubeconfig {
        let shown = path.display().to_string();
        let read = Kubeconfig::read_from(path).map_err(|error| wrong(&shown, &error))?;
        return Ok(Some((read, shown)));
    }
    if let Some(paths) = std::env::var_os("KUBECONFIG").filter(|paths| !paths.is_empty()) {
        let shown = paths.to_string_lossy().into_owned();
        return match Kubeconfig::from_env() {
            Ok(Some(read)) => Ok(Some((read, shown))),
            Ok(None) => Err(wrong(&shown, &"none of these files is there")),
            Err(error) => Err(wrong(&shown, &error)),
        };
    }
    let path = default_path();
    if !path.exists() {
        return Ok(None);
    }
    let shown = path.display().to_string();
    let read = Kubeconfig::read_from(&path).map_err(|error| wrong(&shown, &error))?;
    Ok(Some((read, shown)))
}

/// Names of all contexts of the kubeconfig.
///
/// # Errors
/// Says why it cannot be read.
pub fn contexts(connection: &Connection) -> Result<Vec<String>, ConnectError> {
    let read = kubeconfig(connection)?;
    Ok(read
        .map(|(read, _)| read.contexts.into_iter().map(|context| context.name).collect())
        .unwrap_or_default())
}

async fn config(connection: &Connection) -> Result<(Config, String), ConnectError> {
    let options = KubeConfigOptions {
        context: connection.context.clone(),
        cluster: connection.cluster.clone(),
        user: connection.user.clone(),
    };
    let asked = connection.context.is_some() || connection.cluster.is_some();
    match kubeconfig(connection)? {
        Some((read, shown)) => {
            let context = connection.context.as_ref().or(read.current_context.as_ref());
            let of_context = context.and_then(|name| {
                let context = read.contexts.iter().find(|context| context.name == *name)?;
                Some(context.context.as_ref()?.cluster.clone())
            });
            let name = connection.cluster.clone().or(of_context);
            let name = name.or_else(|| connection.server.clone()).unwrap_or_default();
            if connection.server.is_some() && !asked && read.current_context.is_none() {
                return Ok((Config::new(uri(connection)?), name));
            }
            let config = Config::from_custom_kubeconfig(read, &options)
                .await
                .map_err(|error| ConnectError::Kubeconfig(shown, error.to_string()))?;
            Ok((config, name))
        }
        None => match Config::incluster() {
            Ok(config) => Ok((config, "in-cluster".to_owned())),
            Err(_) if connection.server.is_some() => {
                let name = connection.server.clone().unwrap_or_default();
                Ok((Config::new(uri(connection)?), name))
            }
            Err(_) => Err(ConnectError::Nothing(default_path().display().to_string())),
        },
    }
}

fn uri(connection: &Connection) -> Result<http::Uri, ConnectError> {
    let server = connection.server.as_deref().unwrap_or_default();
    let with_scheme =
        if server.contains("://") { server.to_owned() } else { format!("https://{server}") };
    with_scheme.parse().map_err(|error| {
        ConnectError::Flag("--server", format!("`{server}` is no address: {error}"))
    })
}

/// The certificates of a PEM file, as DER.
///
/// # Errors
/// Says that it cannot be read, or holds none; `flag` is what named it.
pub fn certificates(flag: &'static str, path: &Path) -> Result<Vec<Vec<u8>>, ConnectError> {
    let found: Vec<Vec<u8>> = ureq::tls::parse_pem(&read_file(flag, path)?)
        .filter_map(|item| match item {
            Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate.der().to_vec()),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Err(ConnectError::Flag(flag, format!("{} holds no certificate", path.display())));
    }
    Ok(found)
}

/// Makes the client.
///
/// # Errors
/// Says what is missing or wrong, and where.
pub async fn connect(connection: &Connection) -> Result<Connected, ConnectError> {
    let (mut config, name) = config(connection).await?;
    if connection.server.is_some() {
        config.cluster_url = uri(connection)?;
    }
    if let Some(token) = &connection.token {
        config.auth_info = kube::config::AuthInfo {
            token: Some(token.clone().into()),
            ..kube::config::AuthInfo::default()
        };
    }
    let auth = &mut config.auth_info;
    if let Some(path) = &connection.client_certificate {
        auth.client_certificate_data = None;
        auth.client_certificate = Some(path.display().to_string());
    }
    if let Some(path) = &connection.client_key {
        auth.client_key_data = None;
        auth.client_key = Some(path.display().to_string());
    }
    if connection.act_as.is_some() {
        auth.impersonate.clone_from(&connection.act_as);
    }
    if !connection.act_as_groups.is_empty() {
        if auth.impersonate.is_none() {
            let reason = "needs --as: groups are acted as together with a user".to_owned();
            return Err(ConnectError::Flag("--as-group", reason));
        }
        auth.impersonate_groups = Some(connection.act_as_groups.clone());
    }
    if let Some(path) = &connection.certificate_authority {
        let parsed = certificates("--certificate-authority", path)?;
        config.root_cert = Some(parsed);
        config.root_cert_file = None;
    }
    if connection.tls_server_name.is_some() {
        config.tls_server_name.clone_from(&connection.tls_server_name);
    }
    if connection.insecure {
        config.accept_invalid_certs = true;
    }
    config.connect_timeout = Some(connection.timeout.min(Duration::from_secs(15)));
    config.read_timeout = Some(connection.timeout);
    config.reset_reader_on_write = true;
    config.write_timeout = Some(connection.timeout);
    // Requests are tried again in one place, which also counts and tells it.
    config.default_retry = false;
    let server = config.cluster_url.to_string().trim_end_matches('/').to_owned();
    let client = Client::try_from(config.clone()).map_err(|error| ConnectError::Server {
        server: server.clone(),
        reason: error.to_string(),
    })?;
    Ok(Connected { client, config, name, server })
}
