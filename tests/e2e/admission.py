"""Asks the API server what its Pod Security admission says of pods. Runs inside the testbed.

admission.py LEVEL: reads pods, one JSON document a line, posts each as a dry run into a namespace with
`warn` at that level, and prints a line for each: {"refused": TEXT} or {"warning": TEXT or null}.
"""

import base64
import http.client
import json
import re
import ssl
import sys
import tempfile

ADMIN = "/etc/kubernetes/admin.conf"


def connect():
    with open(ADMIN) as file:
        text = file.read()
    context = ssl.create_default_context()
    parts = {}
    for key in ("certificate-authority-data", "client-certificate-data", "client-key-data"):
        parts[key] = base64.b64decode(re.search(rf"{key}: (\S+)", text)[1])
    with tempfile.NamedTemporaryFile() as both, tempfile.NamedTemporaryFile() as authority:
        both.write(parts["client-certificate-data"] + b"\n" + parts["client-key-data"])
        authority.write(parts["certificate-authority-data"])
        both.flush()
        authority.flush()
        context.load_cert_chain(both.name)
        context.load_verify_locations(authority.name)
    host, port = re.search(r"server: https://([^:]+):(\d+)", text).groups()
    return http.client.HTTPSConnection(host, int(port), context=context, timeout=60)


def call(connection, method, path, body):
    connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    return answer, json.loads(answer.read())


def main():
    level = sys.argv[1]
    connection = connect()
    namespace = f"pss-{level}"
    prefix = "pod-security.kubernetes.io/"
    answer, body = call(connection, "POST", "/api/v1/namespaces", {
        "apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace, "labels": {
            prefix + "enforce": "privileged", prefix + "warn": level, prefix + "warn-version": "latest"}}})
    assert answer.status in (201, 409), body
    for name in ("default",):
        call(connection, "POST", f"/api/v1/namespaces/{namespace}/serviceaccounts",
             {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}})
    for line in sys.stdin:
        answer, body = call(connection, "POST", f"/api/v1/namespaces/{namespace}/pods?dryRun=All", json.loads(line))
        if answer.status == 201:
            warnings = [text for text in answer.headers.get_all("Warning") or [] if "would violate PodSecurity" in text]
            print(json.dumps({"warning": warnings[0] if warnings else None}))
        else:
            print(json.dumps({"refused": body.get("message", str(answer.status))}))


if __name__ == "__main__":
    main()
