//! Whether an audit policy is in use that records anything.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::Tree;

use crate::document::{self, Named};

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let expected = "audit-policy-file names a policy that records something";
    verdict(judge).with_expected(expected)
}

/// The audit policy in use, or what is to be said where there is none. A file of another kind is no
/// policy, whatever rules it has.
pub(super) fn policy<'a>(judge: &Judge<'a>) -> Result<Named<'a>, Verdict> {
    let Some(named) = document::named(judge, "audit-policy-file")? else {
        let fail = Verdict::fail("audit-policy-file is not set: nothing is recorded", Vec::new());
        return Err(fail.with_actual("audit-policy-file is not set"));
    };
    if named.tree.get("kind").and_then(Tree::as_str) != Some("Policy") {
        let path = &named.document.path;
        let reason = format!("{path} is not an audit policy: its kind is not Policy");
        return Err(Verdict::error(reason, named.setting));
    }
    Ok(named)
}

fn verdict(judge: &Judge<'_>) -> Verdict {
    let named = match policy(judge) {
        Ok(named) => named,
        Err(verdict) => return verdict,
    };
    let path = named.document.path.clone();
    let rules = named.tree.get("rules").map(Tree::items).unwrap_or_default();
    let level = |rule: &&Tree| rule.get("level").and_then(Tree::as_str).map(str::to_owned);
    let recording = rules.iter().find(|rule| level(rule).is_some_and(|level| level != "None"));
    let mut evidence = named.setting;
    match recording {
        Some(rule) => {
            let seen = format!(
                "{} rules; the first that records has level {}",
                rules.len(),
                level(&rule).unwrap_or_default()
            );
            evidence.push(document::place(judge, named.document, rule, &seen));
            let reason = format!("{path} has {} rules and records", rules.len());
            Verdict::pass(reason.clone(), evidence).with_actual(reason)
        }
        None => {
            let seen = format!("{} rules, none with a level other than None", rules.len());
            evidence.push(document::place(judge, named.document, named.tree, &seen));
            Verdict::fail(format!("{path} records nothing: {seen}"), evidence).with_actual(seen)
        }
    }
}
