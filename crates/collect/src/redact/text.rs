//! Secrets that give themselves away in free text.

use super::{REDACTED, is_secret_name};

/// Shortest JSON web token worth the name: three parts, the first of which begins `{"` in base64.
const SHORTEST_JWT: usize = 30;

/// The text without passwords in URLs, bearer tokens, JSON web tokens, bootstrap tokens, private
/// keys, and values of flags in it whose names say that they are secret.
#[must_use]
pub fn text(text: &str) -> String {
    settled(text, once)
}

/// Redacts until nothing changes: what is taken out can uncover the next secret.
pub(super) fn settled(text: &str, step: impl Fn(&str) -> String) -> String {
    const ROUNDS: usize = 8;
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = step(&text);
        if next == text {
            return text;
        }
        text = next;
    }
    // A text that does not settle is not worth keeping.
    REDACTED.to_owned()
}

fn once(text: &str) -> String {
    if text.contains("PRIVATE KEY-----") {
        return REDACTED.to_owned();
    }
    let mut result = String::with_capacity(text.len());
    // What the word before makes of the next one.
    let mut secret_follows = false;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let space = piece.get(word.len()..).unwrap_or_default();
        if word.is_empty() {
            result.push_str(space);
            continue;
        }
        let bare = word.trim_matches(|one| matches!(one, '"' | '\'' | ',' | ':' | '=' | '{' | '}'));
        if secret_follows && !word.starts_with("--") {
            result.push_str(REDACTED);
        } else {
            result.push_str(&self::word(word));
        }
        let begins_secret = ["bearer", "basic"].iter().any(|kind| {
            bare.rsplit(['"', '\'', '=', ':']).next().unwrap_or_default().eq_ignore_ascii_case(kind)
        });
        let flag = word.starts_with("--") && !word.contains('=') && is_secret_name(word);
        secret_follows = begins_secret || flag;
        result.push_str(space);
    }
    result
}

/// A word between white space.
fn word(word: &str) -> String {
    // A word may hold several flags: `["--v=2","--token=..."]`.
    let flag = word.match_indices("--").find_map(|(start, _)| {
        let (name, _) = word.get(start..)?.split_once('=')?;
        let secret = !name.contains(['"', '\'', ',']) && is_secret_name(name);
        secret.then(|| start + name.len() + 1)
    });
    if let Some(kept) = flag.and_then(|end| word.get(..end)) {
        return format!("{kept}{REDACTED}");
    }
    let word = credentials_of_urls(word);
    let parts: Vec<&str> = word.split_inclusive(|one| !is_token_character(one)).collect();
    parts
        .into_iter()
        .map(|part| {
            let token = part.trim_end_matches(|one| !is_token_character(one));
            let rest = part.get(token.len()..).unwrap_or_default();
            let secret = is_jwt(token) || is_bootstrap_token(token);
            if secret { format!("{REDACTED}{rest}") } else { part.to_owned() }
        })
        .collect()
}

fn is_token_character(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '-' | '_' | '.')
}

fn is_jwt(token: &str) -> bool {
    token.starts_with("eyJ")
        && token.len() >= SHORTEST_JWT
        && token.bytes().filter(|&byte| byte == b'.').count() >= 2
}

/// Six characters, a dot, sixteen characters (`bootstrapapi.BootstrapTokenPattern`).
fn is_bootstrap_token(token: &str) -> bool {
    let is_part = |part: &str, length: usize| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    token.split_once('.').is_some_and(|(id, secret)| is_part(id, 6) && is_part(secret, 16))
}

/// `scheme://user:password@host` keeps its scheme and its host.
fn credentials_of_urls(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, after) = rest.split_at(start + 3);
        result.push_str(before);
        let end = after.find(['/', '?', '#', ',', '"', '\'']).unwrap_or(after.len());
        let (authority, tail) = after.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                result.push_str(REDACTED);
                result.push('@');
                result.push_str(host);
            }
            None => match misplaced_credentials(after) {
                // A password may hold the characters that should end it.
                Some(host) => {
                    result.push_str(REDACTED);
                    rest = host;
                    continue;
                }
                None => result.push_str(authority),
            },
        }
        rest = tail;
    }
    result.push_str(rest);
    result
}

/// `user:pass/word@host...`: what follows the password, when there is an `@` behind a colon that
/// begins no port.
fn misplaced_credentials(after: &str) -> Option<&str> {
    let (user, behind) = after.split_once(':')?;
    let port = behind.bytes().take_while(u8::is_ascii_digit).count();
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['/', ',', '?', '#', '"', '\'']);
    if user.contains('/') || (port > 0 && behind.get(port..).is_some_and(ends)) {
        return None;
    }
    let end = next_url(after).unwrap_or(after.len());
    let at = after.get(..end)?.rfind('@')?;
    after.get(at..)
}

/// Where the next URL of a list begins.
fn next_url(text: &str) -> Option<usize> {
    text.match_indices("://").find_map(|(index, _)| {
        let before = text.get(..index)?;
        let scheme = before.trim_end_matches(|one: char| one.is_ascii_alphanumeric());
        scheme.ends_with([',', ';', '"', '\'']).then_some(scheme.len())
    })
}
