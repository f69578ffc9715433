//! Codes that the words of an answer name: a refusal with its status bears one of them, and none of those
//! that are said of another status alone.

use super::Adds;
use crate::clause::answer::{Answer, word};
use crate::clause::{Cited, Level};
use crate::contract::{Code, Contract, Response, Schema, StatusSet};

/// Responses of a contract that are looked through for each of them.
const MOST: usize = 1_500;

/// The clause about a member with codes: those that its schema lists, if it does, and those that examples
/// show.
pub(super) fn derive(
    add: &mut Adds<'_, '_>,
    response: &Response,
    (at, schema): (&str, &Schema),
    listed: &[Code],
    shown: &[Code],
) {
    let contract = add.scope.contract;
    if response.said.is_empty() || responses(contract).count() > MOST {
        return;
    }
    let own = |code: &Code| response.said.contains(code) || shown.contains(code);
    let here: Vec<Code> = listed.iter().filter(|code| own(code)).cloned().collect();
    let all: Vec<&Code> = responses(contract).flat_map(|r| &r.said).collect();
    // Where every code has its place, an answer has no other code than its own.
    let complete = !listed.is_empty() && listed.iter().all(|code| all.contains(&code));
    let mut cited = Cited::documented(&response.source, &response.at);
    cited.level = Level::Implied;
    let name = format!("{}.said", word(at));
    let what = add.what();
    if complete && !here.is_empty() && here.len() < listed.len() {
        let words: Vec<String> = here.iter().map(ToString::to_string).collect();
        let duty = format!(
            "{what} bears a code that its words name: {}",
            words.join(", ")
        );
        add.add(&name, duty, cited, Answer::Code(at.to_owned(), here));
        return;
    }
    let is_code = |code: &Code| match listed.is_empty() {
        true => schema.allows("string") && is_plain(code),
        false => listed.contains(code),
    };
    if !response.said.iter().any(is_code) {
        return;
    }
    let mut other: Vec<Code> = elsewhere(contract, response.status)
        .into_iter()
        .filter(|code| is_code(code) && !own(code))
        .collect();
    other.sort();
    other.dedup();
    if !other.is_empty() {
        let duty = format!("{what} bears no code that the words of another status name");
        add.add(&name, duty, cited, Answer::Misplaced(at.to_owned(), other));
    }
}

fn responses(contract: &Contract) -> impl Iterator<Item = &Response> {
    contract.operations.iter().flat_map(|o| &o.responses)
}

/// Codes that other statuses name, and this one nowhere.
fn elsewhere(contract: &Contract, status: StatusSet) -> Vec<Code> {
    let exact = |s: StatusSet| matches!(s, StatusSet::Exact(400..=499));
    if !exact(status) {
        return Vec::new();
    }
    let (other, same): (Vec<&Response>, Vec<&Response>) =
        responses(contract).partition(|r| exact(r.status) && r.status != status);
    let free: Vec<&Code> = same.iter().flat_map(|r| &r.said).collect();
    let other = other.iter().flat_map(|r| &r.said);
    other.filter(|code| !free.contains(code)).cloned().collect()
}

/// Whether a word is such as codes are: capitals, digits and underscores.
fn is_plain(code: &Code) -> bool {
    let part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    match code {
        Code::Number(_) => false,
        Code::Word(word) => {
            word.len() > 3
                && word.chars().all(part)
                && word.chars().filter(char::is_ascii_uppercase).count() > 0
                && word.contains(|c: char| c == '_' || c.is_ascii_digit())
        }
    }
}
