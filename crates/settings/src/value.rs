//! Typed values of settings, read the way pflag, Go's flag package and the configuration readers
//! read them.

use std::collections::BTreeMap;
use std::fmt;

use plimsoll_content::{SettingType, duration};
use plimsoll_model::{Tree, Value};

/// A typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum SettingValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any number.
    Float(f64),
    /// Nanoseconds.
    Duration(i64),
    /// Text.
    Text(String),
    /// Elements in order.
    List(Vec<String>),
    /// Pairs by key.
    Map(BTreeMap<String, String>),
}

impl SettingValue {
    /// The value of a type before anybody sets it.
    #[must_use]
    pub fn empty(kind: SettingType) -> Self {
        match kind {
            SettingType::Bool => Self::Bool(false),
            SettingType::Int => Self::Int(0),
            SettingType::Float => Self::Float(0.0),
            SettingType::Duration => Self::Duration(0),
            SettingType::Text => Self::Text(String::new()),
            SettingType::List | SettingType::Array => Self::List(Vec::new()),
            SettingType::Map => Self::Map(BTreeMap::new()),
        }
    }

    /// Whether nothing is in it: empty text, list or map. Numbers and truth values never are.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
            Self::Bool(_) | Self::Int(_) | Self::Float(_) | Self::Duration(_) => false,
        }
    }

    /// Whether this is what an unset field holds: `false`, 0, `0s`, or nothing.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        match self {
            Self::Bool(value) => !value,
            Self::Int(value) | Self::Duration(value) => *value == 0,
            Self::Float(value) => *value == 0.0,
            Self::Text(_) | Self::List(_) | Self::Map(_) => self.is_empty(),
        }
    }

    /// Reads the text of a flag or environment variable.
    ///
    /// # Errors
    /// Says what the type accepts.
    pub fn parse(kind: SettingType, text: &str) -> Result<Self, String> {
        let wrong = |what: &str| Err(format!("`{text}` is not {what}"));
        match kind {
            // strconv.ParseBool
            SettingType::Bool => match text {
                "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(Self::Bool(true)),
                "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(Self::Bool(false)),
                _ => wrong("true or false"),
            },
            SettingType::Int => {
                integer(text).map_or_else(|| wrong("a whole number"), |value| Ok(Self::Int(value)))
            }
            SettingType::Float => {
                text.parse().map_or_else(|_| wrong("a number"), |value| Ok(Self::Float(value)))
            }
            SettingType::Duration => duration::parse(text)
                .map_or_else(|| wrong("a duration"), |value| Ok(Self::Duration(value))),
            SettingType::Text => Ok(Self::Text(text.to_owned())),
            SettingType::List => Ok(Self::List(comma_separated(text)?)),
            SettingType::Array => {
                Ok(Self::List(if text.is_empty() { vec![] } else { vec![text.to_owned()] }))
            }
            SettingType::Map => {
                let mut map = BTreeMap::new();
                for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
                    // Some flags take a key alone (`--runtime-config=api/all`); those that do not are
                    // refused by the component, which then does not run.
                    let (key, value) = match pair.split_once('=') {
                        Some((key, value)) => (key.trim(), value.trim()),
                        None => (pair, ""),
                    };
                    map.insert(key.to_owned(), value.to_owned());
                }
                Ok(Self::Map(map))
            }
        }
    }

    /// Reads a value of a configuration file.
    ///
    /// # Errors
    /// Says why the component's own reader would refuse it.
    pub fn from_tree(kind: SettingType, tree: &Tree) -> Result<Self, String> {
        let wrong = |what: &str| {
            let shown = tree.scalar_text().unwrap_or_else(|| "a structure".to_owned());
            Err(format!("{shown} is not {what}"))
        };
        match (kind, &tree.value) {
            (_, Value::Redacted) => Ok(Self::Text("(redacted)".to_owned())),
            (SettingType::Bool, Value::Bool(value)) => Ok(Self::Bool(*value)),
            (SettingType::Bool, _) => wrong("true or false"),
            (SettingType::Int, Value::Int(value)) => Ok(Self::Int(*value)),
            (SettingType::Int, _) => wrong("a whole number"),
            (SettingType::Float, Value::Float(value)) => Ok(Self::Float(*value)),
            #[allow(clippy::cast_precision_loss, reason = "settings are far below 2^52")]
            (SettingType::Float, Value::Int(value)) => Ok(Self::Float(*value as f64)),
            (SettingType::Float, _) => wrong("a number"),
            (SettingType::Duration, Value::String(text)) => duration::parse(text)
                .map_or_else(|| wrong("a duration"), |value| Ok(Self::Duration(value))),
            // etcd writes durations as nanoseconds, metav1.Duration takes 0 only as text.
            (SettingType::Duration, Value::Int(value)) => Ok(Self::Duration(*value)),
            (SettingType::Duration, _) => wrong("a duration"),
            (SettingType::Text, _) => match tree.scalar_text() {
                Some(text) => Ok(Self::Text(text)),
                None => wrong("text"),
            },
            (SettingType::List | SettingType::Array, Value::List(items)) => {
                Ok(Self::List(items.iter().map(shown).collect()))
            }
            (SettingType::List, Value::String(text)) => Ok(Self::List(comma_separated(text)?)),
            (SettingType::List | SettingType::Array, _) => wrong("a list"),
            (SettingType::Map, Value::Map(entries)) => Ok(Self::Map(
                entries.iter().map(|entry| (entry.key.clone(), shown(&entry.value))).collect(),
            )),
            (SettingType::Map, _) => wrong("a mapping"),
        }
    }

    /// Takes in one more occurrence of a flag: lists and maps add up, the rest is replaced.
    pub(crate) fn accumulate(&mut self, next: Self) {
        match (self, next) {
            (Self::List(list), Self::List(more)) => list.extend(more),
            (Self::Map(map), Self::Map(more)) => map.extend(more),
            (slot, next) => *slot = next,
        }
    }
}

impl fmt::Display for SettingValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Int(value) => write!(formatter, "{value}"),
            Self::Float(value) => write!(formatter, "{value}"),
            Self::Duration(value) => formatter.write_str(&duration::format(*value)),
            Self::Text(text) if text.is_empty() => formatter.write_str("not set"),
            Self::Text(text) => formatter.write_str(text),
            Self::List(list) if list.is_empty() => formatter.write_str("not set"),
            Self::List(list) => formatter.write_str(&list.join(",")),
            Self::Map(map) if map.is_empty() => formatter.write_str("not set"),
            Self::Map(map) => {
                let pairs: Vec<String> =
                    map.iter().map(|(key, value)| format!("{key}={value}")).collect();
                formatter.write_str(&pairs.join(","))
            }
        }
    }
}

fn shown(tree: &Tree) -> String {
    match &tree.value {
        Value::Map(entries) => {
            let pairs: Vec<String> = entries
                .iter()
                .map(|entry| format!("{}: {}", entry.key, shown(&entry.value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "))
        }
        _ => tree.scalar_text().unwrap_or_default(),
    }
}

/// strconv.ParseInt with base 0: decimal, `0x`, `0o`, `0b`, a leading zero for octal, and `_`
/// between digits.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let (digits, base) = if let Some(rest) = lower.strip_prefix("0x") {
        (rest, 16)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (rest, 2)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (rest, 8)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (&lower[1..], 8)
    } else {
        (lower.as_str(), 10)
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) || digits.ends_with('_') {
        return None;
    }
    if digits.contains("__") || (digits.starts_with('_') && base == 10) {
        return None;
    }
    let magnitude = i128::from_str_radix(&digits.replace('_', ""), base).ok()?;
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

/// One line of CSV, as pflag's slices are read: quotes may enclose an element.
fn comma_separated(text: &str) -> Result<Vec<String>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if !text.contains('"') {
        return Ok(text.split(',').map(str::to_owned).collect());
    }
    let wrong = || format!("`{text}` is not comma-separated: a quote is out of place");
    let mut elements = Vec::new();
    let mut rest = text;
    loop {
        let Some(quoted) = rest.strip_prefix('"') else {
            let (element, after) = match rest.split_once(',') {
                Some((element, after)) => (element, Some(after)),
                None => (rest, None),
            };
            if element.contains('"') {
                return Err(wrong());
            }
            elements.push(element.to_owned());
            match after {
                Some(after) => rest = after,
                None => return Ok(elements),
            }
            continue;
        };
        let mut element = String::new();
        let mut quoted = quoted;
        loop {
            let (part, after) = quoted.split_once('"').ok_or_else(wrong)?;
            element.push_str(part);
            match after.strip_prefix('"') {
                Some(more) => {
                    element.push('"');
                    quoted = more;
                }
                None => {
                    quoted = after;
                    break;
                }
            }
        }
        elements.push(element);
        match quoted.strip_prefix(',') {
            Some(after) => rest = after,
            None if quoted.is_empty() => return Ok(elements),
            None => return Err(wrong()),
        }
    }
}

#[cfg(test)]
mod tests {
    use plimsoll_content::SettingType;

    use super::SettingValue;

    #[test]
    fn values_are_read_as_go_reads_them() {
        let parse = SettingValue::parse;
        assert_eq!(parse(SettingType::Bool, "F"), Ok(SettingValue::Bool(false)));
        assert!(parse(SettingType::Bool, "yes").is_err());
        assert_eq!(parse(SettingType::Int, "0x64"), Ok(SettingValue::Int(100)));
        assert_eq!(parse(SettingType::Int, "010"), Ok(SettingValue::Int(8)));
        assert_eq!(parse(SettingType::Int, "1_000"), Ok(SettingValue::Int(1000)));
        assert!(parse(SettingType::Int, "ten").is_err());
        let list = |parts: &[&str]| {
            Ok(SettingValue::List(parts.iter().map(|part| (*part).to_owned()).collect()))
        };
        assert_eq!(parse(SettingType::List, "a,b"), list(&["a", "b"]));
        assert_eq!(parse(SettingType::List, "\"a,b\",c"), list(&["a,b", "c"]));
        assert!(parse(SettingType::List, "a\"b").is_err());
        assert_eq!(parse(SettingType::Array, "a,b"), list(&["a,b"]));
    }
}
