//! The table of all breaks.

use super::Break;
use super::edits;
use super::recipe::Place::*;
use super::recipe::Recipe::{self, Declare, Edit, Put, Whole};

/// One list for what is told of a break and for how it is made, so that neither lacks the other.
macro_rules! table {
    ($($name:literal $section:literal $about:literal $recipe:expr;)*) => {
        /// What is told of each break.
        pub(in crate::xml) static BREAKS: [Break; [$($name),*].len()] =
            [$(Break { name: $name, section: $section, about: $about }),*];
        /// How each is made, in the same order.
        pub(in crate::xml) static RECIPES: [Recipe; BREAKS.len()] = [$($recipe),*];
    };
}

table! {
    // Whole documents (2.1).
    "empty-document" "2.1" "no bytes at all" Whole(edits::nothing);
    "only-white-space" "2.1" "a line end and nothing else" Whole(edits::only_space);
    "only-a-declaration" "2.1" "an XML declaration without a root" Whole(edits::only_declaration);
    "only-a-comment" "2.1" "a comment where the root should stand" Whole(edits::only_comment);
    "second-root" "2.1" "a second element after the root" Put(Epilog, b"<clausal-x/>");
    "second-root-before" "2.1" "a second element before the root" Put(Prolog, b"<clausal-x/>");
    "text-before-root" "2.1" "text before the root" Put(Prolog, b"text");
    "text-after-root" "2.1" "text after the root" Put(Epilog, b"text");
    "nul-after-root" "2.2" "a NUL byte after the root" Put(Epilog, b"\0");
    "reference-before-root" "2.1" "a character reference before the root" Put(Prolog, b"&#32;");
    "reference-after-root" "2.1" "a character reference after the root" Put(Epilog, b"&#32;");
    "cdata-before-root" "2.1" "a CDATA section before the root" Put(Prolog, b"<![CDATA[ ]]>");
    "cdata-outside-root" "2.1" "a CDATA section after the root" Put(Epilog, b"<![CDATA[ ]]>");
    // Characters (2.2).
    "control-character-in-text" "2.2" "U+0001 in text" Put(Content, b"\x01");
    "nul-in-text" "2.2" "U+0000 in text" Put(Content, b"\0");
    "escape-in-text" "2.2" "U+001B in text" Put(Content, b"\x1B");
    "form-feed-between-attributes" "2.3" "U+000C as white space in a tag" Put(TagEnd, b"\x0C");
    "control-character-in-attribute" "2.2" "U+0001 in an attribute value" Put(Value, b"\x01");
    "nul-in-attribute" "2.2" "U+0000 in an attribute value" Put(Value, b"\0");
    "control-character-in-comment" "2.2" "U+0001 in a comment" Put(Content, b"<!-- \x01 -->");
    "control-character-in-cdata" "2.2" "U+0001 in a CDATA section"
        Put(Content, b"<![CDATA[\x01]]>");
    "control-character-in-pi" "2.2" "U+0001 in a processing instruction"
        Put(Content, b"<?clausal \x01?>");
    "noncharacter-fffe" "2.2" "U+FFFE in text" Put(Content, "\u{FFFE}".as_bytes());
    "noncharacter-ffff" "2.2" "U+FFFF in an attribute value" Put(Value, "\u{FFFF}".as_bytes());
    // Names (2.3).
    "name-starting-with-digit" "2.3" "an element name that starts with a digit"
        Put(BeforeName, b"1");
    "name-starting-with-hyphen" "2.3" "an element name that starts with a hyphen"
        Put(BeforeName, b"-");
    "name-starting-with-dot" "2.3" "an element name that starts with a dot" Put(BeforeName, b".");
    "name-starting-with-combining-character" "2.3" "an element name that starts with U+0301"
        Put(BeforeName, "\u{301}".as_bytes());
    "illegal-character-in-name" "2.3" "a dollar sign in an element name" Put(Name, b"$");
    "multiplication-sign-in-name" "2.3" "U+00D7, the gap among the letters of Latin-1, in an element name"
        Put(Name, "\u{D7}".as_bytes());
    "attribute-name-starting-with-digit" "2.3" "an attribute name that starts with a digit"
        Put(AttributeName, b"1");
    "attribute-name-starting-with-hyphen" "2.3" "an attribute name that starts with a hyphen"
        Put(AttributeName, b"-");
    "illegal-character-in-attribute-name" "2.3" "an at sign in an attribute name"
        Put(AfterAttributeName, b"@");
    // Text (2.4).
    "bare-ampersand" "2.4" "an ampersand before a blank in text" Put(Content, b"& ");
    "bare-ampersand-in-attribute" "2.4" "an ampersand before a blank in an attribute value"
        Put(Value, b"& ");
    "less-than-in-text" "2.4" "a less-than sign before a blank in text" Put(Content, b"< ");
    "empty-tag-brackets" "3.1" "a tag without a name" Put(Content, b"<>");
    "cdata-end-in-text" "2.4" "the end of a CDATA section in text" Put(Content, b"]]>");
    // Comments (2.5).
    "double-hyphen-in-comment" "2.5" "two hyphens in a comment" Put(Content, b"<!-- a -- b -->");
    "comment-ending-in-three-hyphens" "2.5" "a comment that ends in three hyphens"
        Put(Content, b"<!-- a --->");
    "unclosed-comment" "2.5" "a comment that does not end" Put(Content, b"<!-- a ");
    "comment-cut-short" "2.5" "a comment that would end with its own start" Put(Content, b"<!-->");
    "comment-with-one-hyphen" "2.5" "a comment that starts with one hyphen"
        Put(Content, b"<!- a -->");
    "comment-in-tag" "3.1" "a comment in a tag" Put(TagEnd, b" <!-- a -->");
    "unclosed-comment-after-root" "2.5" "a comment after the root that does not end"
        Put(Epilog, b"<!-- a ");
    // Processing instructions (2.6).
    "pi-target-xml" "2.6" "a processing instruction for XmL" Put(Content, b"<?XmL a?>");
    "pi-without-target" "2.6" "a processing instruction that starts with a blank"
        Put(Content, b"<? a?>");
    "pi-empty" "2.6" "a processing instruction without anything" Put(Content, b"<??>");
    "pi-target-starting-with-digit" "2.6" "a processing instruction whose target starts with a digit"
        Put(Content, b"<?1a b?>");
    "pi-without-space" "2.6" "a processing instruction without white space after its target"
        Put(Content, b"<?a=b?>");
    "unclosed-pi" "2.6" "a processing instruction that ends as a tag does"
        Put(Content, b"<?clausal a>");
    "unclosed-pi-after-root" "2.6" "a processing instruction after the root that does not end"
        Put(Epilog, b"<?clausal a");
    // CDATA sections (2.7).
    "unclosed-cdata" "2.7" "a CDATA section that does not end" Put(Content, b"<![CDATA[a");
    "cdata-lower-case" "2.7" "a CDATA section in lower case" Put(Content, b"<![cdata[a]]>");
    "cdata-with-space" "2.7" "a CDATA section with a blank in its start"
        Put(Content, b"<![CDATA [a]]>");
    "cdata-in-cdata" "2.7" "a CDATA section in another" Put(Content, b"<![CDATA[<![CDATA[a]]>]]>");
    "cdata-in-attribute" "3.1" "a CDATA section in an attribute value" Put(Value, b"<![CDATA[a]]>");
    // The XML declaration (2.8, 2.9, 4.3.3).
    "late-xml-declaration" "2.8" "an XML declaration after a line end" Put(Start, b"\n");
    "second-xml-declaration" "2.8" "an XML declaration after the first"
        Put(Prolog, b"<?xml version=\"1.0\"?>");
    "xml-declaration-in-content" "2.8" "an XML declaration in an element"
        Put(Content, b"<?xml version=\"1.0\"?>");
    "xml-declaration-after-comment" "2.8" "an XML declaration after a comment"
        Put(Start, b"<!-- a -->");
    "declaration-without-version" "2.8" "an XML declaration with an encoding only"
        Declare(r#"<?xml encoding="UTF-8"?>"#);
    "declaration-without-anything" "2.8" "an XML declaration with nothing in it"
        Declare(r#"<?xml?>"#);
    "declaration-wrong-version" "2.8" "version 2.0" Declare(r#"<?xml version="2.0"?>"#);
    "declaration-version-one" "2.8" "version 1" Declare(r#"<?xml version="1"?>"#);
    "declaration-empty-version" "2.8" "a version of no characters" Declare(r#"<?xml version=""?>"#);
    "declaration-bad-encoding-name" "4.3.3" "an encoding whose name starts with a blank"
        Declare(r#"<?xml version="1.0" encoding=" UTF-8"?>"#);
    "declaration-empty-encoding" "4.3.3" "an encoding of no characters"
        Declare(r#"<?xml version="1.0" encoding=""?>"#);
    "declaration-bad-standalone" "2.9" "standalone with a capital"
        Declare(r#"<?xml version="1.0" standalone="Yes"?>"#);
    "declaration-standalone-true" "2.9" "standalone as a boolean"
        Declare(r#"<?xml version="1.0" standalone="true"?>"#);
    "declaration-wrong-order" "2.8" "the encoding before the version"
        Declare(r#"<?xml encoding="UTF-8" version="1.0"?>"#);
    "declaration-standalone-before-encoding" "2.8" "standalone before the encoding"
        Declare(r#"<?xml version="1.0" standalone="yes" encoding="UTF-8"?>"#);
    "declaration-version-twice" "2.8" "the version twice"
        Declare(r#"<?xml version="1.0" version="1.0"?>"#);
    "declaration-unknown-part" "2.8" "a part that no declaration has"
        Declare(r#"<?xml version="1.0" clausal="1"?>"#);
    "declaration-unquoted-version" "2.8" "a version without quotes"
        Declare(r#"<?xml version=1.0?>"#);
    "declaration-mismatched-quotes" "2.8" "a version between two different quotes"
        Declare(r#"<?xml version="1.0'?>"#);
    "declaration-missing-space" "2.8" "no white space between version and encoding"
        Declare(r#"<?xml version="1.0"encoding="UTF-8"?>"#);
    "declaration-ends-as-tag" "2.8" "an XML declaration that ends as a tag does"
        Declare(r#"<?xml version="1.0">"#);
    "upper-case-declaration" "2.6" "an XML declaration in capitals"
        Declare(r#"<?XML version="1.0"?>"#);
    "version-in-capitals" "2.8" "a version whose name has a capital"
        Declare(r#"<?xml Version="1.0"?>"#);
    "space-in-declaration-start" "2.6" "a blank before xml" Declare(r#"<? xml version="1.0"?>"#);
    // Tags (3, 3.1).
    "unclosed-element" "3" "an end tag is missing" Edit(edits::drop_end_tag);
    "document-ends-in-content" "3" "a document that ends before its last end tags"
        Edit(edits::ends_in_content);
    "mismatched-end-tag" "3" "an end tag of another name" Edit(edits::other_end_tag);
    "end-tag-case" "3" "an end tag in another case" Edit(edits::end_tag_case);
    "overlapping-elements" "3" "a child that ends after its parent" Edit(edits::overlapping);
    "end-tag-without-start" "3" "an end tag after the root" Put(Epilog, b"</clausal-x>");
    "end-tag-before-root" "3" "an end tag before the root" Put(Prolog, b"</clausal-x>");
    "start-tag-in-content" "3" "a start tag that nothing ends" Put(Content, b"<clausal-x>");
    "end-tag-in-content" "3" "an end tag that nothing started" Put(Content, b"</clausal-x>");
    "space-before-element-name" "3.1" "a blank between the bracket and the name"
        Put(BeforeName, b" ");
    "space-in-end-tag-slash" "3.1" "a blank between the slash and the name of an end tag"
        Put(EndTagStart, b" ");
    "end-tag-without-name" "3.1" "an end tag without a name" Put(Content, b"</>");
    "attributes-in-end-tag" "3.1" "an attribute in an end tag" Put(EndTagEnd, b" clausal-x=\"1\"");
    "slash-in-end-tag-end" "3.1" "an end tag that ends in a slash" Put(EndTagEnd, b"/");
    "slash-in-the-middle-of-tag" "3.1" "a slash before a blank in a tag" Put(TagEnd, b"/ ");
    "two-slashes-in-tag" "3.1" "an empty-element tag with two slashes"
        Put(Content, b"<clausal-x//>");
    "space-in-empty-tag-end" "3.1" "a blank between the slash and the bracket"
        Put(Content, b"<clausal-x/ >");
    "unclosed-start-tag" "3.1" "a tag without its last bracket" Edit(edits::unclosed_start_tag);
    "unclosed-end-tag" "3.1" "an end tag without its last bracket" Edit(edits::unclosed_end_tag);
    "document-ends-in-tag" "3.1" "a document that ends in a tag" Edit(edits::ends_in_tag);
    "unknown-markup-declaration" "2.8" "an element type declaration in content"
        Put(Content, b"<!ELEMENT a ANY>");
    // Attributes (3.1).
    "duplicate-attribute" "3.1" "an attribute twice in a tag" Edit(edits::duplicate_attribute);
    "unquoted-attribute" "3.1" "an attribute value without quotes" Edit(edits::unquoted);
    "attribute-without-value" "3.1" "an attribute without an equals sign and a value"
        Edit(edits::without_value);
    "attribute-with-nothing" "3.1" "an attribute with an equals sign and no value"
        Edit(edits::empty_handed);
    "attribute-without-equals" "3.1" "an attribute with a blank for an equals sign"
        Edit(edits::without_equals);
    "attribute-with-two-equals" "3.1" "an attribute with two equals signs"
        Put(AfterAttributeName, b"=");
    "attribute-without-name" "3.1" "an equals sign and a value without a name"
        Put(TagEnd, b" =\"1\"");
    "less-than-in-attribute" "3.1" "a less-than sign in an attribute value" Put(Value, b"<");
    "quote-in-attribute" "3.1" "its own quote in an attribute value" Put(Value, b"\"");
    "missing-space-between-attributes" "3.1" "two attributes with nothing between them"
        Edit(edits::without_space);
    "comma-between-attributes" "3.1" "a comma after an attribute" Put(TagEnd, b",");
    "mismatched-quotes" "3.1" "an attribute value between two different quotes"
        Edit(edits::mismatched_quotes);
    "unclosed-attribute-value" "3.1" "an attribute value without its last quote"
        Edit(edits::unclosed_value);
    // References (4.1).
    "undeclared-entity" "4.1" "an entity that is not declared" Put(Content, b"&clausal;");
    "undeclared-entity-in-attribute" "4.1" "an entity in an attribute value that is not declared"
        Put(Value, b"&clausal;");
    "html-entity" "4.1" "an entity of HTML" Put(Content, b"&nbsp;");
    "upper-case-entity" "4.1" "a predefined entity in capitals" Put(Content, b"&AMP;");
    "unterminated-reference" "4.1" "a reference without its semicolon" Put(Content, b"&amp ");
    "unterminated-reference-in-attribute" "4.1" "a reference in an attribute value without its semicolon"
        Put(Value, b"&lt ");
    "empty-reference" "4.1" "a reference without a name" Put(Content, b"&;");
    "reference-with-space" "4.1" "a reference with a blank in it" Put(Content, b"& amp;");
    "reference-without-digits" "4.1" "a character reference without digits" Put(Content, b"&#;");
    "hex-reference-without-digits" "4.1" "a hexadecimal reference without digits"
        Put(Content, b"&#x;");
    "hex-reference-with-capital-x" "4.1" "a hexadecimal reference with a capital X"
        Put(Content, b"&#X41;");
    "reference-with-letters" "4.1" "a decimal reference with a letter" Put(Content, b"&#4a;");
    "reference-with-sign" "4.1" "a character reference with a sign" Put(Content, b"&#+65;");
    "reference-to-zero" "4.1" "a reference to U+0000" Put(Content, b"&#0;");
    "reference-to-illegal-character" "4.1" "a reference to U+0001" Put(Content, b"&#1;");
    "reference-to-illegal-character-in-attribute" "4.1" "a reference to U+000B in an attribute value"
        Put(Value, b"&#xB;");
    "reference-to-surrogate" "4.1" "a reference to half of a surrogate pair"
        Put(Content, b"&#xD800;");
    "reference-to-noncharacter" "4.1" "a reference to U+FFFF" Put(Value, b"&#xFFFF;");
    "reference-beyond-unicode" "4.1" "a reference to a character after the last"
        Put(Content, b"&#x110000;");
    "reference-beyond-64-bits" "4.1" "a reference to 2 to the power of 64 plus 65"
        Put(Content, b"&#18446744073709551681;");
    // Bytes (4.3.3).
    "invalid-utf-8" "4.3.3" "a byte that UTF-8 never has" Put(Content, b"\xFF");
    "latin-1-in-utf-8" "4.3.3" "a letter of ISO-8859-1 without a declaration" Put(Value, b"\xE9");
    "overlong-utf-8" "4.3.3" "a slash in two bytes" Put(Content, b"\xC0\xAF");
    "surrogate-in-utf-8" "4.3.3" "half of a surrogate pair in three bytes"
        Put(Content, b"\xED\xA0\x80");
    "truncated-utf-8" "4.3.3" "two of the three bytes of a character" Put(Content, b"\xE2\x82");
    "lone-continuation-byte" "4.3.3" "a byte that only continues a character" Put(Value, b"\x80");
    "utf-8-beyond-unicode" "4.3.3" "a character after the last in four bytes"
        Put(Content, b"\xF4\x90\x80\x80");
    "utf-16-odd-length" "4.3.3" "UTF-16 without its last byte" Whole(edits::odd_utf_16);
    "lone-surrogate-in-utf-16" "4.3.3" "half of a surrogate pair in UTF-16"
        Whole(edits::lone_surrogate);
    "swapped-surrogates-in-utf-16" "4.3.3" "a surrogate pair the wrong way round"
        Whole(edits::swapped_surrogates);
    "utf-16-without-byte-order-mark" "4.3.3" "UTF-16 that nothing announces"
        Whole(edits::utf_16_without_mark);
    "encoding-contradicts-bytes" "4.3.3" "UTF-16 declared in a document of single bytes"
        Declare(r#"<?xml version="1.0" encoding="UTF-16"?>"#);
    // Namespaces in XML 1.0.
    "unbound-prefix" "Namespaces 5" "an element with a prefix that is not declared"
        Edit(edits::unbound_prefix);
    "unbound-attribute-prefix" "Namespaces 5" "an attribute with a prefix that is not declared"
        Put(TagEnd, b" clausal-undeclared:a=\"1\"");
    "two-colons-in-name" "Namespaces 4" "an element name with two colons" Edit(edits::two_colons);
    "name-starting-with-colon" "Namespaces 4" "an element name that starts with a colon"
        Edit(edits::leading_colon);
    "name-ending-with-colon" "Namespaces 4" "an element name that ends with a colon"
        Edit(edits::trailing_colon);
    "local-name-illegal" "Namespaces 4" "a digit after the colon of an element name"
        Edit(edits::bad_local);
    "xmlns-prefix-empty" "Namespaces 5" "a prefix declared for no namespace"
        Put(TagEnd, b" xmlns:clausal-x=\"\"");
    "xmlns-declared" "Namespaces 3" "a declaration of the prefix xmlns"
        Put(TagEnd, b" xmlns:xmlns=\"http://www.w3.org/2000/xmlns/\"");
    "xml-prefix-redeclared" "Namespaces 3" "the prefix xml declared for another namespace"
        Put(TagEnd, b" xmlns:xml=\"urn:clausal:other\"");
    "reserved-namespace" "Namespaces 3" "another prefix for the namespace of xmlns"
        Put(TagEnd, b" xmlns:clausal-x=\"http://www.w3.org/2000/xmlns/\"");
    "reserved-namespace-of-xml" "Namespaces 3" "another prefix for the namespace of xml"
        Put(TagEnd, b" xmlns:clausal-x=\"http://www.w3.org/XML/1998/namespace\"");
    "xmlns-element" "Namespaces 3" "an element with the prefix xmlns" Edit(edits::xmlns_element);
    "duplicate-expanded-attribute" "Namespaces 6.3" "an attribute twice under two prefixes of one namespace"
        Put(TagEnd, b" xmlns:clausal-x=\"urn:x\" xmlns:clausal-y=\"urn:x\" clausal-x:a=\"1\" clausal-y:a=\"2\"");
    "pi-target-with-colon" "Namespaces 7" "a processing instruction whose target has a colon"
        Put(Content, b"<?clausal:x a?>");
}
