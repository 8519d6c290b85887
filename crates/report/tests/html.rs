//! The HTML page: whole, safe, self-contained and the same every time.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to fail")]

#[path = "html/sample.rs"]
mod sample;

use plimsoll_model::Report;
use plimsoll_report::html::v1;
use sha2::{Digest, Sha256};

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
    // At most an icon, which ids_are_unique_and_links_lead_somewhere looks at.
    assert!(page.matches("<link").count() <= 1);
    for loader in [
        " src=",
        "srcset",
        "@import",
        "url(",
        "<iframe",
        "<object",
        "<embed",
        "<img",
        "<base",
        "fetch(",
        "XMLHttpRequest",
        "import(",
        " style=",
        " onclick=",
    ] {
        assert!(!page.contains(loader), "{loader}");
    }
    assert!(page.replace("&#39;", "'").contains("default-src 'none'"));
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
fn the_score_never_stands_alone() {
    let report = sample::report();
    let page = page(&report);
    let scores = report.benchmarks.iter().filter(|one| one.score.is_some()).count();
    assert_eq!(page.matches(" of applicable controls ").count(), scores);
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
    assert!(page(&report).contains("</html>"));
    report.hosts.clear();
    assert!(page(&report).contains("</html>"));
}

#[test]
fn the_policy_names_this_style_and_this_script() {
    let page = page(&sample::report());
    for tag in ["style", "script"] {
        let (_, rest) = page.split_once(&format!("<{tag}>")).unwrap();
        let (body, _) = rest.split_once(&format!("</{tag}>")).unwrap();
        let hash = base64(&Sha256::digest(body.as_bytes()));
        let told =
            [format!("{tag}-src 'sha256-{hash}'"), format!("{tag}-src &#39;sha256-{hash}&#39;")];
        assert!(told.iter().any(|one| page.contains(one)), "{tag}: sha256-{hash}");
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let mut text: String = bits
        .as_bytes()
        .chunks(6)
        .map(|six| format!("{:0<6}", std::str::from_utf8(six).unwrap()))
        .map(|six| char::from(DIGITS[usize::from_str_radix(&six, 2).unwrap()]))
        .collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn the_page_stays_small() {
    let length = page(&sample::report()).len();
    assert!(length < 1_500_000, "{length} bytes");
}
