//! Where container runtimes take orders: who may use their sockets, and whether they listen on the
//! network.

use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::Evidence;

use super::runtime::{Runtime, over_runtimes, runtimes};
use super::{Tally, around, at, is_loopback, judge_mode, mode_of, stat};

/// The sockets are closed to others and belong to root.
pub(crate) fn mode(judge: &HostJudge<'_>) -> Verdict {
    let expected = format!("mode {:04o} or stricter, owned by root", mode_of(judge, "mode"));
    sockets(judge, |tally, socket| {
        judge_mode(tally, judge, &socket.path, mode_of(judge, "mode"), &socket.runtime);
        if let Ok(Some(stat)) = stat(judge, &socket.path)
            && stat.uid != 0
        {
            let seen = format!("{}: it belongs to {}", socket.runtime, stat.ownership());
            tally.good.retain(|one| one.location != at(&socket.path, None, "").location);
            tally.bad.push(at(&socket.path, None, &seen));
        }
    })
    .unwrap_or_else(|verdict| verdict)
    .with_expected(expected)
}

/// Nobody gets root through the group of a socket.
pub(crate) fn group(judge: &HostJudge<'_>) -> Verdict {
    let allowed = judge.list("members");
    sockets(judge, |tally, socket| {
        let stat = match stat(judge, &socket.path) {
            Ok(Some(stat)) => stat,
            Ok(None) => return,
            Err(reason) => return tally.blind.push(at(&socket.path, None, &reason)),
        };
        let group = stat.group.clone().unwrap_or_else(|| stat.gid.to_string());
        let members: Vec<&str> = socket
            .group_members
            .iter()
            .filter(|member| !allowed.contains(member))
            .map(String::as_str)
            .collect();
        let writes = stat.mode & 0o020 != 0;
        if writes && stat.gid != 0 && stat.group.is_none() {
            let seen =
                format!("who is in its group {} cannot be told: it has no name here", stat.gid);
            return tally.blind.push(at(&socket.path, None, &seen));
        }
        let (fine, seen) = if !writes {
            (true, format!("the group {group} may not write to it"))
        } else if members.is_empty() {
            (true, format!("nobody else is in its group {group}"))
        } else {
            (false, format!("root through the group {group}: {}", members.join(", ")))
        };
        let evidence = at(&socket.path, None, &format!("{}: {seen}", socket.runtime));
        if fine { tally.good.push(evidence) } else { tally.bad.push(evidence) }
    })
    .unwrap_or_else(|verdict| verdict)
    .with_expected("no user but root is in a group that may write to a runtime's socket")
}

fn sockets(
    judge: &HostJudge<'_>,
    one: impl Fn(&mut Tally, &plimsoll_model::RuntimeSocket),
) -> Result<Verdict, Verdict> {
    let around = around(judge)?;
    let mut tally = Tally::default();
    for socket in &around.sockets {
        one(&mut tally, socket);
    }
    if around.sockets.is_empty() {
        for runtime in runtimes(judge)? {
            if runtime.target.instance.process.is_some() && runtime.not_for_kubernetes().is_none() {
                tally.blind.push(runtime.itself("it runs, and its socket was not found"));
            }
        }
    }
    Ok(tally.verdict("no socket of a container runtime is here"))
}

/// No runtime takes orders over the network from just anybody.
pub(crate) fn tcp(judge: &HostJudge<'_>) -> Verdict {
    over_runtimes(judge, |runtime, tally| {
        let before = tally.bad.len() + tally.good.len();
        match runtime.component() {
            "containerd" => containerd_tcp(runtime, tally),
            "dockerd" => docker_tcp(runtime, tally),
            _ => {}
        }
        if before == tally.bad.len() + tally.good.len() {
            let seen = format!("{} is configured to listen on its socket alone", runtime.title());
            tally.good.push(runtime.itself(&seen));
        }
    })
    .map_or_else(|verdict| verdict, |tally| tally.verdict(OTHERS))
    .with_expected("no orders over TCP, save from clients that show a certificate")
}

const OTHERS: &str = "no container runtime that the kubelet can use is here";

fn containerd_tcp(runtime: &Runtime<'_>, tally: &mut Tally) {
    for (path, authority) in [
        (&["grpc", "tcp_address"][..], &["grpc", "tcp_tls_ca"][..]),
        (
            &["plugins", "io.containerd.server.v1.grpc-tcp", "address"],
            &["plugins", "io.containerd.server.v1.grpc-tcp", "tls_ca"],
        ),
    ] {
        let Some(address) = runtime.value(path).filter(|found| !found.text().is_empty()) else {
            continue;
        };
        let verified = runtime.value(authority).is_some_and(|found| !found.text().is_empty());
        let name = path.last().copied().unwrap_or_default();
        let seen = if verified {
            format!("{name} = \"{}\", clients are verified", address.text())
        } else {
            format!("{name} = \"{}\" without a CA to verify clients with", address.text())
        };
        let evidence = address.evidence(&seen);
        if verified { tally.good.push(evidence) } else { tally.bad.push(evidence) }
    }
    for path in
        [&["debug", "address"][..], &["plugins", "io.containerd.server.v1.debug", "address"]]
    {
        let Some(address) = runtime.value(path) else { continue };
        let text = address.text();
        if !text.is_empty() && !text.starts_with('/') && !text.starts_with("unix:") {
            let seen = format!("debugging without any login on \"{text}\"");
            tally.bad.push(address.evidence(&seen));
        }
    }
}

fn docker_tcp(runtime: &Runtime<'_>, tally: &mut Tally) {
    let verified = runtime.is_on("tlsverify", &["tlsverify"]).is_some_and(|(on, _)| on);
    let mut hosts: Vec<(String, Evidence)> = runtime.flag("host", Some("H"));
    hosts.extend(
        runtime
            .items(&["hosts"])
            .into_iter()
            .map(|found| (found.text(), found.evidence(&format!("hosts: {}", found.text())))),
    );
    let from_systemd = hosts.iter().any(|(host, _)| host.starts_with("fd:"));
    for (host, mut evidence) in hosts {
        let local = host.starts_with("unix:") || host.starts_with('/') || host.starts_with("fd:");
        if local {
            continue;
        }
        if verified {
            evidence.note = Some("clients are verified (tlsverify)".to_owned());
            tally.good.push(evidence);
        } else {
            evidence.note = Some("without tlsverify whoever reaches it is root".to_owned());
            tally.bad.push(evidence);
        }
    }
    for listen in runtime.configuration.listens.iter().filter(|_| from_systemd) {
        if listen.address.starts_with('/') || listen.address.starts_with('@') {
            continue;
        }
        let seen = format!("ListenStream={}", listen.address);
        let evidence = at(&listen.file, Some(listen.line), &seen);
        if verified { tally.good.push(evidence) } else { tally.bad.push(evidence) }
    }
}

/// Streams (exec, attach, port-forward) and metrics of the runtime stay on the node.
pub(crate) fn streams(judge: &HostJudge<'_>) -> Verdict {
    over_runtimes(judge, |runtime, tally| {
        let before = tally.bad.len();
        match runtime.component() {
            "containerd" => containerd_streams(runtime, tally),
            "cri-o" => crio_streams(runtime, tally),
            _ => {
                if let Some((address, evidence)) = runtime.text("metrics-addr", &["metrics-addr"])
                    && !address.is_empty()
                    && !is_loopback(&address)
                {
                    tally.bad.push(evidence);
                }
            }
        }
        if before == tally.bad.len() {
            let seen = format!("streams and metrics of {} stay on the node", runtime.title());
            tally.good.push(runtime.itself(&seen));
        }
    })
    .map_or_else(|verdict| verdict, |tally| tally.verdict(OTHERS))
    .with_expected("streaming and metrics listen on a loopback address, or streaming over TLS")
}

fn containerd_streams(runtime: &Runtime<'_>, tally: &mut Tally) {
    if let Some(address) = runtime.cri(&["stream_server_address"])
        && !is_loopback(&address.text())
    {
        let tls = runtime.cri(&["enable_tls_streaming"]);
        if tls.and_then(|found| found.tree.as_bool()) != Some(true) {
            let seen = format!("stream_server_address = \"{}\" without TLS", address.text());
            tally.bad.push(address.evidence(&seen));
        }
    }
    for path in
        [&["metrics", "address"][..], &["plugins", "io.containerd.server.v1.metrics", "address"]]
    {
        let Some(address) = runtime.value(path) else { continue };
        if !address.text().is_empty() && !is_loopback(&address.text()) {
            let seen = format!("metrics on \"{}\", open to whoever reaches it", address.text());
            tally.bad.push(address.evidence(&seen));
        }
    }
}

fn crio_streams(runtime: &Runtime<'_>, tally: &mut Tally) {
    if let Some((address, evidence)) =
        runtime.text("stream-address", &["crio", "api", "stream_address"])
        && !is_loopback(&address)
    {
        let tls = runtime.is_on("stream-enable-tls", &["crio", "api", "stream_enable_tls"]);
        if !tls.is_some_and(|(on, _)| on) {
            tally.bad.push(evidence);
        }
    }
    let Some((true, metrics)) =
        runtime.is_on("enable-metrics", &["crio", "metrics", "enable_metrics"])
    else {
        return;
    };
    match runtime.text("metrics-host", &["crio", "metrics", "metrics_host"]) {
        Some((address, _)) if is_loopback(&address) => {}
        Some((_, evidence)) => tally.bad.push(evidence),
        None => {
            let seen = format!("{}, and metrics_host is not set", metrics.seen);
            let note = "older versions then listen on every address".to_owned();
            tally.bad.push(Evidence { seen, note: Some(note), ..metrics });
        }
    }
}
