//! Go's durations: `300ms`, `1h30m`, `0`, `-1.5h`.

/// Nanoseconds of a duration as Go's `time.ParseDuration` reads it; `None` when it is not one.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let whole = &rest[..digits];
        rest = &rest[digits..];
        let mut fraction = "";
        if let Some(after) = rest.strip_prefix('.') {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            fraction = &after[..digits];
            rest = &after[digits..];
        }
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let unit_length = rest
            .char_indices()
            .find(|(_, character)| *character == '.' || character.is_ascii_digit())
            .map_or(rest.len(), |(index, _)| index);
        let unit: i128 = match &rest[..unit_length] {
            "ns" => 1,
            "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
            "ms" => 1_000_000,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => return None,
        };
        rest = &rest[unit_length..];
        if !whole.is_empty() {
            total += whole.parse::<i64>().ok().map(i128::from)?.checked_mul(unit)?;
        }
        let mut scale = unit;
        for digit in fraction.bytes() {
            scale /= 10;
            total += i128::from(digit - b'0') * scale;
        }
    }
    i64::try_from(if negative { -total } else { total }).ok()
}

/// A duration as Go prints it: `4h0m0s`, `1.5s`, `300ms`.
#[must_use]
pub fn format(nanoseconds: i64) -> String {
    if nanoseconds == 0 {
        return "0s".to_owned();
    }
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let value = nanoseconds.unsigned_abs();
    let decimals = |value: u64, unit: u64, name: &str| {
        let text = format!(
            "{}.{:0width$}",
            value / unit,
            value % unit,
            width = {
                let mut digits = 0;
                let mut rest = unit;
                while rest > 1 {
                    rest /= 10;
                    digits += 1;
                }
                digits
            }
        );
        format!("{}{name}", text.trim_end_matches('0').trim_end_matches('.'))
    };
    let text = match value {
        0..1_000 => format!("{value}ns"),
        1_000..1_000_000 => decimals(value, 1_000, "\u{b5}s"),
        1_000_000..1_000_000_000 => decimals(value, 1_000_000, "ms"),
        _ => {
            let minutes = value / 60_000_000_000;
            let seconds = decimals(value % 60_000_000_000, 1_000_000_000, "s");
            match (minutes / 60, minutes % 60) {
                (0, 0) => seconds,
                (0, minutes) => format!("{minutes}m{seconds}"),
                (hours, minutes) => format!("{hours}h{minutes}m{seconds}"),
            }
        }
    };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::{format, parse};

    #[test]
    fn durations_are_read_and_printed_as_go_does() {
        for (text, nanoseconds, printed) in [
            ("0", 0, "0s"),
            ("300s", 300_000_000_000, "5m0s"),
            ("1h30m", 5_400_000_000_000, "1h30m0s"),
            ("1.5s", 1_500_000_000, "1.5s"),
            ("-2ms", -2_000_000, "-2ms"),
            ("4h0m0s", 14_400_000_000_000, "4h0m0s"),
            (".5m", 30_000_000_000, "30s"),
        ] {
            assert_eq!(parse(text), Some(nanoseconds), "{text}");
            assert_eq!(format(nanoseconds), printed);
        }
        for text in ["", "5", "s", "1x", "1h 2m", "-", "99999999999h"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
