//! What is refused, under which name and at which place.

use super::read;
use crate::xml::*;

fn told(document: impl AsRef<[u8]>) -> (Kind, &'static str, usize, usize, usize) {
    let error = read(document).unwrap_err();
    (
        error.kind,
        error.rule,
        error.line,
        error.column,
        error.offset,
    )
}

#[test]
fn places_are_told_in_lines_and_characters() {
    let ill = Kind::IllFormed;
    assert_eq!(told("<a>\n é &x;</a>"), (ill, "undeclared-entity", 2, 4, 8));
    assert_eq!(
        told("<a>\r\n\r\n</b>"),
        (ill, "mismatched-end-tag", 3, 1, 7)
    );
    assert_eq!(told("<a>\r\r<"), (ill, "unclosed-start-tag", 3, 1, 5));
    assert_eq!(
        told("\u{FEFF}<a b='1' b='2'/>"),
        (ill, "duplicate-attribute", 1, 10, 12)
    );
    assert_eq!(
        told("<a\n b='1'\n p:c='2'/>"),
        (ill, "unbound-prefix", 3, 2, 11)
    );
    assert_eq!(told("<a>😀\u{1}</a>"), (ill, "illegal-character", 1, 5, 7));
    assert_eq!(told("<a>&x;\u{1}</a>"), (ill, "undeclared-entity", 1, 4, 3));
    assert_eq!(
        told(b"<a>\n\xC3\xA9\xFF</a>"),
        (ill, "invalid-utf-8", 2, 2, 6)
    );
    let wide: Vec<u8> = "\u{FEFF}<a>😀\n&</a>"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(told(&wide), (ill, "bare-ampersand", 2, 1, 14));
    let latin = b"<?xml version='1.0' encoding='latin1'?>\n<\xE9>&</\xE9>";
    assert_eq!(told(latin), (ill, "bare-ampersand", 2, 4, 43));
}

#[test]
fn the_bounds_of_the_reader_are_no_fault_of_the_document() {
    let refused = |document: &str, limits: Limits| {
        let error = super::super::read(document.as_bytes(), &limits).unwrap_err();
        assert_eq!((error.kind, error.section), (Kind::Refused, ""), "{error}");
        error.rule
    };
    let limits = Limits::default();
    assert_eq!(refused("<!DOCTYPE a><a/>", limits), "doctype");
    assert_eq!(
        refused("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", limits),
        "doctype"
    );
    assert_eq!(
        refused("<?xml version='1.0' encoding='x-none'?><a/>", limits),
        "unknown-encoding"
    );
    let deep = "<a>".repeat(257) + &"</a>".repeat(257);
    assert_eq!(refused(&deep, limits), "too-deep");
    assert!(read(&deep[3..deep.len() - 4]).is_ok());
    assert_eq!(refused("<a/>", Limits { bytes: 3, ..limits }), "too-big");
    let many: String = (0..4097).map(|i| format!(" a{i}=''")).collect();
    assert_eq!(
        refused(&format!("<a{many}/>"), limits),
        "too-many-attributes"
    );
    assert_eq!(told("<a><!DOCTYPE b></a>").1, "unknown-declaration");
    assert_eq!(told("<a/><!DOCTYPE b>").1, "unknown-declaration");
    assert_eq!(told("<!doctype a><a/>").1, "unknown-declaration");
}

#[test]
fn many_attributes_are_still_compared() {
    let many: String = (0..40).map(|i| format!(" a{i}=''")).collect();
    assert!(read(format!("<a{many}/>")).is_ok());
    assert_eq!(told(format!("<a{many} a7=''/>")).1, "duplicate-attribute");
}

#[test]
fn prefixes_end_with_their_element() {
    assert_eq!(told("<a><b xmlns:p='u'/><p:c/></a>").1, "unbound-prefix");
    assert_eq!(
        told("<a><b xmlns:p='u'><c/></b><d p:e=''/></a>").1,
        "unbound-prefix"
    );
    assert_eq!(told("<p:a xmlns:p='u'></q:a>").1, "mismatched-end-tag");
    assert_eq!(
        told("<a xmlns='http://www.w3.org/2000/xmlns/'/>").1,
        "reserved-namespace"
    );
}

#[test]
fn an_error_reads_as_a_sentence() {
    let error = read("<a>\n</A>").unwrap_err().to_string();
    assert_eq!(
        error,
        "line 2, column 1: </A> stands where </a> should (end-tag-case, XML 1.0 3)"
    );
}
