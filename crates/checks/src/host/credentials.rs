//! Credentials that lie about on a host.

use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::{Area, CredentialFile, CredentialKind, CredentialPlace, Evidence};

use super::{Tally, around, at, judge_mode, mode_of, on_host, stat};

/// Groups that may do everything in a cluster.
const ADMINISTRATORS: [&str; 2] = ["O=system:masters", "O=kubeadm:cluster-admins"];

fn is_administrators(file: &CredentialFile) -> bool {
    let names = ["admin.conf", "super-admin.conf", "k3s.yaml", "rke2.yaml"];
    let name = file.path.rsplit('/').next().unwrap_or_default();
    file.certificates
        .iter()
        .any(|one| ADMINISTRATORS.iter().any(|group| one.subject.contains(group)))
        || (!file.holds.is_empty() && names.iter().any(|known| name.starts_with(known)))
}

/// What a file holds, in words, at the line of the first secret.
fn held(file: &CredentialFile) -> Evidence {
    let mut parts: Vec<String> = Vec::new();
    for secret in &file.holds {
        let part = match &secret.user {
            Some(user) => format!("{} of {user}", secret.what),
            None => secret.what.clone(),
        };
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    let what = match file.kind {
        CredentialKind::Kubeconfig => "kubeconfig with",
        CredentialKind::Kubeadm => "file for kubeadm with",
        CredentialKind::EtcdBackup => "copy of etcd's data",
        CredentialKind::Unknown => "file that could not be read",
    };
    let line = file.holds.first().map(|secret| secret.line);
    at(&file.path, line, format!("{what} {}", parts.join(", ")).trim_end())
}

fn unreadable(tally: &mut Tally, file: &CredentialFile) -> bool {
    let Some(problem) = &file.problem else { return false };
    tally.blind.push(at(&file.path, None, problem));
    true
}

/// No kubeconfig with its key or token lies in a home folder.
pub(crate) fn homes(judge: &HostJudge<'_>) -> Verdict {
    let allowed = judge.list("allowed");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        let files = around.credentials.iter().filter(|file| {
            file.place != CredentialPlace::Installation && file.kind != CredentialKind::Kubeadm
        });
        for file in files {
            if allowed.contains(&file.path) {
                tally.good.push(Evidence {
                    note: Some("allowed by the parameter".to_owned()),
                    ..held(file)
                });
            } else if unreadable(&mut tally, file) {
            } else if file.holds.is_empty() {
                tally.good.push(at(&file.path, None, "a kubeconfig without a secret in it"));
            } else {
                tally.bad.push(held(file));
            }
        }
        tally.blind_of(around, Area::Credentials);
        if tally.good.is_empty() && tally.bad.is_empty() && tally.blind.is_empty() {
            tally.good.push(on_host(judge, "no kubeconfig in a home or temporary folder"));
        }
        Ok(tally.verdict(""))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("no kubeconfig with a key, token or password in a home or temporary folder")
}

/// The bootstrap token is gone once the kubelet has a certificate.
pub(crate) fn bootstrap(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for file in around.credentials.iter().filter(|file| file.kind != CredentialKind::Kubeadm) {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let by_name = name.contains("bootstrap");
            let token = file.holds.iter().any(|secret| secret.what == "bootstrap token");
            let own = file.place == CredentialPlace::Installation;
            if (by_name || own) && unreadable(&mut tally, file) {
                continue;
            }
            if token || (by_name && !file.holds.is_empty()) {
                tally.bad.push(held(file));
            }
        }
        tally.blind_of(around, Area::Credentials);
        let kubelet = judge.host.instances_of("kubelet").next();
        if tally.bad.is_empty() && tally.blind.is_empty() {
            match (kubelet, judge.host.hidden("kubelet")) {
                (Some(_), _) => {
                    tally
                        .good
                        .push(on_host(judge, "no kubeconfig with a bootstrap token lies here"));
                }
                (None, Some(hidden)) => {
                    let reason = format!("could not look whether kubelet is here: {hidden}");
                    return Err(Verdict::error(reason, Vec::new()));
                }
                (None, None) => {}
            }
        }
        Ok(tally.verdict(judge.host.absence("kubelet")))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("no kubeconfig with a bootstrap token")
}

/// Files for kubeadm hold no token or key any more, and copies of etcd's data are gone.
pub(crate) fn kubeadm(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for file in &around.credentials {
            match file.kind {
                CredentialKind::Kubeadm if unreadable(&mut tally, file) => {}
                CredentialKind::Kubeadm if file.holds.is_empty() => {
                    tally.good.push(at(&file.path, None, "a file for kubeadm without a secret"));
                }
                CredentialKind::Kubeadm | CredentialKind::EtcdBackup => tally.bad.push(held(file)),
                CredentialKind::Unknown if file.path.contains("kubeadm") => {
                    unreadable(&mut tally, file);
                }
                CredentialKind::Unknown | CredentialKind::Kubeconfig => {}
            }
        }
        tally.blind_of(around, Area::Credentials);
        if tally.good.is_empty() && tally.bad.is_empty() && tally.blind.is_empty() {
            tally.good.push(on_host(judge, "nothing is left of kubeadm's files"));
        }
        Ok(tally.verdict(""))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("no bootstrap token, certificate key or copy of etcd's data is left over")
}

/// A worker holds nothing that rules the cluster.
pub(crate) fn worker(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        if judge.host.roles.contains("control-plane") {
            return Err(Verdict::not_applicable("this host runs the control plane"));
        }
        if let Some(hidden) = judge.host.hidden("kube-apiserver") {
            let reason = format!("could not look whether kube-apiserver is here: {hidden}");
            return Err(Verdict::error(reason, Vec::new()));
        }
        if !judge.host.roles.contains("worker") {
            return Err(Verdict::not_applicable(judge.host.absence("kubelet")));
        }
        let mut tally = Tally::default();
        for file in &around.credentials {
            if unreadable(&mut tally, file) {
            } else if is_administrators(file) {
                let mut evidence = held(file);
                let who = file.certificates.first().map_or("", |one| one.subject.as_str());
                evidence.note = Some(format!("an administrator's {who}").trim_end().to_owned());
                tally.bad.push(evidence);
            }
        }
        tally.blind_of(around, Area::Credentials);
        if tally.bad.is_empty() {
            tally.good.push(on_host(judge, "no administrator's credentials on this worker"));
        }
        Ok(tally.verdict(""))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("no credentials of an administrator on a worker")
}

/// Every file with credentials is its owner's alone, copies included.
pub(crate) fn closed(judge: &HostJudge<'_>) -> Verdict {
    let mode = mode_of(judge, "mode");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for file in &around.credentials {
            match file.kind {
                CredentialKind::EtcdBackup => {
                    let what = "copy of etcd's data";
                    judge_mode(&mut tally, judge, &file.path, mode | 0o100, what);
                }
                _ if file.problem.is_some() => {
                    // Content or not: a mode that is closed is closed.
                    match stat(judge, &file.path) {
                        Ok(Some(stat)) if stat.mode & !mode & 0o7777 == 0 => {}
                        _ => {
                            unreadable(&mut tally, file);
                        }
                    }
                }
                _ if file.holds.is_empty() => {}
                _ => {
                    let what = held(file).seen;
                    judge_mode(&mut tally, judge, &file.path, mode, &what);
                }
            }
        }
        tally.blind_of(around, Area::Credentials);
        Ok(tally.verdict("no file with credentials of a cluster was found on this host"))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected(format!("mode {mode:04o} or stricter on every file with credentials"))
}
