//! Types of plain scalars, as the YAML reader inside Kubernetes resolves them.
//!
//! Source: `sigs.k8s.io/yaml/goyaml.v2/resolve.go`.

use plimsoll_model::Value;

/// The value of an unquoted scalar.
pub(crate) fn resolve_plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            return Value::Bool(true);
        }
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            return Value::Bool(false);
        }
        _ => {}
    }
    let starts_like_a_number =
        text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'));
    if !starts_like_a_number {
        return Value::String(text.to_owned());
    }
    let plain: String = text.chars().filter(|&character| character != '_').collect();
    if let Some(number) = integer(&plain) {
        return Value::Int(number);
    }
    let is_float = plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    match plain.parse::<f64>() {
        Ok(number) if is_float => Value::Float(number),
        _ => Value::String(text.to_owned()),
    }
}

/// A whole number in Go's base-0 notation: `10`, `0x1f`, `0o17`, `017`, `0b11`, with a sign.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, base) = if let Some(rest) = strip_prefix_any(digits, "0x", "0X") {
        (rest, 16)
    } else if let Some(rest) = strip_prefix_any(digits, "0b", "0B") {
        (rest, 2)
    } else if let Some(rest) = strip_prefix_any(digits, "0o", "0O") {
        (rest, 8)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (&digits[1..], 8)
    } else {
        (digits, 10)
    };
    if digits.is_empty() || digits.starts_with(['+', '-']) {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, base).ok()?;
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

fn strip_prefix_any<'a>(text: &'a str, lower: &str, upper: &str) -> Option<&'a str> {
    text.strip_prefix(lower).or_else(|| text.strip_prefix(upper))
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Value;

    use super::resolve_plain;

    #[test]
    fn plain_scalars_have_the_types_kubernetes_gives_them() {
        let text = |text: &str| Value::String(text.to_owned());
        for (written, want) in [
            ("", Value::Null),
            ("~", Value::Null),
            ("yes", Value::Bool(true)),
            ("off", Value::Bool(false)),
            ("0", Value::Int(0)),
            ("0644", Value::Int(0o644)),
            ("0o17", Value::Int(15)),
            ("0x64", Value::Int(100)),
            ("-12", Value::Int(-12)),
            ("1_000", Value::Int(1000)),
            ("1.5", Value::Float(1.5)),
            ("1e3", Value::Float(1000.0)),
            ("10s", text("10s")),
            ("127.0.0.1", text("127.0.0.1")),
            ("-", text("-")),
            ("089", Value::Float(89.0)),
            ("inf", text("inf")),
            ("+inf", text("+inf")),
        ] {
            assert_eq!(resolve_plain(written), want, "{written}");
        }
    }
}
