//! Secrets are taken out here, before anything is kept.
//!
//! ```text
//! name says secret (--token, ETCD_PASSWORD, bindPassword) ──► the whole value goes
//! value looks secret (user:password@, Bearer ..., a JWT)  ──► that part of it goes
//! place says secret (kubeconfig users, encryption keys)   ──► the whole value goes
//! ```
//!
//! Names of files that hold secrets are not secret: checks judge those files.

mod names;
mod text;
mod tree;

pub use names::is_secret_name;
pub use text::text;
pub use tree::{document, trees};

use plimsoll_model::{Argument, CommandLine, EnvironmentVariable};

/// What stands in place of a secret.
pub const REDACTED: &str = "(redacted)";

/// Redacts arguments in place: values after `=`, and the argument after a flag without one.
pub fn arguments(arguments: &mut [Argument]) {
    let mut secret_follows = false;
    for argument in arguments {
        let is_flag = argument.text.starts_with("--");
        if secret_follows && !is_flag {
            if !is_harmless(&argument.text) {
                argument.text = REDACTED.to_owned();
            }
            secret_follows = false;
            continue;
        }
        argument.text = self::argument(&argument.text);
        secret_follows = argument.text.starts_with('-')
            && !argument.text.contains('=')
            && is_secret_name(&argument.text);
    }
}

/// Redacts environment variables in place.
pub fn environment(variables: &mut [EnvironmentVariable]) {
    for variable in variables {
        variable.value = value(&variable.name, &variable.value);
    }
}

/// Redacts a whole command line in place.
pub fn command_line(line: &mut CommandLine) {
    line.program = text(&line.program);
    arguments(&mut line.arguments);
    environment(&mut line.environment);
}

/// One argument on its own: `--name=value`, `name=value`, or anything else.
fn argument(argument: &str) -> String {
    text::settled(argument, |argument| nested(argument, 0))
}

/// `name=value` whose value may be `name=value` again: a wrapper's `--kubelet-arg=token=...` names
/// the secret in the value. What is nested deeper is free text.
fn nested(argument: &str, depth: usize) -> String {
    const DEEPEST: usize = 4;
    match argument.split_once('=') {
        Some((name, old)) if is_name(name) && depth < DEEPEST => {
            let new = if is_secret_name(name) { value(name, old) } else { nested(old, depth + 1) };
            format!("{name}={new}")
        }
        _ => text(argument),
    }
}

/// The value of something called `name`.
pub(crate) fn value(name: &str, value: &str) -> String {
    if is_secret_name(name) && !is_harmless(value) && !is_etcd_token_kind(name, value) {
        REDACTED.to_owned()
    } else {
        text(value)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// Switches carry words such as `token` in their names too.
fn is_harmless(value: &str) -> bool {
    matches!(value, "" | "true" | "false")
}

/// etcd's `--auth-token` names a kind of token and files (`simple`, `jwt,pub-key=...`).
fn is_etcd_token_kind(name: &str, value: &str) -> bool {
    matches!(name, "--auth-token" | "auth-token" | "ETCD_AUTH_TOKEN")
        && (value == "simple" || value.starts_with("jwt,"))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
