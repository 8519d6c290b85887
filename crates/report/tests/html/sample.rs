//! A report as an audit of three hosts by two editions of a benchmark gives it.

use std::collections::BTreeMap;

use std::sync::Arc;

use plimsoll_model::{
    BenchmarkReport, ControlReport, Counts, Evidence, Finding, Fix, HostStatus, HostSummary,
    Location, Notice, Reference, Report, SectionSummary, Severity, Status,
};

const HOSTS: [&str; 3] = ["control-1.example", "worker-1.example", "worker-2.example"];

/// Sections: number, title, role, controls.
const SECTIONS: [(&str, &str, &str, u32); 13] = [
    ("1.1", "Control plane files", "control-plane", 21),
    ("1.2", "API server", "control-plane", 30),
    ("1.3", "Controller manager", "control-plane", 7),
    ("1.4", "Scheduler", "control-plane", 2),
    ("2", "etcd", "etcd", 7),
    ("3.1", "Authentication and authorization", "control-plane", 3),
    ("3.2", "Audit logging", "control-plane", 2),
    ("4.1", "Worker node files", "worker", 10),
    ("4.2", "Kubelet", "worker", 9),
    ("4.3", "kube-proxy", "worker", 1),
    ("5.1", "RBAC and service accounts", "policies", 3),
    ("5.2", "Pod security", "policies", 1),
    ("5.3", "Network policies and CNI", "policies", 1),
];

const PROFILING_FIX: &str = "In `/etc/kubernetes/manifests/kube-apiserver.yaml`, under `command:`:\n\n\
    ```\n    - --profiling=false\n```\n\n\
    The kubelet restarts the pod when the file is saved. **If it does not come back**, look at\n\
    `crictl logs`. To last through upgrades:\n\n\
    1. set `profiling` in `apiServer.extraArgs` of the ClusterConfiguration,\n\
    2. see the result with `plimsoll settings kube-apiserver`.\n";

const MODE_FIX: &str = "```\nchmod 600 /var/lib/kubelet/config.yaml\nstat -c '%a %U:%G %n' \
    /var/lib/kubelet/config.yaml\n```\n\nThe kubelet runs as root and goes on reading it.";

const LOOK: &str = "A client certificate cannot be revoked, so a person who leaves keeps access until \
    it\nexpires. Read `kubectl get csr` for requests that name people.\n\nAcceptable: people sign in \
    through OIDC (`oidc-issuer-url`).\n\n- Not acceptable: people who use certificates day to day.\n\
    - One break-glass administrator may.\n";

/// The whole report.
pub(crate) fn report() -> Report {
    let benchmarks = vec![
        benchmark("cis-1.12", "CIS Kubernetes Benchmark 1.12.0", "1.32 to 1.34", "asked for"),
        benchmark(
            "cis-2.0.1",
            "CIS Kubernetes Benchmark 2.0.1",
            "1.34 to 1.35",
            "the newest edition that was written for Kubernetes 1.34",
        ),
    ];
    Report {
        schema: plimsoll_model::report::SCHEMA.to_owned(),
        tool: "plimsoll 0.1.0".to_owned(),
        as_of: "2026-11-23T18:23:19Z".to_owned(),
        clusters: Vec::new(),
        clouds: Vec::new(),
        hosts: hosts(),
        notices: notices(),
        benchmarks,
        objects: None,
        findings: findings(),
    }
}

/// The same with text in it that attacks the page.
pub(crate) fn hostile() -> Report {
    const EVIL: &str = "<script>alert(1)</script>\" onmouseover=\"alert(2)' --> ]]> </style><svg \
        onload=alert(3)> \u{1b}[31mred\u{1b}[0m \u{202e}gpj.exe\u{2066} {{ 7 * 7 }} &lt;b&gt; \0 \r\n \
        `<b>x</b>` **<i>y</i>** ``` \u{2028}\u{200b}";
    let evil = || EVIL.to_owned();
    let mut report = report();
    report.tool = evil();
    report.as_of = evil();
    for host in &mut report.hosts {
        host.name = evil();
        host.as_of = evil();
        host.operating_system = Some(evil());
        host.platform = evil();
        host.version_source = Some(evil());
        host.roles = vec![evil()];
        host.components = vec![evil()];
    }
    report.notices.push(Notice { host: evil(), text: evil() });
    let finding_evidence = || {
        vec![
            Evidence {
                seen: evil(),
                location: Location::File { path: evil(), line: Some(1), column: Some(2) },
                note: Some(evil()),
            },
            Evidence {
                seen: evil(),
                location: Location::Environment { instance: evil(), pid: 1, name: evil() },
                note: None,
            },
        ]
    };
    for benchmark in &mut report.benchmarks {
        benchmark.id = format!("{} {EVIL}", benchmark.id);
        benchmark.title = evil();
        benchmark.kubernetes = evil();
        benchmark.chosen = evil();
        for section in &mut benchmark.sections {
            section.title = evil();
        }
        for control in benchmark.controls.iter_mut().take(40) {
            control.id = format!("{} {EVIL}", control.id);
            control.title = evil();
            control.assessment = evil();
            control.role = evil();
            control.reason = evil();
            control.expected = evil();
            control.actual = Some(evil());
            control.evidence = finding_evidence();
            control.fix = vec![Fix { platform: evil(), text: evil() }];
            control.references = vec![Reference { framework: evil(), id: evil(), basis: evil() }];
            control.checks = vec![evil()];
            control.tailored = Some(evil());
            for host in &mut control.hosts {
                host.host = evil();
                host.reason = evil();
                host.expected = evil();
                host.actual = Some(evil());
                host.evidence = finding_evidence();
            }
        }
        for control in benchmark.controls.iter_mut().skip(40).take(5) {
            control.section = evil();
        }
    }
    for finding in &mut report.findings {
        finding.id = evil();
        finding.check = evil();
        finding.title = evil().into();
        finding.host = evil();
        finding.target = evil();
        finding.reason = evil();
        finding.expected = evil().into();
        finding.evidence = finding_evidence();
        finding.parameters.insert(evil(), evil());
        finding.fix = Some(Arc::new(Fix { platform: evil(), text: evil() }));
    }
    report
}

fn hosts() -> Vec<HostSummary> {
    HOSTS
        .iter()
        .enumerate()
        .map(|(number, name)| HostSummary {
            name: (*name).to_owned(),
            as_of: format!("2026-11-23T18:23:1{number}Z"),
            operating_system: (number != 2).then(|| "Debian GNU/Linux 12 (bookworm)".to_owned()),
            platform: if number == 2 { "systemd" } else { "kubeadm" }.to_owned(),
            kubernetes_version: (number != 2).then(|| "1.34.2".parse().ok()).flatten(),
            version_source: (number != 2).then(|| {
                let program = if number == 0 { "kube-apiserver" } else { "kubelet" };
                format!("build data of /usr/local/bin/{program}")
            }),
            roles: match number {
                0 => vec!["control-plane".to_owned(), "etcd".to_owned(), "worker".to_owned()],
                _ => vec!["worker".to_owned()],
            },
            components: match number {
                0 => vec![
                    "containerd (running, pid 77)".to_owned(),
                    "etcd (running, pid 79)".to_owned(),
                    "kube-apiserver (running, pid 81)".to_owned(),
                    "kube-controller-manager (running, pid 107)".to_owned(),
                    "kube-scheduler (running, pid 109)".to_owned(),
                    "kubelet (running, pid 128)".to_owned(),
                ],
                _ => vec![
                    "containerd (running, pid 61)".to_owned(),
                    "kube-proxy (running, pid 1150)".to_owned(),
                    "kubelet (running, pid 912)".to_owned(),
                ],
            },
            collector_uid: if number == 2 { 1000 } else { 0 },
        })
        .collect()
}

fn notices() -> Vec<Notice> {
    let mut notices: Vec<Notice> = HOSTS
        .iter()
        .map(|host| Notice {
            host: (*host).to_owned(),
            text: "cis-1.12 was written for Kubernetes 1.32 to 1.34; `etcd` 3.6 is judged by the \
                   newest facts known"
                .to_owned(),
        })
        .collect();
    notices.push(Notice {
        host: HOSTS[2].to_owned(),
        text: "the collector did not run as root: what it could not read is an error".to_owned(),
    });
    notices.push(Notice {
        host: HOSTS[0].to_owned(),
        text: "etcd: `--initial-cluster=a=https://10.10.0.1:2380` is no flag that we know of this \
               component"
            .to_owned(),
    });
    notices.push(Notice { host: String::new(), text: "variables come from a file".to_owned() });
    notices
}

fn benchmark(id: &str, title: &str, kubernetes: &str, chosen: &str) -> BenchmarkReport {
    let mut sections = Vec::new();
    let mut controls = Vec::new();
    let mut counts = Counts::default();
    for (section, name, role, number) in SECTIONS {
        let mut here = Counts::default();
        for one in 1..=number {
            let control = control(section, role, one);
            here.add(control.status);
            counts.add(control.status);
            controls.push(control);
        }
        sections.push(SectionSummary {
            id: section.to_owned(),
            title: name.to_owned(),
            counts: here,
        });
    }
    BenchmarkReport {
        id: id.to_owned(),
        title: title.to_owned(),
        kubernetes: kubernetes.to_owned(),
        chosen: chosen.to_owned(),
        counts,
        score: counts.score(),
        coverage: counts.coverage(),
        sections,
        controls,
    }
}

fn control(section: &str, role: &str, number: u32) -> ControlReport {
    let id = format!("{section}.{number}");
    let base = ControlReport {
        id: id.clone(),
        also: Vec::new(),
        title: format!("The setting numbered {number} is as it should be"),
        section: section.to_owned(),
        level: if number.is_multiple_of(5) { 2 } else { 1 },
        assessment: if number.is_multiple_of(9) || role == "policies" {
            "manual"
        } else {
            "automated"
        }
        .to_owned(),
        role: role.to_owned(),
        severity: [Severity::Medium, Severity::High, Severity::Low, Severity::Critical]
            [(number % 4) as usize],
        status: Status::Pass,
        reason: String::new(),
        evidence: Vec::new(),
        expected: "profiling is false".to_owned(),
        actual: None,
        fix: Vec::new(),
        references: references(),
        checks: vec![format!("{role}-setting-{number}")],
        tailored: None,
        hosts: Vec::new(),
    };
    let away = || {
        HOSTS[1..]
            .iter()
            .map(|host| status(host, Status::NotApplicable, "no kube-apiserver on this host"))
            .collect::<Vec<_>>()
    };
    match (section, number) {
        // Fails on the control plane; the fix of the next is the same.
        ("1.2", 15 | 16) => {
            let fix = Fix { platform: "kubeadm".to_owned(), text: PROFILING_FIX.to_owned() };
            let seen = process("--profiling=true", "kube-apiserver", 81, 14);
            let mut host = status(HOSTS[0], Status::Fail, "`--profiling` is true");
            host.evidence = vec![seen.clone()];
            host.expected = "profiling is false".to_owned();
            host.actual = Some("profiling is true".to_owned());
            host.fix = Some(fix.clone());
            host.findings = vec![format!("{number:032x}")];
            let mut hosts = vec![host];
            hosts.extend(away());
            ControlReport {
                title: "The API server serves no profiling data".to_owned(),
                severity: Severity::Critical,
                status: Status::Fail,
                reason: "`--profiling` is true".to_owned(),
                actual: Some("profiling is true".to_owned()),
                evidence: vec![seen],
                fix: vec![fix],
                checks: vec!["api-server-profiling".to_owned()],
                hosts,
                ..base
            }
        }
        // Mixed: passes, fails and cannot be looked at.
        ("4.1", 9) | ("4.2", 3) => mixed(base),
        // Switched off.
        ("1.2", 9) => ControlReport {
            status: Status::NotApplicable,
            reason: "switched off by tailoring: our admission webhook does this".to_owned(),
            tailored: Some("our admission webhook does this, see ticket SEC-114".to_owned()),
            references: Vec::new(),
            checks: Vec::new(),
            hosts: HOSTS
                .iter()
                .map(|host| {
                    let mut one = status(
                        host,
                        Status::NotApplicable,
                        "switched off by tailoring: our admission webhook does this",
                    );
                    one.evidence = vec![Evidence {
                        seen: one.reason.clone(),
                        location: Location::Host { name: (*host).to_owned() },
                        note: None,
                    }];
                    one
                })
                .collect(),
            ..base
        },
        ("3.1" | "5.1" | "5.2" | "5.3", _) => {
            let title = "Do not use client certificates to authenticate people";
            let mut host = status(HOSTS[0], Status::Manual, LOOK);
            host.expected = title.to_owned();
            host.evidence = vec![
                process("--client-ca-file=/etc/kubernetes/pki/ca.crt", "kube-apiserver", 81, 4),
                Evidence {
                    seen: "oidc-issuer-url is not set (default)".to_owned(),
                    location: Location::Default {
                        instance: "kube-apiserver".to_owned(),
                        version: "1.34".to_owned(),
                    },
                    note: None,
                },
            ];
            let mut hosts = vec![host];
            hosts.extend(away());
            ControlReport {
                title: title.to_owned(),
                status: Status::Manual,
                reason: LOOK.to_owned(),
                expected: title.to_owned(),
                checks: Vec::new(),
                references: Vec::new(),
                hosts,
                ..base
            }
        }
        ("2", 7) | ("1.1", 19) => {
            let reason = "could not read /var/lib/etcd: permission denied";
            let mut hosts = vec![status(HOSTS[0], Status::Error, reason)];
            hosts.extend(away());
            ControlReport {
                status: Status::Error,
                reason: reason.to_owned(),
                evidence: hosts[0].evidence.clone(),
                hosts,
                ..base
            }
        }
        ("4.1" | "4.2" | "4.3", _) => {
            let hosts: Vec<HostStatus> = HOSTS
                .iter()
                .enumerate()
                .map(|(at, host)| {
                    let mut one = status(host, Status::Pass, "mode 0600");
                    if section == "4.2" {
                        one.evidence = vec![process(
                            "--rotate-certificates=true",
                            "kubelet",
                            128 + at as u32,
                            7,
                        )];
                    }
                    one
                })
                .collect();
            ControlReport { reason: "mode 0600".to_owned(), hosts, ..base }
        }
        (_, number) if number % 6 == 4 => {
            let fix = Fix {
                platform: "kubeadm".to_owned(),
                text: format!("Set the setting numbered {number} of {section}:\n\n{PROFILING_FIX}")
                    .replace("The kubelet restarts the pod when the file is saved. ", ""),
            };
            let mut host = status(HOSTS[0], Status::Fail, "the setting has its default");
            host.evidence = vec![Evidence {
                seen: "terminated-pod-gc-threshold is 12500 (default)".to_owned(),
                location: Location::Default {
                    instance: "kube-controller-manager".to_owned(),
                    version: "1.34".to_owned(),
                },
                note: Some("neither the command line nor a file sets it".to_owned()),
            }];
            host.fix = Some(fix.clone());
            let mut hosts = vec![host];
            hosts.extend(away());
            ControlReport {
                status: Status::Fail,
                reason: "the setting has its default".to_owned(),
                fix: vec![fix],
                hosts,
                ..base
            }
        }
        _ => {
            let mut hosts = vec![status(HOSTS[0], Status::Pass, "mode 0600, owner root:root")];
            hosts.extend(away());
            ControlReport { reason: "mode 0600, owner root:root".to_owned(), hosts, ..base }
        }
    }
}

fn mixed(base: ControlReport) -> ControlReport {
    let kubeadm = Fix { platform: "kubeadm".to_owned(), text: MODE_FIX.to_owned() };
    let systemd = Fix {
        platform: "systemd".to_owned(),
        text: MODE_FIX.replace("/var/lib/kubelet/config.yaml", "/etc/kubelet.yaml"),
    };
    let mut bad = status(HOSTS[1], Status::Fail, "/var/lib/kubelet/config.yaml: mode 0644");
    bad.actual = Some(bad.reason.clone());
    bad.fix = Some(kubeadm.clone());
    bad.evidence[0].note = Some("the file is newer than the process".to_owned());
    let mut odd = status(
        HOSTS[2],
        Status::Error,
        "could not read /etc/kubelet.yaml: permission denied <script>alert(1)</script>",
    );
    odd.fix = Some(systemd.clone());
    ControlReport {
        title: "The kubelet configuration is closed to others".to_owned(),
        severity: Severity::High,
        status: Status::Mixed,
        reason: "hosts disagree: control-1.example: pass, worker-1.example: fail, \
                 worker-2.example: error"
            .to_owned(),
        expected: "mode 0600 or stricter".to_owned(),
        evidence: bad.evidence.clone(),
        fix: vec![kubeadm, systemd],
        checks: vec!["kubelet-configuration-mode".to_owned()],
        tailored: Some("`kubelet-configuration-mode` is 0600 here".to_owned()),
        hosts: vec![status(HOSTS[0], Status::Pass, "mode 0600"), bad, odd],
        ..base
    }
}

fn status(host: &str, status: Status, reason: &str) -> HostStatus {
    HostStatus {
        host: host.to_owned(),
        status,
        reason: reason.to_owned(),
        evidence: match status {
            Status::NotApplicable => Vec::new(),
            _ => vec![Evidence {
                seen: if status == Status::Pass { "mode 0600" } else { "mode 0644" }.to_owned(),
                location: Location::File {
                    path: "/var/lib/kubelet/config.yaml".to_owned(),
                    line: None,
                    column: None,
                },
                note: None,
            }],
        },
        expected: "mode 0600 or stricter".to_owned(),
        actual: None,
        fix: None,
        findings: Vec::new(),
    }
}

fn process(seen: &str, instance: &str, pid: u32, argument: u32) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::Process {
            instance: instance.to_owned(),
            pid,
            argument: Some(argument),
        },
        note: None,
    }
}

fn references() -> Vec<Reference> {
    let mut references = Vec::new();
    for (framework, ids, basis) in [
        ("nist-800-53r5", "AC-3 AC-6 CM-6", "direct"),
        ("cis-controls-8.1", "3.3 4.1", "direct"),
        ("nist-800-53r4", "AC-3 AC-6 CM-6", "derived"),
        ("nist-csf-2.0", "PR.AA-05 PR.PS-01 PR.DS-10", "derived"),
        ("nist-csf-1.1", "PR.AC-4 PR.AC-6 PR.DS-5 PR.IP-1 PR.PT-3", "derived"),
        ("nist-800-171r3", "03.01.02 03.01.05 03.04.02", "derived"),
        ("nist-800-171r2", "3.1.1 3.1.2 3.1.5 3.4.1 3.4.2", "derived"),
        ("itsg-33", "AC-3 AC-6 CM-6", "derived"),
        ("iso-27001-2022", "A.5.15 A.5.33 A.8.2 A.8.3 A.8.9", "derived"),
        ("our-own", "X-1", "ticket"),
    ] {
        for id in ids.split(' ') {
            references.push(Reference {
                framework: framework.to_owned(),
                id: id.to_owned(),
                basis: basis.to_owned(),
            });
        }
    }
    references
}

fn findings() -> Vec<Finding> {
    let finding = |number: u32, check: &str, controls: Vec<String>| Finding {
        id: format!("{number:032x}"),
        check: check.to_owned(),
        title: "A check of our own".into(),
        host: HOSTS[0].to_owned(),
        target: "host".to_owned(),
        status: Status::Fail,
        severity: Severity::Low,
        reason: "/etc/motd: mode 0666".to_owned(),
        evidence: status(HOSTS[0], Status::Fail, "").evidence,
        expected: "mode 0644 or stricter".into(),
        actual: None,
        parameters: BTreeMap::from([("mode".to_owned(), "0644".to_owned())]),
        fix: Some(Arc::new(Fix {
            platform: "any".to_owned(),
            text: "`chmod 644 /etc/motd`".to_owned(),
        })),
        references: Arc::default(),
        location: None,
        path: None,
        excerpt: None,
        suppressed: None,
        known: false,
        controls,
    };
    vec![
        finding(15, "api-server-profiling", vec!["cis-1.12/1.2.15".to_owned()]),
        finding(99, "our-motd-mode", Vec::new()),
    ]
}
