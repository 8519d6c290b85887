"""Which processes are components, and how their arguments are read: programs that only wait, with a name and an
argument list of choice, in a process namespace of their own."""

import json
import subprocess
import sys

import pytest

import harness

VERSION = ("--kubernetes-version", "1.37")


@pytest.fixture(scope="session")
def fake(work):
    path = work / "fake"
    subprocess.run(["gcc", "-O1", "-static", "-o", path, harness.HERE / "fake.c"], check=True)
    path.chmod(0o755)
    return path


class Space:
    """A process namespace with its own /proc, in which fakes run and plimsoll looks."""

    def __init__(self, plimsoll, tree, fake):
        self.plimsoll, self.tree, self.fake = plimsoll, tree, fake
        self.plan = []

    def start(self, name, *args, argv0=None, env=None, program=None):
        """Plans a process: a copy of the fake called `name`, with this argument list."""
        place = self.tree.path.parent / "bin"
        place.mkdir(exist_ok=True)
        path = place / name
        if program is None and not path.exists():
            path.write_bytes(self.fake.read_bytes())
            path.chmod(0o755)
        self.plan.append((str(program or path), [argv0 or name, *args], env or {}))

    def run(self, *command, before=()):
        """Starts what is planned and then plimsoll, as one script in the new namespace."""
        script = self.tree.path.parent / "plan.py"
        script.write_text(f"""
import os, subprocess, sys, time
for path, argv, env in {self.plan!r}:
    if os.fork() == 0:
        os.setsid()
        null = os.open("/dev/null", os.O_RDWR)
        for n in (0, 1, 2):
            os.dup2(null, n)
        os.chdir("/")
        os.execve(path, argv, dict(PATH="/usr/bin:/bin", **env))
# exec has happened when the program's name has changed.
for path, argv, env in {self.plan!r}:
    wanted = "\\0".join(argv).encode() + b"\\0"
    for _ in range(500):
        if any(open(f"/proc/{{p}}/cmdline", "rb").read() == wanted for p in os.listdir("/proc") if p.isdigit()):
            break
        time.sleep(0.01)
    else:
        sys.exit(f"{{argv}} did not start")
sys.exit(subprocess.run({[*before, self.plimsoll.path, *map(str, command)]!r}).returncode)
""")
        done = subprocess.run(["unshare", "--fork", "--pid", "--mount", "--mount-proc", "--kill-child", sys.executable,
                               script], capture_output=True, text=True, timeout=60)
        assert "panicked" not in done.stderr, done.stderr
        assert done.returncode == 0, done.stderr
        return done.stdout

    def scan(self, *more, before=()):
        return harness.Report(self.run("scan", "node", "-o", "json", "--root", self.tree.path, "--proc", "/proc",
                                       *VERSION, *more, before=before))

    def settings(self, component):
        found = json.loads(self.run("settings", component, "-o", "json", "--root", self.tree.path, "--proc", "/proc",
                                    *VERSION))
        return {one["instance"]: {s["key"]: s for s in one["settings"]} for one in found}


@pytest.fixture
def space(plimsoll, tree, fake):
    return Space(plimsoll, tree, fake)


def running(report):
    return sorted(c.split(" ")[0] for h in report.data["hosts"] for c in h["components"])


# What is no component.

NO_COMPONENT = [
    ("sleep", ["kubelet"], None, "sleep with the argument kubelet"),
    ("grep", ["-r", "kube-apiserver", "/etc"], None, "grep for a component"),
    ("vim", ["/var/lib/kubelet/kubelet.conf"], None, "an editor"),
    ("vi", ["kube-apiserver"], None, "an editor on a file of that name"),
    ("tail", ["-f", "/var/log/etcd.log"], None, "tail on a log"),
    ("kubelet-exporter", ["--port=1"], None, "a name that begins like a component"),
    ("my-kubelet", [], None, "a name that ends like a component"),
    ("etcdctl", ["member", "list"], None, "a client"),
    ("kubectl", ["proxy"], None, "another client"),
    ("kube-apiserver-network-proxy", ["--x"], None, "a longer name"),
    ("sh", ["-c", "kube-apiserver --profiling=true"], None, "a shell that mentions one"),
    ("python3", ["kubelet"], None, "a script called kubelet"),
    ("sudo", ["etcd", "--auto-tls"], None, "a wrapper: it is its child that counts"),
    ("less", ["kubelet"], "less", "a pager"),
]


@pytest.mark.parametrize(("name", "args", "argv0", "what"), NO_COMPONENT, ids=[n[3] for n in NO_COMPONENT])
def test_this_is_no_component(space, name, args, argv0, what):
    space.start(name, *args, argv0=argv0)
    assert running(space.scan()) == []


@pytest.mark.parametrize("component", ["kubelet", "kube-apiserver", "etcd"])
def test_another_program_that_calls_itself_a_component_is_none(space, component):
    """`exec -a kubelet sleep`: the program that runs is sleep."""
    space.start("sleep", "infinity", argv0=component)
    report = space.scan()
    assert running(report) == []
    assert set(report.statuses().values()) <= {"not-applicable", "manual"}


def test_a_component_that_calls_itself_otherwise_is_still_one(space):
    """`exec -a innocent kube-apiserver`: the program that runs is the API server."""
    space.start("kube-apiserver", "--profiling=true", argv0="innocent")
    report = space.scan()
    assert running(report) == ["kube-apiserver"]
    assert report.control("1.2.15")["status"] == "fail"


def test_a_component_whose_program_was_replaced_by_an_upgrade_is_still_one(space):
    """/proc/PID/exe ends in ` (deleted)` until the restart."""
    space.start("kube-scheduler", "--profiling=false", "--bind-address=127.0.0.1")
    path = space.tree.path.parent / "bin" / "kube-scheduler"
    out = space.tree.path.parent / "after.sh"
    out.write_text(f"#!/bin/sh\nrm {path}\nexec \"$@\"\n")
    out.chmod(0o755)
    report = space.scan(before=[str(out)])
    assert running(report) == ["kube-scheduler"]
    assert report.control("1.4.1")["status"] == "pass"


def test_without_a_right_to_see_programs_the_name_decides_and_is_not_hidden(space):
    """For an ordinary user /proc/PID/exe is closed; a component must not vanish because of it."""
    space.start("kube-scheduler", "--profiling=true")
    report = space.scan(before=harness.NOBODY)
    assert running(report) == ["kube-scheduler"]
    assert report.control("1.4.1")["status"] == "fail"


def test_nothing_in_a_process_namespace_of_nothing(space):
    assert running(space.scan()) == []


# Several of a kind.


def test_two_kubelets_are_told_apart_and_both_judged(space):
    space.tree.write("a/config.yaml", harness.KUBELET_CONFIG)
    space.tree.write("b/config.yaml", harness.KUBELET_CONFIG.replace("enabled: false", "enabled: true"))
    space.start("kubelet", "--config=/a/config.yaml", "--root-dir=/a", "--hostname-override=one")
    space.start("kubelet", "--config=/b/config.yaml", "--root-dir=/b")
    report = space.scan()
    found = [f for f in report.findings if f["check"] == "kubelet-anonymous-auth"]
    assert sorted(f["status"] for f in found) == ["fail", "pass"]
    assert len({f["target"] for f in found}) == 2
    assert len({f["id"] for f in found}) == 2
    # One bad kubelet makes the control fail on this host, and it is shown which.
    control = report.control("4.2.1")
    assert control["status"] == "fail"
    bad = next(f for f in found if f["status"] == "fail")
    assert any(e["location"].get("path") == "/b/config.yaml" for e in bad["evidence"])
    assert report.control("4.2.7")["status"] == "fail"
    assert any("2 instances of kubelet" in n for n in report.notices), report.notices


def test_two_etcds_of_one_host_are_both_judged(space):
    tls = ["--cert-file=/c", "--key-file=/k"]
    space.start("etcd", "--name=main", *tls, "--client-cert-auth=true", "--data-dir=/var/lib/etcd")
    space.start("etcd", "--name=events", *tls, "--data-dir=/var/lib/etcd-events")
    report = space.scan()
    found = [f for f in report.findings if f["check"] == "etcd-client-cert-auth"]
    assert sorted(f["status"] for f in found) == ["fail", "pass"]
    assert report.control("2.2")["status"] == "fail"
    assert report.control("2.1")["status"] == "pass"


def test_verdicts_of_instances_do_not_depend_on_the_order_of_processes(plimsoll, work, fake):
    results = []
    for n, order in enumerate([(0, 1), (1, 0)]):
        folder = work / f"order{n}"
        folder.mkdir(mode=0o755)
        space = Space(plimsoll, harness.Tree(folder / "root"), fake)
        arguments = [("--name=a", "--client-cert-auth=true"), ("--name=b",)]
        for index in order:
            space.start("etcd", *arguments[index])
        report = space.scan()
        results.append(report.statuses())
    assert results[0] == results[1]


# Forms of arguments. pflag: the last of several counts, a boolean takes no separate value, `_` is not `-` except where
# the component normalizes it (the Kubernetes components do).

S = "kube-scheduler"
A = "kube-apiserver"
K = "kubelet"
FORMS = [
    # component, arguments, control, status
    (S, ["--profiling=false"], "1.4.1", "pass"),
    (S, ["--profiling=true"], "1.4.1", "fail"),
    (S, ["--profiling=FALSE"], "1.4.1", "pass"),            # strconv.ParseBool
    (S, ["--profiling=F"], "1.4.1", "pass"),
    (S, ["--profiling=0"], "1.4.1", "pass"),
    (S, ["--profiling=1"], "1.4.1", "fail"),
    (S, ["--profiling"], "1.4.1", "fail"),                  # means true
    (S, ["--profiling", "false"], "1.4.1", "not pass"),     # means true; or the component refuses the word
    (S, ["--profiling=false", "--profiling=true"], "1.4.1", "fail"),
    (S, ["--profiling=true", "--profiling=false"], "1.4.1", "pass"),
    (S, ["--", "--profiling=false"], "1.4.1", "not pass"),  # what follows `--` is no flag
    (S, ["--profiling=no"], "1.4.1", "not pass"),           # no boolean: it would not start
    (S, ["--profiling=falsey"], "1.4.1", "not pass"),
    (S, ["--xprofiling=false"], "1.4.1", "not pass"),       # another flag
    (S, ["--profiling-x=false"], "1.4.1", "not pass"),
    (S, ["-profiling=false"], "1.4.1", "not pass"),         # pflag: a bundle of short flags
    (S, ["--bind-address=127.0.0.1"], "1.4.2", "pass"),
    (S, ["--bind-address", "127.0.0.1"], "1.4.2", "pass"),
    (S, ["--bind_address=127.0.0.1"], "1.4.2", "pass"),     # normalized
    (S, ["--bind-address=127.8.9.1"], "1.4.2", "pass"),     # the whole of 127/8
    (S, ["--bind-address=::1"], "1.4.2", "pass"),
    (S, ["--bind-address=0.0.0.0"], "1.4.2", "fail"),
    (S, ["--bind-address=::"], "1.4.2", "fail"),
    (S, ["--bind-address=::ffff:127.0.0.1"], "1.4.2", "pass"),      # Go sees 127.0.0.1
    (S, ["--bind-address=10.1.1.1"], "1.4.2", "fail"),
    (S, ["--bind-address=127.0.0.1", "--bind-address=0.0.0.0"], "1.4.2", "fail"),
    (S, ["--bind-address"], "1.4.2", "not pass"),           # without a value it would not start
    (S, ["--bind-address="], "1.4.2", "not pass"),
    (A, ["--authorization-mode=Node,RBAC"], "1.2.8", "pass"),
    (A, ["--authorization-mode=Node", "--authorization-mode=RBAC"], "1.2.8", "pass"),   # a list adds up
    (A, ["--authorization-mode=Node", "--authorization-mode=RBAC"], "1.2.7", "pass"),
    (A, ["--authorization_mode", "Node,RBAC"], "1.2.7", "pass"),
    (A, ["--authorization-mode=RBAC"], "1.2.7", "fail"),
    (A, ["--authorization-mode=Node,RBAC", "--authorization-mode=AlwaysAllow"], "1.2.6", "fail"),
    (A, [], "1.2.6", "fail"),                               # AlwaysAllow by default
    (A, ["--authorization-mode=NodeRBAC"], "1.2.8", "fail"),
    (A, ["--authorization-mode=node,rbac"], "1.2.8", "not pass"),   # names are case-sensitive
    (A, ["--enable-admission-plugins=NodeRestriction", "--disable-admission-plugins=NodeRestriction"], "1.2.14",
     "not pass"),
    (A, ["--enable-admission-plugins=NotNodeRestriction"], "1.2.14", "fail"),
    (A, ["--disable-admission-plugins=ServiceAccount"], "1.2.12", "fail"),
    (A, ["--audit-log-path=-", "--audit-log-maxage=1"], "1.2.16", "pass"),
    (A, ["--audit-log-path=-"], "1.2.17", "not-applicable"),
    (A, ["--audit-log-path="], "1.2.16", "fail"),
    (A, ["--audit-log-path=/x", "--audit-log-maxage=030"], "1.2.17", "fail"),       # ParseInt with base 0: octal, 24
    (A, ["--audit-log-path=/x", "--audit-log-maxage=0x1e"], "1.2.17", "pass"),      # and hexadecimal, 30
    (A, ["--audit-log-path=/x", "--audit-log-maxage=-1"], "1.2.17", "fail"),
    (A, ["--audit-log-path=/x", "--audit-log-maxage=thirty"], "1.2.17", "not pass"),
    (A, ["--request-timeout=60s"], "1.2.20", "pass"),
    (A, ["--request-timeout=300"], "1.2.20", "not pass"),   # a duration needs a unit
    (A, ["--request-timeout=5m0.001s"], "1.2.20", "fail"),
    (A, ["--request-timeout=0.08h"], "1.2.20", "pass"),     # 4m48s
    (A, ["--token-auth-file="], "1.2.2", "pass"),           # empty is unset
    (A, ["--token-auth-file", "/x"], "1.2.2", "fail"),
    (A, ["--tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
         "--tls-cipher-suites=TLS_RSA_WITH_AES_128_CBC_SHA"], "1.2.29", "fail"),
    (A, ["--tls-min-version=VersionTLS13"], "1.2.29", "pass"),
    (A, ["--tls-min-version=VersionTLS12"], "1.2.29", "fail"),
    (K, [], "4.2.1", "fail"),                               # without a file: true
    (K, [], "4.2.2", "fail"),                               # without a file: AlwaysAllow
    (K, [], "4.2.4", "fail"),                               # without a file: 10255
    (K, ["--anonymous-auth=false"], "4.2.1", "pass"),
    (K, ["--authorization-mode", "Webhook"], "4.2.2", "pass"),
    (K, ["--read-only-port=0"], "4.2.4", "pass"),
    (K, ["--feature-gates=A=true,RotateKubeletServerCertificate=false"], "4.2.11", "fail"),
    (K, ["--feature-gates=RotateKubeletServerCertificate=false,RotateKubeletServerCertificate=true"], "4.2.11", "pass"),
    (K, ["--feature-gates=AllBeta=false"], "4.2.11", "fail"),
    (K, ["--streaming-connection-idle-timeout=0"], "4.2.5", "fail"),
    (K, ["--streaming-connection-idle-timeout=500ms"], "4.2.5", "fail"),
    ("etcd", ["--client-cert-auth"], "2.2", "pass"),
    ("etcd", ["-client-cert-auth=true"], "2.2", "pass"),    # Go's flag package takes one dash
    ("etcd", ["--client-cert-auth", "false"], "2.2", "pass"),   # means true; etcd refuses the word, see below
    ("etcd", ["--auto-tls"], "2.3", "fail"),
    ("etcd", ["--auto-tls=true", "--auto-tls=false"], "2.3", "pass"),
    ("kube-controller-manager", ["--terminated-pod-gc-threshold=12500"], "1.3.1", "pass"),
    ("kube-controller-manager", ["--terminated-pod-gc-threshold=-5"], "1.3.1", "fail"),
    ("kube-controller-manager", ["--use-service-account-credentials"], "1.3.3", "pass"),
    ("kube-proxy", ["--metrics-bind-address=0.0.0.0"], "4.3.1", "fail"),
    ("kube-proxy", ["--metrics-bind-address=127.0.0.1"], "4.3.1", "pass"),
    ("kube-proxy", ["--metrics-bind-address=[::1]:10249"], "4.3.1", "pass"),
    ("kube-proxy", ["--metrics-bind-address=localhost:1"], "4.3.1", "not pass"),    # parsed as an address: refused
]


@pytest.mark.parametrize(("component", "args", "number", "status"), FORMS,
                         ids=[f"{c} {' '.join(a)} {n}"[:110] for c, a, n, _ in FORMS])
def test_an_argument_list_is_read_as_the_component_reads_it(space, component, args, number, status):
    space.start(component, *args)
    report = space.scan()
    got = report.control(number)["status"]
    if status.startswith("not "):
        assert got != status[4:], report.why(number)
    else:
        assert got == status, report.why(number)


@pytest.mark.parametrize("component", ["etcd", "kube-scheduler"])
def test_a_word_that_belongs_to_no_flag_is_noticed(space, component):
    space.start(component, "--client-cert-auth" if component == "etcd" else "--profiling", "false")
    assert any("`false` is no flag" in n for n in space.scan().notices)


@pytest.mark.parametrize(("env", "args", "number", "status"), [
    ({"ETCD_CLIENT_CERT_AUTH": "true"}, [], "2.2", "pass"),
    ({"ETCD_CLIENT_CERT_AUTH": "true"}, ["--client-cert-auth=false"], "2.2", "fail"),     # the flag wins
    ({"ETCD_AUTO_TLS": "true"}, [], "2.3", "fail"),
    ({"ETCD_CLIENT_CERT_AUTH": "true"}, ["--config-file=/etc/etcd.yaml"], "2.2", "fail"),   # the file alone counts
    ({"etcd_client_cert_auth": "true"}, [], "2.2", "fail"),
    ({"KUBELET_ANONYMOUS_AUTH": "false"}, [], "2.2", "fail"),
])
def test_the_environment_of_etcd_counts_where_etcd_looks_at_it(space, env, args, number, status):
    space.tree.write("etc/etcd.yaml", "name: a\n")
    space.start("etcd", *args, env=env)
    report = space.scan()
    assert report.control(number)["status"] == status, report.why(number)
    if env == {"ETCD_CLIENT_CERT_AUTH": "true"} and status == "pass":
        (one,) = report.evidence(number)
        assert one["location"]["kind"] == "environment" and one["location"]["name"] == "ETCD_CLIENT_CERT_AUTH"


def test_an_argument_of_a_hundred_thousand_characters_and_one_that_is_no_text_are_survived(space):
    space.start("kube-scheduler", "--profiling=false", "--x=" + "y" * 100_000)
    assert space.scan().control("1.4.1")["status"] == "pass"


def test_a_path_that_a_container_sees_is_not_taken_for_the_hosts(space):
    """Nothing to see here beyond arguments: a fake in our own mount namespace names the host's files."""
    space.tree.write("etc/kubernetes/scheduler.conf", "x", 0o644)
    space.start("kube-scheduler", "--kubeconfig=/etc/kubernetes/scheduler.conf")
    report = space.scan()
    assert report.control("1.1.15")["status"] == "fail"


def test_relative_paths_are_those_of_the_process(space):
    """A fake starts in `/`, so `etc/x` is /etc/x."""
    space.tree.write("etc/kubernetes/scheduler.conf", "x", 0o644)
    space.start("kube-scheduler", "--kubeconfig=etc/kubernetes/scheduler.conf")
    assert space.scan().control("1.1.15")["status"] in ("fail", "error")
