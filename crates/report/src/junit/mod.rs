//! The report as JUnit XML, for CI systems: a suite per benchmark and host, a case per control.

/// Version 1.
pub mod v1 {
    use plimsoll_model::{
        BenchmarkReport, CloudSummary, ClusterSummary, ControlReport, Finding, HostStatus,
        HostSummary, ObjectsSummary, Report, Status,
    };
    use quick_junit::{
        NonSuccessKind, Property, Report as Junit, SerializeError, TestCase, TestCaseStatus,
        TestSuite,
    };

    use crate::evidence::phrase;
    use crate::gather;
    use crate::sanitize::{sanitize, sanitize_lines};

    /// The XML document.
    ///
    /// Characters that XML 1.0 (section 2.2) does not allow are escaped visibly before.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, SerializeError> {
        let mut junit = Junit::new("plimsoll");
        if let Some(objects) = &report.objects {
            junit.add_test_suite(of_objects(report, objects));
        }
        for benchmark in &report.benchmarks {
            let mut places: Vec<Place> = report.hosts.iter().map(of_host).collect();
            places.extend(report.clusters.iter().map(of_cluster));
            let taken = |places: &[Place], name: &str| places.iter().any(|one| one.name == name);
            for cloud in &report.clouds {
                if !taken(&places, &cloud.name) {
                    places.push(of_cloud(cloud));
                }
            }
            places.extend(gather::others(report).into_iter().map(|name| Place {
                name: name.to_owned(),
                properties: vec![("as_of", report.as_of.clone())],
            }));
            for place in places {
                let suite = suite(report, benchmark, &place);
                if !suite.test_cases.is_empty() {
                    junit.add_test_suite(suite);
                }
            }
        }
        junit.to_string()
    }

    /// A case per check, failed where any object fails it; and one per thing that was not judged.
    fn of_objects(report: &Report, objects: &ObjectsSummary) -> TestSuite {
        let mut suite = TestSuite::new("workloads");
        suite.add_property(Property::new("tool", sanitize(&report.tool)));
        suite.add_property(Property::new("as_of", sanitize(&report.as_of)));
        for check in &objects.checks {
            let open: Vec<&Finding> = report
                .findings
                .iter()
                .filter(|one| one.check == check.check && one.suppressed.is_none() && !one.known)
                .collect();
            let mut status = if open.is_empty() && check.error == 0 {
                TestCaseStatus::success()
            } else if open.is_empty() {
                TestCaseStatus::non_success(NonSuccessKind::Error)
            } else {
                TestCaseStatus::non_success(NonSuccessKind::Failure)
            };
            if !open.is_empty() {
                status.set_type(check.severity.as_str());
                status.set_message(format!("{} failures", open.len()));
                let lines: Vec<String> = open.iter().map(|one| line(one)).collect();
                status.set_description(sanitize_lines(&lines.join("\n")));
            }
            let mut case =
                TestCase::new(sanitize(&format!("{} {}", check.check, check.title)), status);
            case.set_classname("workloads");
            suite.add_test_case(case);
        }
        for one in &objects.not_judged {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_message(sanitize(&one.reason));
            let mut case = TestCase::new(sanitize(&format!("{} is judged", one.path)), status);
            case.set_classname("files");
            suite.add_test_case(case);
        }
        suite
    }

    fn line(finding: &Finding) -> String {
        let place = finding.location.as_ref();
        let place = place.map(|one| format!("{}:{}:{}: ", one.file, one.line, one.column));
        format!("{}{}: {}", place.unwrap_or_default(), finding.target, finding.reason)
    }

    /// A host or a cluster: its name, and what is told of it.
    struct Place {
        name: String,
        properties: Vec<(&'static str, String)>,
    }

    fn of_host(host: &HostSummary) -> Place {
        let version = host.kubernetes_version.map(|version| version.to_string());
        Place {
            name: host.name.clone(),
            properties: vec![
                ("as_of", host.as_of.clone()),
                ("host", host.name.clone()),
                ("platform", host.platform.clone()),
                ("kubernetes", version.unwrap_or_else(|| "unknown".to_owned())),
                ("roles", host.roles.join(" ")),
            ],
        }
    }

    fn of_cluster(cluster: &ClusterSummary) -> Place {
        Place {
            name: cluster.name.clone(),
            properties: vec![
                ("as_of", cluster.as_of.clone()),
                ("cluster", cluster.name.clone()),
                ("server", cluster.server.clone().unwrap_or_default()),
                ("kubernetes", cluster.version.clone().unwrap_or_else(|| "unknown".to_owned())),
            ],
        }
    }

    fn of_cloud(cloud: &CloudSummary) -> Place {
        let version = cloud.kubernetes_version.map(|version| version.to_string());
        Place {
            name: cloud.name.clone(),
            properties: vec![
                ("as_of", cloud.as_of.clone()),
                ("provider", cloud.provider.clone()),
                ("kubernetes", version.unwrap_or_else(|| "unknown".to_owned())),
            ],
        }
    }

    fn suite(report: &Report, benchmark: &BenchmarkReport, host: &Place) -> TestSuite {
        let mut suite = TestSuite::new(sanitize(&format!("{} on {}", benchmark.id, host.name)));
        suite.add_property(Property::new("tool", sanitize(&report.tool)));
        for (name, value) in &host.properties {
            suite.add_property(Property::new(*name, sanitize(value)));
        }
        suite.add_property(Property::new("benchmark", sanitize(&benchmark.id)));
        for control in &benchmark.controls {
            if let Some(on_host) = control.hosts.iter().find(|one| one.host == host.name) {
                suite.add_test_case(case(benchmark, control, on_host));
            }
        }
        suite
    }

    fn case(benchmark: &BenchmarkReport, control: &ControlReport, host: &HostStatus) -> TestCase {
        let name = sanitize(&format!("{} {}", control.id, control.title));
        let mut case = TestCase::new(name, status(host));
        case.set_classname(sanitize(&format!("{}.{}", benchmark.id, control.section)));
        for (name, value) in [
            ("status", host.status.as_str().to_owned()),
            ("severity", control.severity.as_str().to_owned()),
            ("level", control.level.to_string()),
            ("assessment", control.assessment.clone()),
            ("checks", control.checks.join(" ")),
        ] {
            case.add_property(Property::new(name, sanitize(&value)));
        }
        case
    }

    fn status(host: &HostStatus) -> TestCaseStatus {
        let mut status = match host.status {
            Status::Pass => return TestCaseStatus::success(),
            Status::Fail | Status::Mixed => TestCaseStatus::non_success(NonSuccessKind::Failure),
            Status::Error => TestCaseStatus::non_success(NonSuccessKind::Error),
            Status::Manual | Status::NotApplicable => TestCaseStatus::skipped(),
        };
        status.set_type(host.status.as_str());
        status.set_message(sanitize(host.reason.trim()));
        // Why it does not apply is all there is to say.
        if host.status == Status::NotApplicable {
            return status;
        }
        let mut details = String::new();
        if !host.expected.is_empty() {
            details.push_str(&format!("expected: {}\n", host.expected));
        }
        for one in &host.evidence {
            details.push_str(&format!("seen: {}\n", phrase(one)));
        }
        if let Some(fix) = &host.fix {
            details.push_str(&format!("\nfix ({}):\n{}\n", fix.platform, fix.text));
        }
        status.set_description(sanitize_lines(&details));
        status
    }
}
