//! Command lines with secrets: what is redacted once is redacted, and a secret behind a name that
//! says so is gone, wherever in a text the name stands.
//!
//! Input: arguments, one a line.
#![no_main]
use plimsoll_collect::redact;
use plimsoll_model::{Argument, CommandLine, EnvironmentVariable};

const SECRET: &str = "Zq7Zq7-secret-Zq7Zq7";

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let once = redact::text(text);
    assert_eq!(once, redact::text(&once));
    let secret = format!("--token={SECRET}");
    if text.matches(SECRET).count() == text.matches(&secret).count() {
        assert!(!once.contains(SECRET), "{once:?}");
    }
    let words = text.split('\n').map(str::to_owned);
    let secrets = [secret, "--password".to_owned(), SECRET.to_owned()];
    let arguments: Vec<Argument> = (1_u32..)
        .zip(words.chain(secrets))
        .map(|(index, text)| Argument { text, index, file: None, line: None, set_by: None })
        .collect();
    let variable = |name: &str, value: &str| EnvironmentVariable {
        name: name.to_owned(),
        value: value.to_owned(),
        file: None,
        line: None,
    };
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let environment = vec![variable(name, value), variable("ETCD_PASSWORD", SECRET)];
    let mut once = CommandLine { program: "kubelet".to_owned(), arguments, environment };
    if text.contains(SECRET) {
        return;
    }
    redact::command_line(&mut once);
    assert!(!format!("{once:?}").contains(SECRET), "{once:?}");
    let mut twice = once.clone();
    redact::command_line(&mut twice);
    assert_eq!(once, twice);
});
