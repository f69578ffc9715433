//! What stands around the tables of a page: its title, its server, and where the code of an error stands.

use serde_json::{Value, json};

use super::schema::{self, cut};
use super::{Part, Told};
use crate::page::block::{Block, Page};
use crate::page::operation::Call;
use crate::page::sample;
use crate::page::{caught, patterns};

patterns! {
    MAKES = r"(?i)^\W*(?:to )?(?:creat|mak|add|new|upload|regist|stor|put)[a-z]*(?:[A-Z ]|\b)";
    HOST = r"(https?://[A-Za-z0-9.:-]+)(/[^\s<{'`]*)?";
}

/// The title: the first heading that tells of the operation, else the operation itself.
pub(super) fn title(page: &Page, call: &Call) -> String {
    let headings = page
        .blocks
        .iter()
        .take(call.from + 1)
        .filter_map(|b| match b {
            Block::Heading(text) => Some(text.as_str()),
            _ => None,
        });
    let about = |text: &&str| {
        let is_word = |w: &str| w.eq_ignore_ascii_case("api");
        text.contains(&call.path) || text.split(|c: char| !c.is_alphanumeric()).any(is_word)
    };
    let mut headings = headings.filter(about);
    headings
        .next()
        .map_or_else(|| format!("{} {}", call.method, call.path), str::to_owned)
}

/// A sentence that says what the operation does: behind its name, or at the top of the page.
pub(super) fn summary(page: &Page, call: &Call) -> Option<String> {
    let sentence = |block: &Block| match block {
        Block::Text(t) if t.len() > 10 && t.ends_with('.') && !t.contains(['<', '{']) => {
            let first = t.split(". ").next().unwrap_or(t);
            Some(cut(first.trim_end_matches('.')))
        }
        _ => None,
    };
    let near = page.blocks.iter().skip(call.from + 1).take(3);
    let top = page.blocks.iter().take(if call.from < 8 { 8 } else { 0 });
    near.chain(top).find_map(sentence)
}

/// Servers: the host of a request that the page writes out, or a root in front of the path.
pub(super) fn servers(page: &Page, call: &Call, told: &mut Told) -> Option<Value> {
    let texts = page.blocks.iter().filter_map(|b| match b {
        Block::Code(t) | Block::Text(t) | Block::Heading(t) | Block::Item(t) => Some(t.as_str()),
        Block::Table(_) => None,
    });
    let start = call
        .path
        .split('{')
        .next()
        .unwrap_or(&call.path)
        .trim_end_matches('/');
    if start.len() < 2 {
        return None;
    }
    for text in texts {
        if let Some(found) = caught(&HOST, text)
            && let Some(path) = found.get(2)
            && let Some((before, _)) = path.as_str().split_once(start)
        {
            let url = format!("{}{before}", &found[1]);
            told.say(format!("the server was taken from a sample: {url}"));
            return Some(json!([{"url": url}]));
        }
        for (at, _) in text.match_indices(start).filter(|(at, _)| *at > 0) {
            let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
            let before = text[..at]
                .rsplit(|c: char| !plain(c))
                .next()
                .unwrap_or_default();
            if before.starts_with('/') && before.len() > 1 && !before.contains("//") {
                told.say(format!("the page writes {before} in front of the path once: it is tried first, then the bare path"));
                return Some(json!([{"url": before}, {"url": "/"}]));
            }
        }
    }
    None
}

/// Where the code stands in the sample of an error, if one shows it.
pub(super) fn code_place(page: &Page, parts: &[Part]) -> Option<String> {
    let codes: Vec<&str> = parts
        .iter()
        .flat_map(|p| &p.rows)
        .filter_map(|r| r.code.as_deref())
        .collect();
    let shown = sample::json(page)
        .iter()
        .find_map(|sample| pointer(sample, &codes, "", 0));
    shown.or_else(|| {
        sample::xml(page)
            .iter()
            .find_map(|root| element(root, &codes, "", 0))
    })
}

/// Where a code stands below the root of a message in XML.
fn element(root: &sample::Element, codes: &[&str], at: &str, depth: usize) -> Option<String> {
    let mut attributes = root.attributes.iter();
    if let Some((name, _)) = attributes.find(|(_, value)| codes.contains(&value.as_str())) {
        return Some(format!("{at}/{}", schema::step(name)));
    }
    root.elements
        .iter()
        .filter(|_| depth < 16)
        .find_map(|inner| {
            let at = format!("{at}/{}", schema::step(&inner.name));
            match codes.contains(&inner.text.trim()) {
                true => Some(at),
                false => element(inner, codes, &at, depth + 1),
            }
        })
}

/// Whether an operation makes what its path names, by its words: a name that nobody has is as good as any then.
pub(super) fn makes(page: &Page, part: &Part) -> bool {
    if part.call.method != "PUT" || !part.call.path.ends_with('}') {
        return false;
    }
    let headings = page
        .blocks
        .iter()
        .take(part.call.from + 1)
        .rev()
        .filter_map(|b| match b {
            Block::Heading(text) => Some(text.as_str()),
            _ => None,
        });
    let summary = summary(page, &part.call).unwrap_or_default();
    let made = part.rows.iter().any(|row| row.status == "201");
    made || headings
        .take(2)
        .chain([summary.as_str()])
        .any(|text| caught(&MAKES, text).is_some())
}

/// Members of an answer that say whether all went well.
const FLAGS: [&str; 3] = ["ok", "success", "succeeded"];

/// Codes without a status, where a sample shows one in an answer that says by a member that it is a refusal:
/// they come with the status of a success.
pub(super) fn by_body(page: &Page, parts: &mut [Part], told: &mut Told) {
    let rows = || parts.iter().flat_map(|part| &part.rows);
    if rows().any(|row| row.told) {
        return;
    }
    let codes: Vec<&str> = rows().filter_map(|row| row.code.as_deref()).collect();
    let samples = sample::json(page);
    let mut refusals = samples
        .iter()
        .filter(|sample| pointer(sample, &codes, "", 0).is_some());
    let flag = refusals.find_map(|sample| {
        let is = |flag: &&&str| sample.get(**flag) == Some(&Value::Bool(false));
        FLAGS.iter().find(is)
    });
    let Some(flag) = flag else { return };
    told.say(format!(
        "no table gives statuses, and a sample shows `{flag}` as false beside a code: codes are taken to come with 200"
    ));
    for part in parts {
        part.by_body = Some((*flag).to_owned());
        for row in &mut part.rows {
            (row.status, row.told) = ("200".to_owned(), true);
        }
    }
}

fn pointer(value: &Value, codes: &[&str], at: &str, depth: usize) -> Option<String> {
    let is = |text: &str| codes.contains(&text);
    match value {
        Value::Object(map) if depth < 16 => map.iter().find_map(|(key, v)| {
            pointer(v, codes, &format!("{at}/{}", schema::step(key)), depth + 1)
        }),
        Value::String(text) if is(text) => Some(at.to_owned()),
        Value::Number(number) if is(&number.to_string()) => Some(at.to_owned()),
        _ => None,
    }
}
