//! Markdown, by way of HTML.

use pulldown_cmark::{Options, Parser, html};

/// Whether a text has headings or tables as Markdown writes them.
pub(super) fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim();
        let rule = line.contains('|') && line.contains("--");
        let heading = line.trim_start_matches('#');
        let level = line.len() - heading.len();
        rule && line.chars().all(|c| "|-: ".contains(c))
            || (1..=6).contains(&level) && heading.starts_with(' ')
    })
}

pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    let text = joined(text);
    html::push_html(&mut out, Parser::new_ext(&text, Options::ENABLE_TABLES));
    out
}

/// Most lines of one row.
const LINES: usize = 100;

/// The text with each row of a table on one line: some pages let a cell go on over paragraphs and lists, which
/// Markdown does not know.
fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    // Bars of a row of the table that is read.
    let mut wanted: Option<usize> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let trimmed = line.trim();
        if is_rule(trimmed) {
            wanted = Some(bars(trimmed)).filter(|n| *n > 2 && trimmed.starts_with('|'));
        } else if !trimmed.starts_with('|') {
            wanted = None;
        }
        let short = wanted.filter(|n| trimmed.starts_with('|') && bars(trimmed) < *n);
        match short.and_then(|n| row(trimmed, &lines[at..], n)) {
            Some((row, used)) => {
                out.push(row);
                at += used;
            }
            None => out.push((*line).to_owned()),
        }
    }
    out.join("\n")
}

fn is_rule(line: &str) -> bool {
    line.contains("--") && line.contains('|') && line.chars().all(|c| "|-: ".contains(c))
}

/// Bars of a line that part cells.
fn bars(line: &str) -> usize {
    line.matches('|').count() - line.matches("\\|").count()
}

/// A row that begins on a line and ends on one of the next, with how many of these it takes; nothing where it does
/// not come to the bars that it must have.
fn row(first: &str, rest: &[&str], wanted: usize) -> Option<(String, usize)> {
    let mut row = first.to_owned();
    for (number, line) in rest.iter().take(LINES).enumerate() {
        let line = line.trim();
        if line.starts_with(['|', '#']) || line.starts_with("```") {
            return None;
        }
        let item = line.strip_prefix("- ").or_else(|| line.strip_prefix("* "));
        match item {
            // The bar that ends the row is none of the entry.
            Some(item) => {
                let (item, end) = match item.trim_end().strip_suffix('|') {
                    Some(item) => (item, "|"),
                    None => (item, ""),
                };
                row.push_str(&format!("<ul><li>{}</li></ul>{end}", item.trim()));
            }
            None if line.is_empty() => {}
            None => row.push_str(&format!("<br>{line}")),
        }
        match bars(&row) {
            n if n == wanted && row.ends_with('|') => return Some((row, number + 1)),
            n if n > wanted => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{html, joined};

    #[test]
    fn a_row_may_go_on_over_lines() {
        let text = "|Name|Type|Description|\n|:---|:---|:----|\n|kind|String|The kind. Valid values:\n\n-   AB: the first\n-   CD: the second |\n|size|Number|How large.\n\nDefault value: null |\n|last|String|It.|\n\nText.\n";
        let made = html(text);
        assert_eq!(made.matches("<tr>").count(), 4, "{made}");
        assert!(made.contains("<li>CD: the second</li>"), "{made}");
        assert!(made.contains("<p>Text.</p>"), "{made}");
    }

    #[test]
    fn what_is_whole_or_has_no_end_stays() {
        for text in [
            "|A|B|\n|-|--|\n|1|2|\n\nText | more",
            "|A|B|\n|-|--|\n|1\n\n# Next\n",
            "a | b\n--|--\n1 | 2",
        ] {
            assert_eq!(joined(text), text.trim_end_matches('\n'), "{text}");
        }
    }
}
