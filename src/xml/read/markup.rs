//! Comments, processing instructions and CDATA sections (sections 2.5, 2.6 and 2.7).

use crate::xml::chars::{is_space, name_end};
use crate::xml::error::Fault;

/// Judges the comment from `at` to `end`, both its delimiters included.
pub(super) fn comment(text: &str, at: usize, end: usize) -> Result<(), Fault> {
    let inside = &text.as_bytes()[at + 4..end - 3];
    if inside.last() == Some(&b'-') {
        let message = "a comment cannot end with \"--->\"";
        return Err(Fault::new(
            end - 4,
            "comment-ending-in-three-hyphens",
            "2.5",
            message,
        ));
    }
    let mut from = 0;
    while let Some(i) = memchr::memchr(b'-', &inside[from..]) {
        if inside.get(from + i + 1) == Some(&b'-') {
            let message = "\"--\" cannot stand in a comment";
            return Err(Fault::new(
                at + 4 + from + i,
                "double-hyphen-in-comment",
                "2.5",
                message,
            ));
        }
        from += i + 1;
    }
    Ok(())
}

/// Judges the processing instruction from `at` to `end`, both its delimiters included; the XML
/// declaration is none.
pub(super) fn instruction(text: &str, at: usize, end: usize) -> Result<(), Fault> {
    let stop = name_end(text, at + 2);
    if stop == at + 2 || stop > end - 2 {
        let message = "a processing instruction starts with a name";
        return Err(Fault::new(at + 2, "pi-without-target", "2.6", message));
    }
    let target = &text[at + 2..stop];
    if target == "xml" {
        let message = "an XML declaration can only stand at the very start";
        return Err(Fault::new(at, "late-xml-declaration", "2.8", message));
    }
    if target.eq_ignore_ascii_case("xml") {
        let message = format!("{target:?} is reserved and no target");
        return Err(Fault::new(at + 2, "pi-target-xml", "2.6", message));
    }
    if stop < end - 2 && !is_space(text.as_bytes()[stop]) {
        let message = "white space must follow the target of a processing instruction";
        return Err(Fault::new(stop, "pi-without-space", "2.6", message));
    }
    if let Some(i) = target.find(':') {
        let message = "the target of a processing instruction has no colon";
        return Err(Fault::new(
            at + 2 + i,
            "pi-target-with-colon",
            "Namespaces 7",
            message,
        ));
    }
    Ok(())
}

/// What stands at `at` with `<!` or `<?` that does not end, or starts nothing that XML knows.
#[cold]
pub(super) fn broken(text: &str, at: usize) -> Fault {
    let rest = &text[at..];
    let (rule, section, message) = if rest.starts_with("<!--") {
        ("unclosed-comment", "2.5", "the comment does not end")
    } else if rest.starts_with("<![CDATA[") {
        ("unclosed-cdata", "2.7", "the CDATA section does not end")
    } else if rest.starts_with("<!DOCTYPE") {
        return doctype(at);
    } else if rest.starts_with("<?") {
        (
            "unclosed-pi",
            "2.6",
            "the processing instruction does not end",
        )
    } else if rest
        .get(..9)
        .is_some_and(|r| r.eq_ignore_ascii_case("<![CDATA["))
    {
        ("cdata-lower-case", "2.7", "CDATA is written in capitals")
    } else if rest.starts_with("<![") {
        (
            "conditional-section",
            "3.4",
            "such a section stands only in external DTDs",
        )
    } else {
        (
            "unknown-declaration",
            "2.8",
            "\"<!\" starts nothing that XML knows here",
        )
    };
    Fault::new(at, rule, section, message)
}

/// A document type declaration, which this reader does not take.
#[cold]
pub(super) fn doctype(at: usize) -> Fault {
    Fault::refused(at, "doctype", "document type declarations are not read")
}
