//! What files were at a git revision. Runs the installed `git`, only when `--since` is given.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use plimsoll_collect::manifests::{Input, Origin};

/// The texts of inputs as they were at a revision. Files that were not there are left out; rendered
/// inputs cannot be compared.
pub(crate) fn inputs_at(revision: &str, inputs: &[Input]) -> anyhow::Result<Vec<Input>> {
    if revision.starts_with('-') {
        wrong_usage!("--since: `{revision}` is no revision");
    }
    let check = git(
        Path::new("."),
        &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")],
    )?;
    if check.is_none() {
        wrong_usage!("--since: git knows no revision `{revision}` here");
    }
    let mut before = Vec::new();
    for input in inputs {
        match input.origin {
            Origin::File if input.shown != "-" => {}
            Origin::File => wrong_usage!("--since: standard input has no history"),
            Origin::Chart { .. } | Origin::Kustomization { .. } => continue,
        }
        let path = Path::new(&input.shown);
        let directory =
            path.parent().filter(|one| !one.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Some(name) = path.file_name() else { continue };
        let object = format!("{revision}:./{}", name.to_string_lossy());
        if let Some(text) = git(directory, &["show", &object])? {
            before.push(Input { shown: input.shown.clone(), text, origin: Origin::File });
        }
    }
    Ok(before)
}

/// The output of git; `None` when it fails.
fn git(directory: &Path, arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .output()
        .context("--since: running git")?;
    if !output.status.success() {
        return Ok(None);
    }
    match String::from_utf8(output.stdout) {
        Ok(text) => Ok(Some(text)),
        Err(_) => bail!("--since: git prints what is not UTF-8"),
    }
}
