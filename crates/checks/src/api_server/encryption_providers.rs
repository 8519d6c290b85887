//! Which provider encrypts Secrets: the first one of the first entry that covers them.
//!
//! Source of the matching: `EncryptionConfiguration` v1 (`*.` is every resource of the core group,
//! `*.*` every resource; earlier entries win).

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::Tree;
use plimsoll_settings::Outcome;

use crate::document;

const KEY: &str = "encryption-provider-config";
/// Where OpenShift 3 has it: the argument of its API server in the configuration of the master.
const OF_MASTER: &str =
    "kubernetesMasterConfig.apiServerArguments.experimental-encryption-provider-config";

/// Its name before Kubernetes 1.13, and beside the new one until 1.23.
const BEFORE: &str = "experimental-encryption-provider-config";

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let given = |key: &str| match judge.target.settings.get(key) {
        Outcome::Value(effective) => !effective.value.is_empty(),
        Outcome::NotInVersion { .. } => false,
        Outcome::Unknown { .. } => true,
    };
    judge_setting(judge, if !given(KEY) && given(BEFORE) { BEFORE } else { KEY })
}

pub(crate) fn judge_master(judge: &Judge<'_>) -> Verdict {
    judge_setting(judge, OF_MASTER)
}

fn judge_setting(judge: &Judge<'_>, key: &str) -> Verdict {
    let (providers, resources) = (judge.list("providers"), judge.list("resources"));
    let expected =
        format!("{} are encrypted by one of {} first", resources.join(", "), providers.join(", "));
    verdict(judge, key, &providers, &resources).with_expected(expected)
}

fn verdict(judge: &Judge<'_>, key: &str, strong: &[String], resources: &[String]) -> Verdict {
    let named = match document::named(judge, key) {
        Ok(Some(named)) => named,
        Ok(None) => {
            let name = key.rsplit('.').next().unwrap_or(key);
            let reason = format!("{name} is not set: Secrets are stored in the clear");
            let setting = judge.target.settings.get(key);
            let evidence = match setting {
                Outcome::Value(effective) => effective.evidence,
                _ => Vec::new(),
            };
            return Verdict::fail(reason, evidence).with_actual(format!("{name} is not set"));
        }
        Err(verdict) => return verdict,
    };
    let entries = named.tree.get("resources").map(Tree::items).unwrap_or_default();
    let mut good = named.setting.clone();
    let mut bad = Vec::new();
    let mut actual = Vec::new();
    for resource in resources {
        let entry = entries.iter().find(|entry| {
            document::texts(entry.get("resources")).iter().any(|covered| covers(covered, resource))
        });
        let Some(entry) = entry else {
            let seen = format!("no entry covers {resource}");
            bad.push(document::place(judge, named.document, named.tree, &seen));
            actual.push(seen);
            continue;
        };
        let first = entry
            .get("providers")
            .and_then(|providers| providers.items().first())
            .and_then(|provider| provider.entries().first());
        let Some(first) = first else {
            let seen = format!("the entry for {resource} has no provider");
            bad.push(document::place(judge, named.document, entry, &seen));
            actual.push(seen);
            continue;
        };
        let seen = format!("{resource}: first provider is {}", first.key);
        let mut evidence = document::place(judge, named.document, entry, &seen);
        if let plimsoll_model::Location::File { line, column, .. } = &mut evidence.location {
            *line = Some(first.line);
            *column = None;
        }
        actual.push(seen);
        if strong.contains(&first.key) { good.push(evidence) } else { bad.push(evidence) }
    }
    let actual = actual.join("; ");
    if bad.is_empty() {
        Verdict::pass(actual.clone(), good).with_actual(actual)
    } else {
        Verdict::fail(actual.clone(), bad).with_actual(actual)
    }
}

fn covers(written: &str, resource: &str) -> bool {
    let group = resource.split_once('.').map_or("", |(_, group)| group);
    match written.strip_prefix("*.") {
        Some("*") => true,
        Some(covered) => covered == group,
        None => written == resource,
    }
}
