//! `cargo xtask generate cluster`: a made-up cluster of any size, as `kubectl get -o json` writes one.
//!
//! The same numbers give the same bytes. Shares of kinds, sizes of pods and faults are those of usual
//! clusters: most workloads run many pods, most pods are not hardened, some have far-reaching rights.

use std::io::Write;

use anyhow::{Context, bail};
use serde_json::{Value, json};

/// What is to be made.
struct Plan {
    pods: usize,
    rbac: usize,
    seed: u64,
    file: Option<String>,
}

/// Reads the options and writes the cluster.
pub(crate) fn run(arguments: &mut dyn Iterator<Item = String>) -> anyhow::Result<()> {
    let mut plan = Plan { pods: 1000, rbac: 0, seed: 1, file: None };
    while let Some(option) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{option} needs a value"));
        match option.as_str() {
            "--pods" => plan.pods = value()?.parse()?,
            "--rbac" => plan.rbac = value()?.parse()?,
            "--seed" => plan.seed = value()?.parse()?,
            "-o" => plan.file = Some(value()?),
            other => bail!("unknown option {other}; there are --pods, --rbac, --seed, -o"),
        }
    }
    if plan.rbac == 0 {
        plan.rbac = (plan.pods * 2 / 15).max(20);
    }
    match &plan.file {
        Some(file) => {
            let file = std::fs::File::create(file).with_context(|| file.clone())?;
            write(&plan, &mut std::io::BufWriter::with_capacity(1 << 20, file))
        }
        None => write(&plan, &mut std::io::BufWriter::new(std::io::stdout().lock())),
    }
}

/// Numbers that look random (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or(0) % below.max(1)
    }

    fn percent(&mut self, share: usize) -> bool {
        self.roll(100) < share
    }

    /// Five letters, as controllers append them.
    fn suffix(&mut self) -> String {
        const LETTERS: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";
        (0..5).map(|_| char::from(LETTERS[self.roll(LETTERS.len())])).collect()
    }

    fn uid(&mut self) -> String {
        let (a, b, c) = (self.roll(1 << 30), self.roll(1 << 30), self.roll(1 << 30));
        format!("{a:08x}-{:04x}-4{:03x}-8{:03x}-{c:012x}", b & 0xffff, b >> 16 & 0xfff, c & 0xfff)
    }
}

struct Items<'w> {
    out: &'w mut dyn Write,
    first: bool,
}

impl Items<'_> {
    fn add(&mut self, value: &Value) -> anyhow::Result<()> {
        if !std::mem::take(&mut self.first) {
            self.out.write_all(b",\n")?;
        }
        serde_json::to_writer(&mut *self.out, value)?;
        Ok(())
    }
}

const TIME: &str = "2026-11-01T08:00:00Z";
const IMAGES: [&str; 8] = [
    "registry.example.com/shop/web:1.4.2",
    "registry.example.com/shop/api:2.0.1",
    "registry.example.com/data/worker:0.9",
    "docker.io/library/redis:7.2",
    "docker.io/library/nginx:latest",
    "quay.io/prometheus/node-exporter:v1.8.0",
    "ghcr.io/example/batch@sha256:0000000000000000000000000000000000000000000000000000000000000000",
    "registry.example.com/platform/sidecar:3",
];

fn metadata(dice: &mut Dice, name: &str, namespace: Option<&str>) -> Value {
    let mut metadata = json!({
        "name": name, "uid": dice.uid(), "creationTimestamp": TIME,
        "resourceVersion": dice.roll(1 << 30).to_string(),
        "managedFields": [{"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "v1",
            "time": TIME, "fieldsType": "FieldsV1", "fieldsV1": {"f:metadata": {"f:labels": {".": {}, "f:app": {}}},
            "f:spec": {"f:containers": {"k:{\"name\":\"main\"}": {".": {}, "f:image": {}, "f:name": {}}}}}}],
    });
    if let Some(namespace) = namespace {
        metadata["namespace"] = json!(namespace);
    }
    metadata
}

/// The part of a pod that its workload decides.
struct Template {
    labels: Value,
    spec: Value,
}

fn template(dice: &mut Dice, app: &str, account: &str) -> Template {
    let hardened = dice.percent(30);
    let mut security = json!({});
    if hardened {
        security = json!({"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
            "runAsNonRoot": true, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}});
    } else if dice.percent(3) {
        security = json!({"privileged": true});
    }
    let mut container = json!({
        "name": "main", "image": IMAGES[dice.roll(IMAGES.len())], "imagePullPolicy": "IfNotPresent",
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "env": [{"name": "MODE", "value": "production"}, {"name": "LEVEL", "value": dice.roll(9).to_string()},
            {"name": "POD", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}}],
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}},
        "securityContext": security,
        "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    });
    if hardened || dice.percent(40) {
        container["resources"]["limits"] = json!({"cpu": "1", "memory": "512Mi"});
        let probe = json!({"httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"}, "periodSeconds": 10,
            "timeoutSeconds": 1, "successThreshold": 1, "failureThreshold": 3});
        container["livenessProbe"] = probe.clone();
        container["readinessProbe"] = probe;
    }
    let mut containers = vec![container];
    if dice.percent(25) {
        containers.push(json!({"name": "sidecar", "image": IMAGES[7], "imagePullPolicy": "IfNotPresent",
            "resources": {}, "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}));
    }
    let mut spec = json!({
        "containers": containers, "volumes": [{"name": "data", "emptyDir": {}}], "restartPolicy": "Always",
        "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst", "serviceAccountName": account,
        "serviceAccount": account, "securityContext": {}, "schedulerName": "default-scheduler",
    });
    if dice.percent(4) {
        spec["hostNetwork"] = json!(true);
    }
    if dice.percent(5) {
        spec["volumes"] = json!([{"name": "data", "hostPath": {"path": "/var/log", "type": ""}}]);
    }
    Template { labels: json!({"app": app, "tier": if hardened { "back" } else { "front" }}), spec }
}

struct Owner<'o> {
    api: &'o str,
    kind: &'o str,
    name: &'o str,
    uid: &'o str,
}

fn owned(owner: &Owner<'_>) -> Value {
    json!([{"apiVersion": owner.api, "kind": owner.kind, "name": owner.name, "uid": owner.uid,
        "controller": true, "blockOwnerDeletion": true}])
}

fn pod(
    dice: &mut Dice,
    namespace: &str,
    name: &str,
    template: &Template,
    owner: &Owner<'_>,
    node: &str,
) -> Value {
    let mut pod = json!({"apiVersion": "v1", "kind": "Pod", "metadata": metadata(dice, name, Some(namespace))});
    pod["metadata"]["generateName"] = json!(format!("{}-", owner.name));
    pod["metadata"]["labels"] = template.labels.clone();
    pod["metadata"]["labels"]["pod-template-hash"] = json!("5d4f8c7b9");
    pod["metadata"]["ownerReferences"] = owned(owner);
    pod["metadata"]["annotations"] = json!({"cni.projectcalico.org/podIP": format!("10.{}.{}.{}/32",
        dice.roll(250), dice.roll(250), dice.roll(250))});
    let mut spec = template.spec.clone();
    let token = format!("kube-api-access-{}", dice.suffix());
    if let Some(volumes) = spec["volumes"].as_array_mut() {
        volumes.push(json!({"name": token, "projected": {"defaultMode": 420, "sources": [
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
            {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1",
                "fieldPath": "metadata.namespace"}}]}}]}}));
    }
    if let Some(containers) = spec["containers"].as_array_mut() {
        for container in containers {
            let mount = json!({"name": token, "readOnly": true,
                "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount"});
            match container["volumeMounts"].as_array_mut() {
                Some(mounts) => mounts.push(mount),
                None => container["volumeMounts"] = json!([mount]),
            }
        }
    }
    spec["nodeName"] = json!(node);
    spec["enableServiceLinks"] = json!(true);
    spec["preemptionPolicy"] = json!("PreemptLowerPriority");
    spec["priority"] = json!(0);
    spec["tolerations"] = json!([
        {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
        {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]);
    pod["spec"] = spec;
    let condition = |kind: &str| json!({"type": kind, "status": "True", "lastProbeTime": null, "lastTransitionTime": TIME});
    pod["status"] = json!({
        "phase": if dice.percent(2) { "Succeeded" } else { "Running" }, "hostIP": "10.0.0.1", "podIP": "10.1.2.3",
        "podIPs": [{"ip": "10.1.2.3"}], "qosClass": "Burstable", "startTime": TIME,
        "conditions": [condition("PodReadyToStartContainers"), condition("Initialized"), condition("Ready"),
            condition("ContainersReady"), condition("PodScheduled")],
        "containerStatuses": [{"name": "main", "ready": true, "restartCount": 0, "started": true,
            "image": IMAGES[0], "imageID": format!("registry.example.com/shop/web@sha256:{:064x}", dice.roll(1 << 30)),
            "containerID": format!("containerd://{:064x}", dice.roll(1 << 30)),
            "state": {"running": {"startedAt": TIME}}, "lastState": {}}],
    });
    pod
}

fn write(plan: &Plan, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut dice = Dice(plan.seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    out.write_all(b"{\"apiVersion\":\"v1\",\"items\":[\n")?;
    let mut items = Items { out, first: true };
    let nodes: Vec<String> = (0..(plan.pods / 30).max(1)).map(|n| format!("node-{n:04}")).collect();
    for name in &nodes {
        let mut node = json!({"apiVersion": "v1", "kind": "Node", "metadata": metadata(&mut dice, name, None)});
        node["metadata"]["labels"] =
            json!({"kubernetes.io/hostname": name, "kubernetes.io/os": "linux"});
        node["spec"] = json!({"podCIDR": "10.1.0.0/24"});
        node["status"] = json!({"addresses": [{"type": "InternalIP", "address": "10.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": 10250}},
            "nodeInfo": {"kubeletVersion": "v1.37.2", "containerRuntimeVersion": "containerd://2.1.0",
                "osImage": "Debian GNU/Linux 12 (bookworm)", "kernelVersion": "6.1.0", "architecture": "amd64",
                "operatingSystem": "linux"}});
        items.add(&node)?;
    }
    let namespaces: Vec<String> =
        (0..(plan.pods / 300).max(3)).map(|n| format!("team-{n:04}")).collect();
    for name in &namespaces {
        namespace(&mut items, &mut dice, name)?;
    }
    access(&mut items, &mut dice, plan.rbac, &namespaces)?;
    let mut made = 0;
    let mut number = 0;
    while made < plan.pods {
        let namespace = &namespaces[number % namespaces.len()];
        made += workload(&mut items, &mut dice, number, namespace, &nodes, plan.pods - made)?;
        number += 1;
    }
    items.out.write_all(b"\n],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}\n")?;
    items.out.flush()?;
    Ok(())
}

fn namespace(items: &mut Items<'_>, dice: &mut Dice, name: &str) -> anyhow::Result<()> {
    let mut object = json!({"apiVersion": "v1", "kind": "Namespace", "metadata": metadata(dice, name, None),
        "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}});
    object["metadata"]["labels"] = json!({"kubernetes.io/metadata.name": name});
    if dice.percent(40) {
        object["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] = json!("baseline");
    }
    items.add(&object)?;
    for account in ["default", "app", "batch"] {
        items.add(&json!({"apiVersion": "v1", "kind": "ServiceAccount",
            "metadata": metadata(dice, account, Some(name))}))?;
    }
    items.add(&json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata(dice, "settings", Some(name)),
        "data": {"mode": "production", "settings.properties": "a=b\nc=d\n".repeat(40)}}))?;
    if dice.percent(50) {
        items.add(&json!({"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy",
            "metadata": metadata(dice, "default-deny", Some(name)),
            "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}}))?;
    }
    Ok(())
}

/// Roles and bindings, half of each, most of them in namespaces.
fn access(
    items: &mut Items<'_>,
    dice: &mut Dice,
    count: usize,
    namespaces: &[String],
) -> anyhow::Result<()> {
    const RBAC: &str = "rbac.authorization.k8s.io";
    let api = format!("{RBAC}/v1");
    for number in 0..count / 2 {
        let wide = number % 10 == 0;
        let namespace = &namespaces[number % namespaces.len()];
        let place = (!wide).then_some(namespace.as_str());
        let verbs = [
            json!(["get", "list", "watch"]),
            json!(["get"]),
            json!(["*"]),
            json!(["create", "patch"]),
        ];
        let resources = [
            json!(["pods"]),
            json!(["configmaps", "services"]),
            json!(["secrets"]),
            json!(["pods/log"]),
            json!(["pods/exec"]),
            json!(["serviceaccounts/token"]),
        ];
        let mut rules = vec![
            json!({"apiGroups": [""], "resources": resources[dice.roll(if wide { 6 } else { 5 })],
            "verbs": verbs[dice.roll(4)]}),
        ];
        if dice.percent(50) {
            rules.push(json!({"apiGroups": ["apps"], "resources": ["deployments"], "verbs": verbs[dice.roll(2)]}));
        }
        if dice.percent(10) {
            rules.push(json!({"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["own"], "verbs": ["get"]}));
        }
        let name = format!("role-{number:05}");
        let kind = if wide { "ClusterRole" } else { "Role" };
        items.add(&json!({"apiVersion": api, "kind": kind, "metadata": metadata(dice, &name, place), "rules": rules}))?;
        let subject = match dice.roll(4) {
            0 => {
                json!({"kind": "User", "name": format!("user-{}@example.com", dice.roll(500)), "apiGroup": RBAC})
            }
            1 => {
                json!({"kind": "Group", "name": format!("team-{}", dice.roll(50)), "apiGroup": RBAC})
            }
            _ => json!({"kind": "ServiceAccount", "name": "app", "namespace": namespace}),
        };
        let binding = if wide { "ClusterRoleBinding" } else { "RoleBinding" };
        items.add(&json!({"apiVersion": api, "kind": binding, "metadata": metadata(dice, &format!("binding-{number:05}"), place),
            "roleRef": {"apiGroup": RBAC, "kind": kind, "name": name}, "subjects": [subject]}))?;
    }
    Ok(())
}

/// One workload with its pods; how many pods it has.
fn workload(
    items: &mut Items<'_>,
    dice: &mut Dice,
    number: usize,
    namespace: &str,
    nodes: &[String],
    most: usize,
) -> anyhow::Result<usize> {
    let app = format!("app-{number:05}");
    let account = ["default", "app", "app", "batch"][dice.roll(4)];
    let template = template(dice, &app, account);
    let pods = (1 + dice.roll(59)).min(most);
    let kind = match dice.roll(20) {
        0 => "DaemonSet",
        1 | 2 => "StatefulSet",
        _ => "Deployment",
    };
    let mut object = json!({"apiVersion": "apps/v1", "kind": kind, "metadata": metadata(dice, &app, Some(namespace)),
        "spec": {"selector": {"matchLabels": {"app": app}},
            "template": {"metadata": {"labels": template.labels}, "spec": template.spec}},
        "status": {"observedGeneration": 3}});
    if kind != "DaemonSet" {
        object["spec"]["replicas"] = json!(pods);
    }
    if kind == "StatefulSet" {
        object["spec"]["serviceName"] = json!(app);
    }
    let uid = object["metadata"]["uid"].as_str().unwrap_or_default().to_owned();
    items.add(&object)?;
    if dice.percent(60) {
        items.add(&json!({"apiVersion": "v1", "kind": "Service", "metadata": metadata(dice, &app, Some(namespace)),
            "spec": {"type": if dice.percent(10) { "NodePort" } else { "ClusterIP" }, "selector": {"app": app},
                "ports": [{"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"}]}}))?;
    }
    let own = Owner { api: "apps/v1", kind, name: &app, uid: &uid };
    let set = format!("{app}-5d4f8c7b9");
    let mut set_uid = String::new();
    if kind == "Deployment" {
        for hash in ["5d4f8c7b9", "6c9bd8f7d"] {
            let name = format!("{app}-{hash}");
            let mut object = json!({"apiVersion": "apps/v1", "kind": "ReplicaSet",
                "metadata": metadata(dice, &name, Some(namespace)),
                "spec": {"replicas": if hash == "5d4f8c7b9" { pods } else { 0 }, "selector": {"matchLabels":
                    {"app": app, "pod-template-hash": hash}},
                    "template": {"metadata": {"labels": {"app": app, "pod-template-hash": hash}}, "spec": template.spec}}});
            object["metadata"]["ownerReferences"] = owned(&own);
            if hash == "5d4f8c7b9" {
                set_uid = object["metadata"]["uid"].as_str().unwrap_or_default().to_owned();
            }
            items.add(&object)?;
        }
    }
    for index in 0..pods {
        let node = &nodes[dice.roll(nodes.len())];
        let (name, owner) = match kind {
            "Deployment" => (
                format!("{set}-{}{index}", dice.suffix()),
                Owner { api: "apps/v1", kind: "ReplicaSet", name: &set, uid: &set_uid },
            ),
            "StatefulSet" => {
                (format!("{app}-{index}"), Owner { api: "apps/v1", kind, name: &app, uid: &uid })
            }
            _ => (
                format!("{app}-{}{index}", dice.suffix()),
                Owner { api: "apps/v1", kind, name: &app, uid: &uid },
            ),
        };
        let mut pod = pod(dice, namespace, &name, &template, &owner, node);
        if kind == "StatefulSet" {
            pod["metadata"]["labels"]["statefulset.kubernetes.io/pod-name"] = json!(name);
            pod["metadata"]["labels"]["apps.kubernetes.io/pod-index"] = json!(index.to_string());
            pod["spec"]["hostname"] = json!(name);
        }
        items.add(&pod)?;
    }
    Ok(pods)
}
