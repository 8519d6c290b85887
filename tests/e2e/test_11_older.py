"""The same host with an older Kubernetes, which the benchmarks were written for."""

import pytest

import harness

VERSION = "1.34.4"
TABLE = harness.expected("default")


@pytest.fixture(scope="module")
def report(bed, inside):
    bed.variant("default", VERSION)
    return inside.scan(*(x for b in harness.BENCHMARKS for x in ("--benchmark", b)))


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_kubernetes_1_34_as_kubeadm_makes_it_gets_the_same_verdicts(report, benchmark):
    report.compare(TABLE, benchmark)


def test_the_version_is_read_from_the_programs(report):
    assert report.data["hosts"][0]["kubernetes_version"] == VERSION


def test_both_benchmarks_cover_this_version_and_nothing_is_noticed(report):
    assert report.notices == []


def test_the_newer_of_two_fitting_benchmarks_is_chosen(bed, inside):
    assert [b["id"] for b in inside.scan().data["benchmarks"]] == ["cis-2.0.1"]
