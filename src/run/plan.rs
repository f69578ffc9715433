//! Which clauses a run judges, and how they are grouped into units that share cases.

use std::collections::HashMap;

use globset::{GlobBuilder, GlobMatcher};

use crate::clause::{Clause, Level};
use crate::contract::nearest;

/// A pattern of `--only`: an id, the beginning of an id up to the end of a word, or a glob; where no id
/// is meant so, any part of one (see [`select`]).
#[derive(Debug, Clone)]
pub struct Pattern {
    text: String,
    glob: GlobMatcher,
}

/// A pattern that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// The glob cannot be read.
    #[error("`{0}` is not a pattern: {1}\n(hint: `*` stands for anything, such as `*/422-*`)")]
    Bad(String, String),
    /// Nothing matches.
    #[error("no clause matches `{0}`{1}\n(hint: {2}`clausal clauses` lists every id)")]
    Nothing(String, String, String),
}

impl Pattern {
    /// Reads a pattern; `*` matches any characters, slashes too.
    ///
    /// # Errors
    /// The glob cannot be read.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let glob = GlobBuilder::new(text).literal_separator(false).build();
        let glob = glob.map_err(|e| PatternError::Bad(text.into(), e.kind().to_string()))?;
        Ok(Pattern {
            text: text.trim_end_matches('/').to_owned(),
            glob: glob.compile_matcher(),
        })
    }

    /// Whether an id matches: as a whole, as far as the end of a word in it, or as a glob.
    pub fn matches(&self, id: &str) -> bool {
        let below = id
            .strip_prefix(self.text.as_str())
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
        below || self.glob.is_match(id)
    }

    /// Whether it is a part of an id, in any letter case.
    fn is_in(&self, id: &str) -> bool {
        let lower = |text: &str| text.to_ascii_lowercase();
        self.text.len() > 2 && lower(id).contains(&lower(&self.text))
    }
}

impl std::fmt::Display for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// The clauses that any pattern matches, down to a level; all of them without patterns. A pattern that
/// matches none stands for all that it is a part of, so that few letters are enough.
///
/// # Errors
/// A pattern that matches nothing, with ids that look like it.
pub fn select(
    clauses: Vec<Clause>,
    patterns: &[Pattern],
    level: Level,
) -> Result<Vec<Clause>, PatternError> {
    let mut loose = Vec::new();
    for pattern in patterns {
        if clauses.iter().any(|c| pattern.matches(&c.id)) {
            continue;
        }
        loose.push(pattern);
        if !clauses.iter().any(|c| pattern.is_in(&c.id)) {
            let last = pattern
                .text
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .trim_matches('*');
            let near: Vec<_> = clauses
                .iter()
                .filter(|c| last.len() > 2 && c.id.contains(last))
                .map(|c| c.id.as_str())
                .take(5)
                .collect();
            let near = if near.is_empty() {
                String::new()
            } else {
                format!(" (like it: {})", near.join(", "))
            };
            let hint = meant(&pattern.text, &clauses);
            return Err(PatternError::Nothing(pattern.text.clone(), near, hint));
        }
    }
    // What is an id as it stands means this one alone, though others begin with it.
    let whole = |p: &Pattern| clauses.iter().any(|c| c.id == p.text);
    let whole: Vec<bool> = patterns.iter().map(whole).collect();
    let meant = |(p, whole): (&Pattern, &bool), c: &Clause| match whole {
        true => c.id == p.text,
        false => p.matches(&c.id),
    };
    let named = |c: &Clause| {
        patterns.iter().zip(&whole).any(|pair| meant(pair, c))
            || loose.iter().any(|p| p.is_in(&c.id))
    };
    let wanted = |c: &Clause| c.level <= level && (patterns.is_empty() || named(c));
    Ok(clauses.into_iter().filter(wanted).collect())
}

/// What may have been meant by a pattern that matches nothing.
fn meant(text: &str, clauses: &[Clause]) -> String {
    let method = text.split_once(' ').map_or("", |(method, _)| method);
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    if methods.iter().any(|m| m.eq_ignore_ascii_case(method)) || text.starts_with('/') {
        return format!("operations are chosen by --include '{text}'; ");
    }
    if text.len() < 3 {
        return "a part of an id has three letters at least; ".to_owned();
    }
    let words = clauses.iter().flat_map(|c| c.id.split(['/', '.']));
    let lower = text.to_ascii_lowercase();
    let near = nearest(text, words.clone());
    let near = near.or_else(|| {
        words
            .clone()
            .find(|w| nearest(&lower, [w.to_ascii_lowercase().as_str()]).is_some())
    });
    near.map_or(String::new(), |near| format!("did you mean `{near}`? "))
}

/// Clauses that are judged on the same cases.
#[derive(Debug)]
pub struct Unit {
    /// Places in the list of clauses.
    pub clauses: Vec<usize>,
    /// Whether its cases leave the target's state alone.
    pub free: bool,
    /// Whether an earlier run has judged it.
    pub done: bool,
}

/// Groups clauses by their cases, in the order of the first of each group.
pub fn units(clauses: &[Clause]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut places = HashMap::new();
    for (i, clause) in clauses.iter().enumerate() {
        let place = *places.entry(clause.cases_key()).or_insert(units.len());
        match units.get_mut(place) {
            Some(unit) => unit.clauses.push(i),
            None => units.push(Unit {
                clauses: vec![i],
                free: clause.is_free(),
                done: false,
            }),
        }
    }
    units
}
