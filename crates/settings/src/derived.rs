//! Settings that no single flag holds, and flags that another file replaces.

use plimsoll_content::{SettingType, at_minor, from_minor};
use plimsoll_model::{Document, DocumentState, Evidence};

use crate::evidence::unreadable;
use crate::outcome::{Effective, Outcome, Provenance, default_evidence};
use crate::resolve::Settings;
use crate::value::SettingValue;

impl<'a> Settings<'a> {
    /// The answer for settings with rules of their own; `None` for all others.
    pub(crate) fn derived(&self, key: &str) -> Option<Outcome> {
        let api_server = self.component.id == "kube-apiserver";
        match key {
            "enabled-admission-plugins" if api_server => Some(self.admission_plugins()),
            "etcd-over-network" if api_server => Some(self.etcd_over_network()),
            "authorization-mode" if api_server => Some(self.authorization_modes()),
            "anonymous-auth" if api_server => Some(self.anonymous_auth()),
            "seccomp-default" if self.component.id == "kubelet" => self.seccomp_default(),
            _ => key.strip_prefix("feature-gates.").map(|gate| self.feature_gate(gate)),
        }
    }

    /// The kubelet takes the flag *or* the field: `--seccomp-default=false` does not beat a `true` in
    /// the file. `None` when nothing special is to be said.
    /// Source: `cmd/kubelet/app/server.go`, `Run`.
    fn seccomp_default(&self) -> Option<Outcome> {
        let setting = self.component.settings.get("seccomp-default")?;
        let Some(Outcome::Value(flag)) = self.command_line_says(setting) else { return None };
        match self.files_say(setting) {
            Some(Outcome::Value(file))
                if flag.value == SettingValue::Bool(false)
                    && file.value == SettingValue::Bool(true) =>
            {
                Some(Outcome::Value(file))
            }
            _ => None,
        }
    }

    /// Whether the API server reaches its store over a network: k3s and MicroK8s have one behind a
    /// socket of the host.
    fn etcd_over_network(&self) -> Outcome {
        match self.plain("etcd-servers") {
            Outcome::Value(effective) => {
                let local = matches!(&effective.value, SettingValue::List(servers)
                    if !servers.is_empty()
                        && servers.iter().all(|server| server.starts_with("unix:")));
                let key = "etcd-over-network".to_owned();
                Outcome::Value(Effective { key, value: SettingValue::Bool(!local), ..effective })
            }
            other => other,
        }
    }

    /// Defaults of the version + `--enable-admission-plugins` - `--disable-admission-plugins`;
    /// the old `--admission-control` replaces all of that.
    /// Source: `pkg/kubeapiserver/options/admission.go`, `staging/src/k8s.io/apiserver/pkg/server/options/admission.go`.
    fn admission_plugins(&self) -> Outcome {
        let list = |key: &str| match self.plain(key) {
            Outcome::Value(effective) => Ok(Some(effective)),
            Outcome::NotInVersion { .. } => Ok(None),
            unknown @ Outcome::Unknown { .. } => Err(unknown),
        };
        let (exact, enable, disable) = match (
            list("admission-control"),
            list("enable-admission-plugins"),
            list("disable-admission-plugins"),
        ) {
            (Ok(exact), Ok(enable), Ok(disable)) => (exact, enable, disable),
            (Err(unknown), _, _) | (_, Err(unknown), _) | (_, _, Err(unknown)) => return unknown,
        };
        let names = |effective: &Option<Effective>| match effective {
            Some(Effective { value: SettingValue::List(names), .. }) => names.clone(),
            _ => Vec::new(),
        };
        // Before the list of defaults (1.10) this flag alone decided, and its own default was a name.
        let decides = |exact: &Effective| exact.is_explicit() || !exact.value.is_empty();
        if let Some(exact) = exact.filter(decides) {
            return Outcome::Value(Effective {
                key: "enabled-admission-plugins".to_owned(),
                ..exact
            });
        }
        let mut evidence: Vec<Evidence> = [&enable, &disable]
            .into_iter()
            .flatten()
            .filter(|effective| effective.is_explicit())
            .flat_map(|effective| effective.evidence.clone())
            .collect();
        let provenance =
            if evidence.is_empty() { Provenance::Default } else { Provenance::CommandLine };
        let mut plugins = Vec::new();
        let mut unsure = Vec::new();
        for (plugin, runs) in &self.content.admission_plugins {
            if plugin.starts_with("known-") {
                continue;
            }
            let known_since = self.content.admission_plugins.get("known-since");
            let first = known_since
                .and_then(|runs| runs.first())
                .map_or(self.content.kubernetes_minors.0, |(minor, _)| *minor);
            let state = match self.version {
                Some(version) if version.minor < first => {
                    let reason = format!("default of this version unknown ({version})");
                    return Outcome::Unknown { reason, evidence };
                }
                Some(version) => at_minor(runs, version.minor).flatten(),
                None => match from_minor(runs, self.content.kubernetes_minors.0) {
                    [(_, state)] => state.as_deref(),
                    runs if runs.iter().any(|(_, state)| state.as_deref() == Some("on")) => {
                        unsure.push(plugin.as_str());
                        None
                    }
                    _ => None,
                },
            };
            if state == Some("on") {
                plugins.push(plugin.clone());
            }
        }
        plugins.extend(names(&enable));
        let disabled = names(&disable);
        plugins.retain(|plugin| !disabled.contains(plugin));
        plugins.sort();
        plugins.dedup();
        let value = SettingValue::List(plugins);
        let version = match self.version {
            Some(version) => version.without_patch().to_string(),
            None => format!("every supported version, save for {}", unsure.join(", ")),
        };
        evidence.push(default_evidence(
            "enabled-admission-plugins",
            &value,
            &self.instance.id,
            &version,
        ));
        if provenance == Provenance::CommandLine
            && let Some(last) = evidence.last_mut()
        {
            last.seen =
                format!("enabled together with the plugins that are on by default: {value}");
        }
        Outcome::Value(Effective {
            key: "enabled-admission-plugins".to_owned(),
            value,
            provenance,
            evidence,
        })
    }

    /// `--authorization-config` replaces the flag; with neither, everything is allowed.
    /// Source: `pkg/kubeapiserver/options/authorization.go`, `Complete`.
    fn authorization_modes(&self) -> Outcome {
        let key = "authorization-mode";
        if let Some(document) = self.replacing_document("authorization-config") {
            let document = match document {
                Ok(document) => document,
                Err(outcome) => return outcome,
            };
            let authorizers = document.tree().and_then(|tree| tree.get("authorizers"));
            let Some(authorizers) = authorizers else {
                return Outcome::Unknown {
                    reason: format!("{} lists no authorizers", document.path),
                    evidence: Vec::new(),
                };
            };
            let mut modes = Vec::new();
            let mut evidence = Vec::new();
            for authorizer in authorizers.items() {
                if let Some(kind) = authorizer.get("type") {
                    modes.push(kind.scalar_text().unwrap_or_default());
                    evidence.push(self.in_file(document, "authorizers[].type", kind));
                }
            }
            return Outcome::Value(Effective {
                key: key.to_owned(),
                value: SettingValue::List(modes),
                provenance: Provenance::File,
                evidence,
            });
        }
        match self.plain(key) {
            Outcome::Value(effective) if effective.value.is_empty() => {
                let value = SettingValue::List(vec!["AlwaysAllow".to_owned()]);
                let version = "every supported version";
                let mut evidence = vec![default_evidence(key, &value, &self.instance.id, version)];
                evidence.splice(
                    0..0,
                    effective
                        .evidence
                        .into_iter()
                        .filter(|_| effective.provenance != Provenance::Default),
                );
                Outcome::Value(Effective { value, evidence, ..effective_base(key) })
            }
            // The flag prints no default from 1.29 on; what happens without it has not changed.
            Outcome::Unknown { reason, .. } if reason.starts_with("version unknown") => {
                let value = SettingValue::List(vec!["AlwaysAllow".to_owned()]);
                let version = "every supported version";
                let evidence = vec![default_evidence(key, &value, &self.instance.id, version)];
                Outcome::Value(Effective { value, evidence, ..effective_base(key) })
            }
            other => other,
        }
    }

    /// `anonymous` of `--authentication-config` replaces the flag; `AlwaysAllow` switches it off.
    /// Source: `pkg/kubeapiserver/options/authentication.go`, `ToAuthenticationConfig` and
    /// `ApplyAuthorization`.
    fn anonymous_auth(&self) -> Outcome {
        let key = "anonymous-auth";
        if let Some(document) = self.replacing_document("authentication-config") {
            let document = match document {
                Ok(document) => document,
                Err(outcome) => return outcome,
            };
            if let Some(anonymous) = document.tree().and_then(|tree| tree.get("anonymous"))
                && !anonymous.is_null()
            {
                let enabled = anonymous.get("enabled").and_then(plimsoll_model::Tree::as_bool);
                let at = anonymous.get("enabled").unwrap_or(anonymous);
                return Outcome::Value(Effective {
                    key: key.to_owned(),
                    value: SettingValue::Bool(enabled.unwrap_or(false)),
                    provenance: Provenance::File,
                    evidence: vec![self.in_file(document, "anonymous.enabled", at)],
                });
            }
        }
        let plain = self.plain(key);
        let Outcome::Value(mut effective) = plain else { return plain };
        if effective.value == SettingValue::Bool(true)
            && let Outcome::Value(modes) = self.get("authorization-mode")
            && modes.provenance != Provenance::File
            && matches!(&modes.value, SettingValue::List(list) if list.iter().any(|mode| mode == "AlwaysAllow"))
        {
            effective.value = SettingValue::Bool(false);
            for evidence in &mut effective.evidence {
                evidence.note =
                    Some("the API server resets it to false beside AlwaysAllow".to_owned());
            }
            effective.evidence.extend(modes.evidence);
        }
        Outcome::Value(effective)
    }

    /// The document that a flag names, when the flag is set; an outcome when it cannot be read.
    fn replacing_document(&self, flag: &str) -> Option<Result<&'a Document, Outcome>> {
        let setting = self.component.settings.get(flag)?;
        let outcome = self.command_line_says(setting)?;
        let Outcome::Value(effective) = &outcome else { return Some(Err(outcome)) };
        let SettingValue::Text(path) = &effective.value else { return None };
        if path.is_empty() {
            return None;
        }
        Some(match self.documents.get(self.instance.host_path(path)) {
            Some(document) if matches!(document.state, DocumentState::Parsed(_)) => Ok(document),
            Some(document) => Err(unreadable(document)),
            None => Err(Outcome::Unknown {
                reason: format!("{path} was not read"),
                evidence: effective.evidence.clone(),
            }),
        })
    }

    /// A gate by name: its own word first, then `AllAlpha` / `AllBeta`, then the default.
    /// Source: `staging/src/k8s.io/component-base/featuregate/feature_gate.go`.
    fn feature_gate(&self, gate: &str) -> Outcome {
        let key = format!("feature-gates.{gate}");
        let runs = self.content.feature_gates.get(gate);
        // `default|stage|locked`; the newest known stage stands in when the version is unknown.
        let facts = match (runs, self.version) {
            (None, _) => None,
            (Some(runs), Some(version)) => at_minor(runs, version.minor).flatten(),
            (Some(runs), None) => runs.last().and_then(|(_, facts)| facts.as_deref()),
        };
        let mut parts = facts.unwrap_or_default().split('|');
        let default = parts.next().unwrap_or_default();
        let stage = parts.next().unwrap_or_default();
        if parts.next() == Some("true") {
            let value = SettingValue::Bool(default == "true");
            let version =
                self.version.map_or_else(|| "unknown version".to_owned(), |v| v.to_string());
            let mut evidence = default_evidence(&key, &value, &self.instance.id, &version);
            evidence.note = Some("locked: it cannot be changed".to_owned());
            return Outcome::Value(Effective {
                value,
                evidence: vec![evidence],
                ..effective_base(&key)
            });
        }
        let all = match stage {
            "ALPHA" => "AllAlpha",
            "BETA" => "AllBeta",
            _ => "",
        };
        if let unknown @ Outcome::Unknown { .. } = self.plain("feature-gates") {
            return unknown;
        }
        if let Some(reason) = self.flags_hidden("feature-gates", true) {
            return Outcome::Unknown { reason, evidence: Vec::new() };
        }
        let layers = self.feature_gate_layers();
        let layers = match layers {
            Ok(layers) => layers,
            Err(outcome) => return outcome,
        };
        for name in [gate, all] {
            for layer in &layers {
                let SettingValue::Map(map) = &layer.value else { continue };
                let Some(written) = map.iter().find(|(written, _)| {
                    // `kube:Name=true` speaks of the component called kube.
                    *written == name || written.strip_prefix("kube:") == Some(name)
                }) else {
                    continue;
                };
                return match SettingValue::parse(SettingType::Bool, written.1) {
                    Ok(value) => Outcome::Value(Effective {
                        key,
                        value,
                        provenance: layer.provenance,
                        evidence: self.gate_evidence(layer, written.0),
                    }),
                    Err(problem) => Outcome::Unknown {
                        reason: format!("the gate `{}` cannot be read: {problem}", written.0),
                        evidence: layer.evidence.clone(),
                    },
                };
            }
        }
        if facts.is_none() {
            return match self.version {
                Some(version)
                    if runs
                        .and_then(|runs| runs.first())
                        .is_some_and(|(first, _)| version.minor < *first) =>
                {
                    Outcome::Unknown {
                        reason: format!("default of this version unknown ({version})"),
                        evidence: Vec::new(),
                    }
                }
                Some(version) => Outcome::NotInVersion {
                    reason: format!("{} {version} has no gate `{gate}`", self.component.id),
                },
                None => Outcome::Unknown {
                    reason: format!("version unknown: the state of gate `{gate}` depends on it"),
                    evidence: Vec::new(),
                },
            };
        }
        // Nobody who hides its version runs one from before the tables.
        let first = self.content.kubernetes_minors.0;
        let version = match (self.version, runs) {
            (Some(version), _) => version.without_patch().to_string(),
            (None, Some(runs)) if from_minor(runs, first).len() == 1 => {
                "every supported version".to_owned()
            }
            (None, _) => {
                return Outcome::Unknown {
                    reason: format!(
                        "version unknown: the default of gate `{gate}` differs between versions"
                    ),
                    evidence: Vec::new(),
                };
            }
        };
        let value = SettingValue::Bool(default == "true");
        let evidence = vec![default_evidence(&key, &value, &self.instance.id, &version)];
        Outcome::Value(Effective { value, evidence, ..effective_base(&key) })
    }

    /// Evidence of one gate: its own line where a file names it, else what names all of them.
    fn gate_evidence(&self, layer: &Effective, gate: &str) -> Vec<Evidence> {
        let path = self.component.settings.get("feature-gates").and_then(|one| one.path.clone());
        let (Some(path), Provenance::File | Provenance::DropIn) = (path, layer.provenance) else {
            return layer.evidence.clone();
        };
        let (config, drop_ins) = self.configuration();
        let places: Vec<Evidence> = config
            .into_iter()
            .chain(drop_ins)
            .filter_map(|document| {
                let tree = document.tree()?.at(&path)?.get(gate)?;
                Some(self.in_file(document, &format!("{path}.{gate}"), tree))
            })
            .collect();
        if places.is_empty() { layer.evidence.clone() } else { places }
    }

    /// Gates by flag, then by file: the flag wins gate by gate, the rest of the file stays.
    fn feature_gate_layers(&self) -> Result<Vec<Effective>, Outcome> {
        let Some(setting) = self.component.settings.get("feature-gates") else {
            return Ok(Vec::new());
        };
        let mut layers = Vec::new();
        let mut take = |outcome: Option<Outcome>| match outcome {
            Some(Outcome::Value(effective)) => {
                layers.push(effective);
                Ok(())
            }
            Some(unknown @ Outcome::Unknown { .. }) => Err(unknown),
            Some(Outcome::NotInVersion { .. }) | None => Ok(()),
        };
        take(self.command_line_says(setting))?;
        take(self.files_say(setting))?;
        Ok(layers)
    }
}

fn effective_base(key: &str) -> Effective {
    Effective {
        key: key.to_owned(),
        value: SettingValue::Bool(false),
        provenance: Provenance::Default,
        evidence: Vec::new(),
    }
}
