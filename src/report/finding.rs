//! What is said about a finding, and about a run as a whole.

use super::book::Entry;
use super::{escape, level};
use crate::exchange::{Failure, Response};
use crate::run::event::{Finding, Finished, Untested, Verdict};

/// Longest text taken over into a line that a person reads.
const LONGEST_TEXT: usize = 1000;
/// Characters of an answer's body that are shown.
const EXCERPT: usize = 300;
/// Lines of what came before that are shown.
const BEFORE: usize = 10;

/// One labelled line about a finding, harmless to show.
pub(super) struct Fact {
    pub label: &'static str,
    pub text: String,
}

/// Everything a person needs to believe a finding, the command to repeat it excepted.
pub(super) fn facts(clause: &Entry, finding: &Finding) -> Vec<Fact> {
    let cases = match clause.cases {
        1 => "1 case".to_owned(),
        n => format!("{n} cases"),
    };
    let mut facts = vec![
        fact("duty", &clause.duty),
        fact("level", level(clause.level)),
        fact("source", &clause.source),
        fact("contract", &clause.location),
        fact("case", &finding.case),
        fact("expected", &finding.expected),
        fact("got", &finding.got),
    ];
    // Often the failure to answer is all that was got.
    let answer = answer(&finding.answer);
    if answer != short(&finding.got) {
        facts.push(Fact {
            label: "answer",
            text: answer,
        });
    }
    if let Ok(response) = &finding.answer
        && !response.body.is_empty()
    {
        facts.push(Fact {
            label: "",
            text: excerpt(&response.body, EXCERPT),
        });
    }
    facts.push(Fact {
        label: "seen in",
        text: format!("{} of {cases}", finding.seen),
    });
    facts.retain(|fact| !fact.text.is_empty());
    let hidden = finding.before.len().saturating_sub(BEFORE);
    let mut label = "before";
    if hidden > 0 {
        let text = format!("({hidden} earlier)");
        facts.push(Fact {
            label: std::mem::take(&mut label),
            text,
        });
    }
    for line in &finding.before[hidden..] {
        facts.push(fact(std::mem::take(&mut label), line));
    }
    facts
}

fn fact(label: &'static str, text: &str) -> Fact {
    Fact {
        label,
        text: short(text),
    }
}

/// The text on one harmless line of bearable length.
pub(super) fn short(text: &str) -> String {
    let (head, left) = escape::cut(text, LONGEST_TEXT);
    let more = match left {
        0 => String::new(),
        n => format!(" ... ({n} more characters)"),
    };
    escape::line(head) + &more
}

/// The answer in a line: status, media type, size; or why there is none.
pub(super) fn answer(answer: &Result<Response, Failure>) -> String {
    match answer {
        Ok(response) => {
            let media_type = match response.header("content-type") {
                Some(value) => short(value),
                None => "no content type".into(),
            };
            let size = match response.body.len() + response.cut {
                0 => "no body".to_owned(),
                1 => "1 byte".to_owned(),
                n => format!("{n} bytes"),
            };
            format!("HTTP {}, {media_type}, {size}", response.status)
        }
        Err(failure) => short(&failure.to_string()),
    }
}

/// The first characters of a body.
pub(super) fn excerpt(body: &[u8], limit: usize) -> String {
    // No character takes more than four bytes.
    let text = escape::bytes(&body[..body.len().min(4 * limit)]);
    match escape::cut(&text, limit) {
        (head, 0) => head.to_owned(),
        (head, _) => format!("{head} ..."),
    }
}

/// An operation that was not tested, in a line.
pub(super) fn untested(untested: &Untested) -> String {
    format!(
        "Not tested: {}/{}: {}",
        untested.contract, untested.operation, untested.why
    )
}

/// Why a run as a whole must not look green, if so: the plainest reason.
pub(super) fn unfit(finished: &Finished) -> Option<String> {
    let tested = finished.held + finished.broken;
    match (&finished.headline, &finished.stopped) {
        (Some(headline), _) => Some(format!("Not tested: {headline}")),
        (None, Some(why)) => Some(format!("Stopped early: {why}")),
        (None, None) if tested == 0 => Some("Nothing was tested.".into()),
        (None, None) => match finished.untested.as_slice() {
            [] => None,
            few if finished.allows_untested && few.len() < finished.operations => None,
            [one] => Some(untested(one)),
            many => {
                let names: Vec<_> = many.iter().map(|u| u.operation.as_str()).collect();
                Some(format!(
                    "{} operations were not tested, as no valid request of theirs was accepted: {}",
                    many.len(),
                    names.join(", ")
                ))
            }
        },
    }
}

/// What is to be said of operations that were not tested, of allowances and of what the run left behind, a line each.
pub(super) fn remarks(judged: &[&Entry], finished: &Finished) -> Vec<String> {
    let mut lines: Vec<String> = finished.untested.iter().map(untested).collect();
    for clause in judged {
        if let Some(allowed) = &clause.allowed {
            let until = allowed.until.as_ref().map(|d| format!(", until {d}"));
            let what = match clause.verdict {
                Verdict::Broken => "broken",
                _ => "not judged",
            };
            lines.push(format!(
                "Allowed: {} is {what} ({}{})",
                clause.id,
                allowed.reason,
                until.unwrap_or_default()
            ));
        }
    }
    for stale in &finished.stale {
        let clause = &stale.allowance.clause;
        lines.push(format!(
            "Allowance to be looked at: {clause}: {}",
            stale.why
        ));
    }
    let left = finished.left_behind.iter();
    lines.extend(left.map(|line| format!("Left behind: {line}")));
    let changed = finished.changes.iter();
    lines.extend(changed.map(|c| format!("Changed answer: {} ({})", c.id, c.file)));
    lines
}
