"""A running cluster through its API: what is read, with which rights, and what RBAC really allows."""

import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest

import harness

HERE = Path(__file__).resolve().parent
ADMIN = "/etc/kubernetes/admin.conf"
SEED = int(os.environ.get("PLIMSOLL_SEED", "20261124"))
QUESTIONS = int(os.environ.get("PLIMSOLL_QUESTIONS", "3000"))
RBAC = "rbac.authorization.k8s.io"

VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "bind", "escalate",
         "impersonate", "use", "approve"]
RESOURCES = [("", "pods"), ("", "pods/exec"), ("", "pods/log"), ("", "secrets"), ("", "nodes/proxy"), ("", "users"),
             ("", "serviceaccounts/token"), ("apps", "deployments"), ("apps", "deployments/scale"),
             (RBAC, "clusterroles"), (RBAC, "roles"), ("batch", "jobs"), ("example.com", "widgets"),
             ("example.com", "widgets/status")]
PATHS = ["/healthz", "/healthz/etcd", "/metrics", "/logs", "/logs/kubelet.log", "/api", "/version"]
NAMESPACES = ["r-one", "r-two", "r-three"]
NAMES = ["a", "b", "own"]
USERS = ["jane", "joe", "system:kube-scheduler", "system:anonymous"]
GROUPS = ["devs", "ops", "system:authenticated", "system:unauthenticated", "system:serviceaccounts"]
ACCOUNTS = [(n, a) for n in NAMESPACES[:2] for a in ("default", "app")]


def rule(r):
    """A random rule with every form that RBAC knows."""
    if r.random() < 0.15:
        urls = r.sample(["/healthz", "/healthz/*", "/metrics", "/logs/*", "*", "/api*"], r.randint(1, 2))
        return {"nonResourceURLs": urls, "verbs": r.sample(["get", "post", "*"], 1)}
    pairs = r.sample(RESOURCES, r.randint(1, 3))
    resources = [p[1] for p in pairs]
    if r.random() < 0.15:
        resources.append(r.choice(["*", "*/exec", "*/status", "*/scale", "pods/*"]))
    made = {"apiGroups": ["*"] if r.random() < 0.1 else sorted({p[0] for p in pairs}), "resources": resources,
            "verbs": ["*"] if r.random() < 0.1 else r.sample(VERBS, r.randint(1, 4))}
    if r.random() < 0.25:
        made["resourceNames"] = r.sample(NAMES, r.randint(1, 2))
    return made


def subject(r):
    match r.randint(0, 2):
        case 0:
            return {"kind": "User", "name": r.choice(USERS[:2]), "apiGroup": RBAC}
        case 1:
            names = [*GROUPS, "system:serviceaccounts:r-one"]
            return {"kind": "Group", "name": r.choice(names), "apiGroup": RBAC}
        case _:
            namespace, name = r.choice(ACCOUNTS)
            return {"kind": "ServiceAccount", "name": name, "namespace": namespace}


def objects(r):
    """Random roles and bindings, aggregated and dangling ones among them."""
    api = f"{RBAC}/v1"
    made = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": n}} for n in NAMESPACES]
    made += [{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "app", "namespace": n}}
             for n in NAMESPACES]
    for number in range(25):
        labels = {"to": "sum"} if number % 6 == 0 else {}
        made.append({"apiVersion": api, "kind": "ClusterRole", "metadata": {"name": f"r-{number}", "labels": labels},
                     "rules": [rule(r) for _ in range(r.randint(1, 3))]})
    made.append({"apiVersion": api, "kind": "ClusterRole", "metadata": {"name": "r-sum"}, "rules": [],
                 "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"to": "sum"}}]}})
    for number in range(25):
        rules = [x for x in (rule(r) for _ in range(4)) if "resources" in x][:2]
        made.append({"apiVersion": api, "kind": "Role", "rules": rules,
                     "metadata": {"name": f"r-{number}", "namespace": r.choice(NAMESPACES)}})
    for number in range(14):
        role = r.choice([f"r-{r.randint(0, 24)}", "r-sum", "gone"])
        made.append({"apiVersion": api, "kind": "ClusterRoleBinding", "metadata": {"name": f"r-{number}"},
                     "roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": role},
                     "subjects": [subject(r) for _ in range(r.randint(1, 2))]})
    for number in range(40):
        made.append({"apiVersion": api, "kind": "RoleBinding",
                     "metadata": {"name": f"r-{number}", "namespace": r.choice(NAMESPACES)},
                     "roleRef": {"apiGroup": RBAC, "kind": r.choice(["Role", "ClusterRole"]),
                                 "name": f"r-{r.randint(0, 24)}"},
                     "subjects": [subject(r) for _ in range(r.randint(1, 2))]})
    return made


def question(r):
    """Who asks (as `plimsoll can` and a SubjectAccessReview write it), and what."""
    if r.random() < 0.5:
        namespace, name = r.choice(ACCOUNTS)
        who = f"serviceaccount:{namespace}:{name}"
        user = f"system:serviceaccount:{namespace}:{name}"
        groups = ["system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"]
    else:
        user = who = r.choice(USERS)
        groups = ["system:unauthenticated"] if user == "system:anonymous" else ["system:authenticated"]
    extra = r.sample(GROUPS[:2], r.randint(0, 1))
    spec = {"user": user, "groups": groups + extra}
    if r.random() < 0.15:
        path, verb = r.choice(PATHS), r.choice(["get", "post"])
        spec["nonResourceAttributes"] = {"path": path, "verb": verb}
        arguments = [verb, path]
    else:
        group, resource = r.choice(RESOURCES)
        verb = r.choice(VERBS)
        name = r.choice([None, *NAMES])
        namespace = r.choice([None, *NAMESPACES])
        plain, _, sub = resource.partition("/")
        attributes = {"verb": verb, "group": group, "resource": plain}
        if sub:
            attributes["subresource"] = sub
        if name:
            attributes["name"] = name
        if namespace:
            attributes["namespace"] = namespace
        spec["resourceAttributes"] = attributes
        written = f"{plain}.{group}" if group else plain
        arguments = [verb, f"{written}/{sub}" if sub else written, *([name] if name else []),
                     *(["-n", namespace] if namespace else [])]
    return spec, [who, *arguments, *(x for g in extra for x in ("--group", g))]


def ask(bed, specs):
    lines = "".join(json.dumps(s) + "\n" for s in specs)
    done = bed.call("exec", "python3", HERE / "cluster_api.py", "review", input=lines)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(specs)
    return answers


@pytest.fixture(scope="module")
def cluster(bed):
    return bed.variant("default")


@pytest.fixture(scope="module")
def random_rbac(cluster, work):
    path = work / "rbac.json"
    path.write_text(json.dumps({"items": objects(random.Random(SEED))}))
    cluster.call("exec", "python3", HERE / "cluster_api.py", "load", path)
    # The controller manager fills the aggregated role.
    for _ in range(50):
        rules = json.loads(cluster.call("kubectl", "get", "clusterrole", "r-sum", "-o", "json").stdout).get("rules")
        if rules:
            break
        time.sleep(0.2)
    assert rules, "the aggregated role stays empty"
    return cluster


@pytest.fixture(scope="module")
def snapshot(random_rbac, inside, work):
    path = work / "cluster.snap"
    inside.run("collect", "cluster", "--kubeconfig", ADMIN, "-o", path)
    return path


def test_can_says_what_the_api_server_says(random_rbac, plimsoll, snapshot):
    r = random.Random(SEED + 1)
    asked = [question(r) for _ in range(QUESTIONS)]
    answers = ask(random_rbac, [spec for spec, _ in asked])
    wrong = []
    for (spec, arguments), answer in zip(asked, answers):
        done = plimsoll.run("can", *arguments, "--from", snapshot, check=None)
        assert done.returncode in (0, 3), (arguments, done.stderr)
        if (done.returncode == 0) != answer:
            wrong.append((arguments, answer, done.stdout))
    assert not wrong, f"{len(wrong)} of {len(asked)} differ: {wrong[:5]}"
    share = sum(answers) / len(answers)
    assert 0.05 < share < 0.95, f"{share}: the questions tell nothing"


def test_who_can_names_exactly_those_who_can(random_rbac, plimsoll, snapshot):
    r = random.Random(SEED + 2)
    people = [("User", u, {"user": u, "groups": []}) for u in ("jane", "joe")]
    people += [("Group", g, {"user": "nobody-at-all", "groups": [g]}) for g in (*GROUPS[:2], "system:masters")]
    people += [("ServiceAccount", f"{n}/{a}", {"user": f"system:serviceaccount:{n}:{a}", "groups": []})
               for n, a in ACCOUNTS]
    specs, expected = [], []
    for _ in range(60):
        group, resource = r.choice(RESOURCES)
        verb, namespace = r.choice(VERBS), r.choice(NAMESPACES)
        plain, _, sub = resource.partition("/")
        written = (f"{plain}.{group}" if group else plain) + (f"/{sub}" if sub else "")
        done = plimsoll.run("who-can", verb, written, "-n", namespace, "--from", snapshot, "-o", "json")
        named = {entry["subject"] for entry in json.loads(done.stdout)}
        for kind, name, who in people:
            specs.append({**who, "resourceAttributes": {"verb": verb, "group": group, "resource": plain,
                                                        "subresource": sub, "namespace": namespace}})
            expected.append((f"{kind} {name}" in named, kind, name, verb, written, namespace))
    answers = ask(random_rbac, specs)
    wrong = [(e, a) for e, a in zip(expected, answers) if e[0] != a]
    assert not wrong, wrong[:5]
    assert any(answers) and not all(answers)


def test_an_unknown_resource_is_an_error_that_names_it(plimsoll, snapshot):
    done = plimsoll.run("who-can", "get", "podz", "--from", snapshot, check=2)
    assert "`podz` is no resource that is known" in done.stderr
    done = plimsoll.run("can", "serviceaccount:app", "--from", snapshot, check=2)
    assert "serviceaccount:NAMESPACE:NAME" in done.stderr


def test_a_saved_look_says_what_the_look_said(cluster, inside, plimsoll, folder):
    path = folder / "c.snap"
    live = inside.run("scan", "cluster", "--kubeconfig", ADMIN, "--save", path, "-o", "json", check=0).stdout
    assert plimsoll.run("audit", path, "-o", "json").stdout == live
    report = harness.Report(live)
    statuses = report.statuses("cis-2.0.1")
    assert len(statuses) == 34 and {n.split(".")[0] for n in statuses} == {"5"}
    determined = [n for n, s in statuses.items() if s in ("pass", "fail")]
    assert len(determined) >= 28, statuses
    assert report.data["clusters"][0]["user"] == "kubernetes-admin"


def test_the_formats_keep_to_their_schemas(cluster, inside, folder):
    import jsonschema
    import junitparser
    files = {name: folder / name for name in ("json", "junit", "csv", "html", "sarif")}
    inside.run("scan", "cluster", "--kubeconfig", ADMIN, *(x for n, f in files.items() for x in ("-o", f"{n}={f}")))
    schema = json.loads((harness.ROOT / "docs/schemas/report.schema.json").read_text())
    jsonschema.validate(json.loads(files["json"].read_text()), schema)
    suites = junitparser.JUnitXml.fromfile(str(files["junit"]))
    assert any("cis-2.0.1" in suite.name for suite in suites)
    assert files["csv"].read_text().count("5.1.1,") == 1
    assert "Security audit of the cluster" in files["html"].read_text()


def account(cluster, name, namespace="plimsoll"):
    """A kubeconfig for a service account; its path, inside and outside."""
    token = cluster.call("kubectl", "create", "token", name, "-n", namespace).stdout.strip()
    return ["--server", "https://10.10.0.1:6443", "--certificate-authority", "/etc/kubernetes/pki/ca.crt",
            "--token", token]


def apply(cluster, text):
    cluster.call("kubectl", "apply", "-f", "-", input=text)


@pytest.fixture(scope="module")
def accounts(cluster, plimsoll):
    # The random bindings give rights to groups that every account is in.
    for kind in ("clusterrolebindings", "rolebindings"):
        names = cluster.call("kubectl", "get", kind, "-A", "-o", "json").stdout
        for item in json.loads(names)["items"]:
            if item["metadata"]["name"].startswith("r-"):
                place = item["metadata"].get("namespace")
                cluster.call("kubectl", "delete", kind, item["metadata"]["name"], *(["-n", place] if place else []))
    apply(cluster, json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "plimsoll"}}))
    apply(cluster, plimsoll.run("rbac-manifest").stdout)
    for name in ("nothing", "partly"):
        apply(cluster, json.dumps({"apiVersion": "v1", "kind": "ServiceAccount",
                                   "metadata": {"name": name, "namespace": "plimsoll"}}))
    everything = json.loads(cluster.call("kubectl", "get", "clusterrole", "plimsoll-scan", "-o", "json").stdout)
    rules = []
    for one in everything["rules"]:
        kept = [x for x in one["resources"] if x not in ("roles", "pods")]
        rules.append({**one, "resources": kept})
    for kind, extra in (("ClusterRole", {"rules": rules}),
                        ("ClusterRoleBinding", {"roleRef": {"apiGroup": RBAC, "kind": "ClusterRole", "name": "partly"},
                                                "subjects": [{"kind": "ServiceAccount", "name": "partly",
                                                              "namespace": "plimsoll"}]})):
        apply(cluster, json.dumps({"apiVersion": f"{RBAC}/v1", "kind": kind, "metadata": {"name": "partly"}, **extra}))
    return cluster


def test_the_role_that_is_printed_is_enough_and_writes_nothing(accounts, inside):
    done = inside.run("scan", "cluster", *account(accounts, "plimsoll-scan"), "-o", "json", "--strict", check=None)
    report = harness.Report(done.stdout)
    assert report.data["objects"]["not_judged"] == []
    errors = {c["id"]: c["reason"] for c in report.benchmark("cis-2.0.1")["controls"] if c["status"] == "error"}
    assert not [r for r in errors.values() if "forbidden" in r], errors
    role = json.loads(accounts.call("kubectl", "get", "clusterrole", "plimsoll-scan", "-o", "json").stdout)
    assert {v for r in role["rules"] for v in r["verbs"]} == {"list"}
    assert not [r for r in role["rules"] if "secrets" in r["resources"]]


def test_our_own_role_passes_our_own_audit(accounts, inside):
    report = harness.Report(inside.run("scan", "cluster", "--kubeconfig", ADMIN, "-o", "json").stdout)
    ours = [f for f in report.findings if "plimsoll-scan" in f["target"] or "plimsoll-scan" in f["reason"]]
    assert not ours, ours


def test_without_any_right_everything_is_an_error(accounts, inside):
    done = inside.run("scan", "cluster", *account(accounts, "nothing"), "-o", "json", "--strict", check=4)
    controls = harness.Report(done.stdout).benchmark("cis-2.0.1")["controls"]
    for control in controls:
        if control["checks"]:
            assert control["status"] == "error", (control["id"], control["status"], control["reason"])
            if control["id"] != "5.1.7":
                assert "forbidden" in control["reason"], control
    assert not [c for c in controls if c["status"] == "pass"]


def test_what_may_not_be_listed_is_an_error_where_it_was_needed(accounts, inside):
    report = harness.Report(inside.run("scan", "cluster", *account(accounts, "partly"), "-o", "json").stdout)
    statuses = report.statuses("cis-2.0.1")
    forbidden = {c["id"] for c in report.benchmark("cis-2.0.1")["controls"]
                 if c["status"] == "error" and "forbidden" in c["reason"]}
    # Neither Roles nor pods: rights and workloads cannot be passed.
    assert {"5.1.2", "5.1.4"} <= forbidden, (forbidden, statuses)
    for number in ("5.1.2", "5.1.4", "5.1.13", "5.3.1", "5.4.1", "5.6.2"):
        assert statuses[number] in ("error", "fail"), (number, statuses[number])
    reasons = [n["reason"] for n in report.data["objects"]["not_judged"]]
    assert [r for r in reasons if "cannot list pods" in r] and [r for r in reasons if "cannot list roles" in r]
    done = inside.run("who-can", "get", "secrets", *account(accounts, "partly"), check=1)
    assert "cannot be told without every Role" in done.stderr


@pytest.fixture(scope="module")
def large(cluster, work):
    """More objects than a page holds: pods without a kubelet to run them."""
    items = [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "many"}},
             {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "many"}}]
    items += [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"p-{n:04}", "namespace": "many"},
               "spec": {"nodeSelector": {"never": "here"}, "containers": [{"name": "a", "image": "a.example.com/a:1"}]}}
              for n in range(1100)]
    path = work / "many.json"
    path.write_text(json.dumps({"items": items}))
    cluster.call("exec", "python3", HERE / "cluster_api.py", "load", path)
    yield cluster
    cluster.call("kubectl", "delete", "namespace", "many", "--wait=false")


class Proxy:
    ports = iter(range(18100, 18200))

    def __init__(self, bed, fault, folder):
        self.port = next(self.ports)
        self.log = folder / "requests"
        script = f"exec python3 {HERE}/cluster_api.py proxy {self.port} {fault} > {self.log}"
        self.process = bed.popen("sh", "-c", script)
        for _ in range(100):
            if bed.call("exec", "sh", "-c", f"echo > /dev/tcp/127.0.0.1/{self.port}", check=False).returncode == 0:
                break
            if bed.call("exec", "python3", "-c",
                        f"import socket; socket.create_connection(('127.0.0.1', {self.port}))",
                        check=False).returncode == 0:
                break
            time.sleep(0.1)
        self.bed = bed

    def stop(self):
        self.bed.call("exec", "pkill", "-f", f"cluster_api.py proxy {self.port} ", check=False)
        self.process.wait(timeout=20)

    def requests(self):
        return self.log.read_text().splitlines()


@pytest.fixture
def through(large, inside, folder):
    running = []

    def scan(fault, *arguments, check=0, **more):
        proxy = Proxy(large, fault, folder)
        running.append(proxy)
        done = inside.run("scan", "cluster", "--server", f"http://127.0.0.1:{proxy.port}", "-o", "json", *arguments,
                          check=check, timeout=240, **more)
        return done, proxy

    yield scan
    for proxy in running:
        proxy.stop()


def pods(report):
    return report.data["clusters"][0]["objects"].get("Pod", 0)


def pod_problem(report):
    return [n["reason"] for n in report.data["objects"]["not_judged"] if n["path"].endswith(": Pod")]


def test_secrets_are_not_asked_for_and_their_values_never(through, folder):
    done, proxy = through("none")
    report = harness.Report(done.stdout)
    assert pods(report) >= 1100 and not pod_problem(report)
    assert not [r for r in proxy.requests() if "/secrets" in r]
    assert {r.split()[0] for r in proxy.requests()} == {"GET", "POST"}
    posts = [r for r in proxy.requests() if r.startswith("POST")]
    assert all("selfsubjectreviews" in r for r in posts), posts
    assert all("limit=500" in r for r in proxy.requests() if "/pods?" in r)
    done, proxy = through("none", "--secrets")
    asked = [r for r in proxy.requests() if "/secrets?" in r]
    assert asked and all("as=PartialObjectMetadataList" in r for r in asked)


@pytest.mark.parametrize("fault", ["throttle", "drop", "slow"])
def test_a_troubled_api_server_is_read_whole_or_not_at_all(through, fault):
    done, _ = through(fault)
    report = harness.Report(done.stdout)
    assert pods(report) >= 1100 and not pod_problem(report), pod_problem(report)
    if fault != "slow":
        assert [n for n in report.notices if "tried again" in n], report.notices


@pytest.mark.parametrize("fault,said", [
    ("cut", "breaks off"), ("half", "cut short"), ("blank", "no list"), ("expire", "expired 4 times"), ("short", "objects before the end"),
    ("endless", "without an end"), ("die", ""),
])
def test_a_list_that_cannot_be_read_whole_is_an_error_and_never_a_part(through, fault, said):
    done, _ = through(fault, "--strict", "--timeout", "120", check=4)
    report = harness.Report(done.stdout)
    problem = pod_problem(report)
    if fault == "die":
        assert problem and len(report.data["objects"]["not_judged"]) > 20, report.data["objects"]["not_judged"]
    else:
        assert problem and said in problem[0], problem
    assert pods(report) == 0
    statuses = report.statuses("cis-2.0.1")
    assert statuses["5.4.1"] in ("error", "fail") and statuses["5.6.2"] in ("error", "fail"), statuses


def test_nobody_there_is_an_error_at_once(inside):
    done = inside.run("scan", "cluster", "--server", "http://127.0.0.1:9", "--request-timeout", "2", check=1)
    assert "cannot be asked" in done.stderr
    done = inside.run("scan", "cluster", "--kubeconfig", "/nowhere", check=1)
    assert "/nowhere" in done.stderr


def test_kubelets_answer_section_4_through_the_api(cluster, inside):
    report = harness.Report(inside.run("scan", "cluster", "--kubeconfig", ADMIN, "--kubelets", "proxy", "-o",
                                       "json").stdout)
    statuses = report.statuses("cis-2.0.1")
    assert statuses["4.2.1"] == "pass" and statuses["4.2.2"] == "pass", statuses
    # Files of the node, and flags, cannot be seen through the API.
    assert statuses["4.1.1"] == "error" and statuses["4.2.7"] in ("error", "manual", "pass"), statuses
    assert "the API" in report.control("4.1.1", "cis-2.0.1")["reason"]
    direct = harness.Report(inside.run("scan", "cluster", "--kubeconfig", ADMIN, "--kubelets", "direct",
                                       "--insecure-kubelets", "-o", "json").stdout)
    assert direct.statuses("cis-2.0.1")["4.2.1"] == "pass"


def test_cluster_and_nodes_are_one_report(cluster, inside, folder):
    node = folder / "node.snap"
    inside.run("collect", "node", "-o", node)
    report = harness.Report(inside.run("scan", "cluster", "--kubeconfig", ADMIN, "--node", node, "-o", "json").stdout)
    numbers = report.statuses("cis-2.0.1")
    assert {n.split(".")[0] for n in numbers} == {"1", "2", "3", "4", "5"} and len(numbers) == 131
    alone = harness.Report(inside.run("audit", node, "-o", "json").stdout).statuses("cis-2.0.1")
    assert {n: s for n, s in numbers.items() if n[0] != "5"} == alone


def test_a_node_that_nobody_looked_at_is_an_error(cluster, inside, folder):
    apply(cluster, json.dumps({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "elsewhere"}}))
    try:
        node = folder / "node.snap"
        inside.run("collect", "node", "-o", node)
        done = inside.run("scan", "cluster", "--kubeconfig", ADMIN, "--node", node, "-o", "json")
        control = harness.Report(done.stdout).control("4.2.1", "cis-2.0.1")
        seen = {host["host"]: host for host in control["hosts"]}
        assert seen["elsewhere"]["status"] == "error" and "not observed" in seen["elsewhere"]["reason"]
        assert seen["testbed-node"]["status"] == "pass"
    finally:
        cluster.call("kubectl", "delete", "node", "elsewhere")


def test_the_inventory_names_what_runs(cluster, inside):
    found = json.loads(inside.run("inventory", "--kubeconfig", ADMIN, "-o", "json").stdout)["clusters"][0]
    demo = [w for w in found["workloads"] if w["namespace"] == "demo" and w["name"] == "demo"]
    assert demo and demo[0]["pods"] == 1 and demo[0]["nodes"] == ["testbed-node"]
    assert [n["name"] for n in found["nodes"]] == ["testbed-node"]
    import yaml
    as_yaml = yaml.safe_load(inside.run("inventory", "--kubeconfig", ADMIN, "-o", "yaml").stdout)
    assert as_yaml["clusters"][0]["workloads"] == found["workloads"]
    wide = inside.run("inventory", "--kubeconfig", ADMIN, "-o", "wide").stdout
    assert "Pod/demo/demo" in wide and "FAR-REACHING" in wide
    csv = inside.run("inventory", "--kubeconfig", ADMIN, "-o", "csv").stdout
    assert csv.startswith("cluster,entry,name,field,value")


def test_policies_and_exposure_are_matched_truly(cluster, inside):
    name = "reach"
    apply(cluster, json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {
            "name": name, "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}},
        *({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": app, "namespace": name},
           "spec": {"replicas": 0, "selector": {"matchLabels": {"app": app}}, "template": {
               "metadata": {"labels": {"app": app}},
               "spec": {"hostPID": app == "b", "containers": [{"name": "a", "image": "a.example.com/a:1"}]}}}}
          for app in ("a", "b")),
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s", "namespace": name},
         "spec": {"type": "NodePort", "selector": {"app": "a"}, "ports": [{"port": 80}]}},
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "np", "namespace": name},
         "spec": {"podSelector": {"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["b"]}]},
                  "policyTypes": ["Ingress"]}}]}))
    found = json.loads(inside.run("inventory", "--kubeconfig", ADMIN, "-o", "json").stdout)["clusters"][0]
    of = {w["name"]: w for w in found["workloads"] if w["namespace"] == name}
    assert of["a"]["exposure"] == ["NodePort s"] and of["a"]["ingress_policies"] == ["np"]
    assert of["b"]["exposure"] == [] and of["b"]["ingress_policies"] == [] and of["a"]["egress_policies"] == []
    report = harness.Report(inside.run("scan", "cluster", "--kubeconfig", ADMIN, "-o", "json").stdout)
    unselected = {f["target"] for f in report.findings if f["check"] == "netpol-missing-for-pod"}
    assert f"Deployment/{name}/b" in unselected and f"Deployment/{name}/a" not in unselected
    # Admission is said beside the finding, and takes nothing from it.
    host_pid = [f for f in report.findings if f["check"] == "host-pid" and f["target"] == f"Deployment/{name}/b"]
    assert len(host_pid) == 1 and "it refuses this" in host_pid[0]["evidence"][0]["note"], host_pid
    assert report.control("5.2.3", "cis-2.0.1")["status"] in ("fail", "pass")
