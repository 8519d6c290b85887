//! Charts and kustomizations, rendered by the programs that are installed.
//!
//! This is the only place that runs programs, and only `helm`, `kustomize` or `kubectl kustomize` on
//! directories that the user named. What would make them fetch something is refused unless the user
//! allows it. Without the program, or when it fails, the directory is told as not judged.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use plimsoll_collect::manifests::{Found, Input, Kustomization, Limits, Origin, Refused, read};
use plimsoll_model::{Tree, Value};
use plimsoll_source::parse_yaml;

/// What a program may take.
const SECONDS: u64 = 120;
/// Bytes of its output at the most.
const OUTPUT: u64 = 256 << 20;

/// How to render.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendering {
    /// Whether programs may be run at all.
    pub(crate) run: bool,
    /// Whether they may fetch remote bases.
    pub(crate) allow_network: bool,
    /// Values files for charts.
    pub(crate) values: Vec<PathBuf>,
    /// Kubernetes version for charts, when the user stated one.
    pub(crate) kubernetes_version: Option<String>,
    /// Limits for the files that are read.
    pub(crate) limits: Limits,
}

/// What rendering gives.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) inputs: Vec<Input>,
    pub(crate) refused: Vec<Refused>,
    /// Files that are parts of what was rendered and are no manifests of their own.
    pub(crate) consumed: BTreeSet<PathBuf>,
}

/// Renders what a walk has found.
pub(crate) fn render(found: &Found, how: &Rendering) -> Rendered {
    let mut rendered = Rendered::default();
    for chart in &found.charts {
        match self::chart(chart, how) {
            Ok(input) => rendered.inputs.push(input),
            Err(reason) => rendered.refused.push(refuse(chart, reason)),
        }
    }
    kustomizations(&found.kustomizations, how, &mut rendered);
    rendered
}

fn refuse(path: &Path, reason: String) -> Refused {
    Refused { path: path.display().to_string(), reason }
}

fn chart(directory: &Path, how: &Rendering) -> Result<Input, String> {
    let shown = directory.display().to_string();
    let pipe = format!("`helm template {shown} | plimsoll scan files -`");
    if !how.run {
        return Err(format!("is a Helm chart and --no-render is given; pipe it: {pipe}"));
    }
    let Some(helm) = program("helm") else {
        return Err(format!(
            "is a Helm chart and there is no `helm` on PATH; render it elsewhere: {pipe}"
        ));
    };
    let chart = std::fs::read_to_string(directory.join("Chart.yaml")).unwrap_or_default();
    if parse_yaml(&chart, plimsoll_source::Limits::default()).is_ok_and(|trees| {
        trees.iter().any(|tree| tree.at("type").and_then(Tree::as_str) == Some("library"))
    }) {
        return Err("is a library chart: it makes nothing by itself".to_owned());
    }
    let mut command = Command::new(helm);
    command.args(["template", "release-name"]).arg(directory).arg("--include-crds");
    for file in &how.values {
        command.arg("--values").arg(file);
    }
    if let Some(version) = &how.kubernetes_version {
        command.args(["--kube-version", version]);
    }
    let text = run(command)?;
    let mut sources = Vec::new();
    templates(directory, directory, 0, how.limits, &mut sources);
    Ok(Input { shown: shown.clone(), text, origin: Origin::Chart { root: shown, sources } })
}

/// The templates of a chart and its subcharts, by their path below the chart.
fn templates(
    root: &Path,
    directory: &Path,
    depth: usize,
    limits: Limits,
    sources: &mut Vec<(String, String)>,
) {
    let Ok(entries) = std::fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth < 8 => {
                templates(root, &path, depth + 1, limits, sources);
            }
            Ok(kind) if kind.is_file() => {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
                if yaml && let Ok(input) = read(&path, &name, limits) {
                    sources.push((name, input.text));
                }
            }
            _ => {}
        }
    }
    sources.sort();
}

/// What a kustomization names.
#[derive(Default)]
struct Names {
    is_component: bool,
    /// Directories it builds on.
    bases: Vec<PathBuf>,
    /// Files with whole objects.
    resources: Vec<PathBuf>,
    /// Patches and other files that are no objects of their own.
    parts: Vec<PathBuf>,
    remote: Vec<String>,
}

fn kustomizations(found: &[Kustomization], how: &Rendering, rendered: &mut Rendered) {
    let names: Vec<Names> = found.iter().map(|one| names(one, how.limits)).collect();
    let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let built_on: BTreeSet<PathBuf> =
        names.iter().flat_map(|names| &names.bases).map(|path| canonical(path)).collect();
    let mut all_built = true;
    for (one, names) in found.iter().zip(&names) {
        rendered.consumed.extend(names.parts.iter().map(|path| canonical(path)));
        if names.is_component || built_on.contains(&canonical(&one.directory)) {
            continue;
        }
        match build(one, names, found, how) {
            Ok(input) => rendered.inputs.push(input),
            Err(reason) => {
                all_built = false;
                rendered.refused.push(refuse(&one.directory, reason));
            }
        }
    }
    // What could not be built is at least judged as it is written.
    if all_built {
        let resources = names.iter().flat_map(|names| &names.resources);
        rendered.consumed.extend(resources.map(|path| canonical(path)));
    }
}

fn build(
    one: &Kustomization,
    names: &Names,
    all: &[Kustomization],
    how: &Rendering,
) -> Result<Input, String> {
    let shown = one.directory.display().to_string();
    let pipe = format!("`kustomize build {shown} | plimsoll scan files -`");
    if !how.run {
        return Err(format!("is a kustomization and --no-render is given; pipe it: {pipe}"));
    }
    if let Some(remote) = names.remote.first()
        && !how.allow_network
    {
        return Err(format!(
            "builds on `{remote}`, which would have to be fetched; allow it with --allow-network, or \
             pipe it: {pipe}"
        ));
    }
    let command = if let Some(kustomize) = program("kustomize") {
        let mut command = Command::new(kustomize);
        command.arg("build").arg(&one.directory);
        command
    } else if let Some(kubectl) = program("kubectl") {
        let mut command = Command::new(kubectl);
        command.arg("kustomize").arg(&one.directory);
        command
    } else {
        return Err(format!(
            "is a kustomization and there is neither `kustomize` nor `kubectl` on PATH; build it \
             elsewhere: {pipe}"
        ));
    };
    let text = run(command)?;
    let mut sources = Vec::new();
    for other in all {
        let names = self::names(other, how.limits);
        for path in names.resources.iter().chain(&names.parts) {
            let name = path.display().to_string();
            if let Ok(input) = read(path, &name, how.limits)
                && !sources.iter().any(|(known, _)| *known == name)
            {
                sources.push((name, input.text));
            }
        }
    }
    Ok(Input { shown: shown.clone(), text, origin: Origin::Kustomization { root: shown, sources } })
}

fn names(one: &Kustomization, limits: Limits) -> Names {
    let mut names = Names::default();
    let shown = one.file.display().to_string();
    let Ok(input) = read(&one.file, &shown, limits) else { return names };
    let Ok(trees) = parse_yaml(&input.text, plimsoll_source::Limits::default()) else {
        return names;
    };
    let Some(tree) = trees.first() else { return names };
    names.is_component = tree.get("kind").and_then(Tree::as_str) == Some("Component");
    for key in ["resources", "bases", "components"] {
        for item in tree.get(key).map(Tree::items).unwrap_or_default() {
            let Some(text) = item.as_str() else { continue };
            let path = one.directory.join(text);
            if path.is_dir() {
                names.bases.push(path);
            } else if path.exists() {
                names.resources.push(path);
            } else if is_remote(text) {
                names.remote.push(text.to_owned());
            }
        }
    }
    for key in [
        "patches",
        "patchesStrategicMerge",
        "patchesJson6902",
        "configurations",
        "crds",
        "replacements",
        "transformers",
        "generators",
        "validators",
    ] {
        for item in tree.get(key).map(Tree::items).unwrap_or_default() {
            let text = match &item.value {
                Value::String(text) => Some(text.as_str()),
                _ => item.get("path").and_then(Tree::as_str),
            };
            let path =
                text.filter(|text| !text.contains('\n')).map(|text| one.directory.join(text));
            names.parts.extend(path.filter(|path| path.is_file()));
        }
    }
    names
}

fn is_remote(text: &str) -> bool {
    text.contains("://")
        || text.contains("?ref=")
        || text.starts_with("git@")
        || text.starts_with("github.com/")
}

/// The program of a name on `PATH`.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .filter(|directory| directory.is_absolute())
        .map(|directory| directory.join(name))
        .find(|candidate| candidate.is_file())
}

/// Runs a program to its end and takes its output.
fn run(mut command: Command) -> Result<String, String> {
    let name = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("`{name}` could not be started: {error}"))?;
    let stdout = child.stdout.take();
    let stderr = child.stderr.take();
    let out = std::thread::spawn(move || limited(stdout, OUTPUT));
    let err = std::thread::spawn(move || limited(stderr, 64 << 10));
    let deadline = Instant::now() + Duration::from_secs(SECONDS);
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(5)),
            Ok(None) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("`{name}` took more than {SECONDS} seconds"));
            }
            Err(error) => return Err(format!("`{name}`: {error}")),
        }
    };
    let out = out.join().unwrap_or_default();
    let err = String::from_utf8_lossy(&err.join().unwrap_or_default()).trim().to_owned();
    if !status.success() {
        let said = if err.is_empty() { status.to_string() } else { err };
        return Err(format!("`{name}` failed: {said}"));
    }
    if out.len() as u64 >= OUTPUT {
        return Err(format!("`{name}` prints more than {} MiB", OUTPUT >> 20));
    }
    String::from_utf8(out).map_err(|_| format!("`{name}` prints what is not UTF-8"))
}

fn limited(source: Option<impl Read>, limit: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(source) = source {
        let mut source = source;
        let _ = source.by_ref().take(limit).read_to_end(&mut bytes);
        // A program that cannot write its output would wait for ever.
        let _ = std::io::copy(&mut source, &mut std::io::sink());
    }
    bytes
}
