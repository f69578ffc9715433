//! A file for the `hurl` runner: each finding as its request with what was expected of the answer.

use super::base64;
use std::io::{self, Write};

use super::cause::Cause;
use super::finding::short;
use super::whole::Run;
use crate::run::event::{Code, Finding, Outcome, Wanted};

/// Bodies up to this stand in the file as text, where they can.
const LONGEST_TEXT: usize = 8 << 10;

/// The file of a run.
pub(super) fn file(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = &run.causes;
    let mut head = format!(
        "# Findings of clausal on {}, seed {}: {}.\n",
        short(&run.finished.target),
        run.finished.seed,
        run.totals()
    );
    if let Some(why) = run.unfit() {
        head += &format!("# {}\n", short(&why));
    }
    if let Some(cause) = findings.first() {
        let finding = cause.finding()?;
        let (origin, _) = origin(&finding.base);
        head += &format!(
            "# Each request fails while its finding stands:\n# hurl --test --continue-on-error --variable target={}{} FILE\n",
            short(origin),
            secrets(findings)
        );
    }
    out.write_all(head.as_bytes())?;
    for cause in findings {
        out.write_all(entry(cause)?.as_bytes())?;
    }
    Ok(())
}

/// The options that hand over what may not stand in the file.
fn secrets(findings: &[Cause<'_>]) -> String {
    let mut options: Vec<String> = findings
        .iter()
        .flat_map(|g| &*g.found.secret_headers)
        .map(|(_, name)| format!(" --secret {0}=\"${0}\"", variable(name)))
        .collect();
    options.sort();
    options.dedup();
    options.concat()
}

fn entry(cause: &Cause<'_>) -> io::Result<String> {
    let (clause, finding) = (cause.shown, cause.finding()?);
    let finding = &*finding;
    let mut out = String::from("\n");
    for clause in std::iter::once(clause).chain(cause.others()) {
        out += &format!("# {}\n", short(&clause.id));
    }
    let lines = [
        ("duty", &*clause.duty),
        ("source", &*clause.source),
        ("contract", &*clause.location),
        ("case", &*finding.case),
        ("expected", &*finding.expected),
        ("got", &*finding.got),
    ];
    for (label, text) in lines {
        out += &format!("# {label}: {}\n", short(text));
    }
    for line in &finding.before {
        out += &format!("# before: {}\n", short(line));
    }
    Ok(match request(finding) {
        Some(request) if finding.before.is_empty() => out + &request + &answer(&finding.wanted),
        Some(request) => {
            out + &request
                + "HTTP *\n# the answer is wrong only after what came before it, which is not in this file\n"
        }
        None => out + "# hurl cannot write this request; the command of the json report sends it\n",
    })
}

/// The request, if hurl can send just that.
fn request(finding: &Finding) -> Option<String> {
    let request = &finding.request;
    let (_, prefix) = origin(&finding.base);
    let path = format!("{}{}", prefix.trim_end_matches('/'), request.target);
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~:?=&%@!$'()*+,;".contains(c);
    let method =
        !request.method.is_empty() && request.method.bytes().all(|b| b.is_ascii_uppercase());
    if !method || !path.chars().all(plain) {
        return None;
    }
    let mut out = format!("{} {{{{target}}}}{path}\n", request.method);
    for (name, value) in &request.headers {
        out += &format!("{}: {}\n", string(name), string(value));
    }
    for (name, from) in &finding.secret_headers {
        out += &format!("{}: {{{{{}}}}}\n", string(name), variable(from));
    }
    // As it is sent otherwise: with dots in the path, and to the target itself.
    out += "[Options]\npath-as-is: true\n";
    if let Some(body) = request.body.as_deref() {
        out += &self::body(body);
    }
    Some(out)
}

fn body(bytes: &[u8]) -> String {
    let plain =
        |c: char| !"`\\{}#".contains(c) && c.escape_debug().len() == 1 || c == '"' || c == '\'';
    // A single brace is no template.
    let braces = |text: &str| !text.contains("{{") && !text.contains("}}");
    match std::str::from_utf8(bytes) {
        Ok("") => String::new(),
        Ok(text)
            if text.len() <= LONGEST_TEXT
                && braces(text)
                && text
                    .chars()
                    .all(|c| plain(c) || matches!(c, '{' | '}' | '#')) =>
        {
            format!("`{text}`\n")
        }
        _ => format!("base64,{};\n", base64::encode(bytes)),
    }
}

/// Assertions that a right answer passes.
fn answer(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Outcomes(outcomes) => {
            let mut out = status(outcomes);
            if let Some(codes) = codes(outcomes) {
                out += &format!("body matches /(^|\\D)({})(\\D|$)/\n", codes.join("|"));
            }
            out
        }
        Wanted::MediaType(list) => {
            let list: Vec<_> = list
                .iter()
                .map(|m| regex::escape(m).replace('/', "\\/"))
                .collect();
            format!(
                "{}header \"Content-Type\" matches /(?i)^({})/\n",
                success(),
                list.join("|")
            )
        }
        Wanted::Member(pointer) if pointer.split('/').all(is_word) => {
            let path: String = pointer
                .split('/')
                .skip(1)
                .map(|name| format!("['{name}']"))
                .collect();
            format!("{}jsonpath \"${path}\" exists\n", success())
        }
        Wanted::Member(_) | Wanted::InWords => {
            "HTTP *\n# what was expected can be told in words only\n".to_owned()
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn success() -> String {
    "HTTP *\n[Asserts]\nstatus >= 200\nstatus <= 299\n".to_owned()
}

fn status(outcomes: &[Outcome]) -> String {
    match ranges(outcomes).as_slice() {
        [(from, to)] if from == to => format!("HTTP {from}\n[Asserts]\n"),
        [(from, to)] => format!("HTTP *\n[Asserts]\nstatus >= {from}\nstatus <= {to}\n"),
        many => {
            let all =
                (100..=599).filter(|s| many.iter().any(|(from, to)| (from..=to).contains(&s)));
            let all: Vec<String> = all.map(|s: u16| s.to_string()).collect();
            format!(
                "HTTP *\n[Asserts]\nstatus toString matches /^({})$/\n",
                all.join("|")
            )
        }
    }
}

/// The ranges of statuses that are right, without repetition.
pub(super) fn ranges(outcomes: &[Outcome]) -> Vec<(u16, u16)> {
    let mut ranges: Vec<_> = outcomes.iter().flat_map(|o| o.statuses.clone()).collect();
    ranges.sort_unstable();
    let mut apart: Vec<(u16, u16)> = Vec::new();
    for (from, to) in ranges {
        match apart.last_mut() {
            Some(last) if from <= last.1 + 1 => last.1 = last.1.max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// The codes of which one must stand in the answer; none if an outcome has no code.
pub(super) fn codes(outcomes: &[Outcome]) -> Option<Vec<String>> {
    let text = |code: &Code| regex::escape(&code.to_string()).replace('/', "\\/");
    let codes = outcomes.iter().map(|o| o.code.as_ref().map(text));
    let mut codes = codes.collect::<Option<Vec<_>>>()?;
    codes.sort();
    codes.dedup();
    (!codes.is_empty()).then_some(codes)
}

/// The server of a URL, and the path behind it.
pub(super) fn origin(base: &str) -> (&str, &str) {
    let host = base.find("://").map_or(0, |at| at + 3);
    let path = base[host..].find('/').map_or(base.len(), |at| host + at);
    base.split_at(path)
}

/// A name that stands for a secret.
pub(super) fn variable(name: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    name.chars().map(word).collect()
}

/// A header's name or value, with every character that means something written as an escape.
fn string(text: &str) -> String {
    let mut out = String::new();
    let last = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        let edge = (at == 0 || at == last) && c == ' ';
        if edge || "\\#{}\"`".contains(c) || !(c == ' ' || c.is_ascii_graphic()) {
            out += &format!("\\u{{{:x}}}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_keep_every_byte() {
        assert_eq!(
            body(br#"{"a": {"b": "c#"}}"#),
            "base64,eyJhIjogeyJiIjogImMjIn19;\n"
        );
        assert_eq!(body(br#"{"a": "b"}"#), "`{\"a\": \"b\"}`\n");
        for hostile in ["a`b", "{{x}}", "a\\b", "a\nHTTP 200", "\u{202e}", "\0"] {
            assert!(
                body(hostile.as_bytes()).starts_with("base64,"),
                "{hostile:?}"
            );
        }
        assert!(body(b"\xff").starts_with("base64,"));
    }

    #[test]
    fn header_values_say_nothing_to_hurl() {
        assert_eq!(string("a\r\nHTTP 200"), "a\\u{d}\\u{a}HTTP 200");
        assert_eq!(
            string("{{secret}} # x"),
            "\\u{7b}\\u{7b}secret\\u{7d}\\u{7d} \\u{23} x"
        );
        assert_eq!(string(" a b "), "\\u{20}a b\\u{20}");
    }

    #[test]
    fn outcomes_become_assertions_that_each_of_them_passes() {
        let outcome = |from, to, code| Outcome {
            statuses: vec![(from, to)],
            code: Option::<i64>::map(code, Code::Number),
        };
        let one = answer(&Wanted::Outcomes(vec![outcome(422, 422, Some(1003))]));
        assert_eq!(
            one,
            "HTTP 422\n[Asserts]\nbody matches /(^|\\D)(1003)(\\D|$)/\n"
        );
        let two = answer(&Wanted::Outcomes(vec![
            outcome(422, 422, Some(1)),
            outcome(400, 400, None),
        ]));
        assert_eq!(
            two,
            "HTTP *\n[Asserts]\nstatus toString matches /^(400|422)$/\n"
        );
        assert_eq!(
            ranges(&[outcome(400, 499, None), outcome(422, 422, None)]),
            [(400, 499)]
        );
    }

    #[test]
    fn the_server_of_a_url_is_found() {
        assert_eq!(origin("http://a:1/b/c"), ("http://a:1", "/b/c"));
        assert_eq!(origin("http://a:1"), ("http://a:1", ""));
    }
}
