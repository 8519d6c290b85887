//! Certificates and keys: their end, their strength, who may read the keys.

use std::collections::BTreeSet;

use plimsoll_engine::{HostJudge, Verdict, rfc3339};
use plimsoll_model::{Area, Certificate, Evidence, Surroundings};

use super::{Tally, around, at, judge_mode, mode_of};

const DAY: i64 = 86_400;
/// A file with more certificates than this is the system's bundle of public authorities.
const BUNDLE: usize = 20;

/// Every certificate of the host once, with the file it was first seen in; what could not be read,
/// and bundles, go into the tally.
fn certificates<'a>(
    judge: &HostJudge<'a>,
    around: &'a Surroundings,
    tally: &mut Tally,
) -> Vec<(&'a str, &'a Certificate)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (path, file) in &judge.host.node.certificates {
        if let Some(problem) = &file.problem
            && !super::stat(judge, path).is_ok_and(|stat| stat.is_none())
        {
            tally.blind.push(at(path, None, problem));
        }
        if file.certificates.len() > BUNDLE {
            let text = format!("a bundle of {} authorities, not judged", file.certificates.len());
            tally.good.push(at(path, None, &text));
            continue;
        }
        let own = file.certificates.iter().filter(|one| seen.insert(&one.sha256));
        found.extend(own.map(|one| (path.as_str(), one)));
    }
    for file in &around.credentials {
        if let Some(problem) = &file.problem {
            tally.blind.push(at(&file.path, None, problem));
        }
        let own = file.certificates.iter().filter(|one| seen.insert(&one.sha256));
        found.extend(own.map(|one| (file.path.as_str(), one)));
    }
    tally.blind_of(around, Area::Keys);
    tally.blind_of(around, Area::Credentials);
    found
}

fn day(seconds: i64) -> String {
    rfc3339(seconds).get(..10).unwrap_or_default().to_owned()
}

const NONE: &str = "no certificate was found on this host";

/// No certificate has ended or soon will.
pub(crate) fn valid(judge: &HostJudge<'_>) -> Verdict {
    let days = judge.number("days");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for (path, one) in certificates(judge, around, &mut tally) {
            let left = (one.not_after - judge.host.as_of).div_euclid(DAY);
            let (fine, when) = if one.not_after <= judge.host.as_of {
                (false, format!("ended on {}", day(one.not_after)))
            } else if one.not_before > judge.host.as_of {
                (false, format!("is not valid before {}", day(one.not_before)))
            } else {
                (left >= days, format!("ends on {}, in {left} days", day(one.not_after)))
            };
            let evidence = at(path, None, &format!("{} {when}", one.subject));
            if fine { tally.good.push(evidence) } else { tally.bad.push(evidence) }
        }
        Ok(tally.verdict(NONE))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected(format!("every certificate is valid for {days} days more"))
}

/// Keys are long enough and signatures of a kind that nobody can forge.
pub(crate) fn strong(judge: &HostJudge<'_>) -> Verdict {
    let least = judge.number("rsa-bits");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for (path, one) in certificates(judge, around, &mut tally) {
            let faults = weaknesses(one, least);
            let evidence = |seen: &str| -> Evidence { at(path, None, seen) };
            if faults.is_empty() {
                let bits = one.key_bits.map(|bits| format!(" {bits}")).unwrap_or_default();
                tally.good.push(evidence(&format!(
                    "{}: {}{bits}, {}",
                    one.subject, one.key_algorithm, one.signature_algorithm
                )));
            } else {
                tally.bad.push(evidence(&format!("{}: {}", one.subject, faults.join(", "))));
            }
        }
        Ok(tally.verdict(NONE))
    };
    verdict().unwrap_or_else(|verdict: Verdict| verdict).with_expected(format!(
        "RSA keys of {least} bits or more, curves of 256 bits or more, no signature over MD5 or SHA-1"
    ))
}

fn weaknesses(one: &Certificate, rsa_bits: i64) -> Vec<String> {
    let mut faults = Vec::new();
    match (one.key_algorithm.as_str(), one.key_bits) {
        ("RSA", Some(bits)) if i64::from(bits) < rsa_bits => {
            faults.push(format!("RSA key of {bits} bits"));
        }
        ("RSA", None) => faults.push("RSA key of unknown length".to_owned()),
        (curve, Some(bits)) if curve.starts_with("EC") && bits < 256 => {
            faults.push(format!("key on the curve {curve}"));
        }
        (algorithm, _) if algorithm.to_ascii_lowercase().contains("dsa") => {
            faults.push(format!("key of kind {algorithm}"));
        }
        _ => {}
    }
    // Nobody verifies the signature of an authority under itself.
    let signature = one.signature_algorithm.to_ascii_lowercase();
    let weak = ["md2", "md4", "md5", "sha1"].iter().any(|hash| signature.contains(hash));
    if weak && one.subject != one.issuer {
        faults.push(format!("signature {}", one.signature_algorithm));
    }
    faults
}

/// Private keys are their owner's alone.
pub(crate) fn keys(judge: &HostJudge<'_>) -> Verdict {
    let mode = mode_of(judge, "mode");
    let verdict = || {
        let around = around(judge)?;
        let mut tally = Tally::default();
        for key in &around.private_keys {
            let what = format!("private key ({})", key.known_by);
            judge_mode(&mut tally, judge, &key.path, mode, &what);
        }
        // A folder that cannot be listed may hold keys that anybody can read.
        tally.blind_of(around, Area::Keys);
        Ok(tally.verdict("no private key was found on this host"))
    };
    verdict()
        .unwrap_or_else(|verdict: Verdict| verdict)
        .with_expected(format!("mode {mode:04o} or stricter on every private key"))
}

#[cfg(test)]
mod tests {
    use super::weaknesses;
    use plimsoll_model::Certificate;

    fn certificate(key: &str, bits: Option<u32>, signature: &str, issuer: &str) -> Certificate {
        Certificate {
            subject: "CN=a".to_owned(),
            issuer: issuer.to_owned(),
            sha256: String::new(),
            key_sha256: String::new(),
            not_before: 0,
            not_after: 0,
            key_algorithm: key.to_owned(),
            key_bits: bits,
            signature_algorithm: signature.to_owned(),
            is_ca: false,
            alternative_names: Vec::new(),
            chain_continues: None,
        }
    }

    #[test]
    fn weak_keys_and_signatures_are_told() {
        for (key, bits, signature, issuer, want) in [
            ("RSA", Some(2048), "sha256WithRSAEncryption", "CN=ca", 0),
            ("RSA", Some(1024), "sha256WithRSAEncryption", "CN=ca", 1),
            ("RSA", None, "sha256WithRSAEncryption", "CN=ca", 1),
            ("RSA", Some(1024), "sha1WithRSAEncryption", "CN=ca", 2),
            ("RSA", Some(2048), "md5WithRSAEncryption", "CN=ca", 1),
            ("RSA", Some(2048), "sha1WithRSAEncryption", "CN=a", 0),
            ("EC P-256", Some(256), "ecdsa-with-SHA256", "CN=ca", 0),
            ("EC P-256", Some(256), "ecdsa-with-SHA1", "CN=ca", 1),
            ("EC P-224", Some(224), "ecdsa-with-SHA256", "CN=ca", 1),
            ("dsaEncryption", None, "dsa-with-SHA256", "CN=ca", 1),
            ("Ed25519", Some(256), "Ed25519", "CN=ca", 0),
        ] {
            let found = weaknesses(&certificate(key, bits, signature, issuer), 2048);
            assert_eq!(found.len(), want, "{key} {bits:?} {signature} {issuer}: {found:?}");
        }
    }
}
