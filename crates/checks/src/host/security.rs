//! What runtimes and the kernel hold containers back with: seccomp, AppArmor, SELinux, user
//! namespaces, capabilities.

use plimsoll_engine::{HostJudge, Judge, Verdict};
use plimsoll_model::{Reading, Surroundings, Tree, Version};

use super::runtime::{over_runtimes, runtimes};
use super::{Tally, around, at};

const NONE: &str = "no container runtime that the kubelet can use is here";
const SECCOMP: &str = "/proc/sys/kernel/seccomp/actions_avail";
const APPARMOR: &str = "/sys/module/apparmor/parameters/enabled";
const SELINUX: &str = "/sys/fs/selinux/enforce";
const NAMESPACES: &str = "/proc/sys/user/max_user_namespaces";

/// The runtime's own seccomp profile is what containers get.
pub(crate) fn seccomp(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        let mut tally = over_runtimes(judge, |runtime, tally| {
            let found = match runtime.component() {
                "containerd" => runtime.cri(&["unset_seccomp_profile"]).map(|found| {
                    (
                        found.text(),
                        found.evidence(&format!("unset_seccomp_profile = \"{}\"", found.text())),
                    )
                }),
                "cri-o" => runtime.text("seccomp-profile", &["crio", "runtime", "seccomp_profile"]),
                _ => runtime.text("seccomp-profile", &["seccomp-profile"]),
            };
            match found {
                Some((value, evidence)) if value == "unconfined" => tally.bad.push(evidence),
                Some((value, evidence)) if !value.is_empty() => tally.good.push(evidence),
                _ => {
                    let seen = format!("{} brings its own profile", runtime.title());
                    tally.good.push(runtime.itself(&seen));
                }
            }
        })?;
        match around.kernel.get(SECCOMP) {
            Some(Reading::Value(value)) => {
                tally.good.push(at(SECCOMP, None, &format!("the kernel filters: {value}")));
            }
            Some(Reading::Absent) => {
                tally.bad.push(at(SECCOMP, None, "this kernel has no seccomp filters"));
            }
            Some(Reading::Unreadable { reason }) => tally.blind.push(at(SECCOMP, None, reason)),
            None => tally.blind.push(at(SECCOMP, None, "it was not looked at")),
        }
        Ok(tally.verdict(NONE))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("the kernel has seccomp filters, and no runtime sets `unconfined`")
}

/// Which mandatory access control is in force.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Module {
    AppArmor,
    SeLinux,
}

/// The module in force, with what was seen in both places.
fn module(around: &Surroundings, tally: &mut Tally) -> Option<Module> {
    let mut active = None;
    for (path, on, module) in [(SELINUX, "1", Module::SeLinux), (APPARMOR, "Y", Module::AppArmor)] {
        match around.kernel.get(path) {
            Some(Reading::Value(value)) if value == on => {
                active = active.or(Some(module));
                tally.good.push(at(path, None, &format!("in force ({value})")));
            }
            Some(Reading::Value(value)) => {
                tally.bad.push(at(path, None, &format!("not in force ({value})")));
            }
            Some(Reading::Absent) => tally.bad.push(at(path, None, "not in this kernel, or off")),
            Some(Reading::Unreadable { reason }) => tally.blind.push(at(path, None, reason)),
            None => tally.blind.push(at(path, None, "it was not looked at")),
        }
    }
    active
}

/// AppArmor or SELinux is in force on the host.
pub(crate) fn host_module(judge: &HostJudge<'_>) -> Verdict {
    let around = match around(judge) {
        Ok(around) => around,
        Err(verdict) => return verdict,
    };
    let mut tally = Tally::default();
    if module(around, &mut tally).is_some() {
        tally.bad.clear();
        tally.blind.clear();
    } else if !tally.blind.is_empty() {
        // The one that could not be seen may be the one in force.
        tally.bad.clear();
    }
    tally.verdict("").with_expected("AppArmor is enabled, or SELinux enforces")
}

/// The runtimes put containers under the module that is in force.
pub(crate) fn runtime_module(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        let mut seen = Tally::default();
        let Some(module) = module(around, &mut seen) else {
            runtimes(judge)?;
            if !seen.blind.is_empty() {
                seen.bad.clear();
                return Ok(seen.verdict(""));
            }
            let reason = "neither AppArmor nor SELinux is in force on this host";
            return Ok(Verdict::not_applicable(reason));
        };
        let tally = over_runtimes(judge, |runtime, tally| {
            let (on, off) = match (runtime.component(), module) {
                ("containerd", Module::SeLinux) => (runtime.cri(&["enable_selinux"]), None),
                ("containerd", Module::AppArmor) => (None, runtime.cri(&["disable_apparmor"])),
                _ => (None, None),
            };
            if let Some(found) = on.or(off) {
                let key =
                    if module == Module::SeLinux { "enable_selinux" } else { "disable_apparmor" };
                let value = found.tree.as_bool();
                let evidence = found.evidence(&format!("{key} = {}", found.text()));
                let fine = value == Some(module == Module::SeLinux);
                return if fine { tally.good.push(evidence) } else { tally.bad.push(evidence) };
            }
            let explicit = match (runtime.component(), module) {
                ("cri-o", Module::SeLinux) => {
                    runtime.is_on("selinux", &["crio", "runtime", "selinux"])
                }
                ("dockerd", Module::SeLinux) => {
                    runtime.is_on("selinux-enabled", &["selinux-enabled"])
                }
                ("cri-o", Module::AppArmor) => runtime
                    .text("apparmor-profile", &["crio", "runtime", "apparmor_profile"])
                    .map(|(profile, evidence)| (profile != "unconfined", evidence)),
                _ => None,
            };
            match (explicit, module) {
                (Some((true, evidence)), _) => tally.good.push(evidence),
                (Some((false, evidence)), _) => tally.bad.push(evidence),
                (None, Module::AppArmor) => {
                    let seen = format!("{} uses AppArmor unless told otherwise", runtime.title());
                    tally.good.push(runtime.itself(&seen));
                }
                (None, Module::SeLinux) => {
                    let seen = format!(
                        "SELinux is not switched on for {}, whose default is off",
                        runtime.title()
                    );
                    tally.bad.push(runtime.itself(&seen));
                }
            }
        })?;
        Ok(tally.verdict(NONE))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("every runtime uses the AppArmor or SELinux of the host")
}

/// Pods can have user namespaces here.
pub(crate) fn user_namespaces(judge: &HostJudge<'_>) -> Verdict {
    let verdict = || {
        let around = around(judge)?;
        let mut tally = over_runtimes(judge, |runtime, tally| {
            let least = match runtime.component() {
                "containerd" => Version::minor(2, 0),
                "cri-o" => Version::minor(1, 25),
                _ => {
                    let remap = runtime.text("userns-remap", &["userns-remap"]);
                    match remap.filter(|(value, _)| !value.is_empty()) {
                        Some((_, evidence)) => tally.good.push(evidence),
                        None => tally.bad.push(runtime.itself("userns-remap is not set")),
                    }
                    return;
                }
            };
            match &runtime.target.version {
                None => tally.blind.push(runtime.itself("its version could not be told")),
                Some(evidence) => {
                    let seen =
                        format!("{} {} ({})", runtime.title(), evidence.version, evidence.location);
                    let pile = if evidence.version.without_patch() >= least {
                        &mut tally.good
                    } else {
                        &mut tally.bad
                    };
                    pile.push(runtime.itself(&format!("{seen}; {least} is needed")));
                }
            }
        })?;
        match around.kernel.get(NAMESPACES) {
            Some(Reading::Value(value)) => {
                let evidence = at(NAMESPACES, None, value);
                if value == "0" { tally.bad.push(evidence) } else { tally.good.push(evidence) }
            }
            Some(Reading::Absent) => {
                tally.bad.push(at(NAMESPACES, None, "this kernel has no user namespaces"));
            }
            Some(Reading::Unreadable { reason }) => tally.blind.push(at(NAMESPACES, None, reason)),
            None => tally.blind.push(at(NAMESPACES, None, "it was not looked at")),
        }
        Ok(tally.verdict(NONE))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected("kernel and runtime can give pods a user namespace of their own")
}

/// What CRI-O gives containers that ask for nothing.
pub(crate) fn default_capabilities(judge: &Judge<'_>) -> Verdict {
    let allowed = judge.list("allowed");
    let whole = HostJudge { host: judge.host, parameters: judge.parameters };
    let runtimes = match runtimes(&whole) {
        Ok(runtimes) => runtimes,
        Err(verdict) => return verdict,
    };
    let mut tally = Tally::default();
    for runtime in runtimes.iter().filter(|one| one.target.instance.id == judge.target.instance.id)
    {
        tally.blind.extend(runtime.blind.iter().cloned());
        let judged = |names: Vec<String>, evidence: plimsoll_model::Evidence, tally: &mut Tally| {
            let more: Vec<&str> = names
                .iter()
                .map(|name| name.trim())
                .filter(|name| {
                    !allowed
                        .iter()
                        .any(|one| one.eq_ignore_ascii_case(name.trim_start_matches("CAP_")))
                })
                .collect();
            if more.is_empty() {
                tally.good.push(evidence);
            } else {
                let seen = format!("default capabilities beyond the allowed: {}", more.join(", "));
                tally.bad.push(plimsoll_model::Evidence { seen, ..evidence });
            }
        };
        if let Some((value, evidence)) = runtime.flag("default-capabilities", None).pop() {
            judged(value.split(',').map(str::to_owned).collect(), evidence, &mut tally);
        } else if let Some(found) = runtime.value(&["crio", "runtime", "default_capabilities"]) {
            let names: Vec<String> =
                found.tree.items().iter().filter_map(Tree::scalar_text).collect();
            let evidence =
                found.evidence(&format!("default_capabilities = [{}]", names.join(", ")));
            judged(names, evidence, &mut tally);
        } else {
            tally.good.push(runtime.itself("CRI-O's own list of default capabilities is in force"));
        }
    }
    tally
        .verdict("CRI-O is not here")
        .with_expected(format!("default capabilities are among {}", allowed.join(", ")))
}
