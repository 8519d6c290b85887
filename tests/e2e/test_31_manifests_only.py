"""The files of a kubeadm host on which nothing runs, as on a mounted disk."""

import pytest

import harness

TABLE = harness.expected("manifests-only")


@pytest.fixture(scope="module")
def still(bed):
    return bed.variant("manifests-only")


@pytest.fixture(scope="module")
def report(still, inside):
    return inside.scan(*(x for b in harness.BENCHMARKS for x in ("--benchmark", b)))


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_what_is_configured_is_judged_as_it_would_run(report, benchmark):
    report.compare(TABLE, benchmark)


def test_it_is_said_of_every_component_that_it_does_not_run(report):
    for component, path in [("etcd", "/etc/kubernetes/manifests/etcd.yaml"),
                            ("kube-apiserver", "/etc/kubernetes/manifests/kube-apiserver.yaml"),
                            ("kube-controller-manager", "/etc/kubernetes/manifests/kube-controller-manager.yaml"),
                            ("kube-scheduler", "/etc/kubernetes/manifests/kube-scheduler.yaml"),
                            ("kubelet", "/usr/lib/systemd/system/kubelet.service")]:
        (notice,) = [n for n in report.notices if n.startswith(component + " does not run")]
        assert path in notice


def test_evidence_of_a_flag_is_the_line_of_the_manifest(report, still):
    (one,) = report.evidence("1.2.14")[:1]
    assert one["location"]["kind"] == "file"
    lines = still.exec("cat", one["location"]["path"]).splitlines()
    assert "--enable-admission-plugins=NodeRestriction" in lines[one["location"]["line"] - 1]


def test_evidence_of_a_kubelet_setting_is_the_line_of_its_file(report, still):
    (one,) = report.evidence("4.2.2")[:1]
    lines = still.exec("cat", one["location"]["path"]).splitlines()
    assert lines[one["location"]["line"] - 1].strip() == "mode: Webhook"


def test_the_version_comes_from_images_or_programs(report):
    (host,) = report.data["hosts"]
    assert host["kubernetes_version"].startswith("1.37")
    assert host["platform"] == "kubeadm"
    assert all("(running" not in c for c in host["components"])


def test_the_same_files_below_another_root_get_the_same_verdicts(still, inside, plimsoll, folder):
    """What the files say does not depend on where they are mounted."""
    root = folder / "disk"
    root.mkdir()
    still.sh(f"cd /; tar cpf - etc/kubernetes etc/hostname etc/passwd etc/group etc/os-release etc/cni var/lib/kubelet "
             f"var/lib/cni var/lib/etcd usr/lib/systemd/system/kubelet.service usr/lib/systemd/system/kubelet.service.d "
             f"etc/default/kubelet usr/bin/kubelet 2>/dev/null | tar xpf - -C {root} || true")
    report = plimsoll.scan("--root", root)
    report.compare(TABLE)
    for finding in report.findings:
        for one in finding["evidence"]:
            assert str(root) not in str(one), "paths are those of the host, without the root"
