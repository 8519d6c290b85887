//! An object as the API server writes it, less what is not judged and what must not be kept.
//!
//! Gone: `status` (but for a pod's phase and what a kubelet reports of its node), `managedFields`, the
//! copy that `kubectl apply` keeps, numbers that change with every write. Secrets are taken out here:
//! values of a Secret, values and arguments that hold credentials, long values of ConfigMaps.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use plimsoll_model::secret;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value of JSON that borrows its texts.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'j> {
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number.
    Float(f64),
    /// A text.
    Text(Cow<'j, str>),
    /// A list.
    List(Vec<Json<'j>>),
    /// A mapping, in the order of the input.
    Map(Vec<(Cow<'j, str>, Json<'j>)>),
}

impl<'j> Json<'j> {
    /// The value of a key.
    #[must_use]
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The value of a key, to be changed.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        match self {
            Self::Map(entries) => {
                entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a list; none of anything else.
    #[must_use]
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    fn items_mut(&mut self) -> &mut [Self] {
        match self {
            Self::List(items) => items,
            _ => &mut [],
        }
    }

    fn entries_mut(&mut self) -> &mut [(Cow<'j, str>, Self)] {
        match self {
            Self::Map(entries) => entries,
            _ => &mut [],
        }
    }

    /// Keeps the entries of a mapping that `keep` wants.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        if let Self::Map(entries) = self {
            entries.retain(|(key, _)| keep(key));
        }
    }

    /// Writes it without any space.
    pub(super) fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Int(value) => {
                let _ = write!(out, "{value}");
            }
            Self::Float(value) => {
                let _ = write!(out, "{value:?}");
            }
            Self::Text(text) => write_text(text, out),
            Self::List(items) => {
                out.push('[');
                for (number, item) in items.iter().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (number, (key, value)) in entries.iter().enumerate() {
                    if number > 0 {
                        out.push(',');
                    }
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter == '"' || letter == '\\' || letter < ' ') {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\t' => out.push_str("\\t"),
            b'\r' => out.push_str("\\r"),
            other => {
                let _ = write!(out, "\\u{other:04x}");
            }
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Keys of a mapping up to which each is compared with all before it.
const FEW: usize = 32;

/// Where in an object a value stands: what is left out depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Metadata,
    Annotations,
    Status,
    Deep,
}

impl Place {
    fn of(self, key: &str) -> Self {
        match (self, key) {
            (Self::Root, "metadata") => Self::Metadata,
            (Self::Root, "status") => Self::Status,
            (Self::Metadata, "annotations") => Self::Annotations,
            _ => Self::Deep,
        }
    }

    fn keeps(self, key: &str) -> bool {
        match self {
            Self::Metadata => !matches!(
                key,
                "managedFields"
                    | "uid"
                    | "resourceVersion"
                    | "generation"
                    | "creationTimestamp"
                    | "selfLink"
                    | "finalizers"
            ),
            Self::Annotations => key != "kubectl.kubernetes.io/last-applied-configuration",
            Self::Status => {
                matches!(key, "phase" | "nodeInfo" | "addresses" | "daemonEndpoints")
            }
            Self::Root | Self::Deep => true,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Place {
    type Value = Json<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Int(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Int(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Float(value))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json<'de>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(Self::Deep)? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut entries: Vec<(Cow<'de, str>, Json<'de>)> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        while let Some(key) = map.next_key::<plimsoll_model::kubernetes::Text<'de>>()? {
            // Readers differ in which of two they take: one of them would see another object.
            let twice = if entries.len() < FEW {
                entries.iter().any(|(name, _)| *name == key.0)
            } else {
                if known.is_empty() {
                    known.extend(entries.iter().map(|(name, _)| name.clone()));
                }
                !known.insert(key.0.clone())
            };
            if twice {
                return Err(serde::de::Error::custom(format!(
                    "the key `{}` is there twice",
                    key.0
                )));
            }
            if self.keeps(&key) {
                let value = map.next_value_seed(self.of(&key))?;
                entries.push((key.0, value));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Json::Map(entries))
    }
}

/// Reads an object without what is not judged.
///
/// # Errors
/// Says what is no JSON, and where.
pub(super) fn read(json: &[u8]) -> Result<Json<'_>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = Place::Root.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Letters of a ConfigMap's value that are kept.
const SHORT: usize = 256;

/// Takes secrets out of an object of a kind, wherever it describes containers.
pub(super) fn redact(object: &mut Json<'_>, kind: &str) {
    match kind {
        "Secret" => {
            for field in ["data", "stringData"] {
                for (_, value) in object.get_mut(field).map(Json::entries_mut).into_iter().flatten()
                {
                    *value = Json::Text(Cow::Borrowed(""));
                }
            }
        }
        "ConfigMap" => {
            for (key, value) in object.get_mut("data").map(Json::entries_mut).into_iter().flatten()
            {
                let Json::Text(text) = value else { continue };
                if let Some(what) = secret::in_entry(key, text) {
                    *text = Cow::Owned(secret::redacted(&what));
                } else if text.len() > SHORT || text.contains('\n') {
                    *text = Cow::Borrowed("");
                }
            }
            for (_, value) in
                object.get_mut("binaryData").map(Json::entries_mut).into_iter().flatten()
            {
                *value = Json::Text(Cow::Borrowed(""));
            }
        }
        _ => containers(object),
    }
    let annotations = object.get_mut("metadata").and_then(|one| one.get_mut("annotations"));
    for (_, value) in annotations.map(Json::entries_mut).into_iter().flatten() {
        replace(value, secret::anywhere);
    }
}

/// A kubelet's configuration without the headers that it sends to where its static pods come from,
/// which may hold credentials.
///
/// # Errors
/// Says what is no JSON.
pub(super) fn kubelet(json: &str) -> Result<Box<serde_json::value::RawValue>, String> {
    let mut config = read(json.as_bytes()).map_err(|error| error.to_string())?;
    for (_, values) in
        config.get_mut("staticPodURLHeader").map(Json::entries_mut).into_iter().flatten()
    {
        *values = Json::List(vec![Json::Text(Cow::Borrowed("(redacted)"))]);
    }
    let mut out = String::new();
    config.write(&mut out);
    serde_json::value::RawValue::from_string(out).map_err(|error| error.to_string())
}

fn replace(value: &mut Json<'_>, find: impl Fn(&str) -> Option<String>) {
    if let Json::Text(text) = value
        && let Some(what) = find(text)
    {
        *text = Cow::Owned(secret::redacted(&what));
    }
}

/// Containers, at any depth: lists of mappings that have an image, arguments or variables.
fn containers(value: &mut Json<'_>) {
    match value {
        Json::List(items) => items.iter_mut().for_each(containers),
        Json::Map(entries) => {
            for (key, value) in entries.iter_mut() {
                match &**key {
                    "command" | "args" => {
                        value.items_mut().iter_mut().for_each(|word| {
                            replace(word, secret::in_argument);
                        });
                    }
                    "env" => value.items_mut().iter_mut().for_each(variable),
                    _ => containers(value),
                }
            }
        }
        _ => {}
    }
}

fn variable(variable: &mut Json<'_>) {
    let name = variable.get("name").and_then(Json::text).unwrap_or_default().to_owned();
    if let Some(value) = variable.get_mut("value") {
        replace(value, |text| secret::named(&name, text));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::{read, redact};

    fn stripped(text: &str) -> String {
        let mut object = read(text.as_bytes()).unwrap();
        let kind = object.get("kind").and_then(|kind| kind.text()).unwrap_or_default().to_owned();
        redact(&mut object, &kind);
        let mut out = String::new();
        object.write(&mut out);
        out
    }

    #[test]
    fn what_is_not_judged_is_gone() {
        let text = r#"{"kind":"Pod","metadata":{"name":"a","managedFields":[{"f:x":{}}],"uid":"1",
            "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","b":"c"}},
            "spec":{"status":"stays","metadata":{"uid":"stays"}},
            "status":{"phase":"Running","containerStatuses":[{}]}}"#;
        assert_eq!(
            stripped(text),
            r#"{"kind":"Pod","metadata":{"name":"a","annotations":{"b":"c"}},"spec":{"status":"stays","metadata":{"uid":"stays"}},"status":{"phase":"Running"}}"#
        );
    }

    #[test]
    fn a_key_that_is_there_twice_is_an_error() {
        let many: Vec<String> = (0..100).map(|n| format!("\"k{n}\":{n}")).collect();
        for text in [
            "{\"spec\":{\"hostPID\":false,\"hostPID\":true}}".to_owned(),
            format!("{{{},\"k7\":1}}", many.join(",")),
        ] {
            let error = read(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("is there twice"), "{error}");
        }
        assert!(read(format!("{{{}}}", many.join(",")).as_bytes()).is_ok());
    }

    #[test]
    fn secrets_are_taken_out() {
        let key = ["AKIA", "IOSFODNN7REALKEY"].concat();
        for text in [
            format!(
                r#"{{"kind":"Pod","spec":{{"containers":[{{"env":[{{"name":"A","value":"{key}"}}]}}]}}}}"#
            ),
            format!(r#"{{"kind":"Pod","spec":{{"containers":[{{"args":["--token={key}"]}}]}}}}"#),
            format!(
                r#"{{"kind":"CronJob","spec":{{"a":{{"initContainers":[{{"command":["{key}"]}}]}}}}}}"#
            ),
            format!(r#"{{"kind":"ConfigMap","data":{{"a":"x\nkey = {key}\n"}}}}"#),
            format!(r#"{{"kind":"Secret","data":{{"a":"{key}"}}}}"#),
            format!(r#"{{"kind":"Role","metadata":{{"annotations":{{"a":"{key}"}}}}}}"#),
        ] {
            let out = stripped(&text);
            assert!(!out.contains(&key), "{out}");
            assert!(
                text.contains("Secret") || out.contains("(redacted: an AWS access key id"),
                "{out}"
            );
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_exactly(text in "\\PC{0,40}", number in any::<i64>(), float in any::<f64>()) {
            let value = serde_json::json!({"spec": {"text": text, "n": number, "f": float, "l": [null, true]}});
            let written = value.to_string();
            let mut out = String::new();
            read(written.as_bytes()).unwrap().write(&mut out);
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&out).unwrap(), serde_json::from_str::<serde_json::Value>(&written).unwrap());
        }
    }
}
