//! Breaks of tags, attributes and names.

use super::{Break, Make};

macro_rules! table {
    ($($name:literal $section:literal $about:literal $make:expr;)*) => {
        &[$(Break { name: $name, section: $section, about: $about, make: $make }),*]
    };
}
pub(super) use table;

pub(super) const TABLE: &[Break] = table! {
    "unclosed-root" "3.1" "the root element has no end tag" Make::Text(|t| cut_end_tag(t));
    "unclosed-element" "3.1" "an element inside has no end tag" Make::Content("<clausal>");
    "mismatched-end-tag" "3.1" "an end tag names another element" Make::Content("<clausal></clausala>");
    "end-tag-case" "3.1" "an end tag in another letter case" Make::Content("<clausal></Clausal>");
    "crossed-elements" "3.1" "two elements close in the wrong order" Make::Content("<a1><b1></a1></b1>");
    "end-tag-without-start" "3.1" "an end tag that closes nothing" Make::Text(|t| Some(format!("{t}</clausal>")));
    "attributes-in-end-tag" "3.1" "an end tag with an attribute" Make::Content("<clausal></clausal a='1'>");
    "space-in-end-tag" "3.1" "a blank between `</` and the name" Make::Content("<clausal></ clausal>");
    "space-before-name" "3.1" "a blank between `<` and the name" Make::Content("< clausal/>");
    "space-before-slash-end" "3.1" "a blank between `/` and `>`" Make::Content("<clausal/ >");
    "slash-inside-tag" "3.1" "a slash in the middle of a tag" Make::StartTag(|t| after_name(t, " / a0='1'"));
    "empty-name" "3.1" "a tag without a name" Make::Content("<></>");
    "unclosed-start-tag" "3.1" "a start tag without `>`" Make::Content("<clausal <b/>");
    "tag-cut-off" "3.1" "the document ends inside a tag" Make::Text(|t| Some(format!("{}<a b=\"c", cut_end_tag(t)?)));
    "duplicate-attribute" "3.1" "an attribute that stands twice" Make::StartTag(|t| after_name(t, " clausal0=\"1\" clausal0=\"2\""));
    "unquoted-attribute" "3.1" "a value without quotes" Make::StartTag(|t| after_name(t, " clausal0=1"));
    "attribute-without-value" "3.1" "an attribute with no value" Make::StartTag(|t| after_name(t, " clausal0"));
    "attribute-without-equals" "3.1" "a value without `=`" Make::StartTag(|t| after_name(t, " clausal0 \"1\""));
    "attribute-without-name" "3.1" "a value without a name" Make::StartTag(|t| after_name(t, " =\"1\""));
    "mismatched-quotes" "3.1" "a value that begins and ends in different quotes" Make::Content("<clausal a=\"b'/>");
    "missing-space-between-attributes" "3.1" "two attributes without white space" Make::StartTag(|t| after_name(t, " clausal0=\"1\"clausal1=\"2\""));
    "comma-between-attributes" "3.1" "two attributes with a comma" Make::StartTag(|t| after_name(t, " clausal0=\"1\", clausal1=\"2\""));
    "less-than-in-attribute" "3.1" "`<` in a value" Make::Attribute("<");
    "name-starting-with-digit" "2.3" "a name that begins with a digit" Make::Content("<1clausal/>");
    "name-starting-with-hyphen" "2.3" "a name that begins with a hyphen" Make::Content("<-clausal/>");
    "name-starting-with-dot" "2.3" "a name that begins with a dot" Make::Content("<.clausal/>");
    "illegal-character-in-name" "2.3" "a name with a character that names have not" Make::Content("<clau$sal/>");
    "illegal-unicode-in-name" "2.3" "a name with a multiplication sign" Make::Content("<clau\u{d7}sal/>");
    "combining-mark-first-in-name" "2.3" "a name that begins with a combining mark" Make::Content("<\u{300}clausal/>");
    "attribute-name-starting-with-digit" "2.3" "an attribute whose name begins with a digit" Make::StartTag(|t| after_name(t, " 0clausal=\"1\""));
    "second-root" "2.1" "a second root element" Make::Text(|t| Some(format!("{t}<clausal/>")));
    "no-root" "2.1" "a comment and no element" Make::Text(|_| Some("<!-- nothing -->".into()));
    "empty-document" "2.1" "nothing but white space" Make::Text(|_| Some("\n ".into()));
    "text-before-root" "2.8" "text before the root element" Make::Text(|t| Some(format!("clausal{t}")));
    "text-after-root" "2.8" "text behind the root element" Make::Text(|t| Some(format!("{t}clausal")));
    "reference-after-root" "2.8" "a character reference behind the root element" Make::Text(|t| Some(format!("{t}&#32;")));
    "cdata-before-root" "2.8" "a CDATA section before the root element" Make::Text(|t| Some(format!("<![CDATA[ ]]>{t}")));
    "cdata-after-root" "2.8" "a CDATA section behind the root element" Make::Text(|t| Some(format!("{t}<![CDATA[ ]]>")));
    "unbound-prefix" "Namespaces 5" "a prefix that nothing binds" Make::Content("<clausal0:a/>");
    "unbound-attribute-prefix" "Namespaces 5" "a prefix of an attribute that nothing binds" Make::StartTag(|t| after_name(t, " clausal0:a=\"1\""));
    "two-colons-in-name" "Namespaces 3" "a name with two colons" Make::Content("<a:b:c xmlns:a=\"urn:a\"/>");
    "duplicate-expanded-name" "Namespaces 6.3" "two attributes of one expanded name" Make::Content("<c xmlns:a=\"urn:a\" xmlns:b=\"urn:a\" a:d=\"1\" b:d=\"2\"/>");
    "empty-prefix-binding" "Namespaces 2.2" "a prefix bound to nothing" Make::Content("<a:b xmlns:a=\"\"/>");
    "reserved-prefix-xmlns" "Namespaces 3" "the prefix xmlns declared" Make::Content("<a xmlns:xmlns=\"urn:a\"/>");
};

/// The text without the end tag of the root; an empty root becomes an open one.
fn cut_end_tag(text: &str) -> Option<String> {
    match text.strip_suffix("/>") {
        Some(empty) => Some(format!("{empty}>")),
        None => Some(text[..text.rfind("</")?].to_owned()),
    }
}

/// A start tag with something behind the name.
fn after_name(tag: &str, more: &str) -> Option<String> {
    let end = tag.find([' ', '/', '>'])?;
    Some(format!("{}{more}{}", &tag[..end], &tag[end..]))
}
