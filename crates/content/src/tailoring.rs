//! Variables that fit an audit to a deployment, and the file that holds a set of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::load::{TextFile, literal_text, parse_toml, read};
use crate::{Content, ParameterType};

/// One variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variable {
    /// Its name: `CHECK.PARAMETER` or `path.ROLE`.
    pub name: String,
    /// Type: `int`, `duration`, `text`, `list`, `mode` or `path`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its value when nobody sets it.
    pub default: String,
    /// What it means.
    pub description: String,
    /// Checks that use it.
    pub used_by: Vec<String>,
    /// Editions that give it a value of their own, as `value: edition, edition`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_by: Vec<String>,
}

/// Every variable there is, sorted by name, with the editions that give it a value of their own.
#[must_use]
pub fn variables(content: &Content) -> Vec<Variable> {
    // By variable and value: the editions.
    let mut values: BTreeMap<String, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for benchmark in content.benchmarks.values() {
        for asked in benchmark.controls.iter().flat_map(|control| &control.checks) {
            for (parameter, value) in &asked.with {
                let by_value = values.entry(format!("{}.{parameter}", asked.check)).or_default();
                by_value.entry(value).or_default().insert(&benchmark.id);
            }
        }
    }
    let mut variables = declared(content);
    for variable in &mut variables {
        let Some(by_value) = values.get(&variable.name) else { continue };
        variable.set_by = by_value
            .iter()
            .map(|(value, editions)| {
                let editions: Vec<&str> = editions.iter().copied().collect();
                format!("{value}: {}", editions.join(", "))
            })
            .collect();
    }
    variables
}

/// Every variable as checks and file roles declare it; no edition is opened for it.
fn declared(content: &Content) -> Vec<Variable> {
    let mut variables = Vec::new();
    for check in content.checks.values() {
        for parameter in &check.parameters {
            variables.push(Variable {
                name: format!("{}.{}", check.id, parameter.name),
                kind: parameter.kind.as_str().to_owned(),
                default: parameter.default.clone(),
                description: parameter.description.clone(),
                used_by: vec![check.id.clone()],
                set_by: Vec::new(),
            });
        }
    }
    for role in content.roles.values() {
        let used_by = content
            .checks
            .values()
            .filter(|check| matches!(&check.kind, crate::CheckKind::File { role: used, .. } if *used == role.id))
            .map(|check| check.id.clone())
            .collect();
        variables.push(Variable {
            name: format!("path.{}", role.id),
            kind: "path".to_owned(),
            default: role.known.join(","),
            description: format!(
                "Where {} lies. Without it the path comes from the component's own configuration{}.",
                role.title,
                if role.known.is_empty() { "" } else { ", else from the default" }
            ),
            used_by,
            set_by: Vec::new(),
        });
    }
    variables.sort_by(|one, other| one.name.cmp(&other.name));
    variables
}

/// A user's choices.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tailoring {
    /// Values of variables.
    pub variables: BTreeMap<String, String>,
    /// Choices for single controls.
    pub controls: Vec<TailoredControl>,
}

/// A choice for one control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TailoredControl {
    /// Benchmark id; `None` for every benchmark that has the control.
    pub benchmark: Option<String>,
    /// Control id.
    pub id: String,
    /// Whether it is judged.
    pub enabled: bool,
    /// Why.
    pub rationale: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RawTailoring {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, crate::raw::AnyValue>"))]
    variables: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    control: Vec<RawTailoredControl>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct RawTailoredControl {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    benchmark: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    id: Spanned<String>,
    enabled: bool,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    rationale: Spanned<String>,
}

impl Tailoring {
    /// Reads a tailoring file.
    ///
    /// # Errors
    /// All that is wrong in it, with its place: unknown variables, benchmarks and controls, values
    /// of the wrong type, a choice without a rationale.
    pub fn read(path: &Path, content: &Content) -> Result<Self, Diagnostics> {
        let shown = path.display().to_string();
        let mut errors = Vec::new();
        let Some(text) = read(path, &shown, &mut errors) else {
            return Err(Diagnostics(errors));
        };
        Self::parse(&shown, text, content)
    }

    /// Reads the text of a tailoring file; `shown` names it in errors.
    ///
    /// # Errors
    /// As [`Tailoring::read`].
    pub fn parse(shown: &str, text: String, content: &Content) -> Result<Self, Diagnostics> {
        let file = TextFile { shown: shown.to_owned(), text };
        let mut errors = Vec::new();
        let Some(raw) = parse_toml::<RawTailoring>(&file.text, &file, 0, &mut errors) else {
            return Err(Diagnostics(errors));
        };
        let mut tailoring = Self::default();
        let known = declared(content);
        let mut fault = |span: std::ops::Range<usize>, message: String, help: Option<String>| {
            errors.push(Diagnostic {
                file: file.shown.clone(),
                text: file.text.clone(),
                span,
                message,
                help,
            });
        };
        for (name, value) in raw.variables {
            let text = literal_text(value.get_ref());
            match check_value(&known, name.get_ref(), &text) {
                Ok(()) => {
                    tailoring.variables.insert(name.into_inner(), text);
                }
                Err(Wrong::Name(help)) => {
                    fault(name.span(), "there is no such variable".to_owned(), Some(help));
                }
                Err(Wrong::Value(message)) => fault(value.span(), message, None),
            }
        }
        for control in raw.control {
            let benchmark = control.benchmark.as_ref().map(|id| id.get_ref().clone());
            let id = control.id.get_ref().clone();
            if let Some(named) = &control.benchmark
                && !content.benchmarks.contains_key(named.get_ref())
            {
                let help = "`plimsoll benchmarks list` shows them".to_owned();
                fault(named.span(), "there is no such benchmark".to_owned(), Some(help));
                continue;
            }
            let exists = content.benchmarks.values().any(|known| {
                benchmark.as_ref().is_none_or(|id| *id == known.id) && known.control(&id).is_some()
            });
            if !exists {
                fault(control.id.span(), "there is no such control".to_owned(), None);
                continue;
            }
            if control.rationale.get_ref().trim().is_empty() {
                let message = "say why: a choice without a rationale cannot be reviewed";
                fault(control.rationale.span(), message.to_owned(), None);
            }
            tailoring.controls.push(TailoredControl {
                benchmark,
                id,
                enabled: control.enabled,
                rationale: control.rationale.into_inner(),
            });
        }
        if errors.is_empty() { Ok(tailoring) } else { Err(Diagnostics(errors)) }
    }

    /// Takes one `VARIABLE=VALUE` of the command line.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn set(&mut self, assignment: &str, content: &Content) -> Result<(), String> {
        let Some((name, value)) = assignment.split_once('=') else {
            return Err(format!("`{assignment}` is not VARIABLE=VALUE"));
        };
        match check_value(&declared(content), name, value) {
            Ok(()) => {
                self.variables.insert(name.to_owned(), value.to_owned());
                Ok(())
            }
            Err(Wrong::Name(help)) => Err(format!("there is no variable `{name}`; {help}")),
            Err(Wrong::Value(message)) => Err(format!("{name}: {message}")),
        }
    }

    /// The choice for a control, the most specific one.
    #[must_use]
    pub fn control(&self, benchmark: &str, id: &str) -> Option<&TailoredControl> {
        let fits = |control: &&TailoredControl| control.id == id;
        self.controls
            .iter()
            .filter(fits)
            .find(|control| control.benchmark.as_deref() == Some(benchmark))
            .or_else(|| self.controls.iter().filter(fits).find(|c| c.benchmark.is_none()))
    }

    /// Variables of paths: they matter when a host is looked at, not when it is judged.
    #[must_use]
    pub fn paths(&self) -> BTreeMap<String, String> {
        self.variables
            .iter()
            .filter(|(name, _)| name.starts_with("path."))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}

/// A tailoring file with these choices; `notes` stand above them as comments.
#[must_use]
pub fn tailored_toml(tailoring: &Tailoring, notes: &[String]) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = String::new();
    for line in notes.iter().flat_map(|note| note.lines()) {
        text.push_str(&format!("# {line}\n"));
    }
    if !tailoring.variables.is_empty() {
        text.push_str("\n[variables]\n");
    }
    for (name, value) in &tailoring.variables {
        text.push_str(&format!("{} = {}\n", quoted(name), quoted(value)));
    }
    for control in &tailoring.controls {
        text.push_str("\n[[control]]\n");
        if let Some(benchmark) = &control.benchmark {
            text.push_str(&format!("benchmark = {}\n", quoted(benchmark)));
        }
        text.push_str(&format!(
            "id = {}\nenabled = {}\nrationale = {}\n",
            quoted(&control.id),
            control.enabled,
            quoted(&control.rationale)
        ));
    }
    text
}

enum Wrong {
    Name(String),
    Value(String),
}

fn check_value(known: &[Variable], name: &str, value: &str) -> Result<(), Wrong> {
    let Some(variable) = known.iter().find(|variable| variable.name == name) else {
        let near: Vec<&str> = known
            .iter()
            .map(|variable| variable.name.as_str())
            .filter(|known| {
                let stem = |text: &str| text.split('.').next().unwrap_or_default().to_owned();
                stem(known) == stem(name) && !name.starts_with("path.")
            })
            .collect();
        return Err(Wrong::Name(if near.is_empty() {
            "`plimsoll vars` lists them".to_owned()
        } else {
            format!("near it: {}", near.join(", "))
        }));
    };
    let parse = |kind: ParameterType| kind.parse(value).map(|_| ()).map_err(Wrong::Value);
    match variable.kind.as_str() {
        "int" => parse(ParameterType::Int),
        "duration" => parse(ParameterType::Duration),
        "mode" => parse(ParameterType::Mode),
        "path" if !value.starts_with('/') => {
            Err(Wrong::Value(format!("`{value}` is not an absolute path")))
        }
        _ => Ok(()),
    }
}

/// JSON Schema of a tailoring file.
#[cfg(feature = "schema")]
pub(crate) fn schema() -> schemars::Schema {
    schemars::schema_for!(RawTailoring)
}
