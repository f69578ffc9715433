//! Lists that tell what tables tell: entries such as `name (string, required): words` and `400 BAD_NAME – words`,
//! and lists of terms. What is one of parameters or of codes becomes a table.

use super::block::{BULLET, Block, Page, Table, tidy};
use super::columns::status_of;
use super::fields::kind_of;
use super::{caught, patterns};

patterns! {
    NAME = r"^[A-Za-z_$@][\w.\[\]$@-]*$";
    SAYS = r"(?i)^(type|required|optional|in):?\s+(?:(yes|no|true|false)|(\w[\w<>\[\] ]{0,30}))\.?$";
    STATUS = r"(?i)\b(?:HTTP(?: status)?(?: code)?|status(?: code)?|code):?\s+([45]\d\d)\b";
    SIZE = r"^\d+(?:(?:\.\.|-|–)\d+)?$";
    NUMBER = r"^[A-Za-z]{0,4}\.?-?\d[\d.-]*$";
}

/// Words between the status and the code of an entry, and around its type, that say no more.
const PHRASES: &[&str] = &[
    "http",
    "status",
    "code",
    "error",
    "bad",
    "request",
    "not",
    "found",
    "conflict",
    "unprocessable",
    "entity",
    "content",
    "forbidden",
    "unauthorized",
    "gone",
    "internal",
    "server",
    "service",
    "unavailable",
    "too",
    "many",
    "requests",
    "payment",
    "required",
    "created",
    "accepted",
    "ok",
    "no",
    "method",
    "allowed",
    "payload",
    "large",
    "precondition",
    "failed",
    "unsupported",
    "media",
    "type",
    "and",
    "with",
    "success",
    "successful",
    "failure",
];

/// Whether a text is nothing but what HTTP says behind a status.
pub(super) fn is_phrase(text: &str) -> bool {
    text.split_whitespace()
        .all(|word| PHRASES.contains(&word.to_lowercase().as_str()))
}

/// What a list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    Codes,
    Fields,
    /// Members of an answer are read where they stand.
    Answer,
    Unsaid,
}

impl About {
    /// What a line below a heading leaves of it: the fields of an answer are still of the answer.
    fn then(self, line: About) -> About {
        match (self, line) {
            (_, About::Unsaid) | (About::Answer, About::Fields) => self,
            (_, other) => other,
        }
    }
}

/// The page with a table in place of each list of parameters or of codes.
pub(super) fn settled(page: Page) -> Page {
    let mut blocks: Vec<Block> = Vec::new();
    let mut run: Vec<String> = Vec::new();
    let mut about = About::Unsaid;
    for block in page.blocks {
        if let Block::Item(text) = block {
            run.push(text);
            continue;
        }
        ended(&mut run, about, &mut blocks);
        match block {
            Block::Heading(ref text) => about = of(text),
            Block::Text(ref text) if text.len() < 120 => about = about.then(of(text)),
            _ => {}
        }
        blocks.push(match block {
            Block::Table(table) => Block::Table(terms(table, about)),
            other => other,
        });
    }
    ended(&mut run, about, &mut blocks);
    Page { blocks }
}

/// A member of an object, if a line of a list is about one: as the row of a table of parameters has it.
pub(super) fn entry(text: &str) -> Option<[String; 5]> {
    let (term, words) = parted(text);
    field(&term, &words, false, false)?.try_into().ok()
}

/// What a heading says that the list below it is about.
fn of(heading: &str) -> About {
    let lower = heading.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    match () {
        () if has(&[
            "error",
            "exception",
            "fault",
            "response code",
            "status code",
            "return code",
        ]) =>
        {
            About::Codes
        }
        () if has(&["response", "returns", "result"]) => About::Answer,
        () if has(&[
            "param",
            "argument",
            "field",
            "attribute",
            "propert",
            "body",
            "header",
            "payload",
            "request",
        ]) =>
        {
            About::Fields
        }
        () => About::Unsaid,
    }
}

/// Puts what was a run of entries among the blocks.
fn ended(run: &mut Vec<String>, about: About, blocks: &mut Vec<Block>) {
    let items = std::mem::take(run);
    let pairs: Vec<(String, String)> = whole(&items).iter().map(|item| parted(item)).collect();
    match table(&pairs, about, false) {
        Some(table) if about != About::Answer || table.head.len() == CODES.len() => {
            blocks.push(Block::Table(table))
        }
        _ => blocks.extend(
            items
                .into_iter()
                .map(|item| Block::Item(item.trim_start_matches(BULLET).to_owned())),
        ),
    }
}

/// Entries with those that stand inside of them.
fn whole(items: &[String]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for item in items {
        match all.last_mut() {
            Some(last) if item.starts_with(BULLET) => {
                *last = format!("{last}\n{BULLET}{}", item.trim_start_matches(BULLET));
            }
            _ => all.push(item.clone()),
        }
    }
    all
}

/// A list of terms as a table of parameters or of codes, if it is one.
fn terms(list: Table, about: About) -> Table {
    let pairs = list.rows.iter().map(|row| match &row[..] {
        [term, words] => Some((tidy(term), words.clone())),
        _ => None,
    });
    let pairs: Option<Vec<(String, String)>> = pairs.collect();
    match pairs
        .filter(|_| list.head.is_empty())
        .and_then(|p| table(&p, about, true))
    {
        Some(mut table) => {
            table.caption = list.caption;
            table
        }
        None => list,
    }
}

const CODES: [&str; 3] = ["Status", "Code", "Description"];
const FIELDS: [&str; 5] = ["Name", "In", "Type", "Required", "Description"];

/// The table of entries, each a term with words; `terms` where they are kept apart by the page itself.
fn table(pairs: &[(String, String)], about: About, terms: bool) -> Option<Table> {
    let codes: Vec<Option<Vec<String>>> = pairs
        .iter()
        .map(|(term, words)| code(term, words))
        .collect();
    let count = codes.iter().flatten().count();
    let statuses = codes
        .iter()
        .flatten()
        .filter(|row| !row[0].is_empty())
        .count();
    let refused = codes
        .iter()
        .flatten()
        .any(|row| row[0].starts_with(['4', '5']));
    let told = about == About::Codes || refused;
    if count > 0 && told && count == pairs.len() && (statuses > 0 || terms || about == About::Codes)
    {
        return Some(made(&CODES, codes.into_iter().flatten().collect()));
    }
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut count = 0;
    for (term, words) in pairs {
        match field(term, words, about == About::Fields, terms) {
            Some(row) => {
                count += 1;
                rows.push(row);
            }
            // The mark makes it no name: it is told as a row that is not understood.
            None if terms || is_called(term) && !rows.is_empty() => rows.push(vec![
                format!("{BULLET}{term}"),
                String::new(),
                String::new(),
                String::new(),
                words.clone(),
            ]),
            // What is said below an entry belongs to it.
            None => {
                let cell = rows.last_mut().and_then(|row| row.last_mut())?;
                *cell = format!("{cell}\n{BULLET}{}", joined(term, words));
            }
        }
    }
    (count > 0 && count * 3 >= pairs.len()).then(|| made(&FIELDS, rows))
}

/// Whether a term is a name in back quotes: an entry of its own, whatever is said of it.
fn is_called(term: &str) -> bool {
    let first = term.split_whitespace().next().unwrap_or_default();
    first.trim_start_matches('*').starts_with('`')
}

fn made(head: &[&str], rows: Vec<Vec<String>>) -> Table {
    Table {
        caption: String::new(),
        head: head.iter().map(|h| (*h).to_owned()).collect(),
        rows,
    }
}

fn joined(term: &str, words: &str) -> String {
    match words.is_empty() {
        true => term.to_owned(),
        false => format!("{term}: {words}"),
    }
}

/// The term of an entry, and what is said of it.
fn parted(entry: &str) -> (String, String) {
    let (mut quoted, mut deep) = (false, 0_usize);
    for (at, c) in entry.char_indices() {
        match c {
            '`' => quoted = !quoted,
            '(' => deep += 1,
            ')' => deep = deep.saturating_sub(1),
            ':' | '–' | '—' | '-' | '\n' if !quoted && deep == 0 => {
                let rest = &entry[at + c.len_utf8()..];
                let spaced = entry[..at].ends_with(' ') && rest.starts_with([' ', '-']);
                if c == '\n' || spaced || c == ':' && rest.starts_with([' ', '\n']) {
                    let words = rest.trim_start_matches('-').trim();
                    return (entry[..at].trim().to_owned(), words.to_owned());
                }
            }
            _ => {}
        }
    }
    (entry.trim().to_owned(), String::new())
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| "`*\"'“”(),;:".contains(c))
}

/// Status, code and words of an entry about a code: it has a status, or its term is nothing but a code.
fn code(term: &str, words: &str) -> Option<Vec<String>> {
    let mut status = None;
    let mut code: Option<String> = None;
    let mut others = 0;
    for word in term.split([' ', '\n', '/']).filter(|w| !bare(w).is_empty()) {
        let quoted = word
            .trim_matches(['*', '(', ')', ',', ':'])
            .starts_with('`');
        let plain = bare(word);
        let found = status_of(plain).filter(|_| plain.len() == 3);
        match found {
            Some(found) if status.is_none() => status = Some(found),
            _ if PHRASES.contains(&plain.to_lowercase().as_str()) => {}
            _ if code.is_none() && (quoted && caught(&NAME, plain).is_some() || is_code(plain)) => {
                code = Some(plain.to_owned());
            }
            _ => others += 1,
        }
    }
    if others > 0 && (status.is_none() || code.is_some()) || status.is_none() && code.is_none() {
        return None;
    }
    let words = words
        .replace(BULLET, "")
        .lines()
        .map(tidy)
        .collect::<Vec<_>>()
        .join(" ");
    let (status, words) = match (status, caught(&STATUS, &words)) {
        (None, Some(found)) => {
            // At the beginning it says nothing else.
            let whole = found.get(0).map_or("", |m| m.as_str());
            let rest = words
                .strip_prefix(whole)
                .map(|rest| rest.trim_start_matches(['.', ',', ';', ' ']));
            (
                Some(found[1].to_owned()),
                rest.map_or_else(|| words.clone(), str::to_owned),
            )
        }
        (status, _) => (status, words.clone()),
    };
    // A word in back quotes with no status may as well be the name of a member.
    if status.is_none() && !code.as_deref().is_some_and(is_code) {
        return None;
    }
    Some(vec![
        status.unwrap_or_default(),
        code.unwrap_or_default(),
        words,
    ])
}

/// Whether a word is a code by its look: no English word is written so.
pub(super) fn is_code(word: &str) -> bool {
    let fine = word.len() > 1
        && word.len() < 80
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || "_-.:".contains(c));
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().count() > 3 && letters().all(char::is_uppercase);
    let inner = word.chars().skip(1).any(char::is_uppercase) && letters().any(char::is_lowercase);
    let parted = word.contains(['_', '.']) && !word.ends_with('.');
    fine && (shouted
        || inner
        || parted
        || caught(&NUMBER, word).is_some()
        || word.contains('-') && letters().all(char::is_lowercase))
}

/// Name, place, type, requirement and words of an entry about a parameter. `told` where the heading says that the
/// list is one of them, `listed` where the page itself keeps its terms apart.
fn field(term: &str, words: &str, told: bool, listed: bool) -> Option<Vec<String>> {
    let mut tokens = term
        .split([' ', '\n', ',', '(', ')', '|'])
        .filter(|t| !t.is_empty());
    let first = tokens.next()?;
    let name = bare(first);
    caught(&NAME, name)?;
    let mut kind: Option<&str> = None;
    let (mut required, mut place) = (None, None);
    let (mut size, mut each): (Option<&str>, Option<&str>) = (None, None);
    let mut unknown = 0;
    let mut entries = false;
    for token in tokens {
        let word = bare(token).trim_matches('_');
        // `array of strings`: what its entries are is no type of the whole.
        if std::mem::replace(&mut entries, word.eq_ignore_ascii_case("of")) && kind == Some("array")
        {
            each = Some(word);
            continue;
        }
        match word.to_ascii_lowercase().as_str() {
            "required" | "mandatory" => required = Some("required"),
            "optional" => required = Some("optional"),
            "format" | "or" | "of" | "nullable" | "in" | "the" | "" | "non-empty" => {}
            "header" | "query" | "path" | "body" | "cookie" => place = Some(word),
            _ if kind_of(word).is_some() => {
                // `string, format date`: the last one says more.
                let more = kind.is_none_or(|k| k.eq_ignore_ascii_case("string"));
                let list = kind_of(word).is_some_and(|(kind, _)| kind == "array");
                kind = match (more, list) {
                    (true, true) => Some("array"),
                    (true, false) => Some(word),
                    (false, _) => kind,
                };
            }
            _ if kind.is_some() && caught(&SIZE, word).is_some() => size = Some(word),
            _ => unknown += 1,
        }
    }
    let mut said: Vec<&str> = Vec::new();
    for line in sentences(words) {
        let Some(found) = caught(&SAYS, line.trim_start_matches(BULLET).trim()) else {
            said.push(line);
            continue;
        };
        let yes = found
            .get(2)
            .map(|m| matches!(m.as_str().to_lowercase().as_str(), "yes" | "true"));
        match (found[1].to_ascii_lowercase().as_str(), yes, found.get(3)) {
            ("required", Some(yes), _) => {
                required = Some(if yes { "required" } else { "optional" })
            }
            ("optional", Some(yes), _) => {
                required = Some(if yes { "optional" } else { "required" })
            }
            ("type", _, Some(word)) if kind_of(word.as_str()).is_some() => {
                kind = Some(word.as_str())
            }
            ("in", _, Some(word)) => place = Some(word.as_str()),
            _ => said.push(line),
        }
    }
    let mut text = said.join("\n");
    // `String, required. What it is`: the first words may be those of a column.
    while let Some((lead, rest)) = text
        .split_once(['.', ',', '–', '-'])
        .map(|(a, b)| (a.trim().to_owned(), b.trim().to_owned()))
    {
        let lower = lead.to_ascii_lowercase();
        match lower.as_str() {
            "required" | "mandatory" if required.is_none() => required = Some("required"),
            "optional" if required.is_none() => required = Some("optional"),
            _ if kind.is_none() && !lead.contains(' ') && kind_of(&lead).is_some() => {
                kind = kind_word(&lower);
            }
            _ => break,
        }
        text = rest;
    }
    let marked = listed || first.trim_start_matches('*').starts_with('`');
    let known = kind.is_some() || required.is_some();
    // Where terms are kept apart, a type that is not known is one beside a requirement.
    let named = unknown == 0 || listed && unknown == 1 && required.is_some();
    if !named || !known && !(told && (marked || name.contains('_'))) {
        return None;
    }
    let cell = |of: Option<&str>| of.unwrap_or_default().to_owned();
    Some(vec![
        name.to_owned(),
        cell(place),
        match (size, each) {
            (_, Some(each)) => format!("{} of {each}", kind.unwrap_or_default()),
            (Some(size), None) => format!("{}({size})", kind.unwrap_or_default()),
            (None, None) => cell(kind),
        },
        cell(required),
        text,
    ])
}

/// Lines, those parted into sentences that say several things such as `Type: String. Required: No.`
fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words.lines().flat_map(|line| {
        let says = |part: &str| caught(&SAYS, part.trim_start_matches(BULLET).trim()).is_some();
        match line.split(". ").filter(|part| says(part)).count() > 1 {
            true => line.split(". ").collect::<Vec<_>>(),
            false => vec![line],
        }
    })
}

/// The type that a word stands for, as the word of a column.
fn kind_word(lower: &str) -> Option<&'static str> {
    let (kind, format) = kind_of(lower)?;
    Some(format.filter(|f| f.starts_with(lower)).unwrap_or(kind))
}
