//! Mode and owner of the files that play a role.

use std::collections::BTreeSet;

use plimsoll_content::{Check, CheckKind, FileRole, Literal};
use plimsoll_model::{Evidence, FileKind, FileState, Location, PathSource, Stat};
use plimsoll_settings::Outcome;

use crate::describe::{Parameters, operand};
use crate::host::Host;
use crate::shell;
use crate::verdict::{Repair, Verdict};

/// What was seen of the files of a role.
#[derive(Default)]
struct Seen {
    good: Vec<Evidence>,
    bad: Vec<Evidence>,
    blind: Vec<Evidence>,
    /// Why there may be a file that was not looked at, with what says so.
    unsure: Option<(String, Vec<Evidence>)>,
    faults: Faults,
}

/// What is wrong, by what puts it right.
#[derive(Default)]
struct Faults {
    mode: Vec<String>,
    owner: Vec<String>,
    /// Directories that stand for all that is in them, of another owner.
    whole: Vec<String>,
    /// Directories through which a file can be replaced, as `path (mode owner:group)`.
    parents: BTreeSet<String>,
}

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
    let Some(files) = host.node.roles.get(&role.id) else {
        let reason = match host.hidden(role.component.as_deref().unwrap_or_default()) {
            Some(hidden) => format!("could not look for {}: {hidden}", role.title),
            None => {
                format!("the snapshot was taken by a version that did not look for {}", role.title)
            }
        };
        return Verdict::error(reason, Vec::new());
    };
    let mut seen = Seen { unsure: unsure(host, role), ..Seen::default() };
    for file in files {
        let at = Location::File { path: file.path.clone(), line: None, column: None };
        match host.node.files.get(&file.path).map(|fact| &fact.state) {
            Some(FileState::Present(stat)) => {
                // In a tree the files are judged by mode, the directories by owner only.
                let inside = !role.within.is_empty();
                let judged_mode = mode.filter(|_| !(inside && stat.kind == FileKind::Directory));
                if judged_mode.is_none() && owner.is_none() {
                    continue;
                }
                let (fine, text) = look(stat, judged_mode, owner.as_deref());
                if !fine {
                    let (faults, owner) = (&mut seen.faults, owner.as_deref());
                    note_faults(faults, &file.path, stat, (judged_mode, owner), inside);
                }
                let evidence = Evidence { seen: text, location: at, note: note(stat) };
                if fine { seen.good.push(evidence) } else { seen.bad.push(evidence) }
            }
            Some(FileState::Absent) | None => {
                // A file that a component's own configuration names must be there; the well-known
                // places are only guesses.
                if let PathSource::Setting { instance, key } = &file.source {
                    let text = format!("{instance} names it as `{key}`, and it is not there");
                    seen.blind.push(Evidence { seen: text, location: at, note: None });
                }
            }
            Some(FileState::Unreadable { reason }) => {
                seen.blind.push(Evidence { seen: reason.clone(), location: at, note: None });
            }
        }
    }
    let repair = repair(&seen.faults, mode, owner.as_deref());
    let repair = (repair != Repair::default()).then(|| Box::new(repair));
    Verdict { repair, ..conclude(host, role, *absent_fails, seen) }
}

/// Why a component may name a file that was not looked at: the setting that would name it is not
/// known. The user's own word on where the file is stands above it.
fn unsure(host: &Host<'_>, role: &FileRole) -> Option<(String, Vec<Evidence>)> {
    let component = role.component.as_deref()?;
    if host.node.path_variables.contains_key(&format!("path.{}", role.id)) {
        return None;
    }
    host.instances_of(component).find_map(|one| {
        let id = &one.instance.id;
        let settings = &one.settings;
        let unknown = role.settings.iter().find_map(|key| match settings.given(key)? {
            Outcome::Unknown { reason, evidence } => {
                Some((format!("`{key}` of {id} would name it: {reason}"), evidence))
            }
            _ => None,
        });
        let hidden = one.instance.flags_unseen.as_ref();
        let config = hidden.filter(|_| role.config && settings.config_path().is_none());
        unknown.or_else(|| Some((format!("a flag of {id} would name it: {}", config?), Vec::new())))
    })
}

fn conclude(host: &Host<'_>, role: &FileRole, absent_fails: bool, seen: Seen) -> Verdict {
    let Seen { good, bad, blind, unsure, .. } = seen;
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
    if let Some((reason, evidence)) = unsure {
        return Verdict::error(format!("could not look for {}: {reason}", role.title), evidence);
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
    match role.component.as_deref().and_then(|component| host.hidden(component)) {
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
        if is_open(stat, allowed) {
            fine = false;
        }
        if !stat.replaceable_through.is_empty() {
            fine = false;
            seen.push(format!("can be replaced through {}", stat.replaceable_through.join(", ")));
        }
    }
    if let Some(expected) = owner {
        seen.push(format!("owner {}", stat.ownership()));
        if !owned_by(stat, expected) {
            fine = false;
        }
    }
    (fine, seen.join(", "))
}

const fn is_open(stat: &Stat, allowed: u32) -> bool {
    stat.mode & !allowed != 0
}

/// Sorts a file that is not fine by what puts it right.
fn note_faults(
    faults: &mut Faults,
    path: &str,
    stat: &Stat,
    (mode, owner): (Option<u32>, Option<&str>),
    inside: bool,
) {
    if let Some(allowed) = mode {
        if is_open(stat, allowed) {
            faults.mode.push(path.to_owned());
        }
        faults.parents.extend(stat.replaceable_through.iter().cloned());
    }
    if owner.is_some_and(|expected| !owned_by(stat, expected)) {
        let whole = stat.kind == FileKind::Directory && !inside;
        if whole { &mut faults.whole } else { &mut faults.owner }.push(path.to_owned());
    }
}

/// The commands that change exactly what fails.
fn repair(faults: &Faults, mode: Option<u32>, owner: Option<&str>) -> Repair {
    let mut repair = Repair::default();
    if let (Some(owner), false) = (owner, faults.whole.is_empty()) {
        let whole: Vec<&str> = faults.whole.iter().map(String::as_str).collect();
        let beginning = format!("chown -R {}", shell::quoted(owner));
        repair.commands.push(shell::command(&beginning, &whole));
    }
    let (of_pods, owners): (Vec<&str>, Vec<&str>) =
        faults.owner.iter().map(String::as_str).partition(|path| is_made_for_a_pod(path));
    let (more, modes): (Vec<&str>, Vec<&str>) =
        faults.mode.iter().map(String::as_str).partition(|path| is_made_for_a_pod(path));
    if let (Some(owner), false) = (owner, owners.is_empty()) {
        repair.commands.push(shell::command(&format!("chown {}", shell::quoted(owner)), &owners));
    }
    if let (Some(mode), false) = (mode, modes.is_empty()) {
        repair.commands.push(shell::command(&format!("chmod {mode:o}"), &modes));
    }
    for parent in &faults.parents {
        let Some((path, rest)) = parent.rsplit_once(" (") else { continue };
        let bits = rest.split(' ').next().and_then(|bits| u32::from_str_radix(bits, 8).ok());
        if bits.is_some_and(|bits| bits & 0o022 != 0) {
            repair.commands.push(format!("chmod go-w {}", shell::quoted(path)));
        } else {
            repair.words.push(format!(
                "`{path}` belongs to another user than the file, and he can put another one in its \
                 place: give both to the same user, or keep the file below directories of root."
            ));
        }
    }
    let whole = faults.whole.iter().map(String::as_str);
    let changed: BTreeSet<&str> = owners.into_iter().chain(modes).chain(whole).collect();
    // Of many files, who wants to know asks again.
    if let (Some(one), 1) = (changed.first(), changed.len()) {
        repair.look.push(shell::command("stat -L -c '%a %U:%G %n'", &[one]));
    }
    for path in of_pods.into_iter().chain(more) {
        let words = if path.starts_with("/proc/") {
            "This file is inside a container only: change it in the image, or in what mounts it."
        } else {
            "The kubelet makes this file for a pod from a ConfigMap, a Secret or a service account, \
             and makes it anew with every pod: set `defaultMode` of the volume, and no `fsGroup`, in \
             the object that the pod comes from."
        };
        if !repair.words.iter().any(|said| said == words) {
            repair.words.push(words.to_owned());
        }
    }
    repair
}

/// Whether a file lies in a volume that the kubelet fills for a pod, or in a container only.
fn is_made_for_a_pod(path: &str) -> bool {
    path.contains("/volumes/kubernetes.io~") || path.starts_with("/proc/")
}

/// Names are those of the host's own passwd; root is number 0 even where it has no passwd. Numbers
/// are taken as well.
fn owned_by(stat: &Stat, expected: &str) -> bool {
    if format!("{}:{}", stat.uid, stat.gid) == expected {
        return true;
    }
    let Some((user, group)) = expected.split_once(':') else { return false };
    let matches = |wanted: &str, name: &Option<String>, id: u32| {
        if wanted == "root" { id == 0 } else { name.as_deref() == Some(wanted) }
    };
    matches(user, &stat.owner, stat.uid) && matches(group, &stat.group, stat.gid)
}

fn note(stat: &Stat) -> Option<String> {
    (!stat.links.is_empty()).then(|| format!("reached through {}", stat.links.join(", then ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stat(kind: FileKind, mode: u32, uid: u32, through: &[&str]) -> Stat {
        Stat {
            kind,
            mode,
            uid,
            gid: uid,
            owner: None,
            group: None,
            size: 0,
            modified: 0,
            links: Vec::new(),
            replaceable_through: through.iter().map(|one| (*one).to_owned()).collect(),
        }
    }

    fn repaired(path: &str, stat: &Stat, inside: bool) -> Repair {
        let (mode, owner) = (Some(0o600), Some("root:root"));
        let mut faults = Faults::default();
        note_faults(&mut faults, path, stat, (mode, owner), inside);
        repair(&faults, mode, owner)
    }

    #[test]
    fn commands_change_exactly_what_is_wrong() {
        let open = repaired("/a b", &stat(FileKind::File, 0o644, 0, &[]), false);
        assert_eq!(open.commands, ["chmod 600 '/a b'"]);
        let both =
            repaired("/a", &stat(FileKind::File, 0o640, 7, &["/srv (0777 root:root)"]), false);
        assert_eq!(both.commands, ["chown root:root /a", "chmod 600 /a", "chmod go-w /srv"]);
        assert_eq!(both.look, ["stat -L -c '%a %U:%G %n' /a"]);
    }

    #[test]
    fn a_directory_stands_for_all_in_it_unless_each_file_is_judged() {
        let directory = stat(FileKind::Directory, 0o600, 7, &[]);
        assert_eq!(repaired("/d", &directory, false).commands, ["chown -R root:root /d"]);
        assert_eq!(repaired("/d", &directory, true).commands, ["chown root:root /d"]);
    }

    #[test]
    fn what_no_command_can_do_is_said() {
        let home =
            repaired("/home/a/f", &stat(FileKind::File, 0o600, 0, &["/home/a (0755 a:a)"]), false);
        assert!(
            home.commands.is_empty() && home.words[0].contains("`/home/a` belongs to another user")
        );
        let volume = "/var/lib/kubelet/pods/1/volumes/kubernetes.io~configmap/p/k.conf";
        let made = repaired(volume, &stat(FileKind::File, 0o644, 0, &[]), false);
        assert!(made.commands.is_empty() && made.words[0].contains("defaultMode"));
    }
}
