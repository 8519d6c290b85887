//! Everything that is generated from code and content.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::CommandFactory;
use clap_complete::Shell;
use plimsoll::cli::Cli;

use crate::reference;

/// Folders that hold nothing but generated files.
const OWNED: [&str; 4] = ["docs/schemas", "docs/reference", "docs/man", "docs/completions"];

/// Writes (or compares) all generated files.
pub(crate) fn run(root: &Path, check: bool) -> anyhow::Result<()> {
    let files = files(root)?;
    let mut stale = Vec::new();
    for (path, bytes) in &files {
        let target = root.join(path);
        if std::fs::read(&target).ok().as_ref() == Some(bytes) {
            continue;
        }
        stale.push(path.display().to_string());
        if !check {
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(&target, bytes).with_context(|| target.display().to_string())?;
        }
    }
    for folder in OWNED {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        for entry in entries {
            let path = PathBuf::from(folder).join(entry?.file_name());
            if !files.contains_key(&path) {
                stale.push(format!("{} (no longer generated)", path.display()));
                if !check {
                    std::fs::remove_file(root.join(&path))?;
                }
            }
        }
    }
    if check && !stale.is_empty() {
        bail!("run `cargo xtask generate`; these differ: {}", stale.join(", "));
    }
    Ok(())
}

fn files(root: &Path) -> anyhow::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut add = |path: String, bytes: Vec<u8>| {
        files.insert(PathBuf::from(path), bytes);
    };
    for (name, schema) in [
        ("report", schemars::schema_for!(plimsoll_model::Report)),
        ("cluster-snapshot", schemars::schema_for!(plimsoll_model::ClusterSnapshot)),
        ("snapshot", schemars::schema_for!(plimsoll_model::Snapshot)),
    ] {
        let mut text = serde_json::to_string_pretty(&schema)?;
        text.push('\n');
        add(format!("docs/schemas/{name}.schema.json"), text.into_bytes());
    }
    for (name, schema) in plimsoll_content::schemas() {
        let mut text = serde_json::to_string_pretty(&schema)?;
        text.push('\n');
        add(format!("docs/schemas/{name}.schema.json"), text.into_bytes());
    }
    let content = plimsoll_catalog::whole().map_err(anyhow::Error::msg)?;
    for (name, text) in reference::pages(&content) {
        add(format!("docs/reference/{name}.md"), text.into_bytes());
    }
    let readme = std::fs::read_to_string(root.join("README.md")).context("README.md")?;
    add("README.md".to_owned(), reference::readme(&content, &readme)?.into_bytes());
    let mut command = Cli::command();
    command.build();
    man(&command, "plimsoll", &mut add)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        let mut bytes = Vec::new();
        clap_complete::generate(shell, &mut Cli::command(), "plimsoll", &mut bytes);
        add(format!("docs/completions/plimsoll.{shell}"), bytes);
    }
    Ok(files)
}

fn man(
    command: &clap::Command,
    name: &str,
    add: &mut impl FnMut(String, Vec<u8>),
) -> anyhow::Result<()> {
    let mut bytes = Vec::new();
    let page = command.clone().name(name.to_owned()).display_name(name.to_owned());
    clap_mangen::Man::new(page).render(&mut bytes)?;
    add(format!("docs/man/{name}.1"), bytes);
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        man(sub, &format!("{name}-{}", sub.get_name()), add)?;
    }
    Ok(())
}
