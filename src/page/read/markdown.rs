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
    html::push_html(&mut out, Parser::new_ext(text, Options::ENABLE_TABLES));
    out
}
