//! Things that go from one state into another, as words say: "From draft to published. 409 in any other
//! state". What is done in a wrong state is refused, and what was done shows when the thing is read again.

use serde_json::Value;

use super::answer::short;
use super::judge::{Judgement, Seen};
use super::kept::related;
use super::worded::{self, Said};
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::ties::{Kind, Tie};
use crate::contract::{Operation, Property, StatusSet};
use crate::exchange::Response;
use crate::wire;

/// What members that hold the state of a thing are called.
const STATES: [&str; 4] = ["state", "status", "phase", "stage"];

/// A walk through the states of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// `operationId` of what makes it.
    pub maker: String,
    /// `operationId` of what reads it.
    pub read: String,
    /// `operationId`s of what else moves it.
    pub others: Vec<String>,
}

/// What is asked of a walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Member of the thing that holds its state.
    pub member: String,
    /// States in which it may be done.
    pub from: Vec<Value>,
    /// The state behind it.
    pub to: Option<Value>,
    /// What it draws in another one; nothing where the clause is about the state behind it.
    pub wrong: Option<Said>,
}

/// What the words of an operation say of states.
struct Move {
    from: Vec<Value>,
    to: Option<Value>,
    said: Option<Said>,
}

/// The clauses of an operation that moves a thing, and of one that makes it.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    if scope.contract.operations.iter().any(Operation::says_why) {
        return Vec::new();
    }
    let cited = Cited::implied("", &operation.at);
    let mut all: Vec<Clause> = born(scope).into_iter().collect();
    let Some((maker, read, state)) = thing(scope) else {
        return all;
    };
    let Some(own) = read_words(operation, state) else {
        return all;
    };
    let others = scope.contract.operations.iter().filter(|o| {
        let on_it = tie(scope, o, &maker.id).is_some();
        o.id != operation.id && on_it && read_words(o, state).is_some_and(|m| m.to.is_some())
    });
    let moves = Moves {
        maker: maker.id.clone(),
        read: read.id.clone(),
        others: others.map(|o| o.id.clone()).collect(),
    };
    let mut add = |name: &str, duty: String, wrong: Option<Said>| {
        all.push(scope.clause(
            format!("moves/{name}"),
            duty,
            cited,
            Stimulus::Moves(Box::new(moves.clone())),
            Check::Moved(Box::new(Moved {
                member: state.name.clone(),
                from: own.from.clone(),
                to: own.to.clone(),
                wrong,
            })),
        ));
    };
    if let Some(said) = own.said.clone() {
        let duty = format!(
            "in a state that words do not name it is refused: {}",
            said.in_words()
        );
        add("wrong-state", duty, Some(said));
    }
    if let Some(to) = &own.to {
        add(
            "shown",
            format!("the state is {} once it was done", short(to)),
            None,
        );
    }
    all
}

/// What makes and what reads the thing that the path of an operation is about, and its state.
fn thing<'c>(scope: &Scope<'c>) -> Option<(&'c Operation, &'c Operation, &'c Property)> {
    let operation = scope.operation;
    if !matches!(&*operation.method, "POST" | "PUT" | "PATCH") || !operation.path.contains('{') {
        return None;
    }
    let ties = scope.ties.to(&operation.id);
    let made = |t: &&Tie| t.kind == Kind::Made && !t.weak && t.at().starts_with("/path/");
    let maker = scope
        .contract
        .operation(&ties.iter().find(made)?.producer)?;
    let (read, _) = related(scope.contract, scope.ties, maker)?.read?;
    Some((maker, read, state_of(read)?))
}

fn state_of(operation: &Operation) -> Option<&Property> {
    let named = |p: &&Property| STATES.contains(&p.name.to_ascii_lowercase().as_str());
    let listed = |p: &&Property| p.schema.enumeration.len() > 1;
    operation
        .answer_members()
        .iter()
        .find(|p| named(p) && listed(p))
}

/// The tie by which an operation's path names what another one makes.
fn tie<'c>(scope: &Scope<'c>, operation: &Operation, maker: &str) -> Option<&'c Tie> {
    let mut ties = scope.ties.to(&operation.id).iter();
    ties.find(|t| t.producer == maker && t.kind == Kind::Made && t.at().starts_with("/path/"))
}

/// "From draft to published", "only drafts can be edited".
fn read_words(operation: &Operation, state: &Property) -> Option<Move> {
    let words = worded::words(&operation.words);
    let value = |word: &str| {
        let mut all = state.schema.enumeration.iter();
        all.find(|v| {
            let own = v.as_str().unwrap_or_default().to_lowercase();
            word == own || word.strip_suffix('s') == Some(&*own)
        })
    };
    let mut moves = words.windows(4).filter_map(|w| match w {
        [a, from, b, to] if a == "from" && b == "to" => Some((value(from)?, value(to)?)),
        _ => None,
    });
    let only = words.windows(2).find_map(|w| match w {
        [only, of] if only == "only" => value(of),
        _ => None,
    });
    let (from, to) = match (moves.next(), moves.next(), only) {
        (Some((from, to)), None, None) => (from.clone(), Some(to.clone())),
        (None, None, Some(from)) => (from.clone(), None),
        _ => return None,
    };
    // What is said of a third state is not read.
    let all = words.iter().filter_map(|w| value(w));
    if all
        .filter(|v| **v != from && Some(*v) != to.as_ref())
        .count()
        > 0
    {
        return None;
    }
    let any = |text: &[String], wanted: &[&str]| text.iter().any(|w| wanted.contains(&w.as_str()));
    let open = any(&words, &["unless", "except", "usually", "may"]);
    // Which states are left over the words of the refusal say themselves.
    let closed = |text: &[String]| {
        let other = any(text, &["other"]) && any(text, &["state", "states", "status"]);
        any(text, &["otherwise", "only", "else"]) || other
    };
    let said = worded::rules(operation)
        .into_iter()
        .find(|(said, text)| matches!(said.status, 409 | 422) && closed(text) && !open);
    let later = any(
        &words,
        &[
            "asynchronously",
            "queued",
            "scheduled",
            "later",
            "background",
            "eventually",
        ],
    );
    Some(Move {
        from: vec![from],
        to: to.filter(|_| !later),
        said: said.map(|(said, _)| said),
    })
}

/// "201: a draft": the state in which a thing begins.
fn born(scope: &Scope<'_>) -> Option<Clause> {
    let operation = scope.operation;
    let state = state_of(operation)?;
    let sent = operation.members().iter().any(|m| m.name == state.name);
    let made = operation
        .responses
        .iter()
        .find(|r| r.status == StatusSet::Exact(201))?;
    let words = worded::words(&made.words);
    let mut named = state.schema.enumeration.iter().filter(|v| {
        let own = v.as_str().unwrap_or_default().to_lowercase();
        words.len() < 8 && words.contains(&own)
    });
    let (one, None) = (named.next()?, named.next()) else {
        return None;
    };
    let not = ["not", "or", "if", "no", "until", "may", "before"];
    if operation.method != "POST" || sent || words.iter().any(|w| not.contains(&w.as_str())) {
        return None;
    }
    Some(scope.clause(
        "moves/born".to_owned(),
        format!("what is made is {} at first, as words say", short(one)),
        Cited::implied("", &made.at),
        Stimulus::Successes,
        Check::Born(state.name.clone(), one.clone()),
    ))
}

/// Judges the state of what was made just now.
pub(super) fn judge_born(member: &str, wanted: &Value, seen: &Seen<'_>) -> Judgement {
    let mut held = false;
    for taken in seen.taken {
        let Some(Ok(response)) = taken.exchanges.first().map(|e| e.answer.as_ref()) else {
            continue;
        };
        let Some(got) = state(response, member).filter(|_| response.status == 201) else {
            continue;
        };
        if got != *wanted {
            let expected = format!("`{member}` {}", short(wanted));
            let got = format!("`{member}` {}", short(&got));
            return Judgement::broken(expected, got, (taken.step, 0));
        }
        held = true;
    }
    match held {
        true => Judgement::Held,
        false => Judgement::Unseen("no answer shows the state".into()),
    }
}

fn state(response: &Response, member: &str) -> Option<Value> {
    let done = (200..300).contains(&response.status);
    let body = wire::free_body(response).ok().filter(|_| done)?;
    body.get(member).filter(|v| v.is_string()).cloned()
}

impl Moved {
    /// What is accepted, in words.
    pub fn in_words(&self) -> String {
        match (&self.wrong, &self.to) {
            (Some(said), _) => format!("{} in any other state", said.in_words()),
            (None, Some(to)) => format!("`{}` {}, where it is read", self.member, short(to)),
            (None, None) => "success".to_owned(),
        }
    }
}

/// Judges a walk by the state that was read right before each step.
pub(super) fn judge(moved: &Moved, seen: &Seen<'_>) -> Judgement {
    let mut held = false;
    let at = |step: usize| {
        let taken = seen.taken.iter().find(|t| t.step == step)?;
        taken.exchanges.last()?.answer.as_ref().ok()
    };
    let shown = |step: usize| {
        let reads = seen
            .message(step)
            .and_then(|m| seen.contract.operation(&m.operation));
        let read = reads.is_some_and(|o| o.method == "GET");
        at(step)
            .filter(|_| read)
            .and_then(|r| state(r, &moved.member))
    };
    for taken in seen.taken {
        let own = seen
            .message(taken.step)
            .is_some_and(|m| m.operation == seen.operation.id);
        let Some(response) = at(taken.step).filter(|_| own && taken.step > 0) else {
            continue;
        };
        let (Some(before), after) = (shown(taken.step - 1), shown(taken.step + 1)) else {
            continue;
        };
        let right = moved.from.contains(&before);
        let done = matches!(response.status, 200 | 201 | 204);
        match (&moved.wrong, &moved.to) {
            (Some(said), _) if !right && done => {
                let got = format!(
                    "status {} where `{}` is {}",
                    response.status,
                    moved.member,
                    short(&before)
                );
                return Judgement::broken(said.in_words(), got, (taken.step, 0));
            }
            (Some(said), _) if !right && response.status != 202 => {
                match worded::refused(said, seen, response, (taken.step, 0)) {
                    Judgement::Held => held = true,
                    Judgement::Broken(broken) => return Judgement::Broken(broken),
                    _ => {}
                }
            }
            (None, Some(to)) if right && done => match after {
                Some(after) if after == *to => held = true,
                // What lies between may take its time.
                Some(after) if after == before => {
                    let got = format!("`{}` {} as before", moved.member, short(&after));
                    return Judgement::broken(moved.in_words(), got, (taken.step + 1, 0));
                }
                _ => {}
            },
            _ => {}
        }
    }
    match held {
        true => Judgement::Held,
        false => Judgement::Unseen("the thing was in no state that could show it".into()),
    }
}
