//! What breaks a documented rule is refused, where the documents name no code for it.

use std::collections::HashSet;

use serde_json::Value;

use super::{Check, Cited, Clause, Level, Outcome, Scope, Stimulus, Wanted};
use crate::contract::{Cause, Inferred, Location, Operation, Schema, StatusSet};
use crate::rule::{self, Facts, RULES, Rule};
use crate::wire::Syntax;

/// One clause for each keyword at each place that no `x-errors` entry covers.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    // What may be asked of a resource is told whatever its name looks like (RFC 9110, section 9.3.7).
    if scope.operation.method == "OPTIONS" {
        return clauses;
    }
    for parameter in &scope.operation.parameters {
        let is_path = parameter.place == crate::contract::Place::Path;
        // A name that the target knows is no value of ours.
        if is_path && parameter.schema.ext.fixture.is_some() {
            continue;
        }
        let at = parameter.pointer();
        let mut place = Place {
            scope,
            at: &at,
            source: &parameter.source,
            location: &parameter.at,
            is_path,
        };
        if parameter.required && !is_path {
            place.required(&Facts::new(), &mut clauses);
        }
        place.location = &parameter.schema.at;
        if parameter.selects.is_none() && !parameter.is_condition() {
            of_schema(&place, &parameter.schema, true, &mut clauses);
        }
    }
    if let Some(body) = &scope.operation.body
        && let Some(media) = body.media.first()
    {
        let place = Place {
            scope,
            at: "/body",
            source: &body.source,
            location: &body.at,
            is_path: false,
        };
        if body.required {
            place.required(&Facts::new(), &mut clauses);
        }
        let syntax = Syntax::of_media(media);
        // One line may be a value or a list of one.
        let is_text = syntax.is_some_and(|s| s.holds_texts() || s == Syntax::Lines);
        of_schema(&place, &media.schema, is_text, &mut clauses);
    }
    clauses
}

/// Statuses that count as a refusal: any 4xx where the contract ties codes to causes (the code
/// clauses are exact there); else the documented ones, with those that HTTP itself gives for a
/// message it cannot take. 429 says "later" to any request, so it refuses none for what it holds.
pub fn statuses(operation: &Operation) -> Vec<StatusSet> {
    let mut documented: Vec<_> = operation
        .responses
        .iter()
        .map(|r| r.status)
        .filter(|s| {
            matches!(
                s,
                StatusSet::Exact(400..=428 | 430..=499) | StatusSet::Class(4) | StatusSet::Any
            )
        })
        .collect();
    if documented.is_empty()
        || documented.contains(&StatusSet::Any)
        || documented.contains(&StatusSet::Class(4))
        || operation.errors().next().is_some()
    {
        let own = operation.responses.iter().map(|r| r.status);
        let above = own.filter(|s| matches!(s, StatusSet::Exact(n) if operation.refuses_with(*n)));
        return std::iter::once(StatusSet::Class(4)).chain(above).collect();
    }
    // A list that names no status for what is malformed (RFC 9110, section 15.5.1) says nothing of how it
    // is refused; that it lacks one is told of the operation.
    let malformed = |s: &StatusSet| matches!(s, StatusSet::Exact(400 | 422));
    if !documented.iter().any(malformed) {
        documented.extend([400, 422].map(StatusSet::Exact));
    }
    documented.extend([405, 406, 411, 413, 414, 415, 431].map(StatusSet::Exact));
    documented.sort();
    documented.dedup();
    documented
}

struct Place<'a> {
    scope: &'a Scope<'a>,
    at: &'a str,
    source: &'a str,
    location: &'a Location,
    /// Whether it is part of the path: a wrong value may be the name of nothing.
    is_path: bool,
}

impl Place<'_> {
    fn required(&self, facts: &Facts, clauses: &mut Vec<Clause>) {
        if let Some(rule) = rule::find("required") {
            self.clause(rule, facts, Level::Documented, clauses);
        }
    }

    fn clause(&self, rule: &dyn Rule, facts: &Facts, level: Level, clauses: &mut Vec<Clause>) {
        let keyword = rule.keyword();
        if covered(self.scope.operation, self.at, keyword) {
            return;
        }
        let word = self.scope.word(self.at);
        // Common sense alone does not say which code a wrong value draws.
        let firm = level == Level::Documented;
        let mut statuses = statuses(self.scope.operation);
        if self.is_path && !statuses.contains(&StatusSet::Exact(404)) {
            statuses.push(StatusSet::Exact(404));
            statuses.sort();
        }
        let operation = self.scope.operation;
        let tied = operation.inferred.of(keyword, self.at);
        let tied = tied.filter(|_| operation.success.is_none());
        let source = match (tied, self.source) {
            (Some(rule), "") => format!("its code is inferred from: {}", rule.words),
            (Some(rule), own) => format!("{own}; its code is inferred from: {}", rule.words),
            (None, own) => own.to_owned(),
        };
        clauses.push(self.scope.clause(
            format!("refuses/{word}.{keyword}"),
            rule.duty(&word, facts),
            Cited {
                level,
                source: &source,
                at: self.location,
            },
            Stimulus::Breaks {
                keyword: keyword.to_owned(),
                at: self.at.to_owned(),
                with: None,
                base: None,
            },
            Check::Outcomes(match self.scope.any_code().filter(|_| firm) {
                // What any broken rule draws, it draws here; a name in a path may be that of nothing.
                Some(coded) if self.is_path => {
                    let nothing = Wanted::Refused(vec![StatusSet::Exact(404)]);
                    vec![coded, Outcome::new(nothing)]
                }
                Some(coded) => vec![coded],
                None => vec![Outcome::new(inferred(operation, tied, statuses))],
            }),
        ));
    }
}

/// What a broken rule draws: a refusal, with the code that words of the document tie to it.
fn inferred(operation: &Operation, tied: Option<&Inferred>, statuses: Vec<StatusSet>) -> Wanted {
    let all = &operation.inferred;
    let Some(rule) = tied else {
        return Wanted::Refused(statuses);
    };
    let mut codes = vec![rule.code.clone()];
    codes.extend(all.beside(rule));
    Wanted::Bearing {
        statuses,
        codes,
        places: all.places.clone(),
        believed: all.believed.clone(),
    }
}

fn of_schema(place: &Place<'_>, schema: &Schema, is_text: bool, clauses: &mut Vec<Clause>) {
    let facts = rule::facts(schema);
    // What is never sent cannot be wrong there.
    if facts.get("readOnly") == Some(&Value::Bool(true)) {
        return;
    }
    let coded = place.scope.operation.success.is_none();
    let is_deep = deep(place.scope.operation);
    for rule in RULES {
        if schema.ext.not_demanded {
            break;
        }
        let keyword = rule.keyword();
        let applies = rule.stands(&facts)
            && !rule.told_below(&facts)
            && match keyword {
                // Outside JSON everything is text, so only other types than text can be broken.
                "type" if !coded && !listed(schema) && (is_text || place.at != "/body") => false,
                "type" => {
                    let single = schema.types.iter().any(|t| t == "object" || t == "array");
                    !(schema.types.is_empty() || is_text && (schema.allows("string") || single))
                }
                // Where pages name a code for each fault, none is meant for what a number is held in.
                "format" => is_deep || rule::allows(&facts, "string"),
                // In XML a list without an element around it and without entries is no element at
                // all, which is the rule that it is required.
                "minItems" => {
                    let least = if is_text && !schema.xml.wrapped { 1 } else { 0 };
                    schema.min_items.is_some_and(|n| n > least)
                }
                _ => true,
            };
        // Acceptance of a wrong type is broken by common sense only where no page names a code, and
        // so is that of any value where HTTP says 200 for faults and the pages name no code.
        let level = if rule.is_implied() || !coded {
            Level::Implied
        } else {
            Level::Documented
        };
        if applies {
            place.clause(*rule, &facts, level, clauses);
        }
    }
    below(place, schema, is_text, clauses);
}

/// The places inside: members, entries, and those of alternatives.
fn below(place: &Place<'_>, schema: &Schema, is_text: bool, clauses: &mut Vec<Clause>) {
    for property in &schema.properties {
        let at = crate::exchange::below(place.at, &property.name);
        let inner = Place {
            at: &at,
            source: &property.schema.source,
            location: &property.schema.at,
            ..*place
        };
        if property.required {
            inner.required(&Facts::new(), clauses);
        }
        of_schema(&inner, &property.schema, is_text, clauses);
    }
    if let Some(items) = schema.entries().filter(|_| deep(place.scope.operation)) {
        let at = crate::exchange::below(place.at, &schema.first_entry().to_string());
        let inner = Place {
            at: &at,
            source: &items.source,
            location: &items.at,
            ..*place
        };
        of_schema(&inner, items, is_text, clauses);
    }
    for branch in schema.any_of.iter().filter(|_| deep(place.scope.operation)) {
        let known = clauses.len();
        below(place, branch, is_text, clauses);
        // A place that several alternatives describe is tried as the first one has it.
        let (before, added) = clauses.split_at(known);
        let ids: HashSet<&str> = before.iter().map(|c| c.id.as_str()).collect();
        let kept: Vec<Clause> = added
            .iter()
            .filter(|c| !ids.contains(c.id.as_str()))
            .cloned()
            .collect();
        clauses.truncate(known);
        clauses.extend(kept);
    }
}

/// Whether entries of lists have duties of their own: where pages name a code for each fault, only
/// the places that they name have.
pub(super) fn deep(operation: &Operation) -> bool {
    operation.errors().next().is_none() && operation.success.is_none()
}

/// Whether a schema has a list, a range or a format of its own: only then do pages without codes say
/// which values are valid.
fn listed(schema: &Schema) -> bool {
    let number = |t: &String| t == "boolean" || t == "integer" || t == "number";
    !schema.enumeration.is_empty() || schema.types.iter().all(number)
}

/// Whether an `x-errors` entry names this very rule (with any kind of value).
fn covered(operation: &Operation, at: &str, keyword: &str) -> bool {
    operation.errors().flat_map(|(_, e)| &e.when).any(|w| {
        matches!(&w.cause, Cause::Breaks { keyword: k, at: a, with: None } if k == keyword && a == at)
    })
}
