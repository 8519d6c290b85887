//! What a check function gets and gives.

use plimsoll_content::Literal;

use crate::describe::Parameters;

/// The parameters of a check.
#[derive(Clone, Copy)]
pub struct Options<'a>(pub &'a Parameters);

impl<'a> Options<'a> {
    /// A list; empty when it is none.
    #[must_use]
    pub fn list(&self, name: &str) -> &'a [String] {
        match self.0.get(name) {
            Some(Literal::List(list)) => list,
            _ => &[],
        }
    }

    /// A number; 0 when it is none.
    #[must_use]
    pub fn int(&self, name: &str) -> i64 {
        match self.0.get(name) {
            Some(Literal::Int(value)) => *value,
            _ => 0,
        }
    }

    /// A text; empty when it is none.
    #[must_use]
    pub fn text(&self, name: &str) -> &'a str {
        match self.0.get(name) {
            Some(Literal::Text(text)) => text,
            _ => "",
        }
    }
}

/// What a check function concludes about one object, pod or container.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Looked at, and as it should be.
    Pass,
    /// Does not concern this one: another kind, or nothing in it that the check is about.
    NotApplicable,
    /// Not as it should be, in one or several places.
    Fail(Vec<Problem>),
    /// Cannot be told, for the reason of the problem.
    Unknown(Problem),
}

/// One place where something is not as it should be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problem {
    /// Path of the field in the object. It need not be written: then the deepest part of the path
    /// that is stands for it.
    pub path: String,
    /// What is wrong, in one sentence without a full stop, naming values and containers.
    pub reason: String,
    /// Name of the container, if it is about one.
    pub container: Option<String>,
}

impl Outcome {
    /// `Fail` when there are problems, else `Pass`.
    #[must_use]
    pub fn from_problems(problems: Vec<Problem>) -> Self {
        if problems.is_empty() { Self::Pass } else { Self::Fail(problems) }
    }
}
