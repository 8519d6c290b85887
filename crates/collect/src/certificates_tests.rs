//! Certificates made with OpenSSL; their digests are its own.

use proptest::prelude::*;

use super::*;
use crate::fs::{LookError, MemFs};

const CHAIN: &[u8] = include_bytes!("../testdata/chain.pem");
const ED25519: &[u8] = include_bytes!("../testdata/ed25519.pem");
const KEY: &str = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

#[test]
fn a_chain_is_read_with_its_names_and_keys() {
    let file = parse("/pki/apiserver.crt", CHAIN);
    assert_eq!(file.problem, None);
    let [leaf, authority] = file.certificates.as_slice() else { panic!("two certificates") };
    assert_eq!(leaf.subject, "O=system:masters, CN=kube-apiserver");
    assert_eq!(leaf.issuer, "CN=kubernetes");
    assert_eq!(leaf.sha256, "c3c34fec97654a474dca614174c935086c110e0e20221838180881125c487ab0");
    assert_eq!(leaf.key_sha256, "8e67d7307b5b070d863f86491ee6fbe57c64e63a3a97d6f9915ae423221464bf");
    assert_eq!((leaf.key_algorithm.as_str(), leaf.key_bits), ("EC P-256", Some(256)));
    assert_eq!(leaf.signature_algorithm, "sha256WithRSAEncryption");
    assert_eq!(leaf.alternative_names, ["kubernetes.default", "10.96.0.1", "fd00::1"]);
    assert_eq!(leaf.not_after - leaf.not_before, 3650 * 86_400);
    assert_eq!((leaf.is_ca, leaf.chain_continues), (false, Some(true)));
    assert_eq!((authority.key_algorithm.as_str(), authority.key_bits), ("RSA", Some(2048)));
    assert_eq!((authority.is_ca, authority.chain_continues), (true, None));
}

#[test]
fn an_edwards_key_is_known() {
    let file = parse("/ed", ED25519);
    assert_eq!(file.certificates[0].key_algorithm, "Ed25519");
    assert_eq!(file.certificates[0].signature_algorithm, "Ed25519");
}

#[test]
fn keys_are_passed_over_and_order_is_judged() {
    let content = [ED25519, KEY.as_bytes(), CHAIN].concat();
    let file = parse("/x", &content);
    let continues: Vec<Option<bool>> =
        file.certificates.iter().map(|one| one.chain_continues).collect();
    assert_eq!(continues, [Some(false), Some(true), None]);
    assert!(!format!("{file:?}").contains("AAAA"));
}

#[test]
fn what_cannot_be_understood_is_a_problem_and_what_came_before_is_kept() {
    let cut = CHAIN.get(..CHAIN.len() - 200).unwrap();
    let file = parse("/x", cut);
    assert_eq!(file.certificates.len(), 1);
    assert_eq!(file.problem.as_deref(), Some("certificate 2: its end is missing"));
    for content in [b"".as_slice(), b"\0\xff", KEY.as_bytes()] {
        let problem = parse("/x", content).problem;
        assert_eq!(problem.as_deref(), Some("it holds no certificate in PEM form"));
    }
    let garbage = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(parse("/x", garbage).problem.unwrap().starts_with("certificate 1: "));
}

#[test]
fn too_many_certificates_and_unreadable_files_are_told() {
    let file = parse("/x", &ED25519.repeat(CERTIFICATES + 1));
    assert_eq!(file.certificates.len(), CERTIFICATES);
    assert!(file.problem.is_some());
    let fs = MemFs::new().unreadable("/x", LookError::denied());
    assert_eq!(read(&fs, "/x").problem.as_deref(), Some("permission denied"));
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(at in 0_usize..2000, byte: u8) {
        let mut content = CHAIN.to_vec();
        let at = at % content.len();
        content[at] = byte;
        let _ = parse("/x", &content);
    }

    #[test]
    fn no_der_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = certificate(&bytes);
        let _ = parse("/x", &bytes);
    }
}
