//! What a document says, in order, each with its place in the text.

/// A step through the document. Where an entity is referred to, all its steps have the place of the
/// reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub at: usize,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The document type declaration gives an attribute of an element a type and maybe a default,
    /// normalised as character data.
    Declares {
        element: String,
        attribute: String,
        is_cdata: bool,
        default: Option<String>,
    },
    Start(String),
    /// Of the element that was started last, normalised as character data (section 3.3.3).
    Attribute(String, String),
    End,
    /// With line ends as section 2.11 says.
    Text(String),
    Comment(String),
    Instruction(String, String),
}
