//! The report as JUnit XML, for CI systems: a suite per benchmark and host, a case per control.

/// Version 1.
pub mod v1 {
    use plimsoll_model::{HostStatus, Report, Status};
    use quick_junit::{
        NonSuccessKind, Property, Report as Junit, SerializeError, TestCase, TestCaseStatus,
        TestSuite,
    };

    use crate::sanitize::{sanitize, sanitize_lines};

    /// The XML document.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, SerializeError> {
        let mut junit = Junit::new("plimsoll");
        for benchmark in &report.benchmarks {
            for host in &report.hosts {
                let mut suite =
                    TestSuite::new(sanitize(&format!("{} on {}", benchmark.id, host.name)));
                suite.add_property(Property::new("tool", sanitize(&report.tool)));
                suite.add_property(Property::new("as_of", sanitize(&host.as_of)));
                for control in &benchmark.controls {
                    let Some(on_host) = control.hosts.iter().find(|one| one.host == host.name)
                    else {
                        continue;
                    };
                    let name = sanitize(&format!("{} {}", control.id, control.title));
                    let mut case = TestCase::new(name, status(on_host));
                    case.set_classname(format!("{}.{}", benchmark.id, control.section));
                    suite.add_test_case(case);
                }
                junit.add_test_suite(suite);
            }
        }
        junit.to_string()
    }

    fn status(host: &HostStatus) -> TestCaseStatus {
        let mut status = match host.status {
            Status::Pass => return TestCaseStatus::success(),
            Status::Fail | Status::Mixed => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Status::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
            Status::Manual | Status::NotApplicable => TestCaseStatus::skipped(),
        };
        status.set_type(host.status.as_str());
        status.set_message(sanitize(&host.reason));
        let mut details = format!("expected: {}\n", host.expected);
        for one in &host.evidence {
            details.push_str(&format!("{} ({})\n", one.seen, one.location));
        }
        status.set_description(sanitize_lines(&details));
        status
    }
}
