//! One module per command.

mod audit;
mod baseline;
mod benchmarks;
mod checks;
mod cloud;
mod cluster;
mod explain;
mod files;
mod git;
mod inventory;
mod listing;
mod look;
mod rbac;
mod settings;
mod vars;
mod what_if;

use std::path::Path;

use anyhow::anyhow;
use plimsoll_content::Content;

use crate::cli::{BenchmarksAction, ChecksAction, Cli, CollectTarget, Command, ScanTarget};

/// Does what the arguments say; the exit code.
pub(crate) fn run(arguments: Cli) -> anyhow::Result<u8> {
    match arguments.command {
        Command::Scan { target: ScanTarget::Node(arguments) } => audit::scan(&arguments),
        Command::Scan { target: ScanTarget::Files(arguments) } => files::scan(&arguments),
        Command::Scan { target: ScanTarget::Cluster(arguments) } => cluster::scan(&arguments),
        Command::Scan { target: ScanTarget::Cloud(arguments) } => cloud::scan(&arguments),
        Command::Collect { target: CollectTarget::Node(arguments) } => audit::collect(&arguments),
        Command::Collect { target: CollectTarget::Cluster(arguments) } => {
            cluster::collect(&arguments)
        }
        Command::WhoCan(arguments) => rbac::who_can(&arguments),
        Command::Can(arguments) => rbac::can(&arguments),
        Command::Inventory(arguments) => inventory::run(&arguments),
        Command::RbacManifest(arguments) => rbac::manifest(&arguments),
        Command::Audit(arguments) => audit::replay(&arguments),
        Command::Demo(arguments) => audit::demo(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Benchmarks { action } => match action {
            BenchmarksAction::List { only, list } => benchmarks::list(only.as_deref(), list),
            BenchmarksAction::Show { id, list } => benchmarks::show(&id, list),
            BenchmarksAction::Coverage { ids, list } => benchmarks::coverage(&ids, list),
            BenchmarksAction::Diff { from, to, tailoring, write, list } => {
                let carry = tailoring.as_deref().map(|file| (file, write.as_deref()));
                benchmarks::diff(&from, &to, carry, list)
            }
        },
        Command::Checks { action } => match action {
            ChecksAction::List { list, checks } => checks::list(list, checks.as_deref()),
            ChecksAction::Test { checks, content, only } => {
                checks::test(checks.as_deref(), content.as_deref(), only.as_deref())
            }
        },
        Command::Settings(arguments) => settings::run(&arguments),
        Command::Vars(list) => vars::run(list),
        Command::WhatIf { change } => what_if::run(&change),
    }
}

/// The built-in content, with the user's own checks when there are any.
fn content(checks: Option<&Path>) -> anyhow::Result<Content> {
    with_own(plimsoll_catalog::builtin().map_err(|error| anyhow!(error))?, checks)
}

/// The same with examples and the table of peers.
fn whole_content(checks: Option<&Path>) -> anyhow::Result<Content> {
    with_own(plimsoll_catalog::whole().map_err(|error| anyhow!(error))?, checks)
}

fn with_own(content: Content, checks: Option<&Path>) -> anyhow::Result<Content> {
    match checks {
        None => Ok(content),
        Some(directory) => {
            plimsoll_content::load_user_checks(directory, content).map_err(|diagnostics| {
                anyhow!("the checks in {}:\n{diagnostics}", directory.display())
            })
        }
    }
}
