//! Texts as people write them: what an ASCII-only test never shows.

/// A text and what is telling about it.
pub struct Sample {
    /// In words.
    pub about: &'static str,
    /// The text itself.
    pub text: &'static str,
    /// Whether it stands for the others where a place is not tried with each.
    pub chief: bool,
}

const fn chief(about: &'static str, text: &'static str) -> Sample {
    Sample {
        about,
        text,
        chief: true,
    }
}

const fn more(about: &'static str, text: &'static str) -> Sample {
    Sample {
        about,
        text,
        chief: false,
    }
}

/// Texts that any place takes where no rule forbids them: a schema of strings alone allows them.
pub const FIRM: [Sample; 23] = [
    chief(
        "letters of many scripts",
        "Größe Cafe\u{301} שלום عربي 日本語",
    ),
    chief(
        "quotes, markup and signs of formats",
        "50% \"a\" 'b' <b>1 & 2</b> &amp; %s %25 \\d a+b",
    ),
    chief("the digit 0", "0"),
    chief("the word null", "null"),
    chief("line breaks and a tab", "one\ntwo\n\tthree"),
    more("umlauts", "Müller größer José Åse"),
    more("combining marks", "Cafe\u{301} nin\u{303}o"),
    more("letters from right to left", "שלום عربي"),
    more("CJK", "日本語 中文 한국어"),
    chief("characters beyond the BMP", "😀 𝒳 👨\u{200d}👩\u{200d}👧"),
    more("signs of formats", "%s %d %n 100%"),
    more("signs of URLs", "%25 %41 a+b=c&d"),
    more("quotes", "a \"b\" O'Brien"),
    more("backslashes", "C:\\new\\table \\\\host \\u0041"),
    more("signs of markup", "<b>1 & 2</b> ]]> a > b"),
    more("references of markup", "&amp; &#65; &lt;"),
    more("signs of templates", "${x} {{x}} #{x}"),
    more("digits with leading zeros", "007"),
    more("the word true", "true"),
    more("a word that systems keep for themselves", "con"),
    more("two dots inside", "a..b"),
    more("capitals", "NIGHTLY Backup"),
    more("several blanks inside", "a  b   c"),
];

/// Texts that no page forbids and a server may refuse all the same.
pub const OPEN: [Sample; 6] = [
    chief("a NUL", "a\0b"),
    chief("blanks around it", "  a b  "),
    more("blanks alone", "   "),
    more("control characters", "a\u{1}\u{b}\u{1f}\u{7f}b"),
    more("characters that are none", "a\u{fffe}\u{ffff}b"),
    more("a carriage return", "one\r\ntwo"),
];

/// Whether even a place for names takes a text: letters and digits, with blanks inside.
pub fn is_name(text: &str) -> bool {
    let plain = |c: char| !(c.is_ascii_punctuation() || c.is_control() || c > '\u{ffff}');
    text.chars().all(plain)
}

/// Whether a character may be left out or replaced where a text is taken: no reader need know it.
pub fn is_odd(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{fffd}' | '\u{fffe}' | '\u{ffff}')
}

/// Characters of a text that is long where no limit stands.
pub const LONG: usize = 5_000;
