//! A parameter that selects members of the answer.

use std::collections::BTreeSet;

use super::judge::{self, Broken, Judgement, Seen};
use super::{
    Check, Cited, Clause, Outcome, Scope, Selection, Stimulus, Valid, Wanted, errors, lenient,
};
use crate::contract::{Cause, Place, StatusSet};
use crate::wire;

/// One name, several names, unknown names beside known ones, lists that are written in another way,
/// malformed selections.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for parameter in &scope.operation.parameters {
        let Some(selects) = &parameter.selects else {
            continue;
        };
        let name = &parameter.name;
        let word = super::words::word(name);
        let cited = Cited::documented(&parameter.source, &parameter.at);
        let select = |s| Stimulus::Valid(Valid::Select(s));
        clauses.push(scope.clause(
            format!("{word}/filter"),
            format!("{name} with one name brings that member alone"),
            cited,
            select(Selection::One),
            Check::Selected,
        ));
        clauses.push(scope.clause(
            format!("{word}/commas"),
            format!("{name} with names parted by commas brings those members alone"),
            cited,
            select(Selection::Several),
            Check::Selected,
        ));
        clauses.extend(refusals(scope, name, &word));
        let mut ignored = Outcome::new(Wanted::Accepted);
        let mut refused = Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]));
        if let Some(reading) = &selects.reading {
            ignored = ignored.showing(reading, "ignored");
            refused = refused.showing(reading, "refused");
        }
        let open = vec![ignored, refused];
        clauses.push(scope.clause(
            format!("{word}/unknown"),
            format!(
                "{name} with unknown names is refused, or brings what is named beside them alone"
            ),
            cited,
            select(Selection::Unknown),
            Check::SelectedBeside(open.clone()),
        ));
        if parameter.place == Place::Header {
            clauses.push(scope.clause(
                format!("{word}/written"),
                format!("{name} with blanks, with nothing in it or on several lines does no harm"),
                Cited::implied(&parameter.source, &parameter.at),
                select(Selection::Written),
                Check::Outcomes(lenient::outcomes(lenient::LISTS, "")),
            ));
        }
        clauses.push(scope.clause(
            format!("{word}/malformed"),
            format!("{name} with unknown names or odd brackets is ignored or refused"),
            Cited::implied(&parameter.source, &parameter.at),
            select(Selection::Malformed),
            Check::Outcomes(open),
        ));
    }
    clauses
}

/// A refusal says what it says, whichever members of a success are named.
fn refusals(scope: &Scope<'_>, name: &str, word: &str) -> Option<Clause> {
    let operation = scope.operation;
    let whens = operation
        .errors()
        .flat_map(|(r, e)| e.when.iter().map(move |w| (r, e, w)));
    let mut told = whens.filter_map(|(response, rule, when)| match &when.cause {
        Cause::Breaks { keyword, at, with } if keyword != "required" => {
            let stimulus = Stimulus::BreaksSelected {
                keyword: keyword.clone(),
                at: at.clone(),
                with: with.clone(),
                base: when.base.clone(),
            };
            let outcomes = errors::outcomes(operation, response, rule, when);
            Some((stimulus, outcomes, when))
        }
        _ => None,
    });
    let (stimulus, outcomes, when) = told.next()?;
    Some(scope.clause(
        format!("{word}/refusals"),
        format!("{name} takes nothing out of refusals"),
        Cited::implied("", &when.at),
        stimulus,
        Check::Outcomes(outcomes),
    ))
}

/// The answer holds exactly the members that the case's tag lists.
pub(super) fn judge(seen: &Seen<'_>, readings: &mut Vec<(String, String)>) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    let last = taken.exchanges.len().saturating_sub(1);
    match judge::by_outcomes(
        &[Outcome::new(Wanted::Accepted)],
        seen,
        taken,
        last,
        readings,
    ) {
        Judgement::Held => {}
        other => return other,
    }
    let named: BTreeSet<&str> = seen
        .case
        .tag
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .collect();
    let expected = format!(
        "members {} and no others",
        seen.case.tag.as_deref().unwrap_or_default()
    );
    let broken = |got: String| {
        Judgement::Broken(Box::new(Broken {
            expected: expected.clone(),
            got,
            cause: String::new(),
            shown: (taken.step, last),
        }))
    };
    let body = match taken.exchanges[last]
        .answer
        .as_ref()
        .map(|r| wire::parse_json(&r.body))
    {
        Ok(Ok(serde_json::Value::Object(body))) => body,
        Ok(Ok(_)) => return broken("a body that is no object".into()),
        Ok(Err(fault)) => return broken(format!("a body that is no JSON: {fault}")),
        Err(failure) => return broken(failure.to_string()),
    };
    let got: BTreeSet<&str> = body.keys().map(String::as_str).collect();
    // A member that may be left out while the backup runs (JSA-10) may be left out here too.
    let open = |name: &str| {
        let schema = seen
            .operation
            .success_response()
            .and_then(|r| r.media.first())
            .map(|m| &m.schema);
        schema
            .and_then(|s| s.property(name))
            .is_some_and(|p| p.schema.ext.open.is_some() || !p.required)
    };
    let missing = named.difference(&got).any(|n| !open(n));
    if missing || got.difference(&named).next().is_some() {
        return broken(format!(
            "members {}",
            got.into_iter().collect::<Vec<_>>().join(", ")
        ));
    }
    Judgement::Held
}

/// A selection with unknown names, or with one name twice, is refused; or it is ignored as a whole; or it
/// brings exactly what is named beside those.
pub(super) fn judge_beside(
    open: &[Outcome],
    seen: &Seen<'_>,
    readings: &mut Vec<(String, String)>,
) -> Judgement {
    let Some(taken) = seen.subject() else {
        return Judgement::Inconclusive("no request was sent".into());
    };
    match judge::by_outcomes(open, seen, taken, 0, readings) {
        Judgement::Held => {}
        other => return other,
    }
    let answer = taken.exchanges.first().map(|e| &e.answer);
    let Some(Ok(response)) = answer.filter(|a| matches!(a, Ok(r) if seen.is_success(r))) else {
        return Judgement::Held;
    };
    let tag = seen.case.tag.as_deref().unwrap_or_default();
    let named: BTreeSet<&str> = tag.split(',').filter(|n| !n.is_empty()).collect();
    let Ok(serde_json::Value::Object(body)) = wire::parse_json(&response.body) else {
        return Judgement::Inconclusive("the answer is no JSON object".into());
    };
    let got: BTreeSet<&str> = body.keys().map(String::as_str).collect();
    let members = seen.operation.answer_members();
    let mut all = members.iter().filter(|p| p.required);
    let whole = all.all(|p| got.contains(p.name.as_str()));
    let may_lack = |name: &&str| {
        let own = members.iter().find(|p| p.name == **name);
        own.is_some_and(|p| p.schema.ext.open.is_some() || !p.required)
    };
    let lacks = named.difference(&got).any(|n| !may_lack(n));
    if whole || (!lacks && got.is_subset(&named)) {
        return Judgement::Held;
    }
    let list = |names: BTreeSet<&str>| match names.is_empty() {
        true => "no members".to_owned(),
        false => format!(
            "members {}",
            names.into_iter().collect::<Vec<_>>().join(", ")
        ),
    };
    Judgement::broken(
        format!("a refusal, every member, or {}", list(named)),
        list(got),
        (taken.step, 0),
    )
}
