"""Charts and kustomizations, rendered by the real programs."""

import json
import os
import subprocess

import pytest

import harness

MANIFESTS = harness.ROOT / "tests" / "manifests"


@pytest.fixture(scope="module")
def path():
    """PATH with helm and kustomize from their modules."""
    done = subprocess.run([harness.TESTBED, "tools"], capture_output=True, text=True, check=True)
    return {"PATH": f"{done.stdout.strip().splitlines()[-1]}:{os.environ['PATH']}"}


def scan(plimsoll, where, env, *more):
    done = plimsoll.run("scan", "files", where, "-o", "json", *more, env=env, timeout=120)
    return json.loads(done.stdout)


def places(report, check):
    return {(one["location"]["file"].removeprefix(f"{MANIFESTS}/"), one["location"]["line"])
            for one in report["findings"] if one["check"] == check}


def line_of(name, text):
    lines = (MANIFESTS / name).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_findings_in_a_chart_lead_to_its_templates(plimsoll, path):
    report = scan(plimsoll, MANIFESTS / "charts/web", path)
    deployment = "charts/web/templates/deployment.yaml"
    assert places(report, "host-network") == {(deployment, line_of(deployment, "hostNetwork:"))}
    access = "charts/web/templates/access.yaml"
    assert places(report, "rbac-secrets-read") == {(access, line_of(access, "resources: [secrets]"))}
    ingress = "charts/web/templates/ingress.yaml"
    assert places(report, "ingress-tls") == {(ingress, line_of(ingress, "spec:"))}
    assert report["objects"]["not_judged"] == []
    assert not places(report, "schema-invalid")


def test_values_reach_the_chart(plimsoll, path, work):
    values = work / "values.yaml"
    values.write_text("hostNetwork: false\ningress: {enabled: false}\n")
    report = scan(plimsoll, MANIFESTS / "charts/web", path, "--helm-values", values)
    assert not places(report, "host-network") and not places(report, "ingress-tls")


def test_a_chart_with_dependencies_is_rendered_without_a_network(plimsoll, path):
    report = scan(plimsoll, MANIFESTS / "charts/stateful", path)
    template = "charts/stateful/templates/statefulset.yaml"
    assert places(report, "privileged") == {(template, line_of(template, "privileged: true"))}


def test_what_fails_to_render_is_told_and_the_rest_is_judged(plimsoll, path):
    report = scan(plimsoll, MANIFESTS / "charts", path)
    told = {one["path"].removeprefix(f"{MANIFESTS}/"): one["reason"] for one in report["objects"]["not_judged"]}
    assert set(told) == {"charts/broken"}
    assert "a name is needed" in told["charts/broken"]
    assert places(report, "host-network") and places(report, "privileged")
    done = plimsoll.run("scan", "files", MANIFESTS / "charts", "--strict", env=path, check=4, timeout=120)
    assert "a name is needed" in done.stdout


def test_an_overlay_is_judged_and_not_its_base(plimsoll, path):
    report = scan(plimsoll, MANIFESTS / "kustomize/overlays/production", path)
    patch = "kustomize/overlays/production/hardening.yaml"
    assert places(report, "host-pid") == {(patch, line_of(patch, "hostPID"))}
    assert not places(report, "privileged"), "the overlay takes it back"
    assert not places(report, "image-tag-latest"), "the overlay names a tag"
    assert {one["target"].split("/")[1] for one in report["findings"]} == {"production"}


def test_bases_are_not_judged_a_second_time(plimsoll, path):
    report = scan(plimsoll, MANIFESTS / "kustomize", path, "--check", "privileged,host-pid")
    told = {one["path"].removeprefix(f"{MANIFESTS}/"): one["reason"] for one in report["objects"]["not_judged"]}
    assert set(told) == {"kustomize/overlays/broken", "kustomize/overlays/remote"}
    assert "--allow-network" in told["kustomize/overlays/remote"]
    assert places(report, "host-pid")


def test_without_the_programs_the_way_out_is_told(plimsoll):
    none = {"PATH": "/nonexistent"}
    for where, words in [("charts/web", "helm template"), ("kustomize/overlays/production", "kustomize build")]:
        report = scan(plimsoll, MANIFESTS / where, none)
        assert [words in one["reason"] and "plimsoll scan files -" in one["reason"]
                for one in report["objects"]["not_judged"]] == [True]


def test_rendered_text_is_taken_from_standard_input(plimsoll, path):
    text = subprocess.run(["helm", "template", "x", MANIFESTS / "charts/web"], env={**os.environ, **path},
                          capture_output=True, text=True, check=True).stdout
    done = subprocess.run([plimsoll.path, "scan", "files", "-", "-o", "json"], input=text, capture_output=True, text=True,
                          check=True)
    report = json.loads(done.stdout)
    assert any(one["check"] == "host-network" and one["location"]["file"] == "-" for one in report["findings"])
