//! What grows in document type declarations.

use super::{declared, family, far, filled, many};
use crate::fuzz::parser::growth::family::Family;

pub(super) static FAMILIES: [Family; 25] = [
    far(family(
        "content-models",
        "growth/deep-content-model",
        "3.2.1",
        "parentheses in each other in a content model",
        |n| {
            declared(&format!(
                "<!ELEMENT a {}b{}>",
                "(".repeat(n / 2 + 1),
                ")".repeat(n / 2 + 1)
            ))
        },
    )),
    far(family(
        "content-models",
        "growth/deep-content-model-of-two",
        "3.2.1",
        "parentheses in each other in a content model, each with a name before",
        |n| {
            declared(&format!(
                "<!ELEMENT a {}b{}>",
                "(b,".repeat(n / 5 + 1),
                ")?".repeat(n / 5 + 1)
            ))
        },
    )),
    family(
        "content-models",
        "growth/choice-in-a-content-model",
        "3.2.1",
        "choices in a content model",
        |n| {
            many(
                "<!DOCTYPE a [<!ELEMENT a (b",
                n / 8,
                |i| format!("|b{i}"),
                ")*>]><a/>",
            )
        },
    ),
    family(
        "content-models",
        "growth/sequence-in-a-content-model",
        "3.2.1",
        "a sequence in a content model",
        |n| {
            many(
                "<!DOCTYPE a [<!ELEMENT a (b?",
                n / 9,
                |i| format!(",b{i}?"),
                ")>]><a/>",
            )
        },
    ),
    family(
        "content-models",
        "growth/names-in-mixed-content",
        "3.2.2",
        "names in mixed content",
        |n| {
            many(
                "<!DOCTYPE a [<!ELEMENT a (#PCDATA",
                n / 8,
                |i| format!("|b{i}"),
                ")*>]><a/>",
            )
        },
    ),
    family(
        "content-models",
        "growth/blanks-in-a-content-model",
        "3.2.1",
        "white space in a content model",
        |n| declared(&format!("<!ELEMENT a ({}b)>", " ".repeat(n))),
    ),
    family(
        "element-types",
        "growth/element-types",
        "3.2",
        "declarations of element types",
        |n| {
            many(
                "<!DOCTYPE a [",
                n / 21,
                |i| format!("<!ELEMENT b{i} ANY>"),
                "]><a/>",
            )
        },
    ),
    family(
        "attribute-lists",
        "growth/attributes-in-a-list",
        "3.3",
        "attributes in one declaration",
        |n| {
            many(
                "<!DOCTYPE a [<!ATTLIST a",
                n / 15,
                |i| format!(" b{i} CDATA 'c'"),
                ">]><a/>",
            )
        },
    ),
    family(
        "attribute-lists",
        "growth/attribute-lists",
        "3.3",
        "declarations of attributes for one element type",
        |n| {
            let one = |i| format!("<!ATTLIST a b{i} CDATA 'c'>");
            many("<!DOCTYPE a [", n / 28, one, "]><a/>")
        },
    ),
    family(
        "attribute-lists",
        "growth/attribute-lists-of-many-types",
        "3.3",
        "declarations of attributes, each for another element type",
        |n| {
            let one = |i| format!("<!ATTLIST b{i} c CDATA #IMPLIED>");
            many("<!DOCTYPE a [", n / 33, one, "]><a/>")
        },
    ),
    family(
        "attribute-types",
        "growth/enumeration",
        "3.3.1",
        "names in an enumerated type",
        |n| {
            many(
                "<!DOCTYPE a [<!ATTLIST a c (b",
                n / 8,
                |i| format!("|b{i}"),
                ") 'b'>]><a/>",
            )
        },
    ),
    family(
        "attribute-types",
        "growth/tokens",
        "3.3.3",
        "tokens in a value of type NMTOKENS",
        |n| {
            format!(
                "<!DOCTYPE a [<!ATTLIST a b NMTOKENS #IMPLIED>]><a b='{}'/>",
                filled(" c \n", n)
            )
        },
    ),
    family(
        "attribute-types",
        "growth/identifiers",
        "3.3.1",
        "elements with an attribute of type ID",
        |n| {
            let one = |i| format!("<b c='d{i}'/>");
            many(
                "<!DOCTYPE a [<!ATTLIST b c ID #IMPLIED>]><a>",
                n / 15,
                one,
                "</a>",
            )
        },
    ),
    family(
        "attribute-types",
        "growth/default-values",
        "3.3.2",
        "elements with an attribute by default",
        |n| {
            format!(
                "<!DOCTYPE a [<!ATTLIST b c CDATA 'd'>]><a>{}</a>",
                filled("<b/>", n)
            )
        },
    ),
    family(
        "notations",
        "growth/notations",
        "4.7",
        "declarations of notations",
        |n| {
            many(
                "<!DOCTYPE a [",
                n / 30,
                |i| format!("<!NOTATION b{i} SYSTEM 'c'>"),
                "]><a/>",
            )
        },
    ),
    family(
        "subset",
        "growth/comments-in-the-subset",
        "2.8",
        "comments in the internal subset",
        |n| declared(&filled("<!--b-->", n)),
    ),
    family(
        "subset",
        "growth/instructions-in-the-subset",
        "2.8",
        "processing instructions in the internal subset",
        |n| declared(&filled("<?p d?>", n)),
    ),
    family(
        "subset",
        "growth/blanks-in-the-subset",
        "2.8",
        "white space in the internal subset",
        |n| declared(&filled(" \n", n)),
    ),
    family(
        "subset",
        "growth/blanks-in-the-doctype",
        "2.8",
        "white space in a document type declaration",
        |n| format!("<!DOCTYPE{}a><a/>", " ".repeat(n + 1)),
    ),
    family(
        "subset",
        "growth/blanks-in-an-attribute-list",
        "3.3",
        "white space in a declaration of attributes",
        |n| declared(&format!("<!ATTLIST a{}>", " ".repeat(n))),
    ),
    family(
        "subset",
        "growth/blanks-in-an-entity-declaration",
        "4.2",
        "white space in the declaration of an entity",
        |n| declared(&format!("<!ENTITY b{}'c'>", " ".repeat(n + 1))),
    ),
    family(
        "subset",
        "growth/signs-in-the-name-of-the-doctype",
        "2.8",
        "percent and greater-than signs where the name of the root should stand",
        |n| format!("<!DOCTYPE {}><a/>", filled("%>", n)),
    ),
    family(
        "subset",
        "growth/ends-of-the-subset",
        "2.8",
        "ends of the internal subset, one after the other",
        |n| format!("<!DOCTYPE a [{}<a/>", filled("]>", n)),
    ),
    family(
        "subset",
        "growth/a-long-identifier",
        "4.2.2",
        "a public identifier",
        |n| format!("<!DOCTYPE a PUBLIC '{}' 'empty.dtd'><a/>", filled("b ", n)),
    ),
    family(
        "subset",
        "growth/declarations-that-break-off",
        "2.8",
        "beginnings of declarations without an end",
        |n| format!("<!DOCTYPE a [{}", filled("<!ENTITY b \"", n)),
    ),
];
