//! HTML without what shows nothing, and no deeper than it can be read in time: for each tag the parser looks
//! through all elements that are open, so a page of nothing but opened elements would take hours.

/// Most elements that are open one inside another; what is opened inside of these is left out.
const DEEP: usize = 200;
/// Most marks of code that are open: they are opened anew in each paragraph.
const MARKS: usize = 2;
/// Longest tag, in bytes, and most of what looks like one and has no end.
const LONG: usize = 1 << 16;
const ENDLESS: usize = 100;

/// Elements that have no end.
const VOID: [&str; 12] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
];
/// Elements that the next one of their kind ends: they do not pile up.
const ENDED: [&str; 15] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head",
    "body", "caption",
];
/// Elements that only say how their text looks.
const LOOKS: [&str; 17] = [
    "a", "abbr", "b", "big", "em", "font", "i", "ins", "nobr", "s", "small", "span", "strike",
    "strong", "sub", "sup", "u",
];
/// Elements whose text is left out with them.
const SILENT: [&str; 4] = ["script", "style", "svg", "template"];

/// The page with at most so many elements one inside another.
pub(super) fn shallow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut deep = Depth::default();
    let mut endless = 0;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        if let Some(comment) = tag.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let Some(end) = end(tag) else {
            // What is opened and not ended is text.
            endless += usize::from(is_tag(tag));
            if endless > ENDLESS {
                out.push_str(&tag.replace('<', "&lt;"));
                return out;
            }
            out.push_str("&lt;");
            rest = &tag[1..];
            continue;
        };
        let (written, behind) = tag.split_at(end);
        rest = behind;
        let name = name(written);
        if SILENT.contains(&name.as_str()) && !written.starts_with("</") {
            rest = match written.ends_with("/>") {
                true => behind,
                false => ended(behind, &name),
            };
            out.push(' ');
        } else if name.is_empty() || deep.keeps(written, &name) {
            out.push_str(written);
        }
    }
    out.push_str(rest);
    out
}

/// Elements that are open.
#[derive(Default)]
struct Depth {
    open: usize,
    /// Opened inside of the deepest, and left out.
    over: usize,
    marks: usize,
    marks_over: usize,
}

impl Depth {
    fn keeps(&mut self, tag: &str, name: &str) -> bool {
        if VOID.contains(&name) || ENDED.contains(&name) {
            return true;
        }
        if LOOKS.contains(&name) {
            return false;
        }
        let (open, over, most) = match matches!(name, "code" | "tt" | "kbd") {
            true => (&mut self.marks, &mut self.marks_over, MARKS),
            false => (&mut self.open, &mut self.over, DEEP),
        };
        match tag.starts_with("</") {
            true if *over > 0 => {
                *over -= 1;
                false
            }
            true => {
                *open = open.saturating_sub(1);
                true
            }
            // What is empty shows nothing.
            false if tag.ends_with("/>") => false,
            false if *open >= most => {
                *over += 1;
                false
            }
            false => {
                *open += 1;
                true
            }
        }
    }
}

/// The name of a tag, in lower case; nothing where the text is none.
fn name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    let name = inner
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-');
    name.collect::<String>().to_ascii_lowercase()
}

/// Whether a tag may begin here.
fn is_tag(text: &str) -> bool {
    let next = text.as_bytes().get(1);
    next.is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b))
}

/// Where a tag ends: behind the first `>` that stands in no quotes.
fn end(tag: &str) -> Option<usize> {
    if !is_tag(tag) {
        return None;
    }
    let mut quote: Option<u8> = None;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate().take(LONG).skip(1) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            // A quote begins a value, and is a letter elsewhere.
            (None, b'"' | b'\'') if value => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'=') => {
                value = true;
                continue;
            }
            (None, b' ' | b'\n' | b'\t' | b'\r') => continue,
            _ => {}
        }
        value = false;
    }
    None
}

/// The text behind the end of an element.
fn ended<'t>(text: &'t str, name: &str) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        let tag = &rest[at..];
        if tag
            .get(2..2 + name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return tag.find('>').map_or("", |end| &tag[end + 1..]);
        }
        rest = &tag[2..];
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_deep_is_left_out_and_the_rest_stays() {
        assert_eq!(
            shallow("<h1 id='a>b'>x <b>y</b></h1><!-- <p> --><script>a<b</script> 1 < 2<td/>"),
            "<h1 id='a>b'>x y</h1>  1 &lt; 2<td/>"
        );
        let deep = "<div>".repeat(1_000) + "x" + &"</div>".repeat(1_000) + "<p>y";
        let kept = shallow(&deep);
        assert_eq!(kept.matches("<div>").count(), DEEP);
        assert_eq!(kept.matches("</div>").count(), DEEP);
        assert!(kept.ends_with("<p>y"));
        assert_eq!(
            shallow("a <div x=\"never ended <p>"),
            "a &lt;div x=\"never ended <p>"
        );
        assert_eq!(shallow("<svg><path d=\"\"/></svg>a"), " a");
        assert_eq!(
            shallow("<code><code><code>x</code></code></code>"),
            "<code><code>x</code></code>"
        );
    }
}
