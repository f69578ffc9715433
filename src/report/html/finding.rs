//! The findings, by cause: each with its clauses, and one request and answer side by side.

use std::io;

use super::{grouped, lines, mark, markup, text};
use crate::exchange::{Failure, Request, Response};
use crate::report::book::Entry;
use crate::report::cause::Cause;
use crate::report::finding::answer;
use crate::report::pretty;
use crate::report::time::in_words;
use crate::report::whole::Run;
use crate::run::event::{Finding, Verdict};

/// Characters of a command that are shown.
const COMMAND: usize = 16 << 10;
/// Causes that are shown with their exchange, as long as all of them are no longer than so many bytes.
const WHOLE: usize = 300;
const BYTES: usize = 6 << 20;
/// Further causes, a row each.
const ROWS: usize = 2_000;
/// Clauses of a cause that are named, and those that are folded away.
const NAMED: usize = 12;
const FOLDED: usize = 200;

/// The section with every cause.
pub(super) fn section(run: &Run<'_>) -> io::Result<String> {
    let causes = &run.causes;
    let mut out =
        String::from("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
    let unexplained = run.with(Verdict::Broken).filter(|c| c.found.is_none());
    let unexplained: String = unexplained
        .take(WHOLE)
        .map(|c| {
            format!(
                "<article><h3>{} <code>{}</code></h3><p>{}</p></article>\n",
                mark(Verdict::Broken),
                text(&c.id),
                text(&c.duty)
            )
        })
        .collect();
    if causes.is_empty() && unexplained.is_empty() {
        out += match run.finished.held {
            0 => "<p class=\"all-well\">No clause was judged, so there is nothing to find.</p>\n",
            _ => "<p class=\"all-well\">None: no clause is broken.</p>\n",
        };
    }
    let clauses: usize = causes.iter().map(|c| c.clauses.len()).sum();
    if clauses > causes.len() {
        let clauses = grouped(clauses as u64);
        let causes = match causes.len() {
            1 => "one cause.".to_owned(),
            n => format!("{} causes, the most telling first.", grouped(n as u64)),
        };
        out += &format!("<p>{clauses} findings come to {causes}</p>\n");
    }
    let mut whole = 0;
    for cause in causes.iter().take(WHOLE) {
        let article = article(whole + 1, cause)?;
        if whole > 0 && out.len() + article.len() > BYTES {
            break;
        }
        out += &article;
        whole += 1;
    }
    Ok(out + &rest(causes, whole) + &unexplained + "</section>\n")
}

/// Causes for which the page has no room but a row each.
fn rest(causes: &[Cause<'_>], whole: usize) -> String {
    let (told, left) = causes.split_at(whole);
    if left.is_empty() {
        return String::new();
    }
    let rows: String = (told.len() + 1..)
        .zip(left)
        .take(ROWS)
        .map(|(number, cause)| {
            format!(
                "<tr id=\"finding-{number}\"><td class=\"number\">{}</td><td class=\"clause\"><code>{}</code><span>{}</span></td></tr>\n",
                in_table(number, cause.clauses.len()),
                text(&cause.shown.id),
                text(&cause.words)
            )
        })
        .collect();
    let more = match left.len().saturating_sub(ROWS) {
        0 => String::new(),
        n => format!(
            "<p>{} more are in a json report only.</p>\n",
            grouped(n as u64)
        ),
    };
    format!(
        "<details><summary>{} further causes</summary>\n<table><thead><tr><th scope=\"col\" class=\"number\">Clauses</th><th scope=\"col\">Shown by</th></tr></thead><tbody>\n{rows}</tbody></table>\n{more}</details>\n",
        grouped(left.len() as u64)
    )
}

/// How many clauses there are, as a link to them in the table.
fn in_table(number: usize, clauses: usize) -> String {
    format!(
        "<a href=\"#clauses\" data-cause=\"{number}\">{}</a>",
        grouped(clauses as u64)
    )
}

/// The clauses of a cause: the first ones, then those that are folded away.
fn names(number: usize, cause: &Cause<'_>) -> String {
    let item = |c: &&Entry| format!("<li><code>{}</code></li>", text(&c.id));
    let (first, others) = cause.clauses.split_at(cause.clauses.len().min(NAMED));
    let first: String = first.iter().map(item).collect();
    let list =
        |items: &str, label: &str| format!("<ul class=\"ids\" aria-label=\"{label}\">{items}</ul>");
    let more = match others.len() {
        0 => return list(&first, "Clauses"),
        n => grouped(n as u64),
    };
    let items: String = others.iter().take(FOLDED).map(item).collect();
    let hidden = match others.len().saturating_sub(FOLDED) {
        0 => String::new(),
        n => format!("<p>and {} more</p>", grouped(n as u64)),
    };
    format!(
        "{}<details class=\"more\"><summary>and {more} more</summary>{}{hidden}</details><p>All {} in the table of clauses</p>",
        list(&first, "Clauses"),
        list(&items, "More clauses"),
        in_table(number, cause.clauses.len())
    )
}

fn article(number: usize, cause: &Cause<'_>) -> io::Result<String> {
    let (clause, finding) = (cause.shown, &*cause.finding()?);
    let title = match cause.clauses.as_slice() {
        [_] => sentence(&text(&clause.duty)),
        many => format!(
            "{} clauses: {}",
            grouped(many.len() as u64),
            text(&cause.words)
        ),
    };
    let names = names(number, cause);
    let rules: String = cause
        .rules()
        .iter()
        .take(FOLDED)
        .map(|(rule, count)| {
            format!(
                "<tr><td>{}</td><td class=\"number\">{count}</td></tr>",
                text(rule)
            )
        })
        .collect();
    let rules = match rules.as_str() {
        "" => rules,
        rows => format!(
            "<details class=\"more\"><summary>By rule</summary><table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\" class=\"number\">Clauses</th></tr></thead><tbody>{rows}</tbody></table></details>"
        ),
    };
    let example = match cause.clauses.len() {
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
        fact("cause", &format!("<code>{}</code>", text(&cause.id))),
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
    Ok(format!(
        "<article id=\"finding-{number}\" aria-labelledby=\"finding-{number}-title\">\n<header><h3 id=\"finding-{number}-title\">{title}</h3>{names}{rules}</header>\n<dl class=\"facts\">{facts}</dl>\n<div class=\"sides\">\n{}{}</div>\n{}</article>\n",
        request(finding),
        self::response(finding),
        command(&finding.command())
    ))
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
