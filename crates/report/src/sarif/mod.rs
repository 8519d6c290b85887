//! The report as SARIF 2.1.0 (OASIS), for code scanning services.

/// Version 1.
pub mod v1 {
    use std::collections::BTreeMap;

    use plimsoll_model::{Finding, Location, NotJudged, Report, Severity, Status};
    use serde_json::{Value, json};

    use crate::sanitize::{sanitize, sanitize_lines};

    /// The log, indented, with a line break at the end.
    ///
    /// Every failure is a result; what could not be judged is a notification and makes the
    /// invocation unsuccessful. `fingerprints` name file, object, check and field;
    /// `partialFingerprints` leave the file out, so that a moved file keeps its history.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        let results: Vec<&Finding> =
            report.findings.iter().filter(|one| one.status == Status::Fail).collect();
        let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
        for finding in &results {
            rules.entry(&finding.check).or_insert(finding);
        }
        let index: BTreeMap<&str, usize> =
            rules.keys().enumerate().map(|(number, id)| (*id, number)).collect();
        let not_judged: &[NotJudged] =
            report.objects.as_ref().map(|objects| &*objects.not_judged).unwrap_or_default();
        let (name, version) = report.tool.split_once(' ').unwrap_or((&report.tool, "0"));
        let log = json!({
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": name,
                    "version": version,
                    "informationUri": "https://github.com/plimsoll-dev/plimsoll",
                    "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
                }},
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": not_judged.is_empty(),
                    "endTimeUtc": report.as_of,
                    "toolExecutionNotifications":
                        not_judged.iter().map(notification).collect::<Vec<_>>(),
                }],
                "results": results.iter().map(|one| result(one, &index)).collect::<Vec<_>>(),
            }],
        });
        let mut text = serde_json::to_string_pretty(&log)?;
        text.push('\n');
        Ok(text)
    }

    const fn level(severity: Severity) -> &'static str {
        match severity {
            Severity::Critical | Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low => "note",
        }
    }

    /// The number by which GitHub sorts alerts of security tools.
    const fn security_severity(severity: Severity) -> &'static str {
        match severity {
            Severity::Critical => "9.5",
            Severity::High => "8.0",
            Severity::Medium => "5.5",
            Severity::Low => "2.0",
        }
    }

    fn rule(finding: &Finding) -> Value {
        let fix = finding.fix.as_ref().map(|fix| sanitize_lines(&fix.text)).unwrap_or_default();
        let mut tags = vec!["security".to_owned(), "kubernetes".to_owned()];
        tags.extend(
            finding
                .references
                .iter()
                .filter(|reference| reference.basis == "direct")
                .map(|reference| format!("{}/{}", reference.framework, reference.id)),
        );
        json!({
            "id": finding.check,
            "shortDescription": { "text": finding.title },
            "fullDescription": { "text": finding.title },
            "help": {
                "text": if fix.is_empty() { finding.title.to_string() } else { fix.clone() },
                "markdown": if fix.is_empty() { finding.title.to_string() } else { fix },
            },
            "defaultConfiguration": { "level": level(finding.severity) },
            "properties": {
                "security-severity": security_severity(finding.severity),
                "tags": tags,
            },
        })
    }

    fn result(finding: &Finding, index: &BTreeMap<&str, usize>) -> Value {
        let mut result = json!({
            "ruleId": finding.check,
            "ruleIndex": index.get(&*finding.check).copied().unwrap_or(0),
            "level": level(finding.severity),
            "message": { "text": format!("{}: {}", sanitize(&finding.target), sanitize(&finding.reason)) },
            "locations": [location(finding)],
            "fingerprints": { "plimsoll/v1": finding.id },
            "partialFingerprints": { "plimsollObject/v1": partial(finding) },
        });
        if let Some(suppressed) = &finding.suppressed {
            result["suppressions"] = json!([{
                "kind": "inSource",
                "justification": sanitize(&suppressed.reason),
            }]);
        }
        if finding.known {
            result["baselineState"] = json!("unchanged");
        }
        result
    }

    /// Object, check and field without the file.
    fn partial(finding: &Finding) -> String {
        let field: String = finding
            .path
            .as_deref()
            .unwrap_or_default()
            .chars()
            .filter(|letter| !letter.is_ascii_digit())
            .collect();
        format!("{}|{}|{field}", sanitize(&finding.target), finding.check)
    }

    fn location(finding: &Finding) -> Value {
        let mut location = json!({
            "logicalLocations": [{
                "fullyQualifiedName": sanitize(&format!(
                    "{}{}",
                    finding.target,
                    finding.path.as_ref().map(|path| format!("#{path}")).unwrap_or_default()
                )),
                "kind": "object",
            }],
        });
        let seen = finding.evidence.iter().find_map(|one| match &one.location {
            Location::File { path, line, column } => Some((path.as_str(), *line, *column)),
            _ => None,
        });
        let place = finding
            .location
            .as_ref()
            .map(|place| (&*place.file, Some(place.line), Some(place.column)))
            .or(seen);
        if let Some((file, line, column)) = place {
            let mut region = json!({ "startLine": line.unwrap_or(1).max(1) });
            if let Some(column) = column {
                region["startColumn"] = json!(column.max(1));
            }
            if let Some(excerpt) = &finding.excerpt {
                region["snippet"] = json!({ "text": sanitize(&excerpt.text) });
            }
            location["physicalLocation"] =
                json!({ "artifactLocation": { "uri": uri(file) }, "region": region });
        }
        location
    }

    fn notification(one: &NotJudged) -> Value {
        let mut physical = json!({ "artifactLocation": { "uri": uri(&one.path) } });
        if let Some(line) = one.line {
            physical["region"] = json!({ "startLine": line.max(1) });
        }
        json!({
            "level": "error",
            "message": { "text": sanitize(&one.reason) },
            "locations": [{ "physicalLocation": physical }],
        })
    }

    /// A path as a relative URI reference (RFC 3986).
    fn uri(path: &str) -> String {
        let mut uri = String::with_capacity(path.len());
        for byte in path.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    uri.push(char::from(byte));
                }
                _ => uri.push_str(&format!("%{byte:02X}")),
            }
        }
        if uri.starts_with('/') { format!("file://{uri}") } else { uri }
    }
}
