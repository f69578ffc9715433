//! What somebody meant who named an operation in another way than it is called.

use super::Choice;
use crate::contract::Operation;
use crate::contract::nearest::nearest;

/// Names that are listed.
const LISTED: usize = 8;

/// What may have been meant, else what there is.
pub(super) fn hint(word: &str, all: &Vec<&Operation>) -> String {
    if word.contains(',') && word.split(',').any(|one| takes(one.trim(), all)) {
        return "it is one operation at a time: give the option once for each".to_owned();
    }
    let tag = word
        .split_once(':')
        .filter(|(front, _)| ["tag", "tags"].contains(&front.to_ascii_lowercase().as_str()));
    if let Some((_, tag)) = tag {
        return by_tag(tag.trim(), all);
    }
    if let Some(other) = guesses(word).into_iter().find(|guess| takes(guess, all)) {
        return format!("did you mean `{other}`?");
    }
    if let Some((_, path)) = word.split_once(' ') {
        let same = all.iter().filter(|o| o.path == path.trim());
        let methods: Vec<&str> = same.map(|o| o.method.as_str()).collect();
        if !methods.is_empty() {
            return format!("{} takes {}", path.trim(), methods.join(", "));
        }
    }
    let ids = || all.iter().map(|o| o.id.as_str());
    let paths = || all.iter().map(|o| o.path.as_str());
    let like = |known: &&str| known.eq_ignore_ascii_case(word);
    let near = ids().find(like).or_else(|| paths().find(like));
    let near = near.or_else(|| nearest(word, ids()));
    if let Some(near) = near.or_else(|| nearest(word, paths())) {
        return format!("did you mean `{near}`?");
    }
    let list: Vec<&str> = ids().collect();
    format!(
        "there are {}; `GET /path/*` and `tag:NAME` name some, too; `clausal clauses` lists all",
        listed(&list)
    )
}

/// Whether a word names an operation.
fn takes(word: &str, all: &[&Operation]) -> bool {
    let choice = Choice::parse(word);
    !word.is_empty() && choice.is_ok_and(|choice| all.iter().any(|o| choice.takes(o)))
}

fn by_tag(tag: &str, all: &[&Operation]) -> String {
    let mut tags: Vec<&str> = all
        .iter()
        .flat_map(|o| &o.tags)
        .map(String::as_str)
        .collect();
    tags.sort_unstable();
    tags.dedup();
    let like = tags.iter().find(|known| known.eq_ignore_ascii_case(tag));
    match like.copied().or_else(|| nearest(tag, tags.iter().copied())) {
        Some(near) => format!("did you mean `tag:{near}`?"),
        None if tags.is_empty() => "no operation has a tag".to_owned(),
        None => format!("the tags are {}", listed(&tags)),
    }
}

/// The same word as it would be right: with a blank between method and path, with a slash in front, or
/// without the server.
fn guesses(word: &str) -> Vec<String> {
    let mut guesses = Vec::new();
    let letters = word
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(word.len());
    let (method, rest) = word.split_at(letters);
    let rest = rest.trim_start_matches([' ', ':', ',']).trim();
    if !method.is_empty() && !rest.is_empty() {
        let path = rest.trim_start_matches('/');
        guesses.push(format!("{} /{path}", method.to_ascii_uppercase()));
    }
    if let Some((_, rest)) = word.split_once("://")
        && let Some((_, path)) = rest.split_once('/')
    {
        guesses.push(format!("/{path}"));
    }
    guesses.push(format!("/{}", word.trim_start_matches('/')));
    guesses
}

/// Names in back quotes, a few at most.
fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|n| format!("`{n}`"))
        .collect();
    match names.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
