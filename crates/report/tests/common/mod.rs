//! A report with all that formats must cope with: two benchmarks, three hosts that disagree, every
//! status, and texts written by somebody who means harm.

use plimsoll_model::{
    BenchmarkReport, ControlReport, Counts, Evidence, Fix, HostStatus, HostSummary, Location,
    Notice, Reference, Report, SectionSummary, Severity, Status,
};

/// Moves the cursor, colours, reorders, hides, is a tag, is a formula.
pub(crate) const HOSTILE: &str = "=cmd()\u{1b}[31mred\u{1b}]0;title\u{7}\u{202e}gnp.exe\u{200b}<script>alert(1)</script>\r\n\t]]>&";

/// A name without a place to break it.
pub(crate) const LONG: &str = "/var/lib/kubelet/pods/0123456789abcdef0123456789abcdef/volumes/kubernetes.io~projected/kube-api-access-abcdefghijklmnopqrstuvwxyz";

const HOSTS: [&str; 3] = ["cp-1", "worker-1", "worker-2"];

/// Status of one control on the three hosts, with what was seen.
struct Control {
    id: &'static str,
    title: &'static str,
    assessment: &'static str,
    role: &'static str,
    severity: Severity,
    hosts: [Status; 3],
    reason: &'static str,
    seen: &'static str,
    location: Location,
    expected: &'static str,
    fix: Option<&'static str>,
}

/// The report.
pub(crate) fn sample() -> Report {
    let controls = controls();
    Report {
        schema: "plimsoll.report/v1".into(),
        tool: "plimsoll 0.1.0".into(),
        as_of: "2026-01-02T03:04:05Z".into(),
        clusters: Vec::new(),
        clouds: Vec::new(),
        hosts: vec![
            host("cp-1", "kubeadm", &["control-plane", "etcd"], 0),
            host("worker-1", "kubeadm", &["worker"], 0),
            host("worker-2", "systemd", &["worker"], 1000),
        ],
        notices: vec![
            notice(
                "cp-1",
                "etcd: `--snapshot-count=10000` is no flag that we know of this component",
            ),
            notice("cp-1", "etcd: `--name=a` is no flag that we know of this component"),
            notice("worker-2", "not looked at as root: files of others could not be read"),
            notice("", HOSTILE),
        ],
        benchmarks: vec![
            benchmark("cis-2.0.1", "CIS Kubernetes Benchmark 2.0.1", &controls),
            benchmark("cis-1.12", "CIS Kubernetes Benchmark 1.12.0", &controls[..3]),
        ],
        objects: None,
        findings: Vec::new(),
    }
}

/// The report of one host of it, as most people see it first.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn one_host() -> Report {
    let mut report = sample();
    report.hosts.truncate(1);
    report.notices.retain(|notice| notice.host != "worker-2");
    report.benchmarks.truncate(1);
    for benchmark in &mut report.benchmarks {
        for control in &mut benchmark.controls {
            control.hosts.truncate(1);
            control.status = control.hosts[0].status;
        }
        count(benchmark);
    }
    report
}

fn controls() -> Vec<Control> {
    use Status::{Error, Fail, Manual, NotApplicable, Pass};
    let process = |argument| Location::Process {
        instance: "kube-apiserver".into(),
        pid: 812,
        argument: Some(argument),
    };
    let file = |path: &str| Location::File { path: path.into(), line: Some(7), column: None };
    let base = Control {
        id: "1.2.1",
        title: "Anonymous requests are refused",
        assessment: "automated",
        role: "control-plane",
        severity: Severity::Medium,
        hosts: [Fail, NotApplicable, NotApplicable],
        reason: "anonymous-auth is true; expected: anonymous-auth is false",
        seen: "--anonymous-auth=true",
        location: process(3),
        expected: "anonymous-auth is false",
        fix: Some(
            "In `/etc/kubernetes/manifests/kube-apiserver.yaml`, on **every** control-plane node:\n\n\
             ```yaml\n- --anonymous-auth=false\n```\n\n1. Wait for the kubelet.\n2. Look with \
             `plimsoll settings kube-apiserver`.",
        ),
    };
    vec![
        controls_base(&base),
        Control {
            id: "1.2.10",
            title: "Nobody is let in without a name",
            severity: Severity::Critical,
            location: process(4),
            ..controls_base(&base)
        },
        Control {
            id: "1.2.9",
            title: "The API server does not profile",
            severity: Severity::Low,
            hosts: [Pass, NotApplicable, NotApplicable],
            reason: "profiling is false",
            seen: "--profiling=false",
            expected: "profiling is false",
            fix: None,
            ..controls_base(&base)
        },
        Control {
            id: "2.1",
            title: "etcd serves TLS",
            role: "etcd",
            severity: Severity::High,
            hosts: [Error, NotApplicable, NotApplicable],
            reason: "/etc/etcd/etcd.conf could not be read: permission denied",
            seen: "permission denied",
            location: file("/etc/etcd/etcd.conf"),
            expected: "cert-file and key-file are set",
            fix: None,
            ..controls_base(&base)
        },
        Control {
            id: "3.1.1",
            title: "Do not use client certificates to authenticate people",
            assessment: "manual",
            hosts: [Manual, NotApplicable, NotApplicable],
            reason: "A client certificate cannot be revoked, so a person who leaves keeps access until\n\
                     it expires. Look at `kubectl get csr`.\n\nAcceptable: an identity provider.",
            seen: "--client-ca-file=/etc/kubernetes/pki/ca.crt",
            location: process(5),
            expected: "Do not use client certificates to authenticate people",
            fix: None,
            ..controls_base(&base)
        },
        Control {
            id: "4.1.1",
            title: "The kubelet service unit is closed to others",
            role: "worker",
            severity: Severity::High,
            hosts: [NotApplicable, Fail, Pass],
            reason: "mode 0644",
            seen: "mode 0644",
            location: Location::File { path: LONG.into(), line: None, column: None },
            expected: "mode 0600 or stricter",
            fix: Some("```\nchmod 600 /etc/systemd/system/kubelet.service\n```"),
            ..controls_base(&base)
        },
        Control {
            id: "4.2.1",
            title: "The kubelet refuses anonymous requests",
            assessment: "manual",
            role: "worker",
            severity: Severity::High,
            hosts: [NotApplicable, Error, Error],
            reason: "the kubelet's configuration could not be read: a <name> & a \"quote\"",
            seen: HOSTILE,
            location: file(HOSTILE),
            expected: HOSTILE,
            fix: Some(HOSTILE),
        },
        Control {
            id: "5.1.1",
            title: "Administrators are few",
            role: "policies",
            hosts: [NotApplicable; 3],
            reason: "the cluster's API was not asked",
            seen: "",
            expected: "",
            fix: None,
            ..controls_base(&base)
        },
    ]
}

fn controls_base(base: &Control) -> Control {
    Control { location: base.location.clone(), ..*base }
}

fn host(name: &str, platform: &str, roles: &[&str], uid: u32) -> HostSummary {
    HostSummary {
        name: name.into(),
        as_of: "2026-01-02T03:04:05Z".into(),
        operating_system: Some("Debian GNU/Linux 12 (bookworm)".into()),
        platform: platform.into(),
        kubernetes_version: "1.35.1".parse().ok(),
        version_source: Some("build data of /usr/local/bin/kube-apiserver".into()),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        components: vec!["kubelet (running, pid 312)".into()],
        collector_uid: uid,
    }
}

fn notice(host: &str, text: &str) -> Notice {
    Notice { host: host.into(), text: text.into() }
}

fn benchmark(id: &str, title: &str, controls: &[Control]) -> BenchmarkReport {
    let section = |id: &str, title: &str| SectionSummary {
        id: id.into(),
        title: title.into(),
        counts: Counts::default(),
    };
    let mut benchmark = BenchmarkReport {
        id: id.into(),
        title: title.into(),
        kubernetes: "1.34 to 1.35".into(),
        chosen: "the newest edition for Kubernetes 1.35".into(),
        counts: Counts::default(),
        score: None,
        coverage: None,
        sections: vec![
            section("1.2", "API server"),
            section("2", "etcd"),
            section("3.1", "Authentication and authorization"),
            section("4.1", "Worker node files"),
            section("4.2", "Kubelet"),
            section("5.1", "RBAC and service accounts"),
        ],
        controls: controls.iter().map(control).collect(),
    };
    count(&mut benchmark);
    benchmark
}

fn count(benchmark: &mut BenchmarkReport) {
    benchmark.counts = Counts::default();
    for section in &mut benchmark.sections {
        section.counts = Counts::default();
        for control in benchmark.controls.iter().filter(|one| one.section == section.id) {
            section.counts.add(control.status);
            benchmark.counts.add(control.status);
        }
    }
    benchmark.sections.retain(|section| section.counts.total() > 0);
    benchmark.score = benchmark.counts.score();
    benchmark.coverage = benchmark.counts.coverage();
}

fn control(control: &Control) -> ControlReport {
    let hosts: Vec<HostStatus> = HOSTS
        .iter()
        .zip(control.hosts)
        .map(|(name, status)| on_host(control, name, status))
        .collect();
    let told = hosts.iter().find(|host| host.status != Status::NotApplicable).unwrap_or(&hosts[0]);
    let mut statuses: Vec<Status> =
        control.hosts.into_iter().filter(|status| *status != Status::NotApplicable).collect();
    statuses.dedup();
    let reference = |framework: &str, id: &str, basis: &str| Reference {
        framework: framework.into(),
        id: id.into(),
        basis: basis.into(),
    };
    ControlReport {
        id: control.id.into(),
        also: Vec::new(),
        title: control.title.into(),
        section: control.id.rsplit_once('.').map_or(control.id, |(section, _)| section).into(),
        level: 1,
        assessment: control.assessment.into(),
        role: control.role.into(),
        severity: control.severity,
        status: match statuses.as_slice() {
            [] => Status::NotApplicable,
            [status] => *status,
            _ => Status::Mixed,
        },
        reason: told.reason.clone(),
        evidence: told.evidence.clone(),
        expected: told.expected.clone(),
        actual: None,
        fix: told.fix.clone().into_iter().collect(),
        references: vec![
            reference("nist-800-53r5", "AC-3", "direct"),
            reference("nist-800-53r5", "CM-6", "direct"),
            reference("iso-27001-2022", "A.5.15", "derived"),
            reference("cis-controls-8.1", "4.7", "direct"),
        ],
        checks: vec![format!("check-of-{}", control.id)],
        tailored: (control.id == "1.2.9").then(|| "profiling stays off, see ticket 4711".into()),
        hosts,
    }
}

fn on_host(control: &Control, name: &str, status: Status) -> HostStatus {
    let elsewhere = status == Status::NotApplicable && control.hosts != [status; 3];
    let reason = match status {
        Status::NotApplicable if elsewhere => {
            format!("{name} does not play the role {}", control.role)
        }
        Status::Pass if control.hosts[1] == Status::Fail => "mode 0600".into(),
        _ => control.reason.into(),
    };
    let evidence = Evidence {
        seen: if status == Status::Pass && control.id == "4.1.1" {
            "mode 0600"
        } else {
            control.seen
        }
        .into(),
        location: control.location.clone(),
        note: (control.id == "1.2.10").then(|| "the file is newer than the process".into()),
    };
    HostStatus {
        host: name.into(),
        status,
        reason,
        evidence: if control.seen.is_empty() || elsewhere { Vec::new() } else { vec![evidence] },
        expected: control.expected.into(),
        actual: None,
        fix: control
            .fix
            .filter(|_| matches!(status, Status::Fail | Status::Error))
            .map(|text| Fix { platform: "kubeadm".into(), text: text.into() }),
        findings: Vec::new(),
    }
}
