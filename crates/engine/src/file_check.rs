//! Mode and owner of the files that play a role.

use plimsoll_content::{Check, CheckKind, FileRole, Literal};
use plimsoll_model::{Evidence, FileKind, FileState, Location, PathSource, Stat};

use crate::describe::{Parameters, operand};
use crate::host::Host;
use crate::verdict::Verdict;

/// Judges the files of a role.
#[must_use]
pub fn judge(host: &Host<'_>, check: &Check, parameters: &Parameters) -> Verdict {
    let CheckKind::File { role, mode, owner, absent_fails } = &check.kind else {
        return Verdict::error("not a check of files", Vec::new());
    };
    let Some(role) = host.content.roles.get(role) else {
        return Verdict::error(format!("there is no file role `{role}`"), Vec::new());
    };
    let mode = mode.as_ref().and_then(|mode| match operand(mode, parameters) {
        Literal::Int(mode) => u32::try_from(mode).ok(),
        _ => None,
    });
    let owner = owner.as_ref().map(|owner| operand(owner, parameters).to_string());
    let mut good = Vec::new();
    let mut bad = Vec::new();
    let mut blind = Vec::new();
    for file in host.node.roles.get(&role.id).map(Vec::as_slice).unwrap_or_default() {
        let at = Location::File { path: file.path.clone(), line: None, column: None };
        match host.node.files.get(&file.path).map(|fact| &fact.state) {
            Some(FileState::Present(stat)) => {
                // In a tree the files are judged by mode, the directories by owner only.
                let inside = !role.within.is_empty();
                let judged_mode = mode.filter(|_| !(inside && stat.kind == FileKind::Directory));
                if judged_mode.is_none() && owner.is_none() {
                    continue;
                }
                let (fine, seen) = look(stat, judged_mode, owner.as_deref());
                let note = note(stat);
                let evidence = Evidence { seen, location: at, note };
                if fine { good.push(evidence) } else { bad.push(evidence) }
            }
            Some(FileState::Absent) | None => {
                // A file that a component's own configuration names must be there; the well-known
                // places are only guesses.
                if let PathSource::Setting { instance, key } = &file.source {
                    let seen = format!("{instance} names it as `{key}`, and it is not there");
                    blind.push(Evidence { seen, location: at, note: None });
                }
            }
            Some(FileState::Unreadable { reason }) => {
                blind.push(Evidence { seen: reason.clone(), location: at, note: None });
            }
        }
    }
    conclude(host, role, *absent_fails, good, bad, blind)
}

fn conclude(
    host: &Host<'_>,
    role: &FileRole,
    absent_fails: bool,
    good: Vec<Evidence>,
    bad: Vec<Evidence>,
    blind: Vec<Evidence>,
) -> Verdict {
    let first = |list: &[Evidence]| match list {
        [] => String::new(),
        [one] => format!("{}: {}", one.location, one.seen),
        [one, rest @ ..] => {
            format!("{}: {} (and {} more)", one.location, one.seen, rest.len())
        }
    };
    if !bad.is_empty() {
        let actual = first(&bad);
        let mut evidence = bad;
        evidence.extend(blind);
        return Verdict::fail(actual.clone(), evidence).with_actual(actual);
    }
    if !blind.is_empty() {
        let reason = format!("could not look at {}", first(&blind));
        return Verdict::error(reason, blind);
    }
    if !good.is_empty() {
        let reason = if good.len() == 1 {
            first(&good)
        } else {
            format!("all {} files are as expected", good.len())
        };
        return Verdict::pass(reason.clone(), good).with_actual(reason);
    }
    let missing = format!("no file on this host is {} (file role {})", role.title, role.id);
    if absent_fails {
        return Verdict::fail(missing, Vec::new());
    }
    let component = role.component.as_deref();
    // Flags that were not seen may name it.
    let unseen = host
        .node
        .components
        .iter()
        .filter(|one| Some(one.component.as_str()) == component && !role.settings.is_empty())
        .find_map(|one| one.flags_unseen.clone());
    match unseen.or_else(|| component.and_then(|component| host.hidden(component))) {
        Some(hidden) => {
            Verdict::error(format!("could not look for {}: {hidden}", role.title), Vec::new())
        }
        None => Verdict::not_applicable(missing),
    }
}

/// Whether a file is fine, and what was seen of it.
fn look(stat: &Stat, mode: Option<u32>, owner: Option<&str>) -> (bool, String) {
    let mut fine = true;
    let mut seen = Vec::new();
    if let Some(allowed) = mode {
        seen.push(format!("mode {:04o}", stat.mode));
        if stat.mode & !allowed != 0 {
            fine = false;
        }
        if !stat.replaceable_through.is_empty() {
            fine = false;
            seen.push(format!("can be replaced through {}", stat.replaceable_through.join(", ")));
        }
    }
    if let Some(expected) = owner {
        seen.push(format!("owner {}", stat.ownership()));
        let numbers = format!("{}:{}", stat.uid, stat.gid);
        if !owned_by(stat, expected) && numbers != expected {
            fine = false;
        }
    }
    (fine, seen.join(", "))
}

/// Names are those of the host's own passwd; root is number 0 even where it has no passwd.
fn owned_by(stat: &Stat, expected: &str) -> bool {
    let Some((user, group)) = expected.split_once(':') else { return false };
    let matches = |wanted: &str, name: &Option<String>, id: u32| {
        if wanted == "root" { id == 0 } else { name.as_deref() == Some(wanted) }
    };
    matches(user, &stat.owner, stat.uid) && matches(group, &stat.group, stat.gid)
}

fn note(stat: &Stat) -> Option<String> {
    (!stat.links.is_empty()).then(|| format!("reached through {}", stat.links.join(", then ")))
}
