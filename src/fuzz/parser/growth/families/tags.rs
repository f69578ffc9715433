//! What grows in tags, and elements in each other.

use super::{family, far, filled, inside, many};
use crate::fuzz::parser::growth::family::Family;

pub(super) static FAMILIES: [Family; 29] = [
    family(
        "attributes",
        "growth/attributes",
        "3.1",
        "attributes of one element",
        |n| many("<a", n / 12, |i| format!(" b{i}='c'"), "/>"),
    ),
    far(family(
        "depth",
        "growth/depth",
        "3",
        "elements in each other",
        |n| "<a>".repeat(n / 7 + 1) + &"</a>".repeat(n / 7 + 1),
    )),
    family(
        "namespaces",
        "growth/namespaces",
        "Namespaces 3",
        "namespaces declared at one element",
        |n| many("<a", n / 20, |i| format!(" xmlns:b{i}='u{i}'"), "/>"),
    ),
    family(
        "attributes",
        "growth/attributes-in-depth",
        "3.1",
        "elements in each other, each with an attribute of the same name",
        |n| filled("<a b='c'>", n * 2 / 3) + &"</a>".repeat((n * 2 / 3 / 9).max(1)),
    ),
    family(
        "attributes",
        "growth/prefixed-attributes",
        "Namespaces 6.3",
        "attributes of one element with the same prefix",
        |n| many("<a xmlns:p='u'", n / 14, |i| format!(" p:b{i}='c'"), "/>"),
    ),
    family(
        "attributes",
        "growth/attributes-of-many-namespaces",
        "Namespaces 6.3",
        "attributes of one element that differ in their prefixes alone",
        |n| {
            let one = |i| format!(" xmlns:p{i}='u{i}' p{i}:b=''");
            many("<a", n / 30, one, "/>")
        },
    ),
    family(
        "namespaces",
        "growth/namespaces-in-depth",
        "Namespaces 6.1",
        "elements in each other, each with another prefix",
        |n| {
            let (one, end) = (
                |i| format!("<p{i}:a xmlns:p{i}='u'>"),
                |i| format!("</p{i}:a>"),
            );
            let count = n / 36 + 1;
            let ends: String = (0..count).rev().map(end).collect();
            many("<a>", count, one, &ends) + "</a>"
        },
    ),
    family(
        "namespaces",
        "growth/namespaces-declared-again",
        "Namespaces 6.2",
        "elements in each other, each with the default namespace declared again",
        |n| "<a xmlns='u'>".repeat(n / 17 + 1) + &"</a>".repeat(n / 17 + 1),
    ),
    family(
        "namespaces",
        "growth/namespaces-used",
        "Namespaces 6.1",
        "prefixes declared at the root, each used by a child",
        |n| {
            let uses: String = (0..n / 30 + 1).map(|i| format!("<p{i}:b/>")).collect();
            let one = |i| format!(" xmlns:p{i}='u'");
            many("<a", n / 30 + 1, one, ">") + &uses + "</a>"
        },
    ),
    family(
        "namespaces",
        "growth/prefixed-siblings",
        "Namespaces 5",
        "children with a prefix",
        |n| format!("<a xmlns:p='u'>{}</a>", filled("<p:b/>", n)),
    ),
    family(
        "siblings",
        "growth/siblings",
        "3",
        "children of one element",
        |n| inside(&filled("<b/>", n)),
    ),
    family(
        "siblings",
        "growth/siblings-of-many-names",
        "3",
        "children, each with another name",
        |n| many("<a>", n / 10, |i| format!("<b{i}/>"), "</a>"),
    ),
    family(
        "siblings",
        "growth/siblings-with-attributes",
        "3.1",
        "children, each with the same attribute",
        |n| inside(&filled("<b c='d'></b>", n)),
    ),
    family(
        "siblings",
        "growth/line-ends-between",
        "2.11",
        "children on lines of their own",
        |n| inside(&filled("<b>\r\n</b>\n", n)),
    ),
    far(family(
        "blanks",
        "growth/blanks-in-a-tag",
        "3.1",
        "white space in a start tag",
        |n| format!("<a{}b=''/>", " ".repeat(n)),
    )),
    family(
        "blanks",
        "growth/blanks-in-an-end-tag",
        "3.1",
        "white space in an end tag",
        |n| format!("<a></a{}>", " ".repeat(n)),
    ),
    family(
        "blanks",
        "growth/blanks-beside-a-sign",
        "3.1",
        "white space beside an equals sign",
        |n| format!("<a b{0}={0}''/>", "\n ".repeat(n / 4)),
    ),
    family(
        "blanks",
        "growth/blanks-before-nothing",
        "3.1",
        "white space in a tag that does not end",
        |n| format!("<a{}", " ".repeat(n)),
    ),
    family(
        "attributes",
        "growth/attributes-without-values",
        "3.1",
        "names in a tag, without values",
        |n| many("<a", n / 7, |i| format!(" b{i}"), ">"),
    ),
    family(
        "attributes",
        "growth/an-attribute-again-and-again",
        "3.1",
        "attributes of one element, all with one name",
        |n| format!("<a{}/>", filled(" b=''", n)),
    ),
    family(
        "names",
        "growth/a-long-name",
        "2.3",
        "the name of an element",
        |n| format!("<{0}></{0}>", "a".repeat((n / 2).max(1))),
    ),
    family(
        "names",
        "growth/a-long-attribute-name",
        "2.3",
        "the name of an attribute",
        |n| format!("<a {}='b'/>", "c".repeat(n.max(1))),
    ),
    family(
        "names",
        "growth/a-name-of-many-signs",
        "2.3",
        "the name of an element, of hyphens, dots and letters",
        |n| format!("<a{}/>", filled("-.b_1", n)),
    ),
    family(
        "names",
        "growth/a-long-name-beyond-ascii",
        "2.3",
        "the name of an element, beyond ASCII",
        |n| format!("<{}/>", filled("é\u{4e00}", n)),
    ),
    family(
        "depth",
        "growth/depth-without-end",
        "3",
        "elements in each other, none of which ends",
        |n| filled("<a>", n),
    ),
    family(
        "tags",
        "growth/tags-that-break-off",
        "3.1",
        "start tags that do not end",
        |n| inside(&filled("<b ", n)),
    ),
    family(
        "tags",
        "growth/tags-in-a-tag",
        "3.1",
        "less-than signs, one after the other",
        |n| inside(&filled("<", n)),
    ),
    family(
        "tags",
        "growth/values-that-break-off",
        "3.1",
        "values that do not end",
        |n| inside(&filled("<b c=\"", n)),
    ),
    family(
        "tags",
        "growth/end-tags-only",
        "3",
        "end tags without a start",
        |n| inside(&filled("</b>", n)),
    ),
];
