"""From the hardened host, one thing broken at a time: what should fail fails, and nothing else moves."""

import pytest

import harness

TABLE = harness.expected("hardened")
GOOD = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
PLUGINS = ["NodeRestriction", "AlwaysPullImages", "DenyServiceExternalIPs", "EventRateLimit"]


def without(plugin):
    return "--enable-admission-plugins=" + ",".join(p for p in PLUGINS if p != plugin)


def fails(*numbers):
    return dict.fromkeys(numbers, "fail")


# What is set, and which controls that changes.
SETTINGS = [
    ("kube-apiserver --anonymous-auth=true", fails("1.2.1")),
    (f"kube-apiserver {without('DenyServiceExternalIPs')}", fails("1.2.3")),
    ("kube-apiserver --authorization-mode=Node,RBAC,AlwaysAllow", fails("1.2.6")),
    (f"kube-apiserver {without('EventRateLimit')}", fails("1.2.9")),
    (f"kube-apiserver --enable-admission-plugins={','.join(PLUGINS)},AlwaysAdmit", fails("1.2.10")),
    (f"kube-apiserver {without('AlwaysPullImages')}", fails("1.2.11")),
    ("kube-apiserver --disable-admission-plugins=ServiceAccount", fails("1.2.12")),
    ("kube-apiserver --disable-admission-plugins=NamespaceLifecycle", fails("1.2.13")),
    (f"kube-apiserver {without('NodeRestriction')}", fails("1.2.14")),
    ("kube-apiserver --profiling=true", fails("1.2.15")),
    ("kube-apiserver --audit-log-maxage=29", fails("1.2.17")),
    ("kube-apiserver --audit-log-maxbackup=9", fails("1.2.18")),
    ("kube-apiserver --audit-log-maxsize=99", fails("1.2.19")),
    ("kube-apiserver --request-timeout=5m1s", fails("1.2.20")),
    ("kube-apiserver --service-account-lookup=false", fails("1.2.21")),
    (f"kube-apiserver --tls-cipher-suites={GOOD},TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", fails("1.2.29")),
    ("kube-apiserver --service-account-extend-token-expiration=true", fails("1.2.30")),
    ("kube-controller-manager --terminated-pod-gc-threshold=0", fails("1.3.1")),
    ("kube-controller-manager --profiling=true", fails("1.3.2")),
    ("kube-controller-manager --use-service-account-credentials=false", fails("1.3.3")),
    ("kube-controller-manager --feature-gates=RotateKubeletServerCertificate=false", fails("1.3.6")),
    ("kube-controller-manager --feature-gates=AllBeta=false,RotateKubeletServerCertificate=true", {}),
    ("kube-controller-manager --bind-address=0.0.0.0", fails("1.3.7")),
    ("kube-scheduler --profiling=true", fails("1.4.1")),
    ("kube-scheduler --bind-address=::", fails("1.4.2")),
    ("etcd --client-cert-auth=false", fails("2.2")),
    ("etcd --auto-tls=true", fails("2.3")),
    ("etcd --peer-client-cert-auth=false", fails("2.5")),
    ("etcd --peer-auto-tls=true", fails("2.6")),
    ("kubelet authentication.anonymous.enabled=true", fails("4.2.1")),
    ("kubelet --anonymous-auth=true", fails("4.2.1")),          # the flag wins over the file
    ("kubelet authorization.mode=AlwaysAllow", fails("4.2.2")),
    ("kubelet readOnlyPort=10255", fails("4.2.4")),
    ("kubelet --streaming-connection-idle-timeout=0", fails("4.2.5")),
    ("kubelet streamingConnectionIdleTimeout=0s", {}),          # in the file that is the default, four hours
    ("kubelet makeIPTablesUtilChains=false", fails("4.2.6")),
    ("kubelet --hostname-override=testbed-node", fails("4.2.7")),
    ("kubelet eventRecordQPS=1", fails("4.2.8")),
    ("kubelet rotateCertificates=false", fails("4.2.10")),
    ("kubelet featureGates.RotateKubeletServerCertificate=false", fails("4.2.11")),
    (f"kubelet tlsCipherSuites=[{GOOD},TLS_RSA_WITH_AES_128_CBC_SHA]", fails("4.2.12")),
    ("kubelet podPidsLimit=-1", fails("4.2.13")),
    ("kubelet seccompDefault=false", fails("4.2.14")),
    ("kube-proxy metricsBindAddress=0.0.0.0:10249", fails("4.3.1")),
]

UNSET = [
    ("kube-apiserver --kubelet-certificate-authority", fails("1.2.5")),
    # Ages, numbers and sizes of a log that is not written are worth nothing.
    ("kube-apiserver --audit-log-path", fails("1.2.16", "1.2.17", "1.2.18", "1.2.19")),
    ("kube-apiserver --service-account-lookup", {}),            # true by default
    ("kube-apiserver --request-timeout", {}),                   # one minute by default
    ("kube-controller-manager --root-ca-file", fails("1.3.5")),
    ("kube-controller-manager --bind-address", fails("1.3.7")),  # all addresses by default
    ("kubelet tlsCertFile tlsPrivateKeyFile", fails("4.2.9")),
    ("kubelet rotateCertificates", fails("4.2.10")),            # false by default
    ("kubelet readOnlyPort", {}),                               # 0 by default with a file
    # No CA, no file of it to judge.
    ("kubelet authentication.x509.clientCAFile",
     {"4.2.3": "fail", "4.1.7": "not-applicable", "4.1.8": "not-applicable"}),
    ("kube-proxy metricsBindAddress", {}),                      # the loopback address by default
]

MANIFESTS = "/etc/kubernetes/manifests"
CNI = "/etc/cni/net.d/10-testbed.conflist"
UNIT = "/usr/lib/systemd/system/kubelet.service"

FILES = [
    (f"chmod 644 {MANIFESTS}/kube-apiserver.yaml", fails("1.1.1")),
    (f"chmod 610 {MANIFESTS}/kube-apiserver.yaml", fails("1.1.1")),
    (f"chown 1000 {MANIFESTS}/kube-apiserver.yaml", fails("1.1.2")),
    (f"chmod 604 {MANIFESTS}/kube-controller-manager.yaml", fails("1.1.3")),
    (f"chgrp 1000 {MANIFESTS}/kube-controller-manager.yaml", fails("1.1.4")),
    (f"chmod 700 {MANIFESTS}/kube-scheduler.yaml", fails("1.1.5")),     # 0600 at the most: no execution either
    (f"chown 1000:1000 {MANIFESTS}/kube-scheduler.yaml", fails("1.1.6")),
    (f"chmod 640 {MANIFESTS}/etcd.yaml", fails("1.1.7")),
    (f"chown etcd:etcd {MANIFESTS}/etcd.yaml", fails("1.1.8")),
    (f"chmod 400 {MANIFESTS}/etcd.yaml", {}),                           # tighter is as good
    # Who may write to the directory may replace what is in it.
    (f"chmod 777 {MANIFESTS}", fails("1.1.1", "1.1.3", "1.1.5", "1.1.7")),
    (f"chmod 1777 {MANIFESTS}", {}),    # but with the sticky bit not root's files
    (f"chmod 644 {CNI}", fails("1.1.9")),
    ("chmod 644 /var/lib/cni/networks/testbed/last_reserved_ip.0", fails("1.1.9")),
    (f"chown 1000 {CNI}", fails("1.1.10")),
    ("chmod 750 /var/lib/etcd", fails("1.1.11")),
    ("chown root:root /var/lib/etcd", fails("1.1.12")),
    ("chown etcd:root /var/lib/etcd", fails("1.1.12")),
    ("chmod 640 /etc/kubernetes/super-admin.conf", fails("1.1.13")),
    ("chown 1000 /etc/kubernetes/admin.conf", fails("1.1.14")),
    ("chmod 644 /etc/kubernetes/scheduler.conf", fails("1.1.15")),
    ("chown 1000 /etc/kubernetes/scheduler.conf", fails("1.1.16")),
    ("chmod 601 /etc/kubernetes/controller-manager.conf", fails("1.1.17")),
    ("chgrp 1000 /etc/kubernetes/controller-manager.conf", fails("1.1.18")),
    ("chown 1000 /etc/kubernetes/pki/etcd/healthcheck-client.key", fails("1.1.19")),
    # The owner of a directory can put other keys and certificates into it.
    ("chown 1000 /etc/kubernetes/pki/etcd", fails("1.1.19", "1.1.20", "1.1.21")),
    ("chmod 664 /etc/kubernetes/pki/apiserver.crt", fails("1.1.20")),
    ("chmod 640 /etc/kubernetes/pki/etcd/ca.key", fails("1.1.21")),
    ("chmod 644 /etc/kubernetes/pki/sa.pub", {}),                       # a public key is public
    (f"chmod 644 {UNIT}", fails("4.1.1")),
    (f"chown 1000 {UNIT}.d/10-kubeadm.conf", fails("4.1.2")),
    (f"mkdir -p /etc/systemd/system/kubelet.service.d && printf '[Service]\\n' > "
     "/etc/systemd/system/kubelet.service.d/99.conf && chmod 644 /etc/systemd/system/kubelet.service.d/99.conf",
     fails("4.1.1")),
    ("chmod 644 /var/lib/kube-proxy/kubeconfig.conf", fails("4.1.3")),
    ("chown 1000 /var/lib/kube-proxy/kubeconfig.conf", fails("4.1.4")),
    ("chmod 644 /etc/kubernetes/kubelet.conf", fails("4.1.5")),
    ("chown 1000 /etc/kubernetes/kubelet.conf", fails("4.1.6")),
    # The kubelet's client CA is the cluster's, so it is part of the PKI directory too.
    ("chmod 666 /etc/kubernetes/pki/ca.crt", fails("1.1.20", "4.1.7")),
    ("chown 1000 /etc/kubernetes/pki/ca.crt", fails("1.1.19", "4.1.8")),
    ("chmod 644 /var/lib/kubelet/config.yaml", fails("4.1.9")),
    ("chgrp 1000 /var/lib/kubelet/config.yaml", fails("4.1.10")),
]

AUDIT = "/etc/kubernetes/audit/policy.yaml"
CONTENTS = [
    # A policy that records nothing is none; and what it does not record, it does not cover.
    (f"printf 'apiVersion: audit.k8s.io/v1\\nkind: Policy\\nrules:\\n- level: None\\n' > {AUDIT}",
     fails("3.2.1", "3.2.2")),
    # Bodies of Secrets in the log.
    (f"sed -i '0,/level: Metadata/s//level: RequestResponse/' {AUDIT}", fails("3.2.2")),
    # No last rule that catches the rest.
    (f"sed -i '$d' {AUDIT}", fails("3.2.2")),
    # Stored in the clear first.
    ("sed -i 's/  providers:/  providers:\\n  - identity: {}/' /etc/kubernetes/encryption/config.yaml",
     fails("1.2.28")),
]


@pytest.fixture(scope="module")
def hardened(bed):
    bed.variant("hardened")
    bed.reset()
    return bed


@pytest.fixture
def mended(hardened):
    yield hardened
    hardened.reset()
    # The records of the CNI plugin are not part of what `reset` restores.
    hardened.sh("chmod 700 /var/lib/cni /var/lib/cni/networks /var/lib/cni/networks/testbed; "
                "chmod 600 /var/lib/cni/networks/testbed/*")


def check(report, changes):
    report.compare({**TABLE, **changes})


@pytest.mark.parametrize(("what", "changes"), SETTINGS, ids=[w for w, _ in SETTINGS])
def test_a_setting_changes_these_controls_and_no_other(mended, inside, what, changes):
    component, *settings = what.split(" ")
    mended.call("set", component, *settings)
    report = inside.scan()
    check(report, changes)
    assert not [n for n in report.notices if "other arguments" in n]


@pytest.mark.parametrize(("what", "changes"), UNSET, ids=[w for w, _ in UNSET])
def test_a_setting_that_is_taken_away_changes_these_controls_and_no_other(mended, inside, what, changes):
    component, *settings = what.split(" ")
    mended.call("unset", component, *settings)
    check(inside.scan(), changes)


@pytest.mark.parametrize(("what", "changes"), FILES, ids=[w[:60] for w, _ in FILES])
def test_mode_and_owner_of_a_file_change_these_controls_and_no_other(mended, inside, what, changes):
    mended.sh(what)
    report = inside.scan()
    check(report, changes)
    for number in changes:
        # The file, or the directory, that was changed is shown.
        path = what.split()[-1]
        shown = [e for e in report.evidence(number) if path == e["location"].get("path") or path in e["seen"]]
        assert shown, report.why(number)


@pytest.mark.parametrize(("what", "changes"), CONTENTS, ids=[w[:60] for w, _ in CONTENTS])
def test_what_a_file_says_changes_these_controls_and_no_other(mended, inside, what, changes):
    mended.sh(what)
    check(inside.scan(), changes)


def test_a_token_file_fails_and_its_tokens_stay_secret(mended, inside):
    mended.sh("printf 'sesame-open-1234,ali,1000\\n' > /etc/kubernetes/pki/tokens.csv; "
              "chmod 600 /etc/kubernetes/pki/tokens.csv")
    mended.call("set", "kube-apiserver", "--token-auth-file=/etc/kubernetes/pki/tokens.csv")
    report = inside.scan()
    check(report, fails("1.2.2"))
    assert "sesame" not in str(report.data)


def test_an_etcd_that_also_trusts_the_clusters_ca_fails(mended, inside):
    mended.sh("cd /etc/kubernetes/pki; cat etcd/ca.crt ca.crt > etcd/both.crt; chmod 600 etcd/both.crt")
    mended.call("set", "etcd", "--trusted-ca-file=/etc/kubernetes/pki/etcd/both.crt")
    check(inside.scan(), fails("2.7"))


# Written, not in force.


def test_a_flag_that_is_written_and_not_in_force_changes_no_verdict_and_is_noticed(mended, inside):
    mended.call("set", "--no-restart", "kube-apiserver", "--profiling=true")
    report = inside.scan()
    check(report, {})
    (notice,) = [n for n in report.notices if "kube-apiserver" in n and "other arguments" in n]
    assert "--profiling=true" in notice and "--profiling=false" in notice
    assert "/etc/kubernetes/manifests/kube-apiserver.yaml" in notice


def test_a_kubelet_flag_that_is_written_and_not_in_force_is_noticed(mended, inside):
    mended.call("set", "--no-restart", "kubelet", "--anonymous-auth=true")
    report = inside.scan()
    check(report, {})
    (notice,) = [n for n in report.notices if n.startswith("kubelet") and "other arguments" in n]
    assert "--anonymous-auth=true" in notice


def test_a_configuration_file_that_is_newer_than_the_process_says_so_at_the_evidence(mended, inside):
    mended.call("set", "--no-restart", "kubelet", "podPidsLimit=-1")
    report = inside.scan()
    check(report, fails("4.2.13"))
    notes = [e.get("note") for e in report.evidence("4.2.13")]
    assert any(n and "restart" in n or n and "newer" in n or n and "after" in n for n in notes), \
        report.why("4.2.13")


def test_a_manifest_that_is_gone_while_the_process_runs_is_judged_as_it_runs(mended, inside):
    mended.sh(f"rm {MANIFESTS}/kube-scheduler.yaml")
    check(inside.scan(), {"1.1.5": "not-applicable", "1.1.6": "not-applicable"})


def test_a_component_that_is_stopped_is_judged_as_it_is_configured_and_that_is_said(mended, inside):
    mended.call("stop", "kube-scheduler")
    try:
        report = inside.scan()
        check(report, {})
        assert any("kube-scheduler does not run" in n for n in report.notices), report.notices
    finally:
        mended.call("start", "kube-scheduler")


def test_a_drop_in_of_the_kubelet_wins_over_its_file(mended, inside):
    mended.sh("mkdir -m 755 /var/lib/kubelet/conf.d; printf 'apiVersion: kubelet.config.k8s.io/v1beta1\\n"
              "kind: KubeletConfiguration\\nreadOnlyPort: 10255\\n' > /var/lib/kubelet/conf.d/10-x.conf; "
              "chmod 600 /var/lib/kubelet/conf.d/10-x.conf")
    try:
        mended.call("set", "kubelet", "--config-dir=/var/lib/kubelet/conf.d")
        report = inside.scan()
        check(report, fails("4.2.4"))
        (one,) = [e for e in report.evidence("4.2.4") if e["location"]["kind"] == "file"]
        assert one["location"]["path"] == "/var/lib/kubelet/conf.d/10-x.conf"
        assert one["location"]["line"] == 3
        mended.sh("chmod 644 /var/lib/kubelet/conf.d/10-x.conf")
        check(inside.scan(), fails("4.2.4", "4.1.9"))
    finally:
        mended.call("unset", "kubelet", "--config-dir")
        mended.sh("rm -r /var/lib/kubelet/conf.d")
