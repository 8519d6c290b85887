//! What is public of a certificate file. Private keys are never kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A PEM file with its certificates in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateFile {
    /// The path on the host.
    pub path: String,
    /// Certificates in the order of the file: the leaf first, then its chain.
    pub certificates: Vec<Certificate>,
    /// Why the file could not be read or understood, if so. Certificates before the fault are kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// One X.509 certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certificate {
    /// Subject, e.g. `CN=kubernetes`.
    pub subject: String,
    /// Issuer.
    pub issuer: String,
    /// SHA-256 of the DER form, lower-case hex.
    pub sha256: String,
    /// SHA-256 of the subject's public key information, lower-case hex. Two certificates of one
    /// key share it.
    pub key_sha256: String,
    /// Start of validity, seconds since 1970.
    pub not_before: i64,
    /// End of validity, seconds since 1970.
    pub not_after: i64,
    /// Key algorithm, e.g. `RSA` or `EC P-256`.
    pub key_algorithm: String,
    /// Key size in bits, when it can be told.
    pub key_bits: Option<u32>,
    /// Signature algorithm, e.g. `sha256WithRSAEncryption`.
    pub signature_algorithm: String,
    /// Whether it may sign others.
    pub is_ca: bool,
    /// DNS names and addresses it stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternative_names: Vec<String>,
    /// Whether the next certificate in the file is the issuer by name; `None` for the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chain_continues: Option<bool>,
}
