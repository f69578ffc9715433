//! Parameters, bodies, statuses and answers.

use serde_json::Value;

use super::*;

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl Place {
    /// The word used in pointers and in OpenAPI.
    pub fn word(self) -> &'static str {
        match self {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        }
    }
}

/// A parameter outside the body.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Name as documented.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Whether it must be sent.
    pub required: bool,
    /// Its values.
    pub schema: Schema,
    /// How they are written.
    pub serial: Serial,
    /// `x-selects`: names the members that the answer holds.
    pub selects: Option<Selects>,
    /// Place of the parameter.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// Headers by which HTTP itself lets a request say on what it hangs, or what it would like (RFC 9110,
/// sections 13 and 14; RFC 7240): which values are heeded is told there.
const CONDITIONS: [&str; 7] = [
    "If-Match",
    "If-None-Match",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "If-Range",
    "Range",
    "Prefer",
];

impl Schema {
    /// Whether it says no more of its values than that they are texts, and how long.
    pub fn is_any_text(&self) -> bool {
        let listed = !self.enumeration.is_empty() || self.constant.is_some();
        let plain = |t: &String| t == "string" || t == "null";
        !listed
            && self.pattern.is_none()
            && self.format.is_none()
            && self.types.iter().all(plain)
            && self.any_of.iter().all(Schema::is_any_text)
    }
}

/// Names, in small letters without signs, of parameters that take what the page before said.
pub const PAGE_TOKENS: [&str; 12] = [
    "cursor",
    "pagetoken",
    "nexttoken",
    "after",
    "before",
    "startingafter",
    "endingbefore",
    "continuation",
    "continuationtoken",
    "marker",
    "nextpagetoken",
    "nextcursor",
];

impl Parameter {
    /// Whether it is a header whose values HTTP itself gives their meaning, so that one made up by its schema
    /// may be passed over, or be what the request is refused for.
    pub fn is_condition(&self) -> bool {
        let named = |name: &&str| name.eq_ignore_ascii_case(&self.name);
        self.place == Place::Header && CONDITIONS.iter().any(named)
    }

    /// Whether it takes what a page of a list said leads on: a word that only the target can make, so that
    /// one made up by its schema may be refused, or name another page.
    pub fn is_page_token(&self) -> bool {
        let kept = self.name.chars().filter(|c| c.is_alphanumeric());
        let bare: String = kept.flat_map(char::to_lowercase).collect();
        self.place == Place::Query
            && self.schema.is_any_text()
            && PAGE_TOKENS.contains(&bare.as_str())
    }

    /// Whether its values have a meaning that its schema does not tell, so that none is made up.
    pub fn is_opaque(&self) -> bool {
        self.is_condition() || self.is_page_token()
    }

    /// Pointer of the value in a request, such as `/header/backup_type`.
    pub fn pointer(&self) -> String {
        let place = self.place.word();
        match self.name.contains(['~', '/']) {
            true => format!(
                "/{place}/{}",
                self.name.replace('~', "~0").replace('/', "~1")
            ),
            false => format!("/{place}/{}", self.name),
        }
    }
}

/// `x-selects` of a parameter.
#[derive(Debug, Clone)]
pub struct Selects {
    /// Pairs of brackets for subfields, likelier one first.
    pub brackets: Vec<String>,
    /// Reading of malformed selections.
    pub reading: Option<String>,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Whether it must be sent.
    pub required: bool,
    /// One entry a media type: what is known how to be written comes first.
    pub media: Vec<Media>,
    /// The documented media types, those of the operation's other form left out.
    pub documented: Vec<String>,
    /// Whether words say of some of its members that they are ignored.
    pub ignores: bool,
    /// Place of the body.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// A body in one media type.
#[derive(Debug, Clone)]
pub struct Media {
    /// Such as `application/json`.
    pub media_type: String,
    /// What it holds.
    pub schema: Schema,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
    /// `encoding`: how members of a form or the parts of a message are written.
    pub encodings: Vec<Encoding>,
}

impl Media {
    /// What is said of the writing of a member.
    pub fn encoding(&self, member: &str) -> Option<&Encoding> {
        self.encodings.iter().find(|e| e.name == member)
    }
}

/// How a member of a form is written.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// Name of the member.
    pub name: String,
    /// `contentType`: one media type, or several behind commas.
    pub content: Option<String>,
    /// The style, where one is given.
    pub serial: Option<Serial>,
    /// `headers` of the part.
    pub headers: Vec<PartHeader>,
}

/// A header of a part.
#[derive(Debug, Clone)]
pub struct PartHeader {
    /// Its name.
    pub name: String,
    /// Whether it must be sent.
    pub required: bool,
    /// Its values.
    pub schema: Schema,
}

/// A status of `responses`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatusSet {
    /// One status.
    Exact(u16),
    /// `4XX` and its like, by the first digit.
    Class(u16),
    /// `default`.
    Any,
}

impl StatusSet {
    /// Whether a status belongs to it.
    pub fn contains(self, status: u16) -> bool {
        match self {
            StatusSet::Exact(s) => s == status,
            StatusSet::Class(c) => status / 100 == c,
            StatusSet::Any => true,
        }
    }

    /// Whether it stands for success.
    pub fn is_success(self) -> bool {
        matches!(self, StatusSet::Exact(200..=299) | StatusSet::Class(2))
    }

    /// Whether it stands for an answer that leads elsewhere, which is no fault where it is documented.
    pub fn leads_elsewhere(self) -> bool {
        matches!(self, StatusSet::Exact(300..=399) | StatusSet::Class(3))
    }

    /// The word of ids: `404`, `4xx`, `default`.
    pub fn word(self) -> String {
        match self {
            StatusSet::Any => "default".to_owned(),
            other => other.to_string(),
        }
    }

    /// Reads `422`, `4XX` or `default`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            b"default" => Some(StatusSet::Any),
            [c @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => {
                Some(StatusSet::Class(u16::from(c - b'0')))
            }
            [b'1'..=b'5', b, c] if b.is_ascii_digit() && c.is_ascii_digit() => {
                text.parse().ok().map(StatusSet::Exact)
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for StatusSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StatusSet::Exact(s) => write!(f, "{s}"),
            StatusSet::Class(c) => write!(f, "{c}xx"),
            StatusSet::Any => f.write_str("any status"),
        }
    }
}

/// A header of an answer.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name as documented.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
    /// Whether the value is JSON (`content`).
    pub is_json: bool,
    /// Whether an object is written as `name=value` pairs.
    pub explode: bool,
    /// Place of the header.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// A link of an answer: a request that it makes possible.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// `operationId` of the request.
    pub operation: String,
    /// Its parameters: names, and values or expressions such as `$response.body#/id`.
    pub parameters: Vec<(String, Value)>,
    /// Its body: a value or an expression.
    pub body: Option<Value>,
    /// Place of the link.
    pub at: Location,
}

/// A documented answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: StatusSet,
    /// One entry a media type; empty when nothing is said of the body.
    pub media: Vec<Media>,
    /// `headers`, without Content-Type, which the specification describes elsewhere.
    pub headers: Vec<Header>,
    /// `links`.
    pub links: Vec<Link>,
    /// `x-errors`.
    pub errors: Vec<ErrorRule>,
    /// Codes that its description names, and what else may be one there; empty where it is not sure.
    pub said: Vec<Code>,
    /// `description`, whole.
    pub words: String,
    /// Place of the response.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}
