//! The last words of a process: what of all that it printed says why it broke down.

/// What begins or stands in the line that tells most, the surest first.
const SIGNS: [&str; 14] = [
    "SUMMARY: ",
    "==ERROR: ",
    "[BUG]",
    "panic: ",
    "fatal error: ",
    "runtime error",
    "terminate called",
    "stack smashing",
    "double free",
    "ssertion",
    "free(): ",
    "Exception",
    "fatal",
    "Error: ",
];

/// The line that tells most: one that names a failure, else the first one.
pub(super) fn telling(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let found = panicked(&lines)
        .or_else(|| python(&lines))
        .or_else(|| java(&lines));
    if let Some(found) = found {
        return found;
    }
    let mut lines = lines
        .into_iter()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let all = lines.clone();
    let named = SIGNS
        .iter()
        .find_map(|sign| all.clone().find(|line| line.contains(sign)));
    named
        .or_else(|| lines.next())
        .unwrap_or_default()
        .to_owned()
}

/// Rust tells the place on one line and the reason on the next.
fn panicked(lines: &[&str]) -> Option<String> {
    let at = lines.iter().position(|line| line.contains("panicked at"))?;
    let first = lines[at].trim();
    let next = lines.get(at + 1).map_or("", |line| line.trim());
    let is_reason = first.ends_with(':') && !next.is_empty();
    Some(match is_reason {
        true => format!("{first} {next}"),
        false => first.to_owned(),
    })
}

/// Python ends a traceback with the error; of several the last one came through.
fn python(lines: &[&str]) -> Option<String> {
    let at = lines
        .iter()
        .rposition(|line| line.starts_with("Traceback (most recent"))?;
    let mut after = lines[at + 1..].iter();
    let last = after.find(|line| !line.is_empty() && !line.starts_with([' ', '\t']))?;
    Some((*last).trim().to_owned())
}

/// Java names the first cause last.
fn java(lines: &[&str]) -> Option<String> {
    let is_stack = |line: &&str| line.trim_start().starts_with("at ") && line.contains('(');
    if !lines.iter().any(is_stack) {
        return None;
    }
    let cause = lines
        .iter()
        .rev()
        .find_map(|line| line.trim().strip_prefix("Caused by: "));
    let plain = || {
        let starts = |line: &&&str| line.contains("Exception") || line.contains("Error");
        lines.iter().find(starts).copied()
    };
    Some(cause.or_else(plain)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_most_is_found() {
        for (text, told) in [
            ("", ""),
            ("usage: x\nmore", "usage: x"),
            (
                "\nthread 'main' panicked at src/lib.rs:3:5:\nindex out of bounds: the len is 1\nnote: run with",
                "thread 'main' panicked at src/lib.rs:3:5: index out of bounds: the len is 1",
            ),
            (
                "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    g()\nKeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"a.py\", line 3\nTypeError: no\n",
                "TypeError: no",
            ),
            (
                "Exception in thread \"main\" a.B: outer\n\tat a.C.d(C.java:1)\nCaused by: java.lang.NullPointerException: inner\n\t... 3 more",
                "java.lang.NullPointerException: inner",
            ),
            (
                "/usr/lib/x.rb:3: warning: x\n/a.rb:4: [BUG] Segmentation fault at 0x0\nruby 3.3",
                "/a.rb:4: [BUG] Segmentation fault at 0x0",
            ),
            (
                "==7==ERROR: AddressSanitizer: heap-use\n #0 0x1\nSUMMARY: AddressSanitizer: heap-use a.c:1 in f",
                "SUMMARY: AddressSanitizer: heap-use a.c:1 in f",
            ),
            (
                "/a.js:3\n    x.y\n      ^\n\nTypeError: no y\n    at f (/a.js:3:1)",
                "TypeError: no y",
            ),
            (
                "goroutine\npanic: runtime error: index\n",
                "panic: runtime error: index",
            ),
        ] {
            assert_eq!(telling(text), told, "{text}");
        }
    }
}
