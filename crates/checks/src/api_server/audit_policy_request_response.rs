//! Whether every request is recorded with both bodies.
//!
//! The first rule that matches a request decides, so every rule up to the first that matches all
//! requests counts, and none after it.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{Evidence, Tree};

use super::audit_policy::policy;
use super::audit_policy_coverage::{is_catch_all, is_whole, level};
use crate::document;

const LEVEL: &str = "RequestResponse";
/// Its records say nothing that those of the later stages do not.
const MAY_BE_OMITTED: &str = "RequestReceived";

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let expected = "the audit policy records every request at level RequestResponse, in all stages \
                    but RequestReceived";
    verdict(judge).with_expected(expected)
}

fn verdict(judge: &Judge<'_>) -> Verdict {
    let named = match policy(judge) {
        Ok(named) => named,
        Err(verdict) => return verdict,
    };
    let at = |tree: &Tree, seen: &str| document::place(judge, named.document, tree, seen);
    let mut faults: Vec<(String, Evidence)> = Vec::new();
    let mut good = named.setting.clone();
    for stage in omitted(named.tree) {
        let text = format!("the policy leaves out the stage {stage} of every request");
        let evidence = at(named.tree, &text);
        faults.push((text, evidence));
    }
    let rules = named.tree.get("rules").map(Tree::items).unwrap_or_default();
    let last = rules.iter().position(|rule| is_whole(rule) && is_catch_all(rule));
    let reached = last.map_or(rules.len(), |last| last + 1);
    for (number, rule) in rules.iter().enumerate().take(reached) {
        let number = number + 1;
        if level(rule) != LEVEL {
            let text = format!("rule {number} records at level {}", level(rule));
            let evidence = at(rule, &text);
            faults.push((text, evidence));
        }
        for stage in omitted(rule) {
            let text = format!("rule {number} leaves out the stage {stage}");
            let evidence = at(rule, &text);
            faults.push((text, evidence));
        }
    }
    match last.and_then(|last| rules.get(last)) {
        Some(rule) => good.push(at(rule, "every request is recorded at level RequestResponse")),
        None => {
            let text = "no rule records everything else".to_owned();
            let evidence = at(named.tree, &text);
            faults.push((text, evidence));
        }
    }
    if faults.is_empty() {
        let reason = "every request is recorded at level RequestResponse";
        return Verdict::pass(reason, good).with_actual(reason);
    }
    let texts: Vec<&str> = faults.iter().map(|(text, _)| text.as_str()).collect();
    let reason = texts.join("; ");
    let evidence = faults.into_iter().map(|(_, evidence)| evidence).collect();
    Verdict::fail(reason.clone(), evidence).with_actual(reason)
}

/// Stages that a policy or a rule leaves out, without the one that may be.
fn omitted(tree: &Tree) -> Vec<String> {
    let mut stages = document::texts(tree.get("omitStages"));
    stages.retain(|stage| stage != MAY_BE_OMITTED);
    stages
}
