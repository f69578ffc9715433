//! Breaks of content, tags and characters that are not among the breaks of trees.

use super::spot::Spot::Tree;
use super::way::Row;
use crate::xml::breaks::recipe::Place;

/// Rules and what breaks them.
pub(super) const TABLE: &[Row] = &[
    ("next-line-between-attributes", "2.3", "U+0085 as white space in a tag", &[(Tree(Place::TagEnd), b"\xC2\x85a='1'")]),
    ("no-break-space-in-tag", "2.3", "U+00A0 as white space in a tag", &[(Tree(Place::TagEnd), b"\xC2\xA0")]),
    ("line-separator-in-tag", "2.3", "U+2028 as white space in a tag", &[(Tree(Place::TagEnd), b"\xE2\x80\xA8")]),
    ("noncharacter-in-comment", "2.2", "U+FFFE in a comment", &[(Tree(Place::Content), b"<!-- \xEF\xBF\xBE -->")]),
    ("noncharacter-in-pi", "2.2", "U+FFFF in a processing instruction", &[(Tree(Place::Content), b"<?clausal \xEF\xBF\xBF?>")]),
    ("surrogate-in-attribute", "4.3.3", "half of a surrogate pair in three bytes in an attribute value", &[(Tree(Place::Value), b"\xED\xBF\xBF")]),
    ("overlong-in-comment", "4.3.3", "a NUL in two bytes in a comment", &[(Tree(Place::Content), b"<!-- \xC0\x80 -->")]),
    ("five-byte-sequence", "4.3.3", "a sequence of five bytes", &[(Tree(Place::Content), b"\xF8\x88\x80\x80\x80")]),
    ("reference-in-element-name", "3.1", "a character reference in an element name", &[(Tree(Place::Name), b"&#97;")]),
    ("reference-in-tag", "3.1", "an entity reference between attributes", &[(Tree(Place::TagEnd), b" &amp;")]),
    ("reference-in-end-tag", "3.1", "a character reference in an end tag", &[(Tree(Place::EndTagEnd), b"&#32;")]),
    ("quote-in-tag", "3.1", "a quoted value without a name", &[(Tree(Place::TagEnd), b" 'a'")]),
    ("less-than-in-tag", "3.1", "a less-than sign in a tag", &[(Tree(Place::TagEnd), b" <")]),
    ("comment-in-end-tag", "3.1", "a comment in an end tag", &[(Tree(Place::EndTagEnd), b" <!-- a -->")]),
    ("pi-in-tag", "3.1", "a processing instruction in a tag", &[(Tree(Place::TagEnd), b" <?a b?>")]),
    ("nul-in-tag", "2.2", "U+0000 in a tag", &[(Tree(Place::TagEnd), b"\0")]),
    ("nul-in-name", "2.2", "U+0000 in an element name", &[(Tree(Place::Name), b"\0")]),
    ("pe-reference-in-tag", "3.1", "a reference to a parameter entity in a tag", &[(Tree(Place::TagEnd), b" %a;")]),
    ("conditional-section-in-content", "3.4", "an included section in content", &[(Tree(Place::Content), b"<![INCLUDE[a]]>")]),
    ("reference-with-two-hashes", "4.1", "a character reference with two number signs", &[(Tree(Place::Content), b"&##65;")]),
    ("reference-with-underscore", "4.1", "a character reference with an underscore", &[(Tree(Place::Content), b"&#6_5;")]),
    ("reference-negative", "4.1", "a character reference with a minus sign", &[(Tree(Place::Content), b"&#-65;")]),
    ("reference-wide-digits", "4.1", "a character reference with digits that are not of ASCII", &[(Tree(Place::Content), b"&#\xD9\xA6\xD9\xA5;")]),
    ("reference-beyond-32-bits", "4.1", "a reference to 2 to the power of 32 plus 65", &[(Tree(Place::Content), b"&#4294967361;")]),
    ("hex-reference-beyond-32-bits", "4.1", "a hexadecimal reference to 2 to the power of 32 plus 65", &[(Tree(Place::Content), b"&#x100000041;")]),
    ("byte-order-mark-after-root", "2.1", "U+FEFF after the root", &[(Tree(Place::Epilog), b"\xEF\xBB\xBF")]),
    ("no-break-space-after-root", "2.1", "U+00A0 after the root", &[(Tree(Place::Epilog), b"\xC2\xA0")]),
    ("ampersand-after-root", "2.1", "an ampersand after the root", &[(Tree(Place::Epilog), b"&")]),
    ("comment-with-blank-start", "2.5", "a blank in the start of a comment", &[(Tree(Place::Content), b"<! -- a -->")]),
    ("reserved-namespace-by-reference", "Namespaces 3", "another prefix for the namespace of xmlns, written with a reference", &[(Tree(Place::TagEnd), b" xmlns:clausal-x='http&#58;//www.w3.org/2000/xmlns/'")]),
    ("attribute-with-two-colons", "Namespaces 4", "an attribute name with two colons", &[(Tree(Place::TagEnd), b" xml:a:b='1'")]),
    ("attribute-ending-with-colon", "Namespaces 4", "an attribute name that ends with a colon", &[(Tree(Place::TagEnd), b" xml:='1'")]),
    ("attribute-starting-with-colon", "Namespaces 4", "an attribute name that starts with a colon", &[(Tree(Place::TagEnd), b" :a='1'")]),
    ("attribute-local-name-illegal", "Namespaces 4", "a digit after the colon of an attribute name", &[(Tree(Place::TagEnd), b" xml:1a='1'")]),
    ("xmlns-with-empty-prefix", "Namespaces 4", "a declaration with nothing after its colon", &[(Tree(Place::TagEnd), b" xmlns:='urn:a'")]),
    ("duplicate-default-namespace", "3.1", "the default namespace declared twice in a tag", &[(Tree(Place::TagEnd), b" xmlns='urn:a' xmlns='urn:a'")]),
    ("duplicate-namespace-prefix", "3.1", "a prefix declared twice in a tag", &[(Tree(Place::TagEnd), b" xmlns:clausal-x='urn:a' xmlns:clausal-x='urn:a'")]),
    ("duplicate-expanded-attribute-by-reference", "Namespaces 6.3", "an attribute twice under two prefixes of one namespace, once written with a reference", &[(Tree(Place::TagEnd), b" xmlns:clausal-x='urn:x' xmlns:clausal-y='urn:&#120;' clausal-x:a='1' clausal-y:a='2'")]),
    ("prefix-out-of-scope", "Namespaces 5", "a prefix that only a sibling declares", &[(Tree(Place::Content), b"<a xmlns:clausal-x='urn:x'/><clausal-x:a/>")]),
    ("prefix-case-differs", "Namespaces 5", "a prefix that differs from the declared one in case", &[(Tree(Place::Content), b"<clausal-X:a xmlns:clausal-x='urn:x'/>")]),
];
