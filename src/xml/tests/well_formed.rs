//! Legal documents and what they say.

use super::read;
use crate::xml::*;

fn root_text(document: impl AsRef<[u8]>) -> String {
    read(document).unwrap().text()
}

#[test]
fn unusual_documents_are_read() {
    for text in [
        "<a/>",
        "\n\t<a/>\r\n",
        "<?xml version='1.1' ?><a/>",
        "<?xml version='1.0' encoding='utf-8' standalone='no'?><a/>",
        "<?xml\n version\n=\n'1.0'\n?><a/>",
        "<!----><a/><!-- - - -->",
        "<!--->--><a/>",
        "<!-->--><a/>",
        "<?p?><a/><?p-q ?>",
        "<?xml-stylesheet href='a'?><a/>",
        "<a b='>' c=\"'\" d='\"' e = '' />",
        "<a\tb='1'\nc='2'\r/>",
        "<a>]]</a >",
        "<a>]]&gt;</a>",
        "<a>]<![CDATA[]>]]]]></a>",
        "<a>\u{FEFF}</a>",
        "<é·̀/>",
        "<_a-.1/>",
        "<xml/>",
        "<a xml:lang='en' xmlns='' xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        "<a x='1' xmlns:p='u' xmlns='u' p:x='2'/>",
        "<a><p:b xmlns:p='u'/><c xmlns:p='v'><p:d/></c></a>",
    ] {
        read(text).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert!(
            roxmltree::Document::parse(text).is_ok() || text.contains("1.1"),
            "{text:?}"
        );
    }
}

#[test]
fn line_ends_and_values_are_normalised() {
    assert_eq!(
        root_text("<a>\r\n1\r2\n\r3&#13;\r<![CDATA[\r\n\r]]></a>"),
        "\n1\n2\n\n3\r\n\n\n"
    );
    let a = read("<a b='\r\n1\r2\n3\t4&#13;&#10;&#9;5'/>").unwrap();
    assert_eq!(a.attribute("b"), Some(" 1 2 3 4\r\n\t5"));
}

#[test]
fn text_is_joined_over_what_is_dropped() {
    let a = read("<a>1<!-- c -->2<?p?>3<![CDATA[<4>]]>&#x35;&lt;<![CDATA[]]></a>").unwrap();
    assert_eq!(a.children, [Node::Text("123<4>5<".into())]);
    let b = read("<a> <b/>x<b/>\n</a>").unwrap();
    assert_eq!(
        (b.children.len(), b.elements().count(), b.text().as_str()),
        (5, 2, " x\n")
    );
}

#[test]
fn encodings_are_known_by_mark_declaration_and_label() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u{E9}</a>";
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    assert_eq!(root_text(&latin), "\u{E9}");
    let limits = Limits::default();
    // The label counts more than the declaration, and a mark more than the label.
    assert!(read_labelled(&latin, Some("utf-8"), &limits).is_err());
    let utf8 = text.as_bytes();
    assert_eq!(
        read_labelled(utf8, Some("UTF-8"), &limits).unwrap().text(),
        "\u{E9}"
    );
    assert_eq!(
        read_labelled(b"<a>\xE9</a>", Some("latin1"), &limits)
            .unwrap()
            .text(),
        "\u{E9}"
    );
    let wide = write(
        &Element::new("a"),
        &Style {
            encoding: Encoding::Utf16Be,
            ..Style::default()
        },
    );
    assert_eq!(
        read_labelled(&wide, Some("utf-8"), &limits).unwrap().name,
        "a"
    );
    assert_eq!(
        read_labelled(&wide[2..], Some("utf-16be"), &limits)
            .unwrap()
            .name,
        "a"
    );
    assert_eq!(
        read_labelled(&wide[2..], Some("utf-16"), &limits)
            .unwrap_err()
            .rule,
        "utf-16-without-byte-order-mark"
    );
    let little: Vec<u8> = "<?xml version='1.0' encoding='UTF-16LE'?><a/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(read(&little).unwrap().name, "a");
    assert!(read(b"<?xml version='1.0' encoding='US-ASCII'?><a/>").is_ok());
    assert_eq!(
        read(b"<?xml version='1.0' encoding='US-ASCII'?><a>\xC3\xA9</a>")
            .unwrap_err()
            .rule,
        "invalid-us-ascii"
    );
    let marked = b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>";
    assert_eq!(read(marked).unwrap_err().rule, "encoding-contradicts-bytes");
}
