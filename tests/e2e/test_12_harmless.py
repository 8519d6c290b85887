"""Looking changes nothing: every system call of a scan of a real host is read."""

import re

import pytest

import harness

# Calls that change files, however they are called.
CHANGING = re.compile(
    r"^(unlink|unlinkat|rename|renameat|renameat2|mkdir|mkdirat|rmdir|link|linkat|symlink|symlinkat|mknod|mknodat|"
    r"chmod|fchmod|fchmodat|fchmodat2|chown|fchown|lchown|fchownat|truncate|ftruncate|fallocate|creat|"
    r"setxattr|lsetxattr|fsetxattr|removexattr|lremovexattr|fremovexattr|utime|utimes|futimesat|utimensat|"
    r"mount|umount2|pivot_root|chroot|swapon|swapoff|mount_setattr|move_mount|fsmount|open_tree)$")
# Calls that reach other processes, the kernel's state or the network.
REACHING = re.compile(
    r"^(kill|tkill|pidfd_send_signal|ptrace|process_vm_readv|process_vm_writev|setns|unshare|"
    r"bind|listen|accept|accept4|connect|sendto|sendmsg|sendmmsg|reboot|sethostname|setdomainname|"
    r"init_module|finit_module|delete_module|bpf|perf_event_open|keyctl|add_key|request_key|"
    r"settimeofday|clock_settime|adjtimex|setuid|setgid|setreuid|setresuid|setgroups|capset|"
    r"io_uring_setup|fanotify_init|syslog|quotactl|acct)$")
CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(?:\d+\.\d+ )?(\w+)\((.*)$")


class Trace:
    def __init__(self, text, outputs=()):
        self.outputs = [str(o) for o in outputs]
        self.calls = []
        for line in text.splitlines():
            if "<... " in line or line.endswith("+++") or "--- SIG" in line:
                continue
            match = CALL.match(line)
            assert match, f"a line of strace that is not understood: {line}"
            self.calls.append((match[1], match[2]))
        assert len(self.calls) > 50, "strace saw hardly anything"

    def wrong(self):
        found = []
        executions = 0
        for name, rest in self.calls:
            if name in ("execve", "execveat"):
                executions += 1
                if executions > 1:
                    found.append((name, rest))
            elif name in ("fork", "vfork") or name in ("clone", "clone3") and "CLONE_THREAD" not in rest:
                found.append((name, rest))
            elif name in ("open", "openat", "openat2"):
                writing = re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE", rest)
                if writing and not any(f'"{o}"' in rest for o in self.outputs):
                    found.append((name, rest))
            elif name in ("socket", "socketpair"):
                if not rest.startswith("AF_UNIX"):
                    found.append((name, rest))
            elif CHANGING.match(name) or REACHING.match(name):
                found.append((name, rest))
        return found


@pytest.fixture(scope="module")
def default(bed):
    return bed.variant("default")


def trace(bed, binary, log, *args, before=()):
    bed.call("exec", "strace", "-f", "-qq", "-s", "400", "-o", log, *before, binary, *args)
    return log.read_text(errors="replace")


def state_of(bed):
    """Owner, mode, size and times of change of everything that a scan looks at."""
    return bed.sh("find /etc /var/lib/kubelet /var/lib/kube-proxy /usr/lib/systemd/system /var/lib/cni -xdev "
                  "! -path '/var/lib/kubelet/pods*' -printf '%p %u %g %m %s %T@ %C@\\n' | sort")


def test_a_scan_starts_no_program_makes_no_process_writes_nothing_and_opens_no_connection(default, binary, folder):
    text = trace(default, binary, folder / "log", "scan", "node")
    assert Trace(text).wrong() == []
    assert text.count("execve(") == 1


def test_a_scan_with_files_to_write_writes_those_only(default, binary, folder):
    outputs = [folder / n for n in ("r.json", "r.csv", "r.html", "r.xml", "r.kb", "r.txt", "r.snap")]
    formats = ("json", "csv", "html", "junit", "kube-bench-json", "terminal")
    arguments = [a for f, o in zip(formats, outputs) for a in ("-o", f"{f}={o}")]
    text = trace(default, binary, folder / "log", "scan", "node", *arguments, "--save", outputs[-1])
    assert Trace(text, outputs).wrong() == []
    for path in outputs:
        assert path.stat().st_size > 1000, path


@pytest.mark.parametrize("arguments", [["settings"], ["settings", "kubelet", "-o", "json"]])
def test_settings_looks_without_touching_as_well(default, binary, folder, arguments):
    assert Trace(trace(default, binary, folder / "log", *arguments)).wrong() == []


def test_collect_writes_the_snapshot_only(default, binary, folder):
    out = folder / "x.snap"
    assert Trace(trace(default, binary, folder / "log", "collect", "node", "-o", out), [out]).wrong() == []


@pytest.mark.parametrize("arguments", [
    ["demo"], ["benchmarks", "list"], ["checks", "list"], ["vars"], ["explain", "1.2.1"], ["checks", "test"]])
def test_commands_that_look_at_no_host_touch_nothing_either(default, binary, folder, arguments):
    log = folder / "log"
    text = trace(default, binary, log, *arguments)
    assert Trace(text).wrong() == []


def test_what_is_replayed_reads_the_snapshot_and_nothing_of_the_host(default, binary, folder):
    corpus = harness.ROOT / "tests" / "corpus" / "v1-kubeadm-1.37.snap"
    text = trace(default, binary, folder / "log", "audit", corpus)
    assert Trace(text).wrong() == []
    for path in ("/etc/kubernetes", "/var/lib/kubelet", "/proc/1/", "/etc/passwd"):
        assert f'"{path}' not in text, path


def test_a_scan_leaves_owner_mode_size_and_times_as_they_were(default, inside):
    before = state_of(default)
    inside.scan()
    inside.run("settings")
    assert state_of(default) == before


def test_a_scan_is_quick_and_small(default, binary, folder):
    """A node is judged in well under a second, with some ten megabytes."""
    usage = default.call("exec", "sh", "-c", f"command -v /usr/bin/time >/dev/null || exit 77; "
                         f"/usr/bin/time -f '%e %M' {binary} scan node >/dev/null", check=False)
    if usage.returncode == 77:      # no time(1) here: the shell's own clock
        usage = default.call("exec", "bash", "-c", f"TIMEFORMAT=%R; time {binary} scan node >/dev/null")
    seconds = float(usage.stderr.split()[-2 if len(usage.stderr.split()) > 1 else -1])
    assert seconds < 1
    if len(usage.stderr.split()) > 1:
        assert int(usage.stderr.split()[-1]) < 80_000
