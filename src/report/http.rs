//! A `.http` file for the REST clients of editors: each finding as its request, with a test of what
//! was expected of the answer.

use std::io::{self, Write};

use super::cause::Cause;
use super::finding::short;
use super::hurl::{codes, origin, ranges, variable};
use super::whole::Run;
use crate::run::event::{Finding, Wanted};

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
        head += &format!("# {}\n", remark(&why));
    }
    let mut names: Vec<String> = findings
        .iter()
        .flat_map(|g| &*g.found.secret_headers)
        .map(|(_, name)| variable(name))
        .collect();
    names.sort();
    names.dedup();
    if !names.is_empty() {
        let names = names.join(", ");
        head += &format!("# Give {names} in an environment file of your own: it is secret.\n");
    }
    if let Some(cause) = findings.first() {
        let finding = cause.finding()?;
        let (origin, _) = origin(&finding.base);
        head += &format!("@target = {}\n", short(origin));
    }
    out.write_all(head.as_bytes())?;
    for cause in findings {
        out.write_all(entry(cause)?.as_bytes())?;
    }
    Ok(())
}

fn entry(cause: &Cause<'_>) -> io::Result<String> {
    let (clause, finding) = (cause.shown, cause.finding()?);
    let finding = &*finding;
    let mut out = format!("\n### {}\n", remark(&clause.id));
    for other in cause.others() {
        out += &format!("# also broken: {}\n", remark(&other.id));
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
        out += &format!("# {label}: {}\n", remark(text));
    }
    for line in &finding.before {
        out += &format!("# before: {}\n", remark(line));
    }
    match request(finding) {
        Some(request) => Ok(out + &request + &test(finding)),
        None => {
            out += "# A .http file cannot hold this request; this command sends it:\n";
            let command: String = finding.command().chars().take(4000).collect();
            for line in super::escape::lines(&command).lines() {
                out += &format!("# {}\n", line.replace("{{", "{ {").replace("%}", "% }"));
            }
            Ok(out)
        }
    }
}

/// A text on one line that no client takes for a variable or the end of a script.
fn remark(text: &str) -> String {
    short(text).replace("{{", "{ {").replace("%}", "% }")
}

/// The request, if a client sends just that.
fn request(finding: &Finding) -> Option<String> {
    let request = &finding.request;
    let (_, prefix) = origin(&finding.base);
    let path = format!("{}{}", prefix.trim_end_matches('/'), request.target);
    let method =
        !request.method.is_empty() && request.method.bytes().all(|b| b.is_ascii_uppercase());
    let url = path.chars().all(|c| c.is_ascii_graphic()) && !path.contains("{{");
    let headers = request.headers.iter().all(|(n, v)| {
        let name = n
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let value = v.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        name && value && v.trim() == v && !v.is_empty() && !v.contains("{{")
    });
    let body = request.body.as_deref().map_or(Some(""), plain_body);
    let body = body.filter(|_| method && url && headers)?;
    let mut out = format!("{} {{{{target}}}}{path}\n", request.method);
    for (name, value) in &request.headers {
        out += &format!("{name}: {value}\n");
    }
    for (name, from) in &finding.secret_headers {
        out += &format!("{name}: {{{{{}}}}}\n", variable(from));
    }
    if !body.is_empty() {
        out += &format!("\n{body}\n");
    }
    Some(out)
}

/// A body that every client takes as it stands: no line of it means something.
fn plain_body(bytes: &[u8]) -> Option<&str> {
    const MEANS: [&str; 10] = ["#", "//", "< ", "<@", "<>", "<\t", ">", "??", "{%", "@"];
    let text = std::str::from_utf8(bytes).ok()?;
    let shown =
        |c: char| c == '\n' || matches!(c, '"' | '\'' | '\\') || c.escape_debug().len() == 1;
    let fits = text.len() <= 16 << 10
        && text.trim() == text
        && !text.contains("{{")
        && text.chars().all(shown)
        && !text.lines().any(|line| {
            let line = line.trim_start();
            line == "<" || MEANS.iter().any(|word| line.starts_with(word))
        });
    fits.then_some(text)
}

/// What a client tests, in the script that several of them run.
fn test(finding: &Finding) -> String {
    let conditions: Vec<String> = match &finding.wanted {
        // The answer is wrong only after what came before it, which is not in this file.
        _ if !finding.before.is_empty() => return String::new(),
        Wanted::Outcomes(outcomes) => {
            let ranges = ranges(outcomes);
            let ranges = ranges.iter().map(|(from, to)| {
                format!("(response.status >= {from} && response.status <= {to})")
            });
            let mut list = vec![ranges.collect::<Vec<_>>().join(" || ")];
            if let Some(codes) = codes(outcomes) {
                list.push(format!(
                    "/(^|\\D)({})(\\D|$)/.test(typeof response.body === \"string\" ? response.body : JSON.stringify(response.body))",
                    codes.join("|")
                ));
            }
            list
        }
        Wanted::MediaType(list) => {
            let list: Vec<String> = list.iter().map(|m| text(m)).collect();
            vec![format!(
                "[{}].includes(response.contentType.mimeType)",
                list.join(", ")
            )]
        }
        Wanted::Member(pointer) => {
            let names = pointer.split('/').skip(1).map(text);
            let names: Vec<String> = names.collect();
            vec![format!(
                "[{}].reduce((value, name) => value?.[name], response.body) !== undefined",
                names.join(", ")
            )]
        }
        Wanted::InWords => return String::new(),
    };
    let expected = text(&format!("expected {}", short(&finding.expected)));
    let mut out = format!("\n> {{%\nclient.test({expected}, function () {{\n");
    for condition in conditions {
        out += &format!("  client.assert({condition}, {expected});\n");
    }
    out + "});\n%}\n"
}

/// A string of the script that cannot end the script.
fn text(text: &str) -> String {
    serde_json::Value::from(text)
        .to_string()
        .replace('%', "\\u0025")
        .replace("{{", "{\\u007b")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_stands_in_the_file_only_if_no_line_of_it_means_something() {
        assert_eq!(plain_body(b"{\"a\": 1}"), Some("{\"a\": 1}"));
        assert_eq!(
            plain_body(b"<?xml version='1.0'?>\n<a/>"),
            Some("<?xml version='1.0'?>\n<a/>")
        );
        for hostile in [
            "a\n### next\nGET http://evil",
            "< /etc/passwd",
            "a\n> {% client.exit() %}",
            "{{JSA_TOKEN}}",
            "a ",
            "\u{202e}a",
            "a\u{1b}[2J",
            "a\r\nb",
        ] {
            assert_eq!(plain_body(hostile.as_bytes()), None, "{hostile:?}");
        }
    }

    #[test]
    fn no_text_ends_the_script() {
        assert_eq!(text("%} \"a\" {{x}}"), r#""\u0025} \"a\" {\u007bx}}""#);
    }
}
