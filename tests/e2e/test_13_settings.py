"""`settings`: what is printed is what the components really run with."""

import json
import re
import tomllib

import pytest

import harness

# Flag -> field, as imported from the sources of the kubelet; other keys are fields already.
with open(harness.ROOT / "components" / "upstream" / "kubelet.toml", "rb") as file:
    FIELDS = {flag: one["path"] for flag, one in tomllib.load(file)["flags"].items() if "path" in one}
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
    if isinstance(real, dict):
        return sorted(p for p in printed.split(",") if p) == sorted(
            f"{k}={str(v).lower() if isinstance(v, bool) else v}" for k, v in real.items())
    if real is None:    # left out of the JSON: Go's zero value
        return printed in ("", "false", "0", "0s")
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


def value(setting):
    """What is not set is empty, whatever text stands for it; another test looks at that."""
    return "" if setting["value"] == "not set" else setting["value"]


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
        path = FIELDS.get(key, key)
        real = at(configz, path)
        if path == key and real is None or isinstance(real, dict) and path == "authentication.x509":
            continue    # a flag without a field, or a group of fields
        if key in FILLED_IN and not value(setting):
            continue
        compared.append(key)
        if not same(value(setting), real):
            wrong.append((key, path, setting["value"], real))
    assert wrong == []
    assert len(compared) >= 100, compared


def test_a_value_in_json_is_a_value_and_never_words_that_stand_for_none(host, inside):
    for component in json.loads(inside.run("settings", "-o", "json").stdout):
        words = [s["key"] for s in component["settings"] if s["value"] == "not set"]
        assert words == [], component["instance"]


def test_no_setting_of_any_component_is_unknown_on_a_running_host(host, inside):
    unknown = [(component["instance"], setting["key"], setting["problem"])
               for component in json.loads(inside.run("settings", "-o", "json").stdout)
               for setting in component["settings"] if setting["provenance"] == "unknown"]
    assert unknown == []


def test_every_component_that_runs_is_listed_with_its_version(host, inside):
    components = {c["instance"]: c for c in json.loads(inside.run("settings", "-o", "json").stdout)}
    for name in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"):
        assert components[name]["state"] == "running"
        assert components[name]["version"] == "1.37.2"
    assert components["etcd"]["version"].startswith("3.7")


def test_changed_shows_what_differs_from_the_defaults_and_nothing_else(host, inside):
    everything = settings(inside, "kube-apiserver")[1]
    changed = settings(inside, "kube-apiserver", "--changed")[1]
    written = {k for k, s in everything.items() if s["provenance"] != "default"}
    assert set(changed) <= written
    # Written, and the default all the same.
    assert written - set(changed) <= {"secure-port", "service-account-lookup", "audit-log-maxsize"}
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
    for component in ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"):
        text = host.exec(component, "--help")
        shown = {m[1]: m[2] for m in
                 re.finditer(r"^ +(?:-\w, )?--([a-z0-9-]+)\b.*?\(default (\[[^\]]*\]|\"[^\"]*\"|[^)]*)\)",
                             re.sub(r"\n {20,}", " ", text), re.M)}
        for key, setting in settings(inside, component)[1].items():
            if setting["provenance"] != "default" or key not in shown:
                continue
            compared += 1
            real = shown[key].strip('"').strip("[]")
            printed = value(setting)
            if printed != real and not (re.search(r"\d[hms]", real) and seconds(printed) == seconds(real)):
                wrong.append((component, key, printed, real))
    assert wrong == []
    assert compared >= 150


def test_settings_can_be_read_from_a_snapshot_as_from_the_host(host, inside, folder):
    snapshot = folder / "x.snap"
    inside.run("collect", "node", "-o", snapshot)
    live = json.loads(inside.run("settings", "-o", "json").stdout)
    assert json.loads(inside.run("settings", "--snapshot", snapshot, "-o", "json").stdout) == live
