//! Messages of HTTP with their lines.

use crate::fuzz::http::input::{lines, split};
use crate::report::{shown_bytes, shown_lines};

/// A message with a line for each of its lines. The ends of lines are shown too where they are not
/// those of HTTP.
pub(super) fn shown(bytes: &[u8]) -> String {
    let Some((head, body)) = split(bytes).filter(|(head, _)| is_plain(head)) else {
        return shown_lines(bytes);
    };
    let mut out = String::new();
    for line in lines(head) {
        out += &shown_bytes(line);
        out.push('\n');
    }
    if !body.is_empty() {
        out.push('\n');
        out += &shown_lines(body);
    }
    out
}

/// Whether every line of a head ends as HTTP says.
fn is_plain(head: &[u8]) -> bool {
    let is_feed = |at: &usize| head[*at] == b'\n';
    let ends = (0..head.len()).filter(is_feed);
    let mut ends = ends.map(|at| at > 0 && head[at - 1] == b'\r');
    let returns = head.iter().filter(|b| **b == b'\r').count();
    ends.all(|is_right| is_right) && returns == head.iter().filter(|b| **b == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn ends_of_lines_are_shown_where_they_are_odd() {
        assert_eq!(
            shown(b"GET / HTTP/1.1\r\nA: b\r\n\r\n"),
            "GET / HTTP/1.1\nA: b\n"
        );
        assert_eq!(
            shown(b"POST / HTTP/1.1\r\n\r\n{\n\x1b}"),
            "POST / HTTP/1.1\n\n{\n\\u{1b}}"
        );
        assert_eq!(
            shown(b"GET / HTTP/1.1\nA: b\r\n\r\n"),
            "GET / HTTP/1.1\nA: b\\r\n\\r\n"
        );
        assert_eq!(shown(b"GET /\rA: b\r\n\r\n"), "GET /\\rA: b\\r\n\\r\n");
        assert_eq!(shown(b"\x16\xff"), "\\u{16}\\xff");
    }
}
