//! Certificates of a PEM file. Private keys in it are passed over undecoded.

use plimsoll_model::{Certificate, CertificateFile};
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::objects::{oid_registry, oid2sn};
use x509_parser::oid_registry::Oid;
use x509_parser::pem::Pem;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::fs::FileSystem;

/// Bytes of a file that are read.
const FILE: u64 = 1 << 20;
/// Certificates of a file that are kept.
const CERTIFICATES: usize = 256;
/// Labels of a certificate (RFC 7468, section 5.1, and what OpenSSL writes).
const LABELS: [&str; 3] = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];

/// Reads the certificates of the file at `path`.
#[must_use]
pub fn read(fs: &dyn FileSystem, path: &str) -> CertificateFile {
    match fs.read(path, FILE) {
        Ok(content) => parse(path, &content),
        Err(error) => CertificateFile {
            path: path.to_owned(),
            certificates: Vec::new(),
            problem: Some(error.to_string()),
        },
    }
}

/// Reads certificates from the content of a file.
#[must_use]
pub fn parse(path: &str, content: &[u8]) -> CertificateFile {
    let mut certificates = Vec::new();
    let mut problem = None;
    let mut issuers: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for block in blocks(content) {
        if certificates.len() >= CERTIFICATES {
            problem = Some(format!("it holds more than {CERTIFICATES} certificates"));
            break;
        }
        match block.and_then(|pem| certificate(&pem)) {
            Ok((certificate, subject, issuer)) => {
                certificates.push(certificate);
                issuers.push((subject, issuer));
            }
            Err(fault) => {
                problem = Some(format!("certificate {}: {fault}", certificates.len() + 1));
                break;
            }
        }
    }
    for (certificate, pair) in certificates.iter_mut().zip(issuers.windows(2)) {
        if let [(_, issuer), (subject, _)] = pair {
            certificate.chain_continues = Some(issuer == subject);
        }
    }
    if certificates.is_empty() && problem.is_none() {
        problem = Some("it holds no certificate in PEM form".to_owned());
    }
    CertificateFile { path: path.to_owned(), certificates, problem }
}

/// The certificate blocks of a file, decoded; text around and other blocks are passed over.
fn blocks(content: &[u8]) -> impl Iterator<Item = Result<Vec<u8>, String>> {
    let mut rest = content;
    std::iter::from_fn(move || {
        loop {
            let start = memchr::memmem::find(rest, b"-----BEGIN ")?;
            let block = rest.get(start..)?;
            let inner = block.get(b"-----BEGIN ".len()..)?;
            let Some(end) = memchr::memmem::find(inner, b"-----") else {
                rest = &[];
                continue;
            };
            let label = inner.get(..end).unwrap_or_default();
            let label = std::str::from_utf8(label).unwrap_or_default();
            if !LABELS.contains(&label) {
                rest = inner.get(end..).unwrap_or_default();
                continue;
            }
            let closing = format!("-----END {label}-----");
            let Some(length) = memchr::memmem::find(block, closing.as_bytes()) else {
                rest = &[];
                return Some(Err("its end is missing".to_owned()));
            };
            let (block, after) = block.split_at(length + closing.len());
            rest = after;
            let decoded = Pem::read(std::io::Cursor::new(block));
            return Some(decoded.map(|(pem, _)| pem.contents).map_err(|fault| fault.to_string()));
        }
    })
}

type Named = (Certificate, Vec<u8>, Vec<u8>);

/// One certificate with its subject and issuer as they are encoded.
fn certificate(der: &[u8]) -> Result<Named, String> {
    let (rest, parsed) = X509Certificate::from_der(der).map_err(|fault| match fault {
        x509_parser::nom::Err::Incomplete(_) => "it is cut off".to_owned(),
        x509_parser::nom::Err::Error(fault) | x509_parser::nom::Err::Failure(fault) => {
            fault.to_string()
        }
    })?;
    // OpenSSL's trusted form appends what it trusts the certificate for.
    let own = der.get(..der.len() - rest.len()).unwrap_or(der);
    let (key_algorithm, key_bits) = key(parsed.public_key());
    let is_ca = matches!(parsed.basic_constraints(), Ok(Some(constraints)) if constraints.value.ca);
    let certificate = Certificate {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        sha256: hex(own),
        key_sha256: hex(parsed.public_key().raw),
        not_before: parsed.validity().not_before.timestamp(),
        not_after: parsed.validity().not_after.timestamp(),
        key_algorithm,
        key_bits,
        signature_algorithm: name_of(&parsed.signature_algorithm.algorithm),
        is_ca,
        alternative_names: alternative_names(&parsed),
        chain_continues: None,
    };
    let raw = |name: &x509_parser::x509::X509Name<'_>| name.as_raw().to_vec();
    Ok((certificate, raw(parsed.subject()), raw(parsed.issuer())))
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The short name of an algorithm, or its number.
fn name_of(oid: &Oid<'_>) -> String {
    match oid.to_id_string().as_str() {
        "1.3.101.112" => "Ed25519".to_owned(),
        "1.3.101.113" => "Ed448".to_owned(),
        number => oid2sn(oid, oid_registry()).map_or_else(|_| number.to_owned(), str::to_owned),
    }
}

fn key(info: &SubjectPublicKeyInfo<'_>) -> (String, Option<u32>) {
    let algorithm = info.algorithm.algorithm.to_id_string();
    match (algorithm.as_str(), info.parsed()) {
        ("1.2.840.113549.1.1.1", Ok(PublicKey::RSA(key))) => {
            ("RSA".to_owned(), u32::try_from(key.key_size()).ok())
        }
        ("1.2.840.10045.2.1", _) => {
            let curve = info.algorithm.parameters.as_ref();
            let curve = curve.and_then(|any| any.clone().oid().ok());
            match curve.map(|oid| oid.to_id_string()).as_deref() {
                Some("1.2.840.10045.3.1.7") => ("EC P-256".to_owned(), Some(256)),
                Some("1.3.132.0.34") => ("EC P-384".to_owned(), Some(384)),
                Some("1.3.132.0.35") => ("EC P-521".to_owned(), Some(521)),
                Some("1.3.132.0.33") => ("EC P-224".to_owned(), Some(224)),
                Some(number) => (format!("EC {number}"), None),
                None => ("EC".to_owned(), None),
            }
        }
        ("1.3.101.112", _) => ("Ed25519".to_owned(), Some(256)),
        ("1.3.101.113", _) => ("Ed448".to_owned(), Some(456)),
        _ => (name_of(&info.algorithm.algorithm), None),
    }
}

fn alternative_names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else { return Vec::new() };
    let names = extension.value.general_names.iter();
    names
        .filter_map(|name| match name {
            GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
                Some((*name).to_owned())
            }
            GeneralName::IPAddress(bytes) => address(bytes),
            _ => None,
        })
        .collect()
}

fn address(bytes: &[u8]) -> Option<String> {
    if let Ok(bytes) = <[u8; 4]>::try_from(bytes) {
        return Some(std::net::Ipv4Addr::from(bytes).to_string());
    }
    let bytes = <[u8; 16]>::try_from(bytes).ok()?;
    Some(std::net::Ipv6Addr::from(bytes).to_string())
}

#[cfg(test)]
#[path = "certificates_tests.rs"]
mod tests;
