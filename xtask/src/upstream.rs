//! Upstream tables to `components/upstream/*.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;

/// A table with named columns; lines that begin with `#` are comments.
pub(crate) struct Table {
    header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let cells = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
        let header = cells(lines.next().context("an empty table")?);
        Ok(Self { header, rows: lines.map(cells).collect() })
    }

    pub(crate) fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        self.header
            .iter()
            .position(|name| name == column)
            .and_then(|index| row.get(index))
            .map_or("", String::as_str)
    }

    /// Columns whose names are versions, with the cell of the row.
    fn by_version<'a>(&'a self, row: &'a [String]) -> Vec<(&'a str, &'a str)> {
        self.header
            .iter()
            .enumerate()
            .filter(|(_, name)| {
                name.split_once('.').is_some_and(|(major, minor)| {
                    major.parse::<u16>().is_ok() && minor.parse::<u16>().is_ok()
                })
            })
            .map(|(index, name)| (name.as_str(), row.get(index).map_or("", String::as_str)))
            .collect()
    }
}

/// `[["1.20", "true"], ["1.24"]]` from the cells of a row; empty cells mean that it is not there.
fn runs(cells: &[(&str, &str)], value: impl Fn(&str) -> String) -> String {
    let mut runs: Vec<String> = Vec::new();
    let mut before: Option<&str> = None;
    for (version, cell) in cells {
        if before == Some(cell) || (before.is_none() && cell.is_empty()) {
            continue;
        }
        before = Some(cell);
        runs.push(if cell.is_empty() {
            format!("[\"{version}\"]")
        } else {
            format!("[\"{version}\", {}]", quoted(&value(cell)))
        });
    }
    format!("[{}]", runs.join(", "))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text behind a JSON string; other JSON as it is.
fn unquoted(json: &str) -> String {
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => json.to_owned(),
    }
}

/// A default as one would give it on a command line: `[a,b]` of slices loses its brackets.
fn flag_default(cell: &str, kind: &str) -> String {
    let text = unquoted(cell);
    if matches!(kind, "list" | "array" | "map") {
        return text.trim_start_matches('[').trim_end_matches(']').to_owned();
    }
    text
}

/// Our type for pflag's (or Go's) type name.
fn flag_type(upstream: &str) -> &'static str {
    match upstream {
        "bool" => "bool",
        "int" | "int32" | "int64" | "uint" | "uint32" | "uint64" | "Level" => "int",
        "float32" | "float64" => "float",
        "duration" => "duration",
        "stringSlice" | "int32Slice" | "list" => "list",
        "stringArray" | "namedCertKey" => "array",
        "mapStringString"
        | "mapStringBool"
        | "stringToString"
        | "colonSeparatedMultimapStringString"
        | "map" => "map",
        _ => "text",
    }
}

fn field_type(json: &str) -> &'static str {
    match json.as_bytes().first() {
        Some(b't' | b'f') => "bool",
        Some(b'[') => "list",
        Some(b'{') => "map",
        Some(b'"') => {
            let text = unquoted(json);
            let is_duration = text.len() > 1
                && text.starts_with(|first: char| first.is_ascii_digit())
                && text.ends_with('s')
                && text.chars().all(|c| c.is_ascii_digit() || "hmsnu.".contains(c));
            if is_duration { "duration" } else { "text" }
        }
        _ if json.contains('.') => "float",
        _ => "int",
    }
}

/// Values of lists and maps in a configuration default, as one would give them on a command line.
fn field_default(json: &str, kind: &str) -> String {
    match kind {
        "list" => json.trim_matches(['[', ']']).replace('"', ""),
        "map" => json.trim_matches(['{', '}']).replace('"', "").replace(':', "="),
        _ => unquoted(json),
    }
}

/// Rewrites `components/upstream/`.
pub(crate) fn import(root: &Path, reference: &Path, facts: &Path) -> anyhow::Result<()> {
    let target = root.join("components/upstream");
    std::fs::create_dir_all(&target)?;
    let flags = Table::read(&reference.join("flags.tsv"))?;
    let fields = Table::read(&reference.join("config_defaults.tsv"))?;
    let flagmap = Table::read(&facts.join("flagmap.tsv"))?;
    let mut paths = BTreeMap::new();
    for row in &flagmap.rows {
        let key = (flagmap.cell(row, "component"), flagmap.cell(row, "flag"));
        paths.insert(key, flagmap.cell(row, "path"));
    }
    let more = Table::read(&facts.join("more_flags.tsv"))?;
    let zeros = Table::read(&facts.join("zero_values.tsv"))?;
    let zero_is_default = |kind: &str, path: &str| {
        zeros.rows.iter().any(|row| {
            zeros.cell(row, "kind") == kind
                && zeros.cell(row, "path") == path
                && zeros.cell(row, "outcome") == "default"
        })
    };
    // Old flags that become part of an address: they hold a number, the field holds an address.
    paths.remove(&("kube-proxy", "healthz-port"));
    paths.remove(&("kube-proxy", "metrics-port"));
    for (component, kind) in [
        ("kube-apiserver", ""),
        ("kube-controller-manager", ""),
        ("kube-scheduler", "KubeSchedulerConfiguration"),
        ("kubelet", "KubeletConfiguration"),
        ("kube-proxy", "KubeProxyConfiguration"),
    ] {
        let mut text = header("flags, types and defaults of Kubernetes 1.20 to 1.37");
        text.push_str("[flags]\n");
        let mut types = BTreeMap::new();
        let mut merged: BTreeMap<String, Vec<&Vec<String>>> = BTreeMap::new();
        for row in flags.rows.iter().filter(|row| flags.cell(row, "component") == component) {
            // `add_dir_header` and `add-dir-header` are one flag to pflag.
            let name = flags.cell(row, "flag").replace('_', "-");
            merged.entry(name).or_default().push(row);
        }
        for (name, rows) in &merged {
            let Some(first) = rows.first() else { continue };
            let kind = flag_type(flags.cell(first, "type"));
            let mut cells = flags.by_version(first);
            for other in rows.iter().skip(1) {
                for (cell, more) in cells.iter_mut().zip(flags.by_version(other)) {
                    if cell.1.is_empty() {
                        cell.1 = more.1;
                    }
                }
            }
            let _ = write!(text, "{name} = {{ type = \"{kind}\"");
            let bare = flags.cell(first, "value_when_bare");
            if !bare.is_empty() {
                let _ = write!(text, ", bare = {}", quoted(bare));
            }
            if let Some(path) = paths.get(&(component, name.as_str())).filter(|p| !p.is_empty()) {
                types.insert((*path).to_owned(), kind);
                let _ = write!(text, ", path = {}", quoted(path));
            }
            let deprecated = flags.cell(first, "deprecated_by");
            if !deprecated.is_empty() {
                let _ = write!(text, ", deprecated = {}", quoted(deprecated));
            }
            let default = runs(&cells, |cell| flag_default(cell, kind));
            let _ = writeln!(text, ", default = {default} }}");
        }
        // Flags that the real programs have and the tables do not.
        for row in more.rows.iter().filter(|row| more.cell(row, "component") == component) {
            let name = more.cell(row, "flag");
            if merged.contains_key(name) {
                continue;
            }
            let kind = flag_type(more.cell(row, "type"));
            let bare = more.cell(row, "value_when_bare");
            let bare =
                if bare.is_empty() { String::new() } else { format!(", bare = {}", quoted(bare)) };
            let since = more.cell(row, "minors").trim_end_matches('-');
            let default = runs(&[(since, more.cell(row, "default"))], unquoted);
            let _ = writeln!(text, "{name} = {{ type = \"{kind}\"{bare}, default = {default} }}");
        }
        text.push_str("\n[config]\n");
        let mut known = BTreeMap::new();
        let document = kind;
        for row in fields.rows.iter().filter(|row| fields.cell(row, "kind") == document) {
            let path = fields.cell(row, "path");
            let zero =
                if zero_is_default(document, path) { ", zero-is-default = true" } else { "" };
            let cells = fields.by_version(row);
            let sample = cells.iter().map(|(_, cell)| *cell).find(|cell| !cell.is_empty());
            let kind = types.get(path).copied();
            let kind = kind.unwrap_or_else(|| field_type(sample.unwrap_or("\"\"")));
            known.insert(path.to_owned(), ());
            let default = runs(&cells, |cell| field_default(cell, kind));
            let _ = writeln!(
                text,
                "{} = {{ type = \"{kind}\"{zero}, default = {default} }}",
                quoted(path)
            );
        }
        // A field that a flag sets and whose default is null is empty until somebody sets it. The
        // scheduler's fields are not in the tables: they have the defaults of their flags.
        for (path, kind) in types.iter().filter(|(path, _)| !known.contains_key(*path)) {
            if component == "kube-scheduler" {
                continue;
            }
            let empty = match *kind {
                "bool" => "false",
                "int" | "float" => "0",
                "duration" => "0s",
                _ => "",
            };
            let _ = writeln!(
                text,
                "{} = {{ type = \"{kind}\", default = [[\"1.20\", \"{empty}\"]] }}",
                quoted(path)
            );
        }
        std::fs::write(target.join(format!("{component}.toml")), text)?;
    }
    etcd(&target, &facts.join("etcd_flags.tsv"))?;
    by_name(&target, "feature-gates", "gate", &reference.join("feature_gates.tsv"))?;
    by_name(&target, "admission-plugins", "plugin", &reference.join("admission_plugins.tsv"))
}

fn etcd(target: &Path, facts: &Path) -> anyhow::Result<()> {
    let table = Table::read(facts)?;
    let mut text = header("flags, types and defaults of etcd 3.4 to 3.7");
    text.push_str("[flags]\n");
    let mut fields = String::from("\n[config]\n");
    for row in &table.rows {
        let kind = flag_type(table.cell(row, "type"));
        let default = runs(&table.by_version(row), |cell| flag_default(cell, kind));
        // etcd's test build leaks flags of Go's test runner into its own set.
        if table.cell(row, "flag").contains('.') {
            continue;
        }
        let _ = write!(text, "{} = {{ type = \"{kind}\"", table.cell(row, "flag"));
        let bare = table.cell(row, "value_when_bare");
        if !bare.is_empty() {
            let _ = write!(text, ", bare = {}", quoted(bare));
        }
        let path = newest_path(table.cell(row, "config_path"));
        if !path.is_empty() {
            let _ = write!(text, ", path = {}", quoted(path));
            let _ =
                writeln!(fields, "{} = {{ type = \"{kind}\", default = {default} }}", quoted(path));
        }
        let _ = writeln!(text, ", default = {default} }}");
    }
    std::fs::write(target.join("etcd.toml"), text + &fields)?;
    Ok(())
}

/// A cell names one path, or one a version as `3.4:-;3.5:path`; `-` and `?` mean none.
fn newest_path(cell: &str) -> &str {
    let last = cell.rsplit(';').next().unwrap_or_default();
    let path = last.split_once(':').map_or(last, |(_, path)| path);
    if path.starts_with(['-', '?']) { "" } else { path }
}

fn by_name(target: &Path, name: &str, column: &str, path: &Path) -> anyhow::Result<()> {
    let table = Table::read(path)?;
    let what = name.replace('-', " ");
    let mut text = header(&format!("{what} of Kubernetes 1.20 to 1.37"));
    text.push_str("[by_name]\n");
    let last = table.header.last().context("no columns")?;
    if name == "admission-plugins" {
        let _ = writeln!(text, "known-until = [[\"{last}\", \"on\"]]");
    }
    for row in &table.rows {
        let runs = runs(&table.by_version(row), unquoted);
        let _ = writeln!(text, "{} = {runs}", table.cell(row, column));
    }
    std::fs::write(target.join(format!("{name}.toml")), text)?;
    Ok(())
}

fn header(what: &str) -> String {
    format!(
        "# Generated by `cargo xtask import-upstream` from the option structs of the released\n\
         # sources: {what}. Do not edit.\n\
         # A default is a list of [version, value]; each holds up to the next, and a version\n\
         # without a value says that the setting is gone from there on.\n\n"
    )
}
