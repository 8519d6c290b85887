//! Secrets in configuration files, by the place where they stand.

use plimsoll_model::{DocumentKind, Entry, Tree, Value};

use super::{is_secret_name, text, value};

/// Depth below which nothing is kept; no configuration file of Kubernetes comes near.
const MAX_DEPTH: usize = 200;

/// Redacts the documents of a file in place.
pub fn trees(kind: DocumentKind, documents: &mut [Tree]) {
    for tree in documents {
        document(kind, tree);
    }
}

/// Redacts one document in place. The rules are those of its place and of its names; a file that
/// was read as something else than it is loses no less, since every rule holds in every kind.
pub fn document(kind: DocumentKind, tree: &mut Tree) {
    let runtime = kind == DocumentKind::Runtime;
    let mut place =
        Place { credentials: kind == DocumentKind::Kubeconfig, runtime, everything: false };
    place.credentials |= tree.get("users").is_some() || tree.get("clusters").is_some();
    redact(tree, place, 0);
}

/// What is known of a place from what stands above it.
#[derive(Clone, Copy)]
struct Place {
    /// In a kubeconfig, or in something that looks like one.
    credentials: bool,
    /// In the configuration of a container runtime.
    runtime: bool,
    /// Every scalar is a secret here.
    everything: bool,
}

fn redact(tree: &mut Tree, place: Place, depth: usize) {
    if depth > MAX_DEPTH {
        tree.value = Value::Redacted;
        return;
    }
    match &mut tree.value {
        Value::Map(entries) => {
            let is_secret = is_kind_secret(entries);
            // `{name: HTTPS_PROXY, value: ...}` of an exec plugin's environment.
            let is_variable = entries.iter().any(|entry| entry.key == "name")
                && entries.iter().any(|entry| entry.key == "value");
            for entry in entries {
                let below = inside(entry, place, is_secret, is_variable);
                field(entry, below, depth);
            }
        }
        Value::List(items) => list(items, place, depth),
        Value::Null | Value::Bool(_) if !place.everything => {}
        Value::Null => {}
        _ if place.everything => tree.value = Value::Redacted,
        Value::String(old) => *old = text(old),
        _ => {}
    }
}

/// A sequence; in a list of arguments a flag can name the secret that follows it.
fn list(items: &mut [Tree], place: Place, depth: usize) {
    let mut secret_follows = false;
    for item in items {
        if let (Value::String(old), false) = (&mut item.value, place.everything) {
            if secret_follows && !old.starts_with("--") {
                item.value = Value::Redacted;
                secret_follows = false;
                continue;
            }
            secret_follows = old.starts_with('-') && !old.contains('=') && is_secret_name(old);
            *old = super::argument(old);
        } else {
            secret_follows = false;
            redact(item, place, depth + 1);
        }
    }
}

/// What is known of the place of an entry's value.
fn inside(entry: &Entry, place: Place, is_secret: bool, is_variable: bool) -> Place {
    let key = entry.key.as_str();
    let everything = place.everything
        || (is_secret && matches!(key, "data" | "stringData"))
        || (key == "auth-provider" || key == "authProvider")
        || (place.credentials && is_credential_data(key))
        // Logins and headers for registries.
        || (place.runtime && matches!(key, "auth" | "header" | "identitytoken"))
        || (is_variable && key == "value" && place.credentials);
    let credentials = place.credentials || matches!(key, "user" | "users" | "kubeconfig" | "exec");
    Place { credentials, runtime: place.runtime, everything }
}

/// `client-key-data`, `client-certificate-data` and whatever else is written in place; the
/// authority's certificate is public.
fn is_credential_data(key: &str) -> bool {
    key.ends_with("-data") && key != "certificate-authority-data"
}

fn is_switch(tree: &Tree) -> bool {
    match &tree.value {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => super::is_harmless(text),
        _ => false,
    }
}

fn field(entry: &mut Entry, place: Place, depth: usize) {
    // The name of an auth provider is worth knowing and no secret.
    if place.everything
        && entry.key == "name"
        && let Value::String(old) = &mut entry.value.value
    {
        *old = text(old);
        return;
    }
    if is_secret_name(&entry.key) {
        match &mut entry.value.value {
            Value::Null | Value::Bool(_) => return,
            Value::String(old) if value(&entry.key, old) == text(old) => {
                *old = text(old);
                return;
            }
            // A name such as `secrets` can also head a structure, whose fields speak for themselves.
            Value::Map(_) => {}
            Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Map(_))) => {}
            // OpenShift writes flags as lists: `use-service-account-credentials: ["true"]`.
            Value::List(items) if items.iter().all(is_switch) => return,
            _ => {
                entry.value.value = Value::Redacted;
                return;
            }
        }
    }
    redact(&mut entry.value, place, depth + 1);
}

fn is_kind_secret(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| {
        entry.key == "kind" && matches!(&entry.value.value, Value::String(kind) if kind == "Secret")
    })
}
