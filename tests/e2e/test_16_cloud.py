"""Managed clusters by what their provider's command line prints.

`cloud/PROVIDER/*.json` describe a cluster in which everything that can be determined passes. Each case below changes one
thing in them, and says which controls follow from it.
"""

import copy
import json

import pytest

import harness

FACTS = harness.HERE / "cloud"
SHOP = harness.ROOT / "crates" / "plimsoll" / "tests" / "clusters" / "shop.json"
EDITIONS = {"eks": "eks-1.8.0", "aks": "aks-1.8", "gke": "gke-1.9.0", "oke": "oke-1.7.0", "ack": "ack-1.0"}
# Their version, and how many controls ask the provider.
CHOSEN = {"eks": ("1.34", 14), "aks": ("1.34.1", 14), "gke": ("1.34.1", 34), "oke": ("1.33.1", 9), "ack": ("1.20.11", 13)}
# No check can answer them: a person must.
PERSON = {"oke": {"5.1.1", "5.1.3"}, "ack": {"6.2.1"}}
GONE = object()
EVERYBODY = ["0.0.0.0/0"]

# provider, file, [(path, value), ...], controls that fail by it (or (control, status))
CASES = [
    ("eks", "cluster", [("cluster.logging.clusterLogging.0.types", ["api", "scheduler"])], ["2.1.1", "2.1.2"]),
    ("eks", "cluster", [("cluster.logging.clusterLogging.0.enabled", False)], ["2.1.1", "2.1.2"]),
    ("eks", "cluster", [("cluster.logging.clusterLogging.0.types", ["audit"])], ["2.1.1"]),
    ("eks", "log-groups", [("logGroups.0.retentionInDays", 7)], ["2.1.2"]),
    ("eks", "log-groups", [("logGroups", [])], ["2.1.2"]),
    ("eks", "cluster", [("cluster.accessConfig.authenticationMode", "CONFIG_MAP")], ["4.1.7"]),
    ("eks", "cluster", [("cluster.accessConfig", GONE)], ["4.1.7"]),
    ("eks", "repository-scanning", [("scanningConfigurations.0.scanFrequency", "MANUAL")], ["5.1.1"]),
    ("eks", "iam-users", [("iamUsers.0.AttachedManagedPolicies", [{"PolicyName": "AdministratorAccess"}])], ["5.1.2"]),
    ("eks", "iam-groups", [("iamGroups.0.AttachedManagedPolicies.0.PolicyName",
                            "AmazonEC2ContainerRegistryPowerUser")], ["5.1.2"]),
    ("eks", "iam-policies", [("iamPolicies.0.PolicyVersionList.0.Document.Statement.0.Action", "ecr:*")], ["5.1.2"]),
    ("eks", "node-roles", [("nodeRoles.0.AttachedManagedPolicies.2.PolicyName",
                            "AmazonEC2ContainerRegistryFullAccess")], ["5.1.3"]),
    ("eks", "node-instances", [("nodeInstances.1.MetadataOptions.HttpPutResponseHopLimit", 2)], ["5.2.1"]),
    ("eks", "node-instances", [("nodeInstances.0.MetadataOptions.HttpTokens", "optional")], ["5.2.1"]),
    ("eks", "cluster", [("cluster.encryptionConfig", GONE)], ["5.3.1"]),
    ("eks", "cluster", [("cluster.resourcesVpcConfig.endpointPublicAccess", True),
                        ("cluster.resourcesVpcConfig.publicAccessCidrs", EVERYBODY)], ["5.4.1", "5.4.2"]),
    ("eks", "cluster", [("cluster.resourcesVpcConfig.endpointPublicAccess", True),
                        ("cluster.resourcesVpcConfig.publicAccessCidrs", ["203.0.113.0/24"])], ["5.4.2"]),
    ("eks", "cluster", [("cluster.resourcesVpcConfig.endpointPublicAccess", True),
                        ("cluster.resourcesVpcConfig.publicAccessCidrs", GONE)], ["5.4.1", "5.4.2"]),
    ("eks", "node-instances", [("nodeInstances.1.PublicIpAddress", "198.51.100.7")], ["5.4.3"]),
    ("eks", "addon", [("addon.configurationValues", GONE)], ["5.4.4"]),
    ("eks", "addon", [("addon.configurationValues", '{"enableNetworkPolicy":"false"}')], ["5.4.4"]),
    ("eks", "listeners", [("Listeners.0.Protocol", "HTTP")], ["5.4.5"]),
    ("eks", "identity-providers", [("identityProviderConfigs", [{"type": "oidc", "name": "sso"}])], ["5.5.1"]),

    ("aks", "diagnostic-settings", [("diagnosticSettings.0.logs.0.enabled", False)], ["2.1.1"]),
    ("aks", "diagnostic-settings", [("diagnosticSettings", [])], ["2.1.1"]),
    ("aks", "cluster", [("autoUpgradeProfile.upgradeChannel", None)], ["4.4.1"]),
    ("aks", "cluster", [("autoUpgradeProfile.nodeOsUpgradeChannel", "Unmanaged")], ["4.4.1"]),
    ("aks", "defender", [("pricingTier", "Free")], ["5.1.1"]),
    ("aks", "defender", [("extensions.0.isEnabled", "False")], ["5.1.1"]),
    ("aks", "registry", [("adminUserEnabled", True)], ["5.1.2"]),
    ("aks", "registry", [("anonymousPullEnabled", True)], ["5.1.2"]),
    ("aks", "registry-roles", [("registryRoleAssignments.0.roleDefinitionName", "AcrPush")], ["5.1.2"]),
    ("aks", "kubelet-roles", [("kubeletRoleAssignments.0.roleDefinitionName", "Contributor")], ["5.1.3"]),
    ("aks", "cluster", [("addonProfiles.azurepolicy.enabled", False)], ["5.1.4"]),
    ("aks", "policies", [("policyAssignments.0.parameters.effect.value", "Audit")], ["5.1.4"]),
    ("aks", "policies", [("policyAssignments", [])], ["5.1.4"]),
    ("aks", "cluster", [("securityProfile.workloadIdentity", None)], ["5.2.1"]),
    ("aks", "cluster", [("oidcIssuerProfile.enabled", False)], ["5.2.1"]),
    ("aks", "cluster", [("securityProfile.azureKeyVaultKms", None)], ["5.3.1"]),
    ("aks", "cluster", [("apiServerAccessProfile", None)], ["5.4.1", "5.4.2"]),
    ("aks", "cluster", [("apiServerAccessProfile.enablePrivateClusterPublicFqdn", True)], ["5.4.2"]),
    ("aks", "cluster", [("agentPoolProfiles.1.enableNodePublicIp", True)], ["5.4.3"]),
    ("aks", "cluster", [("networkProfile.networkPolicy", None)], ["5.4.4"]),
    ("aks", "cluster", [("aadProfile", None)], ["5.5.1", "5.5.2"]),
    ("aks", "cluster", [("disableLocalAccounts", False)], ["5.5.1"]),
    ("aks", "cluster", [("aadProfile.enableAzureRbac", None)], ["5.5.2"]),

    ("gke", "cluster", [("networkConfig.datapathProvider", "LEGACY_DATAPATH")], ["4.3.1"]),
    ("gke", "cluster", [("binaryAuthorization", {})], ["4.5.1", "5.1.4"]),
    ("gke", "repositories", [("0.vulnerabilityScanningConfig.enablementState", "SCANNING_DISABLED")], ["5.1.1"]),
    ("gke", "iam-policy", [("bindings.1.role", "roles/artifactregistry.writer")], ["5.1.2", "5.1.3"]),
    ("gke", "binauthz", [("defaultAdmissionRule.evaluationMode", "ALWAYS_ALLOW")], ["5.1.4"]),
    ("gke", "cluster", [("nodePools.1.config.serviceAccount", "default")], ["5.1.3", "5.2.1"]),
    ("gke", "cluster", [("workloadIdentityConfig", {})], ["5.2.2"]),
    ("gke", "cluster", [("databaseEncryption", {"state": "DECRYPTED"})], ["5.3.1"]),
    ("gke", "cluster", [("nodePools.0.config.workloadMetadataConfig.mode", "GCE_METADATA")], ["5.4.1"]),
    ("gke", "cluster", [("nodePools.0.config.imageType", "UBUNTU_CONTAINERD")], ["5.5.1"]),
    ("gke", "cluster", [("nodePools.1.management.autoRepair", GONE)], ["5.5.2"]),
    ("gke", "cluster", [("nodePools.1.management.autoUpgrade", False)], ["5.5.3"]),
    ("gke", "cluster", [("releaseChannel", {})], ["5.5.4"]),
    ("gke", "cluster", [("shieldedNodes", {})], ["5.5.5"]),
    ("gke", "cluster", [("nodePools.0.config.shieldedInstanceConfig.enableIntegrityMonitoring", GONE)], ["5.5.6"]),
    ("gke", "cluster", [("nodePools.0.config.shieldedInstanceConfig.enableSecureBoot", GONE)], ["5.5.7"]),
    ("gke", "cluster", [("networkConfig.enableIntraNodeVisibility", GONE)], ["5.6.1"]),
    ("gke", "subnet", [("enableFlowLogs", False), ("logConfig", GONE)], ["5.6.1"]),
    ("gke", "cluster", [("ipAllocationPolicy.useIpAliases", GONE)], ["5.6.2"]),
    ("gke", "cluster", [("masterAuthorizedNetworksConfig.cidrBlocks.0.cidrBlock", "0.0.0.0/0")], ["5.6.3"]),
    ("gke", "cluster", [("privateClusterConfig.enablePrivateEndpoint", GONE),
                        ("controlPlaneEndpointsConfig.ipEndpointsConfig.enablePublicEndpoint", True)], ["5.6.4"]),
    ("gke", "cluster", [("nodePools.1.networkConfig.enablePrivateNodes", False)], ["5.6.5"]),
    ("gke", "firewall", [("0.sourceRanges", EVERYBODY)], ["5.6.6"]),
    ("gke", "certificates", [("0.type", "SELF_MANAGED")], ["5.6.7"]),
    ("gke", "cluster", [("loggingService", "none")], ["5.7.1"]),
    ("gke", "cluster", [("masterAuth.clientCertificate", "LS0t")], ["5.8.1"]),
    ("gke", "cluster", [("authenticatorGroupsConfig", {})], ["5.8.2"]),
    ("gke", "cluster", [("legacyAbac.enabled", True)], ["5.8.3"]),
    ("gke", "disks", [("0.diskEncryptionKey", GONE)], ["5.9.1"]),
    ("gke", "cluster", [("nodePools.1.config.bootDiskKmsKey", GONE)], ["5.9.2"]),
    ("gke", "cluster", [("addonsConfig.kubernetesDashboard", {})], ["5.10.1"]),
    ("gke", "cluster", [("enableKubernetesAlpha", True)], ["5.10.2"]),
    ("gke", "cluster", [("nodePools.1.config.sandboxConfig", GONE)], ["5.10.3"]),
    ("gke", "cluster", [("securityPostureConfig.mode", "DISABLED")], ["5.10.4"]),

    ("oke", "audit", [("data.retention-period-days", 90)], ["2.2.1"]),
    ("oke", "addons", [("data.0.version", "v2.9.0")], ["4.3.1"]),
    ("oke", "cluster", [("data.image-policy-config", None)], ["5.1.4"]),
    ("oke", "cluster", [("data.kms-key-id", None)], ["5.3.1"]),
    ("oke", "cluster", [("data.endpoint-config.nsg-ids", None)], ["5.4.1"]),
    ("oke", "cluster", [("data.endpoint-config.is-public-ip-enabled", True)], ["5.4.2"]),
    ("oke", "cluster", [("data.endpoints.public-endpoint", "198.51.100.7:6443")], ["5.4.2"]),
    ("oke", "node-pool", [("data.nodes.1.public-ip", "198.51.100.8")], ["5.4.3"]),

    ("ack", "scan-rules", [("ScanRules.0.TriggerType", "MANUAL")], ["6.1.1"]),
    ("ack", "registry-users", [("Users.User", [{"UserName": "alice", "UserId": "1"}])], ["6.1.2"]),
    ("ack", "node-role", [("Policies.Policy.0.PolicyName", "AliyunContainerRegistryFullAccess")], ["6.1.3"]),
    ("ack", "policies", [("0.policy_action", "warn")], ["6.1.4"]),
    ("ack", "listener", [("AclStatus", "off")], ["6.3.1"]),
    ("ack", "cluster", [("master_url", json.dumps({"api_server_endpoint": "https://198.51.100.7:6443",
                                                   "intranet_api_server_endpoint": "https://192.168.0.251:6443"}))],
     ["6.3.2"]),
    ("ack", "node-pools", [("nodepools.0.scaling_group.internet_max_bandwidth_out", 5)], ["6.3.3"]),
    ("ack", "disks", [("Disks.Disk.1.Encrypted", False)], ["6.4.1"]),
    ("ack", "audit", [("audit_enabled", False)], ["6.5.1"]),
    ("ack", "security-center", [("Version", 1)], ["6.6.2"]),
    ("ack", "node-pools", [("nodepools.1.kubernetes_config.runtime", "containerd")], [("6.6.3", "manual")]),
    ("ack", "node-pools", [("nodepools.2.tee_config.tee_enable", False)], [("6.6.4", "manual")]),
]

# What an empty list says: there is none, so that the control does not apply.
NONE = [
    ("eks", "node-instances", "nodeInstances", ["5.2.1", "5.4.3"]),
    ("eks", "repository-scanning", "scanningConfigurations", ["5.1.1"]),
    ("eks", "listeners", "Listeners", ["5.4.5"]),
    ("ack", "disks", "Disks.Disk", ["6.4.1"]),
    ("oke", "node-pool", "data.nodes", ["5.4.3"]),
]

# Controls that rest on each file: they are errors without it.
RESTS = {}
for _provider, _file, _, _controls in CASES:
    RESTS.setdefault((_provider, _file), set()).update(c if isinstance(c, str) else c[0] for c in _controls)
# Nothing in the list above changes them by itself.
RESTS["eks", "addon"] = {"5.4.4"}


def good(provider):
    return {p.stem: json.loads(p.read_text()) for p in sorted((FACTS / provider).glob("*.json"))}


def put(data, path, value):
    *parents, last = [int(x) if x.isdigit() else x for x in path.split(".")]
    for one in parents:
        data = data[one]
    if value is GONE:
        del data[last]
    else:
        data[last] = value


@pytest.fixture
def scan(plimsoll, folder):
    def run(facts, *arguments, check=0, name=None):
        given = []
        for file, data in facts.items():
            path = folder / f"{file}.json"
            path.write_text(json.dumps(data, indent=2))
            given += ["--cloud-facts", path]
        return harness.Report(plimsoll.run("scan", "cloud", *given, "-o", "json", *arguments, check=check).stdout)
    return run


@pytest.fixture(scope="module")
def before(plimsoll):
    """Provider -> the report on the good facts."""
    reports = {}
    for provider in EDITIONS:
        files = [x for p in sorted((FACTS / provider).glob("*.json")) for x in ("--cloud-facts", p)]
        reports[provider] = harness.Report(plimsoll.run("scan", "cloud", *files, "-o", "json").stdout)
    return reports


# Good facts.


@pytest.mark.parametrize("provider", EDITIONS)
def test_good_facts_pass_and_what_is_a_persons_is_left_to_one(before, provider):
    report = before[provider]
    assert [b["id"] for b in report.data["benchmarks"]] == [EDITIONS[provider]]
    statuses = report.statuses()
    person = PERSON.get(provider, set())
    wrong = {n: report.why(n) for n, s in statuses.items() if s != ("manual" if n in person else "pass")}
    assert not wrong, wrong
    (cloud,) = report.data["clouds"]
    version, controls = CHOSEN[provider]
    assert (cloud["name"], cloud["provider"], cloud["kubernetes_version"]) == ("shop", provider, version)
    assert len(statuses) == controls and not report.data["hosts"] and not report.data.get("clusters")
    for control in report.benchmark()["controls"]:
        assert control["role"] == "cloud", control["id"]
        for one in control["evidence"] if control["id"] not in person else []:
            # What is not there has a file, and no line.
            assert one["location"]["kind"] == "file" and one["location"].get("line", 1) >= 1, one


def test_a_version_that_no_edition_covers_gets_a_notice_and_the_newest(before):
    assert any("1.33" in n and "oke-1.7.0" in n for n in before["oke"].notices), before["oke"].notices
    for provider in ("eks", "aks", "gke", "ack"):
        assert before[provider].notices == []


@pytest.mark.parametrize("version", ["1.15", "1.26", "1.29", "1.31", "1.34", "1.99"])
def test_the_edition_follows_from_the_version_of_the_cluster(plimsoll, scan, version):
    """The newest that was written for it; where there is none, never an older one than the version."""
    def key(minor):
        return int(minor.split(".")[1])

    editions = {b["id"]: [key(v) for v in b["kubernetes"]]
                for b in json.loads(plimsoll.run("benchmarks", "list", "-o", "json").stdout)
                if b["family"] == "cis-eks" and b["kubernetes"]}
    order = sorted(editions, key=lambda e: [int(x) for x in e.removeprefix("eks-").split(".")])
    fits = [e for e in order if key(version) in editions[e]]
    newer = [e for e in order if min(editions[e]) > key(version)]
    facts = good("eks")
    put(facts["cluster"], "cluster.version", version)
    report = scan(facts)
    (chosen,) = [b["id"] for b in report.data["benchmarks"]]
    if fits:
        assert chosen == fits[-1] and report.notices == []
    else:
        nearest = [e for e in newer if min(editions[e]) == min(min(editions[o]) for o in newer)]
        assert chosen in (nearest or order[-1:]), (chosen, nearest)
        assert any(version in n and chosen in n for n in report.notices), report.notices


@pytest.mark.parametrize("provider", EDITIONS)
def test_one_file_with_everything_says_the_same(before, scan, provider):
    whole = {"everything": {"provider": provider, "documents": list(good(provider).values())}}
    assert scan(whole).statuses() == before[provider].statuses()


def test_yaml_is_read_too(plimsoll, folder, before):
    import yaml
    files = []
    for name, data in good("aks").items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(data))
        files += ["--cloud-facts", folder / f"{name}.yaml"]
    report = harness.Report(plimsoll.run("scan", "cloud", *files, "-o", "json").stdout)
    assert report.statuses() == before["aks"].statuses()


# One thing broken.


@pytest.mark.parametrize(("provider", "file", "edits", "controls"), CASES,
                         ids=[f"{p}-{f}-{e[0][0].rsplit('.', 1)[-1]}-{n}" for n, (p, f, e, _) in enumerate(CASES)])
def test_one_thing_broken_changes_what_follows_from_it(scan, before, provider, file, edits, controls):
    facts = good(provider)
    for path, value in edits:
        put(facts[file], path, value if value is GONE else copy.deepcopy(value))
    report = scan(facts, "--benchmark", EDITIONS[provider])
    wanted = dict(c if isinstance(c, tuple) else (c, "fail") for c in controls)
    changed = harness.differences(before[provider].statuses(), report.statuses())
    assert {n: after for n, (_, after) in changed.items()} == wanted, {n: report.why(n) for n in {*changed, *wanted}}
    for number in wanted:
        control = report.control(number)
        if control["status"] == "fail":
            assert control["fix"], number
            assert any(e["location"].get("path", "").endswith(f"{file}.json") for e in control["evidence"]), control


def test_every_determined_control_of_good_facts_is_broken_by_some_case(before):
    for provider, report in before.items():
        broken = {c if isinstance(c, str) else c[0] for p, _, _, controls in CASES if p == provider for c in controls}
        assert broken == set(report.statuses()) - PERSON.get(provider, set()), provider


@pytest.mark.parametrize(("provider", "file", "path", "controls"), NONE, ids=[f"{p}-{f}" for p, f, _, _ in NONE])
def test_a_list_that_is_empty_says_that_there_is_none(scan, before, provider, file, path, controls):
    facts = good(provider)
    put(facts[file], path, [])
    if "TotalCount" in facts[file]:
        facts[file]["TotalCount"] = 0
    report = scan(facts)
    changed = harness.differences(before[provider].statuses(), report.statuses())
    assert {n: after for n, (_, after) in changed.items()} == dict.fromkeys(controls, "not-applicable")


@pytest.mark.parametrize(("provider", "file"), [
    (p, f.stem) for p in EDITIONS for f in sorted((FACTS / p).glob("*.json")) if (p, f.stem) != ("gke", "threat-detection")])
def test_a_document_that_is_missing_is_an_error_where_it_was_needed(scan, before, provider, file):
    facts = good(provider)
    del facts[file]
    report = scan(facts, "--benchmark", EDITIONS[provider])
    changed = harness.differences(before[provider].statuses(), report.statuses())
    assert {n: after for n, (_, after) in changed.items()} == dict.fromkeys(RESTS[provider, file], "error")
    for number in changed:
        reason = report.control(number)["reason"]
        assert "not observed" in reason and "--cloud-facts" in reason, reason
    (cloud,) = report.data["clouds"]
    assert cloud["not_given"]


def test_what_was_not_described_ends_strict_with_4(scan):
    facts = good("eks")
    scan(facts, "--strict")
    del facts["addon"]
    scan(facts, "--strict", check=4)


# Files that are not facts.

BROKEN = {
    "unknown": b'{"surprise": 1}', "cut": (FACTS / "eks" / "cluster.json").read_bytes()[:700], "text": b"Unable to locate credentials\n",
    "list": b"[]", "binary": b"\xff\xfe\x00\x01", "deep": b"[" * 100000, "empty": b"", "blank": b" \n\n", "null": b"null\n",
    "nowhere": b'{"provider": "nowhere", "documents": []}', "wrong": b'{"provider": "aks", "documents": [{"nodeInstances": []}]}',
    "ambiguous": b'{"nodepools": [], "sls_project_name": "x"}',
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside"])
def test_a_file_that_is_no_document_is_refused_and_named(plimsoll, folder, name, beside):
    path = folder / f"{name}.json"
    path.write_bytes(BROKEN[name])
    more = ("--cloud-facts", FACTS / "eks" / "cluster.json") if beside else ()
    done = plimsoll.run("scan", "cloud", *more, "--cloud-facts", path, "-o", "json", check=1)
    assert path.name in done.stderr and done.stderr.startswith("error: ") and not done.stdout


def test_a_file_that_fits_nothing_is_answered_with_the_commands(plimsoll, folder):
    path = folder / "u.json"
    path.write_bytes(BROKEN["unknown"])
    error = plimsoll.run("scan", "cloud", "--cloud-facts", path, check=1).stderr
    assert "aws eks describe-cluster --name" in error and "az aks show" in error


def test_a_file_that_is_not_there_and_none_at_all(plimsoll):
    assert "/no/such.json" in plimsoll.run("scan", "cloud", "--cloud-facts", "/no/such.json", check=1).stderr
    assert "--cloud-facts" in plimsoll.run("scan", "cloud", check=2).stderr


def test_two_providers_are_refused_and_both_are_named(plimsoll):
    done = plimsoll.run("scan", "cloud", "--cloud-facts", FACTS / "eks" / "cluster.json", "--cloud-facts",
                        FACTS / "aks" / "cluster.json", check=1)
    first = done.stderr.splitlines()[0]
    assert "eks" in first.replace("eks/cluster.json", "") and "aks" in first.replace("aks/cluster.json", ""), done.stderr


def test_two_clusters_are_refused(plimsoll, folder):
    other = json.loads((FACTS / "eks" / "cluster.json").read_text())
    put(other, "cluster.name", "other")
    put(other, "cluster.arn", "arn:aws:eks:eu-west-1:111122223333:cluster/other")
    path = folder / "other.json"
    path.write_text(json.dumps(other))
    plimsoll.run("scan", "cloud", "--cloud-facts", FACTS / "eks" / "cluster.json", "--cloud-facts", path, check=1)


def test_an_edition_for_another_provider_says_so(scan):
    report = scan(good("eks"), "--benchmark", "gke-1.9.0")
    assert set(report.statuses().values()) <= {"error", "manual", "not-applicable"}
    assert any("gke" in n and "eks" in n for n in report.notices), report.notices


# With the cluster and its nodes.


def test_facts_stand_in_the_report_of_the_cluster(plimsoll, before):
    files = [x for p in sorted((FACTS / "eks").glob("*.json")) for x in ("--cloud-facts", p)]
    arguments = ("scan", "cluster", "--from-dump", SHOP, "--whole", "--benchmark", "eks-1.8.0", "-o", "json")
    alone = harness.Report(plimsoll.run(*arguments).stdout).statuses()
    both = harness.Report(plimsoll.run(*arguments, *files).stdout)
    cloud = before["eks"].statuses()
    assert set(both.statuses()) == set(alone) and set(cloud) < set(alone)
    for number, status in both.statuses().items():
        assert status == (cloud[number] if number in cloud else alone[number]), both.why(number)
    # Without facts nothing of the provider's passes.
    assert {alone[n] for n in cloud} == {"error"}
    assert both.data["clouds"] and both.data["clusters"]


def test_facts_choose_the_edition_of_a_cluster(plimsoll):
    report = harness.Report(plimsoll.run("scan", "cluster", "--from-dump", SHOP, "--whole", "--cloud-facts",
                                         FACTS / "eks" / "cluster.json", "-o", "json").stdout)
    assert "eks-1.8.0" in [b["id"] for b in report.data["benchmarks"]]


@pytest.mark.parametrize(("provider", "labels"), [
    ("eks", {"eks.amazonaws.com/nodegroup": "apps"}), ("aks", {"kubernetes.azure.com/cluster": "MC_shop"}),
    ("gke", {"cloud.google.com/gke-nodepool": "web"}),
])
def test_a_cluster_shows_its_provider_by_its_nodes_and_asks_for_facts(plimsoll, folder, provider, labels):
    dump = json.loads(SHOP.read_text())
    for item in dump["items"]:
        if item["kind"] == "Node":
            item["metadata"]["labels"] = labels
            item["status"]["nodeInfo"]["kubeletVersion"] = {"eks": "v1.34.1-eks-113cf36", "aks": "v1.34.1",
                                                            "gke": "v1.34.1-gke.1829001"}[provider]
    path = folder / "dump.json"
    path.write_text(json.dumps(dump))
    report = harness.Report(plimsoll.run("scan", "cluster", "--from-dump", path, "--whole", "-o", "json").stdout)
    assert EDITIONS[provider] in [b["id"] for b in report.data["benchmarks"]], report.notices
    statuses = report.statuses(EDITIONS[provider])
    rows = {c["id"]: c for c in report.benchmark(EDITIONS[provider])["controls"]}
    cloud = [n for n, c in rows.items() if c["role"] == "cloud"]
    assert len(cloud) == CHOSEN[provider][1]
    assert {statuses[n] for n in cloud} == {"error"}


# What must not be shown.

SECRETS = {
    "gke": [("cluster", "masterAuth.username", "admin"), ("cluster", "masterAuth.password", "correct-horse-7Zq"),
            ("cluster", "masterAuth.clientKey", "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlFcEFJQkFBS0NBUUVB"),
            ("cluster", "masterAuth.clientCertificate", "LS0t"),
            ("disks", "0.diskEncryptionKey.rawKey", "SGVsbG8gZnJvbSBHb29nbGUgQ2xvdWQgUGxhdGZvcm0=")],
    "aks": [("cluster", "servicePrincipalProfile.secret", "aB8Q~verysecretvalue0123456789abcdefghij"),
            ("cluster", "aadProfile.serverAppSecret", "zY9Q~othersecretvalue0123456789abcdefgh"),
            ("registry-roles", "registryRoleAssignments.0.description", "password=correct-horse-7Zq")],
    "eks": [("node-instances", "nodeInstances.0.UserData", "IyEvYmluL3NoCmV4cG9ydCBUT0tFTj1jb3JyZWN0LWhvcnNl"),
            ("addon", "addon.configurationValues", '{"enableNetworkPolicy":"false","env":{"DB_PASSWORD":"correct-horse-7Zq"}}')],
    "ack": [("cluster", "master_url", json.dumps({"api_server_endpoint": "https://admin:correct-horse-7Zq@198.51.100.7:6443",
                                                  "intranet_api_server_endpoint": "https://192.168.0.251:6443"})),
            ("policies", "0.policy_parameters", '{"token":"correct-horse-7Zq"}')],
}
FORMATS = ["terminal", "json", "csv", "junit", "html", "sarif", "github", "gitlab-code-quality", "gitlab-sast", "kube-bench-json"]


@pytest.mark.parametrize("provider", SECRETS)
@pytest.mark.parametrize("form", FORMATS)
def test_no_secret_of_the_facts_is_in_any_output(plimsoll, folder, provider, form):
    facts, hidden = good(provider), []
    for file, path, value in SECRETS[provider]:
        put(facts[file], path, value)
        if "Url" in path or "master_url" in path or "{" in value or "password=" in value:
            hidden.append("correct-horse-7Zq")
        elif value not in ("admin", "LS0t"):
            hidden.append(value)
    files = []
    for name, data in facts.items():
        (folder / f"{name}.json").write_text(json.dumps(data, indent=2))
        files += ["--cloud-facts", folder / f"{name}.json"]
    done = plimsoll.run("scan", "cloud", *files, "--benchmark", EDITIONS[provider], "-vv", "-o", form)
    assert done.stdout.strip() or form == "github"
    for secret in hidden:
        assert secret not in done.stdout + done.stderr, secret


def test_facts_are_not_kept_in_a_snapshot(plimsoll, folder):
    files = [x for p in sorted((FACTS / "eks").glob("*.json")) for x in ("--cloud-facts", p)]
    path = folder / "s.snap"
    plimsoll.run("scan", "cluster", "--from-dump", SHOP, "--save", path, *files)
    assert b"arn:aws" not in harness.unpack(path)
    again = harness.Report(plimsoll.run("audit", path, "--benchmark", "eks-1.8.0", "-o", "json").stdout)
    assert again.statuses()["5.3.1"] == "error" and not again.data.get("clouds")


@pytest.mark.parametrize("provider", EDITIONS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_control(plimsoll, provider, form, before):
    files = [x for p in sorted((FACTS / provider).glob("*.json")) for x in ("--cloud-facts", p)]
    text = plimsoll.run("scan", "cloud", *files, "-vv", "-o", form).stdout
    assert text.strip() or form == "github"     # which has a line for every failure
    if form in ("terminal", "csv", "html", "kube-bench-json", "junit"):
        for number in before[provider].statuses():
            assert number in text, number


def test_json_is_what_the_schema_says(before):
    import jsonschema
    schema = json.loads((harness.ROOT / "docs" / "schemas" / "report.schema.json").read_text())
    for report in before.values():
        jsonschema.validate(report.data, schema)


def test_the_stig_of_a_managed_cluster_asks_the_provider_for_the_audit_log(scan):
    facts = good("eks")
    assert set(scan(facts, "--benchmark", "eks-stig-kubernetes-v1r6").statuses().values()) == {"pass"}
    put(facts["cluster"], "cluster.logging.clusterLogging.0.types", ["api"])
    statuses = scan(facts, "--benchmark", "eks-stig-kubernetes-v1r6", "--fail-on", "medium", check=3).statuses()
    # How long logs are kept is asked of the log group.
    assert statuses == dict.fromkeys(("V-242402", "V-242403", "V-242461", "V-242465"), "fail") | {"V-242464": "pass"}


@pytest.mark.parametrize("provider", EDITIONS)
def test_older_editions_of_the_provider_pass_as_well(plimsoll, scan, before, provider):
    """Each control that an older edition asks of the provider is one that the newest good facts answer."""
    listed = json.loads(plimsoll.run("benchmarks", "list", "-o", "json").stdout)
    for edition in [b["id"] for b in listed if b.get("family") == f"cis-{provider}"]:
        report = scan(good(provider), "--benchmark", edition)
        wrong = {n: report.why(n) for n, s in report.statuses().items() if s not in ("pass", "manual", "not-applicable")
                 and "not observed" not in report.why(n)}
        assert not wrong, (edition, wrong)
