//! How container runtimes reach registries.

use plimsoll_engine::{HostJudge, Judge, Verdict};
use plimsoll_model::{Document, Tree, Value};

use super::runtime::{Runtime, over_runtimes, runtimes};
use super::{Tally, at, is_loopback, judge_mode, mode_of};

const NONE: &str = "no container runtime that the kubelet can use is here";

/// Images come over verified TLS.
pub(crate) fn insecure(judge: &HostJudge<'_>) -> Verdict {
    let allowed = judge.list("allowed");
    over_runtimes(judge, |runtime, tally| {
        let before = tally.bad.len();
        let fine = |host: &str| is_loopback(host) || allowed.iter().any(|one| one == host);
        let mut bad = |document: &Document, tree: &Tree, host: &str, seen: String| {
            if !fine(host) {
                tally.bad.push(at(&document.path, Some(tree.line), &seen));
            }
        };
        match runtime.component() {
            "containerd" => containerd(runtime, &mut bad),
            "cri-o" => crio(runtime, &mut bad),
            _ => {
                for found in runtime.items(&["insecure-registries"]) {
                    let text = found.text();
                    bad(found.document, found.tree, &text, format!("insecure registry {text}"));
                }
                for found in runtime.items(&["registry-mirrors"]) {
                    let text = found.text();
                    if text.starts_with("http://") {
                        bad(
                            found.document,
                            found.tree,
                            &text,
                            format!("mirror without TLS: {text}"),
                        );
                    }
                }
            }
        }
        for flag in ["insecure-registry", "registry-mirror"] {
            for (value, evidence) in runtime.flag(flag, None) {
                let counts = flag == "insecure-registry" || value.starts_with("http://");
                if counts && !value.split(',').all(fine) {
                    tally.bad.push(evidence);
                }
            }
        }
        if before == tally.bad.len() {
            let seen = format!("{} reaches registries over verified TLS", runtime.title());
            tally.good.push(runtime.itself(&seen));
        }
    })
    .map_or_else(|verdict| verdict, |tally| tally.verdict(NONE))
    .with_expected("every registry and mirror is reached over TLS with a verified certificate")
}

type Bad<'b> = dyn FnMut(&Document, &Tree, &str, String) + 'b;

fn containerd(runtime: &Runtime<'_>, bad: &mut Bad<'_>) {
    for part in runtime.cri_parts(&["registry", "configs"]) {
        for entry in part.tree.entries() {
            let skips = entry
                .value
                .at("tls.insecure_skip_verify")
                .filter(|one| one.as_bool() == Some(true));
            if let Some(tree) = skips {
                bad(
                    part.document,
                    tree,
                    &entry.key,
                    format!("{}: insecure_skip_verify = true", entry.key),
                );
            }
        }
    }
    for part in runtime.cri_parts(&["registry", "mirrors"]) {
        for entry in part.tree.entries() {
            for endpoint in entry.value.get("endpoint").map(Tree::items).unwrap_or_default() {
                let text = endpoint.as_str().unwrap_or_default();
                if text.starts_with("http://") {
                    bad(
                        part.document,
                        endpoint,
                        text,
                        format!("{}: endpoint {text} without TLS", entry.key),
                    );
                }
            }
        }
    }
    for (document, tree) in &runtime.registries {
        if let Some(server) = tree.get("server")
            && server.as_str().is_some_and(|text| text.starts_with("http://"))
        {
            let text = server.as_str().unwrap_or_default();
            bad(document, server, text, format!("server {text} without TLS"));
        }
        if let Some(skip) = tree.get("skip_verify").filter(|one| one.as_bool() == Some(true)) {
            bad(document, skip, "", "skip_verify = true".to_owned());
        }
        for entry in tree.get("host").map(Tree::entries).unwrap_or_default() {
            if entry.key.starts_with("http://") {
                bad(document, &entry.value, &entry.key, format!("host {} without TLS", entry.key));
            }
            if let Some(skip) =
                entry.value.get("skip_verify").filter(|one| one.as_bool() == Some(true))
            {
                bad(document, skip, &entry.key, format!("{}: skip_verify = true", entry.key));
            }
        }
    }
}

fn crio(runtime: &Runtime<'_>, bad: &mut Bad<'_>) {
    for found in runtime.items(&["crio", "image", "insecure_registries"]) {
        let text = found.text();
        bad(found.document, found.tree, &text, format!("insecure registry {text}"));
    }
    let is_insecure = |tree: &Tree| tree.get("insecure").and_then(Tree::as_bool) == Some(true);
    for (document, tree) in &runtime.registries {
        for registry in tree.get("registry").map(Tree::items).unwrap_or_default() {
            let name = |tree: &Tree| {
                let text = |key: &str| tree.get(key).and_then(Tree::as_str).map(str::to_owned);
                text("location").or_else(|| text("prefix")).unwrap_or_default()
            };
            for one in std::iter::once(registry)
                .chain(registry.get("mirror").map(Tree::items).unwrap_or_default())
            {
                if is_insecure(one) {
                    let name = name(one);
                    let place = one.get("insecure").unwrap_or(one);
                    bad(document, place, &name, format!("{name}: insecure = true"));
                }
            }
        }
        // The form of version 1.
        let old = tree.at("registries.insecure.registries");
        for one in old.map(Tree::items).unwrap_or_default() {
            let text = one.as_str().unwrap_or_default();
            bad(document, one, text, format!("insecure registry {text}"));
        }
    }
}

/// A name without a registry leads to one place only.
pub(crate) fn short_names(judge: &Judge<'_>) -> Verdict {
    let whole = plimsoll_engine::HostJudge { host: judge.host, parameters: judge.parameters };
    let mut tally = Tally::default();
    let runtimes = match runtimes(&whole) {
        Ok(runtimes) => runtimes,
        Err(verdict) => return verdict,
    };
    for runtime in runtimes.iter().filter(|one| one.component() == "cri-o") {
        tally.blind.extend(runtime.blind.iter().cloned());
        let last = |key: &str| {
            runtime
                .registries
                .iter()
                .rev()
                .find_map(|(document, tree)| Some((document, tree.get(key)?)))
        };
        let mode =
            last("short-name-mode").and_then(|(_, tree)| tree.as_str()).unwrap_or("permissive");
        match last("unqualified-search-registries") {
            None => {
                tally.good.push(runtime.itself("no registry is searched for names without one"))
            }
            Some((document, tree)) => {
                let names: Vec<&str> = tree.items().iter().filter_map(Tree::as_str).collect();
                let seen = format!(
                    "unqualified-search-registries = [{}], short-name-mode = {mode}",
                    names.join(", ")
                );
                let evidence = at(&document.path, Some(tree.line), &seen);
                // Without a terminal to ask at, `enforcing` refuses when there are several.
                if names.len() <= 1 || mode == "enforcing" {
                    tally.good.push(evidence);
                } else {
                    tally.bad.push(evidence);
                }
            }
        }
    }
    tally.verdict("CRI-O is not here").with_expected(
        "at most one registry is searched for names without one, or short-name-mode is enforcing",
    )
}

/// Files with logins for registries are root's alone.
pub(crate) fn logins(judge: &HostJudge<'_>) -> Verdict {
    let mode = mode_of(judge, "mode");
    over_runtimes(judge, |runtime, tally| {
        let mut any = false;
        for (document, tree) in runtime.documents() {
            if holds_secret(tree, 0) {
                any = true;
                judge_mode(tally, judge, &document.path, mode, "it holds a login for a registry");
            }
        }
        if !any {
            let seen =
                format!("no login for a registry in the configuration of {}", runtime.title());
            tally.good.push(runtime.itself(&seen));
        }
    })
    .map_or_else(|verdict| verdict, |tally| tally.verdict(NONE))
    .with_expected(format!("mode {mode:04o} or stricter where a login is written down"))
}

fn holds_secret(tree: &Tree, depth: usize) -> bool {
    depth < 40
        && match &tree.value {
            Value::Redacted => true,
            Value::List(items) => items.iter().any(|item| holds_secret(item, depth + 1)),
            Value::Map(entries) => {
                entries.iter().any(|entry| holds_secret(&entry.value, depth + 1))
            }
            _ => false,
        }
}
