"""Pods that differ in everything the Pod Security Standards look at, the same on every run."""

import random

SYSCTLS = ["kernel.shm_rmid_forced", "net.ipv4.tcp_syncookies", "net.ipv4.ip_local_reserved_ports",
           "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_rmem", "net.ipv4.tcp_notsent_lowat", "kernel.msgmax",
           "net.core.somaxconn"]
CAPABILITIES = ["CHOWN", "NET_BIND_SERVICE", "SYS_ADMIN", "NET_ADMIN", "ALL", "chown", "CAP_CHOWN", "NET_RAW",
                "MKNOD", "SETFCAP", "AUDIT_WRITE"]
VOLUMES = [{"emptyDir": {}}, {}, {"hostPath": {"path": "/data"}}, {"configMap": {"name": "a"}},
           {"secret": {"secretName": "a"}}, {"persistentVolumeClaim": {"claimName": "a"}},
           {"nfs": {"server": "a", "path": "/"}}, {"downwardAPI": {"items": []}},
           {"projected": {"sources": [{"configMap": {"name": "a"}}]}},
           {"csi": {"driver": "a.example.com"}}, {"iscsi": {"targetPortal": "a", "iqn": "iqn.2001-04.com.example:a", "lun": 0}},
           {"ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"],
                                                            "resources": {"requests": {"storage": "1Gi"}}}}}}]
SECCOMP = [{"type": "RuntimeDefault"}, {"type": "Unconfined"}, {"type": "Localhost", "localhostProfile": "a.json"}]
APPARMOR = [{"type": "RuntimeDefault"}, {"type": "Unconfined"}, {"type": "Localhost", "localhostProfile": "a"}]
SELINUX = [{"type": "container_t"}, {"type": "container_engine_t"}, {"type": "spc_t"}, {"user": "system_u"},
           {"role": "system_r"}, {"level": "s0:c1,c2"}, {"type": "container_kvm_t", "level": "s0"}]


def probe(draw, host):
    handler = draw.choice(["httpGet", "tcpSocket"])
    return {handler: {"port": 8080, **({"host": host} if host else {})}}


def hardened():
    return {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def deviate_container(draw, container, windows):
    """Changes one thing of a container."""
    context = container.setdefault("securityContext", {})
    capabilities = context.get("capabilities", {})
    what = draw.randrange(16)
    if what == 0 and not windows:
        context["privileged"] = draw.choice([True, False])
        if context["privileged"]:
            context["allowPrivilegeEscalation"] = True
    elif what == 1 and not windows:
        context["allowPrivilegeEscalation"] = draw.choice([True, False])
    elif what == 2 and not windows:
        context["capabilities"] = {**capabilities, "add": draw.sample(CAPABILITIES, draw.randint(1, 3))}
        if any(name in ("SYS_ADMIN", "CAP_SYS_ADMIN", "ALL") for name in context["capabilities"]["add"]):
            context["allowPrivilegeEscalation"] = True
    elif what == 3 and not windows:
        context["capabilities"] = {**capabilities, "drop": draw.choice([[], ["NET_RAW"], ["all"], ["ALL", "NET_RAW"]])}
    elif what == 4:
        context["runAsNonRoot"] = draw.choice([True, False])
    elif what == 5 and not windows:
        context["runAsUser"] = draw.choice([0, 1000])
    elif what == 6 and not windows:
        context["seccompProfile"] = draw.choice(SECCOMP)
    elif what == 7 and not windows:
        context["appArmorProfile"] = draw.choice(APPARMOR)
    elif what == 8 and not windows:
        context["seLinuxOptions"] = draw.choice(SELINUX)
    elif what == 9 and not windows:
        context["procMount"] = "Default"
    elif what == 10:
        number = draw.randint(1, 60000)
        container["ports"] = [{"containerPort": number, **draw.choice([{}, {"hostPort": number}, {"hostPort": 0}])}]
    elif what == 11 and container.get("restartPolicy") != "no":
        container["livenessProbe"] = probe(draw, draw.choice([None, "", "169.254.169.254"]))
    elif what == 12:
        container["lifecycle"] = {draw.choice(["postStart", "preStop"]): probe(draw, draw.choice([None, "10.0.0.1"]))}
    elif what == 13:
        container.pop("securityContext", None)
    elif what == 14 and not windows:
        context.pop("allowPrivilegeEscalation", None)
    elif what == 15 and not windows:
        context["readOnlyRootFilesystem"] = True


def deviate_pod(draw, pod, windows):
    """Changes one thing of the pod as a whole."""
    spec = pod["spec"]
    context = spec["securityContext"]
    annotations = pod["metadata"].setdefault("annotations", {})
    what = draw.randrange(15)
    if what == 0 and not windows:
        field = draw.choice(["hostPID", "hostIPC", "hostNetwork"])
        spec[field] = True
    elif what == 1:
        spec["volumes"] = [{"name": f"v{n}", **draw.choice(VOLUMES)} for n in range(draw.randint(1, 3))]
    elif what == 2 and not windows:
        context["sysctls"] = [{"name": name, "value": "1"} for name in draw.sample(SYSCTLS, draw.randint(1, 2))]
    elif what == 3 and not windows:
        context["seccompProfile"] = draw.choice(SECCOMP)
    elif what == 4 and not windows:
        context.pop("seccompProfile", None)
    elif what == 5 and not windows:
        context["appArmorProfile"] = draw.choice(APPARMOR)
    elif what == 6 and not windows:
        context["seLinuxOptions"] = draw.choice(SELINUX)
    elif what == 7:
        context["runAsNonRoot"] = draw.choice([True, False])
    elif what == 8:
        context.pop("runAsNonRoot", None)
    elif what == 9 and not windows:
        context["runAsUser"] = draw.choice([0, 1000])
    elif what == 10:
        annotations["seccomp.security.alpha.kubernetes.io/pod"] = draw.choice(
            ["runtime/default", "unconfined", "docker/default", "localhost/a"])
    elif what == 11:
        annotations["container.seccomp.security.alpha.kubernetes.io/c0"] = draw.choice(["unconfined", "localhost/a"])
    elif what == 12 and not windows:
        spec["hostUsers"] = draw.choice([True, False])
    elif what == 13:
        annotations["example.com/note"] = "x"
    elif what == 14:
        spec["automountServiceAccountToken"] = False


def make(draw, number):
    windows = draw.random() < 0.08
    spec = {"securityContext": {"runAsNonRoot": True}, "containers": []}
    if windows:
        spec["os"] = {"name": "windows"}
    else:
        spec["securityContext"]["seccompProfile"] = {"type": "RuntimeDefault"}
        if draw.random() < 0.3:
            spec["os"] = {"name": "linux"}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"pod-{number}"}, "spec": spec}
    for index in range(draw.choice([1, 1, 1, 2])):
        spec["containers"].append({"name": f"c{index}", "image": "registry.example.com/app:1"})
    kind = draw.random()
    if kind < 0.25:
        spec["initContainers"] = [{"name": "i0", "image": "registry.example.com/init:1"}]
        if kind < 0.1:
            spec["initContainers"][0]["restartPolicy"] = "Always"
    containers = spec["containers"] + spec.get("initContainers", [])
    for container in containers:
        if not windows:
            container["securityContext"] = hardened()
    for _ in range(draw.choice([0, 1, 1, 2, 3])):
        if draw.random() < 0.5:
            deviate_pod(draw, pod, windows)
        else:
            deviate_container(draw, draw.choice(containers), windows)
    if windows and draw.random() < 0.3:
        spec["hostNetwork"] = True
        spec["securityContext"]["windowsOptions"] = {"hostProcess": True, "runAsUserName": "NT AUTHORITY\\SYSTEM"}
    if spec.get("hostUsers") is False:
        for field in ("hostPID", "hostIPC", "hostNetwork"):
            spec.pop(field, None)
        if draw.random() < 0.5:
            containers[0].setdefault("securityContext", {})["procMount"] = "Unmasked"
        spec["volumes"] = [one for one in spec.get("volumes", []) if "ephemeral" not in one]
    for container in containers:
        init = container["name"].startswith("i") and container.get("restartPolicy") != "Always"
        if init:
            container.pop("livenessProbe", None)
            container.pop("lifecycle", None)
        if spec.get("hostNetwork"):
            for port in container.get("ports", []):
                port["hostPort"] = port["containerPort"]
    return pod


def pods(seed, count):
    draw = random.Random(seed)
    return [make(draw, number) for number in range(count)]
