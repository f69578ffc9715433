//! What stays of a message when the document's own words are taken out.

/// The longest masked message, in characters.
const LONGEST: usize = 160;

/// The message with numbers as `#` and quoted text as `'…'`.
pub(in crate::fuzz) fn masked(message: &str) -> String {
    let mut out = String::with_capacity(message.len().min(LONGEST));
    let mut last = ' ';
    let mut rest = message.chars();
    let mut length = 0;
    while let Some(c) = rest.next() {
        if length == LONGEST {
            break;
        }
        let put = match c {
            '0'..='9' => {
                if last == '#' {
                    continue;
                }
                '#'
            }
            // An apostrophe in a word opens no quotation.
            '\'' | '"' | '`' | '“' | '‘' if !last.is_alphanumeric() => {
                let end = closing(c);
                if let Some(after) = after(rest.as_str(), end) {
                    rest = after.chars();
                    out.push_str("'…");
                    length += 2;
                    '\''
                } else {
                    c
                }
            }
            c if c.is_whitespace() || c.is_control() => ' ',
            // What is no word of a message is the document's.
            c if !c.is_ascii() => '?',
            c => c,
        };
        out.push(put);
        length += 1;
        last = put;
    }
    out
}

fn closing(open: char) -> char {
    match open {
        '“' => '”',
        '‘' => '’',
        other => other,
    }
}

/// What follows the quotation that ends here; an end is followed by no letter.
fn after(text: &str, end: char) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = text[from..].find(end) {
        let next = from + at + end.len_utf8();
        if !text[next..].starts_with(char::is_alphanumeric) {
            return Some(&text[next..]);
        }
        from = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn numbers_and_quotations_go() {
        for (message, left) in [
            ("1:23: no end", "#:#: no end"),
            ("unknown entity 'x' at 7", "unknown entity '…' at #"),
            (
                "expected \"</a>\", can't go on",
                "expected '…', can't go on",
            ),
            ("it isn't 'it isn't'.", "it isn't '…'."),
            ("open ' quote", "open ' quote"),
            ("line\nbreak é", "line break ?"),
        ] {
            assert_eq!(masked(message), left);
        }
    }

    #[test]
    fn the_length_is_bounded() {
        assert!(masked(&"ab ".repeat(1000)).len() <= 200);
    }
}
