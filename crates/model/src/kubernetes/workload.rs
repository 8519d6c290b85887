//! What runs pods: Deployments, StatefulSets, Jobs and their kin.

use serde::Deserialize;

use super::text::{LabelSelector, Present, Text};

/// An object with pod templates. The fields of all kinds are one type: only those of the kind are set.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Workload<'a> {
    /// Its specification.
    pub spec: WorkloadSpec<'a>,
}

/// Fields of Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct WorkloadSpec<'a> {
    /// Number of pods.
    pub replicas: Option<i64>,
    /// Its pods.
    pub selector: Option<LabelSelector<'a>>,
    /// How a Deployment replaces pods.
    pub strategy: Option<RollingStrategy<'a>>,
    /// How a StatefulSet or DaemonSet does.
    pub update_strategy: Option<RollingStrategy<'a>>,
    /// Service of a StatefulSet.
    pub service_name: Option<Text<'a>>,
    /// Claims of a StatefulSet.
    pub volume_claim_templates: Vec<super::PersistentVolumeClaim<'a>>,
    /// Old ReplicaSets that are kept.
    pub revision_history_limit: Option<i64>,
    /// Seconds after which a finished Job is deleted.
    pub ttl_seconds_after_finished: Option<i64>,
    /// Retries of a Job.
    pub backoff_limit: Option<i64>,
    /// Seconds a Job may take.
    pub active_deadline_seconds: Option<i64>,
    /// When a CronJob runs.
    pub schedule: Option<Text<'a>>,
    /// What a CronJob does when one still runs.
    pub concurrency_policy: Option<Text<'a>>,
    /// Seconds a CronJob may start late.
    pub starting_deadline_seconds: Option<i64>,
    /// Whether it is suspended.
    pub suspend: Option<bool>,
    /// The Job of a CronJob.
    pub job_template: Option<MetadataOnly>,
}

/// The Job of a CronJob, but for its pod template.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MetadataOnly {
    /// Its specification.
    pub spec: JobSpec,
}

/// Fields of a CronJob's Job.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JobSpec {
    /// Seconds after which it is deleted.
    pub ttl_seconds_after_finished: Option<i64>,
}

/// How pods are replaced.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RollingStrategy<'a> {
    /// `RollingUpdate`, `Recreate`, `OnDelete`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Its parameters.
    pub rolling_update: Option<Present>,
}

/// Scales a workload.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HorizontalPodAutoscaler<'a> {
    /// Its specification.
    pub spec: HorizontalPodAutoscalerSpec<'a>,
}

/// How a workload is scaled.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HorizontalPodAutoscalerSpec<'a> {
    /// The workload.
    pub scale_target_ref: CrossVersionReference<'a>,
    /// Least number of pods.
    pub min_replicas: Option<i64>,
    /// Largest number of pods.
    pub max_replicas: Option<i64>,
}

/// A reference by kind and name.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct CrossVersionReference<'a> {
    /// API version.
    pub api_version: Option<Text<'a>>,
    /// Kind.
    pub kind: Option<Text<'a>>,
    /// Name.
    pub name: Option<Text<'a>>,
}
