//! The report on a terminal, as a person sees it.

mod common;

use plimsoll_model::{Notice, Report};
use plimsoll_report::sanitize::is_harmful;
use plimsoll_report::terminal::{Options, render};

fn shown(report: &Report, width: usize, verbosity: u8) -> String {
    render(report, &Options { width, colour: false, verbosity })
}

#[test]
fn several_hosts_80_columns() {
    insta::assert_snapshot!(shown(&common::sample(), 80, 0));
}

#[test]
fn several_hosts_80_columns_verbose() {
    insta::assert_snapshot!(shown(&common::sample(), 80, 1));
}

#[test]
fn several_hosts_40_columns() {
    insta::assert_snapshot!(shown(&common::sample(), 40, 0));
}

#[test]
fn several_hosts_40_columns_verbose() {
    insta::assert_snapshot!(shown(&common::sample(), 40, 1));
}

#[test]
fn one_host_80_columns() {
    insta::assert_snapshot!(shown(&common::one_host(), 80, 0));
}

#[test]
fn no_kubernetes_80_columns() {
    let mut report = common::one_host();
    report.hosts[0].components.clear();
    report.hosts[0].roles.clear();
    report.notices = vec![Notice {
        host: report.hosts[0].name.clone(),
        text: "no Kubernetes component runs or is configured here, as far as could be seen".into(),
    }];
    let text = shown(&report, 80, 0);
    assert!(text.lines().count() < 15, "{text}");
    insta::assert_snapshot!(text);
}

/// Code is left whole, so that it can be copied; nothing else is wider than the terminal.
#[test]
fn lines_keep_to_the_width() {
    let code = ["- --anonymous-auth=false", "chmod 600 /etc/systemd/system/kubelet.service"];
    for width in [38, 40, 60, 80, 200] {
        for verbosity in [0, 1] {
            let text = shown(&common::sample(), width, verbosity);
            for line in text.lines() {
                let fits = unicode_width::UnicodeWidthStr::width(line) <= width;
                assert!(fits || code.contains(&line.trim()), "{width}: {line:?}");
            }
        }
    }
}

/// What a host says cannot colour, move or reorder anything, and colours say nothing by themselves.
#[test]
fn only_our_own_colours_reach_the_terminal() {
    for verbosity in [0, 1] {
        let plain = shown(&common::sample(), 80, verbosity);
        assert!(!plain.chars().any(|one| one != '\n' && is_harmful(one)));
        let options = Options { width: 80, colour: true, verbosity };
        let coloured = render(&common::sample(), &options);
        let mut bare = String::new();
        let mut rest = coloured.as_str();
        while let Some((before, after)) = rest.split_once("\u{1b}[") {
            bare.push_str(before);
            let (code, after) = after.split_once('m').unwrap();
            assert!(code.bytes().all(|one| one.is_ascii_digit() || one == b';'), "{code:?}");
            rest = after;
        }
        bare.push_str(rest);
        assert_ne!(coloured, plain);
        let trimmed: Vec<&str> = bare.lines().map(str::trim_end).collect();
        assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
    }
}

#[test]
fn the_worst_comes_first() {
    let text = shown(&common::sample(), 80, 0);
    let place = |title: &str| text.find(title).unwrap_or_else(|| panic!("{title} is missing"));
    assert!(place("Nobody is let in") < place("service unit is closed"));
    assert!(place("service unit is closed") < place("Anonymous requests are refused"));
    assert!(place("Anonymous requests are refused") < place("etcd serves TLS"));
    assert!(place("etcd serves TLS") < place("Do not use client certificates"));
    assert!(!text.contains("The API server does not profile"));
    assert!(shown(&common::sample(), 80, 1).contains("The API server does not profile"));
}

/// The same control of two editions is told once, the same fix too.
#[test]
fn nothing_is_told_twice() {
    let text = shown(&common::sample(), 80, 0);
    assert_eq!(text.matches("Nobody is let in without a name").count(), 1);
    assert_eq!(text.matches("- --anonymous-auth=false").count(), 1);
    assert!(text.contains("1.2.10 (cis-2.0.1, cis-1.12)"));
}

#[test]
fn one_host_is_named_once() {
    assert_eq!(shown(&common::one_host(), 80, 0).matches("cp-1").count(), 1);
}
