//! Pods: what runs, and with which rights.

use serde::Deserialize;

use super::text::{Amounts, IntOrString, Pairs, Present, Quantity, Text};

/// A pod to be made: metadata and specification.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodTemplate<'a> {
    /// Labels and annotations of the pod.
    pub metadata: PodMetadata<'a>,
    /// What runs.
    pub spec: PodSpec<'a>,
}

/// What a template says of its pods.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodMetadata<'a> {
    /// Name, rarely given.
    pub name: Option<Text<'a>>,
    /// Namespace, rarely given.
    pub namespace: Option<Text<'a>>,
    /// Labels.
    pub labels: Pairs<'a>,
    /// Annotations.
    pub annotations: Pairs<'a>,
}

/// Specification of a pod.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodSpec<'a> {
    /// Containers.
    pub containers: Vec<Container<'a>>,
    /// Containers that run first, and sidecars (`restartPolicy: Always`).
    pub init_containers: Vec<Container<'a>>,
    /// Containers added for debugging.
    pub ephemeral_containers: Vec<Container<'a>>,
    /// Volumes.
    pub volumes: Vec<Volume<'a>>,
    /// Security settings of all containers.
    pub security_context: Option<Box<PodSecurityContext<'a>>>,
    /// Whether it shares the host's network.
    pub host_network: Option<bool>,
    /// Whether it sees the host's processes.
    #[serde(rename = "hostPID")]
    pub host_pid: Option<bool>,
    /// Whether it shares the host's IPC.
    #[serde(rename = "hostIPC")]
    pub host_ipc: Option<bool>,
    /// Whether it shares the host's user namespace; absent means yes.
    pub host_users: Option<bool>,
    /// Whether its containers see each other's processes.
    pub share_process_namespace: Option<bool>,
    /// Entries added to `/etc/hosts`.
    pub host_aliases: Vec<Present>,
    /// Service account; `default` when absent.
    pub service_account_name: Option<Text<'a>>,
    /// Deprecated spelling of the same.
    pub service_account: Option<Text<'a>>,
    /// Whether the account's token is mounted; the account decides when absent.
    pub automount_service_account_token: Option<bool>,
    /// Node it is bound to.
    pub node_name: Option<Text<'a>>,
    /// Labels of nodes it may run on.
    pub node_selector: Pairs<'a>,
    /// Taints it tolerates.
    pub tolerations: Vec<Toleration<'a>>,
    /// Where it likes to run.
    pub affinity: Option<Box<Affinity>>,
    /// How its copies are spread.
    pub topology_spread_constraints: Vec<Present>,
    /// Priority class.
    pub priority_class_name: Option<Text<'a>>,
    /// Runtime class.
    pub runtime_class_name: Option<Text<'a>>,
    /// DNS policy.
    pub dns_policy: Option<Text<'a>>,
    /// `Always`, `OnFailure` or `Never`; `Always` when absent.
    pub restart_policy: Option<Text<'a>>,
    /// Seconds it may run.
    pub active_deadline_seconds: Option<i64>,
    /// Seconds it gets to end.
    pub termination_grace_period_seconds: Option<i64>,
    /// Secrets to pull images with.
    pub image_pull_secrets: Vec<NameRef<'a>>,
    /// Operating system: `linux` or `windows`.
    pub os: Option<NameRef<'a>>,
}

/// A reference by name.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NameRef<'a> {
    /// The name.
    pub name: Option<Text<'a>>,
    /// Whether it may be missing.
    pub optional: Option<bool>,
}

/// A reference to a key of a Secret or ConfigMap.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct KeyRef<'a> {
    /// Name of the object.
    pub name: Option<Text<'a>>,
    /// The key.
    pub key: Option<Text<'a>>,
    /// Whether it may be missing.
    pub optional: Option<bool>,
}

/// A taint that is tolerated.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Toleration<'a> {
    /// Key of the taint; absent with `Exists` means all.
    pub key: Option<Text<'a>>,
    /// `Equal` or `Exists`.
    pub operator: Option<Text<'a>>,
    /// Value of the taint.
    pub value: Option<Text<'a>>,
    /// Effect; absent means all.
    pub effect: Option<Text<'a>>,
}

/// Which kinds of affinity are set.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Affinity {
    /// Nodes it likes.
    pub node_affinity: Option<Present>,
    /// Pods it likes to be near.
    pub pod_affinity: Option<Present>,
    /// Pods it keeps away from.
    pub pod_anti_affinity: Option<Present>,
}

/// One container.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Container<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Image.
    pub image: Option<Text<'a>>,
    /// `Always`, `IfNotPresent`, `Never`.
    pub image_pull_policy: Option<Text<'a>>,
    /// Program, instead of the image's.
    pub command: Vec<Text<'a>>,
    /// Its arguments.
    pub args: Vec<Text<'a>>,
    /// Ports.
    pub ports: Vec<ContainerPort<'a>>,
    /// Environment.
    pub env: Vec<EnvVar<'a>>,
    /// Environment from whole objects.
    pub env_from: Vec<EnvFrom<'a>>,
    /// Requests and limits.
    pub resources: Resources<'a>,
    /// Mounts.
    pub volume_mounts: Vec<VolumeMount<'a>>,
    /// Block devices.
    pub volume_devices: Vec<Present>,
    /// Probe that restarts it.
    pub liveness_probe: Option<Box<Probe<'a>>>,
    /// Probe that lets traffic in.
    pub readiness_probe: Option<Box<Probe<'a>>>,
    /// Probe that holds the others back.
    pub startup_probe: Option<Box<Probe<'a>>>,
    /// Hooks.
    pub lifecycle: Option<Box<Lifecycle<'a>>>,
    /// Security settings.
    pub security_context: Option<Box<SecurityContext<'a>>>,
    /// Whether standard input is kept open.
    pub stdin: Option<bool>,
    /// Whether it has a terminal.
    pub tty: Option<bool>,
    /// `Always` makes an init container a sidecar.
    pub restart_policy: Option<Text<'a>>,
}

/// A port of a container.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ContainerPort<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Number in the pod.
    pub container_port: Option<i64>,
    /// Number on the node.
    pub host_port: Option<i64>,
    /// Address on the node.
    #[serde(rename = "hostIP")]
    pub host_ip: Option<Text<'a>>,
    /// `TCP` when absent.
    pub protocol: Option<Text<'a>>,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct EnvVar<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Value as written.
    pub value: Option<Text<'a>>,
    /// Where the value comes from.
    pub value_from: Option<Box<EnvVarSource<'a>>>,
}

/// Where a variable comes from.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct EnvVarSource<'a> {
    /// A Secret.
    pub secret_key_ref: Option<Box<KeyRef<'a>>>,
    /// A ConfigMap.
    pub config_map_key_ref: Option<Box<KeyRef<'a>>>,
    /// A field of the pod.
    pub field_ref: Option<Present>,
    /// A resource of the container.
    pub resource_field_ref: Option<Present>,
}

/// All keys of an object as variables.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct EnvFrom<'a> {
    /// A Secret.
    pub secret_ref: Option<NameRef<'a>>,
    /// A ConfigMap.
    pub config_map_ref: Option<NameRef<'a>>,
    /// Put before every name.
    pub prefix: Option<Text<'a>>,
}

/// Requests and limits of a container.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Resources<'a> {
    /// What the scheduler sets aside.
    pub requests: Amounts<'a>,
    /// What it may use at the most.
    pub limits: Amounts<'a>,
}

/// Where a volume is mounted.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct VolumeMount<'a> {
    /// Name of the volume.
    pub name: Option<Text<'a>>,
    /// Path in the container.
    pub mount_path: Option<Text<'a>>,
    /// Path in the volume.
    pub sub_path: Option<Text<'a>>,
    /// Path in the volume, with variables.
    pub sub_path_expr: Option<Text<'a>>,
    /// Whether it is read-only.
    pub read_only: Option<bool>,
    /// `None`, `HostToContainer`, `Bidirectional`.
    pub mount_propagation: Option<Text<'a>>,
}

/// A probe.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Probe<'a> {
    /// A command.
    pub exec: Option<Box<ExecAction<'a>>>,
    /// A request.
    pub http_get: Option<Box<HttpGet<'a>>>,
    /// A connection.
    pub tcp_socket: Option<Box<TcpSocket<'a>>>,
    /// A gRPC health check.
    pub grpc: Option<Box<TcpSocket<'a>>>,
    /// Seconds before the first.
    pub initial_delay_seconds: Option<i64>,
    /// Seconds between two.
    pub period_seconds: Option<i64>,
    /// Seconds to answer.
    pub timeout_seconds: Option<i64>,
    /// Good answers needed.
    pub success_threshold: Option<i64>,
    /// Bad answers allowed.
    pub failure_threshold: Option<i64>,
    /// Seconds to end.
    pub termination_grace_period_seconds: Option<i64>,
}

/// A command of a probe or hook.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ExecAction<'a> {
    /// Program and arguments.
    pub command: Vec<Text<'a>>,
}

/// A request of a probe or hook.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HttpGet<'a> {
    /// Host; the pod when absent.
    pub host: Option<Text<'a>>,
    /// Port.
    pub port: Option<IntOrString<'a>>,
    /// Path.
    pub path: Option<Text<'a>>,
    /// `HTTP` when absent.
    pub scheme: Option<Text<'a>>,
}

/// A connection of a probe or hook.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct TcpSocket<'a> {
    /// Host; the pod when absent.
    pub host: Option<Text<'a>>,
    /// Port.
    pub port: Option<IntOrString<'a>>,
}

/// Hooks of a container.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Lifecycle<'a> {
    /// After the start.
    pub post_start: Option<Box<Handler<'a>>>,
    /// Before the end.
    pub pre_stop: Option<Box<Handler<'a>>>,
}

/// What a hook does.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Handler<'a> {
    /// A command.
    pub exec: Option<Box<ExecAction<'a>>>,
    /// A request.
    pub http_get: Option<Box<HttpGet<'a>>>,
    /// A connection.
    pub tcp_socket: Option<Box<TcpSocket<'a>>>,
}

/// Security settings of a pod.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodSecurityContext<'a> {
    /// User number.
    pub run_as_user: Option<i64>,
    /// Group number.
    pub run_as_group: Option<i64>,
    /// Whether the kubelet refuses root.
    pub run_as_non_root: Option<bool>,
    /// Further groups.
    pub supplemental_groups: Vec<i64>,
    /// Group that owns volumes.
    pub fs_group: Option<i64>,
    /// System calls allowed.
    pub seccomp_profile: Option<Box<SeccompProfile<'a>>>,
    /// AppArmor profile.
    pub app_armor_profile: Option<Box<AppArmorProfile<'a>>>,
    /// SELinux label.
    pub se_linux_options: Option<Box<SeLinuxOptions<'a>>>,
    /// Kernel parameters.
    pub sysctls: Vec<Sysctl<'a>>,
    /// Windows settings.
    pub windows_options: Option<Box<WindowsOptions<'a>>>,
}

/// Security settings of a container; they win over the pod's.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SecurityContext<'a> {
    /// Whether it may do all the host can.
    pub privileged: Option<bool>,
    /// Whether a process may gain rights; yes when absent.
    pub allow_privilege_escalation: Option<bool>,
    /// Capabilities added and dropped.
    pub capabilities: Option<Box<Capabilities<'a>>>,
    /// User number.
    pub run_as_user: Option<i64>,
    /// Group number.
    pub run_as_group: Option<i64>,
    /// Whether the kubelet refuses root.
    pub run_as_non_root: Option<bool>,
    /// Whether the image's files cannot be changed.
    pub read_only_root_filesystem: Option<bool>,
    /// `Default` or `Unmasked`.
    pub proc_mount: Option<Text<'a>>,
    /// System calls allowed.
    pub seccomp_profile: Option<Box<SeccompProfile<'a>>>,
    /// AppArmor profile.
    pub app_armor_profile: Option<Box<AppArmorProfile<'a>>>,
    /// SELinux label.
    pub se_linux_options: Option<Box<SeLinuxOptions<'a>>>,
    /// Windows settings.
    pub windows_options: Option<Box<WindowsOptions<'a>>>,
}

/// Capabilities added to and dropped from the runtime's default set.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Capabilities<'a> {
    /// Added.
    pub add: Vec<Text<'a>>,
    /// Dropped.
    pub drop: Vec<Text<'a>>,
}

/// A seccomp profile.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SeccompProfile<'a> {
    /// `RuntimeDefault`, `Localhost`, `Unconfined`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// File of `Localhost`.
    pub localhost_profile: Option<Text<'a>>,
}

/// An AppArmor profile.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AppArmorProfile<'a> {
    /// `RuntimeDefault`, `Localhost`, `Unconfined`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Name of `Localhost`.
    pub localhost_profile: Option<Text<'a>>,
}

/// A SELinux label.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SeLinuxOptions<'a> {
    /// User.
    pub user: Option<Text<'a>>,
    /// Role.
    pub role: Option<Text<'a>>,
    /// Type.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Level.
    pub level: Option<Text<'a>>,
}

/// A kernel parameter.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Sysctl<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Value.
    pub value: Option<Text<'a>>,
}

/// Settings on Windows.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct WindowsOptions<'a> {
    /// Whether it runs on the host itself.
    pub host_process: Option<bool>,
    /// User.
    pub run_as_user_name: Option<Text<'a>>,
}

/// A path of the node.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HostPath<'a> {
    /// The path.
    pub path: Option<Text<'a>>,
    /// What must be there.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
}

/// A volume; the field that is set is its source.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Volume<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// A path of the node.
    pub host_path: Option<Box<HostPath<'a>>>,
    /// Source `awsElasticBlockStore`.
    #[serde(rename = "awsElasticBlockStore")]
    pub aws_elastic_block_store: Option<Present>,
    /// Source `azureDisk`.
    #[serde(rename = "azureDisk")]
    pub azure_disk: Option<Present>,
    /// Source `azureFile`.
    #[serde(rename = "azureFile")]
    pub azure_file: Option<Present>,
    /// Source `cephfs`.
    #[serde(rename = "cephfs")]
    pub cephfs: Option<Present>,
    /// Source `cinder`.
    #[serde(rename = "cinder")]
    pub cinder: Option<Present>,
    /// Source `configMap`.
    #[serde(rename = "configMap")]
    pub config_map: Option<Box<NameRef<'a>>>,
    /// Source `csi`.
    #[serde(rename = "csi")]
    pub csi: Option<Box<CsiVolume<'a>>>,
    /// Source `downwardAPI`.
    #[serde(rename = "downwardAPI")]
    pub downward_api: Option<Present>,
    /// Source `emptyDir`.
    #[serde(rename = "emptyDir")]
    pub empty_dir: Option<Box<EmptyDir<'a>>>,
    /// Source `ephemeral`.
    #[serde(rename = "ephemeral")]
    pub ephemeral: Option<Present>,
    /// Source `fc`.
    #[serde(rename = "fc")]
    pub fc: Option<Present>,
    /// Source `flexVolume`.
    #[serde(rename = "flexVolume")]
    pub flex_volume: Option<Box<CsiVolume<'a>>>,
    /// Source `flocker`.
    #[serde(rename = "flocker")]
    pub flocker: Option<Present>,
    /// Source `gcePersistentDisk`.
    #[serde(rename = "gcePersistentDisk")]
    pub gce_persistent_disk: Option<Present>,
    /// Source `gitRepo`.
    #[serde(rename = "gitRepo")]
    pub git_repo: Option<Present>,
    /// Source `glusterfs`.
    #[serde(rename = "glusterfs")]
    pub glusterfs: Option<Present>,
    /// Source `image`.
    #[serde(rename = "image")]
    pub image: Option<Present>,
    /// Source `iscsi`.
    #[serde(rename = "iscsi")]
    pub iscsi: Option<Present>,
    /// Source `nfs`.
    #[serde(rename = "nfs")]
    pub nfs: Option<Present>,
    /// Source `persistentVolumeClaim`.
    #[serde(rename = "persistentVolumeClaim")]
    pub persistent_volume_claim: Option<Box<ClaimVolume<'a>>>,
    /// Source `photonPersistentDisk`.
    #[serde(rename = "photonPersistentDisk")]
    pub photon_persistent_disk: Option<Present>,
    /// Source `portworxVolume`.
    #[serde(rename = "portworxVolume")]
    pub portworx_volume: Option<Present>,
    /// Source `projected`.
    #[serde(rename = "projected")]
    pub projected: Option<Present>,
    /// Source `quobyte`.
    #[serde(rename = "quobyte")]
    pub quobyte: Option<Present>,
    /// Source `rbd`.
    #[serde(rename = "rbd")]
    pub rbd: Option<Present>,
    /// Source `scaleIO`.
    #[serde(rename = "scaleIO")]
    pub scale_io: Option<Present>,
    /// Source `secret`.
    #[serde(rename = "secret")]
    pub secret: Option<Box<SecretVolume<'a>>>,
    /// Source `storageos`.
    #[serde(rename = "storageos")]
    pub storageos: Option<Present>,
    /// Source `vsphereVolume`.
    #[serde(rename = "vsphereVolume")]
    pub vsphere_volume: Option<Present>,
}

/// A Secret as files.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SecretVolume<'a> {
    /// Its name.
    pub secret_name: Option<Text<'a>>,
    /// Whether it may be missing.
    pub optional: Option<bool>,
    /// Permission bits of the files.
    pub default_mode: Option<i64>,
}

/// A scratch directory.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct EmptyDir<'a> {
    /// `Memory` or empty.
    pub medium: Option<Text<'a>>,
    /// Size at the most.
    pub size_limit: Option<Quantity<'a>>,
}

/// A volume of a driver.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct CsiVolume<'a> {
    /// Name of the driver.
    pub driver: Option<Text<'a>>,
}

/// A claimed volume.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ClaimVolume<'a> {
    /// Name of the claim.
    pub claim_name: Option<Text<'a>>,
    /// Whether it is read-only.
    pub read_only: Option<bool>,
}

impl PodTemplate<'_> {
    /// Gives back what its lists hold in reserve: with thousands of pods that is the larger part.
    pub fn shrink(&mut self) {
        let spec = &mut self.spec;
        for list in
            [&mut spec.init_containers, &mut spec.containers, &mut spec.ephemeral_containers]
        {
            list.shrink_to_fit();
            for container in list {
                container.ports.shrink_to_fit();
                container.env.shrink_to_fit();
                container.env_from.shrink_to_fit();
                container.volume_mounts.shrink_to_fit();
                container.args.shrink_to_fit();
                container.command.shrink_to_fit();
            }
        }
        spec.volumes.shrink_to_fit();
        spec.tolerations.shrink_to_fit();
        self.metadata.labels.0.shrink_to_fit();
        self.metadata.annotations.0.shrink_to_fit();
    }
}

impl Volume<'_> {
    /// The field that is set: the kind of volume. A volume without a source is an `emptyDir`.
    #[must_use]
    pub fn source(&self) -> &'static str {
        let set = [
            ("hostPath", self.host_path.is_some()),
            ("awsElasticBlockStore", self.aws_elastic_block_store.is_some()),
            ("azureDisk", self.azure_disk.is_some()),
            ("azureFile", self.azure_file.is_some()),
            ("cephfs", self.cephfs.is_some()),
            ("cinder", self.cinder.is_some()),
            ("configMap", self.config_map.is_some()),
            ("csi", self.csi.is_some()),
            ("downwardAPI", self.downward_api.is_some()),
            ("emptyDir", self.empty_dir.is_some()),
            ("ephemeral", self.ephemeral.is_some()),
            ("fc", self.fc.is_some()),
            ("flexVolume", self.flex_volume.is_some()),
            ("flocker", self.flocker.is_some()),
            ("gcePersistentDisk", self.gce_persistent_disk.is_some()),
            ("gitRepo", self.git_repo.is_some()),
            ("glusterfs", self.glusterfs.is_some()),
            ("image", self.image.is_some()),
            ("iscsi", self.iscsi.is_some()),
            ("nfs", self.nfs.is_some()),
            ("persistentVolumeClaim", self.persistent_volume_claim.is_some()),
            ("photonPersistentDisk", self.photon_persistent_disk.is_some()),
            ("portworxVolume", self.portworx_volume.is_some()),
            ("projected", self.projected.is_some()),
            ("quobyte", self.quobyte.is_some()),
            ("rbd", self.rbd.is_some()),
            ("scaleIO", self.scale_io.is_some()),
            ("secret", self.secret.is_some()),
            ("storageos", self.storageos.is_some()),
            ("vsphereVolume", self.vsphere_volume.is_some()),
        ];
        set.iter().find(|(_, set)| *set).map_or("emptyDir", |(name, _)| name)
    }
}
