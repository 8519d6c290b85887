//! The HTML page: whole, safe, self-contained and the same every time.

#[path = "html/sample.rs"]
mod sample;
#[path = "html/sha256.rs"]
mod sha256;

use plimsoll_model::Report;
use plimsoll_report::html::v1;

fn page(report: &Report) -> String {
    v1::render(report).unwrap()
}

/// Writes the page where a person or a validator can look at it: `PLIMSOLL_HTML=FILE`, and with
/// `PLIMSOLL_REPORT=FILE` the page of that report.
#[test]
fn page_to_look_at() {
    let report = match std::env::var_os("PLIMSOLL_REPORT") {
        Some(path) => serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap(),
        None => sample::report(),
    };
    if let Some(path) = std::env::var_os("PLIMSOLL_HTML") {
        std::fs::write(path, page(&report)).unwrap();
    }
}

#[test]
fn every_control_is_there_once() {
    let report = sample::report();
    let page = page(&report);
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            let id = format!(" id=\"{}/{}\"", benchmark.id, control.id);
            assert_eq!(page.matches(&id).count(), 1, "{id}");
        }
    }
}

#[test]
fn ids_are_unique_and_links_lead_somewhere() {
    let page = page(&sample::report());
    let values = |name: &str| -> Vec<String> {
        let start = format!(" {name}=\"");
        page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let ids = values("id");
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(ids.len(), unique.len());
    for link in values("href") {
        if let Some(target) = link.strip_prefix('#') {
            assert!(unique.binary_search(&target.to_owned()).is_ok(), "{link}");
        } else {
            assert!(link.starts_with("data:image/svg+xml,"), "{link}");
        }
    }
}

#[test]
fn nothing_is_loaded() {
    let page = page(&sample::report());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("<link").count(), 1);
    for loader in [
        " src=", "srcset", "@import", "url(", "<iframe", "<object", "<embed", "<img", "<base",
        "fetch(", "XMLHttpRequest", "import(", " style=", " onclick=",
    ] {
        assert!(!page.contains(loader), "{loader}");
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("unsafe-inline"));
}

#[test]
fn hostile_text_stays_text() {
    let report = sample::hostile();
    let page = page(&report);
    assert_eq!(page.matches("<script").count(), 1, "only our own");
    assert!(page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)"));
    let harmful = |one: char| {
        one.is_control() && one != '\n'
            || matches!(one, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let left: Vec<char> = page.chars().filter(|one| harmful(*one)).collect();
    assert_eq!(left, Vec::<char>::new());
    assert!(page.contains("\\u{202e}"));
    assert!(page.contains("\\u{1b}"));
    // Nothing gets out of an attribute: the only quotes inside of tags are those of the template.
    assert!(!page.contains("\" onmouseover"));
    assert!(!page.contains("</style><"));
}

#[test]
fn the_same_fix_is_written_once() {
    let report = sample::report();
    let page = page(&report);
    assert_eq!(page.matches("The kubelet restarts the pod when the file is saved.").count(), 1);
    assert!(page.contains("The same as for <a href=\"#cis-1.12/1.2.15\">cis-1.12/1.2.15</a>"));
}

#[test]
fn the_score_never_stands_alone() {
    let report = sample::report();
    let page = page(&report);
    let scores = report.benchmarks.iter().filter(|one| one.score.is_some()).count();
    assert_eq!(page.matches("of applicable controls determined").count(), scores);
}

#[test]
fn the_same_report_gives_the_same_page() {
    assert_eq!(page(&sample::report()), page(&sample::report()));
}

#[test]
fn an_empty_report_has_a_page() {
    let mut report = sample::report();
    report.benchmarks.clear();
    report.findings.clear();
    report.notices.clear();
    assert!(page(&report).contains("No benchmark was judged."));
    report.hosts.clear();
    assert!(page(&report).contains("<h1>Kubernetes audit</h1>"));
}

#[test]
fn the_policy_names_this_style_and_this_script() {
    let page = page(&sample::report());
    for (tag, told, name) in
        [("style", v1::STYLE_HASH, "STYLE_HASH"), ("script", v1::SCRIPT_HASH, "SCRIPT_HASH")]
    {
        let (_, rest) = page.split_once(&format!("<{tag}>")).unwrap();
        let (body, _) = rest.split_once(&format!("</{tag}>")).unwrap();
        let hash = format!("sha256-{}", sha256::base64(&sha256::digest(body.as_bytes())));
        assert_eq!(told, hash, "{name} in src/html/v1.rs is to be {hash}");
    }
}

#[test]
fn the_page_stays_small() {
    let length = page(&sample::report()).len();
    assert!(length < 1_500_000, "{length} bytes");
}
