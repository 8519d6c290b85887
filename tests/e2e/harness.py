"""What the suites share: the testbed, the program, reports, expected tables."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TESTBED = ROOT / "tests" / "testbed" / "testbed"
NAME = os.environ.get("PLIMSOLL_E2E_TESTBED", "e2e")
BENCHMARKS = ("cis-2.0.1", "cis-1.12")
STATUSES = {"pass", "fail", "manual", "not-applicable", "error", "mixed"}
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
NUMBERS = (
    [f"1.1.{n}" for n in range(1, 22)]
    + [f"1.2.{n}" for n in range(1, 31)]
    + [f"1.3.{n}" for n in range(1, 8)]
    + [f"1.4.{n}" for n in range(1, 3)]
    + [f"2.{n}" for n in range(1, 8)]
    + [f"3.1.{n}" for n in range(1, 4)]
    + [f"3.2.{n}" for n in range(1, 3)]
    + [f"4.1.{n}" for n in range(1, 11)]
    + [f"4.2.{n}" for n in range(1, 15)]
    + ["4.3.1"]
)
assert len(NUMBERS) == 97


def work_directory():
    """A folder that every user can enter; pytest's own are closed."""
    path = Path(tempfile.mkdtemp(prefix="plimsoll-e2e-"))
    path.chmod(0o755)
    return path


def program():
    path = os.environ.get("PLIMSOLL") or ROOT / "target" / "release" / "plimsoll"
    path = Path(path).resolve()
    assert path.is_file(), f"{path} is not there; run tests/e2e/run, which builds it"
    return path


def expected(name):
    """Control -> status, written down in expected/NAME.toml."""
    with open(HERE / "expected" / f"{name}.toml", "rb") as file:
        data = tomllib.load(file)
    if "benchmark" in data:                 # an edition with numbers of its own
        assert set(data["controls"].values()) <= STATUSES
        return data["controls"]
    if "extends" in data:
        table = expected(data["extends"])
    else:
        table = {number: data["otherwise"] for number in NUMBERS} if "otherwise" in data else {}
    unknown = set(data["controls"]) - set(NUMBERS)
    assert not unknown, f"{name}.toml names unknown controls: {sorted(unknown)}"
    table.update(data["controls"])
    missing = set(NUMBERS) - set(table)
    assert not missing, f"{name}.toml says nothing about {sorted(missing)}"
    assert set(table.values()) <= STATUSES
    return table


def natural(name):
    """`1.2.10` after `1.2.9`, and names that are no numbers beside them."""
    return [(0, int(x), "") if x.isdigit() else (1, 0, x) for x in re.split(r"[.-]", name)]


def differences(before, after):
    """Control -> (before, after) for those that differ."""
    return {
        number: (before.get(number), after.get(number))
        for number in sorted({*before, *after}, key=natural)
        if before.get(number) != after.get(number)
    }


class Report:
    """`-o json`."""

    def __init__(self, data):
        self.data = json.loads(data) if isinstance(data, (str, bytes)) else data

    def benchmark(self, wanted=None):
        for one in self.data["benchmarks"]:
            if wanted in (None, one["id"]):
                return one
        raise KeyError(f"{wanted} is not in the report: {[b['id'] for b in self.data['benchmarks']]}")

    def statuses(self, benchmark=None):
        controls = self.benchmark(benchmark)["controls"]
        numbers = [c["id"] for c in controls]
        assert len(numbers) == len(set(numbers)), "a control is there twice"
        return {c["id"]: c["status"] for c in controls}

    def control(self, number, benchmark=None):
        return next(c for c in self.benchmark(benchmark)["controls"] if c["id"] == number)

    def evidence(self, number, benchmark=None):
        return self.control(number, benchmark)["evidence"]

    @property
    def findings(self):
        return self.data["findings"]

    @property
    def notices(self):
        return [n["text"] for n in self.data["notices"]]

    def finding(self, check, target=None):
        found = [f for f in self.findings if f["check"] == check and target in (None, f["target"])]
        assert len(found) == 1, f"{check}: {[(f['target'], f['status']) for f in found]}"
        return found[0]

    def why(self, number, benchmark=None):
        control = self.control(number, benchmark)
        return f"{number} {control['status']}: {control['reason']} | {json.dumps(control['evidence'])[:600]}"

    def compare(self, table, benchmark=None):
        """Asserts a whole table, and says everything that is wrong at once."""
        wrong = differences(table, self.statuses(benchmark))
        lines = [f"{n}: expected {a}, got {b}: {self.why(n, benchmark) if b else 'missing'}"
                 for n, (a, b) in wrong.items()]
        assert not wrong, "\n" + "\n".join(lines)


class Program:
    """Runs plimsoll, outside or in a testbed."""

    def __init__(self, path, bed=None):
        self.path = str(path)
        self.bed = bed

    def run(self, *args, check=0, before=(), env=None, timeout=60, text=True):
        command = [*before, self.path, *map(str, args)]
        if self.bed:
            command = [sys.executable, str(TESTBED), "exec", *command]
        done = subprocess.run(command, capture_output=True, text=text, timeout=timeout, stdin=subprocess.DEVNULL,
                              env=dict(self.bed.env if self.bed else os.environ, **(env or {})))
        for bad in ("panicked at", "RUST_BACKTRACE"):
            assert bad not in (done.stderr if text else done.stderr.decode("utf-8", "replace")), done.stderr
        assert done.returncode >= 0, f"killed by signal {-done.returncode}"
        assert done.returncode != 101, "a panic"
        if check is not None:
            assert done.returncode == check, (
                f"{' '.join(map(str, args))}: exit {done.returncode}, expected {check}\n{done.stdout}\n{done.stderr}")
        return done

    def scan(self, *args, **more):
        """`scan node -o json` as a report."""
        return Report(self.run("scan", "node", "-o", "json", *args, **more).stdout)


class Bed:
    """One testbed at a time; a variant that is up is reused after a reset."""

    def __init__(self):
        self.up = None
        self.env = dict(os.environ, PLIMSOLL_TESTBED_NAME=NAME)

    def call(self, *args, check=True, timeout=300, input=None):
        done = subprocess.run([sys.executable, str(TESTBED), *map(str, args)], env=self.env, capture_output=True,
                              text=True, timeout=timeout, input=input)
        if check:
            assert done.returncode == 0, f"testbed {' '.join(map(str, args))}: {done.stdout}\n{done.stderr}"
        return done

    def variant(self, variant, version=None, *options):
        wanted = (variant, version, *options)
        if self.up != wanted:
            self.down()
            self.up = wanted
            self.call("up", "--variant", variant, *(("--version", version) if version else ()), *options)
        return self

    def exec(self, *args, **more):
        return self.call("exec", *args, **more).stdout

    def sh(self, script, **more):
        return self.exec("sh", "-ec", script, **more)

    def reset(self):
        self.call("reset")

    def down(self):
        self.up = None
        self.call("down", check=False)

    def popen(self, *args):
        return subprocess.Popen([sys.executable, str(TESTBED), "exec", *map(str, args)], env=self.env,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Tree:
    """A made-up host: files below a folder, for --root."""

    def __init__(self, path):
        self.path = Path(path)
        self.path.mkdir(parents=True)
        self.path.chmod(0o755)
        self.write("etc/hostname", "made-up\n", 0o644)
        self.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n", 0o644)
        self.write("etc/group", "root:x:0:\n", 0o644)
        self.write("etc/os-release", 'PRETTY_NAME="Made up 1"\n', 0o644)
        self.directory("proc")

    def of(self, name):
        return self.path / name.lstrip("/")

    def directory(self, name, mode=0o755):
        path = self.of(name)
        for one in reversed([path, *path.parents]):
            if not one.exists():
                one.mkdir()
                one.chmod(0o755)
        path.chmod(mode)
        return path

    def write(self, name, content, mode=0o600):
        path = self.of(name)
        self.directory(str(path.parent.relative_to(self.path)), path.parent.stat().st_mode & 0o7777
                       if path.parent.exists() else 0o755)
        if path.is_symlink() or path.exists():
            path.unlink()
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        return path

    def link(self, name, to):
        path = self.of(name)
        self.directory(str(path.parent.relative_to(self.path)))
        if path.is_symlink() or path.exists():
            path.unlink()
        path.symlink_to(to)

    def manifest(self, component, *args, image=None, extra="", mode=0o600, name=None):
        listed = "".join(f"    - {json.dumps(a)}\n" for a in (component, *args))
        image = image or f"registry.k8s.io/{component}:v1.37.2"
        return self.write(f"etc/kubernetes/manifests/{name or component}.yaml", MANIFEST.format(
            component=component, listed=listed, image=image, extra=extra), mode)

    def kubelet(self, config=None, flags="", config_mode=0o600):
        self.write("usr/lib/systemd/system/kubelet.service",
                   "[Service]\nExecStart=/usr/bin/kubelet --config=/var/lib/kubelet/config.yaml "
                   f"--kubeconfig=/etc/kubernetes/kubelet.conf {flags}\n", 0o600)
        if config is not None:
            self.write("var/lib/kubelet/config.yaml", config, config_mode)


MANIFEST = """apiVersion: v1
kind: Pod
metadata:
  name: {component}
  namespace: kube-system
spec:
  containers:
  - name: {component}
    command:
{listed}    image: {image}
  hostNetwork: true
{extra}"""

KUBELET_CONFIG = """apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous:
    enabled: false
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
authorization:
  mode: Webhook
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
"""

# As kubeadm starts it, in short.
API_SERVER = ("--authorization-mode=Node,RBAC", "--client-ca-file=/etc/kubernetes/pki/ca.crt",
              "--enable-admission-plugins=NodeRestriction", "--etcd-servers=https://127.0.0.1:2379",
              "--profiling=false", "--anonymous-auth=false")


def remove(path):
    shutil.rmtree(path, ignore_errors=True)


def unpack(snapshot):
    """The JSON text of a saved snapshot."""
    return subprocess.run(["zstd", "-dc", snapshot], capture_output=True, check=True).stdout


def errors_have_reasons(report):
    """Whatever is an error in what an ordinary user sees says that it was not permitted."""
    errors = [c for c in report.benchmark()["controls"] if c["status"] == "error"]
    assert errors
    for control in errors:
        assert "permission denied" in control["reason"].lower() + str(control["evidence"]).lower(), \
            report.why(control["id"])
