//! Random command lines, read by us and by the components' real flag sets.
//!
//! `cargo xtask compare-flags PROGRAM [CASES]`: `PROGRAM` is `tests/oracle`'s program, which reads a
//! JSON line `{component, args}` and prints what the real flag set makes of it. Every flag that it
//! calls changed must have the same value here. A command line that it refuses says nothing about a
//! component that runs, and is only counted.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use plimsoll_content::{Component, Content, Setting, SettingType, at_minor};
use plimsoll_model::{Argument, CommandLine, Instance, InstanceState, Process};
use plimsoll_settings::{Outcome, SettingValue, Settings};
use serde_json::{Value, json};

/// Flags with rules of their own that no check asks about. `v`: klog reads its level in base 10.
/// `oidc-required-claim`: a map that takes the last one. `tls-sni-cert-key`: printed with semicolons.
/// The backoff: two flags of the audit webhook are bound to one variable.
const PECULIAR: [&str; 5] = [
    "v",
    "oidc-required-claim",
    "tls-sni-cert-key",
    "audit-webhook-batch-initial-backoff",
    "audit-webhook-initial-backoff",
];

/// xorshift64*: the same cases on every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let value = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(value).unwrap_or(0) % below.max(1)
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.next(list.len())]
    }
}

/// Compares `cases` command lines per component; `etcd` is left to its own program.
pub(crate) fn run(content: &Content, program: &str, cases: usize) -> anyhow::Result<()> {
    let minor = content.kubernetes_minors.1;
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {program}"))?;
    let mut input = child.stdin.take().context("no standard input")?;
    let mut output = BufReader::new(child.stdout.take().context("no standard output")?);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut agreed, mut refused) = (0_usize, 0_usize);
    let mut differences = Vec::new();
    for name in
        ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"]
    {
        let component = content.components.get(name).context("a component is missing")?;
        let flags: Vec<&Setting> = component
            .settings
            .values()
            .filter(|setting| {
                setting.is_flag && at_minor(&setting.flag_defaults, minor).flatten().is_some()
            })
            .collect();
        for _ in 0..cases {
            let arguments = command_line(&mut random, &flags);
            let question = json!({"component": name, "args": arguments});
            writeln!(input, "{question}")?;
            input.flush()?;
            let mut line = String::new();
            output.read_line(&mut line)?;
            let answer: Value = serde_json::from_str(&line)
                .with_context(|| format!("the program answered {line:?}"))?;
            match compare(content, component, &arguments, &answer) {
                Ok(true) => agreed += 1,
                Ok(false) => refused += 1,
                Err(difference) => {
                    differences.push(format!("{name} {}: {difference}", arguments.join(" ")));
                }
            }
        }
    }
    drop(input);
    child.wait()?;
    println!(
        "{agreed} command lines agree, {refused} are refused by the component, {} differ",
        differences.len()
    );
    if !differences.is_empty() {
        bail!("{}", differences.iter().take(20).cloned().collect::<Vec<_>>().join("\n"));
    }
    if agreed == 0 || refused == 0 {
        bail!("the cases were one-sided: {agreed} agreed, {refused} were refused");
    }
    Ok(())
}

fn command_line(random: &mut Random, flags: &[&Setting]) -> Vec<String> {
    let mut arguments = Vec::new();
    for _ in 0..=random.next(6) {
        let setting = flags[random.next(flags.len())];
        let mut name = setting.key.clone();
        if random.next(5) == 0 {
            name = name.replace('-', "_");
        }
        let value = value(random, setting.kind);
        match (random.next(4), &setting.bare) {
            (0, Some(_)) => arguments.push(format!("--{name}")),
            (1, None) => {
                arguments.push(format!("--{name}"));
                arguments.push(value);
            }
            _ => arguments.push(format!("--{name}={value}")),
        }
    }
    arguments
}

fn value(random: &mut Random, kind: SettingType) -> String {
    let list: &[&str] = match kind {
        SettingType::Bool => &["true", "false", "T", "F", "1", "0", "TRUE", "False", "yes", ""],
        SettingType::Int => &["0", "1", "10", "0x64", "010", "0b11", "1_000", "7", "ten", "1.5"],
        SettingType::Float => &["0", "1.5", "2", "10", "x"],
        SettingType::Duration => &["0", "10s", "1m", "1h30m", "500ms", "1.5h", "10", "soon"],
        SettingType::Text => &["x", "/etc/x", "a=b", "", "with blank", "127.0.0.1"],
        SettingType::List => &["a", "a,b", "\"a,b\",c", "", "a,,b"],
        SettingType::Array => &["a", "a,b"],
        SettingType::Map => &["a=b", "a=b,c=d", "a=true", "alone"],
    };
    random.pick(list).to_owned()
}

fn compare(
    content: &Content,
    component: &Component,
    arguments: &[String],
    answer: &Value,
) -> Result<bool, String> {
    let instance = instance(&component.id, arguments);
    let documents = BTreeMap::new();
    let version = plimsoll_model::Version::minor(1, content.kubernetes_minors.1);
    let settings = Settings::new(content, &instance, &documents, Some(version))
        .ok_or("not a component that we know")?;
    let unknown: Vec<String> = component
        .settings
        .keys()
        .filter(|key| {
            arguments.iter().any(|argument| {
                argument.trim_start_matches('-').replace('_', "-").split('=').next()
                    == Some(key.as_str())
            })
        })
        .filter_map(|key| match settings.flag(key) {
            Some(Outcome::Unknown { reason, .. }) => Some(reason),
            _ => None,
        })
        .collect();
    if answer["ok"] != json!(true) {
        // Flags with a syntax of their own (taints, quantities) are text to us: what only the
        // component refuses is no business of an audit of running components.
        return Ok(false);
    }
    if !unknown.is_empty() {
        return Err(format!("the component takes it, we do not: {}", unknown.join("; ")));
    }
    for key in answer["changed"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let key = key.replace('_', "-");
        if PECULIAR.contains(&key.as_str()) {
            continue;
        }
        let Some(setting) = component.settings.get(&key) else {
            return Err(format!("we do not know `{key}`"));
        };
        let theirs = answer["values"][&key].as_str().unwrap_or_default();
        let Some(Outcome::Value(ours)) = settings.flag(&key) else {
            return Err(format!("`{key}` is {theirs} to the component and not given to us"));
        };
        // An empty address leaves the flag at its default.
        let default = at_minor(&setting.flag_defaults, version.minor).flatten();
        let left_alone = ours.value.is_empty() && (theirs == "<nil>" || default == Some(theirs));
        if !left_alone && !same(setting.kind, &ours.value, theirs) {
            return Err(format!("`{key}` is {theirs} to the component and {} to us", ours.value));
        }
    }
    Ok(true)
}

/// The same value, theirs printed by the flag package.
fn same(kind: SettingType, ours: &SettingValue, theirs: &str) -> bool {
    match (kind, ours) {
        (SettingType::List | SettingType::Array, SettingValue::List(list)) => {
            let inner = theirs.trim_start_matches('[').trim_end_matches(']');
            let printed = SettingValue::parse(SettingType::List, inner);
            printed == Ok(SettingValue::List(list.clone())) || list.join(",") == inner
        }
        (SettingType::Map, SettingValue::Map(map)) => {
            // `:Gate=true` is a gate of Kubernetes itself, which nobody names.
            let inner = theirs.trim_start_matches('[').trim_end_matches(']').replace(",:", ",");
            let inner = inner.trim_start_matches(':');
            SettingValue::parse(SettingType::Map, inner) == Ok(SettingValue::Map(map.clone()))
        }
        (SettingType::Text, SettingValue::Text(text)) => {
            text == theirs || theirs.trim_matches('"') == text
        }
        _ => SettingValue::parse(kind, theirs).as_ref() == Ok(ours),
    }
}

fn instance(component: &str, arguments: &[String]) -> Instance {
    let arguments = (1_u32..)
        .zip(arguments)
        .map(|(index, text)| Argument {
            text: text.clone(),
            index,
            file: None,
            line: None,
            set_by: None,
        })
        .collect();
    Instance {
        id: component.to_owned(),
        component: component.to_owned(),
        state: InstanceState::Running,
        process: Some(Process {
            pid: 1,
            executable: None,
            uid: 0,
            started: None,
            cgroup: None,
            own_mount_namespace: Some(false),
            command_line: CommandLine {
                program: component.to_owned(),
                arguments,
                environment: Vec::new(),
            },
            environment_problem: None,
        }),
        definitions: Vec::new(),
        versions: Vec::new(),
        host_paths: BTreeMap::new(),
        flags_unseen: None,
        embedded: None,
    }
}
