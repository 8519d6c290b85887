//! The Pod Security Standards, as the API server's admission plugin applies them.
//!
//! ```text
//! pod ──► every check whose version range holds ──► violations of a level
//!            └── a stricter check of `restricted` stands in for the one of `baseline`
//! ```
//!
//! Ids, levels, version ranges, fields and exemptions: `k8s.io/pod-security-admission/policy`.

mod fields;
mod identity;
pub(crate) mod lists;

use plimsoll_engine::objects::{PodView, Problem};
use plimsoll_model::Version;

/// A level of the standards. `privileged` allows everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Prevents known ways to more rights.
    Baseline,
    /// Follows current practice of hardening.
    Restricted,
}

impl Level {
    /// The name in labels of namespaces.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Restricted => "restricted",
        }
    }
}

/// Oldest and newest minor (of major 1) that the standards are known for.
pub const MINORS: (u16, u16) = (0, 37);

/// A check of the standards over a range of versions.
struct Check {
    id: &'static str,
    level: Level,
    /// First minor in which it holds in this form.
    from: u16,
    /// Check of `baseline` that it stands in for under `restricted`.
    overrides: Option<&'static str>,
    function: fn(&PodView<'_>, u16, &mut Vec<Problem>),
}

const fn baseline(
    id: &'static str,
    from: u16,
    function: fn(&PodView<'_>, u16, &mut Vec<Problem>),
) -> Check {
    Check { id, level: Level::Baseline, from, overrides: None, function }
}

const fn restricted(
    id: &'static str,
    from: u16,
    overrides: Option<&'static str>,
    function: fn(&PodView<'_>, u16, &mut Vec<Problem>),
) -> Check {
    Check { id, level: Level::Restricted, from, overrides, function }
}

/// All checks. What changes inside a check from version to version is decided in its function.
static CHECKS: [Check; 19] = [
    baseline("privileged", 0, fields::privileged),
    baseline("capabilities_baseline", 0, lists::capabilities_baseline),
    baseline("hostNamespaces", 0, fields::host_namespaces),
    baseline("hostPathVolumes", 0, fields::host_path_volumes),
    baseline("hostPorts", 0, fields::host_ports),
    baseline("appArmorProfile", 0, fields::app_armor),
    baseline("seLinuxOptions", 0, lists::se_linux),
    baseline("procMount", 0, fields::proc_mount_baseline),
    baseline("seccompProfile_baseline", 0, fields::seccomp_baseline),
    baseline("sysctls", 0, lists::sysctls),
    baseline("windowsHostProcess", 0, fields::windows_host_process),
    baseline("hostProbesAndHostLifecycle", 34, fields::host_probes),
    restricted("restrictedVolumes", 0, Some("hostPathVolumes"), lists::volumes),
    restricted("allowPrivilegeEscalation", 8, None, identity::allow_privilege_escalation),
    restricted("runAsNonRoot", 0, None, identity::run_as_non_root),
    restricted("runAsUser", 23, None, identity::run_as_user),
    restricted(
        "seccompProfile_restricted",
        19,
        Some("seccompProfile_baseline"),
        fields::seccomp_restricted,
    ),
    restricted(
        "capabilities_restricted",
        22,
        Some("capabilities_baseline"),
        lists::capabilities_restricted,
    ),
    restricted("procMount_restricted", 35, Some("procMount"), fields::proc_mount_restricted),
];

/// One way in which a pod does not meet a level.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Id of the check in the standards, e.g. `runAsNonRoot`.
    pub check: &'static str,
    /// Where and what.
    pub problem: Problem,
}

/// The minor that a version is judged by: the newest known for those that are newer.
fn minor(version: Version) -> u16 {
    if version.major > 1 { MINORS.1 } else { version.minor.min(MINORS.1) }
}

/// Everything in which a pod does not meet a level of a version's standards.
#[must_use]
pub fn violations(pod: &PodView<'_>, level: Level, version: Version) -> Vec<Violation> {
    let minor = minor(version);
    let in_force = |check: &&Check| check.from <= minor && check.level <= level;
    let overridden =
        |id: &str| CHECKS.iter().filter(in_force).any(|check| check.overrides == Some(id));
    let mut violations = Vec::new();
    for check in CHECKS.iter().filter(in_force).filter(|check| !overridden(check.id)) {
        let mut problems = Vec::new();
        (check.function)(pod, minor, &mut problems);
        violations
            .extend(problems.into_iter().map(|problem| Violation { check: check.id, problem }));
    }
    violations
}

/// The problems of one check, whatever the level; `None` when the version does not have it.
#[must_use]
pub fn problems_of(id: &str, pod: &PodView<'_>, version: Version) -> Option<Vec<Problem>> {
    let minor = minor(version);
    let check = CHECKS.iter().find(|check| check.id == id && check.from <= minor)?;
    let mut problems = Vec::new();
    (check.function)(pod, minor, &mut problems);
    Some(problems)
}
