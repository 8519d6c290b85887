//! Predicates over effective settings, with three answers: yes, no, could not look.

use plimsoll_content::{Literal, Predicate, Test};
use plimsoll_model::{Evidence, Status};
use plimsoll_settings::{Effective, Outcome, Provenance, SettingValue, Settings};

use crate::describe::{self, Parameters, operand};
use crate::verdict::Verdict;

/// What became of a predicate.
#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Holds,
    Fails,
    Unknown(String),
    NotInVersion(String),
}

struct Seen {
    evidence: Vec<Evidence>,
    actual: Vec<String>,
}

/// Judges one instance's settings by a predicate.
#[must_use]
pub fn judge(predicate: &Predicate, settings: &Settings<'_>, parameters: &Parameters) -> Verdict {
    let mut seen = Seen { evidence: Vec::new(), actual: Vec::new() };
    let answer = answer(predicate, settings, parameters, &mut seen);
    let expected = describe::predicate(predicate, parameters);
    let actual = seen.actual.join("; ");
    let (status, reason) = match answer {
        Answer::Holds => (Status::Pass, actual.clone()),
        Answer::Fails => (Status::Fail, format!("{actual}; expected: {expected}")),
        Answer::Unknown(reason) => (Status::Error, reason),
        Answer::NotInVersion(reason) => (Status::NotApplicable, reason),
    };
    Verdict {
        evidence: seen.evidence,
        actual: (!actual.is_empty()).then_some(actual),
        ..Verdict::new(status, reason).with_expected(expected)
    }
}

/// Whether a predicate holds; `None` when that cannot be told, with the reason.
///
/// # Errors
/// The reason why it cannot be told.
pub fn holds(
    predicate: &Predicate,
    settings: &Settings<'_>,
    parameters: &Parameters,
) -> Result<bool, String> {
    let mut seen = Seen { evidence: Vec::new(), actual: Vec::new() };
    match answer(predicate, settings, parameters, &mut seen) {
        Answer::Holds => Ok(true),
        Answer::Fails => Ok(false),
        Answer::Unknown(reason) | Answer::NotInVersion(reason) => Err(reason),
    }
}

fn answer(
    predicate: &Predicate,
    settings: &Settings<'_>,
    parameters: &Parameters,
    seen: &mut Seen,
) -> Answer {
    match predicate {
        Predicate::All(parts) => {
            // Every part is looked at, so that the evidence is whole.
            let answers: Vec<Answer> =
                parts.iter().map(|part| answer(part, settings, parameters, seen)).collect();
            fold(answers, &Answer::Fails, Answer::Holds)
        }
        Predicate::Any(parts) => {
            let answers: Vec<Answer> =
                parts.iter().map(|part| answer(part, settings, parameters, seen)).collect();
            fold(answers, &Answer::Holds, Answer::Fails)
        }
        // A host has no documents of a provider; the loader lets no such check through.
        Predicate::Field { path, .. } => Answer::Unknown(format!("{path} is no setting")),
        Predicate::Test { setting, test } => match settings.get(setting) {
            Outcome::Unknown { reason, evidence } => {
                seen.evidence.extend(evidence);
                Answer::Unknown(reason)
            }
            Outcome::NotInVersion { reason } => Answer::NotInVersion(reason),
            Outcome::Value(effective) => {
                let yes = test_holds(test, &effective, parameters);
                let phrase = phrase(setting, test, &effective.value, yes, parameters);
                if !seen.actual.contains(&phrase) {
                    seen.actual.push(phrase);
                    seen.evidence.extend(effective.evidence);
                }
                if yes { Answer::Holds } else { Answer::Fails }
            }
        },
    }
}

/// One decisive answer decides; else doubt wins over the rest; else the other answer.
fn fold(answers: Vec<Answer>, decisive: &Answer, otherwise: Answer) -> Answer {
    if answers.contains(decisive) {
        return decisive.clone();
    }
    let all_missing = answers.iter().all(|answer| matches!(answer, Answer::NotInVersion(_)));
    for answer in answers {
        match answer {
            Answer::Unknown(_) => return answer,
            Answer::NotInVersion(_) if all_missing || *decisive == Answer::Fails => return answer,
            _ => {}
        }
    }
    otherwise
}

/// What was found, in a phrase that answers the test: of a long list only what the test asks about.
fn phrase(
    setting: &str,
    test: &Test,
    value: &SettingValue,
    yes: bool,
    parameters: &Parameters,
) -> String {
    const SHORT: usize = 80;
    let whole = value.to_string();
    if whole.len() > SHORT {
        let asked = |operand_: &plimsoll_content::Operand| operand(operand_, parameters);
        match (test, yes) {
            (Test::ContainsAll(list), true) => {
                return format!("{setting} contains {}", asked(list));
            }
            (Test::ContainsAll(list), false) => return format!("{setting} lacks {}", asked(list)),
            (Test::ContainsNone(list), true) => {
                return format!("{setting} does not contain {}", asked(list));
            }
            (Test::ContainsNone(list), false) => {
                return format!("{setting} contains {}", asked(list));
            }
            _ => {}
        }
    }
    format!("{setting} is {}", shorten(&whole))
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 300;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn test_holds(test: &Test, effective: &Effective, parameters: &Parameters) -> bool {
    let value = &effective.value;
    let list = |literal: Literal| match literal {
        Literal::List(list) => list,
        Literal::Text(text) => vec![text],
        Literal::Bool(_) | Literal::Int(_) => Vec::new(),
    };
    let elements = || match value {
        SettingValue::List(list) => list.iter().map(|element| element.trim()).collect(),
        SettingValue::Text(text) if !text.is_empty() => vec![text.as_str()],
        _ => Vec::new(),
    };
    match test {
        Test::Equals(other) => equal(value, &operand(other, parameters)),
        Test::NotEquals(other) => !equal(value, &operand(other, parameters)),
        Test::OneOf(other) => {
            let text = value.to_string();
            list(operand(other, parameters)).contains(&text)
        }
        Test::ContainsAll(other) => {
            let elements = elements();
            list(operand(other, parameters)).iter().all(|one| elements.contains(&one.as_str()))
        }
        Test::ContainsNone(other) => {
            let elements = elements();
            !list(operand(other, parameters)).iter().any(|one| elements.contains(&one.as_str()))
        }
        Test::SubsetOf(other) => {
            let allowed = list(operand(other, parameters));
            let elements = elements();
            !elements.is_empty()
                && elements.iter().all(|element| allowed.iter().any(|one| one == element))
        }
        Test::AtLeast(other) => number(value)
            .zip(literal_number(&operand(other, parameters)))
            .is_some_and(|(value, bound)| value >= bound),
        Test::AtMost(other) => number(value)
            .zip(literal_number(&operand(other, parameters)))
            .is_some_and(|(value, bound)| value <= bound),
        Test::Set(wanted) => value.is_empty() != *wanted,
        Test::SetExplicitly(wanted) => effective.is_explicit() == *wanted,
        Test::FromFile => {
            matches!(effective.provenance, Provenance::File | Provenance::DropIn)
        }
        Test::OnCommandLine(wanted) => (effective.provenance == Provenance::CommandLine) == *wanted,
        // These are tests of fields; the loader lets none of them through here.
        Test::Like(_) | Test::NoneLike(_) | Test::NoneOverlap(_) | Test::NoneCovers(_) => false,
        Test::Loopback(wanted) => is_loopback(&value.to_string()) == *wanted,
    }
}

fn equal(value: &SettingValue, literal: &Literal) -> bool {
    match (value, literal) {
        (SettingValue::Bool(value), Literal::Bool(other)) => value == other,
        (SettingValue::Int(value) | SettingValue::Duration(value), Literal::Int(other)) => {
            value == other
        }
        (SettingValue::Text(value), Literal::Text(other)) => value == other,
        _ => false,
    }
}

/// Numbers are compared as 128-bit thousandths, so that whole numbers stay exact.
fn number(value: &SettingValue) -> Option<i128> {
    match value {
        SettingValue::Int(value) | SettingValue::Duration(value) => Some(i128::from(*value) * 1000),
        #[allow(clippy::cast_possible_truncation, reason = "settings are far below 2^100")]
        SettingValue::Float(value) if value.is_finite() => Some((value * 1000.0) as i128),
        _ => None,
    }
}

fn literal_number(literal: &Literal) -> Option<i128> {
    match literal {
        Literal::Int(value) => Some(i128::from(*value) * 1000),
        _ => None,
    }
}

/// `127.0.0.1`, `127.0.0.1:10249`, `[::1]:10249`, `::1`. A host name is none: the components take
/// addresses only.
#[must_use]
pub fn is_loopback(address: &str) -> bool {
    use std::net::{IpAddr, SocketAddr};
    let host = address.trim();
    if let Ok(socket) = host.parse::<SocketAddr>() {
        return socket.ip().to_canonical().is_loopback();
    }
    if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
        return ip.to_canonical().is_loopback();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn loopback_addresses_are_told_from_others() {
        for yes in ["127.0.0.1", "127.0.0.1:10249", "::1", "[::1]:10249", "127.9.9.9"] {
            assert!(is_loopback(yes), "{yes}");
        }
        for no in [
            "0.0.0.0",
            "",
            "not set",
            "::",
            "10.0.0.1:1",
            "localhost",
            "localhost:1",
            "127.0.0.1.nip.io",
        ] {
            assert!(!is_loopback(no), "{no}");
        }
    }
}
