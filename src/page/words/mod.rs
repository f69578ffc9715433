//! From the words of a code to its cause: only where they name one thing and the contract has it.

mod alphabet;
mod limits;
mod state;
mod subject;
#[cfg(test)]
mod tests;
mod vague;

use super::{caught, patterns};
pub(super) use state::article;
use subject::Subject;
pub(super) use subject::parts;

/// A place of a request that words may be about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Pointer of the place, such as `/body/name`.
    pub at: String,
    /// Its type, where it is known.
    pub kind: Option<String>,
    /// The values that are listed for it.
    pub values: Vec<String>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its description says that it is the id of something.
    pub refers: bool,
    /// Keywords that its schema has.
    pub has: Vec<String>,
}

/// What provokes a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A keyword is broken, by a value of a kind where the keyword alone does not say how.
    Breaks {
        /// Keyword.
        keyword: &'static str,
        /// Kind of value.
        with: Option<&'static str>,
    },
    /// An id or a name of something that does not exist.
    Unknown {
        /// What does not exist.
        kind: String,
    },
    /// Something that exists and is not as it must be: only the target knows one.
    Fixture,
    /// The value is taken already.
    Taken,
    /// A state of the server; whether a request of the operation itself brings it about.
    State {
        /// Name of the state.
        name: String,
        /// Whether the operation itself does.
        own: bool,
    },
}

/// What the words of a code tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The place that the words are about; none for a state.
    pub at: Option<String>,
    /// What provokes the code, each alone.
    pub causes: Vec<Cause>,
    /// A keyword of a schema that the words state, with its value.
    pub states: Vec<(&'static str, serde_json::Value)>,
    /// A place and value that the request must have besides, such as a kind that is asked for.
    pub with: Option<(String, String)>,
}

patterns! {
    NULL = r"\b(?:null|nil|undefined)\b";
    EMPTY = r"\b(?:empty|blank)\b";
    NOT_BE = r"\b(?:can\s?not|must not|may not|should not|can't|mustn't|shouldn't) be (?:null|nil|empty|blank|missing|omitted|left out|undefined)\b";
    IS_EMPTY = r"\b(?:is|was) (?:null|empty|blank|missing|absent|undefined)\b|^empty\b|\bmay not be blank\b";
    HELD = r"\b(?:name|address|url|uri|domain|slug|handle|key) (?:is|was) (?:not available|unavailable)\b";
    REQUIRED = r"\b(?:is|are) (?:a )?(?:required|mandatory)\b|\bis a (?:required|mandatory) (?:field|parameter|property|header)\b|^(?:missing|required|mandatory)\b|\brequired (?:field|parameter|header|property|member)\b|\bmissing (?:required )?(?:field|parameter|header|property|member)\b|\bmust be (?:provided|specified|supplied|present|given|included|set)\b|\b(?:is|was|were) not (?:provided|specified|supplied|given|sent|set)\b|\bhas not been (?:provided|specified|supplied|given|sent|set)\b|\bis missing\b|^(?:there (?:is|was) )?no [a-z_]+(?: [a-z_]+){0,2} (?:was|were|has been) (?:provided|specified|supplied|given|sent|passed)\b";
    CONDITION = r"\b(?:when|if|unless|while|because|except|together with|either|at least one|depending)\b";
    MISSING_THING = r"\b(?:do(?:es)? ?n[o']t exist|not exist|not found|could ?n[o']t be found|can ?not be found|was not found|no such|is unknown|^unknown|there is no|doesn't exist|no [a-z_ ]{1,40} (?:was|were|could be|is) found)\b";
    UNIQUE = r"\b(?:must be unique|not unique|already exists|already in use|already used|already taken|already registered|has already been (?:used|taken|registered)|is taken|was taken|duplicate)\b";
    ONE_OF = r"\b(?:must be one of|is not in the list of|not among the|should be one of|has to be one of|not one of|is none of|must be either|only (?:the values|accepts?)|is not (?:a )?(?:valid|supported|known|recogni[sz]ed|allowed) (?:value|option|choice)|unsupported value|invalid value|allowed values|valid values|must match one of)\b";
    // What it is not supported for, or where, would be another rule.
    UNSUPPORTED = r"\b(?:is|was) not (?:supported|recogni[sz]ed)\W*$|^unsupported [a-z_]+\W*$";
    KIND = r"\bmust be (?:an? )?(?:valid )?(integer|whole number|number|numeric|boolean|string|text|array|list|object)\b|\bis not (?:an? )?(?:valid )?(integer|whole number|number|numeric|boolean|string|array|list|object)\b";
    FORMAT = r"\b(?:must be|has to be|should be|is not|not) (?:an? )?(?:(?:valid|well-formed|syntactically valid) )?(e-?mail|uuid|guid|uri|url|date-time|timestamp|date)\b";
    NOT_SO = r"\b(?:corresponds? to|refers? to|belongs? to|points? to) an? .{1,60}?\bthat is (?:currently )?not\b|\bis (?:currently )?not (?:configured|active|enabled|available|ready|deployed|running|online|licensed|installed|reachable|assigned)\b|\bis (?:currently )?(?:inactive|disabled|offline|suspended|locked|archived|expired|unavailable|deactivated)\b|\bcan only be (?:done|performed|run|used|created|taken) (?:on|for|with|in)\b";
}

/// The cause of a code, if its words name one.
pub fn tie(words: &str, known: &[Known], resource: &str) -> Option<Tie> {
    let sentence = plain(words);
    let text = sentence.to_lowercase();
    let is = |pattern| caught(pattern, &text).is_some();
    if let Some(state) = state::of(&text, resource) {
        return Some(state);
    }
    let subject = Subject::new(&sentence, &text, known);
    if is(&HELD) {
        // Taken, forbidden or not to be had: the words do not say which.
        return None;
    }
    if is(&UNIQUE) {
        let about = subject
            .named()
            .or_else(|| subject.after_with())
            .or_else(|| subject.before_already())
            .or_else(|| subject.must_be_unique())
            .or_else(|| subject.exists(resource))?;
        return Some(simple(about, vec![Cause::Taken]));
    }
    if is(&MISSING_THING) {
        let (kind, about) = subject.thing(resource)?;
        return Some(simple(about, vec![Cause::Unknown { kind }]));
    }
    if is(&NOT_SO) {
        let about = subject
            .named()
            .filter(|k| k.names_thing())
            .or_else(|| subject.reference())?;
        let mut tie = simple(about, vec![Cause::Fixture]);
        tie.with = subject.listed_beside(about);
        return Some(tie);
    }
    let about = subject.named().or_else(|| subject.bare())?;
    if let Some(tie) = absent(&text, about) {
        return Some(tie);
    }
    let limit = alphabet::tie(&sentence, about).or_else(|| limits::tie(&text, about));
    if let Some(tie) = limit.or_else(|| vague::tie(&text, about)) {
        return Some(tie);
    }
    if is(&ONE_OF) || is(&UNSUPPORTED) && !about.values.is_empty() {
        return one_of(&sentence, about);
    }
    if is(&CONDITION) {
        return None;
    }
    if let Some(found) = caught(&FORMAT, &text) {
        let format = match &found[1] {
            "email" | "e-mail" => "email",
            "uuid" | "guid" => "uuid",
            "date-time" | "timestamp" => "date-time",
            "date" => "date",
            _ => "uri",
        };
        let mut tie = simple(about, vec![breaks("format")]);
        tie.states.push(("format", format.into()));
        return Some(tie);
    }
    let found = caught(&KIND, &text)?;
    let word = found.get(1).or(found.get(2))?.as_str();
    let kind = match word {
        "integer" | "whole number" => "integer",
        "number" | "numeric" => "number",
        "boolean" => "boolean",
        "array" | "list" => "array",
        "object" => "object",
        _ => "string",
    };
    // A page that gives another type contradicts itself.
    let other = about
        .kind
        .as_deref()
        .is_some_and(|known| known != kind && !(known == "integer" && kind == "number"));
    if other {
        return None;
    }
    let mut tie = simple(about, vec![breaks("type")]);
    if about.kind.is_none() {
        tie.states.push(("type", kind.into()));
    }
    Some(tie)
}

/// A code as the words that it is made of: `NAME_TOO_LONG`, `MissingName`.
pub(super) fn of_code(code: &str) -> Option<String> {
    let last = code.rsplit(['/', ':']).next().unwrap_or(code);
    let words = match last.chars().any(char::is_lowercase) {
        true => parts(last),
        false => last
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .collect(),
    };
    (words.len() > 1).then(|| words.join(" "))
}

fn simple(about: &Known, causes: Vec<Cause>) -> Tie {
    Tie {
        at: Some(about.at.clone()),
        causes,
        states: Vec::new(),
        with: None,
    }
}

fn breaks(keyword: &'static str) -> Cause {
    Cause::Breaks {
        keyword,
        with: None,
    }
}

fn breaks_with(keyword: &'static str, with: &'static str) -> Cause {
    Cause::Breaks {
        keyword,
        with: Some(with),
    }
}

/// Null, empty, or left out.
fn absent(text: &str, about: &Known) -> Option<Tie> {
    let is = |pattern| caught(pattern, text).is_some();
    let not_be = is(&NOT_BE) || is(&IS_EMPTY);
    if !not_be && !is(&REQUIRED) || is(&CONDITION) {
        return None;
    }
    let in_body = about.at.starts_with("/body/");
    let is_text = matches!(about.kind.as_deref(), Some("string") | None);
    let mut tie = simple(about, vec![breaks("required")]);
    if not_be && is(&NULL) && in_body {
        tie.causes.push(breaks_with("type", "null"));
    }
    if not_be && is(&EMPTY) {
        match (is_text, in_body) {
            (true, _) => {
                tie.causes.push(breaks("minLength"));
                tie.states.push(("minLength", 1.into()));
            }
            (false, true) if about.kind.as_deref() != Some("array") => {
                tie.causes.push(breaks_with("type", "empty"));
            }
            _ => {}
        }
    }
    Some(tie)
}

/// A value that is none of those listed.
fn one_of(sentence: &str, about: &Known) -> Option<Tie> {
    let mut tie = simple(about, vec![breaks("enum")]);
    let listed = super::values::said(sentence).values;
    if about.values.is_empty() {
        if listed.len() < 2 {
            return None;
        }
        let values: Vec<serde_json::Value> =
            listed.iter().map(|(_, v)| v.as_str().into()).collect();
        tie.states.push(("enum", values.into()));
    }
    Some(tie)
}

impl Known {
    /// Whether the place names something that exists on the server.
    fn names_thing(&self) -> bool {
        let lower = self.name.to_ascii_lowercase();
        let ends = ["id", "_name", "key", "ref", "uuid"];
        self.refers || self.at.starts_with("/path/") || ends.iter().any(|end| lower.ends_with(end))
    }
}

/// The first part of the words that says what is wrong: what is said for more information is left out.
fn plain(words: &str) -> String {
    let text = super::block::tidy(
        &words
            .replace(['\u{2019}', '\u{2018}'], "'")
            .replace(['\u{201c}', '\u{201d}'], "\""),
    );
    let cut = [
        "For more information",
        "See the ",
        "See also",
        "Refer to",
        "Note:",
    ];
    let end = cut
        .iter()
        .filter_map(|c| text.find(c))
        .filter(|at| *at > 0)
        .min();
    text[..end.unwrap_or(text.len())].trim().to_owned()
}
