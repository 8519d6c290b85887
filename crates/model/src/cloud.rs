//! What a provider of managed clusters says of one.

use crate::tree::Tree;

/// Facts of one managed cluster, as the provider's command line printed them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CloudFacts {
    /// The provider's id: `eks`.
    pub provider: String,
    /// When they were read, seconds since 1970.
    pub as_of: i64,
    /// Everything that was described.
    pub things: Vec<CloudThing>,
    /// Documents that were given, those without a thing in them among them.
    pub documents: Vec<String>,
    /// Lists that are not whole.
    pub gaps: Vec<CloudGap>,
}

/// A document of which something is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct CloudGap {
    /// Id of the document.
    pub document: String,
    /// File it was read from.
    pub file: String,
    /// How one sees that something is missing.
    pub reason: String,
}

/// Something that was described: the cluster, a node pool, a registry.
#[derive(Debug, Clone, PartialEq)]
pub struct CloudThing {
    /// Id of the document it stands in.
    pub document: String,
    /// Its name, or its place in the document.
    pub name: String,
    /// File it was read from.
    pub file: String,
    /// Its fields.
    pub tree: Tree,
    /// Whether the provider prints what is not set as null.
    pub prints_null: bool,
    /// How one sees that something inside of it is missing.
    pub gap: Option<String>,
}
