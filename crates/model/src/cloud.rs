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
}
