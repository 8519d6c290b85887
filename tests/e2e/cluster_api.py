"""Talks to the API server of the testbed as its administrator. Runs inside the testbed.

cluster_api.py load FILE: creates the objects of a List (those that are there already are left alone).
cluster_api.py review: reads SubjectAccessReview specs, a line each; prints `true` or `false` for each.
cluster_api.py proxy PORT FAULT: forwards plain HTTP to the API server with faults, until it is killed;
    prints every request to standard output. Faults: none, throttle, drop, cut, half, blank, short, expire, slow, die, endless.
"""

import http.client
import http.server
import itertools
import json
import sys
import threading
import time
import urllib.parse

import admission

CORE = {"Namespace": "namespaces", "ServiceAccount": "serviceaccounts", "ConfigMap": "configmaps", "Pod": "pods",
        "Service": "services", "Node": "nodes", "Secret": "secrets", "ResourceQuota": "resourcequotas"}
OTHERS = {"NetworkPolicy": "networkpolicies", "Ingress": "ingresses"}
WIDE = {"Namespace", "Node", "ClusterRole", "ClusterRoleBinding", "ValidatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"}


def path_of(item):
    group = item["apiVersion"]
    kind = item["kind"]
    plural = CORE.get(kind) or OTHERS.get(kind)
    if not plural:
        plural = kind.lower() + ("s" if not kind.endswith("y") else "")
        if kind.endswith("Policy"):
            plural = kind.lower()[:-1] + "ies"
    base = "/api/v1" if group == "v1" else f"/apis/{group}"
    if kind in WIDE:
        return f"{base}/{plural}"
    return f"{base}/namespaces/{item['metadata']['namespace']}/{plural}"


def load(file):
    items = json.load(open(file))["items"]
    first = [i for i in items if i["kind"] == "Namespace"]
    rest = [i for i in items if i["kind"] != "Namespace"]
    connection = admission.connect()
    for item in first + rest:
        for key in ("uid", "resourceVersion", "managedFields", "creationTimestamp"):
            item["metadata"].pop(key, None)
        item.pop("status", None)
        if item["kind"] == "Pod":
            # What the API server would not take from a client, or would refuse for want of the owner.
            spec = item["spec"]
            spec.pop("priority", None)
            spec.pop("preemptionPolicy", None)
        answer, body = admission.call(connection, "POST", path_of(item), item)
        if answer.status not in (200, 201, 409):
            sys.exit(f"{item['kind']} {item['metadata']['name']}: {answer.status} {body}")


def review():
    connection = admission.connect()
    path = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
    for line in sys.stdin:
        body = {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": json.loads(line)}
        answer, body = admission.call(connection, "POST", path, body)
        assert answer.status == 201, body
        print(json.dumps(bool(body["status"].get("allowed"))))


def proxy(port, fault):
    counter = itertools.count()
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def status(self, code, message, headers=()):
            body = json.dumps({"kind": "Status", "message": message, "code": code}).encode()
            self.send_response(code)
            for key, value in headers:
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def serve(self):
            number = next(counter)
            with lock:
                print(self.command, self.path, self.headers.get("Accept", ""), flush=True)
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length) if length else None
            more = "continue=" in self.path
            if fault == "throttle" and number % 3 == 0:
                return self.status(429, "too many requests", [("Retry-After", "1")])
            if fault == "expire" and more:
                return self.status(410, "the provided continue parameter is too old")
            if fault == "die" and number > 5:
                self.close_connection = True
                self.connection.close()
                return None
            if fault == "slow":
                time.sleep(0.2)
            connection = admission.connect()
            headers = {"Accept": self.headers.get("Accept", "application/json"), "Content-Type": "application/json"}
            path = self.path.replace("&continue=again", "")
            connection.request(self.command, path, sent, headers)
            answer = connection.getresponse()
            body = answer.read()
            if fault == "endless" and "/pods?" in self.path:
                parsed = json.loads(body)
                parsed["items"] = []
                parsed["metadata"]["continue"] = "again"
                body = json.dumps(parsed).encode()
            if fault == "blank" and "/pods?" in self.path:
                body = b"{}"
            if fault == "short" and "/pods?" in self.path and more:
                parsed = json.loads(body)
                parsed["items"] = parsed["items"][:3]
                parsed["metadata"].pop("continue", None)
                body = json.dumps(parsed).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/json"))
            if (fault == "drop" and number % 4 == 1) or (fault == "cut" and "/pods?" in self.path):
                # The length promises more than comes.
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()
                return None
            if fault == "half" and "/pods?" in self.path:
                # Complete by its length, and half of the JSON.
                body = body[: len(body) // 2]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return None

        do_GET = do_POST = serve

    http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["load", file]:
            load(file)
        case ["review"]:
            review()
        case ["proxy", port, fault]:
            proxy(int(port), fault)
        case _:
            sys.exit(__doc__)
