//! The findings: each cause with its clauses, and one request and answer side by side.

use super::{lines, mark, markup, text};
use crate::exchange::{Failure, Request, Response};
use crate::report::finding::{Group, answer};
use crate::report::pretty;
use crate::report::time::in_words;
use crate::report::whole::Run;
use crate::run::event::{Finding, Verdict};

/// Characters of a command that are shown.
const COMMAND: usize = 16 << 10;

/// The section with every finding.
pub(super) fn section(run: &Run<'_>) -> String {
    let groups = run.findings();
    let mut out =
        String::from("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
    let unexplained = run.with(Verdict::Broken).filter(|c| c.finding.is_none());
    let unexplained: String = unexplained
        .map(|c| {
            format!(
                "<article><h3>{} <code>{}</code></h3><p>{}</p></article>\n",
                mark(Verdict::Broken),
                text(&c.id),
                text(&c.duty)
            )
        })
        .collect();
    if groups.is_empty() && unexplained.is_empty() {
        out += match run.finished.held {
            0 => "<p class=\"all-well\">No clause was judged, so there is nothing to find.</p>\n",
            _ => "<p class=\"all-well\">None: no clause is broken.</p>\n",
        };
    }
    for (number, group) in groups.iter().enumerate() {
        out += &article(number + 1, group);
    }
    out + &unexplained + "</section>\n"
}

fn article(number: usize, group: &Group<'_>) -> String {
    let (clause, finding) = (group.clauses[0], group.finding);
    let title = match group.clauses.as_slice() {
        [_] => sentence(&text(&clause.duty)),
        many => format!("{} clauses: {}", many.len(), text(&finding.cause)),
    };
    let ids: String = group
        .clauses
        .iter()
        .map(|c| format!("<li><code>{}</code></li>", text(&c.id)))
        .collect();
    let example = match group.clauses.len() {
        1 => String::new(),
        _ => {
            fact("example", &format!("<code>{}</code>", text(&clause.id)))
                + &fact("duty", &text(&clause.duty))
        }
    };
    let cases = match clause.cases {
        1 => "1 case".to_owned(),
        n => format!("{n} cases"),
    };
    let before: String = finding
        .before
        .iter()
        .map(|line| format!("<li>{}</li>", text(line)))
        .collect();
    let facts = [
        example,
        fact("case", &text(&finding.case)),
        fact("expected", &text(&finding.expected)),
        fact("got", &text(&finding.got)),
        match before.as_str() {
            "" => String::new(),
            before => fact("before", &format!("<ol>{before}</ol>")),
        },
        fact("seen in", &format!("{} of {cases}", finding.seen)),
        fact(
            "source",
            &format!(
                "{} ({}), <code>{}</code>",
                text(&clause.source),
                crate::report::level(clause.level),
                text(&clause.location)
            ),
        ),
    ]
    .concat();
    format!(
        "<article id=\"finding-{number}\" aria-labelledby=\"finding-{number}-title\">\n<header><h3 id=\"finding-{number}-title\">{title}</h3><ul class=\"ids\" aria-label=\"Clauses\">{ids}</ul></header>\n<dl class=\"facts\">{facts}</dl>\n<div class=\"sides\">\n{}{}</div>\n{}</article>\n",
        request(finding),
        self::response(finding),
        command(&finding.curl)
    )
}

/// Harmless text with a capital first.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}

fn fact(label: &str, value: &str) -> String {
    format!(
        "<dt>{label}</dt><dd class=\"{}\">{value}</dd>",
        label.replace(' ', "-")
    )
}

fn request(finding: &Finding) -> String {
    let request: &Request = &finding.request;
    let mut headers = rows(&request.headers);
    for (name, _) in &finding.secret_headers {
        headers += &row(name, "***");
    }
    let first = format!(
        "<b>{}</b> {}",
        text(&request.method),
        text(&format!("{}{}", finding.base, request.target))
    );
    side("Request", &first, &headers, request.body.as_deref())
}

fn response(finding: &Finding) -> String {
    let took = in_words(finding.took);
    match &finding.answer {
        Ok(Response {
            status,
            headers,
            body,
            cut,
        }) => {
            let reason = http_reason(*status);
            let first =
                format!("<b>{status}</b> {reason} <span class=\"quiet\">after {took}</span>");
            let more = match cut {
                0 => String::new(),
                n => format!(" <span class=\"quiet\">({n} more bytes were not kept)</span>"),
            };
            side("Answer", &(first + &more), &rows(headers), Some(body))
        }
        Err(failure) => {
            let failure: &Failure = failure;
            let first = format!(
                "<b>{}</b> <span class=\"quiet\">after {took}</span>",
                text(&answer(&Err(failure.clone())))
            );
            side("No answer", &first, "", None)
        }
    }
}

fn http_reason(status: u16) -> &'static str {
    let known = ::http::StatusCode::from_u16(status).ok();
    known.and_then(|s| s.canonical_reason()).unwrap_or_default()
}

fn side(title: &str, first: &str, headers: &str, bytes: Option<&[u8]>) -> String {
    let headers = match headers {
        "" => String::new(),
        rows => format!("<table class=\"headers\"><tbody>{rows}</tbody></table>"),
    };
    let body = match bytes {
        None => String::new(),
        Some([]) => "<p class=\"quiet\">no body</p>".to_owned(),
        Some(bytes) => self::body(title, bytes),
    };
    format!(
        "<section class=\"side\" aria-label=\"{title}\"><h4>{title}</h4><p class=\"first\">{first}</p>{headers}{body}</section>\n"
    )
}

fn body(title: &str, bytes: &[u8]) -> String {
    let shown = pretty::body(bytes, usize::MAX);
    let block = |name: &str, content: &str| {
        format!(
            "<pre tabindex=\"0\" role=\"region\" aria-label=\"{title}: {name}\">{}</pre>",
            markup(content)
        )
    };
    let raw = block("body as it was", &shown.raw);
    let note = shown.note.map_or(String::new(), |note| {
        format!("<p class=\"quiet\">{}</p>", text(&note))
    });
    match shown.pretty {
        None => raw + &note,
        Some(pretty) => {
            let size = match bytes.len() {
                1 => "1 byte".to_owned(),
                n => format!("{n} bytes"),
            };
            format!(
                "{}<details><summary>As it was, {size}</summary>{raw}</details>",
                block("body, indented", &pretty)
            )
        }
    }
}

fn rows(headers: &[(String, String)]) -> String {
    headers
        .iter()
        .map(|(name, value)| row(name, value))
        .collect()
}

fn row(name: &str, value: &str) -> String {
    format!(
        "<tr><th scope=\"row\">{}</th><td>{}</td></tr>",
        text(name),
        text(value)
    )
}

fn command(curl: &str) -> String {
    if curl.is_empty() {
        return String::new();
    }
    let (head, left) = crate::report::escape::cut(curl, COMMAND);
    let more = match left {
        0 => String::new(),
        n => format!(
            "<p class=\"quiet\">{n} more characters are left out here; a json report has them all</p>"
        ),
    };
    format!(
        "<details class=\"print\"><summary>The command that sends it again</summary><div class=\"command\"><pre tabindex=\"0\" role=\"region\" aria-label=\"Command\">{}</pre>{more}<p><button type=\"button\" class=\"copy\" hidden>Copy</button></p></div></details>\n",
        lines(head)
    )
}
