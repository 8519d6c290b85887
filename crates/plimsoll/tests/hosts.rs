//! A host of every distribution, written down in `tests/hosts/*.toml`, with the verdicts that it
//! must get. A file's content that begins with `@` names one in `tests/hosts/shared`. Each is audited again with one thing broken: the verdicts that follow from it change,
//! and no other of those that the file names.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test may panic, and shows what it is asked to show"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plimsoll_checks::REGISTRY;
use plimsoll_collect::example;
use plimsoll_content::{CheckKind, Content, Example, ExampleFile};
use plimsoll_engine::evaluate::parameters;
use plimsoll_engine::{Host, Request, audit, evaluate};
use plimsoll_model::{Location, Snapshot, Status};
use serde::Deserialize;

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Tree {
    /// What the host is, for people.
    #[allow(dead_code, reason = "it is for who reads the file")]
    title: String,
    version: String,
    run: Vec<String>,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(default)]
    files: BTreeMap<String, ExampleFile>,
    expect: Expect,
    broken: Vec<Broken>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Expect {
    distributions: Vec<String>,
    /// Instances, with ` inside NAME` for those that a program holds.
    components: Vec<String>,
    #[serde(default)]
    pass: Vec<String>,
    #[serde(default)]
    fail: Vec<String>,
    #[serde(default)]
    error: Vec<String>,
    #[serde(default)]
    not_applicable: Vec<String>,
    /// The edition that fits: a host gets the one for its distribution and version.
    #[serde(default)]
    edition: Option<String>,
    /// What some of its controls come to.
    #[serde(default)]
    controls: BTreeMap<String, Status>,
    /// Files that must have been looked at.
    #[serde(default)]
    looked_at: Vec<String>,
    /// `component:key` to the effective value.
    #[serde(default)]
    settings: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Broken {
    what: String,
    /// Texts of command lines and files, and what stands there instead.
    #[serde(default)]
    replace: Vec<(String, String)>,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default)]
    files: BTreeMap<String, ExampleFile>,
    /// Checks whose verdict changes, and to what; `a-*` for all that begin so and are named above.
    expect: BTreeMap<String, Status>,
}

/// Puts in what `@name` stands for.
fn share(files: &mut BTreeMap<String, ExampleFile>) {
    for (path, file) in files {
        if let Some(name) = file.content.strip_prefix('@') {
            let shared = folder().join("shared").join(name);
            file.content = std::fs::read_to_string(&shared)
                .unwrap_or_else(|error| panic!("{path}: {}: {error}", shared.display()));
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hosts")
}

type Verdicts = BTreeMap<String, (Status, String)>;

#[test]
fn every_distribution_gets_the_verdicts_that_it_must() {
    let content = plimsoll_catalog::whole().expect("content");
    let mut faults = Vec::new();
    let mut seen = Vec::new();
    let only = std::env::var("HOST").ok();
    for entry in std::fs::read_dir(folder()).expect("tests/hosts") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "toml")
            || only.as_ref().is_some_and(|only| *only != name)
        {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let mut tree: Tree = match toml::from_str(&text) {
            Ok(tree) => tree,
            Err(error) => {
                faults.push(format!("{name}: {error}"));
                continue;
            }
        };
        share(&mut tree.files);
        tree.broken.iter_mut().for_each(|broken| share(&mut broken.files));
        assert!(!tree.broken.is_empty(), "{name} is never broken");
        seen.extend(tree.expect.distributions.clone());
        faults.extend(
            tree_faults(&content, &tree).into_iter().map(|fault| format!("{name}: {fault}")),
        );
    }
    if only.is_none() {
        let missing = content.distributions.iter().filter(|one| !seen.contains(&one.id));
        faults.extend(missing.map(|one| format!("no host is {}", one.id)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn tree_faults(content: &Content, tree: &Tree) -> Vec<String> {
    let snapshot = match snapshot(content, tree) {
        Ok(snapshot) => snapshot,
        Err(error) => return vec![error],
    };
    let mut faults = host_faults(content, &snapshot, &tree.expect);
    faults.extend(edition_faults(content, &snapshot, &tree.expect));
    faults.extend(fix_faults(content, &snapshot));
    let verdicts = verdicts(content, &snapshot);
    // `SHOW=1 HOST=k3s cargo test --test hosts -- --nocapture` lists what a new file may expect.
    if std::env::var_os("SHOW").is_some() {
        for (check, (status, reason)) in &verdicts {
            println!("{:14} {check}: {reason}", status.as_str());
        }
    }
    let expected = [
        (Status::Pass, &tree.expect.pass),
        (Status::Fail, &tree.expect.fail),
        (Status::Error, &tree.expect.error),
        (Status::NotApplicable, &tree.expect.not_applicable),
    ];
    let mut watched = Vec::new();
    for (status, checks) in expected {
        for check in checks {
            watched.push(check.clone());
            match verdicts.get(check) {
                None => faults.push(format!("there is no check {check}")),
                Some((is, _)) if *is == status => {}
                Some((is, reason)) => faults.push(format!(
                    "{check} is {}, not {}: {reason}",
                    is.as_str(),
                    status.as_str()
                )),
            }
        }
    }
    for broken in &tree.broken {
        let found = broken_faults(content, tree, broken, &verdicts, &watched);
        faults.extend(found.into_iter().map(|fault| format!("broken ({}): {fault}", broken.what)));
    }
    faults
}

fn edition_faults(content: &Content, snapshot: &Snapshot, expect: &Expect) -> Vec<String> {
    let hosts = std::slice::from_ref(snapshot);
    let report = match audit(content, REGISTRY, hosts, &Request::default(), "test") {
        Ok(report) => report,
        Err(error) => return vec![error],
    };
    let chosen: Vec<&str> = report.benchmarks.iter().map(|one| one.id.as_str()).collect();
    let Some(wanted) = &expect.edition else { return Vec::new() };
    let Some(benchmark) = report.benchmarks.iter().find(|one| one.id == *wanted) else {
        return vec![format!("is judged by {chosen:?}, not {wanted}")];
    };
    if std::env::var_os("SHOW").is_some() {
        for control in &benchmark.controls {
            println!("{:14} {}: {}", control.status.as_str(), control.id, control.reason);
        }
    }
    let wrong = expect.controls.iter().filter_map(|(id, status)| {
        let Some(control) = benchmark.controls.iter().find(|one| one.id == *id) else {
            return Some(format!("{} has no control {id}", benchmark.id));
        };
        let (is, reason) = (control.status.as_str(), &control.reason);
        (control.status != *status)
            .then(|| format!("control {id} is {is}, not {}: {reason}", status.as_str()))
    });
    wrong.collect()
}

/// A fix of files names the files that fail here, and no other installation's.
fn fix_faults(content: &Content, snapshot: &Snapshot) -> Vec<String> {
    let host = Host::new(content, snapshot);
    let plain = host.distributions().iter().any(|id| matches!(*id, "kubeadm" | "systemd"));
    let mut faults = Vec::new();
    for check in content.checks.values() {
        if !matches!(check.kind, CheckKind::File { .. }) {
            continue;
        }
        let given = parameters(check, &BTreeMap::new(), &BTreeMap::new());
        for finding in evaluate::evaluate(&host, check, &given, REGISTRY) {
            let Some(fix) = finding.fix.filter(|_| finding.status == Status::Fail) else {
                continue;
            };
            // A directory above it is what is wrong there.
            let files =
                finding.evidence.iter().filter(|one| !one.seen.contains("replaced through"));
            let failing = files.filter_map(|evidence| match &evidence.location {
                Location::File { path, .. } => Some(path.as_str()),
                _ => None,
            });
            let failing: Vec<&str> = failing.collect();
            let unnamed = failing.iter().filter(|path| {
                let made = path.starts_with("/proc/") || path.contains("/volumes/kubernetes.io~");
                !made && !fix.text.contains(**path)
            });
            faults.extend(unnamed.map(|path| format!("the fix of {} lacks {path}", check.id)));
            // kubeadm's and plain units' texts speak of these; elsewhere only a file that fails is.
            for other in ["/etc/kubernetes/manifests/", "/etc/kubernetes/pki", "/var/lib/etcd"] {
                let own = failing.iter().any(|path| path.contains(other));
                if !plain && fix.text.contains(other) && !own && fix.platform != "kubeadm" {
                    faults.push(format!("the fix of {} speaks of {other}", check.id));
                }
            }
        }
    }
    faults
}

fn host_faults(content: &Content, snapshot: &Snapshot, expect: &Expect) -> Vec<String> {
    let host = Host::new(content, snapshot);
    let mut faults = Vec::new();
    if host.distributions() != expect.distributions {
        faults.push(format!(
            "is {:?}, not {:?} ({:?})",
            host.distributions(),
            expect.distributions,
            snapshot.node.distributions
        ));
    }
    let components: Vec<String> = snapshot
        .node
        .components
        .iter()
        .map(|one| match &one.embedded {
            Some(holder) => format!("{} inside {holder}", one.id),
            None => one.id.clone(),
        })
        .collect();
    if components != expect.components {
        faults.push(format!("has {components:?}, not {:?}", expect.components));
    }
    let unseen = expect.looked_at.iter().filter(|path| !snapshot.node.files.contains_key(*path));
    faults.extend(unseen.map(|path| format!("{path} was not looked at")));
    for (setting, wanted) in &expect.settings {
        let (component, key) = setting.split_once(':').expect("component:key");
        let outcome = host.instances_of(component).next().map(|one| one.settings.get(key));
        let is = outcome.as_ref().and_then(|one| one.value()).map(ToString::to_string);
        if is.as_deref() != Some(wanted) {
            faults.push(format!("{setting} is {outcome:?}, not {wanted}"));
        }
    }
    faults
}

fn broken_faults(
    content: &Content,
    tree: &Tree,
    broken: &Broken,
    before: &Verdicts,
    watched: &[String],
) -> Vec<String> {
    let mut tree = tree.clone();
    let mut faults = Vec::new();
    for (from, to) in &broken.replace {
        let mut places = 0;
        let texts = tree
            .run
            .iter_mut()
            .chain(tree.files.values_mut().map(|file| &mut file.content))
            .chain(tree.environment.values_mut());
        for text in texts {
            if text.contains(from.as_str()) {
                *text = text.replace(from.as_str(), to);
                places += 1;
            }
        }
        if places == 0 {
            faults.push(format!("`{from}` is nowhere"));
        }
    }
    for path in &broken.remove {
        if tree.files.remove(path).is_none() {
            faults.push(format!("{path} is not there to be removed"));
        }
    }
    tree.files.extend(broken.files.clone());
    let after = match snapshot(content, &tree) {
        Ok(snapshot) => {
            faults.extend(fix_faults(content, &snapshot));
            verdicts(content, &snapshot)
        }
        Err(error) => return vec![error],
    };
    let mut expected: BTreeMap<&str, Status> = BTreeMap::new();
    for (check, status) in &broken.expect {
        match check.strip_suffix('*') {
            Some(beginning) => {
                let begins = watched.iter().filter(|check| check.starts_with(beginning));
                expected.extend(begins.map(|check| (check.as_str(), *status)));
            }
            None => {
                expected.insert(check, *status);
            }
        }
    }
    for (check, status) in &expected {
        let check = *check;
        match after.get(check) {
            None => faults.push(format!("there is no check {check}")),
            Some((is, _)) if is == status => {
                if before.get(check).is_some_and(|(was, _)| was == is) {
                    faults.push(format!("{check} was {} before", is.as_str()));
                }
            }
            Some((is, reason)) => faults.push(format!(
                "{check} is {}, not {}: {reason}",
                is.as_str(),
                status.as_str()
            )),
        }
    }
    for check in watched.iter().filter(|check| !expected.contains_key(check.as_str())) {
        if let (Some((was, _)), Some((is, reason))) = (before.get(check), after.get(check))
            && was != is
        {
            let (was, is) = (was.as_str(), is.as_str());
            faults.push(format!("{check} changed too, from {was} to {is}: {reason}"));
        }
    }
    faults
}

fn snapshot(content: &Content, tree: &Tree) -> Result<Snapshot, String> {
    let example = Example {
        status: Status::Pass,
        line: 0,
        version: tree.version.clone(),
        run: tree.run.clone(),
        environment: tree.environment.clone(),
        files: tree.files.clone(),
        parameters: BTreeMap::new(),
        expect: Vec::new(),
        identity: Vec::new(),
        manifest: None,
    };
    example::snapshot(content, &example)
}

/// The verdict on every check of hosts: the worst over its targets.
fn verdicts(content: &Content, snapshot: &Snapshot) -> Verdicts {
    let host = Host::new(content, snapshot);
    let of_hosts = |kind: &CheckKind| {
        matches!(kind, CheckKind::Setting { .. } | CheckKind::File { .. } | CheckKind::Rust { .. })
    };
    let rank = |status: Status| match status {
        Status::Fail => 0,
        Status::Error => 1,
        Status::Pass => 2,
        _ => 3,
    };
    content
        .checks
        .values()
        .filter(|check| of_hosts(&check.kind))
        .filter_map(|check| {
            let given = parameters(check, &BTreeMap::new(), &BTreeMap::new());
            let findings = evaluate::evaluate(&host, check, &given, REGISTRY);
            let worst = findings.into_iter().min_by_key(|finding| rank(finding.status))?;
            Some((check.id.clone(), (worst.status, worst.reason)))
        })
        .collect()
}
