//! What ECMA-262 (section 22.2.1 and annex B) writes in patterns and the compiler does not take, or
//! takes for something else, in words of the compiler.

/// A pattern in the compiler's words, the same one where nothing is to do.
pub(super) fn spelt(pattern: &str) -> String {
    let names = names(pattern);
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (taken, text) = match c {
            '\\' => escape(rest, false, &names),
            '[' => class(rest),
            _ => (c.len_utf8(), c.to_string()),
        };
        out.push_str(&text);
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Whether the compiler takes something for what it is not.
pub(super) fn is_misread(pattern: &str) -> bool {
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        if c == '\\' && matches!(chars.next(), Some('<' | '>')) {
            return true;
        }
    }
    false
}

/// The names of the groups, in their order; those without are counted.
fn names(pattern: &str) -> Vec<Option<String>> {
    let mut names = Vec::new();
    let (mut escaped, mut within) = (false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => within = true,
            ']' => within = false,
            '(' if !within => {
                let after = &pattern[at + 1..];
                match after
                    .strip_prefix("?<")
                    .filter(|n| !n.starts_with(['=', '!']))
                {
                    Some(named) => names.push(named.split('>').next().map(str::to_owned)),
                    None if after.starts_with('?') => {}
                    None => names.push(None),
                }
            }
            _ => {}
        }
    }
    names
}

/// An escape at the start of a text: its length, and how it is spelt.
fn escape(text: &str, within: bool, names: &[Option<String>]) -> (usize, String) {
    let Some(c) = text[1..].chars().next() else {
        return (1, "\\".to_owned());
    };
    let length = 1 + c.len_utf8();
    let whole = text[..length].to_owned();
    match c {
        'p' | 'P' if text[2..].starts_with('{') => {
            let end = text.find('}').map_or(length, |end| end + 1);
            (end, text[..end].to_owned())
        }
        '<' | '>' => (length, c.to_string()),
        'b' if within => (length, r"\x08".to_owned()),
        '0' if !text[2..].starts_with(|c: char| c.is_ascii_digit()) => (length, r"\x00".to_owned()),
        // Any other character stands for itself.
        c if !c.is_ascii() => (length, c.to_string()),
        'k' => {
            let name = text[2..].strip_prefix('<').and_then(|n| n.split_once('>'));
            let index = name.and_then(|(name, _)| {
                let same = |n: &Option<String>| n.as_deref() == Some(name);
                names.iter().position(same)
            });
            match (name, index) {
                (Some((name, _)), Some(index)) => {
                    // In a group, as a digit may follow.
                    (length + name.len() + 2, format!(r"(?:\{})", index + 1))
                }
                _ => (length, whole),
            }
        }
        'u' => match (unit(text), text.get(6..).and_then(unit)) {
            (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => {
                let code = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (12, format!(r"\u{{{code:X}}}"))
            }
            _ => (length, whole),
        },
        _ => (length, whole),
    }
}

/// The number after `\u`, four digits.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix(r"\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

/// A class at the start of a text: its length, and how it is spelt.
fn class(text: &str) -> (usize, String) {
    for (empty, spelt) in [("[^]", r"[\s\S]"), ("[]", r"[^\s\S]")] {
        if text.starts_with(empty) {
            return (empty.len(), spelt.to_owned());
        }
    }
    let mut out = "[".to_owned();
    let mut at = 1;
    // Whether what stood last was a class, which no range begins with.
    let mut set = false;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        match c {
            ']' => return (at + 1, out + "]"),
            '\\' => {
                let (taken, spelt) = escape(rest, true, &[]);
                out.push_str(&spelt);
                at += taken;
                set = is_set(rest);
                continue;
            }
            '-' if at > 1 && !rest[1..].starts_with(']') && (set || is_set(&rest[1..])) => {
                out.push_str(r"\-");
                set = false;
            }
            c => {
                out.push(c);
                set = false;
            }
        }
        at += c.len_utf8();
    }
    (text.len(), out)
}

/// Whether `\d`, `\p{L}` and the like stand here.
fn is_set(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('\\')
        && chars
            .next()
            .is_some_and(|c| matches!(c, 'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'p' | 'P'))
}

#[cfg(test)]
mod tests {
    use super::spelt;

    #[test]
    fn what_the_compiler_does_not_take_is_spelt_out() {
        for (pattern, wanted) in [
            (r"^[\w-.]+$", r"^[\w\-.]+$"),
            (r"^[+-\d]+$", r"^[+\-\d]+$"),
            (r"^[\w-]+$", r"^[\w-]+$"),
            (r"^[-\w]+$", r"^[-\w]+$"),
            (r"^[a-z]+$", r"^[a-z]+$"),
            (r"^[\p{L}-'é]+$", r"^[\p{L}\-'é]+$"),
            (r"^[\b]\0$", r"^[\x08]\x00$"),
            (r"\b\<a\>", r"\b<a>"),
            (r"^[^]*[]$", r"^[\s\S]*[^\s\S]$"),
            (r"^(a)(?<b>x|y)(?:c)\k<b>1$", r"^(a)(?<b>x|y)(?:c)(?:\2)1$"),
            (r"^\uD83D\uDE00\u0041$", r"^\u{1F600}\u0041$"),
            (r"^\é[[]\", r"^é[[]\"),
        ] {
            assert_eq!(spelt(pattern), wanted, "{pattern}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config {
            failure_persistence: None,
            ..proptest::test_runner::Config::default()
        })]

        #[test]
        fn no_text_is_too_odd(pattern in r"[\\\[\](){}^?<>a-k0dwpu{}|é-]{0,20}") {
            spelt(&pattern);
        }
    }
}
