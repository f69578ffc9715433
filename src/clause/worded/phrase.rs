//! What the words of an operation say of its refusals, phrase by phrase, each with its status and code.

use crate::contract::{Code, Operation, Response, Schema, StatusSet};

/// Words of a phrase that are looked at.
const LONGEST: usize = 60;
/// What members with codes are called, without case and marks.
pub(super) const CODES: [&str; 6] = ["code", "errorcode", "errcode", "error", "type", "reason"];

/// One thing that is said of a refusal.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// Its status.
    pub status: u16,
    /// Its code.
    pub code: Option<Code>,
    /// The words, in small letters, and those of the code apart.
    pub words: Vec<String>,
    /// What the code says by its own words.
    pub own: Vec<String>,
    /// It stands with the answer, so that it tells what is wrong; else what is right, as a rule.
    pub of_answer: bool,
}

/// Whether refusals with a status hang on what a request holds, and on nothing else.
fn tells(status: u16) -> bool {
    matches!(status, 400 | 403 | 404 | 409 | 412 | 422 | 424)
}

/// All of them.
pub(super) fn phrases(operation: &Operation) -> Vec<Phrase> {
    let known = known(operation);
    let mut all = Vec::new();
    let exact = |r: &Response| match r.status {
        StatusSet::Exact(status) if tells(status) => Some(status),
        _ => None,
    };
    for (status, response) in operation
        .responses
        .iter()
        .filter_map(|r| Some((exact(r)?, r)))
    {
        let parts = parts(&response.words);
        let coded = parts.iter().any(|part| !codes(part, &known).is_empty());
        for part in parts {
            match &codes(&part, &known)[..] {
                [] if !coded => all.push(phrase(status, None, &part, true)),
                [one] => all.push(phrase(status, Some(one.clone()), &part, true)),
                _ => {}
            }
        }
    }
    let listed: Vec<u16> = operation.responses.iter().filter_map(exact).collect();
    for part in parts(&operation.words) {
        let statuses = numbers(&part);
        if let ([status], [] | [_]) = (&statuses[..], &codes(&part, &known)[..])
            && listed.contains(status)
        {
            let code = codes(&part, &known).pop();
            all.push(phrase(*status, code, &part, false));
        }
    }
    all
}

fn phrase(status: u16, code: Option<Code>, text: &str, of_answer: bool) -> Phrase {
    let own = code
        .as_ref()
        .map(|c| words(&c.to_string()))
        .unwrap_or_default();
    let text = match &code {
        Some(code) => text.replace(&code.to_string(), " "),
        None => text.to_owned(),
    };
    Phrase {
        status,
        code,
        words: words(&text),
        own,
        of_answer,
    }
}

/// Codes of the refusals of an operation: those that schemas list and those that words name.
pub(super) fn known(operation: &Operation) -> Vec<Code> {
    let refusals = operation.responses.iter().filter(|r| {
        matches!(
            r.status,
            StatusSet::Exact(400..=499) | StatusSet::Class(4) | StatusSet::Any
        )
    });
    let (mut all, mut named) = (Vec::new(), Vec::new());
    for response in refusals {
        // Of what words mention, only what no sentence has is one for sure.
        let sure = |code: &&Code| {
            code.to_string()
                .contains(|c: char| c == '_' || c.is_ascii_digit())
        };
        named.extend(response.said.iter().filter(sure).cloned());
        for media in &response.media {
            listed(&media.schema, 3, &mut all);
        }
    }
    if all.is_empty() {
        all = named;
    }
    all.sort();
    all.dedup();
    all
}

fn listed(schema: &Schema, depth: usize, all: &mut Vec<Code>) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    for property in &schema.properties {
        if is_code(&property.name) {
            all.extend(property.schema.enumeration.iter().filter_map(Code::of));
        }
        listed(&property.schema, depth, all);
        if let Some(items) = property.schema.items.as_deref() {
            listed(items, depth, all);
        }
    }
}

/// Whether a member is called like a code.
pub(super) fn is_code(name: &str) -> bool {
    let plain = name.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = plain.map(|c| c.to_ascii_lowercase()).collect();
    CODES.contains(&plain.as_str())
}

fn codes(text: &str, known: &[Code]) -> Vec<Code> {
    let part = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let mut all: Vec<Code> = text
        .split(part)
        .map(|word| word.trim_matches(['.', '-']))
        .filter_map(Code::of_text)
        .filter(|code| known.contains(code))
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Statuses of refusals that a text names.
fn numbers(text: &str) -> Vec<u16> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let mut all: Vec<u16> = words
        .filter(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit()))
        .filter_map(|w| w.parse().ok())
        .filter(|n| (400..500).contains(n))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// A text in small letters, word by word; a name with humps stays one.
pub(super) fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'');
    let parts = parts
        .map(|w| w.trim_matches('\''))
        .filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).take(LONGEST).collect()
}

/// Whether a line begins with a name in back quotes and what is said of it.
fn heads(line: &str) -> bool {
    let after = line.strip_prefix('`').and_then(|rest| rest.split_once('`'));
    after.is_some_and(|(_, after)| {
        let after = after.trim_start();
        after.is_empty() || after.starts_with([':', '-', '–', '—', '='])
    })
}

/// The sentences, rows and items of a text.
fn parts(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        let begins = line.starts_with(['|', '-', '*', '#', '•']) || heads(line);
        match lines.last_mut() {
            Some(last) if open && !begins && !line.is_empty() => {
                last.push(' ');
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
        open = !line.is_empty() && !line.starts_with('|');
    }
    let lines = lines.iter().flat_map(|line| line.split("; "));
    let parts = lines.flat_map(|line| line.split(". "));
    parts
        .map(|p| p.trim().to_owned())
        .filter(|p| !p.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn a_text_is_cut_where_a_thing_ends() {
        let text =
            "One must be\n`small`, else 422. Two (409); three\n\n| a | b |\n|---|---|\n| c | d |";
        let told = [
            "One must be `small`, else 422",
            "Two (409)",
            "three",
            "| a | b |",
            "|---|---|",
            "| c | d |",
        ];
        assert_eq!(parts(text), told);
    }
}
