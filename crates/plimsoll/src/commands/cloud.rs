//! Facts of managed clusters: `plimsoll scan cloud`, and `--cloud-facts` of the other commands.

use std::fs::File;
use std::io::Read;

use anyhow::{Context, anyhow, bail};
use plimsoll_collect::cloud;
use plimsoll_content::Content;
use plimsoll_model::CloudFacts;

use super::{audit, content};
use crate::cli::{JudgeArgs, ScanCloudArgs};
use crate::output;

/// `plimsoll scan cloud`.
pub(crate) fn scan(arguments: &ScanCloudArgs) -> anyhow::Result<u8> {
    if arguments.judge.cloud_facts.is_empty() {
        wrong_usage!(
            "scan cloud needs --cloud-facts FILE: what the provider's own command line prints; \
             docs/cloud.md names the commands"
        );
    }
    let outputs = output::outputs(&arguments.report.output)?;
    let content = content(arguments.judge.checks.as_deref())?;
    let tailoring = audit::tailoring(&arguments.judge, &content)?;
    audit::check_benchmarks(&arguments.judge, &content)?;
    audit::judge(&content, &[], &arguments.judge, tailoring, &arguments.report, &outputs)
}

/// The facts that the arguments name, if any. `as_of` is when the rest was looked at.
pub(super) fn facts(
    content: &Content,
    arguments: &JudgeArgs,
    as_of: Option<i64>,
) -> anyhow::Result<Option<CloudFacts>> {
    if arguments.cloud_facts.is_empty() {
        return Ok(None);
    }
    let mut files = Vec::new();
    for path in &arguments.cloud_facts {
        let shown = path.display().to_string();
        let context = || format!("--cloud-facts {shown}");
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(cloud::FILE_BYTES + 1).read_to_string(&mut text))
            .with_context(context)?;
        if text.len() as u64 > cloud::FILE_BYTES {
            bail!("--cloud-facts {shown}: larger than {} bytes", cloud::FILE_BYTES);
        }
        files.push((shown, text));
    }
    let as_of = as_of.unwrap_or_else(super::look::now);
    let facts =
        cloud::facts(content, &files, as_of).map_err(|error| anyhow!("--cloud-facts {error}"))?;
    Ok(Some(facts))
}
