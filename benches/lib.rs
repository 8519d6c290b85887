//! A control-plane host as kubeadm sets one up, small and always the same: what the benchmarks look
//! at. `tree.rs` writes it to a directory, `audit.rs` holds it in memory.

/// One file, or a symbolic link, of the host.
pub enum Content {
    /// A file.
    File(String),
    /// A link with its target.
    Link(String),
}

/// Processes that are none of Kubernetes', so that looking for them counts.
const OTHERS: u32 = 100;

const API_SERVER: &str = "kube-apiserver --advertise-address=10.0.0.1 --allow-privileged=true \
    --authorization-mode=Node,RBAC --client-ca-file=/etc/kubernetes/pki/ca.crt \
    --enable-admission-plugins=NodeRestriction --enable-bootstrap-token-auth=true \
    --etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt \
    --etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt \
    --etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key \
    --etcd-servers=https://127.0.0.1:2379 \
    --kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt \
    --kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key \
    --secure-port=6443 --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file=/etc/kubernetes/pki/sa.pub \
    --service-account-signing-key-file=/etc/kubernetes/pki/sa.key \
    --service-cluster-ip-range=10.96.0.0/12 --tls-cert-file=/etc/kubernetes/pki/apiserver.crt \
    --tls-private-key-file=/etc/kubernetes/pki/apiserver.key";
const CONTROLLER_MANAGER: &str = "kube-controller-manager \
    --authentication-kubeconfig=/etc/kubernetes/controller-manager.conf --bind-address=127.0.0.1 \
    --client-ca-file=/etc/kubernetes/pki/ca.crt \
    --cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt \
    --cluster-signing-key-file=/etc/kubernetes/pki/ca.key --controllers=*,bootstrapsigner \
    --kubeconfig=/etc/kubernetes/controller-manager.conf --leader-elect=true \
    --root-ca-file=/etc/kubernetes/pki/ca.crt \
    --service-account-private-key-file=/etc/kubernetes/pki/sa.key \
    --use-service-account-credentials=true";
const SCHEDULER: &str = "kube-scheduler \
    --authentication-kubeconfig=/etc/kubernetes/scheduler.conf --bind-address=127.0.0.1 \
    --kubeconfig=/etc/kubernetes/scheduler.conf --leader-elect=true";
const ETCD: &str = "etcd --advertise-client-urls=https://10.0.0.1:2379 \
    --cert-file=/etc/kubernetes/pki/etcd/server.crt --client-cert-auth=true \
    --data-dir=/var/lib/etcd --key-file=/etc/kubernetes/pki/etcd/server.key \
    --listen-client-urls=https://127.0.0.1:2379 \
    --peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt --peer-client-cert-auth=true \
    --peer-key-file=/etc/kubernetes/pki/etcd/peer.key \
    --peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt \
    --trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt";
const KUBELET: &str = "/usr/bin/kubelet --bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf \
    --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml \
    --node-ip=10.0.0.1";
const KUBE_PROXY: &str = "/usr/local/bin/kube-proxy \
    --config=/var/lib/kube-proxy/config.conf --hostname-override=node";

const KUBELET_CONFIG: &str = "apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {cacheTTL: 0s, enabled: true}
  x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}
authorization: {mode: Webhook}
cgroupDriver: systemd
clusterDNS: [10.96.0.10]
clusterDomain: cluster.local
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
";
const UNIT: &str = "[Unit]\nDescription=kubelet\n\n[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n";
const DROP_IN: &str = "[Service]
Environment=\"KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf\"
Environment=\"KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml\"
EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
ExecStart=
ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS
";
const CERTIFICATES: &str = include_str!("../crates/collect/testdata/chain.pem");

/// Everything on the host: absolute path and content.
#[must_use]
pub fn host() -> Vec<(String, Content)> {
    let mut all = Vec::new();
    let mut file = |path: &str, text: &str| {
        all.push((path.to_owned(), Content::File(text.to_owned())));
    };
    file("/etc/hostname", "node\n");
    file("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\netcd:x:998:997::/:/bin/false\n");
    file("/etc/group", "root:x:0:\netcd:x:997:\n");
    for (name, line) in [
        ("kube-apiserver", API_SERVER),
        ("kube-controller-manager", CONTROLLER_MANAGER),
        ("kube-scheduler", SCHEDULER),
        ("etcd", ETCD),
    ] {
        file(&format!("/etc/kubernetes/manifests/{name}.yaml"), &manifest(name, line));
    }
    for name in ["admin", "controller-manager", "scheduler", "kubelet"] {
        file(&format!("/etc/kubernetes/{name}.conf"), &kubeconfig(name));
    }
    for name in ["ca", "apiserver", "apiserver-etcd-client", "apiserver-kubelet-client", "etcd/ca",
        "etcd/server", "etcd/peer", "etcd/healthcheck-client", "front-proxy-ca"]
    {
        file(&format!("/etc/kubernetes/pki/{name}.crt"), CERTIFICATES);
        file(&format!("/etc/kubernetes/pki/{name}.key"), "none\n");
    }
    file("/etc/kubernetes/pki/sa.key", "none\n");
    file("/etc/kubernetes/pki/sa.pub", "none\n");
    file("/var/lib/kubelet/config.yaml", KUBELET_CONFIG);
    file("/var/lib/kubelet/kubeadm-flags.env", "KUBELET_KUBEADM_ARGS=\"--node-ip=10.0.0.1\"\n");
    file("/var/lib/kube-proxy/config.conf", "kind: KubeProxyConfiguration\nmetricsBindAddress: \"\"\n");
    file("/var/lib/etcd/member/snap/db", "none\n");
    file("/usr/lib/systemd/system/kubelet.service", UNIT);
    file("/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", DROP_IN);
    file("/proc/stat", "cpu 0\nbtime 1700000000\n");
    file("/proc/self/mountinfo", "1 0 0:1 / /proc rw - proc proc rw\n");
    let components = [KUBELET, ETCD, API_SERVER, CONTROLLER_MANAGER, SCHEDULER, KUBE_PROXY];
    let others = (0..OTHERS).map(|number| format!("/usr/sbin/daemon --number={number}"));
    let lines = std::iter::once("/sbin/init".to_owned())
        .chain(others)
        .chain(components.iter().map(|line| (*line).to_owned()));
    for (pid, line) in (1_u32..).zip(lines) {
        process(&mut all, pid, &line);
    }
    all
}

fn process(all: &mut Vec<(String, Content)>, pid: u32, line: &str) {
    let mut file = |name: &str, text: String| {
        all.push((format!("/proc/{pid}/{name}"), Content::File(text)));
    };
    let program = line.split(' ').next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or(program);
    file("cmdline", line.split_whitespace().map(|word| format!("{word}\0")).collect());
    file("comm", format!("{name}\n"));
    file("status", format!("Name:\t{name}\nUid:\t0\t0\t0\t0\n"));
    file("stat", format!("{pid} ({name}) S {}100 0\n", "0 ".repeat(18)));
    file("cgroup", "0::/system.slice\n".to_owned());
    file("environ", "PATH=/bin\0".to_owned());
    file("mountinfo", "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n".to_owned());
    let path = format!("/usr/bin/{name}");
    all.push((format!("/proc/{pid}/exe"), Content::Link(path)));
    all.push((format!("/proc/{pid}/ns/mnt"), Content::Link("mnt:[1]".to_owned())));
}

fn manifest(name: &str, line: &str) -> String {
    let command: String = line.split_whitespace().map(|word| format!("    - {word}\n")).collect();
    format!(
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  namespace: kube-system\nspec:\n  \
         containers:\n  - name: {name}\n    image: registry.k8s.io/{name}:v1.34.2\n    command:\n\
         {command}    volumeMounts:\n    - {{mountPath: /etc/kubernetes, name: k8s}}\n  \
         hostNetwork: true\n  volumes:\n  - name: k8s\n    hostPath: {{path: /etc/kubernetes}}\n"
    )
}

fn kubeconfig(name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Config\nclusters:\n- name: kubernetes\n  cluster:\n    server: \
         https://10.0.0.1:6443\ncontexts:\n- name: {name}\n  context: {{cluster: kubernetes, user: \
         {name}}}\ncurrent-context: {name}\nusers:\n- name: {name}\n  user:\n    \
         client-certificate-data: bm9uZQ==\n    client-key-data: bm9uZQ==\n"
    )
}
