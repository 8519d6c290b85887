//! A tailoring file of one edition, carried over to another.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, anyhow};
use plimsoll_content::{Benchmark, Content, Tailoring, tailored_toml};
use serde::Serialize;

use super::diff::Matches;

/// What became of a tailoring file.
#[derive(Serialize)]
pub(super) struct Carried {
    carried: Vec<String>,
    not_carried: Vec<Lost>,
    /// What carried over, and should be looked at all the same.
    to_review: Vec<Lost>,
}

#[derive(Serialize)]
struct Lost {
    what: String,
    why: String,
}

impl Carried {
    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "\ntailoring: {} carried over, {} could not be\n",
            self.carried.len(),
            self.not_carried.len()
        );
        for one in &self.carried {
            text.push_str(&format!("  = {one}\n"));
        }
        for (mark, list) in [("?", &self.to_review), ("!", &self.not_carried)] {
            for one in list {
                text.push_str(&format!("  {mark} {}: {}\n", one.what, one.why));
            }
        }
        text
    }
}

/// Reads a tailoring file and says what of it holds for the other edition; with the text of the
/// file that does.
pub(super) fn over(
    content: &Content,
    (one, other): (&Benchmark, &Benchmark),
    matches: &Matches<'_>,
    file: &Path,
) -> anyhow::Result<(Carried, String)> {
    let before = Tailoring::read(file, content)
        .map_err(|diagnostics| anyhow!("--tailoring:\n{diagnostics}"))?;
    let mut carried =
        Carried { carried: Vec::new(), not_carried: Vec::new(), to_review: Vec::new() };
    let mut after = Tailoring::default();
    for (name, value) in &before.variables {
        let what = format!("{name} = {value}");
        let users = variable_users(content, name, other);
        if users == 0 {
            let why = format!("nothing that {} asks uses it", other.id);
            carried.not_carried.push(Lost { what, why });
            continue;
        }
        let own = |benchmark| own_value(content, name, benchmark);
        if let Some((from, to)) = own(one).zip(own(other))
            && from != to
        {
            let why = format!("{} says {from} here, {} says {to}", one.id, other.id);
            carried.to_review.push(Lost { what: what.clone(), why });
        }
        after.variables.insert(name.clone(), value.clone());
        carried.carried.push(what);
    }
    for choice in &before.controls {
        let verb = if choice.enabled { "on" } else { "off" };
        let named = choice.benchmark.as_deref();
        let whole = format!("{}/{} {verb}", named.unwrap_or("any"), choice.id);
        // A choice for another benchmark stays as it is.
        let about = named.map(|id| content.benchmarks.get(id).map_or(id, |found| &found.id));
        if about.is_some_and(|about| about != one.id) {
            after.controls.push(choice.clone());
            carried.carried.push(format!("{whole} (about another benchmark, unchanged)"));
            continue;
        }
        let pair = matches.pairs.iter().find(|(control, _)| control.id == choice.id);
        match pair {
            Some((_, Some(to))) => {
                let mut moved = choice.clone();
                moved.benchmark = Some(other.id.clone());
                moved.id.clone_from(&to.id);
                after.controls.push(moved);
                carried.carried.push(format!("{whole} -> {}/{}", other.id, to.id));
            }
            Some((gone, None)) => carried.not_carried.push(Lost {
                what: whole,
                why: format!("{} does not ask this any more: {}", other.id, gone.title),
            }),
            None => carried.not_carried.push(Lost {
                what: whole,
                why: format!("{} has no control {}", one.id, choice.id),
            }),
        }
    }
    let mut notes = vec![format!("Carried over from {} to {}.", one.id, other.id)];
    notes.extend(
        carried
            .not_carried
            .iter()
            .map(|lost| format!("Not carried over: {}: {}", lost.what, lost.why)),
    );
    let text = tailored_toml(&after, &notes);
    Tailoring::parse("the file that carries over", text.clone(), content).map_err(
        |diagnostics| anyhow!("what carries over does not hold together:\n{diagnostics}"),
    )?;
    Ok((carried, text))
}

/// How many controls of an edition use a variable.
fn variable_users(content: &Content, name: &str, benchmark: &Benchmark) -> usize {
    let uses = |check: &str| {
        match name.strip_prefix("path.") {
        Some(role) => content.checks.get(check).is_some_and(|check| {
            matches!(&check.kind, plimsoll_content::CheckKind::File { role: used, .. } if used == role)
        }),
        None => name.strip_prefix(check).is_some_and(|rest| rest.starts_with('.')),
    }
    };
    let asks = |asked: &plimsoll_content::ControlCheck| uses(&asked.check);
    benchmark.controls.iter().filter(|control| control.checks.iter().any(asks)).count()
}

/// The value that an edition itself gives a variable.
fn own_value(content: &Content, name: &str, benchmark: &Benchmark) -> Option<String> {
    let (check, parameter) = name.rsplit_once('.')?;
    let declared =
        content.checks.get(check)?.parameters.iter().find(|one| one.name == parameter)?;
    let asked = benchmark.controls.iter().flat_map(|control| &control.checks);
    let with: Vec<&BTreeMap<String, String>> =
        asked.filter(|asked| asked.check == check).map(|asked| &asked.with).collect();
    with.first()?;
    Some(
        with.iter()
            .find_map(|with| with.get(parameter).cloned())
            .unwrap_or_else(|| declared.default.clone()),
    )
}

/// Writes the file, and nothing over an existing one.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .with_context(|| format!("--write {}: a file is never overwritten", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("--write {}", path.display()))
}
