//! Reading pages.

mod flat;
mod html;
mod markdown;
mod ruled;
mod shallow;
mod text;

use super::block::Page;

/// Most bytes of a page that are read.
const MOST: usize = 4 << 20;

/// The blocks of a page, whatever it is written in.
pub(super) fn page(text: &str) -> Page {
    let text = match text.char_indices().map(|(at, _)| at).find(|at| *at >= MOST) {
        Some(end) => &text[..end],
        None => text,
    };
    let start: String = text
        .chars()
        .take(4096)
        .collect::<String>()
        .to_ascii_lowercase();
    let html = [
        "<!doctype",
        "<html",
        "<table",
        "<body",
        "<div",
        "<h1",
        "<h2",
    ];
    if html.iter().any(|tag| start.contains(tag)) || text.contains("</table>") {
        return html::page(text);
    }
    if markdown::is_markdown(text) {
        return html::page(&markdown::html(text));
    }
    text::page(text)
}
