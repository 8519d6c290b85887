//! Which names say that their value is a secret.

/// Last words that make the value a secret.
const SECRET: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "token",
    "tokens",
    "secret",
    "secrets",
    "apikey",
    "credential",
    "credentials",
    "bearer",
    "passcode",
];
/// What comes before a last `key` that makes it a secret one.
const SECRET_KEYS: [&str; 8] =
    ["api", "secret", "access", "private", "auth", "encryption", "account", "shared"];
/// Words anywhere in a name that make the value a secret unless its last word is in [`PLAIN`].
const SECRET_ANYWHERE: [&str; 5] = ["password", "passwd", "passphrase", "secret", "apikey"];
/// Last words of names whose value is about a secret and not one.
const PLAIN: [&str; 38] = [
    "file",
    "files",
    "filename",
    "path",
    "paths",
    "dir",
    "dirs",
    "directory",
    "name",
    "names",
    "namespace",
    "strategy",
    "ttl",
    "period",
    "interval",
    "timeout",
    "duration",
    "expiration",
    "syncs",
    "size",
    "count",
    "limit",
    "enabled",
    "version",
    "webhook",
    "type",
    "kind",
    "mode",
    "rotation",
    "ref",
    "refs",
    "provider",
    "config",
    "up",
    "auth",
    "issuer",
    "audiences",
    "qps",
];

/// Whether a flag, a variable or a key of this name holds a secret: `--etcd-password`,
/// `AWS_SECRET_ACCESS_KEY`, `bindPassword`. Not when it names a file, a switch or a number about
/// one: `--token-auth-file`, `cacheTTL`, `--service-account-private-key-file`.
#[must_use]
pub fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let Some((last, before)) = words.split_last() else { return false };
    if PLAIN.contains(&last.as_str()) {
        return false;
    }
    if SECRET.contains(&last.as_str()) {
        return true;
    }
    if last == "key" && before.last().is_some_and(|word| SECRET_KEYS.contains(&word.as_str())) {
        return true;
    }
    words.iter().any(|word| SECRET_ANYWHERE.contains(&word.as_str()))
}

/// The lower-case words of a name in any of the usual spellings: `--a-b`, `A_B`, `aB`, `ABc`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let letters: Vec<char> = name.chars().take(512).collect();
    for (position, &letter) in letters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(position + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|one| one.is_lowercase() || one.is_numeric())
                || (before.is_some_and(|one| one.is_uppercase())
                    && after.is_some_and(|one| one.is_lowercase())));
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_in_every_spelling() {
        assert_eq!(words("--etcd-cert_file"), ["etcd", "cert", "file"]);
        assert_eq!(words("tlsPrivateKeyFile"), ["tls", "private", "key", "file"]);
        assert_eq!(words("cacheTTL"), ["cache", "ttl"]);
        assert_eq!(words("AWS_SECRET_ACCESS_KEY"), ["aws", "secret", "access", "key"]);
        assert_eq!(words("serverTLSBootstrap"), ["server", "tls", "bootstrap"]);
        assert!(words("--").is_empty());
    }

    #[test]
    fn names_of_secrets_are_known() {
        for name in [
            "--token",
            "-token",
            "--password",
            "--etcd-password",
            "--oidc-client-secret",
            "ETCD_INITIAL_CLUSTER_TOKEN",
            "AWS_SECRET_ACCESS_KEY",
            "bindPassword",
            "clientSecret",
            "bearerToken",
            "API_KEY",
            "apiKey",
            "--private-key",
            "DB_PASS",
            "secret-value",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn names_about_secrets_are_not_secrets() {
        for name in [
            "--token-auth-file",
            "--basic-auth-file",
            "--service-account-private-key-file",
            "--enable-bootstrap-token-auth",
            "--authentication-token-webhook",
            "--authentication-token-webhook-cache-ttl",
            "--authentication-token-webhook-version",
            "--authentication-token-webhook-config-file",
            "--kubelet-client-key",
            "--etcd-keyfile",
            "--key-file",
            "--tls-private-key-file",
            "--service-account-key-file",
            "--auth-token-ttl",
            "--concurrent-serviceaccount-token-syncs",
            "--service-account-max-token-expiration",
            "--encryption-provider-config",
            "--legacy-service-account-token-clean-up-period",
            "configMapAndSecretChangeDetectionStrategy",
            "tokenFile",
            "secretName",
            "bypass",
            "BoundServiceAccountTokenVolume",
            "--service-account-extend-token-expiration",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
