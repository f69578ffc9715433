//! Breaking lines at a width.

/// Narrower than this nothing can be read.
const NARROWEST: usize = 20;

/// Breaks at spaces; a word longer than a line is broken where the line ends.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(NARROWEST);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let mut rest = word;
        let mut length = rest.chars().count();
        if used > 0 && used + 1 + length <= width {
            line.push(' ');
            used += 1;
        } else if used > 0 {
            // A word that needs breaking anyway may begin on this line.
            if length > width && used + 1 + NARROWEST <= width {
                line.push(' ');
                used += 1;
            } else {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
        }
        while used + length > width {
            let (part, left) = super::escape::cut(rest, width - used);
            lines.push(std::mem::take(&mut line) + part);
            rest = &rest[part.len()..];
            (used, length) = (0, left);
        }
        line += rest;
        used += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn breaks_at_spaces() {
        assert_eq!(
            wrap("one two three four five six", 20),
            ["one two three four", "five six"]
        );
        assert_eq!(wrap("", 20), [""]);
    }

    #[test]
    fn breaks_long_words_at_the_width() {
        let word = "x".repeat(45);
        assert_eq!(
            wrap(&word, 20).iter().map(String::len).collect::<Vec<_>>(),
            [20, 20, 5]
        );
        assert_eq!(wrap(&format!("a {word}"), 40)[0].len(), 40);
        assert_eq!(wrap(&word, 3).concat(), word);
    }
}
