//! Types of plain scalars, as the YAML reader inside Kubernetes resolves them.
//!
//! Source: `sigs.k8s.io/yaml/goyaml.v2/resolve.go`.

/// The type of an unquoted scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Plain {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text,
}

/// The value of an unquoted scalar.
pub(crate) fn resolve_plain(text: &str) -> Plain {
    let Some(first) = text.bytes().next() else { return Plain::Null };
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return word(first, text);
    }
    let plain: std::borrow::Cow<'_, str> =
        if text.contains('_') { text.replace('_', "").into() } else { text.into() };
    if let Some(number) = integer(&plain) {
        return Plain::Int(number);
    }
    let is_float = plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    if !is_float {
        return Plain::Text;
    }
    plain.parse::<f64>().map_or(Plain::Text, Plain::Float)
}

fn word(first: u8, text: &str) -> Plain {
    if text.len() > 5
        || !matches!(
            first,
            b'~' | b'n' | b'N' | b't' | b'T' | b'y' | b'Y' | b'o' | b'O' | b'f' | b'F'
        )
    {
        return Plain::Text;
    }
    match text {
        "~" | "null" | "Null" | "NULL" => Plain::Null,
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            Plain::Bool(true)
        }
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Plain::Bool(false)
        }
        _ => Plain::Text,
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
    use super::{Plain, resolve_plain};

    #[test]
    fn plain_scalars_have_the_types_kubernetes_gives_them() {
        for (written, want) in [
            ("", Plain::Null),
            ("~", Plain::Null),
            ("yes", Plain::Bool(true)),
            ("off", Plain::Bool(false)),
            ("0", Plain::Int(0)),
            ("0644", Plain::Int(0o644)),
            ("0o17", Plain::Int(15)),
            ("0x64", Plain::Int(100)),
            ("-12", Plain::Int(-12)),
            ("1_000", Plain::Int(1000)),
            ("1.5", Plain::Float(1.5)),
            ("1e3", Plain::Float(1000.0)),
            ("10s", Plain::Text),
            ("127.0.0.1", Plain::Text),
            ("-", Plain::Text),
            ("089", Plain::Float(89.0)),
            ("inf", Plain::Text),
            ("+inf", Plain::Text),
        ] {
            assert_eq!(resolve_plain(written), want, "{written}");
        }
    }
}
