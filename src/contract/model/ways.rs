//! How a message may be written where the documents leave it open, and how XML names its parts.

use serde_json::Value;

/// `xml` of a schema: how a value stands in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct XmlHints {
    /// Element or attribute name, when it is not the member's own.
    pub name: Option<String>,
    /// The value is an attribute of the element around it.
    pub attribute: bool,
    /// The value is the text of the element around it (`nodeType` of 3.2).
    pub text: bool,
    /// A list stands inside an element of its own.
    pub wrapped: bool,
    /// Namespace URI, declared on the element.
    pub namespace: Option<String>,
    /// Prefix of the namespace.
    pub prefix: Option<String>,
}

/// `x-ways`: alternatives of writing one place, in the order to be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Ways {
    /// Name in words: places that share it are written alike.
    pub key: String,
    /// Reading that reports which one the target takes.
    pub reading: String,
    /// Whether a target that takes none of them breaks a duty (`firm: false` says no).
    pub firm: bool,
    /// The alternatives.
    pub list: Vec<Way>,
}

/// One way of writing a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// The alternative of the reading that it shows.
    pub shows: String,
    /// What is done to the value.
    pub form: Form,
}

/// What a way does to a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// As the schema has it.
    Plain,
    /// `True` and `False`.
    Capitalised,
    /// `1` and `0` for true and false.
    Digit,
    /// A JSON string in place of a number or boolean.
    Text,
    /// Other words for some values.
    Values {
        /// Listed value, and how it is written.
        pairs: Vec<(String, String)>,
        /// Whether no page says how the other values are written.
        only: bool,
    },
    /// A number of seconds in place of `HH:MM:SS`.
    Seconds,
    /// `HH:MM:SS` in place of a number of seconds.
    Clock,
    /// `YYYY-MM-DD HH:MM:SS` (UTC) in place of a UNIX timestamp.
    DateTime,
    /// Under another name.
    Named(String),
    /// As a child element with text.
    Element,
    /// As an attribute.
    Attribute,
    /// Inside this sibling.
    Under(String),
}

/// `x-success`: what the body of a 2xx answer must hold to be a success, where HTTP says 200 for
/// faults as well.
#[derive(Debug, Clone, PartialEq)]
pub struct SuccessRule {
    /// Member that tells.
    pub at: String,
    /// Value it must have; any but null when absent.
    pub equals: Option<Value>,
    /// Reading that reports the status of a fault.
    pub reading: Option<String>,
}
