//! Jobs and CronJobs.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

fn is_batch(view: &ObjectView<'_>) -> bool {
    matches!(view.kind(), "Job" | "CronJob")
}

pub(super) fn restart_policy(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(template) = view.object.templates.first().filter(|_| is_batch(view)) else {
        return Outcome::NotApplicable;
    };
    match template.pod.spec.restart_policy.as_deref() {
        Some("Never" | "OnFailure") => Outcome::Pass,
        other => view.fail(
            format!("{}.spec.restartPolicy", template.path),
            match other {
                Some(policy) => format!("restartPolicy is {policy}: the API server refuses it for Jobs"),
                None => "restartPolicy is not set, which means Always: the API server refuses it for Jobs".to_owned(),
            },
        ),
    }
}

pub(super) fn ttl(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Workload(workload) = view.body() else { return Outcome::NotApplicable };
    // CronJobs keep only the newest of their Jobs.
    if view.kind() != "Job" || !view.object.metadata.owner_references.is_empty() {
        return Outcome::NotApplicable;
    }
    if workload.spec.ttl_seconds_after_finished.is_some() {
        return Outcome::Pass;
    }
    view.fail("spec.ttlSecondsAfterFinished", "the Job and its pods stay when it is done")
}

pub(super) fn schedule(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Workload(workload) = view.body() else { return Outcome::NotApplicable };
    let Some(schedule) = workload.spec.schedule.as_deref().filter(|_| view.kind() == "CronJob")
    else {
        return Outcome::NotApplicable;
    };
    match fault(schedule) {
        None => Outcome::Pass,
        Some(fault) => view.fail("spec.schedule", format!("`{schedule}` is no schedule: {fault}")),
    }
}

/// The fields of a schedule: name, least and largest number, names that stand for numbers.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    (
        "month",
        1,
        12,
        &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    ),
    ("day of the week", 0, 7, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

/// What is wrong with a schedule in the form of cron.
///
/// Source: `github.com/robfig/cron/v3`, the parser of the CronJob controller.
fn fault(schedule: &str) -> Option<String> {
    let schedule = schedule.trim();
    if let Some(word) = schedule.strip_prefix('@') {
        let known = ["yearly", "annually", "monthly", "weekly", "daily", "midnight", "hourly"];
        let known = known.contains(&word)
            || word.strip_prefix("every ").is_some_and(|rest| !rest.is_empty());
        return (!known).then(|| format!("there is no @{word}"));
    }
    let parts: Vec<&str> = schedule.split_whitespace().collect();
    let parts = match parts.as_slice() {
        [zone, rest @ ..] if zone.starts_with("TZ=") || zone.starts_with("CRON_TZ=") => rest,
        all => all,
    };
    if parts.len() != FIELDS.len() {
        return Some(format!("it has {} fields, not 5", parts.len()));
    }
    parts.iter().zip(FIELDS).find_map(|(part, (name, least, most, names))| {
        let bad = part.split(',').find(|one| !is_range(one, least, most, names))?;
        Some(format!("`{bad}` is no {name}"))
    })
}

fn is_range(text: &str, least: u32, most: u32, names: &[&str]) -> bool {
    let (range, step) = match text.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (text, None),
    };
    if step.is_some_and(|step| step.parse::<u32>().map_or(true, |step| step == 0)) {
        return false;
    }
    let number = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let named =
            names.iter().position(|name| *name == lower).and_then(|at| u32::try_from(at).ok());
        named
            .map(|at| at + least)
            .or_else(|| text.parse().ok())
            .filter(|value| (least..=most).contains(value))
    };
    match range {
        "*" | "?" => true,
        _ => match range.split_once('-') {
            Some((from, to)) => {
                matches!((number(from), number(to)), (Some(from), Some(to)) if from <= to)
            }
            None => number(range).is_some(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn schedules_are_read_as_the_controller_reads_them() {
        for good in [
            "*/5 * * * *",
            "0 3 * * mon-fri",
            "@daily",
            "@every 1h",
            "TZ=UTC 0 0 1,15 jan *",
            "0 0 ? * 7",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in
            ["* * * *", "60 * * * *", "*/0 * * * *", "@often", "0 0 * foo *", "5-1 * * * *", ""]
        {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
