//! Services of the system that have no place on a node, and programs on it.

use plimsoll_content::Literal;
use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::{Area, Service, Version};

use super::{Tally, around, at, on_host};

fn sshd<'a>(judge: &HostJudge<'a>) -> Result<Option<&'a Service>, Verdict> {
    Ok(around(judge)?.services.iter().find(|service| service.name == "sshd"))
}

/// No SSH server runs.
pub(crate) fn sshd_stopped(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let mut tally = Tally::default();
        let service = sshd(judge)?;
        // Where links of systemd are hidden, a socket may be among them.
        tally.blind_of(around(judge)?, Area::Services);
        for pid in service.map(|service| service.processes.as_slice()).unwrap_or_default() {
            tally.bad.push(on_host(judge, &format!("sshd listens as process {pid}")));
        }
        for link in service.map(|service| service.enabled_by.as_slice()).unwrap_or_default() {
            if link.ends_with(".socket") {
                tally.bad.push(at(link, None, "systemd waits for connections in place of sshd"));
            }
        }
        // What hides any process may hide this one.
        let hiding = judge.host.node.problems.iter().filter(|problem| problem.component.is_none());
        tally.blind.extend(hiding.map(|one| at(&one.subject, None, &one.reason)));
        if tally.blind.is_empty() && tally.bad.is_empty() {
            if judge.host.node.components.iter().any(|instance| instance.process.is_some()) {
                tally.good.push(on_host(judge, "no process is sshd"));
            } else {
                let reason = "no process was seen at all: a stopped host, or none of its /proc";
                return Err(Verdict::error(reason, Vec::new()));
            }
        }
        Ok(tally.verdict(""))
    };
    verdict().unwrap_or_else(|verdict: Verdict| verdict).with_expected("no SSH server runs")
}

/// systemd starts no SSH server.
pub(crate) fn sshd_disabled(judge: &HostJudge<'_>) -> Verdict {
    let units = judge.list("units");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        let service = sshd(judge)?;
        for link in service.map(|service| service.enabled_by.as_slice()).unwrap_or_default() {
            let unit = link.rsplit('/').next().unwrap_or_default();
            if units.is_empty() || units.iter().any(|one| one == unit) {
                tally.bad.push(at(link, None, "systemd starts it"));
            }
        }
        tally.blind_of(around, Area::Services);
        if tally.bad.is_empty() && around.systemd {
            tally.good.push(on_host(judge, "no link makes systemd start sshd"));
        }
        Ok(tally.verdict("there is no systemd on this host"))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("systemd starts no SSH server")
}

/// kubectl is not older than it may be.
pub(crate) fn kubectl_version(judge: &HostJudge<'_>) -> Verdict {
    let written = match judge.parameters.get("minimum") {
        Some(Literal::Text(text)) => text.clone(),
        _ => "1.12.9".to_owned(),
    };
    let verdict = || {
        let around = around(judge)?;
        let least: Version = written
            .parse()
            .map_err(|reason| Verdict::error(format!("minimum: {reason}"), Vec::new()))?;
        let mut tally = Tally::default();
        for program in around.programs.iter().filter(|program| program.name == "kubectl") {
            match program.version {
                None => {
                    let problem = program.problem.as_deref().unwrap_or("its version is not known");
                    tally.blind.push(at(&program.path, None, problem));
                }
                Some(version) => {
                    let evidence = at(&program.path, None, &format!("kubectl {version}"));
                    if version >= least {
                        tally.good.push(evidence)
                    } else {
                        tally.bad.push(evidence)
                    }
                }
            }
        }
        Ok(tally.verdict("kubectl is not installed on this host"))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected(format!("kubectl {written} or newer"))
}
