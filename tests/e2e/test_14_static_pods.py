"""The control plane in containers, as the kubelet runs it from its manifests."""

import pytest

import harness

COMPONENTS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler")


@pytest.fixture(scope="module")
def pods(bed):
    return bed.variant("default", None, "--static-pods")


@pytest.fixture(scope="module")
def report(pods, inside):
    return inside.scan(*(x for b in harness.BENCHMARKS for x in ("--benchmark", b)))


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_containers_get_the_same_verdicts_as_processes(report, benchmark):
    report.compare(harness.expected("default"), benchmark)


def test_the_processes_really_are_in_containers_and_are_found_once_each(report, pods):
    seen = report.data["hosts"][0]["components"]
    for component in COMPONENTS:
        (one,) = [c for c in seen if c.split(" ")[0].split("@")[0] == component]
        pid = one.split("pid ")[1].rstrip(")")
        assert pods.sh(f"readlink /proc/{pid}/ns/mnt") != pods.sh("readlink /proc/self/ns/mnt")


def test_a_container_that_runs_as_its_manifest_says_is_not_called_different(report):
    assert [n for n in report.notices if "other arguments" in n or "does not run" in n] == []


def test_files_are_shown_by_the_paths_of_the_host(report, pods):
    for number in ("1.1.11", "1.1.15", "1.1.17"):
        for one in report.evidence(number):
            path = one["location"]["path"]
            assert pods.call("exec", "test", "-e", path, check=False).returncode == 0, path


def test_a_changed_file_of_a_container_is_seen_on_the_host(pods, inside):
    pods.sh("chmod 644 /etc/kubernetes/scheduler.conf; chmod 755 /var/lib/etcd")
    try:
        inside.scan().compare({**harness.expected("default"), "1.1.15": "fail", "1.1.11": "fail"})
    finally:
        pods.sh("chmod 600 /etc/kubernetes/scheduler.conf; chmod 700 /var/lib/etcd")


# The kubelet's folder of static pods, which other variants of the testbed leave empty.
FOLDER = {**harness.expected("stig"), "V-242408": "pass"}      # kubeadm writes manifests 0600
ETCD = "/etc/kubernetes/manifests/etcd.yaml"


@pytest.mark.parametrize(("what", "undo", "changes"), [
    ("true", "true", {}),
    (f"chmod 644 {ETCD}", f"chmod 600 {ETCD}", {}),             # enough for the STIG
    (f"chmod 664 {ETCD}", f"chmod 600 {ETCD}", {"V-242408": "fail"}),
    (f"chown 1000 {ETCD}", f"chown 0 {ETCD}", {"V-242405": "fail", "V-242444": "fail"}),
], ids=["nothing", "644", "664", "owner"])
def test_the_stig_looks_at_the_folder_of_static_pods(pods, inside, what, undo, changes):
    pods.sh(what)
    try:
        inside.scan("--benchmark", "stig").compare({**FOLDER, **changes})
    finally:
        pods.sh(undo)


def test_a_copy_in_the_folder_of_static_pods_is_found(pods, inside):
    # One that the kubelet does not take for a pod, so that the node stays as it is.
    pods.sh("printf 'notes\\n' > /etc/kubernetes/manifests/etcd.yaml.old")
    try:
        report = inside.scan("--benchmark", "plimsoll-node-1.0")
        assert report.statuses()["7.1"] == "fail"
        assert "etcd.yaml.old" in str(report.evidence("7.1"))
    finally:
        pods.sh("rm /etc/kubernetes/manifests/etcd.yaml.old")
    assert inside.scan("--benchmark", "plimsoll-node-1.0").statuses()["7.1"] == "pass"


def test_a_workload_that_calls_itself_a_component_is_told_from_the_node_s_own(pods, inside):
    """A pod of a user may run a program of such a name: it is no part of this node's control plane, or if it is
    judged, then as an instance of its own; the node's own verdicts stay visible."""
    before = inside.scan()
    pods.call("kubectl", "run", "pretender", "-n", "demo", "--image=registry.k8s.io/etcd:3.7.0-0", "--restart=Never",
              "--command", "--", "etcd", "--auto-tls", "--data-dir=/tmp/e",
              "--listen-client-urls=http://127.0.0.1:12379", "--advertise-client-urls=http://127.0.0.1:12379",
              "--listen-peer-urls=http://127.0.0.1:12380")
    try:
        pods.call("kubectl", "wait", "--for=jsonpath={.status.phase}=Running", "-n", "demo", "pod/pretender",
                  "--timeout=60s")
        after = inside.scan()
        own = [f for f in after.findings if f["check"] == "etcd-no-auto-tls" and f["status"] == "pass"]
        assert len(own) == 1, "the node's own etcd is still judged"
        changed = harness.differences(before.statuses(), after.statuses())
        allowed = {n for n in harness.NUMBERS if n.startswith("2.") or n in ("1.1.9", "1.1.11", "1.1.12")}
        assert set(changed) <= allowed, changed
        if changed:
            assert any("2 instances of etcd" in n for n in after.notices), after.notices
    finally:
        pods.call("kubectl", "delete", "pod", "pretender", "-n", "demo", "--now", check=False)
