//! Hosts in memory, looked around.

use std::collections::BTreeMap;

use plimsoll_content::{ArgumentSyntax, Component, Content, Places, VersionLine};
use plimsoll_model::{
    Area, CredentialKind, CredentialPlace, DocumentState, Reading, Snapshot, Surroundings,
};

use crate::fs::{Attributes, LookError, MemFs};
use crate::node::{Request, collect};

const CERTIFICATE: &str = include_str!("../../../testdata/chain.pem");

fn content() -> Content {
    let own = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
    let places = Places {
        credential_folders: own(&["/etc/kubernetes"]),
        credential_files: own(&["/run/kubeadm/kubeadm.yaml"]),
        key_folders: own(&["/etc/kubernetes/pki", "/var/lib/kubelet/pki"]),
        sockets: BTreeMap::new(),
    };
    let mut content = Content { places, ..Content::default() };
    for (id, program, role) in [
        ("containerd", "containerd", "runtime"),
        ("cri-o", "crio", "runtime"),
        ("dockerd", "dockerd", "runtime"),
        ("kubelet", "kubelet", "worker"),
    ] {
        let component = Component {
            id: id.to_owned(),
            title: id.to_owned(),
            role: role.to_owned(),
            executables: vec![program.to_owned()],
            subcommands: Vec::new(),
            except: Vec::new(),
            arguments: ArgumentSyntax::Opaque,
            environment_prefix: None,
            units: Vec::new(),
            versions: VersionLine::Other,
            config: None,
            argument_map: None,
            paths_beside_config: false,
            settings: BTreeMap::new(),
        };
        content.components.insert(id.to_owned(), component);
    }
    content
}

fn host(run: &[&str]) -> MemFs {
    let mut fs =
        MemFs::new().file("/proc/1/cmdline", "/sbin/init\0").link("/proc/1/ns/mnt", "mnt:[1]");
    for (pid, line) in (100..).zip(run) {
        let zeros = "0 ".repeat(18);
        fs = fs
            .file(&format!("/proc/{pid}/cmdline"), line.replace(' ', "\0") + "\0")
            .file(&format!("/proc/{pid}/status"), "Name:\tx\nUid:\t0\t0\t0\t0\n")
            .file(&format!("/proc/{pid}/stat"), format!("{pid} (x) S {zeros}100 0\n"))
            .file(&format!("/proc/{pid}/cgroup"), "0::/system.slice\n")
            .link(&format!("/proc/{pid}/ns/mnt"), "mnt:[1]");
    }
    fs
}

fn look(fs: &MemFs) -> Snapshot {
    let content = content();
    collect(&Request {
        content: &content,
        fs,
        proc: (fs, "/proc"),
        root: "/",
        tool: "plimsoll",
        as_of: 0,
        uid: 0,
        stated_version: None,
        path_variables: BTreeMap::new(),
    })
}

fn around(fs: &MemFs) -> Surroundings {
    *look(fs).node.surroundings.unwrap()
}

#[test]
fn imports_of_containerd_apply_in_its_order_and_once() {
    let fs = host(&["containerd -c /srv/main.toml"])
        .file("/srv/main.toml", "imports = [\"b.toml\", \"/srv/d/*.toml\"]\n")
        .file("/srv/b.toml", "imports = [\"main.toml\", \"/srv/c.toml\"]\n")
        .file("/srv/c.toml", "root = \"/x\"\n")
        .file("/srv/d/20.toml", "")
        .file("/srv/d/10.toml", "")
        .file("/srv/d/10.toml.bak", "");
    let found = around(&fs);
    assert_eq!(found.runtimes.len(), 1);
    assert_eq!(
        found.runtimes[0].documents,
        ["/srv/main.toml", "/srv/b.toml", "/srv/d/10.toml", "/srv/d/20.toml", "/srv/c.toml"]
    );
}

#[test]
fn a_pattern_that_cannot_be_followed_is_said() {
    let fs = host(&["containerd"])
        .file("/etc/containerd/config.toml", "imports = [\"/srv/*/c.toml\"]\n");
    let blind = around(&fs).blind;
    assert_eq!((blind[0].area, blind[0].subject.as_str()), (Area::Runtimes, "/srv/*/c.toml"));
}

#[test]
fn a_file_that_imports_without_end_comes_to_one() {
    let mut fs = host(&["containerd"]);
    for number in 0..700 {
        let text = format!("imports = [\"/etc/containerd/{}.toml\"]\n", number + 1);
        let name = if number == 0 { "config".to_owned() } else { number.to_string() };
        fs = fs.file(&format!("/etc/containerd/{name}.toml"), text);
    }
    let found = around(&fs);
    assert!(found.runtimes[0].documents.len() <= 501);
    assert!(found.blind.iter().any(|one| one.reason.contains("more than 500 files")));
}

#[test]
fn folders_of_registries_are_those_that_are_named() {
    let fs = host(&["containerd"])
        .file(
            "/etc/containerd/config.toml",
            "version = 3\n[plugins.'io.containerd.cri.v1.images'.registry]\n  config_path = \"/a:/b\"\n",
        )
        .file("/a/docker.io/hosts.toml", "server = \"https://x\"\n")
        .file("/b/_default/hosts.toml", "server = = \n")
        .file("/b/empty/ca.crt", "")
        .file("/etc/containerd/certs.d/quay.io/hosts.toml", "");
    let snapshot = look(&fs);
    let found = snapshot.node.surroundings.unwrap();
    let registries = &found.runtimes[0].registries;
    assert_eq!(registries, &["/a/docker.io/hosts.toml", "/b/_default/hosts.toml"]);
    let state = &snapshot.node.documents["/b/_default/hosts.toml"].state;
    assert!(
        matches!(state, DocumentState::Unreadable { reason } if reason.starts_with("not valid: line 1"))
    );
}

#[test]
fn drop_ins_of_crio_follow_by_name() {
    let fs = host(&["crio --config /srv/crio.conf"])
        .file("/srv/crio.conf", "")
        .file("/etc/crio/crio.conf.d/20", "")
        .file("/etc/crio/crio.conf.d/10-a.conf", "");
    let found = around(&fs);
    let wanted = ["/srv/crio.conf", "/etc/crio/crio.conf.d/10-a.conf", "/etc/crio/crio.conf.d/20"];
    assert_eq!(found.runtimes[0].documents, wanted);
    assert_eq!(found.runtimes[0].registries, ["/etc/containers/registries.conf"]);
}

#[test]
fn what_systemd_listens_on_for_docker_is_read_with_its_drop_ins() {
    let unit = "[Unit]\nListenStream=/no\n[Socket]\nListenStream=/run/docker.sock\n";
    let fs = host(&["dockerd"]).file("/usr/lib/systemd/system/docker.socket", unit).file(
        "/etc/systemd/system/docker.socket.d/a.conf",
        "[Socket]\nListenStream=\nListenStream=2375\n",
    );
    let listens = &around(&fs).runtimes[0].listens;
    assert_eq!(listens.len(), 1);
    assert_eq!((listens[0].address.as_str(), listens[0].line), ("2375", 3));
    let masked = host(&["dockerd"])
        .link("/etc/systemd/system/docker.socket", "/dev/null")
        .file("/usr/lib/systemd/system/docker.socket", unit);
    assert!(around(&masked).runtimes[0].listens.is_empty());
}

#[test]
fn sockets_are_found_by_configuration_and_flag_with_who_may_use_them() {
    let open = Attributes::mode(0o660).owned_by(0, 500);
    let fs = host(&["containerd --address /srv/a.sock", "dockerd -H unix:///srv/b.sock"])
        .file("/etc/group", "root:x:0:\ndocker:x:500:alice,root,bob\n")
        .file("/etc/passwd", "root:x:0:0::/root:/bin/sh\ncarol:x:1002:500::/home/carol:/bin/sh\n")
        .file("/etc/docker/daemon.json", "{\"hosts\": [\"unix:///var/run/c.sock\"]}")
        .socket("/srv/a.sock", open)
        .socket("/srv/b.sock", open)
        .socket("/run/c.sock", open);
    let found = around(&fs).sockets;
    let paths: Vec<&str> = found.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["/run/c.sock", "/srv/a.sock", "/srv/b.sock"]);
    assert_eq!(found[0].group_members, ["alice", "bob", "carol"]);
}

#[test]
fn the_kernel_is_read_and_a_missing_sys_says_nothing() {
    let fs = host(&[]).file("/proc/sys/kernel/panic", "10\n");
    let kernel = around(&fs).kernel;
    assert_eq!(kernel["/proc/sys/kernel/panic"], Reading::Value("10".to_owned()));
    assert_eq!(kernel["/proc/sys/vm/panic_on_oom"], Reading::Absent);
    assert!(matches!(kernel["/sys/fs/selinux/enforce"], Reading::Unreadable { .. }));
    let fs = fs.file("/sys/kernel/x", "");
    assert_eq!(around(&fs).kernel["/sys/fs/selinux/enforce"], Reading::Absent);
}

#[test]
fn secrets_are_seen_and_not_kept() {
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, CERTIFICATE);
    let kubeconfig = format!(
        "apiVersion: v1\nkind: Config\nclusters: []\nusers:\n- name: admin\n  user:\n    \
         client-certificate-data: {data}\n    client-key-data: S0VZTUFURVJJQUw=\n- name: boot\n  \
         user:\n    token: abcdef.sixteenletters99\n    password: hunter2hunter2\n"
    );
    let join = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\ndiscovery:\n  \
                bootstrapToken:\n    token: zyxwvu.seventeenminus01\n---\napiVersion: \
                kubeadm.k8s.io/v1beta4\nkind: InitConfiguration\ncertificateKey: CERTKEYSECRET\n";
    let login = "version = 2\n[plugins.'io.containerd.grpc.v1.cri'.registry.configs.'r'.auth]\n\
                 username = \"ROBOTUSER\"\nauth = \"BASICAUTH\"\nidentitytoken = \"IDTOKEN\"\n";
    let header = "[host.'https://r'.header]\nAuthorization = [\"Basic HEADERLOGIN\"]\n";
    let fs = host(&["containerd"])
        .file("/home/alice/.kube/config", kubeconfig)
        .file("/root/kubeadm-join.yaml", join)
        .file("/etc/containerd/config.toml", login)
        .file("/etc/containerd/certs.d/r/hosts.toml", header)
        .file("/var/lib/kubelet/pki/kubelet.key", "-----BEGIN PRIVATE KEY-----\nKEYBODY\n");
    let snapshot = look(&fs);
    let written = serde_json::to_string(&snapshot).unwrap();
    for secret in [
        "S0VZTUFURVJJQUw=",
        "sixteenletters99",
        "hunter2",
        "seventeenminus01",
        "CERTKEYSECRET",
        "ROBOTUSER",
        "BASICAUTH",
        "IDTOKEN",
        "HEADERLOGIN",
        "KEYBODY",
    ] {
        assert!(!written.contains(secret), "{secret} is kept");
    }
    let found = snapshot.node.surroundings.unwrap();
    let alice = &found.credentials[0];
    assert_eq!((alice.kind, alice.place), (CredentialKind::Kubeconfig, CredentialPlace::Home));
    assert_eq!(alice.certificates.len(), 1);
    let told: Vec<(&str, Option<&str>)> =
        alice.holds.iter().map(|one| (one.what.as_str(), one.user.as_deref())).collect();
    let wanted = [
        ("private key", Some("admin")),
        ("bootstrap token", Some("boot")),
        ("password", Some("boot")),
    ];
    assert_eq!(told, wanted);
    let join = &found.credentials[1];
    let told: Vec<(&str, u32)> =
        join.holds.iter().map(|one| (one.what.as_str(), one.line)).collect();
    assert_eq!(told, [("bootstrap token", 5), ("certificate key", 9)]);
    let keys: Vec<&str> = found.private_keys.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(keys, ["/var/lib/kubelet/pki/kubelet.key"]);
}

#[test]
fn folders_that_cannot_be_listed_are_noted_with_what_they_were_for() {
    let fs = host(&[])
        .directory("/root/.kube")
        .directory("/etc/kubernetes/pki")
        .directory("/etc/systemd/system")
        .unreadable("/root/.kube", LookError::denied())
        .unreadable("/etc/kubernetes/pki", LookError::denied())
        .unreadable("/etc/systemd/system", LookError::denied());
    let blind = around(&fs).blind;
    for (area, subject) in [
        (Area::Credentials, "/root/.kube"),
        (Area::Keys, "/etc/kubernetes/pki"),
        (Area::Services, "/etc/systemd/system"),
    ] {
        assert!(blind.iter().any(|one| one.area == area && one.subject == subject), "{subject}");
    }
}

#[test]
fn an_ssh_server_is_told_from_its_sessions_and_masked_units_do_not_start() {
    let fs = host(&["/usr/sbin/sshd -D"]);
    assert_eq!(around(&fs).services[0].processes, [100]);
    // argv[0] of a listener and of a session, whole.
    let fs = host(&[])
        .file("/proc/7/cmdline", "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups\0")
        .file("/proc/8/cmdline", "sshd: alice [priv]\0");
    assert_eq!(around(&fs).services[0].processes, [7]);
    let enabled = host(&[])
        .file("/usr/lib/systemd/system/ssh.service", "")
        .link("/etc/systemd/system/sshd.service", "/usr/lib/systemd/system/ssh.service")
        .link(
            "/etc/systemd/system/multi-user.target.wants/ssh.service",
            "/usr/lib/systemd/system/ssh.service",
        );
    let links = &around(&enabled).services[0].enabled_by;
    assert_eq!(
        links,
        &[
            "/etc/systemd/system/multi-user.target.wants/ssh.service",
            "/etc/systemd/system/sshd.service"
        ]
    );
    let masked = enabled.link("/etc/systemd/system/ssh.service", "/dev/null");
    assert_eq!(around(&masked).services[0].enabled_by, ["/etc/systemd/system/sshd.service"]);
}

#[test]
fn static_pods_are_noted_as_the_kubelet_takes_them() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n";
    let folder = "/etc/kubernetes/manifests";
    let fs = host(&[])
        .file(&format!("{folder}/a.yaml"), pod)
        .file(&format!("{folder}/.a.yaml.swp"), "x")
        .file(&format!("{folder}/b.txt"), ": :\n -")
        .directory(&format!("{folder}/old"));
    let files = around(&fs).static_pod_files;
    let told: Vec<(&str, bool, usize, bool)> = files
        .iter()
        .map(|one| (one.name.as_str(), one.is_taken(), one.pods.len(), one.problem.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            (".a.yaml.swp", false, 0, false),
            ("a.yaml", true, 1, false),
            ("b.txt", true, 0, true),
            ("old", false, 0, false),
        ]
    );
    assert_eq!(files[1].pods, ["default/a"]);
}
