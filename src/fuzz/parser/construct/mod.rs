//! What a well-formed document is made of that a parser may stumble over, by name and section.

mod parts;
mod stumps;

pub(super) use stumps::stumps;

use parts::Parts;

/// One construct of XML 1.0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Construct {
    /// As `--expect lenient:` takes it.
    pub name: &'static str,
    /// Its section, as "2.7" or "Namespaces 3".
    pub section: &'static str,
    /// In words.
    pub about: &'static str,
    /// A small well-formed document that has it.
    pub sample: &'static [u8],
    is_in: fn(&Parts) -> bool,
}

/// Every construct, those that need most of a parser first.
const ALL: &[Construct] = &[
    construct(
        "undeclared-entity-left-open",
        "4.1",
        "a reference to an entity that an external subset or parameter entity may declare",
        b"<!DOCTYPE a[<!ENTITY % e \"\">%e;]><a>&z;</a>",
        |p| p.open,
    ),
    construct(
        "parameter-entity-reference",
        "4.4",
        "a reference to a parameter entity",
        b"<!DOCTYPE a[<!ENTITY % e \"\">%e;]><a/>",
        |p| p.parameter_reference,
    ),
    construct(
        "entity-reference",
        "4.4",
        "a reference to an entity",
        b"<!DOCTYPE a[<!ENTITY e \"\">]><a>&e;</a>",
        |p| p.reference,
    ),
    construct(
        "parameter-entity-declaration",
        "4.2",
        "the declaration of a parameter entity",
        b"<!DOCTYPE a[<!ENTITY % e \"\">]><a/>",
        |p| p.parameter_entity,
    ),
    construct(
        "entity-declaration",
        "4.2",
        "the declaration of an entity",
        b"<!DOCTYPE a[<!ENTITY e \"\">]><a/>",
        |p| p.entity,
    ),
    construct(
        "notation-declaration",
        "4.7",
        "the declaration of a notation",
        b"<!DOCTYPE a[<!NOTATION n SYSTEM \"\">]><a/>",
        |p| p.notation,
    ),
    construct(
        "attribute-list-declaration",
        "3.3",
        "a declaration of attributes",
        b"<!DOCTYPE a[<!ATTLIST a b CDATA #IMPLIED>]><a/>",
        |p| p.attribute_list,
    ),
    construct(
        "element-type-declaration",
        "3.2",
        "the declaration of an element type",
        b"<!DOCTYPE a[<!ELEMENT a ANY>]><a/>",
        |p| p.element_type,
    ),
    construct(
        "document-type-declaration",
        "2.8",
        "a document type declaration",
        b"<!DOCTYPE a><a/>",
        |p| p.doctype,
    ),
    construct(
        "utf-16",
        "4.3.3",
        "UTF-16 with a byte order mark",
        b"\xFF\xFE<\0a\0/\0>\0",
        |p| p.utf_16,
    ),
    construct(
        "declared-encoding",
        "4.3.3",
        "another encoding than UTF-8, declared",
        b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>",
        |p| p.declared,
    ),
    construct(
        "byte-order-mark",
        "4.3.3",
        "a byte order mark of UTF-8",
        b"\xEF\xBB\xBF<a/>",
        |p| p.byte_order_mark,
    ),
    construct(
        "later-version",
        "2.8",
        "a version after 1.0",
        b"<?xml version=\"1.2\"?><a/>",
        |p| p.later_version,
    ),
    // A small document has such a character only where it matters.
    construct(
        "character-beyond-ascii",
        "2.2",
        "a character beyond ASCII",
        b"<a>\xC3\xA9</a>",
        |p| p.beyond_ascii,
    ),
    construct(
        "cdata-section",
        "2.7",
        "a CDATA section",
        b"<a><![CDATA[]]></a>",
        |p| p.section,
    ),
    construct("comment", "2.5", "a comment", b"<!----><a/>", |p| p.comment),
    construct(
        "xml-declaration",
        "2.8",
        "an XML declaration",
        b"<?xml version=\"1.0\"?><a/>",
        |p| p.xml_declaration,
    ),
    construct(
        "processing-instruction",
        "2.6",
        "a processing instruction",
        b"<?p?><a/>",
        |p| p.instruction,
    ),
    construct(
        "character-reference",
        "4.1",
        "a character reference",
        b"<a>&#9;</a>",
        |p| p.character_reference,
    ),
    construct(
        "predefined-entity",
        "4.6",
        "a reference to a predefined entity",
        b"<a>&lt;</a>",
        |p| p.predefined,
    ),
    construct(
        "namespace-declaration",
        "Namespaces 3",
        "a namespace declaration",
        b"<a xmlns:p=\"u\"/>",
        |p| p.namespace,
    ),
    construct("attribute", "3.1", "an attribute", b"<a b=\"\"/>", |p| {
        p.attribute
    }),
    construct("element", "3", "an element", b"<a/>", |p| p.element),
    construct("character", "2.2", "a character", b"<a/>", |p| p.character),
    // What breaks down on an empty document has to be named, too.
    construct("no-construct", "2.1", "no bytes at all", b"<a/>", |_| true),
];

const fn construct(
    name: &'static str,
    section: &'static str,
    about: &'static str,
    sample: &'static [u8],
    is_in: fn(&Parts) -> bool,
) -> Construct {
    Construct {
        name,
        section,
        about,
        sample,
        is_in,
    }
}

/// Names that `--expect lenient:` takes beside those of rules.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|construct| construct.name)
}

/// Small documents of each construct, well-formed and broken off, the shortest first.
pub(super) fn samples() -> Vec<&'static [u8]> {
    let whole = ALL.iter().map(|construct| construct.sample);
    let mut all: Vec<&[u8]> = whole.chain(stumps()).collect();
    all.sort_by_key(|sample| sample.len());
    all.dedup();
    all
}

/// What of a well-formed document needs most of a parser.
pub(super) fn of(document: &[u8]) -> &'static Construct {
    let parts = Parts::of(document);
    let found = ALL.iter().find(|construct| (construct.is_in)(&parts));
    found.unwrap_or(&ALL[ALL.len() - 1])
}

/// Whether a document has a construct of one of these names.
pub(super) fn has_any(document: &[u8], names: &[String]) -> bool {
    let mut named = ALL
        .iter()
        .filter(|own| names.iter().any(|name| name == own.name))
        .peekable();
    if named.peek().is_none() {
        return false;
    }
    let parts = Parts::of(document);
    named.any(|construct| (construct.is_in)(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_named_after_what_needs_most() {
        for (document, name) in [
            ("", "no-construct"),
            ("%", "character"),
            ("<a/>", "element"),
            ("<a b=''/>", "attribute"),
            ("<a>&lt;</a>", "predefined-entity"),
            ("<a>&#9;</a>", "character-reference"),
            ("<!--x--><a>&#9;</a>", "comment"),
            ("<?xml version='1.0'?><a/>", "xml-declaration"),
            (
                "<?xml version='1.0' encoding='UTF-8'?><a/>",
                "xml-declaration",
            ),
            (
                "<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
                "declared-encoding",
            ),
            ("<?xml version='1.01'?><a/>", "later-version"),
            ("<!DOCTYPE a><a/>", "document-type-declaration"),
            ("<!DOCTYPE a[<!ENTITY e 'x'>]><a/>", "entity-declaration"),
            (
                "<!DOCTYPE a[<!ENTITY e 'x'>]><a>&e;</a>",
                "entity-reference",
            ),
            (
                "<!DOCTYPE a[<!ENTITY % e 'x'>]><a/>",
                "parameter-entity-declaration",
            ),
            (
                "<!DOCTYPE a[<!ENTITY % e ''>%e;]><a/>",
                "parameter-entity-reference",
            ),
            (
                "<!DOCTYPE a[<!ENTITY % e ''>%e;]><a>&z;</a>",
                "undeclared-entity-left-open",
            ),
        ] {
            assert_eq!(of(document.as_bytes()).name, name, "{document}");
        }
        for (document, name) in [
            ("<a/><!--<![CDATA[x-->", "comment"),
            ("<a><![CDATA[<!--&e;]]></a>", "cdata-section"),
            ("<!--<!ELEMENT a>--><a/>", "comment"),
            (
                "<!DOCTYPE a[<!ATTLIST a a ID #FIXED \"%pe;\">]><a/>",
                "attribute-list-declaration",
            ),
            ("='&s;&lt;'", "entity-reference"),
            ("<?xml\tversion='1.0'?><a/>", "xml-declaration"),
            (
                "<?xml\nversion='1.0' encoding='ISO-8859-1'?><a/>",
                "declared-encoding",
            ),
            ("<a>&</a>", "element"),
            ("<a é=''/>", "character-beyond-ascii"),
            ("<a b='<!--&#9;'/>", "character-reference"),
            (
                "<!DOCTYPE a SYSTEM '<!ENTITY'><a/>",
                "document-type-declaration",
            ),
        ] {
            assert_eq!(of(document.as_bytes()).name, name, "{document}");
        }
        assert_eq!(of(b"\xff\xfe<\0a\0/\0>\0").name, "utf-16");
        assert_eq!(of("\u{feff}<a/>".as_bytes()).name, "byte-order-mark");
    }

    #[test]
    fn a_document_has_more_than_what_it_is_named_after() {
        let document = b"<!--x--><a>&#9;</a>";
        assert!(has_any(document, &["character-reference".into()]));
        assert!(!has_any(
            document,
            &["cdata-section".into(), "truncated".into()]
        ));
        let declaration = b"<?xml version='1.0'?><a/>";
        assert!(!has_any(declaration, &["processing-instruction".into()]));
        let in_entity = b"<!DOCTYPE a[<!ENTITY e '<!--x-->'>]><a>&e;</a>";
        assert!(has_any(in_entity, &["comment".into()]));
    }

    #[test]
    fn samples_have_what_they_stand_for() {
        for construct in ALL {
            if !["character", "no-construct"].contains(&construct.name) {
                assert_eq!(of(construct.sample).name, construct.name);
            }
        }
    }

    #[test]
    fn names_stand_once_and_are_no_rules() {
        let mut all: Vec<&str> = names().collect();
        let rules = crate::xml::documents::rules();
        assert!(rules.iter().all(|rule| !all.contains(&rule.name)));
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
