//! Words for what is expected.

use std::collections::BTreeMap;

use plimsoll_content::{Check, CheckKind, Literal, Operand, Predicate, Test, duration};

/// Parameters in force for one evaluation.
pub type Parameters = BTreeMap<String, Literal>;

/// The value of an operand. Content is checked when it is compiled, so a parameter is always there;
/// an empty text stands in where it is not.
#[must_use]
pub fn operand(operand: &Operand, parameters: &Parameters) -> Literal {
    match operand {
        Operand::Literal(literal) => literal.clone(),
        Operand::Parameter(name) => {
            parameters.get(name).cloned().unwrap_or(Literal::Text(String::new()))
        }
    }
}

/// What a check expects, in one phrase.
#[must_use]
pub fn expected(check: &Check, parameters: &Parameters) -> String {
    match &check.kind {
        CheckKind::Setting { expect, .. } | CheckKind::Cloud { expect, .. } => {
            predicate(expect, parameters)
        }
        CheckKind::File { mode, owner, .. } => {
            let mut parts = Vec::new();
            if let Some(mode) = mode
                && let Literal::Int(mode) = operand(mode, parameters)
            {
                parts.push(format!("mode {mode:04o} or stricter"));
            }
            if let Some(owner) = owner {
                parts.push(format!("owner {}", operand(owner, parameters)));
            }
            parts.join(" and ")
        }
        CheckKind::Rust { .. } | CheckKind::Object { .. } => check.title.clone(),
    }
}

/// A predicate in words.
#[must_use]
pub fn predicate(predicate_: &Predicate, parameters: &Parameters) -> String {
    let joined = |parts: &[Predicate], word: &str| {
        parts
            .iter()
            .map(|part| {
                let text = predicate(part, parameters);
                if matches!(part, Predicate::Test { .. } | Predicate::Field { .. }) {
                    text
                } else {
                    format!("({text})")
                }
            })
            .collect::<Vec<_>>()
            .join(word)
    };
    match predicate_ {
        Predicate::All(parts) => joined(parts, " and "),
        Predicate::Any(parts) => joined(parts, ", or "),
        Predicate::Test { setting: what, test } | Predicate::Field { path: what, test, .. } => {
            format!("{what} {}", test_words(test, parameters))
        }
    }
}

fn test_words(test: &Test, parameters: &Parameters) -> String {
    let value = |operand_: &Operand| match operand(operand_, parameters) {
        Literal::Int(number)
            if number != 0 && number % 1_000_000 == 0 && number >= 1_000_000_000 =>
        {
            duration::format(number)
        }
        literal => literal.to_string(),
    };
    match test {
        Test::Equals(one) => format!("is {}", value(one)),
        Test::NotEquals(one) => format!("is not {}", value(one)),
        Test::OneOf(list) => format!("is one of {}", value(list)),
        Test::ContainsAll(list) => format!("contains {}", value(list)),
        Test::ContainsNone(list) => format!("does not contain {}", value(list)),
        Test::SubsetOf(list) => format!("is given and has nothing but {}", value(list)),
        Test::AtLeast(one) => format!("is at least {}", value(one)),
        Test::AtMost(one) => format!("is at most {}", value(one)),
        Test::Set(true) => "is set".to_owned(),
        Test::Set(false) => "is not set".to_owned(),
        Test::SetExplicitly(true) => "is given explicitly".to_owned(),
        Test::SetExplicitly(false) => "is left at its default".to_owned(),
        Test::FromFile => "is given in the configuration file".to_owned(),
        Test::OnCommandLine(true) => "is given on the command line".to_owned(),
        Test::OnCommandLine(false) => "is not given on the command line".to_owned(),
        Test::Like(list) => format!("is like {}", value(list)),
        Test::NoneLike(list) => format!("is not like {}", value(list)),
        Test::NoneOverlap(list) => format!("includes nothing of {}", value(list)),
        Test::NoneCovers(list) => format!("is not as wide as {}", value(list)),
        Test::Loopback(true) => "is a loopback address".to_owned(),
        Test::Loopback(false) => "is not a loopback address".to_owned(),
    }
}
