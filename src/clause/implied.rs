//! What no page states and common sense asks for: nothing ill-made is accepted, and nothing that
//! comes over the wire makes the server fault or hang.

use super::{Check, Cited, Clause, Outcome, Raw, Scope, Stimulus, Wanted, lenient};
use crate::contract::{Cause, Schema, StatusSet};
use crate::wire::Kind;

/// One clause for each way of asking wrongly.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let refused = || vec![Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]))];
    let mut clauses = Vec::new();
    let mut add = |name: &str, duty: &str, raw, outcomes| {
        clauses.push(scope.clause(
            format!("implied/{name}"),
            duty.to_owned(),
            Cited::implied("", &operation.at),
            Stimulus::Raw(raw),
            Check::Outcomes(outcomes),
        ));
    };
    let media = operation.body.as_ref().and_then(|b| b.media.first());
    let is_json = media.is_some_and(|m| Kind::of(&m.media_type) == Kind::Json);
    if is_json {
        // What RFC 8259, section 9, lets a reader take beside JSON is a reading of its own.
        add(
            "malformed-json",
            "a body that is no JSON is refused",
            Raw::MalformedJson,
            refused(),
        );
        let (duty, outcomes) = match lenient::media_type_is_demanded(operation) {
            true => ("a body under another media type is refused", refused()),
            false => (
                "a body under another media type does no harm",
                lenient::outcomes(lenient::MEDIA_TYPE, "JSON"),
            ),
        };
        add("wrong-media-type", duty, Raw::WrongMediaType, outcomes);
        // Refused where the schema wants something else; else how deep is too deep is a reading.
        add(
            "deep-nesting",
            "a body nested thousands deep does no harm",
            Raw::DeepNesting,
            refused(),
        );
        if media.is_some_and(|m| number_below(&m.schema)) {
            // Refused where the page has a limit or a list, or the number is an id; else a reading.
            add(
                "huge-numbers",
                "numbers beyond every integer type do no harm, and are refused beyond a limit",
                Raw::HugeNumbers,
                refused(),
            );
        }
        add(
            "odd-unicode",
            "lone surrogates and broken UTF-8 do no harm",
            Raw::OddUnicode,
            refused(),
        );
        add(
            "duplicate-members",
            "a member that stands twice does no harm",
            Raw::DuplicateMembers,
            lenient::outcomes(lenient::TWICE, ""),
        );
    }
    if is_json {
        // How much is too much is a matter of the server.
        add(
            "large-body",
            "a body that is large for its blanks does no harm",
            Raw::LargeBody,
            lenient::outcomes(lenient::LARGE, ""),
        );
    }
    let spelt = media.is_some_and(|m| Kind::of(&m.media_type) != Kind::Other);
    if spelt {
        // RFC 9110, section 8.3.1; RFC 8259, section 11; RFC 7303, section 3.
        add(
            "media-type-spelling",
            "a media type with its charset is the same one",
            Raw::MediaTypeSpelling,
            vec![scope.accepted()],
        );
    }
    if spelt && operation.body.as_ref().is_some_and(|b| b.required) {
        add(
            "empty-body",
            "a body of no bytes under a media type is refused",
            Raw::EmptyBody,
            refused(),
        );
    }
    if operation.body.is_some() {
        // RFC 9112, section 7.1; section 6.3 lets a server ask for a length, and section 6.1 for no coding
        // that it does not know. Small servers that know none say so in words of their own; a
        // documented code blames the body.
        let asked = |status| {
            let outcome = Outcome::new(Wanted::Refused(vec![StatusSet::Exact(status)]));
            outcome.showing(lenient::CHUNKS, &format!("refused with {status}"))
        };
        let taken = scope.accepted().showing(lenient::CHUNKS, "taken");
        let other = Outcome::new(match operation.errors().next() {
            Some(_) => Wanted::Uncoded(StatusSet::Class(4)),
            None => Wanted::Refused(vec![StatusSet::Class(4)]),
        });
        let other = other.showing(lenient::CHUNKS, "refused with another status");
        // Where the body tells a fault, whoever told it has read what came.
        let other = operation.success.is_none().then_some(other);
        add(
            "chunked-body",
            "a body that comes in chunks is the same body",
            Raw::ChunkedBody,
            [taken, asked(411), asked(501)]
                .into_iter()
                .chain(other)
                .collect(),
        );
    }
    let answers = operation.success_response();
    if answers.is_some_and(|r| !r.media.is_empty()) {
        // RFC 9110, section 5.3: what is a list may stand on several lines.
        add(
            "accept-twice",
            "an Accept on two lines does no harm",
            Raw::AcceptTwice,
            lenient::outcomes(lenient::ACCEPT, ""),
        );
    }
    let ignores = media.is_some_and(|m| m.schema.ext.ignores_extra);
    if operation.success.is_none() && !ignores {
        // Passed over or refused: what hands it on to where it is not known falls over it.
        add(
            "extra-members",
            "members and parameters that no page lists do no harm",
            Raw::Extra,
            lenient::outcomes(lenient::EXTRA, ""),
        );
    }
    // Frameworks answer 404, 405 or 501 here; what no page offers is never a success.
    let not_this_way = vec![Outcome::new(Wanted::Refused(vec![
        StatusSet::Class(4),
        StatusSet::Exact(501),
    ]))];
    add(
        "wrong-method",
        "a method that is not documented is refused, and status 405 says which ones are not",
        Raw::WrongMethod,
        not_this_way,
    );
    // Only the scheme whose token a header carries can have a reading of its own.
    let token = scope.contract.token.as_ref();
    let known = operation.security.iter().flatten();
    let mut known = known.filter_map(|name| scope.contract.scheme(name));
    let place = token.map(|t| &t.at).or_else(|| known.next().map(|s| &s.at));
    if let Some(place) = place.filter(|_| operation.secured) {
        let reading = token.and_then(|t| t.reading.as_ref());
        let outcome = |status: u16| {
            let outcome = Outcome::new(Wanted::Refused(vec![StatusSet::Exact(status)]));
            match reading {
                Some(id) => outcome.showing(id, &status.to_string()),
                None => outcome,
            }
        };
        // Where HTTP says 200 for faults, this one may come so too.
        let lists = |status| operation.lists(status);
        let open = reading.is_some()
            || operation
                .documented(400)
                .is_some_and(|r| !matches!(r.status, StatusSet::Exact(_)));
        let outcomes = match operation.success {
            // Where the contract lists one of the two, it is this one.
            None if !open && lists(401) && !lists(403) => vec![outcome(401)],
            None if !open && lists(403) && !lists(401) => vec![outcome(403)],
            Some(_) => {
                let free = Outcome::new(Wanted::Refused(vec![StatusSet::Class(4)]));
                vec![
                    outcome(401),
                    outcome(403),
                    match reading {
                        Some(id) => free.showing(id, "a fault body"),
                        None => free,
                    },
                ]
            }
            None => vec![outcome(401), outcome(403)],
        };
        let mut add = |name: &str, duty: &str, raw| {
            clauses.push(scope.clause(
                format!("implied/{name}"),
                duty.to_owned(),
                Cited::implied("", place),
                Stimulus::Raw(raw),
                Check::Outcomes(outcomes.clone()),
            ));
        };
        add(
            "no-token",
            "a call without a token gets no access",
            Raw::NoToken,
        );
        let mut schemes = operation.security.iter().flatten();
        let left = schemes.any(|name| scope.contract.scheme(name).is_some_and(|s| s.has_reading));
        // The others have clauses for each of their schemes (`access`).
        if operation.success.is_some() || left {
            add(
                "wrong-token",
                "a call with a token that nobody gave out gets no access",
                Raw::WrongToken,
            );
            add(
                "near-token",
                "a call with a token that is empty, cut, longer or behind another word gets no access",
                Raw::NearToken,
            );
        }
    }
    let names_are_unique = operation.errors().flat_map(|(_, e)| &e.when).any(|w| matches!(&w.cause,
        Cause::State { params, .. } if params.iter().any(|(_, e)| matches!(e, crate::contract::Expr::Case { .. }))));
    let refusal = operation
        .errors()
        .flat_map(|(_, e)| &e.when)
        .any(|w| matches!(w.cause, Cause::Breaks { .. }));
    if names_are_unique && refusal {
        clauses.push(scope.clause(
            "implied/refused-leaves-nothing".into(),
            "a refused request creates nothing: its name is still free".into(),
            Cited::implied("", &operation.at),
            Stimulus::Raw(Raw::RefusedLeavesNothing),
            Check::Outcomes(vec![scope.accepted()]),
        ));
    }
    clauses
}

/// Whether messages of a schema may hold a number.
fn number_below(schema: &Schema) -> bool {
    schema.types.is_empty() && schema.properties.is_empty()
        || schema.types.iter().any(|t| t == "integer" || t == "number")
        || schema.properties.iter().any(|p| number_below(&p.schema))
        || schema.items.as_deref().is_some_and(number_below)
}
