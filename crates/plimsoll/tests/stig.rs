//! The STIG asks for other things than the CIS benchmark does: what is written down instead of what is
//! in force, files instead of flags, its own modes. One host, judged by both.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;

use plimsoll_checks::REGISTRY;
use plimsoll_collect::example;
use plimsoll_content::{Content, Example, ExampleFile, Tailoring};
use plimsoll_engine::{Request, audit};
use plimsoll_model::report::ControlReport;
use plimsoll_model::{Report, Severity, Status};

const CIS: &str = "cis-1.12";
const STIG: &str = "stig-v2r6";

const KUBELET: &str = "
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
staticPodPath: /etc/kubernetes/manifests
readOnlyPort: 0
authorization: {mode: Webhook}
";

const API_SERVER: &str = "
apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver, namespace: kube-system}
spec:
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver:v1.34.1
      command: [kube-apiserver, --authorization-mode=Node,RBAC, --client-ca-file=/etc/kubernetes/pki/ca.crt]
";

fn file(content: &str, mode: &str) -> ExampleFile {
    ExampleFile {
        content: content.to_owned(),
        mode: Some(mode.to_owned()),
        ..ExampleFile::default()
    }
}

/// A control plane as kubeadm leaves it, with a flag of the kubelet and files of mode 644.
fn report(content: &Content, kubelet_flags: &str) -> Report {
    let example = Example {
        status: Status::Pass,
        line: 1,
        version: "1.34".to_owned(),
        run: vec![
            format!("kubelet --config=/var/lib/kubelet/config.yaml {kubelet_flags}"),
            "kube-apiserver --authorization-mode=Node,RBAC --client-ca-file=/etc/kubernetes/pki/ca.crt".to_owned(),
            "etcd --data-dir=/var/lib/etcd --client-cert-auth=true".to_owned(),
        ],
        environment: BTreeMap::new(),
        files: BTreeMap::from([
            ("/var/lib/kubelet/config.yaml".to_owned(), file(KUBELET, "0644")),
            ("/etc/kubernetes/manifests/kube-apiserver.yaml".to_owned(), file(API_SERVER, "0644")),
        ]),
        parameters: BTreeMap::new(),
        expect: Vec::new(),
        identity: Vec::new(),
        manifest: None,
    };
    let snapshot = example::snapshot(content, &example).expect("a host");
    let request = Request {
        benchmarks: vec![CIS.to_owned(), STIG.to_owned()],
        level: None,
        roles: Vec::new(),
        tailoring: Tailoring::default(),
    };
    audit(content, REGISTRY, &[snapshot], &request, "plimsoll").expect("a report")
}

fn control<'r>(report: &'r Report, benchmark: &str, id: &str) -> &'r ControlReport {
    let benchmark = report.benchmarks.iter().find(|one| one.id == benchmark).expect(benchmark);
    benchmark.controls.iter().find(|control| control.id == id).expect(id)
}

/// What each of two controls says: `benchmark/control status: reason`, on failure of a test.
fn assert_apart(report: &Report, cis: (&str, Status), stig: (&str, Status)) {
    for (benchmark, (id, wanted)) in [(CIS, cis), (STIG, stig)] {
        let control = control(report, benchmark, id);
        assert_eq!(
            control.status, wanted,
            "{benchmark} {id} {}: {}",
            control.title, control.reason
        );
    }
}

#[test]
fn a_default_that_is_good_passes_cis_and_not_the_stig() {
    let report = report(&plimsoll_catalog::whole().expect("content"), "");
    // etcd's certificates are not self-signed unless somebody says so.
    assert_apart(&report, ("2.3", Status::Pass), ("V-242379", Status::Fail));
    assert_apart(&report, ("2.6", Status::Pass), ("V-242380", Status::Fail));
    // With a configuration file the kubelet lets nobody in without credentials.
    assert_apart(&report, ("4.2.1", Status::Pass), ("V-242391", Status::Fail));
}

#[test]
fn a_flag_of_the_kubelet_passes_cis_and_not_the_stig() {
    let content = plimsoll_catalog::whole().expect("content");
    let by_flag = report(&content, "--anonymous-auth=false --read-only-port=0");
    assert_apart(&by_flag, ("4.2.1", Status::Pass), ("V-242391", Status::Fail));
    assert_apart(&by_flag, ("4.2.4", Status::Pass), ("V-242387", Status::Fail));
    let by_file = report(&content, "");
    assert_apart(&by_file, ("4.2.4", Status::Pass), ("V-242387", Status::Pass));
}

#[test]
fn mode_644_passes_the_stig_and_not_cis() {
    let report = report(&plimsoll_catalog::whole().expect("content"), "");
    assert_apart(&report, ("1.1.1", Status::Fail), ("V-242408", Status::Pass));
    assert_apart(&report, ("4.1.9", Status::Fail), ("V-242407", Status::Pass));
}

#[test]
fn categories_are_severities_and_controls_name_their_cci() {
    let content = plimsoll_catalog::whole().expect("content");
    let report = report(&content, "");
    for (id, category, cci) in [
        ("V-242387", Severity::High, "CCI-000213"),
        ("V-242379", Severity::Medium, "CCI-000068"),
        ("V-242407", Severity::Medium, "CCI-001499"),
    ] {
        let control = control(&report, STIG, id);
        assert_eq!(control.severity, category, "{id}");
        let named = control
            .references
            .iter()
            .any(|reference| reference.framework == "disa-cci" && reference.id == cci);
        assert!(named, "{id} names {:?}", control.references);
    }
    // The categories of the edition hold, not what we think of its checks.
    let edition = content.benchmarks.get(STIG).expect(STIG);
    for control in &edition.controls {
        assert!(control.severity.is_some(), "{} has no category", control.id);
        let named = control.references.iter().any(|(framework, _)| framework == "disa-cci");
        assert!(named, "{} names no CCI", control.id);
    }
}
