//! The Kubernetes API: kinds, their fields, and when versions of them came and went.
//!
//! `kubernetes/kinds.tsv` and `kubernetes/fields.tsv` (generated) know 1.25 and later;
//! `kubernetes/deprecated_apis.tsv` what was deprecated and removed before, and by whom else.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// First minor (of major 1) that [`Api::kinds`] knows.
pub const FIRST_MINOR: u16 = 25;
/// A span that has not ended.
const OPEN: u16 = u16::MAX;

/// Everything known of the API.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Api {
    /// Last minor that is known.
    pub last_minor: u16,
    /// Kinds by API version and name.
    kinds: BTreeMap<String, BTreeMap<String, Vec<KindSpan>>>,
    types: Vec<Type>,
    deprecated: BTreeMap<String, BTreeMap<String, Deprecation>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct KindSpan {
    of: u16,
    from: u16,
    to: u16,
}

/// A type with fields.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Type {
    /// Its name, e.g. `core.v1.PodSpec`.
    pub name: String,
    /// Its fields, sorted by name; one with several spans comes several times.
    pub fields: Vec<Field>,
}

/// A field of a type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type.
    pub is: FieldType,
    /// Whether it must be given.
    pub required: bool,
    from: u16,
    to: u16,
}

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum FieldType {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A whole number or text.
    IntOrString,
    /// An amount: a number or text.
    Quantity,
    /// A list of these.
    List(Box<FieldType>),
    /// A mapping to these.
    Map(Box<FieldType>),
    /// A type by number.
    Type(u16),
}

/// When an API version of a kind was given up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Deprecation {
    /// Whose it is: `k8s`, `cert-manager` ...
    pub component: String,
    /// Version that deprecated it, e.g. `1.22`.
    pub deprecated: Option<String>,
    /// Version that no longer has it.
    pub removed: Option<String>,
    /// What to write instead.
    pub replacement: Option<String>,
}

/// What is known of an API version of a kind at a minor.
#[derive(Debug, Clone, PartialEq)]
pub enum Standing<'a> {
    /// It is there; its type.
    Served(&'a Type),
    /// It is no longer there: since when, and what is instead.
    Removed {
        /// First version without it.
        since: String,
        /// What to write instead.
        replacement: Option<String>,
    },
    /// It comes later.
    NotYet {
        /// First minor with it.
        from: u16,
    },
    /// No kind of Kubernetes' own, or of a time that is not known.
    Unknown,
}

impl Api {
    /// Reads the tables in `root/kubernetes`.
    ///
    /// # Errors
    /// Names the file and line that is not as it should be.
    pub fn load(root: &Path) -> Result<Self, Diagnostics> {
        let mut api = Self::default();
        api.read(root).map_err(|(file, message)| {
            Diagnostics(vec![Diagnostic::file(&format!("kubernetes/{file}"), message)])
        })?;
        Ok(api)
    }

    fn read(&mut self, root: &Path) -> Result<(), (&'static str, String)> {
        let mut numbers: BTreeMap<String, u16> = BTreeMap::new();
        let fields = rows(root, "fields.tsv", 6)?;
        for row in &fields {
            let next = u16::try_from(numbers.len()).unwrap_or(u16::MAX);
            numbers.entry(row[0].clone()).or_insert(next);
        }
        self.types = vec![Type::default(); numbers.len()];
        for (name, number) in &numbers {
            self.types[usize::from(*number)].name.clone_from(name);
        }
        for row in fields {
            let (from, to) = span("fields.tsv", &row[4], &row[5])?;
            let is = field_type(&row[2], &numbers)
                .ok_or_else(|| ("fields.tsv", format!("`{}` is no type", row[2])))?;
            let number = numbers.get(&row[0]).copied().unwrap_or(0);
            let required = row[3] == "y";
            let field = Field { name: row[1].clone(), is, required, from, to };
            self.types[usize::from(number)].fields.push(field);
        }
        for row in rows(root, "kinds.tsv", 6)? {
            let (from, to) = span("kinds.tsv", &row[4], &row[5])?;
            let api_version =
                if row[0].is_empty() { row[1].clone() } else { format!("{}/{}", row[0], row[1]) };
            let of = numbers.get(&row[3]).copied();
            let of = of.ok_or_else(|| ("kinds.tsv", format!("`{}` has no fields", row[3])))?;
            self.last_minor = self.last_minor.max(if to == OPEN { from } else { to });
            let spans =
                self.kinds.entry(api_version).or_default().entry(row[2].clone()).or_default();
            spans.push(KindSpan { of, from, to });
        }
        for row in rows(root, "deprecated_apis.tsv", 6)? {
            let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
            let deprecation = Deprecation {
                component: row[0].clone(),
                deprecated: some(&row[3]),
                removed: some(&row[4]),
                replacement: some(&row[5]),
            };
            self.deprecated.entry(row[1].clone()).or_default().insert(row[2].clone(), deprecation);
        }
        Ok(())
    }

    /// How an API version of a kind stands at a minor.
    #[must_use]
    pub fn standing(&self, api_version: &str, kind: &str, minor: u16) -> Standing<'_> {
        let spans = self.kinds.get(api_version).and_then(|kinds| kinds.get(kind));
        let Some(spans) = spans.filter(|_| minor >= FIRST_MINOR) else {
            return self.standing_by_dates(api_version, kind, minor);
        };
        let minor = minor.min(self.last_minor);
        if let Some(span) = spans.iter().find(|span| span.from <= minor && minor <= span.to) {
            return self
                .types
                .get(usize::from(span.of))
                .map_or(Standing::Unknown, Standing::Served);
        }
        match spans.iter().map(|span| span.to).filter(|to| *to < minor).max() {
            Some(last) => Standing::Removed {
                since: format!("1.{}", last + 1),
                replacement: self.replacement(api_version, kind, minor),
            },
            None => {
                Standing::NotYet { from: spans.iter().map(|span| span.from).min().unwrap_or(0) }
            }
        }
    }

    fn standing_by_dates(&self, api_version: &str, kind: &str, minor: u16) -> Standing<'_> {
        let removed = self
            .deprecation(api_version, kind)
            .filter(|deprecation| deprecation.component == "k8s")
            .and_then(|deprecation| Some((deprecation, deprecation.removed.as_ref()?)));
        match removed {
            Some((deprecation, since)) if minor_of(since).is_some_and(|since| since <= minor) => {
                Standing::Removed {
                    since: since.clone(),
                    replacement: deprecation.replacement.clone(),
                }
            }
            _ => Standing::Unknown,
        }
    }

    /// The newest version of a group's kind that is there at a minor, stable ones first.
    fn replacement(&self, api_version: &str, kind: &str, minor: u16) -> Option<String> {
        let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
        self.kinds
            .iter()
            .filter(|(other, _)| other.rsplit_once('/').map_or("", |(group, _)| group) == group)
            .filter(|(_, kinds)| {
                kinds.get(kind).is_some_and(|spans| {
                    spans.iter().any(|span| span.from <= minor && minor <= span.to)
                })
            })
            .map(|(other, _)| other.clone())
            .max_by_key(|other| (!other.contains("alpha"), !other.contains("beta"), other.clone()))
            .or_else(|| self.deprecation(api_version, kind)?.replacement.clone())
    }

    /// When an API version of a kind was given up, if it was.
    #[must_use]
    pub fn deprecation(&self, api_version: &str, kind: &str) -> Option<&Deprecation> {
        self.deprecated.get(api_version).and_then(|kinds| kinds.get(kind))
    }

    /// The type of a number.
    #[must_use]
    pub fn type_of(&self, number: u16) -> Option<&Type> {
        self.types.get(usize::from(number))
    }

    /// The compact form that is compiled into the binary.
    ///
    /// # Errors
    /// Fails only when memory does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(self)
    }

    /// Reads what [`Api::to_bytes`] wrote.
    ///
    /// # Errors
    /// Fails when the bytes are of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

impl Type {
    /// The field of a name at a minor.
    #[must_use]
    pub fn field(&self, name: &str, minor: u16) -> Option<&Field> {
        let start = self.fields.partition_point(|field| *field.name < *name);
        self.fields[start..]
            .iter()
            .take_while(|field| field.name == name)
            .find(|field| field.from <= minor && minor <= field.to)
    }

    /// The span of a field that is not there at a minor: a later or earlier version has it.
    #[must_use]
    pub fn elsewhen(&self, name: &str) -> Option<(u16, Option<u16>)> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        Some((field.from, Some(field.to).filter(|to| *to != OPEN)))
    }

    /// Fields that must be given at a minor.
    pub fn required(&self, minor: u16) -> impl Iterator<Item = &Field> {
        self.fields
            .iter()
            .filter(move |field| field.required && field.from <= minor && minor <= field.to)
    }
}

/// The minor of a version such as `1.22`.
#[must_use]
pub fn minor_of(version: &str) -> Option<u16> {
    version.strip_prefix("1.")?.split('.').next()?.parse().ok()
}

fn rows(
    root: &Path,
    file: &'static str,
    cells: usize,
) -> Result<Vec<Vec<String>>, (&'static str, String)> {
    let text = std::fs::read_to_string(root.join("kubernetes").join(file))
        .map_err(|error| (file, error.to_string()))?;
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let row: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if row.len() != cells {
            return Err((file, format!("`{line}` has {} cells, not {cells}", row.len())));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn span(file: &'static str, from: &str, to: &str) -> Result<(u16, u16), (&'static str, String)> {
    let number = |text: &str| text.parse().map_err(|_| (file, format!("`{text}` is no minor")));
    // What the oldest schemas have was there before, as far as anybody asks.
    let to = if to.is_empty() { OPEN } else { number(to)? };
    Ok((number(from)?, to))
}

fn field_type(text: &str, numbers: &BTreeMap<String, u16>) -> Option<FieldType> {
    if let Some(items) = text.strip_prefix("[]") {
        return Some(FieldType::List(Box::new(field_type(items, numbers)?)));
    }
    if let Some(values) = text.strip_prefix("map[]") {
        return Some(FieldType::Map(Box::new(field_type(values, numbers)?)));
    }
    Some(match text {
        "any" => FieldType::Any,
        "string" | "time" | "bytes" => FieldType::Text,
        "integer" => FieldType::Integer,
        "number" => FieldType::Number,
        "boolean" => FieldType::Boolean,
        "intstr" => FieldType::IntOrString,
        "quantity" => FieldType::Quantity,
        name => match numbers.get(name) {
            Some(number) => FieldType::Type(*number),
            // A type without fields of its own.
            None if name.contains('.') => FieldType::Any,
            None => return None,
        },
    })
}
