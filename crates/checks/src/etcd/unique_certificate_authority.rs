//! Whether etcd trusts a CA that the cluster's clients are issued from as well.
//!
//! With a shared CA, every client certificate of the cluster opens etcd, past all authorization.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{CertificateFile, Evidence, Location};
use plimsoll_settings::Outcome;

/// Where kubeadm keeps the cluster's CA; used when no API server runs beside etcd.
const KUBEADM_CA: &str = "/etc/kubernetes/pki/ca.crt";

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    verdict(judge)
        .with_expected("no certificate authority is trusted by both etcd and the API server")
}

/// OpenShift 3, seen from the master: the CA that it knows etcd by, and the one of its clients.
pub(crate) fn judge_master(judge: &Judge<'_>) -> Verdict {
    let expected = "no certificate authority is trusted by both etcd and the API server";
    let mut evidence = Vec::new();
    let mut files = Vec::new();
    for key in ["etcdClientInfo.ca", "servingInfo.clientCA"] {
        let effective = match judge.target.settings.get(key) {
            Outcome::Value(effective) => effective,
            Outcome::Unknown { reason, evidence } => return Verdict::error(reason, evidence),
            Outcome::NotInVersion { reason } => return Verdict::not_applicable(reason),
        };
        evidence.extend(effective.evidence);
        if effective.value.is_empty() {
            let reason = format!("{key} is not set");
            return Verdict::fail(reason.clone(), evidence)
                .with_actual(reason)
                .with_expected(expected);
        }
        let written = effective.value.to_string();
        let path = beside_configuration(judge, &written);
        match file(judge, judge.target.instance.host_path(&path)) {
            Ok(file) => files.push(file),
            Err(reason) => return Verdict::error(reason, evidence),
        }
    }
    let [etcd, clients] = files[..] else {
        return Verdict::error("the files of both authorities were not read", evidence);
    };
    compare(etcd, clients, &mut evidence)
        .unwrap_or_else(|| {
            let reason = format!("no certificate of {} is in {} too", etcd.path, clients.path);
            Verdict::pass(reason.clone(), evidence).with_actual(reason)
        })
        .with_expected(expected)
}

/// A path as the master reads it: relative ones begin at the folder of its configuration.
fn beside_configuration(judge: &Judge<'_>, path: &str) -> String {
    let config = judge.target.settings.config_path().unwrap_or_default();
    match config.rsplit_once('/') {
        Some((folder, _)) if !path.starts_with('/') => format!("{folder}/{path}"),
        _ => path.to_owned(),
    }
}

fn verdict(judge: &Judge<'_>) -> Verdict {
    let instance = judge.target.instance;
    let trusted = match judge.target.settings.get("trusted-ca-file") {
        Outcome::Value(effective) => effective,
        Outcome::Unknown { reason, evidence } => return Verdict::error(reason, evidence),
        Outcome::NotInVersion { reason } => return Verdict::not_applicable(reason),
    };
    if trusted.value.is_empty() {
        let reason = "trusted-ca-file is not set: etcd verifies no client against a CA of its own";
        return Verdict::fail(reason, trusted.evidence).with_actual("trusted-ca-file is not set");
    }
    let mut evidence = trusted.evidence;
    let etcd = match file(judge, instance.host_path(&trusted.value.to_string())) {
        Ok(file) => file,
        Err(reason) => return Verdict::error(reason, evidence),
    };
    let mut cluster: Vec<&CertificateFile> = Vec::new();
    for api_server in judge.host.instances_of("kube-apiserver") {
        match api_server.settings.get("client-ca-file") {
            Outcome::Value(effective) if !effective.value.is_empty() => {
                let path = effective.value.to_string();
                match file(judge, api_server.instance.host_path(&path)) {
                    Ok(file) => cluster.push(file),
                    Err(reason) => {
                        evidence.extend(effective.evidence);
                        return Verdict::error(reason, evidence);
                    }
                }
            }
            Outcome::Unknown { reason, evidence } => return Verdict::error(reason, evidence),
            _ => {}
        }
    }
    if cluster.is_empty() {
        match judge.host.node.certificates.get(KUBEADM_CA) {
            Some(file) if file.problem.is_none() => cluster.push(file),
            Some(file) => {
                let why = file.problem.clone().unwrap_or_default();
                return Verdict::error(format!("{KUBEADM_CA} could not be read: {why}"), evidence);
            }
            None => return Verdict::error("cluster CA not on this host", evidence),
        }
    }
    for other in cluster {
        if let Some(verdict) = compare(etcd, other, &mut evidence) {
            return verdict;
        }
    }
    let reason = format!("no certificate of {} is trusted by the API server too", etcd.path);
    Verdict::pass(reason.clone(), evidence).with_actual(reason)
}

/// The failure when two files hold the same authority; else both are in the evidence.
fn compare(
    etcd: &CertificateFile,
    other: &CertificateFile,
    evidence: &mut Vec<Evidence>,
) -> Option<Verdict> {
    for certificate in &etcd.certificates {
        if other.certificates.iter().any(|one| one.key_sha256 == certificate.key_sha256) {
            let seen = format!("{} (key {}…)", certificate.subject, short(&certificate.key_sha256));
            let reason =
                format!("{} and {} both hold {}", etcd.path, other.path, certificate.subject);
            evidence.push(at(&etcd.path, &seen));
            evidence.push(at(&other.path, &seen));
            let evidence = std::mem::take(evidence);
            return Some(Verdict::fail(reason.clone(), evidence).with_actual(reason));
        }
    }
    for file in [etcd, other] {
        for certificate in &file.certificates {
            let seen = format!("{} (key {}…)", certificate.subject, short(&certificate.key_sha256));
            evidence.push(at(&file.path, &seen));
        }
    }
    None
}

fn file<'a>(judge: &Judge<'a>, path: &str) -> Result<&'a CertificateFile, String> {
    match judge.host.node.certificates.get(path) {
        None => Err(format!("{path} was not read")),
        Some(CertificateFile { problem: Some(problem), .. }) => {
            Err(format!("{path} could not be read: {problem}"))
        }
        Some(file) => Ok(file),
    }
}

fn at(path: &str, seen: &str) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::File { path: path.to_owned(), line: None, column: None },
        note: None,
    }
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
