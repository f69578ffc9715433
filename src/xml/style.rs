//! How a document is written: everything that changes no meaning.

/// How a document is written. No choice here changes what a conforming reader understands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Style {
    /// Around attribute values and in the XML declaration (section 2.3).
    pub quote: Quote,
    /// Of the attributes in a tag, which is not significant (section 3.1).
    pub attributes: AttributeOrder,
    /// Between elements and in tags (sections 2.10 and 3.1).
    pub space: Space,
    /// Of character data; the two forms of references also apply to attribute values (section 4.1).
    pub text: TextForm,
    /// Comments before and after the root and all over its content (section 2.5).
    pub comments: bool,
    /// A comment in the middle of each text, which parts no text (section 2.5).
    pub parted: bool,
    /// Processing instructions at the same places (section 2.6).
    pub instructions: bool,
    /// The XML declaration (section 2.8).
    pub declaration: Declaration,
    /// Of the characters in bytes (section 4.3.3).
    pub encoding: Encoding,
    /// Of elements without content (section 3.1).
    pub empty: Empty,
    /// Two declarations of namespaces in the root that nothing uses (Namespaces 3).
    pub namespaces: bool,
}

/// How the prefixes start that [`Style::namespaces`] declares.
pub const UNUSED_PREFIX: &str = "unused";

/// The quotes around an attribute value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Quote {
    /// `"`
    #[default]
    Double,
    /// `'`
    Single,
}

/// The order of attributes in a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AttributeOrder {
    /// As in the tree.
    #[default]
    AsGiven,
    /// The last one first.
    Reversed,
    /// Any order, the same for the same number.
    Shuffled(u64),
}

/// White space that a document can have or leave out.
///
/// It is put between child elements where no text stands beside them, and so may show up in the
/// tree of who reads it; [`Element::canonical`](super::Element::canonical) takes it out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Space {
    /// As little as can be.
    #[default]
    None,
    /// A line and two blanks per level for each child element.
    Indented,
    /// Lines, tabs and blanks between elements, in tags, around `=` and around the root.
    Ample,
}

/// The form of character data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextForm {
    /// As it is, with references only where needed.
    #[default]
    Plain,
    /// In CDATA sections (section 2.7). What these cannot hold stands outside.
    CData,
    /// `&#65;` for every character.
    DecimalReferences,
    /// `&#x41;` for every character.
    HexReferences,
}

/// The XML declaration at the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Declaration {
    /// None, which section 2.8 allows.
    None,
    /// With the version only.
    #[default]
    Plain,
    /// With the version and the encoding.
    WithEncoding,
    /// With the version and `standalone="yes"` (section 2.9).
    Standalone,
}

/// The encoding of a document; every processor reads these (section 4.3.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// UTF-16, little end first, after a byte order mark.
    Utf16Le,
    /// UTF-16, big end first, after a byte order mark.
    Utf16Be,
}

/// The form of an element without content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Empty {
    /// `<a/>`
    #[default]
    SelfClosing,
    /// `<a></a>`
    OpenClose,
}
