//! The contract as clausal understands it: plain data, every part with its place in the document.
//!
//! Places inside a request are pointers that begin with the part: `/header/backup_type`,
//! `/path/id`, `/query/limit`, `/body`, `/body/name`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

pub use super::ways::{Form, SuccessRule, Way, Ways, XmlHints};

/// A place in a contract's text: what a reader needs to find it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// File name as it was given to the loader.
    pub file: Arc<str>,
    /// Line, counted from 1; 0 when unknown.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// JSON pointer of the node in its document.
    pub pointer: String,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A loaded contract.
#[derive(Debug, Clone)]
pub struct Contract {
    /// Short name: the first part of every clause id.
    pub name: String,
    /// `info.title`.
    pub title: String,
    /// What the sources call the document (`info.x-source`), else the title.
    pub document: String,
    /// Path prefixes from `servers`, in the order to be tried; without a trailing slash.
    pub bases: Vec<String>,
    /// `x-readings`.
    pub readings: BTreeMap<String, Reading>,
    /// `x-fixtures`.
    pub fixtures: BTreeMap<String, Fixture>,
    /// `x-states`.
    pub states: BTreeMap<String, State>,
    /// `x-error-code`.
    pub error_code: ErrorPlace,
    /// Header that carries the token, from an `apiKey` or `http` security scheme.
    pub token: Option<Token>,
    /// Every operation, in document order.
    pub operations: Vec<Operation>,
}

impl Contract {
    /// The operation of that `operationId`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|o| o.id == id)
    }
}

/// One of several ways the documents allow.
#[derive(Debug, Clone)]
pub struct Reading {
    /// What the documents leave open.
    pub about: String,
    /// The alternatives, likelier one first; empty when the answer is open.
    pub alternatives: Vec<String>,
}

/// A name or id that exists on the target.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// What stands behind the name.
    pub about: String,
    /// JSON type the profile must give: `integer` or `string`.
    pub kind: String,
    /// Used when the profile is silent.
    pub default: Option<Value>,
}

/// A condition of the server that a case needs first.
#[derive(Debug, Clone)]
pub struct State {
    /// What holds while the state lasts.
    pub about: String,
    /// Parameters and what they are when a clause does not say.
    pub params: BTreeMap<String, Expr>,
    /// How the API itself can bring the state about.
    pub via: Option<Via>,
}

/// Bringing a state about through the API.
#[derive(Debug, Clone)]
pub struct Via {
    /// `operationId` of the call.
    pub operation: String,
    /// Places of the request that the state decides.
    pub set: Vec<(String, Expr)>,
    /// Whether the state lasts while the created thing runs, or from when it is finished.
    pub lasts: Lasts,
}

/// When a state brought about through the API holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// While what was created is running.
    Running,
    /// Once what was created is finished.
    Finished,
}

/// Where an error's unique code stands in an answer.
#[derive(Debug, Clone, Default)]
pub struct ErrorPlace {
    /// Pointers into the body, in the order to be tried.
    pub at: Vec<String>,
    /// Reading under which another place is allowed and reported.
    pub reading: Option<String>,
}

/// The header that carries a token.
#[derive(Debug, Clone)]
pub struct Token {
    /// Header name.
    pub header: String,
    /// Reading that reports the answer to a call without it.
    pub reading: Option<String>,
    /// Place of the security scheme.
    pub at: Location,
}

/// A value in an extension: literal, or known only when a case is made.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Stands for itself.
    Literal(Value),
    /// `{$fixture: NAME}`.
    Fixture(String),
    /// `{$case: POINTER, letters: lower|upper}`: a place of the case's own request.
    Case {
        /// Place in the request.
        at: String,
        /// Letter case the value is turned to.
        letters: Option<Letters>,
    },
    /// `{$param: NAME}`: a parameter of the state.
    Param(String),
    /// `{$fresh: PREFIX}`: a string nobody used before, beginning with PREFIX.
    Fresh(String),
    /// `{$repeat: [TEXT, TIMES]}`.
    Repeat(String, usize),
    /// `{$absent: true}`: the member is left out.
    Absent,
    /// `{$answer: POINTER}`: a place of the answer to the request before.
    Answer(String),
}

/// A letter case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letters {
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
}

/// Method and path template, with all that the contract says of them.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, or method and path in words; with its form behind a dot where the documents
    /// show the request in several media types (`drBackup.xml`).
    pub id: String,
    /// The form of the request, `xml` or `json`, where there are several.
    pub form: Option<String>,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template below the base, such as `/backups/{id}`.
    pub path: String,
    /// Place of the operation.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
    /// `summary` or `description`.
    pub about: String,
    /// Parameters of path item and operation.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<Body>,
    /// `responses`, in document order.
    pub responses: Vec<Response>,
    /// `x-support`: only called for others' sake; no clauses of its own.
    pub support: bool,
    /// `x-bases`: requests that the documents call valid; never empty after loading.
    pub bases: Vec<Base>,
    /// `x-resource`.
    pub resource: Option<Resource>,
    /// `x-occupies`.
    pub occupies: Option<Occupies>,
    /// `x-body-wrapper`.
    pub wrapper: Option<Wrapper>,
    /// `x-root-reading`: reading that reports which base answers.
    pub root_reading: Option<String>,
    /// `x-several-faults`.
    pub several_faults: Option<SeveralFaults>,
    /// `x-probes`.
    pub probes: Vec<Probe>,
    /// Whether a security requirement applies.
    pub secured: bool,
    /// `x-success`.
    pub success: Option<SuccessRule>,
    /// `x-content-type`: the header is sent without a body too, as the documents show it.
    pub names_media_type: bool,
    /// `x-fault`: the body of a fault, one entry a media type.
    pub fault: Vec<Media>,
    /// `x-apart`: values that do not stand together: places, each with some values, or with any when
    /// none is listed.
    pub apart: Vec<Vec<(String, Vec<Value>)>>,
    /// `x-then`: requests that a success makes possible.
    pub then: Vec<Then>,
    /// `x-combinations`: values are tried together, every pair of them at least.
    pub combinations: bool,
}

impl Operation {
    /// Statuses that mean success: the documented 2xx ones, or any 2xx when none is.
    pub fn success(&self) -> Vec<StatusSet> {
        let documented: Vec<_> = self
            .responses
            .iter()
            .map(|r| r.status)
            .filter(|s| s.is_success())
            .collect();
        if documented.is_empty() {
            vec![StatusSet::Class(2)]
        } else {
            documented
        }
    }

    /// The documented answer of the first success status.
    pub fn success_response(&self) -> Option<&Response> {
        self.responses.iter().find(|r| r.status.is_success())
    }

    /// Every error rule with the response it belongs to.
    pub fn errors(&self) -> impl Iterator<Item = (&Response, &ErrorRule)> {
        self.responses
            .iter()
            .flat_map(|r| r.errors.iter().map(move |e| (r, e)))
    }

    /// The members of the body, when it is an object.
    pub fn members(&self) -> &[Property] {
        let media = self.body.as_ref().and_then(|b| b.media.first());
        media
            .map(|m| m.schema.properties.as_slice())
            .unwrap_or_default()
    }

    /// The members of the documented success.
    pub fn answer_members(&self) -> &[Property] {
        let media = self.success_response().and_then(|r| r.media.first());
        media
            .map(|m| m.schema.properties.as_slice())
            .unwrap_or_default()
    }

    /// Whether a success leaves nothing behind that another request could meet: then requests need
    /// no baseline between them.
    pub fn is_stateless(&self) -> bool {
        let states = |w: &When| matches!(w.cause, Cause::State { .. });
        self.success.is_some()
            && self.resource.is_none()
            && self.occupies.is_none()
            && !self.errors().flat_map(|(_, e)| &e.when).any(states)
    }

    /// The bases that a place needs (`x-only-with` of it or of the nearest element around it);
    /// none when any will do.
    pub fn only_with(&self, pointer: &str) -> &[String] {
        let Some(rest) = pointer.strip_prefix("/body") else {
            return &[];
        };
        let Some(media) = self.body.as_ref().and_then(|b| b.media.first()) else {
            return &[];
        };
        let mut found: &[String] = &[];
        let mut schema = &media.schema;
        for step in rest.split('/').skip(1) {
            let Some(property) = schema.property(step) else {
                break;
            };
            schema = &property.schema;
            if !schema.ext.only_with.is_empty() {
                found = &schema.ext.only_with;
            }
        }
        found
    }

    /// The parameter at that place (`/header/NAME`, the name as the parameter writes it).
    pub fn parameter(&self, pointer: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.pointer() == pointer)
    }

    /// The schema at a place of the request.
    pub fn schema_at(&self, pointer: &str) -> Option<&Schema> {
        if let Some(rest) = pointer.strip_prefix("/body") {
            return self.body.as_ref()?.media.first()?.schema.descend(rest);
        }
        self.parameter(pointer).map(|p| &p.schema)
    }
}

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
    /// `x-selects`: names the members that the answer holds.
    pub selects: Option<Selects>,
    /// Place of the parameter.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

impl Parameter {
    /// Pointer of the value in a request, such as `/header/backup_type`.
    pub fn pointer(&self) -> String {
        format!("/{}/{}", self.place.word(), self.name)
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
    /// One entry a media type.
    pub media: Vec<Media>,
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

/// A documented answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// Its status.
    pub status: StatusSet,
    /// One entry a media type; empty when nothing is said of the body.
    pub media: Vec<Media>,
    /// `x-errors`.
    pub errors: Vec<ErrorRule>,
    /// Place of the response.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// One entry of `x-errors`: a code and what provokes it.
#[derive(Debug, Clone)]
pub struct ErrorRule {
    /// The unique code.
    pub code: i64,
    /// The duty in words.
    pub duty: String,
    /// Each thing that provokes it.
    pub when: Vec<When>,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// One thing that provokes an error.
#[derive(Debug, Clone)]
pub struct When {
    /// The thing.
    pub cause: Cause,
    /// `base`: the valid request that is broken; the first that fits when absent.
    pub base: Option<String>,
    /// `or`: other outcomes that the documents allow.
    pub or: Vec<Allowed>,
    /// `reading` and `as`: what taking the code itself means.
    pub reading: Option<(String, String)>,
    /// Place of the entry.
    pub at: Location,
}

/// What provokes an error.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// `breaks`: a schema keyword is broken at a place.
    Breaks {
        /// Schema keyword.
        keyword: String,
        /// Place in the request.
        at: String,
        /// `with`: the kind of value that breaks it (`null`, `empty`).
        with: Option<String>,
    },
    /// `fixture`: a fixture of a kind stands at a place.
    Fixture {
        /// Fixture name.
        name: String,
        /// Place in the request.
        at: String,
    },
    /// `unknown`: an id of that kind that does not exist stands at a place.
    Unknown {
        /// Kind of thing in words.
        kind: String,
        /// Place in the request.
        at: String,
    },
    /// `state`: the server is in a state.
    State {
        /// Name of the state.
        name: String,
        /// Its parameters.
        params: Vec<(String, Expr)>,
    },
}

/// An outcome that the documents allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Allowed {
    /// `accepted: true`: the documented success.
    pub accepted: bool,
    /// `refused: true`: any refusal that the operation allows.
    pub refused: bool,
    /// Statuses, when not `accepted`.
    pub status: Option<StatusSet>,
    /// Unique code, when one is asked for.
    pub code: Option<i64>,
    /// `as`: the alternative of the reading that this outcome shows.
    pub reading: Option<String>,
}

/// `x-bases`: a request that the documents call valid.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Name that `base` of a rule refers to.
    pub name: String,
    /// Places and their values.
    pub set: Vec<(String, Expr)>,
    /// Only for places that ask for it: never drawn at random.
    pub special: bool,
}

/// `x-resource`: what a success creates.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Pointer to the id in the answer.
    pub id: String,
    /// `operationId` that reads it.
    pub read: Option<String>,
    /// `operationId` that deletes it.
    pub delete: Option<String>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-occupies`: what a success keeps busy.
#[derive(Debug, Clone)]
pub struct Occupies {
    /// Place in the request that names what is kept busy.
    pub by: String,
    /// What is kept busy when the place is left out.
    pub default: Option<Expr>,
    /// Member of the resource that tells.
    pub at: String,
    /// Values of that member while it is busy.
    pub busy: Vec<Value>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-body-wrapper`: the members may stand inside one member.
#[derive(Debug, Clone)]
pub struct Wrapper {
    /// Name of that member.
    pub name: String,
    /// Reading that reports it.
    pub reading: String,
}

/// `x-several-faults`: a request with several faults draws the code of any of them.
#[derive(Debug, Clone)]
pub struct SeveralFaults {
    /// Reading that reports the order seen.
    pub reading: Option<String>,
    /// Where the documents state it.
    pub source: String,
}

/// `x-probes`: requests with a set of allowed outcomes.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Name in the clause id.
    pub name: String,
    /// The duty in words.
    pub duty: String,
    /// `implied` when common sense alone asks for it, `sample` when only an example shows it.
    pub level: ProbeLevel,
    /// The base that its requests begin with.
    pub base: Option<String>,
    /// Reading that reports the outcome.
    pub reading: Option<String>,
    /// State that is needed first.
    pub state: Option<(String, Vec<(String, Expr)>)>,
    /// One entry a request: places and values laid over a valid request.
    pub cases: Vec<Vec<(String, Expr)>>,
    /// Every outcome that is allowed.
    pub outcomes: Vec<Allowed>,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// `x-then`: a request that a success makes possible.
#[derive(Debug, Clone)]
pub struct Then {
    /// Name in the clause id.
    pub name: String,
    /// The duty in words.
    pub duty: String,
    /// `operationId` of the request.
    pub operation: String,
    /// Places of that request: literal, fixtures, places of the first request (`$case`) or of its
    /// answer (`$answer`).
    pub set: Vec<(String, Expr)>,
    /// Place of the entry.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
}

/// How firmly a probe's duty is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProbeLevel {
    /// A page states it.
    #[default]
    Documented,
    /// Only an example shows it.
    Sample,
    /// Common sense asks for it.
    Implied,
}

/// A schema with its references resolved.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Place of the schema (of the target, where it was a `$ref`).
    pub at: Location,
    /// Where the documents state it; inherited from above when it says nothing.
    pub source: String,
    /// `description`.
    pub about: String,
    /// The schema as JSON with every `$ref` replaced, extensions left out.
    pub json: Value,
    /// `type`, as a list; empty when anything goes.
    pub types: Vec<String>,
    /// `enum`.
    pub enumeration: Vec<Value>,
    /// `const`.
    pub constant: Option<Value>,
    /// `minLength`, in Unicode characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in Unicode characters.
    pub max_length: Option<u64>,
    /// `pattern`.
    pub pattern: Option<String>,
    /// `format`.
    pub format: Option<String>,
    /// `minimum`.
    pub minimum: Option<f64>,
    /// `maximum`.
    pub maximum: Option<f64>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `default`.
    pub default: Option<Value>,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
    /// `properties`, in document order, `allOf` merged in.
    pub properties: Vec<Property>,
    /// `items`.
    pub items: Option<Box<Schema>>,
    /// `oneOf` or `anyOf`.
    pub any_of: Vec<Schema>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// `xml`.
    pub xml: XmlHints,
    /// Our extensions.
    pub ext: SchemaExt,
}

/// A member of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub required: bool,
    /// What it holds.
    pub schema: Schema,
}

/// `x-` extensions of a schema.
#[derive(Debug, Clone, Default)]
pub struct SchemaExt {
    /// `x-unique`: no two successes may share the value.
    pub unique: bool,
    /// `x-fixture`: the value must be this fixture to be valid.
    pub fixture: Option<String>,
    /// `x-default`: what holds when the member is left out.
    pub default: Option<Expr>,
    /// `x-ignores-extra`: members beside the listed ones change nothing.
    pub ignores_extra: bool,
    /// `x-echo`: equals this place of the request.
    pub echo: Option<String>,
    /// `x-fresh`: no two answers share the value.
    pub fresh: bool,
    /// `x-unit`: `milliseconds since epoch`.
    pub unit: Option<String>,
    /// `x-open`: reading under which it may be absent or null while the resource is not finished.
    pub open: Option<String>,
    /// `x-not-before`: sibling that is not later.
    pub not_before: Option<String>,
    /// `x-lifecycle`.
    pub lifecycle: Option<Lifecycle>,
    /// `x-ways`.
    pub ways: Vec<Ways>,
    /// `x-only-with`: bases that the place needs; it stands in requests that begin with them only.
    pub only_with: Vec<String>,
    /// `x-absence`: reading of requests without the place, which may be taken or refused.
    pub absence: Option<String>,
    /// `x-perhaps`: values that are neither demanded nor refused.
    pub perhaps: Vec<Value>,
    /// `x-near`: values outside the list that resemble it.
    pub near: Vec<Value>,
    /// `x-not-demanded`: no value is known to be valid on every target, so none is demanded.
    pub not_demanded: bool,
    /// `x-goes-with`: the sibling whose value must agree, and which value goes with which.
    pub goes_with: Option<(String, Vec<(Value, Value)>)>,
    /// `x-exists`: which of the listed values exist on a target is its own affair.
    pub exists: Option<String>,
}

/// `x-lifecycle`: how a status moves.
#[derive(Debug, Clone)]
pub struct Lifecycle {
    /// Where the documents state it.
    pub source: String,
    /// Statuses allowed in the answer that creates, with the alternative each one shows.
    pub first: Vec<(String, String)>,
    /// Reading that reports the first status.
    pub reading: Option<String>,
    /// Statuses while it runs.
    pub running: Vec<String>,
    /// Statuses after a good end.
    pub done: Vec<String>,
    /// Statuses after a bad end.
    pub failed: Vec<String>,
    /// Documented steps: from a status, or from `any`.
    pub steps: Vec<(String, Vec<String>)>,
    /// What a delete does to a running one.
    pub deleted_running: Option<Deleted>,
    /// What a delete does to a finished one.
    pub deleted_done: Option<Deleted>,
}

/// What a delete leads to.
#[derive(Debug, Clone)]
pub struct Deleted {
    /// Statuses on the way.
    pub pass: Vec<String>,
    /// Ends; `gone` means that the resource is no longer found.
    pub end: Vec<String>,
    /// Reading that reports the first status seen.
    pub reading: Option<String>,
    /// Reading that reports the end.
    pub end_reading: Option<String>,
}

impl Schema {
    /// The schema at a pointer below this one (`""` is itself; `/name`; `/list/0`).
    pub fn descend(&self, pointer: &str) -> Option<&Schema> {
        let Some(rest) = pointer.strip_prefix('/') else {
            return pointer.is_empty().then_some(self);
        };
        let (head, tail) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let name = head.replace("~1", "/").replace("~0", "~");
        if let Some(p) = self.properties.iter().find(|p| p.name == name) {
            return p.schema.descend(tail);
        }
        if let (Some(items), Ok(_)) = (&self.items, name.parse::<usize>()) {
            return items.descend(tail);
        }
        self.any_of.iter().find_map(|s| s.descend(pointer))
    }

    /// Whether `type` allows this JSON type.
    pub fn allows(&self, kind: &str) -> bool {
        self.types.is_empty()
            || self
                .types
                .iter()
                .any(|t| t == kind || (t == "number" && kind == "integer"))
    }

    /// The member of that name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|p| p.name == name)
    }
}
