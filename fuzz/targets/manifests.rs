//! Manifests of anybody's, from text to findings and every format: no panic, places that lie in the
//! text, no control character that reaches a terminal, and the same result a second time.
#![no_main]
use std::sync::LazyLock;

use plimsoll::manifests::{Request, Tool, analyse};
use plimsoll_checks::OBJECT_REGISTRY;
use plimsoll_collect::manifests::{Input, Origin};
use plimsoll_content::Content;
use plimsoll_engine::objects::Plan;
use plimsoll_model::{Report, Version};
use plimsoll_report::{csv, github, gitlab, json, junit, sarif, terminal};

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::whole().unwrap());
static REQUEST: LazyLock<Request<'static>> = LazyLock::new(|| {
    let plan = Plan::new(&CONTENT, OBJECT_REGISTRY, &Default::default(), |_| true).unwrap();
    let mut request =
        Request::new(&CONTENT, plan, Version::minor(1, 37), "2026-11-23".to_owned()).unwrap();
    request.honour =
        vec![Tool::Checkov, Tool::KubeLinter, Tool::Polaris, Tool::KubeScore, Tool::Trivy, Tool::Kubescape];
    request
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = 1 + text.matches(['\n', '\r']).count();
    let input = Input { shown: "a.yaml".to_owned(), text: text.to_owned(), origin: Origin::File };
    let inputs = [input];
    let analysis = analyse(&inputs, &REQUEST);
    for finding in &analysis.findings {
        let place = finding.location.as_ref().unwrap();
        assert!(place.line as usize <= lines, "line {} of {lines}", place.line);
    }
    assert_eq!(analysis, analyse(&inputs, &REQUEST));
    let report = Report {
        schema: plimsoll_model::report::SCHEMA.to_owned(),
        tool: "plimsoll 0".to_owned(),
        as_of: "2026-11-23T00:00:00Z".to_owned(),
        clusters: Vec::new(),
        hosts: Vec::new(),
        clouds: Vec::new(),
        notices: Vec::new(),
        benchmarks: Vec::new(),
        findings: analysis.findings,
        objects: Some(analysis.summary),
    };
    let options = terminal::Options { width: 80, colour: false, verbosity: 1 };
    for text in [
        terminal::render(&report, &options),
        csv::v1::render(&report),
        github::v1::render(&report),
        json::v1::render(&report).unwrap(),
        junit::v1::render(&report).unwrap(),
        sarif::v1::render(&report).unwrap(),
        gitlab::code_quality::render(&report).unwrap(),
        gitlab::sast::render(&report).unwrap(),
    ] {
        let bad = text.chars().find(|letter| letter.is_control() && !matches!(letter, '\n' | '\r'));
        assert_eq!(bad, None, "a control character in {text}");
    }
});
