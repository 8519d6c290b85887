//! What is a secret, by its value first and by its name only together with it.
//!
//! Names alone cry wolf: `TOKEN_FILE`, `PASSWORD_MIN_LENGTH` and `external_secrets_replicas` hold no
//! secret. A value is one when it has the form that an issuer gives its credentials, when it is a
//! private key, when an address carries a password, or when a name that says secret goes with a value
//! that looks like nothing else.

/// What a credential is, how it begins, its length at the least, which letters follow.
type Form = (&'static str, &'static str, usize, fn(u8) -> bool);

/// Forms that issuers give their credentials.
const FORMS: [Form; 19] = [
    ("AWS access key id", "AKIA", 20, upper_or_digit),
    ("AWS access key id", "ASIA", 20, upper_or_digit),
    ("GitHub token", "ghp_", 36, alphanumeric),
    ("GitHub token", "gho_", 36, alphanumeric),
    ("GitHub token", "ghs_", 36, alphanumeric),
    ("GitHub token", "ghr_", 36, alphanumeric),
    ("GitHub token", "github_pat_", 60, word),
    ("GitLab token", "glpat-", 26, word),
    ("Slack token", "xoxb-", 24, word),
    ("Slack token", "xoxp-", 24, word),
    ("Slack token", "xapp-", 24, word),
    ("Google API key", "AIza", 39, word),
    ("Stripe key", "sk_live_", 24, alphanumeric),
    ("Stripe key", "rk_live_", 24, alphanumeric),
    ("SendGrid key", "SG.", 60, dotted),
    ("npm token", "npm_", 40, alphanumeric),
    ("DigitalOcean token", "dop_v1_", 60, alphanumeric),
    ("HashiCorp Vault token", "hvs.", 24, word),
    ("OpenAI key", "sk-proj-", 40, word),
];

fn upper_or_digit(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit()
}

fn alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn dotted(byte: u8) -> bool {
    word(byte) || byte == b'.'
}

/// What kind of credential a text holds anywhere in it, by form alone.
#[must_use]
pub fn form(text: &str) -> Option<&'static str> {
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Some("private key");
    }
    for (what, prefix, least, follows) in FORMS {
        let mut from = 0;
        while let Some(at) = text[from..].find(prefix).map(|at| from + at) {
            let before = text[..at].bytes().last();
            let length = prefix.len()
                + text[at + prefix.len()..].bytes().take_while(|byte| follows(*byte)).count();
            if length >= least
                && !before.is_some_and(|byte| byte.is_ascii_alphanumeric())
                && !is_placeholder(&text[at..at + length])
            {
                return Some(what);
            }
            from = at + prefix.len();
        }
    }
    if is_jwt(text) {
        return Some("JSON Web Token");
    }
    has_password_in_address(text).then_some("address with a password")
}

/// Three parts in base64url, the first of which begins as JSON does.
fn is_jwt(text: &str) -> bool {
    text.split(|letter: char| letter.is_whitespace() || letter == '"' || letter == '\'').any(
        |word_| {
            let parts: Vec<&str> = word_.split('.').collect();
            word_.starts_with("eyJ")
                && parts.len() == 3
                && parts.iter().all(|part| part.len() >= 8 && part.bytes().all(word))
        },
    )
}

/// `scheme://user:password@host`.
fn has_password_in_address(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("://") {
        let end = after
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '"' | '\'' | '?'))
            .unwrap_or(after.len());
        if let Some((login, host)) = after[..end].rsplit_once('@')
            && let Some((_, password)) = login.split_once(':')
            && !password.is_empty()
            && !host.is_empty()
            && !is_placeholder(password)
        {
            return true;
        }
        rest = &after[end..];
    }
    false
}

/// Words in a name that say that its value is secret.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "accesskey",
    "access_key",
    "privatekey",
    "private_key",
    "credential",
    "client_secret",
    "auth_key",
];

/// Ends of names whose value only tells about a secret.
const ABOUT: [&str; 32] = [
    "file",
    "path",
    "dir",
    "name",
    "names",
    "url",
    "uri",
    "endpoint",
    "host",
    "port",
    "enabled",
    "enable",
    "length",
    "ttl",
    "expiry",
    "expiration",
    "timeout",
    "duration",
    "interval",
    "id",
    "ref",
    "type",
    "issuer",
    "audience",
    "policy",
    "prefix",
    "count",
    "limit",
    "size",
    "mode",
    "provider",
    "header",
];

fn says_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase().replace(['-', '.'], "_");
    let last = lower.rsplit('_').next().unwrap_or_default();
    NAMES.iter().any(|word| lower.contains(word)) && !ABOUT.contains(&last)
}

/// Whether a value stands for another that is filled in later, or is one that nobody uses.
fn is_placeholder(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let marked = value.contains("${")
        || value.contains("$(")
        || value.contains("{{")
        || value.contains("<")
        || value.contains("%(")
        || value.starts_with('$');
    let said = [
        "changeme",
        "change-me",
        "change_me",
        "example",
        "placeholder",
        "replace",
        "your-",
        "your_",
        "dummy",
        "todo",
        "redacted",
        "xxxx",
        "****",
        "fixme",
        "insert",
    ];
    marked || said.iter().any(|word| lower.contains(word))
}

/// Whether a text looks like a credential and like nothing else: no sentence, path, address, number,
/// duration or word.
fn looks_secret(value: &str) -> bool {
    let value = value.trim();
    let plain = matches!(
        value.to_ascii_lowercase().as_str(),
        "true"
            | "false"
            | "yes"
            | "no"
            | "none"
            | "null"
            | "on"
            | "off"
            | "enabled"
            | "disabled"
            | "required"
            | "optional"
    );
    let number = value.parse::<f64>().is_ok();
    let duration = value.len() <= 8
        && value.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && value.ends_with(['s', 'm', 'h', 'd']);
    let place = value.contains("://")
        || value.starts_with(['/', '.', '~'])
        || value.ends_with(".svc")
        || value.contains(".svc.");
    if value.len() < 4
        || plain
        || number
        || duration
        || place
        || value.contains(char::is_whitespace)
        || is_placeholder(value)
    {
        return false;
    }
    let has = |test: fn(&char) -> bool| value.chars().any(|letter| test(&letter));
    let kinds = [
        has(char::is_ascii_lowercase),
        has(char::is_ascii_uppercase),
        has(char::is_ascii_digit),
        has(char::is_ascii_punctuation),
    ];
    let mixed = kinds.iter().filter(|kind| **kind).count() >= 2;
    // Names of objects and classes mix letters and dashes or dots: those are no secrets.
    let name_like = value
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'.' | b'_' | b'/' | b':'));
    (mixed && !name_like && entropy(value) >= 2.3)
        || (value.len() >= 6 && !name_like && entropy(value) >= 2.5)
}

/// Bits per letter.
fn entropy(text: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] += 1;
    }
    #[allow(clippy::cast_precision_loss, reason = "values are short")]
    let length = text.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| {
            let share = f64::from(*count) / length;
            -share * share.log2()
        })
        .sum()
}

/// A kind of secret with its article, and how long it is: never the secret itself.
fn told(what: &str, value: &str) -> String {
    let vowel = what.starts_with(['a', 'A', 'O']);
    format!("{} {what} ({} letters)", if vowel { "an" } else { "a" }, value.chars().count())
}

/// What stands for a secret that a collector has taken out, so that it can still be told.
const MARK: &str = "(redacted: ";

/// The text that takes a secret's place. `what` is as [`named`] and [`anywhere`] tell it.
#[must_use]
pub fn redacted(what: &str) -> String {
    format!("{MARK}{what})")
}

fn marked(text: &str) -> Option<String> {
    text.strip_prefix(MARK)?.strip_suffix(')').map(str::to_owned)
}

/// What kind of secret a named value is.
#[must_use]
pub fn named(name: &str, value: &str) -> Option<String> {
    if let Some(what) = marked(value) {
        return Some(what);
    }
    let form = form(value);
    if form.is_none() && is_placeholder(value) {
        return None;
    }
    let what = match form {
        Some(what) => what,
        None if says_secret(name) && looks_secret(value) => "credential, by name and value",
        None => return None,
    };
    Some(told(what, value))
}

/// What kind of secret a text without a name holds.
#[must_use]
pub fn anywhere(text: &str) -> Option<String> {
    marked(text).or_else(|| form(text).map(|what| told(what, text)))
}

/// What kind of secret a command line argument holds.
#[must_use]
pub fn in_argument(word: &str) -> Option<String> {
    anywhere(word).or_else(|| {
        let (name, value) = word.strip_prefix("--")?.split_once('=')?;
        named(name, value)
    })
}

/// Lines of a file that are looked at.
const LINES: usize = 20_000;

/// What kind of secret an entry of a ConfigMap holds: whole, or in a line where it is a file of
/// settings.
#[must_use]
pub fn in_entry(key: &str, value: &str) -> Option<String> {
    if !value.contains('\n') {
        return named(key, value);
    }
    if let Some(what) = anywhere(value) {
        return Some(what);
    }
    value.lines().take(LINES).find_map(|line| {
        let line = line.trim();
        if line.starts_with(['#', ';', '/']) {
            return None;
        }
        let (name, value) = line.split_once('=').or_else(|| line.split_once(": "))?;
        let name = name.trim().trim_matches('"');
        // A setting is a word; anything longer is a program.
        if name.is_empty()
            || name.contains(|letter: char| letter.is_whitespace() || "(){}[]<>$".contains(letter))
        {
            return None;
        }
        let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
        if value.contains(|letter: char| "(){}[]<>;".contains(letter)) {
            return None;
        }
        named(name, value).map(|what| format!("{what}: `{name}`"))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::{anywhere, form, in_argument, named, redacted};

    #[test]
    fn secrets_are_told_by_their_value() {
        let join = |parts: &[&str]| parts.concat();
        for (value, what) in [
            (join(&["AKIA", "IOSFODNN7REALKEY"]), "AWS access key id"),
            (join(&["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"]), "GitHub token"),
            ("-----BEGIN RSA PRIVATE KEY-----\nx".to_owned(), "private key"),
            ("postgres://app:s3cr3t@db.shop.svc/app".to_owned(), "address with a password"),
            (
                join(&["eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxIn0xxx", ".c2lnbmF0dXJlLW9mLWl0"]),
                "JSON Web Token",
            ),
        ] {
            assert_eq!(form(&value), Some(what), "{value}");
        }
        assert!(named("DB_PASSWORD", "hunter2x").is_some());
        assert!(named("API_TOKEN", "9f86d081884c7d659a2feaa0c55ad015").is_some());
    }

    #[test]
    fn what_was_taken_out_is_still_told() {
        let what = named("DB_PASSWORD", "hunter2x").unwrap();
        let mark = redacted(&what);
        assert_eq!(named("DB_PASSWORD", &mark), Some(what.clone()));
        assert_eq!(anywhere(&mark), Some(what.clone()));
        assert_eq!(in_argument(&mark), Some(what));
        assert!(in_argument("--db-password=hunter2x").is_some());
    }

    #[test]
    fn what_only_tells_about_secrets_is_none() {
        for (name, value) in [
            ("DB_PASSWORD_FILE", "/run/secrets/db"),
            ("TOKEN_TTL", "3600"),
            ("TOKEN_EXPIRATION", "30m"),
            ("PASSWORD_MIN_LENGTH", "12"),
            ("SECRET_NAME", "db-credentials-2024A"),
            ("DB_PASSWORD", "$(OTHER)"),
            ("DB_PASSWORD", "${DB_PASSWORD}"),
            ("DB_PASSWORD", "changeme"),
            ("DB_PASSWORD", "<password>"),
            ("DB_PASSWORD", ""),
            ("USE_TOKEN", "true"),
            ("TOKEN_URL", "https://auth.example.com/token"),
            ("DATABASE_URL", "postgres://db.shop.svc/app"),
            ("DATABASE_URL", "postgres://app:$(PASSWORD)@db/app"),
            ("PASSWORD_ENCODER", "org.example.security.encoder"),
            ("secret", "tls-certificate"),
            ("HASH", "9f86d081884c7d659a2feaa0c55ad015"),
        ] {
            assert_eq!(named(name, value), None, "{name}={value}");
        }
    }
}
