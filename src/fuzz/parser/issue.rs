//! A finding as a report that the maintainers of a parser would take.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::files;
use crate::report::shown_bytes;

/// Documents of more bytes are not written out.
const SHOWN: usize = 2000;

/// Reads a finding, the file of its document, and tells it in Markdown.
///
/// # Errors
/// When the file, or the one with what is known of it, cannot be read.
pub fn issue(path: &Path) -> io::Result<String> {
    let document = files::read(path)?;
    let known = std::fs::read(files::beside(path))?;
    let known: Value = serde_json::from_slice(&known).map_err(io::Error::other)?;
    Ok(markdown(&document, &known))
}

fn markdown(document: &[u8], known: &Value) -> String {
    let word = |name: &str| known[name].as_str().unwrap_or_default().to_owned();
    let section = match word("section") {
        section if section.is_empty() => String::new(),
        section => match section.strip_prefix("Namespaces ") {
            Some(section) => format!("Namespaces in XML 1.0, section {section}"),
            None => format!("XML 1.0 (fifth edition), section {section}"),
        },
    };
    let (rule, about) = (word("rule"), word("about"));
    let title = match word("outcome").as_str() {
        "crash" => format!("Crash on {}", or(&about, &rule)),
        "hang" => format!("Does not end on {}", or(&about, &rule)),
        "memory" => format!("Takes too much memory on {}", or(&about, &rule)),
        "growth" => format!("Time or memory grows too fast with {}", or(&about, &rule)),
        "accepts-ill-formed" => format!("Accepts a document that is not well-formed: {about}"),
        "rejects-well-formed" => format!("Refuses a well-formed document: {about}"),
        "wrong-infoset" => format!("Reads something else than the document says: {about}"),
        "external-access" => format!("Reads outside of the document: {about}"),
        "after-many" => "Does not last over many documents".into(),
        "position" => "Tells of a place that is not in the document".into(),
        _ => format!("Does not treat a document alike: {}", or(&about, &rule)),
    };
    let mut out = format!("# {title}\n\n");
    let fence = match document.windows(3).any(|three| three == b"```") {
        true => "~~~~",
        false => "```",
    };
    if document.len() > SHOWN {
        let _ = writeln!(
            out,
            "A document of {} bytes, of this beginning (attached whole):\n",
            document.len()
        );
    } else {
        let _ = writeln!(out, "The document, {} bytes:\n", document.len());
    }
    let shown = &document[..document.len().min(SHOWN)];
    match std::str::from_utf8(shown) {
        Ok(text) if !text.chars().any(|c| c.is_control() && c != '\n') => {
            let _ = writeln!(out, "{fence}xml\n{text}\n{fence}\n");
        }
        _ => {
            let _ = writeln!(out, "{fence}\n{}\n{fence}\n", shown_bytes(shown));
        }
    }
    if document.len() <= SHOWN / 4 {
        let octal: String = document.iter().map(|b| format!("\\{b:03o}")).collect();
        let _ = writeln!(out, "As bytes: `printf '{octal}' > document.xml`\n");
    }
    for (label, text) in [
        ("Expected", word("expected")),
        ("Seen", word("got")),
        ("Where it says so", section),
    ] {
        if !text.is_empty() {
            let _ = writeln!(out, "- **{label}:** {}", text.replace('\n', " "));
        }
    }
    let _ = writeln!(
        out,
        "- **Version:** (of the parser, and of what it runs on)"
    );
    let again = word("again");
    if !again.is_empty() {
        let _ = writeln!(out, "\nSeen with:\n\n{fence}sh\n{again}\n{fence}");
    }
    out
}

fn or<'t>(text: &'t str, other: &'t str) -> &'t str {
    if text.is_empty() { other } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_told_with_its_document_and_section() {
        let known = serde_json::json!({
            "outcome": "accepts-ill-formed", "rule": "second-root", "section": "2.1",
            "about": "two roots", "expected": "refused", "got": "accepted", "again": "p < a.xml",
        });
        let told = markdown(b"<a/><b/>", &known);
        assert!(told.starts_with("# Accepts a document that is not well-formed: two roots\n"));
        for part in [
            "```xml\n<a/><b/>\n```",
            "XML 1.0 (fifth edition), section 2.1",
            "`printf '\\074\\141",
            "p < a.xml",
        ] {
            assert!(told.contains(part), "{told}");
        }
        let odd = markdown(b"<a>\x01```</a>", &known);
        assert!(odd.contains("~~~~") && !odd.contains('\u{1}'), "{odd}");
    }
}
