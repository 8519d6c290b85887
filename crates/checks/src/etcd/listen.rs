//! Where etcd listens: on which addresses, and whether in the clear.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::Evidence;
use plimsoll_settings::{Effective, Outcome, SettingValue};

/// Settings that are lists of addresses to listen on.
const URLS: [&str; 4] =
    ["listen-client-urls", "listen-client-http-urls", "listen-peer-urls", "listen-metrics-urls"];

struct Url {
    key: &'static str,
    text: String,
    evidence: Vec<Evidence>,
}

impl Url {
    fn is_clear(&self) -> bool {
        self.text.starts_with("http://")
    }

    fn host(&self) -> &str {
        let rest = self.text.split_once("://").map_or(self.text.as_str(), |(_, rest)| rest);
        let rest = rest.split('/').next().unwrap_or_default();
        match rest.strip_prefix('[') {
            Some(inner) => inner.split(']').next().unwrap_or_default(),
            None => rest.rsplit_once(':').map_or(rest, |(host, _)| host),
        }
    }

    fn is_loopback(&self) -> bool {
        self.host() == "localhost"
            || self.host().parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
            || self.text.starts_with("unix")
    }

    fn is_everywhere(&self) -> bool {
        let host = self.host();
        host.is_empty()
            || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_unspecified())
    }
}

fn urls(judge: &Judge<'_>) -> Result<Vec<Url>, Verdict> {
    let mut urls = Vec::new();
    for key in URLS {
        let effective: Effective = match judge.target.settings.get(key) {
            Outcome::Value(effective) => effective,
            Outcome::Unknown { reason, evidence } => return Err(Verdict::error(reason, evidence)),
            Outcome::NotInVersion { .. } => continue,
        };
        let list = match &effective.value {
            SettingValue::List(list) => list.clone(),
            other => other.to_string().split(',').map(str::to_owned).collect(),
        };
        urls.extend(
            list.into_iter()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty())
                .map(|text| Url { key, text, evidence: effective.evidence.clone() }),
        );
    }
    Ok(urls)
}

fn conclude(urls: &[Url], is_bad: impl Fn(&Url) -> bool, fine: &str) -> Verdict {
    let (bad, good): (Vec<&Url>, Vec<&Url>) = urls.iter().partition(|url| is_bad(url));
    let told = |list: &[&Url]| {
        list.iter()
            .map(|url| format!("{} has {}", url.key, url.text))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let evidence = |list: &[&Url]| {
        let mut all: Vec<Evidence> = Vec::new();
        for one in list.iter().flat_map(|url| &url.evidence) {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        all
    };
    if bad.is_empty() {
        Verdict::pass(fine, evidence(&good)).with_actual(told(&good))
    } else {
        let actual = told(&bad);
        Verdict::fail(actual.clone(), evidence(&bad)).with_actual(actual)
    }
}

/// etcd listens on addresses that were chosen, not on all of them.
pub(crate) fn addresses(judge: &Judge<'_>) -> Verdict {
    urls(judge)
        .map_or_else(
            |verdict| verdict,
            |urls| conclude(&urls, Url::is_everywhere, "etcd listens on chosen addresses"),
        )
        .with_expected("no listen address of etcd is 0.0.0.0 or [::]")
}

/// Nothing but what stays on the machine is in the clear.
pub(crate) fn tls(judge: &Judge<'_>) -> Verdict {
    urls(judge)
        .map_or_else(
            |verdict| verdict,
            |urls| {
                let is_bad = |url: &Url| {
                    url.is_clear() && !(url.key == "listen-metrics-urls" && url.is_loopback())
                };
                conclude(&urls, is_bad, "etcd is reached over TLS alone")
            },
        )
        .with_expected("every listen address of etcd is https, save for metrics on loopback")
}
