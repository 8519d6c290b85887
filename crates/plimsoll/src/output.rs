//! Formats, files, the terminal.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Context;
use plimsoll_model::{Report, Severity, Status};
use plimsoll_report::{csv, github, gitlab, html, json, junit, kube_bench, sarif, terminal};

use crate::cli::{Colour, ReportArgs};
use crate::exit;

/// Columns of a terminal whose width cannot be told.
const WIDTH: usize = 100;

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Terminal,
    Json,
    Csv,
    Junit,
    Html,
    KubeBenchJson,
    Sarif,
    Github,
    GitlabCodeQuality,
    GitlabSast,
}

/// One `-o FORMAT[=FILE]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    format: Format,
    file: Option<PathBuf>,
}

/// Reads the `-o` options before anything is done, so that a typo costs nothing.
pub(crate) fn outputs(written: &[String]) -> anyhow::Result<Vec<Output>> {
    let mut outputs = Vec::new();
    for one in written {
        let (name, file) = match one.split_once('=') {
            Some((_, "")) => wrong_usage!("`-o {one}` names no file after `=`"),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (one.as_str(), None),
        };
        let format = match name {
            "terminal" | "text" => Format::Terminal,
            "json" => Format::Json,
            "csv" => Format::Csv,
            "junit" => Format::Junit,
            "html" => Format::Html,
            "kube-bench-json" => Format::KubeBenchJson,
            "sarif" => Format::Sarif,
            "github" => Format::Github,
            "gitlab-code-quality" => Format::GitlabCodeQuality,
            "gitlab-sast" => Format::GitlabSast,
            _ => wrong_usage!(
                "there is no output format `{name}`; there are terminal, json, csv, junit, html, \
                 kube-bench-json, sarif, github, gitlab-code-quality, gitlab-sast"
            ),
        };
        outputs.push(Output { format, file });
    }
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        wrong_usage!(
            "only one output can go to standard output; give the others a file: -o html=FILE"
        );
    }
    if outputs.is_empty() {
        outputs.push(Output { format: Format::Terminal, file: None });
    }
    Ok(outputs)
}

/// Writes a report in every format that was asked for.
pub(crate) fn write(
    report: &Report,
    outputs: &[Output],
    arguments: &ReportArgs,
) -> anyhow::Result<()> {
    for output in outputs {
        let to_terminal = output.file.is_none();
        if output.format == Format::Json {
            write_json(report, output)?;
            continue;
        }
        let text = match output.format {
            Format::Terminal => {
                let options = terminal::Options {
                    width: arguments
                        .width
                        .unwrap_or_else(|| if to_terminal { columns() } else { WIDTH }),
                    colour: to_terminal && colour(arguments.colour),
                    verbosity: arguments.verbose,
                };
                terminal::render(report, &options)
            }
            Format::Json => continue,
            Format::Csv => csv::v1::render(report),
            Format::Junit => junit::v1::render(report)?,
            Format::Html => html::v1::render(report)?,
            Format::KubeBenchJson => kube_bench::render(report)?,
            Format::Sarif => sarif::v1::render(report)?,
            Format::Github => github::v1::render(report),
            Format::GitlabCodeQuality => gitlab::code_quality::render(report)?,
            Format::GitlabSast => gitlab::sast::render(report)?,
        };
        match &output.file {
            Some(path) => {
                std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))?
            }
            None => to_stdout(&text)?,
        }
    }
    Ok(())
}

/// JSON is written as it is made.
fn write_json(report: &Report, output: &Output) -> anyhow::Result<()> {
    let done = match &output.file {
        Some(path) => {
            let file = std::fs::File::create(path)
                .with_context(|| format!("writing {}", path.display()))?;
            json::v1::write(report, file)
        }
        None => json::v1::write(report, std::io::stdout().lock()),
    };
    match done {
        // A reader that went away (`| head`) is no error.
        Err(error) if error.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe) => Ok(()),
        other => other.context("writing the JSON report"),
    }
}

/// The exit code of an audit.
pub(crate) fn exit_code(report: &Report, arguments: &ReportArgs) -> u8 {
    let controls = || report.benchmarks.iter().flat_map(|benchmark| &benchmark.controls);
    if let Some(least) = arguments.fail_on.map(Severity::from)
        && controls().any(|control| {
            control.severity >= least
                && control.hosts.iter().any(|host| host.status == Status::Fail)
        })
    {
        return exit::FINDINGS;
    }
    let unseen = || controls().any(|one| one.hosts.iter().any(|host| host.status == Status::Error));
    // An edition that asks nothing of what was looked at has found nothing out.
    let asked_nothing = || report.benchmarks.iter().any(|benchmark| benchmark.controls.is_empty());
    if arguments.strict && (unseen() || asked_nothing()) {
        return exit::INCOMPLETE;
    }
    0
}

/// Writes to standard output; a reader that went away (`| head`) is no error.
pub(crate) fn to_stdout(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("writing to standard output"),
    }
}

/// Writes to standard error; there is nobody to tell when that fails.
pub(crate) fn to_stderr(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

fn colour(when: Colour) -> bool {
    match when {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            std::io::stdout().is_terminal()
                && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

fn columns() -> usize {
    let out = std::io::stdout();
    if !out.is_terminal() {
        return WIDTH;
    }
    rustix::termios::tcgetwinsize(&out)
        .map_or(WIDTH, |size| usize::from(size.ws_col))
        .clamp(20, 160)
}
