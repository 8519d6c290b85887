"""The servers of a federation (Kubernetes 1.6 to 1.8): as static pods and units of a host, as workloads of a cluster."""

import json

import pytest

import harness

IMAGE = "gcr.io/google_containers/hyperkube-amd64"
GOOD = ["--anonymous-auth=false", "--insecure-port=0", "--secure-port=443", "--profiling=false",
        "--admission-control=NamespaceLifecycle", "--audit-log-path=/var/log/audit.log", "--audit-log-maxage=30",
        "--audit-log-maxbackup=10", "--audit-log-maxsize=100", "--authorization-mode=RBAC", "--service-account-lookup=true",
        "--service-account-key-file=/etc/federation/sa.pub", "--etcd-certfile=/etc/federation/etcd.crt",
        "--etcd-keyfile=/etc/federation/etcd.key", "--tls-cert-file=/etc/federation/server.crt",
        "--tls-private-key-file=/etc/federation/server.key"]
NUMBERS = [f"3.1.{n}" for n in range(1, 20)] + ["3.2.1"]
# Nothing is written down: what 1.7 does then. The reference of 1.8 has these defaults, and 1.7 looks tokens up by itself.
BARE = dict.fromkeys(NUMBERS, "fail") | dict.fromkeys([
    "3.1.2",                # no file of passwords
    "3.1.3",                # no token is taken unseen
    "3.1.4",                # the insecure port is on 127.0.0.1
    "3.1.6",                # the secure port is 6443
    "3.1.15",               # no file of tokens
    "3.1.16",               # accounts are looked up, from 1.7 on
], "pass")
# One thing broken, from GOOD: what fails then.
BROKEN = [
    ("--anonymous-auth=false", "--anonymous-auth=true", {"3.1.1"}),
    (None, "--basic-auth-file=/etc/federation/basic.csv", {"3.1.2"}),
    (None, "--insecure-allow-any-token=true", {"3.1.3"}),
    ("--insecure-port=0", "--insecure-port=8080", {"3.1.5"}),
    ("--secure-port=443", "--secure-port=0", {"3.1.6"}),
    ("--profiling=false", None, {"3.1.7"}),
    ("--admission-control=NamespaceLifecycle", "--admission-control=NamespaceLifecycle,AlwaysAdmit", {"3.1.8"}),
    ("--admission-control=NamespaceLifecycle", "--admission-control=LimitRanger", {"3.1.9"}),
    ("--audit-log-path=/var/log/audit.log", None, {"3.1.10", "3.1.11", "3.1.12", "3.1.13"}),
    ("--audit-log-maxage=30", "--audit-log-maxage=3", {"3.1.11"}),
    ("--authorization-mode=RBAC", "--authorization-mode=RBAC,AlwaysAllow", {"3.1.14"}),
    (None, "--token-auth-file=/etc/federation/tokens.csv", {"3.1.15"}),
    ("--service-account-lookup=true", "--service-account-lookup=false", {"3.1.16"}),
    ("--service-account-key-file=/etc/federation/sa.pub", None, {"3.1.17"}),
    ("--etcd-keyfile=/etc/federation/etcd.key", None, {"3.1.18"}),
    ("--tls-cert-file=/etc/federation/server.crt", None, {"3.1.19"}),
]


def broken(take, give):
    return [a for a in GOOD if a != take] + ([give] if give else [])


def static_pod(tree, server, arguments, version="v1.7.5"):
    command = ["/hyperkube", server, *arguments]
    listed = "".join(f"    - {json.dumps(a)}\n" for a in command)
    tree.write(f"etc/kubernetes/manifests/{server}.yaml", harness.MANIFEST.format(
        component=server, listed=listed, image=f"{IMAGE}:{version}", extra=""))


def deployment(server, arguments, version="v1.7.5", name=None, kind="Deployment"):
    name = name or server
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name, "namespace": "federation-system"},
            "spec": {"replicas": 1, "selector": {"matchLabels": {"module": name}}, "template": {
                "metadata": {"labels": {"module": name}}, "spec": {"containers": [{
                    "name": "server", "image": f"{IMAGE}:{version}", "command": ["/hyperkube", server],
                    "args": arguments}]}}}}


@pytest.fixture
def dump(plimsoll, folder):
    def scan(*workloads, benchmark="federated", whole=True):
        items = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "federation-system"}}, *workloads]
        path = folder / "dump.json"
        path.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
        return harness.Report(plimsoll.run("scan", "cluster", "--from-dump", path, *(("--whole",) if whole else ()),
                                           "--benchmark", benchmark, "-o", "json").stdout)
    return scan


def node(plimsoll, tree, benchmark="federated"):
    return plimsoll.scan("--root", tree.path, "--benchmark", benchmark)


def both(plimsoll, tree, dump, arguments, version, benchmark):
    """The same servers as static pods and as Deployments: the same verdicts."""
    static_pod(tree, "federation-apiserver", arguments, version)
    static_pod(tree, "federation-controller-manager", ["--profiling=false"] if arguments else [], version)
    host = node(plimsoll, tree, benchmark).statuses(benchmark)
    report = dump(deployment("federation-apiserver", arguments, version),
                  deployment("federation-controller-manager", ["--profiling=false"] if arguments else [], version),
                  benchmark=benchmark)
    cluster = report.statuses(benchmark)
    section = {n: s for n, s in host.items() if n.startswith("3.")}
    assert section == {n: s for n, s in cluster.items() if n.startswith("3.")}
    assert set(section) == set(NUMBERS)
    return section


@pytest.mark.parametrize(("version", "benchmark", "other"), [
    ("v1.6.9", "1.6", {}), ("v1.7.5", "1.7", {}), ("v1.7.5", "federated", {}),
    ("v1.8.4", "1.8", {"3.1.3": "not-applicable"}),             # the flag was gone by then
    ("v1.8.4", "federated", {"3.1.3": "not-applicable"}),
])
def test_servers_that_follow_the_benchmark_pass(plimsoll, tree, dump, version, benchmark, other):
    statuses = both(plimsoll, tree, dump, GOOD, version, benchmark)
    assert statuses == dict.fromkeys(NUMBERS, "pass") | other


@pytest.mark.parametrize(("version", "benchmark", "other"), [
    ("v1.6.9", "1.6", {"3.1.16": "fail"}),                      # tokens of deleted accounts were good then
    ("v1.7.5", "federated", {}), ("v1.8.4", "1.8", {"3.1.3": "not-applicable"}),
])
def test_servers_without_flags_have_the_defaults_of_their_version(plimsoll, tree, dump, version, benchmark, other):
    statuses = both(plimsoll, tree, dump, [], version, benchmark)
    assert statuses == BARE | other


@pytest.mark.parametrize(("take", "give", "failing"), BROKEN, ids=[(g or f"no {t}").split("=")[0] + f"-{n}"
                                                                   for n, (t, g, _) in enumerate(BROKEN)])
def test_one_flag_broken_fails_what_it_is_about(plimsoll, tree, dump, take, give, failing):
    arguments = broken(take, give)
    static_pod(tree, "federation-apiserver", arguments)
    static_pod(tree, "federation-controller-manager", ["--profiling=false"])
    wanted = dict.fromkeys(NUMBERS, "pass") | dict.fromkeys(failing, "fail")
    assert node(plimsoll, tree).statuses() == wanted
    report = dump(deployment("federation-apiserver", arguments),
                  deployment("federation-controller-manager", ["--profiling=false"]))
    assert report.statuses() == wanted
    for number in failing:
        assert report.control(number)["fix"], number


def test_an_insecure_port_for_everybody_fails_twice(plimsoll, tree):
    static_pod(tree, "federation-apiserver", [*broken("--insecure-port=0", "--insecure-port=8080"),
                                              "--insecure-bind-address=0.0.0.0"])
    statuses = node(plimsoll, tree).statuses()
    assert statuses["3.1.4"] == "fail" and statuses["3.1.5"] == "fail"


def test_the_evidence_leads_to_the_file_and_to_the_object(plimsoll, tree, dump):
    arguments = broken("--profiling=false", "--profiling=true")
    static_pod(tree, "federation-apiserver", arguments)
    (one,) = node(plimsoll, tree).evidence("3.1.7")
    assert one["location"]["path"] == "/etc/kubernetes/manifests/federation-apiserver.yaml"
    line = (tree.path / "etc/kubernetes/manifests/federation-apiserver.yaml").read_text().splitlines()[one["location"]["line"] - 1]
    assert "--profiling=true" in line
    report = dump(deployment("federation-apiserver", arguments))
    assert "federation-apiserver" in json.dumps(report.evidence("3.1.7")) and "Deployment" in json.dumps(report.control("3.1.7")["hosts"])


def test_a_unit_of_systemd_is_found_too(plimsoll, tree):
    words = " ".join(broken("--profiling=false", "--profiling=true"))
    tree.write("etc/systemd/system/federation-apiserver.service",
               f"[Service]\nExecStart=/usr/bin/federation-apiserver {words}\n", 0o644)
    report = plimsoll.scan("--root", tree.path, "--benchmark", "federated", "--kubernetes-version", "1.7")
    statuses = report.statuses()
    assert statuses["3.1.7"] == "fail" and statuses["3.1.1"] == "pass", statuses
    assert statuses["3.2.1"] == "not-applicable", "there is no controller manager here"


def test_each_server_has_a_verdict_of_its_own(dump):
    report = dump(deployment("federation-apiserver", GOOD, name="one"),
                  deployment("federation-apiserver", broken("--profiling=false", "--profiling=true"), name="two", kind="StatefulSet"))
    control = report.control("3.1.7")
    assert control["status"] == "mixed"
    assert {h["host"].split("/")[-1]: h["status"] for h in control["hosts"]} == {"one": "pass", "two": "fail"}


def test_a_host_or_a_cluster_without_a_federation_has_nothing_to_judge(plimsoll, tree, dump):
    tree.manifest("kube-apiserver", *harness.API_SERVER)
    assert set(node(plimsoll, tree).statuses().values()) == {"not-applicable"}
    assert set(dump().statuses().values()) == {"not-applicable"}


def test_a_dump_that_may_be_a_part_is_an_error_not_an_absence(dump):
    assert set(dump(whole=False).statuses().values()) == {"error"}


def test_only_the_older_edition_asks_for_the_federation(plimsoll, tree):
    static_pod(tree, "federation-apiserver", [])
    for benchmark, asks in (("1.8", True), ("1.11", False), ("cis-1.12", False)):
        numbers = {c["id"] for c in node(plimsoll, tree, benchmark).benchmark(benchmark)["controls"] if c["role"] == "federation"}
        assert bool(numbers) == asks, benchmark
