//! Keywords of schemas, by what they hold.

/// A schema.
pub(super) const ONE: &[&str] = &[
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
];
/// A list of schemas.
pub(super) const MANY: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
/// A map of schemas.
pub(super) const NAMED: &[&str] = &["properties", "patternProperties", "dependentSchemas"];
/// A whole number that is not negative.
pub(super) const COUNTS: &[&str] = &[
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
];
/// A number.
pub(super) const NUMBERS: &[&str] = &[
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
/// A string.
pub(super) const TEXTS: &[&str] = &[
    "pattern",
    "format",
    "description",
    "title",
    "contentEncoding",
    "contentMediaType",
];
/// A flag.
pub(super) const FLAGS: &[&str] = &[
    "uniqueItems",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
];
/// Names of schemas and places to refer to: of no use once references are resolved.
pub(super) const DROPPED: &[&str] = &[
    "$ref",
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$defs",
    "definitions",
    "$comment",
    "$vocabulary",
    "nullable",
];
/// Keywords that say nothing of what is valid.
pub(super) const NOTES: &[&str] = &[
    "description",
    "title",
    "summary",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
];
/// Everything else that is known.
const OTHERS: &[&str] = &[
    "type",
    "enum",
    "const",
    "required",
    "discriminator",
    "dependentRequired",
    "dependencies",
    "$dynamicRef",
    "$recursiveRef",
    "id",
    "media",
    "binaryEncoding",
    "contentSchema",
];

/// Every keyword of a schema.
pub(super) fn all() -> Vec<&'static str> {
    [
        ONE, MANY, NAMED, COUNTS, NUMBERS, TEXTS, FLAGS, DROPPED, NOTES, OTHERS,
    ]
    .concat()
}
