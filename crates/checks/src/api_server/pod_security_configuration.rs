//! What Pod Security enforces in namespaces that say nothing, and whom it lets through.
//!
//! Source: `staging/src/k8s.io/pod-security-admission/admission/api/load/load.go` and `.../v1/defaults.go`:
//! without a configuration, or a level in it, `privileged` is enforced.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{Document, Evidence, Tree, Version};
use plimsoll_settings::{Outcome, PluginConfiguration, SettingValue, admission_plugins};

use crate::document::{self, Named};

const PLUGIN: &str = "PodSecurity";
const SETTING: &str = "admission-control-config-file";
/// Pod Security admission came with this version.
const SINCE: Version = Version::minor(1, 22);

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let namespaces = judge.list("namespaces");
    let exempt = if namespaces.is_empty() {
        "nothing is exempt".to_owned()
    } else {
        format!("nothing is exempt but the namespaces {}", namespaces.join(", "))
    };
    let levels = judge.list("levels");
    let expected = format!("{PLUGIN} enforces {} by default, and {exempt}", levels.join(" or "));
    verdict(judge, &levels, &namespaces).unwrap_or_else(|verdict| verdict).with_expected(expected)
}

fn verdict(judge: &Judge<'_>, levels: &[String], exempt: &[String]) -> Result<Verdict, Verdict> {
    let version = judge.target.version.as_ref().map(|evidence| evidence.version.without_patch());
    if let Some(version) = version.filter(|version| *version < SINCE) {
        let reason = format!("Kubernetes {version} has no Pod Security admission");
        return Ok(Verdict::not_applicable(reason));
    }
    switched_on(judge)?;
    let privileged = |why: String, evidence: Vec<Evidence>| {
        let actual = "privileged is enforced: everything is let in";
        Err(Verdict::fail(format!("{why}: privileged is enforced"), evidence).with_actual(actual))
    };
    let Some(file) = document::named(judge, SETTING)? else {
        return privileged(format!("{SETTING} is not set"), Vec::new());
    };
    // Of a relative path the host knows where it leads.
    let from = if file.path.starts_with('/') { &file.path } else { &file.document.path };
    let plugin = admission_plugins(from, file.tree).find(|(name, _, _)| name == PLUGIN);
    let Some((_, entry, configuration)) = plugin else {
        let why = format!("{} configures no plugin {PLUGIN}", file.document.path);
        let mut evidence = file.setting;
        evidence.push(document::place(judge, file.document, file.tree, "no plugin PodSecurity"));
        return privileged(why, evidence);
    };
    let mut evidence = file.setting;
    match configuration {
        PluginConfiguration::Nowhere => {
            let seen = "name: PodSecurity, without configuration and path";
            evidence.push(document::place(judge, file.document, entry, seen));
            privileged(format!("{} configures nothing of {PLUGIN}", file.document.path), evidence)
        }
        PluginConfiguration::Inline(tree) => {
            configured(judge, (file.document, tree), (levels, exempt), evidence)
        }
        PluginConfiguration::File(path) => {
            let seen = format!("path: {path}");
            evidence.push(document::place(judge, file.document, entry, &seen));
            let named_by = format!("named by {} for {PLUGIN}", file.document.path);
            let Named { document, tree, setting, .. } =
                document::read(judge, &path, &named_by, evidence)?;
            configured(judge, (document, tree), (levels, exempt), setting)
        }
    }
}

/// Fails when the plugin is switched off, by its name or its gate.
fn switched_on(judge: &Judge<'_>) -> Result<(), Verdict> {
    let off = |reason: &str, evidence: Vec<Evidence>| {
        Err(Verdict::fail(reason, evidence).with_actual("Pod Security is switched off"))
    };
    match judge.target.settings.get("disable-admission-plugins") {
        Outcome::Value(effective) if matches!(&effective.value, SettingValue::List(list) if list.iter().any(|one| one == PLUGIN)) =>
        {
            return off(
                "the admission plugin PodSecurity is switched off: everything is let in",
                effective.evidence,
            );
        }
        Outcome::Unknown { reason, evidence } => return Err(Verdict::error(reason, evidence)),
        _ => {}
    }
    // Where the version is not known, what the gate was set to is known all the same.
    match judge.target.settings.get("feature-gates.PodSecurity") {
        Outcome::Value(effective) if effective.value == SettingValue::Bool(false) => {
            off("the feature gate PodSecurity is off: everything is let in", effective.evidence)
        }
        _ => Ok(()),
    }
}

/// Judges the plugin's own configuration.
fn configured(
    judge: &Judge<'_>,
    (document, tree): (&Document, &Tree),
    (levels, exempt): (&[String], &[String]),
    mut evidence: Vec<Evidence>,
) -> Result<Verdict, Verdict> {
    let at = |tree: &Tree, seen: &str| document::place(judge, document, tree, seen);
    if tree.get("kind").and_then(Tree::as_str) != Some("PodSecurityConfiguration") {
        evidence.push(at(tree, "its kind is not PodSecurityConfiguration"));
        let reason = format!("{} holds no PodSecurityConfiguration for {PLUGIN}", document.path);
        return Err(Verdict::error(reason, evidence));
    }
    let mut faults: Vec<String> = Vec::new();
    let defaults = tree.get("defaults");
    let enforce = defaults.and_then(|defaults| defaults.get("enforce"));
    let level = enforce.and_then(Tree::scalar_text).filter(|level| !level.is_empty());
    match level {
        Some(level) => {
            evidence.push(at(enforce.unwrap_or(tree), &format!("defaults.enforce: {level}")));
            if !levels.contains(&level) {
                faults.push(format!("by default {level} is enforced"));
            }
        }
        None => {
            let seen = "defaults.enforce is not written, which means privileged";
            evidence.push(at(defaults.unwrap_or(tree), seen));
            faults.push("by default privileged is enforced".to_owned());
        }
    }
    let exemptions = tree.get("exemptions");
    for (key, allowed) in
        [("usernames", &[][..]), ("runtimeClasses", &[][..]), ("namespaces", exempt)]
    {
        let Some(list) = exemptions.and_then(|exemptions| exemptions.get(key)) else { continue };
        let names = document::texts(Some(list));
        if !names.is_empty() {
            evidence.push(at(list, &format!("exemptions.{key}: {}", names.join(", "))));
        }
        let holes: Vec<&str> =
            names.iter().filter(|name| !allowed.contains(name)).map(String::as_str).collect();
        if !holes.is_empty() {
            faults.push(format!("exempt are the {} {}", described(key), holes.join(", ")));
        }
    }
    if faults.is_empty() {
        let reason = format!(
            "by default {} is enforced",
            enforce.and_then(Tree::scalar_text).unwrap_or_default()
        );
        return Ok(Verdict::pass(reason.clone(), evidence).with_actual(reason));
    }
    let reason = faults.join("; ");
    Ok(Verdict::fail(reason.clone(), evidence).with_actual(reason))
}

fn described(key: &str) -> &str {
    match key {
        "usernames" => "users",
        "runtimeClasses" => "runtime classes",
        other => other,
    }
}
