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
/// Keywords of ours to read that say nothing of what is valid; the JSON keeps them.
pub(super) const PASSED: &[&str] = &["deprecated", "readOnly", "writeOnly", "discriminator"];
/// Known, and of no use in the JSON: names of schemas, notes, and what is read elsewhere.
const OTHERS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "binaryEncoding",
    "const",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "enum",
    "example",
    "examples",
    "externalDocs",
    "id",
    "media",
    "required",
    "summary",
    "type",
    "xml",
];

/// Every keyword of a schema.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    let lists = [
        ONE, MANY, NAMED, COUNTS, NUMBERS, TEXTS, FLAGS, PASSED, OTHERS,
    ];
    lists.into_iter().flatten().copied()
}

/// Whether a keyword is one of a schema.
pub(super) fn is_known(key: &str) -> bool {
    all().any(|k| k == key)
}
