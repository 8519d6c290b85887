//! Anonymous requests: refused, or let through to listed paths only.
//!
//! Conditions stand in the `anonymous` part of an AuthenticationConfiguration (Kubernetes 1.31
//! behind a gate that is off, on from 1.32).

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{Tree, Version};
use plimsoll_settings::{Outcome, SettingValue};

use crate::document;

const CONDITIONS_SINCE: Version = Version::minor(1, 32);

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let allowed = judge.list("paths");
    let expected = format!(
        "anonymous-auth is false, or a structured authentication configuration limits anonymous \
         requests to {}",
        allowed.join(", ")
    );
    verdict(judge, &allowed).with_expected(expected)
}

fn verdict(judge: &Judge<'_>, allowed: &[String]) -> Verdict {
    let effective = match judge.target.settings.get("anonymous-auth") {
        Outcome::Value(effective) => effective,
        Outcome::Unknown { reason, evidence } => return Verdict::error(reason, evidence),
        Outcome::NotInVersion { reason } => return Verdict::not_applicable(reason),
    };
    if effective.value == SettingValue::Bool(false) {
        let reason = "anonymous requests are refused";
        return Verdict::pass(reason, effective.evidence).with_actual("anonymous-auth is false");
    }
    let open = |mut evidence: Vec<_>, effective: Vec<_>| {
        evidence.splice(0..0, effective);
        Verdict::fail("anonymous requests are let through to authorization", evidence)
            .with_actual("anonymous-auth is true")
    };
    let named = match document::named(judge, "authentication-config") {
        Ok(Some(named)) => named,
        Ok(None) => return open(Vec::new(), effective.evidence),
        Err(verdict) => return verdict,
    };
    let conditions = named
        .tree
        .get("anonymous")
        .and_then(|anonymous| anonymous.get("conditions"))
        .map(Tree::items)
        .unwrap_or_default();
    let version = judge.target.version.as_ref().map(|evidence| evidence.version);
    if conditions.is_empty() {
        return open(named.setting, effective.evidence);
    }
    if version.is_some_and(|version| version.without_patch() < CONDITIONS_SINCE) {
        let reason = "anonymous requests are let through: this version ignores conditions or needs \
                      the gate AnonymousAuthConfigurableEndpoints for them";
        return Verdict::fail(reason, effective.evidence)
            .with_actual("anonymous-auth is true with conditions");
    }
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for condition in conditions {
        let path = condition.get("path").and_then(Tree::scalar_text).unwrap_or_default();
        let seen = format!("anonymous.conditions[].path: {path}");
        let evidence = document::place(judge, named.document, condition, &seen);
        if allowed.contains(&path) { good.push(evidence) } else { bad.push((path, evidence)) }
    }
    if bad.is_empty() {
        let reason = "anonymous requests reach the listed paths only";
        return Verdict::pass(reason, good).with_actual("anonymous-auth is limited by conditions");
    }
    let paths: Vec<&str> = bad.iter().map(|(path, _)| path.as_str()).collect();
    let reason = format!("anonymous requests reach {}", paths.join(", "));
    let evidence = bad.iter().map(|(_, evidence)| evidence.clone()).collect();
    Verdict::fail(reason.clone(), evidence).with_actual(reason)
}
