//! Writes manifests in the shape of real trees: `cargo run --bin manifests -- DIR FILES KIB`.
//!
//! Applications of `tests/manifests/apps` under other names, and between them what fills real trees:
//! definitions of kinds and dashboards. The same arguments give the same files. `KIB` is the size of
//! a file on average.

use std::fmt::Write as _;
use std::path::PathBuf;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let directory = PathBuf::from(arguments.next().expect("a directory"));
    let files: usize = arguments.next().map_or(1000, |text| text.parse().expect("a number"));
    let kib: usize = arguments.next().map_or(22, |text| text.parse().expect("a number"));
    let apps = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/manifests/apps");
    let mut texts: Vec<String> = std::fs::read_dir(apps)
        .expect("the applications")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| std::fs::read_to_string(path).expect("an application"))
        .collect();
    texts.sort();
    for number in 0..files {
        let folder = directory.join(format!("team-{}", number % 40));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut text = String::new();
        let wanted = kib * 1024;
        let mut part = number;
        while text.len() < wanted {
            let one = &texts[part % texts.len()];
            let named = one
                .replace("namespace: shop", &format!("namespace: shop-{}", number % 200))
                .replace("app: web", &format!("app: web-{number}-{part}"));
            text.push_str("---\n");
            text.push_str(&named);
            part += 1;
            // Of a large tree most is definitions of kinds and dashboards.
            let mut filler = 0;
            while kib > 4 && text.len() < wanted {
                if (number + filler) % 3 == 0 {
                    dashboard(&mut text, number * 100 + filler);
                } else {
                    definition(&mut text, number * 100 + filler);
                }
                filler += 1;
            }
        }
        std::fs::write(folder.join(format!("app-{number}.yaml")), text).expect("a file");
    }
}

/// A definition of a kind, with a schema as deep as generated ones are.
fn definition(text: &mut String, number: usize) {
    let _ = write!(
        text,
        "---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things{number}.example.com\n\
         spec:\n  group: example.com\n  scope: Namespaced\n  names: {{kind: Thing{number}, plural: things{number}}}\n  versions:\n    - name: v1\n      \
         served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n"
    );
    for field in 0..40 {
        let _ = write!(
            text,
            "            field{field}:\n              description: |-\n                Field {field} says what the controller is to do\n                with the part of that number, and when.\n              \
             type: object\n              properties:\n                containers:\n                  type: array\n                  items:\n                    type: object\n                    \
             properties:\n                      name: {{type: string}}\n                      size: {{type: integer, format: int32}}\n"
        );
    }
}

/// A dashboard: a long text that holds JSON.
fn dashboard(text: &mut String, number: usize) {
    let _ = write!(
        text,
        "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: dashboard-{number}, namespace: monitoring}}\ndata:\n  dashboard.json: |\n    {{\"panels\": [\n"
    );
    for panel in 0..60 {
        let _ = writeln!(
            text,
            "      {{\"id\": {panel}, \"title\": \"Requests of part {panel}\", \"targets\": [{{\"expr\": \"sum(rate(http_requests_total{{part=\\\"{panel}\\\"}}[5m]))\"}}]}},"
        );
    }
    text.push_str("      {}\n    ]}\n");
}
