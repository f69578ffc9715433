//! What roxmltree is known to take against the rules, told as narrowly as a text's shape allows.

use std::sync::LazyLock;

use regex::Regex;

/// A rule, why roxmltree takes what breaks it, and what the text is without that mistake.
pub(super) type Lenient = (&'static str, &'static str, Instead);

/// From a text and the place of the mistake, in bytes: a text without the mistake, so that all the
/// rest is still compared. `None` where roxmltree is to see the mistake.
type Instead = fn(&str, usize) -> Option<String>;

/// Each is shown by the seed `lenient-RULE.xml` in `corpus/xml_reader_peers/`, so that a rule that
/// roxmltree has learnt leaves the list.
pub(super) const LENIENT: &[Lenient] = &[
    ("declaration-without-version", NO_BLANK, declaration),
    ("declaration-missing-space", NO_BLANK, declaration),
    ("declaration-wrong-order", NO_BLANK, declaration),
    ("declaration-syntax", BEGINNINGS, declaration),
    ("declaration-unknown-part", BEGINNINGS, declaration),
    ("declaration-wrong-version", VALUES, declaration),
    ("declaration-bad-encoding-name", VALUES, declaration),
    ("declaration-bad-standalone", VALUES, declaration),
    ("encoding-contradicts-bytes", VALUES, declaration),
    ("late-xml-declaration", NO_BLANK, instruction),
    (
        "pi-target-xml",
        "knows the target in lower case only",
        |text, at| instruction(text, at.checked_sub(2)?),
    ),
    (
        "pi-without-space",
        "ends targets at any other character",
        |text, at| put(text, at, 0, " "),
    ),
    (
        "pi-target-with-colon",
        "has no rule for targets",
        |text, at| put(text, at, 1, "-"),
    ),
    (
        "reference-to-surrogate",
        "reads U+FFFD in its place",
        reference,
    ),
    (
        "reference-beyond-unicode",
        "reads U+FFFD in its place",
        reference,
    ),
    (
        "name-starting-with-colon",
        "takes an empty prefix for none",
        |text, at| put(text, at, 1, ""),
    ),
    (
        "mismatched-end-tag",
        "takes an empty prefix for none",
        |text, at| {
            let empty = text.get(at..)?.starts_with("</:");
            empty.then(|| put(text, at + 2, 1, ""))?
        },
    ),
    (
        "duplicate-attribute",
        "does not count the default namespaces of a tag",
        |text, at| {
            let is_default = text
                .get(at..)?
                .strip_prefix("xmlns")?
                .starts_with(is_end_of_name);
            is_default.then(|| put(text, at, 5, &format!("x-l{at}")))?
        },
    ),
    (
        "xmlns-prefix-empty",
        "takes it as Namespaces in XML 1.1 does",
        prefix,
    ),
];

const NO_BLANK: &str = "takes `<?xml` without a blank for an instruction";
const BEGINNINGS: &str = "takes whatever begins with the name of a part for that part";
const VALUES: &str = "passes over what a declaration says";

/// What roxmltree takes for a declaration, whatever its values and the ends of its names.
static LOOSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = |name: &str| format!(r#"{name}[^\s='"<]*\s*=\s*(?:"[^"<]*"|'[^'<]*')"#);
    let [version, encoding, standalone] = ["version", "encoding", "standalone"].map(part);
    let text = format!(r"^<\?xml \s*{version}(?:\s+{encoding})?(?:\s+{standalone})?\s*\?>");
    Regex::new(&text).ok()
});

/// A declaration at the very start as an instruction, if roxmltree takes it for one or takes it
/// without looking closely.
fn declaration(text: &str, _: usize) -> Option<String> {
    let start = text.len() - text.strip_prefix('\u{FEFF}').unwrap_or(text).len();
    let loose = LOOSE.as_ref()?.find(&text[start..]);
    match loose {
        Some(found) => put(text, start, found.len(), "<?x-l?>"),
        None => instruction(text, start),
    }
}

/// What starts with `<?xml`, in any case, with another target; `None` where a blank follows, as
/// roxmltree sees a declaration there.
fn instruction(text: &str, at: usize) -> Option<String> {
    let found = text.get(at..at + 5)?;
    let is_declaration = text[at..].starts_with("<?xml ");
    let like = found.eq_ignore_ascii_case("<?xml") && !is_declaration;
    like.then(|| put(text, at, 5, "<?x-l "))?
}

/// A reference as one to U+FFFD.
fn reference(text: &str, at: usize) -> Option<String> {
    put(text, at, text.get(at..)?.find(';')?, "&#xFFFD")
}

/// A prefix that is declared for no namespace as one for some namespace.
fn prefix(text: &str, at: usize) -> Option<String> {
    let quote = at + text.get(at..)?.find(['"', '\''])?;
    put(text, quote + 1, 0, "u")
}

/// What follows the name of an attribute.
fn is_end_of_name(c: char) -> bool {
    c == '=' || c.is_ascii_whitespace()
}

/// The text with as many bytes at a place changed to others.
fn put(text: &str, at: usize, length: usize, other: &str) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let (_, after) = rest.split_at_checked(length)?;
    Some(format!("{before}{other}{after}"))
}
