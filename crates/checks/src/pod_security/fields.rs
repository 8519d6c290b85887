//! Checks of single fields.

use plimsoll_engine::objects::{ContainerView, PodView, Problem};
use plimsoll_model::kubernetes::{Handler, Probe};

use super::identity::in_user_namespace;

pub(super) fn privileged(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for container in pod.containers().filter(ContainerView::privileged) {
        problems.push(container.problem("securityContext.privileged", "privileged is true"));
    }
}

pub(super) fn host_namespaces(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    let spec = pod.spec();
    for (field, value) in
        [("hostNetwork", spec.host_network), ("hostPID", spec.host_pid), ("hostIPC", spec.host_ipc)]
    {
        if value == Some(true) {
            problems.push(pod.problem(&format!("spec.{field}"), format!("{field} is true")));
        }
    }
}

pub(super) fn host_path_volumes(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for (index, volume) in pod.spec().volumes.iter().enumerate() {
        if volume.host_path.is_some() {
            let name = volume.name.as_deref().unwrap_or_default();
            problems.push(pod.problem(
                &format!("spec.volumes[{index}].hostPath"),
                format!("volume `{name}` is a path of the host"),
            ));
        }
    }
}

pub(super) fn host_ports(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for container in pod.containers() {
        for (index, port) in container.container.ports.iter().enumerate() {
            if let Some(number) = port.host_port.filter(|number| *number != 0) {
                problems.push(container.problem(
                    &format!("ports[{index}].hostPort"),
                    format!("it takes port {number} of the host"),
                ));
            }
        }
    }
}

const ALLOWED_PROFILES: [&str; 2] = ["RuntimeDefault", "Localhost"];

pub(super) fn app_armor(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    let bad = |kind: Option<&str>| {
        kind.filter(|kind| !ALLOWED_PROFILES.contains(kind))
            .map(|kind| format!("the AppArmor profile is {kind}"))
    };
    let context = pod.spec().security_context.as_ref();
    let profile = context.and_then(|context| context.app_armor_profile.as_ref());
    if let Some(reason) = bad(profile.map(|profile| profile.type_.as_deref().unwrap_or_default())) {
        problems.push(pod.problem("spec.securityContext.appArmorProfile.type", reason));
    }
    for container in pod.containers() {
        let own = container.security().and_then(|security| security.app_armor_profile.as_ref());
        if let Some(reason) = bad(own.map(|profile| profile.type_.as_deref().unwrap_or_default())) {
            problems.push(container.problem("securityContext.appArmorProfile.type", reason));
        }
    }
    for (key, value) in pod.template.pod.metadata.annotations.iter() {
        let judged = key.starts_with("container.apparmor.security.beta.kubernetes.io/");
        let fine =
            value.is_empty() || value == "runtime/default" || value.starts_with("localhost/");
        if judged && !fine {
            problems.push(pod.problem(
                &format!("metadata.annotations[\"{key}\"]"),
                format!("the annotation asks for the AppArmor profile `{value}`"),
            ));
        }
    }
}

pub(super) fn proc_mount_baseline(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor < 35 || !in_user_namespace(pod) {
        proc_mount_restricted(pod, minor, problems);
    }
}

pub(super) fn proc_mount_restricted(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for container in pod.containers() {
        let value = container.security().and_then(|security| security.proc_mount.as_deref());
        if let Some(value) = value.filter(|value| *value != "Default") {
            problems.push(
                container.problem("securityContext.procMount", format!("procMount is {value}")),
            );
        }
    }
}

pub(super) fn windows_host_process(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    let reason = "it is a HostProcess container of Windows";
    let options =
        pod.spec().security_context.as_ref().and_then(|context| context.windows_options.as_ref());
    if options.and_then(|options| options.host_process) == Some(true) {
        problems.push(pod.problem("spec.securityContext.windowsOptions.hostProcess", reason));
    }
    for container in pod.containers() {
        let options = container.security().and_then(|security| security.windows_options.as_ref());
        if options.and_then(|options| options.host_process) == Some(true) {
            problems.push(container.problem("securityContext.windowsOptions.hostProcess", reason));
        }
    }
}

/// Until 1.18 seccomp was set by annotations, since 1.19 by fields.
pub(super) fn seccomp_baseline(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor < 19 {
        return seccomp_annotations(pod, problems);
    }
    seccomp_fields(pod, false, problems);
}

pub(super) fn seccomp_restricted(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor < 25 || !super::identity::declared_windows(pod) {
        seccomp_fields(pod, true, problems);
    }
}

fn seccomp_fields(pod: &PodView<'_>, required: bool, problems: &mut Vec<Problem>) {
    let context = pod.spec().security_context.as_ref();
    let of_pod = context.and_then(|context| context.seccomp_profile.as_ref());
    let of_pod = of_pod.map(|profile| profile.type_.as_deref().unwrap_or_default());
    let allowed = |kind: &str| ALLOWED_PROFILES.contains(&kind);
    if let Some(kind) = of_pod.filter(|kind| !allowed(kind)) {
        problems.push(pod.problem(
            "spec.securityContext.seccompProfile.type",
            format!("the seccomp profile is {kind}"),
        ));
    }
    for container in pod.containers() {
        let own = container.security().and_then(|security| security.seccomp_profile.as_ref());
        match own.map(|profile| profile.type_.as_deref().unwrap_or_default()) {
            Some(kind) if !allowed(kind) => problems.push(container.problem(
                "securityContext.seccompProfile.type",
                format!("the seccomp profile is {kind}"),
            )),
            None if required && !of_pod.is_some_and(allowed) => problems.push(
                container
                    .problem("securityContext.seccompProfile.type", "no seccomp profile is set"),
            ),
            _ => {}
        }
    }
}

fn seccomp_annotations(pod: &PodView<'_>, problems: &mut Vec<Problem>) {
    let bad = |key: &str| {
        let value = pod.annotation(key)?;
        let fine = matches!(value, "runtime/default" | "docker/default")
            || value.starts_with("localhost/");
        (!fine).then(|| format!("the annotation asks for the seccomp profile `{value}`"))
    };
    let key = "seccomp.security.alpha.kubernetes.io/pod";
    if let Some(reason) = bad(key) {
        problems.push(pod.problem(&format!("metadata.annotations[\"{key}\"]"), reason));
    }
    for container in pod.containers() {
        let name = container.container.name.as_deref().unwrap_or_default();
        let key = format!("container.seccomp.security.alpha.kubernetes.io/{name}");
        if let Some(reason) = bad(&key) {
            problems.push(pod.problem(&format!("metadata.annotations[\"{key}\"]"), reason));
        }
    }
}

pub(super) fn host_probes(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for container in pod.containers() {
        let probes = [
            ("livenessProbe", &container.container.liveness_probe),
            ("readinessProbe", &container.container.readiness_probe),
            ("startupProbe", &container.container.startup_probe),
        ];
        for (field, probe) in probes {
            for (handler, host) in probe.as_deref().into_iter().flat_map(hosts_of_probe) {
                problems.push(container.problem(
                    &format!("{field}.{handler}.host"),
                    format!("{field} goes to the host `{host}`"),
                ));
            }
        }
        let Some(lifecycle) = &container.container.lifecycle else { continue };
        for (field, hook) in
            [("postStart", &lifecycle.post_start), ("preStop", &lifecycle.pre_stop)]
        {
            for (handler, host) in hook.as_deref().into_iter().flat_map(hosts_of_hook) {
                problems.push(container.problem(
                    &format!("lifecycle.{field}.{handler}.host"),
                    format!("{field} goes to the host `{host}`"),
                ));
            }
        }
    }
}

fn hosts_of_probe<'a>(probe: &'a Probe<'a>) -> Vec<(&'static str, &'a str)> {
    let http = probe.http_get.as_ref().and_then(|get| get.host.as_deref());
    let tcp = probe.tcp_socket.as_ref().and_then(|socket| socket.host.as_deref());
    named(http, tcp)
}

fn hosts_of_hook<'a>(hook: &'a Handler<'a>) -> Vec<(&'static str, &'a str)> {
    let http = hook.http_get.as_ref().and_then(|get| get.host.as_deref());
    let tcp = hook.tcp_socket.as_ref().and_then(|socket| socket.host.as_deref());
    named(http, tcp)
}

fn named<'a>(http: Option<&'a str>, tcp: Option<&'a str>) -> Vec<(&'static str, &'a str)> {
    [("httpGet", http), ("tcpSocket", tcp)]
        .into_iter()
        .filter_map(|(handler, host)| Some((handler, host.filter(|host| !host.is_empty())?)))
        .collect()
}
