//! The Pod Security Standards as checks: one for each control, in the form of the version judged for.

use plimsoll_engine::objects::ObjectCheck::{self, Pod};
use plimsoll_engine::objects::{Options, Outcome, PodView};

use crate::pod_security::problems_of;

/// A function for one control of the standards.
macro_rules! standard {
    ($name:ident, $id:literal) => {
        fn $name(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
            let problems = problems_of($id, pod, pod.of.context.version);
            problems.map_or(Outcome::NotApplicable, Outcome::from_problems)
        }
    };
}

standard!(allow_privilege_escalation, "allowPrivilegeEscalation");
standard!(app_armor, "appArmorProfile");
standard!(capabilities_baseline, "capabilities_baseline");
standard!(capabilities_restricted, "capabilities_restricted");
standard!(host_namespaces, "hostNamespaces");
standard!(host_path_volumes, "hostPathVolumes");
standard!(host_ports, "hostPorts");
standard!(host_probes, "hostProbesAndHostLifecycle");
standard!(privileged, "privileged");
standard!(proc_mount, "procMount");
standard!(proc_mount_restricted, "procMount_restricted");
standard!(restricted_volumes, "restrictedVolumes");
standard!(run_as_non_root, "runAsNonRoot");
standard!(run_as_user, "runAsUser");
standard!(se_linux, "seLinuxOptions");
standard!(seccomp_baseline, "seccompProfile_baseline");
standard!(seccomp_restricted, "seccompProfile_restricted");
standard!(sysctls, "sysctls");
standard!(windows_host_process, "windowsHostProcess");

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("pss-allow-privilege-escalation", Pod(allow_privilege_escalation)),
    ("pss-apparmor-profile", Pod(app_armor)),
    ("pss-capabilities-baseline", Pod(capabilities_baseline)),
    ("pss-capabilities-restricted", Pod(capabilities_restricted)),
    ("pss-host-namespaces", Pod(host_namespaces)),
    ("pss-host-path-volumes", Pod(host_path_volumes)),
    ("pss-host-ports", Pod(host_ports)),
    ("pss-host-probes", Pod(host_probes)),
    ("pss-privileged", Pod(privileged)),
    ("pss-proc-mount", Pod(proc_mount)),
    ("pss-proc-mount-restricted", Pod(proc_mount_restricted)),
    ("pss-restricted-volumes", Pod(restricted_volumes)),
    ("pss-run-as-non-root", Pod(run_as_non_root)),
    ("pss-run-as-user", Pod(run_as_user)),
    ("pss-seccomp-baseline", Pod(seccomp_baseline)),
    ("pss-seccomp-restricted", Pod(seccomp_restricted)),
    ("pss-selinux-options", Pod(se_linux)),
    ("pss-sysctls", Pod(sysctls)),
    ("pss-windows-host-process", Pod(windows_host_process)),
];
