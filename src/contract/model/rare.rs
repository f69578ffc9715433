//! What most schemas do not have.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;

use super::{SchemaExt, XmlHints};

/// A part that most schemas lack: it takes room only where it says something.
#[derive(Debug, Clone)]
pub struct Rare<T>(Option<Box<T>>);

static NO_EXT: LazyLock<SchemaExt> = LazyLock::new(SchemaExt::default);
static NO_XML: LazyLock<XmlHints> = LazyLock::new(XmlHints::default);

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Rare(None)
    }
}

impl<T> Rare<T> {
    /// The part, where there is one.
    pub(in crate::contract) fn take(self) -> Option<T> {
        self.0.map(|part| *part)
    }
}

impl Deref for Rare<SchemaExt> {
    type Target = SchemaExt;

    fn deref(&self) -> &SchemaExt {
        self.0.as_deref().unwrap_or(&NO_EXT)
    }
}

impl Deref for Rare<XmlHints> {
    type Target = XmlHints;

    fn deref(&self) -> &XmlHints {
        self.0.as_deref().unwrap_or(&NO_XML)
    }
}

impl DerefMut for Rare<SchemaExt> {
    fn deref_mut(&mut self) -> &mut SchemaExt {
        self.0.get_or_insert_default()
    }
}

impl DerefMut for Rare<XmlHints> {
    fn deref_mut(&mut self) -> &mut XmlHints {
        self.0.get_or_insert_default()
    }
}
