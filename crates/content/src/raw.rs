//! The written forms of content files, before they are checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::benchmark::Section;
use crate::bundle::{ArgumentsFile, BundleConfig, Condition, Place, Started};
use crate::component::{
    ArgumentMap, ArgumentSyntax, ConfigFile, FileRole, Refers, SettingType, VersionLine,
};
use crate::distribution::Distribution;
use crate::framework::Framework;

/// Any TOML value, in schemas.
#[cfg(feature = "schema")]
pub(crate) struct AnyValue;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AnyValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }
}

/// Front matter of a check.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawCheck {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Spanned<String>,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) title: Spanned<String>,
    pub(crate) severity: plimsoll_model::Severity,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) kind: Spanned<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) component: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<AnyValue>"))]
    pub(crate) expect: Option<Spanned<toml::Value>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<AnyValue>"))]
    pub(crate) applies_if: Option<Spanned<toml::Value>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) not_applicable_because: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) only_on: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) document: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) role: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) mode: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) owner: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) absent: Option<Spanned<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<bool>"))]
    pub(crate) default: Option<Spanned<bool>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) scope: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) needs: Vec<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) may_miss: Vec<Spanned<String>>,
    #[serde(rename = "nist-800-53r5")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) nist: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) parameters: BTreeMap<String, RawParameter>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawParameter {
    #[serde(rename = "type")]
    pub(crate) kind: crate::check::ParameterType,
    #[cfg_attr(feature = "schema", schemars(with = "AnyValue"))]
    pub(crate) default: Spanned<toml::Value>,
    pub(crate) description: String,
}

/// An example of a check.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawExample {
    #[serde(default)]
    pub(crate) version: Option<String>,
    #[serde(default)]
    pub(crate) run: Vec<String>,
    #[serde(default)]
    pub(crate) environment: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) files: BTreeMap<String, crate::check::ExampleFile>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, AnyValue>"))]
    pub(crate) parameters: BTreeMap<Spanned<String>, toml::Value>,
    pub(crate) expect: OneOrMany,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(crate) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// `components/<id>.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawComponent {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) role: String,
    pub(crate) executables: Vec<String>,
    #[serde(default)]
    pub(crate) subcommands: Vec<Vec<String>>,
    #[serde(default)]
    pub(crate) except: Vec<Vec<String>>,
    pub(crate) arguments: ArgumentSyntax,
    #[serde(default)]
    pub(crate) environment_prefix: Option<String>,
    #[serde(default)]
    pub(crate) units: Vec<String>,
    pub(crate) versions: VersionLine,
    #[serde(default)]
    pub(crate) config: Option<ConfigFile>,
    #[serde(default)]
    pub(crate) argument_map: Option<ArgumentMap>,
    #[serde(default)]
    pub(crate) paths_beside_config: bool,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, Refers>"))]
    pub(crate) refers: BTreeMap<Spanned<String>, Refers>,
}

/// `components/files.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawRoles {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<FileRole>"))]
    pub(crate) file: Vec<Spanned<FileRole>>,
}

/// `components/distributions.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawDistributions {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Distribution>"))]
    pub(crate) distribution: Vec<Spanned<Distribution>>,
}

/// `components/distributions/<id>.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawBundle {
    pub(crate) title: String,
    pub(crate) processes: Vec<String>,
    #[serde(default)]
    pub(crate) units: Vec<String>,
    #[serde(default)]
    pub(crate) hides_arguments: bool,
    #[serde(default)]
    pub(crate) config: Option<BundleConfig>,
    #[serde(default)]
    pub(crate) switches: Vec<String>,
    #[serde(default)]
    pub(crate) aliases: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) environment: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) places: BTreeMap<String, Place>,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<RawBundled>"))]
    pub(crate) component: Vec<Spanned<RawBundled>>,
    #[serde(default)]
    pub(crate) starts: Vec<Started>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawBundled {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) on: Vec<String>,
    #[serde(default)]
    pub(crate) when: Condition,
    #[serde(default)]
    pub(crate) extra: Option<String>,
    #[serde(default)]
    pub(crate) arguments_file: Option<ArgumentsFile>,
    #[serde(default)]
    pub(crate) flags: BTreeMap<String, RawBundledFlag>,
    #[serde(default)]
    pub(crate) case: Vec<RawCase>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawCase {
    pub(crate) when: Condition,
    pub(crate) flags: BTreeMap<String, RawBundledFlag>,
}

/// `"value"`, `{ first-of = ["/a", "/b"] }` or `[["1.20", "value"], ["1.24"]]`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum RawBundledFlag {
    Value(String),
    FirstOf {
        #[serde(rename = "first-of")]
        first_of: Vec<String>,
    },
    ByVersion(Vec<Vec<String>>),
}

/// `components/upstream/<id>.toml` and `components/earlier/<id>.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawUpstream {
    #[serde(default)]
    pub(crate) flags: BTreeMap<String, RawFlag>,
    #[serde(default)]
    pub(crate) config: BTreeMap<String, RawField>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawFlag {
    #[serde(rename = "type")]
    pub(crate) kind: SettingType,
    #[serde(default)]
    pub(crate) bare: Option<String>,
    #[serde(default)]
    pub(crate) path: Option<String>,
    #[serde(default)]
    pub(crate) deprecated: Option<String>,
    pub(crate) default: Vec<Vec<String>>,
    /// Where the facts were found, for what no table has.
    #[serde(default)]
    #[allow(dead_code, reason = "for the reader of the file")]
    pub(crate) source: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawField {
    #[serde(rename = "type")]
    pub(crate) kind: SettingType,
    #[serde(default)]
    pub(crate) zero_is_default: bool,
    pub(crate) default: Vec<Vec<String>>,
}

/// `components/upstream/{feature-gates,admission-plugins}.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRuns {
    pub(crate) by_name: BTreeMap<String, Vec<Vec<String>>>,
}

/// `benchmarks/<family>/<version>.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawBenchmark {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub(crate) aliases: Vec<Spanned<String>>,
    #[serde(default)]
    pub(crate) distributions: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) distribution_versions: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) automatic: Option<bool>,
    #[serde(default)]
    pub(crate) family: Option<String>,
    pub(crate) title: String,
    pub(crate) kubernetes: Vec<String>,
    #[serde(default)]
    pub(crate) source: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) extends: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) section: Vec<Section>,
    #[serde(default)]
    pub(crate) control: Vec<RawControl>,
}

/// `benchmarks/controls/*.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawControls {
    pub(crate) control: Vec<RawControl>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawControl {
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub(crate) id: Spanned<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) is: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) drop: bool,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, AnyValue>"))]
    pub(crate) with: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    #[serde(default)]
    pub(crate) not_applicable: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) applies_to_kubernetes: Option<Spanned<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) not_applicable_because: Option<Spanned<String>>,
    #[serde(default)]
    pub(crate) section: Option<String>,
    #[serde(default)]
    pub(crate) severity: Option<plimsoll_model::Severity>,
    #[serde(default)]
    pub(crate) also: Option<Vec<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    pub(crate) references: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) level: Option<u8>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) assessment: Option<Spanned<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) role: Option<Spanned<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<RawControlCheck>>"))]
    pub(crate) checks: Option<Vec<Spanned<RawControlCheck>>>,
    #[serde(default)]
    pub(crate) look: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<String>>"))]
    pub(crate) look_at: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) on_fail: Option<Spanned<String>>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub(crate) on_pass: Option<Spanned<String>>,
    #[serde(default, rename = "cis-controls-8-1")]
    pub(crate) cis_controls: Option<Vec<String>>,
}

impl RawControl {
    /// Whether it says what only an edition can say.
    pub(crate) fn of_an_edition(&self) -> bool {
        self.is.is_some()
            || self.drop
            || !self.with.is_empty()
            || self.not_applicable.is_some()
            || self.applies_to_kubernetes.is_some()
            || self.section.is_some()
            || self.level.is_some()
            || self.assessment.is_some()
    }
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum RawControlCheck {
    Name(String),
    With {
        check: String,
        #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, AnyValue>"))]
        with: BTreeMap<String, toml::Value>,
    },
}

/// `frameworks/catalog.toml`.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawCatalog {
    pub(crate) framework: Vec<Framework>,
    pub(crate) edge: Vec<RawEdge>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RawEdge {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) file: String,
    pub(crate) from_column: String,
    pub(crate) to_column: String,
    #[serde(default)]
    pub(crate) only: BTreeMap<String, String>,
}
