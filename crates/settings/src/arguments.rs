//! Command lines, read by the rules of the flag packages that the components use.
//!
//! pflag (spf13/pflag with `WordSepNormalizeFunc`): `--flag value`, `--flag=value`, `--flag` alone
//! for flags with a bare value, one-letter shorthands, `_` equal to `-`, `--` ends the flags.
//! Go's flag package (etcd): one dash or two, `--flag` alone only for truth values, the first
//! argument that is no flag ends them.

use std::borrow::Cow;

use plimsoll_content::{ArgumentSyntax, Component};
use plimsoll_model::Argument;

use crate::outcome::Provenance;

/// One flag as it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<'a> {
    /// Canonical key, or the name as written when the component has no such flag.
    pub key: String,
    /// Whether the component has that flag.
    pub known: bool,
    /// The value as text; `None` when a value is missing.
    pub value: Option<String>,
    /// The arguments as written: `--a=b` or `--a b`.
    pub written: String,
    /// The argument that names the flag; one of its own when a file gives it.
    pub argument: Cow<'a, Argument>,
    /// Whether the command line or a file of flags gives it.
    pub provenance: Provenance,
}

/// What a command line says.
pub(crate) type Reading<'a> = (Vec<Given<'a>>, Vec<String>);

/// Reads a command line: the flags in order, and remarks on what fits no flag.
#[must_use]
pub fn read_arguments<'a>(component: &Component, arguments: &'a [Argument]) -> Reading<'a> {
    match component.arguments {
        ArgumentSyntax::Pflag => pflag(component, arguments),
        ArgumentSyntax::GoFlag => go_flag(component, arguments),
        ArgumentSyntax::Opaque => (Vec::new(), Vec::new()),
    }
}

fn pflag<'a>(component: &Component, arguments: &'a [Argument]) -> Reading<'a> {
    let mut given = Vec::new();
    let mut remarks = Vec::new();
    let mut rest = arguments.iter().peekable();
    while let Some(argument) = rest.next() {
        let text = argument.text.as_str();
        if text == "--" {
            break;
        }
        let long = text.strip_prefix("--");
        let short = text.strip_prefix('-').filter(|name| !name.is_empty());
        let (name, value) = match (long, short) {
            (Some(body), _) => match body.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (body, None),
            },
            (None, Some(body)) => shorthand(body),
            (None, None) => {
                remarks.push(format!("`{text}` is no flag; the component takes no arguments"));
                continue;
            }
        };
        let setting = component.flag(name);
        let bare = setting.and_then(|setting| setting.bare.clone());
        let mut written = text.to_owned();
        let value = match (value, bare) {
            (Some(value), _) => Some(value),
            (None, Some(bare)) => Some(bare),
            (None, None) => {
                // The value of an unknown flag cannot be told from an argument; a dash tells most.
                let take = rest
                    .peek()
                    .is_some_and(|next| setting.is_some() || !next.text.starts_with('-'));
                if take {
                    rest.next().map(|next| {
                        written = format!("{text} {}", next.text);
                        next.text.clone()
                    })
                } else {
                    None
                }
            }
        };
        if setting.is_none() {
            remarks.push(format!("`--{name}` is no flag that we know of this component"));
        } else if value.is_none() {
            remarks.push(format!("`{text}` needs a value and has none"));
        }
        given.push(Given {
            key: setting.map_or_else(|| name.to_owned(), |setting| setting.key.clone()),
            known: setting.is_some(),
            value,
            written,
            argument: Cow::Borrowed(argument),
            provenance: Provenance::CommandLine,
        });
    }
    (given, remarks)
}

/// `v=2`, `v2`, `v`: the letter and the value that clings to it.
fn shorthand(body: &str) -> (&str, Option<String>) {
    let length = body.chars().next().map_or(0, char::len_utf8);
    let (letter, value) = body.split_at(length);
    if value.is_empty() {
        return (letter, None);
    }
    (letter, Some(value.strip_prefix('=').unwrap_or(value).to_owned()))
}

fn go_flag<'a>(component: &Component, arguments: &'a [Argument]) -> Reading<'a> {
    let mut given = Vec::new();
    let mut remarks = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let text = argument.text.as_str();
        let body = text.strip_prefix("--").or_else(|| text.strip_prefix('-'));
        let Some(body) = body.filter(|body| !body.is_empty()) else {
            if text != "--" {
                remarks.push(format!("`{text}` is no flag; what follows it is not read"));
            }
            break;
        };
        let (name, value) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (body, None),
        };
        let setting = component.flag(name);
        let mut written = text.to_owned();
        let value = match (value, setting.and_then(|setting| setting.bare.clone())) {
            (Some(value), _) => Some(value),
            (None, Some(bare)) => Some(bare),
            (None, None) => rest.next().map(|next| {
                written = format!("{text} {}", next.text);
                next.text.clone()
            }),
        };
        if setting.is_none() {
            remarks.push(format!("`{text}` is no flag that we know of this component"));
        } else if value.is_none() {
            remarks.push(format!("`{text}` needs a value and has none"));
        }
        given.push(Given {
            key: name.to_owned(),
            known: setting.is_some(),
            value,
            written,
            argument: Cow::Borrowed(argument),
            provenance: Provenance::CommandLine,
        });
    }
    (given, remarks)
}
