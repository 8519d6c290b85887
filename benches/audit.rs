//! How long the parts of an audit take: `cargo bench` in this folder. Compare ratios within one run.

use plimsoll::snapshot_file::AnySnapshot;
use plimsoll_bench::{Content, host};
use plimsoll_checks::REGISTRY;
use plimsoll_collect::{fs::MemFs, node};
use plimsoll_engine::Request;

const SNAPSHOT: &[u8] = include_bytes!("../tests/corpus/v1-kubeadm-1.37.snap");

fn snapshot() -> plimsoll_model::Snapshot {
    match plimsoll::snapshot_file::from_bytes(SNAPSHOT).unwrap() {
        AnySnapshot::Host(snapshot) => *snapshot,
        AnySnapshot::Cluster(_) => unreachable!("the corpus has a host under this name"),
    }
}

fn main() {
    divan::main();
}

fn both() -> Request {
    let benchmarks = vec!["cis-2.0.1".to_owned(), "cis-1.12".to_owned()];
    Request { benchmarks, ..Request::default() }
}

#[divan::bench]
fn load_the_content() -> usize {
    plimsoll_catalog::builtin().unwrap().checks.len()
}

#[divan::bench]
fn read_a_snapshot() -> usize {
    snapshot().node.components.len()
}

/// A host in memory: what looking costs beside the system calls.
#[divan::bench]
fn look_at_a_host(bencher: divan::Bencher<'_, '_>) {
    let content = plimsoll_catalog::builtin().unwrap();
    let fs = host().into_iter().fold(MemFs::new(), |fs, (path, one)| match one {
        Content::File(text) => fs.file(&path, text),
        Content::Link(target) => fs.link(&path, &target),
    });
    bencher.bench(|| {
        let snapshot = node::collect(&node::Request {
            content: &content,
            fs: &fs,
            proc: (&fs, "/proc"),
            root: "/",
            tool: "b",
            as_of: 1_700_003_600,
            uid: 0,
            stated_version: None,
            path_variables: Default::default(),
        });
        assert!(snapshot.node.components.len() >= 6);
        snapshot
    });
}

#[divan::bench]
fn judge_one_host_by_both_editions(bencher: divan::Bencher<'_, '_>) {
    let content = plimsoll_catalog::builtin().unwrap();
    let snapshot = snapshot();
    let snapshots = [snapshot];
    bencher.bench(|| plimsoll_engine::audit(&content, REGISTRY, &snapshots, &both(), "b").unwrap());
}

#[divan::bench(args = [10, 100])]
fn judge_many_hosts(bencher: divan::Bencher<'_, '_>, hosts: usize) {
    let content = plimsoll_catalog::builtin().unwrap();
    let one = snapshot();
    let mut snapshots = vec![one; hosts];
    for (number, snapshot) in snapshots.iter_mut().enumerate() {
        snapshot.node.name = format!("node-{number}");
    }
    bencher.bench(|| plimsoll_engine::audit(&content, REGISTRY, &snapshots, &both(), "b").unwrap());
}

#[divan::bench]
fn print_json(bencher: divan::Bencher<'_, '_>) {
    let report = report();
    bencher.bench(|| plimsoll_report::json::v1::render(&report).unwrap().len());
}

#[divan::bench]
fn print_html(bencher: divan::Bencher<'_, '_>) {
    let report = report();
    bencher.bench(|| plimsoll_report::html::v1::render(&report).unwrap().len());
}

fn report() -> plimsoll_model::Report {
    let content = plimsoll_catalog::builtin().unwrap();
    let snapshot = snapshot();
    plimsoll_engine::audit(&content, REGISTRY, &[snapshot], &both(), "b").unwrap()
}
