"""Verdicts on the Pod Security Standards against the API server's own admission and its code."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

import harness
import pods

COUNT = int(os.environ.get("PLIMSOLL_PODS", "2000"))
LEVELS = ("baseline", "restricted")
VERSIONS = ("1.0", "1.8", "1.18", "1.19", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28", "1.29", "1.30",
            "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37")
# Reasons as admission words them -> ids of its checks. Where two checks word it alike, all their ids.
REASONS = {
    "privileged": {"privileged"},
    "non-default capabilities": {"capabilities_baseline"},
    "unrestricted capabilities": {"capabilities_restricted"},
    "host namespaces": {"hostNamespaces"},
    "hostPath volumes": {"hostPathVolumes"},
    "hostPort": {"hostPorts"},
    "forbidden AppArmor profile": {"appArmorProfile"},
    "forbidden AppArmor profiles": {"appArmorProfile"},
    "seLinuxOptions": {"seLinuxOptions"},
    "procMount": {"procMount", "procMount_restricted"},
    "seccompProfile": {"seccompProfile_baseline", "seccompProfile_restricted"},
    "forbidden sysctls": {"sysctls"},
    "hostProcess": {"windowsHostProcess"},
    "probe or lifecycle host": {"hostProbesAndHostLifecycle"},
    "restricted volume types": {"restrictedVolumes"},
    "allowPrivilegeEscalation != false": {"allowPrivilegeEscalation"},
    "runAsNonRoot != true": {"runAsNonRoot"},
    "runAsUser=0": {"runAsUser"},
}


@pytest.fixture(scope="module")
def generated(work):
    made = pods.pods(20261123, COUNT)
    path = work / "pods.json"
    path.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": made}))
    return made, path


def defaulted(pod):
    """The pod as the API server hands it to admission: a volume without a source is an emptyDir."""
    pod = json.loads(json.dumps(pod))
    for volume in pod["spec"].get("volumes", []):
        if set(volume) == {"name"}:
            volume["emptyDir"] = {}
    return pod


def verdicts(plimsoll, path, level, version):
    answer = plimsoll.run("what-if", "pss", level, path, "--kubernetes-version", version, "-o", "json")
    answer = json.loads(answer.stdout)
    assert answer["not_judged"] == []
    return {one["name"]: sorted({v["check"] for v in one["violations"]}) for one in answer["objects"]}


@pytest.mark.parametrize("level", LEVELS)
def test_verdicts_are_those_of_the_admission_code_in_every_version(plimsoll, generated, level):
    made, path = generated
    oracle = subprocess.run([harness.ROOT / "tests/oracle/build", "pss"], capture_output=True, text=True, check=True)
    lines = "".join(json.dumps(defaulted(pod)) + "\n" for pod in made)
    said = subprocess.run([oracle.stdout.strip(), *VERSIONS], input=lines, capture_output=True, text=True, check=True)
    said = [json.loads(line) for line in said.stdout.splitlines()]
    assert len(said) == len(made)
    seen = set()
    for version in VERSIONS:
        ours = verdicts(plimsoll, path, level, version)
        differ = {pod["metadata"]["name"]: (ours[pod["metadata"]["name"]], theirs[level][version])
                  for pod, theirs in zip(made, said) if ours[pod["metadata"]["name"]] != theirs[level][version]}
        assert not differ, f"{level} {version}: ours, theirs: {list(differ.items())[:5]}"
        seen.update(*ours.values())
    expected = {one for ids in REASONS.values() for one in ids}
    if level == "restricted":
        # Under `restricted` its stricter twin is asked instead.
        missing = expected - {"hostPathVolumes"} - seen
        assert not missing, f"no generated pod violates {missing}"


@pytest.mark.parametrize("level", LEVELS)
def test_verdicts_are_those_of_a_real_api_server(plimsoll, bed, generated, level):
    made, path = generated
    bed.variant("default")
    script = Path(__file__).with_name("admission.py").read_text()
    lines = "".join(json.dumps(pod) + "\n" for pod in made)
    out = bed.call("exec", "python3", "-c", script, level, input=lines, timeout=600).stdout
    answers = [json.loads(line) for line in out.splitlines()]
    assert len(answers) == len(made)
    refused = [one["refused"] for one in answers if "refused" in one]
    assert len(refused) <= len(made) // 50, f"{len(refused)} refused: {refused[:5]}"
    ours = verdicts(plimsoll, path, level, "1.37")
    warned = 0
    for pod, answer in zip(made, answers):
        if "refused" in answer:
            continue
        name = pod["metadata"]["name"]
        warning = answer["warning"]
        assert bool(warning) == bool(ours[name]), f"{name}: ours {ours[name]}, the API server: {warning}"
        if not warning:
            continue
        warned += 1
        text = warning.split('latest\\": ', 1)[-1]
        reasons = re.findall(r"(?:^|, )([^,()]+?) \(", text)
        ids = set()
        for reason in reasons:
            known = [found for start, found in REASONS.items() if reason.strip().startswith(start)]
            assert known, f"an unknown reason `{reason}` in {warning}"
            ids |= known[0]
        assert set(ours[name]) <= ids, f"{name}: ours {ours[name]}, the API server: {warning}"
    assert warned > len(made) // 4
