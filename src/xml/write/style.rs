//! Everything about a document that changes no meaning.

/// Quotes around attribute values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quote {
    /// `"`.
    #[default]
    Double,
    /// `'`.
    Single,
}

/// The order of attributes, which has no meaning (section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttributeOrder {
    /// As the tree has them.
    #[default]
    AsGiven,
    /// Last first.
    Reversed,
    /// In an order drawn from a seed.
    Shuffled(u64),
}

/// White space where it has no meaning: inside tags, and between elements without text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Space {
    /// As little as there may be.
    #[default]
    None,
    /// Each element on a line of its own.
    Indented,
    /// Blanks, tabs and line ends wherever they may stand.
    Ample,
}

/// How character data are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextForm {
    /// As they are, with references where they must be.
    #[default]
    Plain,
    /// In CDATA sections; attribute values stay plain.
    CData,
    /// Every character as `&#65;`.
    DecimalReferences,
    /// Every character as `&#x41;`.
    HexReferences,
}

/// The XML declaration (section 2.8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Declaration {
    /// None.
    None,
    /// The version, and the encoding where it is not UTF-8.
    #[default]
    Plain,
    /// Version and encoding.
    WithEncoding,
    /// Version, encoding and `standalone="yes"`.
    Standalone,
}

/// The encoding of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 behind a byte order mark.
    Utf8Bom,
    /// UTF-16, little endian, behind a byte order mark.
    Utf16Le,
    /// UTF-16, big endian, behind a byte order mark.
    Utf16Be,
}

/// How elements without content are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Empty {
    /// `<a/>`.
    #[default]
    SelfClosing,
    /// `<a></a>`.
    OpenClose,
}

/// How a document is written. The default is the plain writing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Style {
    /// Quotes.
    pub quote: Quote,
    /// Order of attributes.
    pub attributes: AttributeOrder,
    /// White space.
    pub space: Space,
    /// Character data.
    pub text: TextForm,
    /// Comments between elements.
    pub comments: bool,
    /// Processing instructions between elements.
    pub instructions: bool,
    /// The XML declaration.
    pub declaration: Declaration,
    /// The encoding.
    pub encoding: Encoding,
    /// Elements without content.
    pub empty: Empty,
    /// Namespace declarations on the root that nothing uses.
    pub namespaces: bool,
}

impl Encoding {
    /// Its name in a declaration.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 | Encoding::Utf8Bom => "UTF-8",
            Encoding::Utf16Le | Encoding::Utf16Be => "UTF-16",
        }
    }

    /// The text in this encoding.
    pub(super) fn bytes(self, text: String) -> Vec<u8> {
        match self {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Encoding::Utf16Le => marked(&text, u16::to_le_bytes),
            Encoding::Utf16Be => marked(&text, u16::to_be_bytes),
        }
    }
}

fn marked(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(bytes)
        .collect()
}
