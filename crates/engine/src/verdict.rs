//! What a check concludes about one target.

use plimsoll_model::{Evidence, Status};

/// A conclusion with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The status.
    pub status: Status,
    /// Why, in one sentence without a full stop.
    pub reason: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What was found, in one phrase.
    pub actual: Option<String>,
    /// What was expected, when the check itself says so (else it is derived from the declaration).
    pub expected: Option<String>,
    /// What puts right exactly what fails here, where that follows from what was seen.
    pub repair: Option<Box<Repair>>,
}

/// What puts files right, in the words of a shell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repair {
    /// Commands that change what fails.
    pub commands: Vec<String>,
    /// Commands that show how it is then.
    pub look: Vec<String>,
    /// What no command can do.
    pub words: Vec<String>,
}

impl Verdict {
    /// A verdict without evidence.
    #[must_use]
    pub fn new(status: Status, reason: impl Into<String>) -> Self {
        Self {
            status,
            reason: reason.into(),
            evidence: Vec::new(),
            actual: None,
            expected: None,
            repair: None,
        }
    }

    /// It is as it should be.
    #[must_use]
    pub fn pass(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { evidence, ..Self::new(Status::Pass, reason) }
    }

    /// It is not as it should be.
    #[must_use]
    pub fn fail(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { evidence, ..Self::new(Status::Fail, reason) }
    }

    /// It could not be looked at.
    #[must_use]
    pub fn error(reason: impl Into<String>, evidence: Vec<Evidence>) -> Self {
        Self { evidence, ..Self::new(Status::Error, reason) }
    }

    /// It does not concern the target.
    #[must_use]
    pub fn not_applicable(reason: impl Into<String>) -> Self {
        Self::new(Status::NotApplicable, reason)
    }

    /// Adds what was found, in one phrase.
    #[must_use]
    pub fn with_actual(mut self, actual: impl Into<String>) -> Self {
        self.actual = Some(actual.into());
        self
    }

    /// Adds what was expected.
    #[must_use]
    pub fn with_expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}
