//! JSON values as YAML: block style, texts in double quotes as JSON writes them, which every YAML
//! reader takes as they are meant.

use serde_json::Value;

/// The document, with a line break at the end.
#[must_use]
pub(crate) fn render(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, indent: usize, text: &mut String) {
    let pad = " ".repeat(indent);
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                text.push_str(&format!("{pad}{}:", scalar(&Value::String(key.clone()))));
                nested(value, indent, text);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            for value in list {
                text.push_str(&format!("{pad}-"));
                nested(value, indent, text);
            }
        }
        other => text.push_str(&format!("{pad}{}\n", scalar(other))),
    }
}

fn nested(value: &Value, indent: usize, text: &mut String) {
    let deep = match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => false,
    };
    if deep {
        text.push('\n');
        write(value, indent + 2, text);
    } else {
        text.push_str(&format!(" {}\n", scalar(value)));
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(word) if is_plain(word) => word.clone(),
        // YAML breaks lines at more letters than JSON, and terminals obey others: all are escaped.
        other => plimsoll_report::sanitize::json(other.to_string())
            .replace('\u{85}', "\\u0085")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029"),
    }
}

/// Words that no reader takes for anything else.
fn is_plain(word: &str) -> bool {
    word.len() > 2
        && word.starts_with(|letter: char| letter.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'-')
        && !matches!(word, "yes" | "true" | "false" | "null" | "off")
}

#[cfg(test)]
mod tests {
    use plimsoll_source::{Limits, parse_yaml};
    use proptest::prelude::*;
    use serde_json::json;

    use super::render;

    #[test]
    fn nested_values_are_indented() {
        let value = json!({"list": [{"x": 1, "y": []}, "on"], "name": "a b", "none": null});
        assert_eq!(
            render(&value),
            "list:\n  -\n    \"x\": 1\n    \"y\": []\n  - \"on\"\nname: \"a b\"\nnone: null\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_is_read_back_as_it_was(text in "\\PC{0,40}", key in "[ -~]{1,10}") {
            let written = render(&json!({key.clone(): [text.clone()]}));
            let trees = parse_yaml(&written, Limits::default()).unwrap();
            let item = trees[0].get(&key).unwrap().items()[0].as_str().map(str::to_owned);
            prop_assert_eq!(item, Some(text));
        }
    }
}
