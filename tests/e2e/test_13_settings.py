"""`settings`: what is printed is what the components really run with."""

import json
import re

import pytest

# The names that /configz gives to settings whose canonical key is a flag's.
FIELDS = {
    "address": "address",
    "anonymous-auth": "authentication.anonymous.enabled",
    "authentication-token-webhook": "authentication.webhook.enabled",
    "authorization-mode": "authorization.mode",
    "client-ca-file": "authentication.x509.clientCAFile",
    "cgroup-driver": "cgroupDriver",
    "event-burst": "eventBurst",
    "event-qps": "eventRecordQPS",
    "healthz-bind-address": "healthzBindAddress",
    "healthz-port": "healthzPort",
    "make-iptables-util-chains": "makeIPTablesUtilChains",
    "pod-manifest-path": "staticPodPath",
    "pod-max-pids": "podPidsLimit",
    "port": "port",
    "protect-kernel-defaults": "protectKernelDefaults",
    "read-only-port": "readOnlyPort",
    "rotate-certificates": "rotateCertificates",
    "rotate-server-certificates": "serverTLSBootstrap",
    "seccomp-default": "seccompDefault",
    "streaming-connection-idle-timeout": "streamingConnectionIdleTimeout",
    "tls-cert-file": "tlsCertFile",
    "tls-cipher-suites": "tlsCipherSuites",
    "tls-min-version": "tlsMinVersion",
    "tls-private-key-file": "tlsPrivateKeyFile",
    "enable-debugging-handlers": "enableDebuggingHandlers",
    "allowed-unsafe-sysctls": "allowedUnsafeSysctls",
    "fail-swap-on": "failSwapOn",
    "max-pods": "maxPods",
}
# The kubelet fills these in when it starts; an empty value is what is configured.
FILLED_IN = {"tls-cert-file", "tls-private-key-file"}
UNIT = {"h": 3600, "m": 60, "s": 1, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


def seconds(text):
    if re.fullmatch(r"-?\d+", text):
        return float(text)
    assert re.fullmatch(r"-?(\d+(\.\d+)?(ms|us|µs|ns|h|m|s))+", text), f"{text} is no duration"
    total = sum(float(n) * UNIT[u] for n, _, u in re.findall(r"(\d+(\.\d+)?)(ms|us|µs|ns|h|m|s)", text))
    return -total if text.startswith("-") else total


def same(printed, real):
    """A printed value against a JSON value, by the JSON value's type."""
    if isinstance(real, bool):
        return printed == str(real).lower()
    if isinstance(real, (int, float)):
        return float(printed) == float(real)
    if isinstance(real, list):
        return [p for p in printed.split(",") if p] == real
    if real is None:
        return printed == ""
    if re.fullmatch(r"(\d+(\.\d+)?(ms|h|m|s))+", real):
        return seconds(printed) == seconds(real)
    return printed == real


def at(document, path):
    for word in path.split("."):
        if not isinstance(document, dict) or word not in document:
            return None
        document = document[word]
    return document


def settings(inside, component, *more):
    (one,) = json.loads(inside.run("settings", component, "-o", "json", *more).stdout)
    return one, {s["key"]: s for s in one["settings"]}


@pytest.fixture(scope="module", params=["default", "hardened"])
def host(bed, request):
    return bed.variant(request.param)


@pytest.fixture(scope="module")
def configz(host):
    text = host.call("kubectl", "get", "--raw", "/api/v1/nodes/testbed-node/proxy/configz").stdout
    return json.loads(text)["kubeletconfig"]


def test_settings_of_the_kubelet_are_those_of_its_configz(host, inside, configz):
    one, found = settings(inside, "kubelet")
    assert one["state"] == "running"
    wrong, compared = [], []
    for key, setting in found.items():
        path = FIELDS.get(key)
        if key.startswith("feature-gates."):
            continue
        if path is None or key in FILLED_IN and not setting["value"]:
            continue
        real = at(configz, path)
        compared.append(key)
        if setting["value"] is None or not same(setting["value"], real if real is not None else None) \
                and not (real is None and setting["value"] in ("", "false", "0")):
            wrong.append((key, setting["value"], real))
    assert wrong == []
    assert len(compared) >= 15, compared


def test_every_setting_that_has_a_place_in_the_file_is_compared_with_configz(host, inside):
    """A new setting with a configuration path must get a line in FIELDS."""
    import tomllib
    import harness
    with open(harness.ROOT / "components" / "kubelet.toml", "rb") as file:
        component = tomllib.load(file)
    declared = {}
    for one in component.get("setting", component.get("settings", [])):
        path = one.get("config")
        if path:
            declared[one.get("key", one.get("id", one.get("flag")))] = path
    assert declared, "components/kubelet.toml has another form than this test knows"
    for key, path in declared.items():
        if not key.startswith("feature-gates"):
            assert FIELDS.get(key) == path, f'"{key}": "{path}" is not in FIELDS'


def test_no_setting_of_any_component_is_unknown_on_a_running_host(host, inside):
    for component in json.loads(inside.run("settings", "-o", "json").stdout):
        for setting in component["settings"]:
            assert setting["provenance"] != "unknown", (component["instance"], setting)


def test_every_component_that_runs_is_listed_with_its_version(host, inside):
    components = {c["instance"]: c for c in json.loads(inside.run("settings", "-o", "json").stdout)}
    for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"):
        assert components[name]["state"] == "running"
        assert components[name]["version"] == "1.37.2"
    assert components["etcd"]["version"].startswith("3.7")


def test_changed_shows_what_is_written_somewhere_and_nothing_of_the_defaults(host, inside):
    everything = settings(inside, "kube-apiserver")[1]
    changed = settings(inside, "kube-apiserver", "--changed")[1]
    assert changed
    assert {k for k, s in everything.items() if s["provenance"] != "default"} == set(changed)
    assert changed["authorization-mode"]["value"] == "Node,RBAC"


def test_the_admission_plugins_in_force_are_those_of_the_api_server_itself(host, inside):
    """Its log names them at start, and the defaults are those of this version's --help."""
    help_text = host.exec("kube-apiserver", "--help")
    defaults = re.search(r"in addition to default enabled ones \(([^)]*)\)", help_text)[1].split(", ")
    extra = settings(inside, "kube-apiserver")[1]["enable-admission-plugins"]["value"].split(",")
    printed = settings(inside, "kube-apiserver")[1]["enabled-admission-plugins"]["value"].split(",")
    assert set(printed) == set(defaults) | set(extra)


def test_the_flag_defaults_of_the_control_plane_are_those_of_its_help(host, inside):
    """--help prints `(default X)`; what is printed as a default must be that."""
    wrong, compared = [], 0
    for component in ("kube-apiserver", "kube-controller-manager", "kube-scheduler"):
        text = host.exec(component, "--help")
        shown = {m[1]: m[2] for m in
                 re.finditer(r"^ +(?:-\w, )?--([a-z0-9-]+)\b.*?\(default (\[[^\]]*\]|\"[^\"]*\"|[^)]*)\)",
                             re.sub(r"\n {20,}", " ", text), re.M)}
        for key, setting in settings(inside, component)[1].items():
            if setting["provenance"] != "default" or key not in shown:
                continue
            compared += 1
            value = shown[key].strip('"').strip("[]")
            printed = setting["value"]
            if printed != value and not (re.search(r"\d[hms]", value) and seconds(printed) == seconds(value)):
                wrong.append((component, key, printed, value))
    assert wrong == []
    assert compared >= 5


def test_settings_can_be_read_from_a_snapshot_as_from_the_host(host, inside, folder):
    snapshot = folder / "x.snap"
    inside.run("collect", "node", "-o", snapshot)
    live = json.loads(inside.run("settings", "-o", "json").stdout)
    assert json.loads(inside.run("settings", "--snapshot", snapshot, "-o", "json").stdout) == live
