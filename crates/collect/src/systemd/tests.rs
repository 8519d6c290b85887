//! Units as distributions and kubeadm install them.

use plimsoll_model::Definition;
use proptest::prelude::*;

use super::*;
use crate::fs::MemFs;

const PROGRAMS: [&str; 2] = ["kubelet", "etcd"];

fn definition(fs: &MemFs, name: &str) -> Definition {
    Units::find(fs).definition(fs, name, &PROGRAMS).unwrap().unwrap()
}

fn arguments(definition: &Definition) -> Vec<(&str, &str, u32)> {
    definition
        .command_line
        .arguments
        .iter()
        .map(|one| (one.text.as_str(), one.file.as_deref().unwrap(), one.line.unwrap()))
        .collect()
}

/// What kubeadm's packages and `kubeadm init` write.
fn kubeadm() -> MemFs {
    MemFs::new()
        .file("/usr/lib/systemd/system/kubelet.service", "[Unit]\nDescription=kubelet\n\n[Service]\nExecStart=/usr/bin/kubelet\nRestart=always\n")
        .file(
            "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf",
            "# Note\n[Service]\nEnvironment=\"KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf\"\n\
             Environment=\"KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml\"\n\
             EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env\nEnvironmentFile=-/etc/default/kubelet\n\
             ExecStart=\nExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS\n",
        )
        .file("/var/lib/kubelet/kubeadm-flags.env", "\nKUBELET_KUBEADM_ARGS=\"--node-ip=10.0.0.1 --v=2\"\n")
        .link("/lib", "usr/lib")
}

#[test]
fn kubeadm_s_kubelet_is_read_with_the_line_of_every_argument() {
    let fs = kubeadm();
    let definition = definition(&fs, "kubelet.service");
    let drop_in = "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf";
    let flags = "/var/lib/kubelet/kubeadm-flags.env";
    assert_eq!(definition.path, "/usr/lib/systemd/system/kubelet.service");
    assert_eq!(definition.files, [drop_in, flags]);
    assert_eq!(definition.command_line.program, "/usr/bin/kubelet");
    assert_eq!(
        arguments(&definition),
        [
            ("--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf", drop_in, 3),
            ("--kubeconfig=/etc/kubernetes/kubelet.conf", drop_in, 3),
            ("--config=/var/lib/kubelet/config.yaml", drop_in, 4),
            ("--node-ip=10.0.0.1", flags, 2),
            ("--v=2", flags, 2),
        ]
    );
    assert_eq!(definition.command_line.arguments[4].index, 5);
    assert_eq!(definition.problems, ["the variable KUBELET_EXTRA_ARGS has no value"]);
    assert_eq!(Units::find(&fs).names(), ["kubelet.service"]);
}

#[test]
fn of_drop_ins_with_one_name_the_first_directory_s_counts_and_all_apply_by_name() {
    let fs = kubeadm()
        .file(
            "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf",
            "[Service]\nEnvironment=A=etc\n",
        )
        .file(
            "/run/systemd/system/kubelet.service.d/05-first.conf",
            "[Service]\nEnvironment=A=run B='x y'\n",
        )
        .file(
            "/usr/lib/systemd/system/service.d/20-all.conf",
            "[Service]\nExecStart=\nExecStart=/k ${A} $B --b=${B} $$C $D\n",
        )
        .link("/etc/systemd/system/kubelet.service.d/99-off.conf", "/dev/null");
    let definition = definition(&fs, "kubelet.service");
    let seen: Vec<&str> =
        definition.command_line.arguments.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(seen, ["etc", "x", "y", "--b=x y", "$C"]);
    assert_eq!(definition.files.len(), 3);
}

#[test]
fn a_masked_unit_runs_nothing() {
    let fs = kubeadm().link("/etc/systemd/system/kubelet.service", "/dev/null");
    assert_eq!(Units::find(&fs).definition(&fs, "kubelet.service", &PROGRAMS), Ok(None));
    assert_eq!(Units::find(&fs).definition(&fs, "none.service", &PROGRAMS), Ok(None));
}

#[test]
fn an_alias_is_not_a_second_unit_and_its_drop_ins_count() {
    let fs = kubeadm()
        .link("/etc/systemd/system/node.service", "/usr/lib/systemd/system/kubelet.service")
        .file(
            "/etc/systemd/system/node.service.d/z.conf",
            "[Service]\nEnvironment=KUBELET_EXTRA_ARGS=--x\n",
        );
    let names = list_units(&fs);
    assert_eq!(names, ["kubelet.service"]);
    assert_eq!(arguments(&definition(&fs, "kubelet.service")).last().unwrap().0, "--x");
}

#[test]
fn an_instance_of_a_template_knows_its_name() {
    let fs = MemFs::new().file(
        "/etc/systemd/system/etcd@.service",
        "[Service]\nEnvironment=ETCD_NAME=%i\nExecStart=-@/usr/bin/etcd etcd --name=${ETCD_NAME} \\\n  --data=/d/%i/%%/%n/%H \\\n  --initial-cluster-token=abc\n",
    );
    let definition = definition(&fs, "etcd@m0.service");
    let file = "/etc/systemd/system/etcd@.service";
    assert_eq!(definition.command_line.program, "/usr/bin/etcd");
    assert_eq!(
        arguments(&definition),
        [
            ("--name=m0", file, 3),
            ("--data=/d/m0/%/etcd@m0.service/%H", file, 4),
            ("--initial-cluster-token=(redacted)", file, 5),
        ]
    );
    assert_eq!(definition.command_line.environment[0].value, "m0");
    assert_eq!(definition.problems, ["the specifier %H was not resolved"]);
}

#[test]
fn what_is_missing_or_unreadable_is_told() {
    let fs = MemFs::new()
        .file(
            "/etc/systemd/system/a.service",
            "[Service]\nEnvironmentFile=/none\nEnvironmentFile=/closed\nEnvironment=bad\nExecStart=/a 'b\nExecStart=/a b\n",
        )
        .unreadable("/closed", LookError::denied())
        .unreadable("/etc/systemd/system/b.service", LookError::denied())
        .directory("/run/systemd/system")
        .unreadable("/run/systemd/system", LookError::denied());
    let units = Units::find(&fs);
    assert_eq!(units.problems[0].subject, "/run/systemd/system");
    let problem = units.definition(&fs, "b.service", &PROGRAMS).unwrap_err();
    assert_eq!(problem.reason, "permission denied");
    let definition = definition(&fs, "a.service");
    assert_eq!(arguments(&definition), [("b", "/etc/systemd/system/a.service", 6)]);
    assert_eq!(
        definition.problems,
        [
            "it has several ExecStart= commands; the first one is shown",
            "/etc/systemd/system/a.service:4 holds no NAME=value",
            "the environment file /none is not there",
            "/closed could not be read: permission denied",
            "/etc/systemd/system/a.service:5 has a quote that is not closed",
        ]
    );
}

#[test]
fn a_unit_without_a_command_that_can_be_read_says_so() {
    let fs = MemFs::new().file("/etc/systemd/system/a.service", "[Service]\nExecStart=/a 'b\n");
    assert_eq!(definition(&fs, "a.service").problems.len(), 1);
    let fs = MemFs::new().file("/etc/systemd/system/a.service", "[Service]\nType=oneshot\n");
    assert_eq!(Units::find(&fs).definition(&fs, "a.service", &PROGRAMS), Ok(None));
}

#[test]
fn a_shell_around_the_program_is_taken_off() {
    let fs = MemFs::new().file(
        "/etc/systemd/system/a.service",
        "[Service]\nExecStart=/bin/bash -c \"sleep 1; exec /usr/local/bin/kubelet --v=2 >>/var/log/k 2>&1\"\n",
    );
    let definition = definition(&fs, "a.service");
    assert_eq!(definition.command_line.program, "/usr/local/bin/kubelet");
    assert_eq!(arguments(&definition), [("--v=2", "/etc/systemd/system/a.service", 2)]);
}

#[test]
fn an_escaped_instance_is_unescaped() {
    let fs = MemFs::new().file("/etc/systemd/system/a@.service", "[Service]\nExecStart=/a %I\n");
    let definition = definition(&fs, "a@srv-k8s\\x2dpki.service");
    assert_eq!(definition.command_line.arguments[0].text, "srv/k8s-pki");
}

proptest! {
    #[test]
    fn no_unit_makes_it_panic(text in "(?s)(\\[Service\\]\n|ExecStart=|Environment=|\\$A|\\$\\{A\\}|%i|[\"'\\\\\n a/=;#]){0,40}") {
        let fs = MemFs::new().file("/etc/systemd/system/a.service", format!("[Service]\n{text}"));
        let _ = Units::find(&fs).definition(&fs, "a.service", &PROGRAMS);
    }
}
