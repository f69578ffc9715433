//! Our extensions: where each may stand, and the members it knows.

/// A part of a document that extensions may stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Document,
    Info,
    SecurityScheme,
    PathItem,
    Operation,
    Parameter,
    Body,
    Response,
    Media,
    Schema,
}

impl Part {
    /// The word for it in messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Part::Document => "the top of the document",
            Part::Info => "`info`",
            Part::SecurityScheme => "a security scheme",
            Part::PathItem => "a path item",
            Part::Operation => "an operation",
            Part::Parameter => "a parameter",
            Part::Body => "a request body",
            Part::Response => "a response",
            Part::Media => "a media type",
            Part::Schema => "a schema",
        }
    }
}

/// Every extension with the parts it may stand in.
pub(super) const EXTENSIONS: &[(&str, &[Part])] = &[
    (
        "x-source",
        &[
            Part::Info,
            Part::PathItem,
            Part::Operation,
            Part::Parameter,
            Part::Body,
            Part::Response,
            Part::Schema,
        ],
    ),
    ("x-clausal", &[Part::Document]),
    ("x-readings", &[Part::Document]),
    ("x-fixtures", &[Part::Document]),
    ("x-states", &[Part::Document]),
    ("x-error-code", &[Part::Document]),
    ("x-reading", &[Part::SecurityScheme]),
    ("x-support", &[Part::Operation]),
    ("x-bases", &[Part::Operation]),
    ("x-resource", &[Part::Operation]),
    ("x-occupies", &[Part::Operation]),
    ("x-body-wrapper", &[Part::Operation]),
    ("x-root-reading", &[Part::Operation]),
    ("x-several-faults", &[Part::Operation]),
    ("x-probes", &[Part::Operation]),
    ("x-selects", &[Part::Parameter]),
    ("x-errors", &[Part::Response]),
    ("x-unique", &[Part::Schema]),
    ("x-fixture", &[Part::Schema]),
    ("x-default", &[Part::Schema]),
    ("x-ignores-extra", &[Part::Schema]),
    ("x-echo", &[Part::Schema]),
    ("x-fresh", &[Part::Schema]),
    ("x-shown", &[Part::Schema]),
    ("x-unit", &[Part::Schema]),
    ("x-open", &[Part::Schema]),
    ("x-not-yet", &[Part::Schema]),
    ("x-not-before", &[Part::Schema]),
    ("x-lifecycle", &[Part::Schema]),
    ("x-ways", &[Part::Schema]),
    ("x-only-with", &[Part::Schema]),
    ("x-absence", &[Part::Schema]),
    ("x-perhaps", &[Part::Schema]),
    ("x-near", &[Part::Schema]),
    ("x-not-demanded", &[Part::Schema]),
    ("x-goes-with", &[Part::Schema]),
    ("x-exists", &[Part::Schema]),
    ("x-apart", &[Part::Operation]),
    ("x-then", &[Part::Operation]),
    ("x-success", &[Part::Operation]),
    ("x-fault", &[Part::Operation]),
    ("x-content-type", &[Part::Operation]),
    ("x-combinations", &[Part::Operation]),
];

/// Members of the extensions that are maps.
pub(super) mod members {
    pub(in crate::contract) const CLAUSAL: &[&str] = &["name"];
    pub(in crate::contract) const READING: &[&str] = &["about", "alternatives"];
    pub(in crate::contract) const FIXTURE: &[&str] = &["about", "type", "default"];
    pub(in crate::contract) const STATE: &[&str] = &["about", "params", "via"];
    pub(in crate::contract) const VIA: &[&str] = &["operation", "set", "while"];
    pub(in crate::contract) const ERROR_CODE: &[&str] = &["at", "how", "reading", "source"];
    pub(in crate::contract) const BASE: &[&str] = &["name", "set", "form", "special", "like"];
    pub(in crate::contract) const RESOURCE: &[&str] = &["id", "read", "delete", "source"];
    pub(in crate::contract) const OCCUPIES: &[&str] =
        &["by", "called", "default", "while", "source"];
    pub(in crate::contract) const WHILE: &[&str] = &["at", "in"];
    pub(in crate::contract) const WRAPPER: &[&str] = &["name", "reading", "form"];
    pub(in crate::contract) const ALSO: &[&str] = &["operation", "set"];
    pub(in crate::contract) const THEN: &[&str] = &[
        "name",
        "duty",
        "level",
        "operation",
        "set",
        "with",
        "between",
        "again",
        "bare",
        "latin-1",
        "refused",
        "form",
        "reading",
        "source",
    ];
    pub(in crate::contract) const GOES_WITH: &[&str] = &["at", "values"];
    pub(in crate::contract) const SUCCESS: &[&str] = &["at", "equals", "reading"];
    pub(in crate::contract) const WAYS: &[&str] = &["key", "reading", "ways", "firm"];
    pub(in crate::contract) const WAY: &[&str] =
        &["as", "form", "values", "only", "named", "under"];
    pub(in crate::contract) const FORMS: &[&str] = &[
        "plain",
        "capitalised",
        "digit",
        "text",
        "seconds",
        "clock",
        "date-time",
        "element",
        "attribute",
    ];
    pub(in crate::contract) const SEVERAL: &[&str] = &["reading", "source"];
    pub(in crate::contract) const SELECTS: &[&str] = &["brackets", "reading"];
    pub(in crate::contract) const PROBE: &[&str] = &[
        "name", "duty", "level", "reading", "source", "state", "cases", "outcomes", "base", "form",
        "each", "at",
    ];
    pub(in crate::contract) const PROBE_STATE: &[&str] = &["name", "params"];
    pub(in crate::contract) const ERROR: &[&str] = &["code", "duty", "when", "reason", "source"];
    pub(in crate::contract) const CAUSES: &[&str] =
        &["breaks", "fixture", "unknown", "state", "untested"];
    pub(in crate::contract) const WHEN: &[&str] = &[
        "breaks", "fixture", "unknown", "state", "untested", "at", "with", "params", "base", "or",
        "also", "reading", "as",
    ];
    pub(in crate::contract) const OUTCOME: &[&str] =
        &["accepted", "refused", "status", "code", "uncoded", "as"];
    pub(in crate::contract) const LIFECYCLE: &[&str] = &[
        "source", "first", "reading", "running", "done", "failed", "steps", "deleted",
    ];
    pub(in crate::contract) const DELETED: &[&str] = &["running", "done"];
    pub(in crate::contract) const DELETED_ONE: &[&str] = &["pass", "end", "reading", "end-reading"];
    pub(in crate::contract) const NEAR: &[&str] =
        &["$fixture", "plus", "less", "as", "until", "swap", "letters"];
    pub(in crate::contract) const NEAR_CASE: &[&str] =
        &["$case", "plus", "less", "as", "until", "swap", "letters"];
    pub(in crate::contract) const EXPRESSIONS: &[&str] = &[
        "$fixture", "$case", "$param", "$fresh", "$repeat", "$absent", "$answer",
    ];
}
