//! What lies behind a finding: how the target is wrong, and a text that findings of one cause share.

mod kind;
mod message;

use super::Lane;
use super::event::{Kind, Place};
use super::tally::Shown;
use crate::alike::alike;
use crate::clause::every::Every;
use crate::clause::{Check, Clause, Stimulus};
use crate::exchange::{Failure, Request, Response};

/// What lies behind a finding.
pub(super) struct Cause {
    pub kind: Kind,
    pub text: String,
    pub place: Place,
    pub rule: String,
}

impl Lane<'_> {
    /// What an answer says of why it is what it is, with values and secrets masked; empty where it says
    /// nothing.
    pub(super) fn said(&self, request: &Request, response: &Response) -> String {
        let secrets = &self.totals.secrets;
        message::of(request, response, &|text| secrets.mask(text))
    }

    pub(super) fn cause_of(
        &self,
        clause: &Clause,
        shown: &Shown,
        request: &Request,
        answer: &Result<Response, Failure>,
    ) -> Cause {
        let kind = kind::of(clause, shown, answer);
        let said = |response: &Response| match self.said(request, response).as_str() {
            "" => String::new(),
            said => format!(": {said}"),
        };
        let got = self.totals.secrets.mask(&shown.broken.got);
        let own = &shown.broken.cause;
        let text = match (kind, answer) {
            (Kind::Fault, Err(failure)) => failure.cause(),
            // Each operation says in words of its own that it is not there.
            (Kind::Fault, Ok(_)) if matches!(clause.check, Check::Served) => alike(plain(&got)),
            (Kind::Fault, Ok(response)) => format!("status {}{}", response.status, said(response)),
            (Kind::Refused, Ok(response)) => alike(plain(&got)) + &said(response),
            _ if !own.is_empty() => alike(plain(&self.totals.secrets.mask(own))),
            _ => alike(plain(&got)),
        };
        let (place, rule) = match unreadable(&got).is_some() && kind != Kind::Fault {
            true => (Place::Anything, String::new()),
            false => about(clause),
        };
        Cause {
            kind,
            text,
            place,
            rule,
        }
    }
}

/// What was got, less how often and where in a body.
fn plain(got: &str) -> &str {
    if let Some(unreadable) = unreadable(got) {
        return unreadable;
    }
    let end = got.find(", seen ").filter(|at| got[*at..].contains(" in "));
    &got[..end.unwrap_or(got.len())]
}

/// Why a body says nothing, if that is what was got: how exactly it cannot be read hangs on the values.
fn unreadable(got: &str) -> Option<&str> {
    let kinds = [
        "a body that is no JSON",
        "a body that is no well-formed XML",
        "an empty body",
    ];
    kinds.into_iter().find(|kind| got.contains(kind))
}

/// Which place a clause is about, and by which rule.
fn about(clause: &Clause) -> (Place, String) {
    let name: Vec<&str> = clause.id.splitn(4, '/').collect();
    let tail = name.last().copied().unwrap_or_default();
    let (place, rule) = tail.rsplit_once('.').unwrap_or((tail, tail));
    match (&clause.check, &clause.stimulus) {
        (Check::Sound | Check::Readable | Check::Quick, _) => {
            return (Place::Anything, String::new());
        }
        (Check::Served | Check::Listed | Check::Every(Every::Listed), _) => {
            return (Place::Plain, String::new());
        }
        // One parser reads them all.
        (_, Stimulus::IllFormed(_)) => return (Place::Anything, tail.to_owned()),
        _ => {}
    }
    if let Stimulus::Text { at, .. } | Stimulus::OddNumbers(at) | Stimulus::NearId(at) =
        &clause.stimulus
    {
        return (Place::At(at.clone()), rule.to_owned());
    }
    match clause.about() {
        Some(about) if !about.at.is_empty() => (Place::At(about.at), rule.to_owned()),
        _ if clause.sends_valid_requests() && !tail.contains('.') => {
            (Place::Plain, rule.to_owned())
        }
        _ => (Place::At(place.to_owned()), rule.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_was_got_is_the_same_wherever_and_however_often() {
        for (got, wanted) in [
            (
                "status 500, seen 3 times in 145 requests of this operation",
                "status 500",
            ),
            (
                "status 201 and a body that is no JSON: expected `,` at line 1, column 188, seen 5 times in 8 requests of this operation",
                "a body that is no JSON",
            ),
            (
                "a body that is no JSON: invalid escape at line 1",
                "a body that is no JSON",
            ),
            (
                "status 422, which the contract does not document",
                "status 422, which the contract does not document",
            ),
            ("things, seen by none", "things, seen by none"),
        ] {
            assert_eq!(plain(got), wanted);
        }
    }
}
