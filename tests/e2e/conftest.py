"""Fixtures. A testbed that a suite brought up goes down at the end, however that comes."""

import collections
import os
import shutil
import signal

import pytest

import harness


def pytest_configure(config):
    def stop(number, frame):
        raise KeyboardInterrupt(f"signal {number}")

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    if os.geteuid() != 0:
        raise pytest.UsageError("the suites need root: the testbed makes namespaces, and files of other owners")


@pytest.fixture(scope="session")
def work():
    path = harness.work_directory()
    yield path
    harness.remove(path)


@pytest.fixture(scope="session")
def binary(work):
    """A copy that every user may run, wherever the original lies."""
    path = work / "plimsoll"
    shutil.copyfile(harness.program(), path)
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def plimsoll(binary):
    return harness.Program(binary)


@pytest.fixture(scope="session")
def bed():
    bed = harness.Bed()
    bed.down()
    try:
        yield bed
    finally:
        bed.down()


@pytest.fixture(scope="session")
def inside(binary, bed):
    """plimsoll, run in the testbed."""
    return harness.Program(binary, bed)


@pytest.fixture
def folder(work, request):
    """A folder of this test's own that every user may enter."""
    number = 0
    while (path := work / f"t{number}").exists():
        number += 1
    path.mkdir()
    path.chmod(0o755)
    return path


@pytest.fixture
def tree(folder):
    return harness.Tree(folder / "root")


RAN = collections.Counter()


def pytest_runtest_logreport(report):
    if report.when == "call" and report.outcome != "skipped":
        RAN[report.nodeid.split("::")[0].split("/")[-1]] += 1


def pytest_sessionfinish(session, exitstatus):
    """Nothing is skipped: a suite that could not run has failed."""
    wanted = {item.nodeid.split("::")[0].split("/")[-1] for item in session.items}
    if not session.config.option.collectonly and wanted - set(RAN):
        print(f"\nsuites of which nothing ran: {', '.join(sorted(wanted - set(RAN)))}")
        session.exitstatus = session.exitstatus or 1
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        print(f"\n{len(reporter.stats['skipped'])} tests were skipped, which counts as failed")
        session.exitstatus = session.exitstatus or 1
