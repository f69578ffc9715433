//! Findings as real servers draw them, and the causes they come to.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::exchange::Failure;
use crate::report::tests::sample;
use crate::run::event::Judged;

fn causes(judged: &[Judged]) -> Vec<Cause<'static>> {
    let entries: Vec<Entry> = judged.iter().map(Entry::of).collect();
    // Tests are short.
    let entries: &'static [Entry] = Box::leak(entries.into());
    super::causes(&entries.iter().collect::<Vec<_>>())
}

/// A finding about a clause, `kind` of wrong in these words.
fn found(id: &str, kind: Kind, cause: &str) -> Judged {
    let mut judged = sample::broken(id, cause);
    let (place, rule) = id
        .rsplit_once('/')
        .and_then(|(_, tail)| tail.rsplit_once('.'))
        .unwrap_or(("", ""));
    let finding = judged.finding.as_mut().unwrap();
    finding.kind = kind;
    finding.rule = rule.into();
    finding.place = match place {
        "" => Place::Anything,
        place => Place::At(place.into()),
    };
    judged
}

fn at(judged: Judged, place: Place) -> Judged {
    let mut judged = judged;
    judged.finding.as_mut().unwrap().place = place;
    judged
}

/// Ids of the clauses of each cause, without what they begin with alike.
fn shape(judged: &[Judged]) -> Vec<Vec<String>> {
    let short = |c: &&Entry| c.id.trim_start_matches("pets/").to_owned();
    causes(judged)
        .iter()
        .map(|cause| cause.clauses.iter().map(short).collect())
        .collect()
}

#[test]
fn two_causes_in_one_operation_stay_apart() {
    let fault = |id: &str, cause: &str| found(id, Kind::Fault, cause);
    let overflow = "status 500: OverflowError";
    for (one, other, why) in [
        (
            fault("pets/list/a/skip.minimum", overflow),
            fault("pets/list/a/limit.minimum", overflow),
            "another member",
        ),
        (
            fault("pets/list/a/skip.minimum", overflow),
            fault("pets/list/a/skip.type", "status 500: KeyError"),
            "another message",
        ),
        (
            fault("pets/list/a/skip.minimum", overflow),
            fault("pets/list/a/skip.type", "status 502: OverflowError"),
            "another status",
        ),
        (
            fault("pets/list/a/skip.minimum", overflow),
            fault("pets/get/a/skip.minimum", overflow),
            "another operation",
        ),
        (
            fault("pets/list/a/skip.minimum", overflow),
            found("pets/list/a/skip.type", Kind::Code, overflow),
            "another kind",
        ),
        (
            found("pets/add/a/name.maxLength", Kind::Accepted, "status 201"),
            found("pets/add/a/name.pattern", Kind::Accepted, "status 201"),
            "another rule",
        ),
    ] {
        assert_eq!(causes(&[one, other]).len(), 2, "{why}");
    }
}

#[test]
fn the_same_with_other_values_is_one_cause() {
    let judged = [
        found(
            "pets/list/refuses/skip.minimum",
            Kind::Fault,
            "status 500: OverflowError",
        ),
        found(
            "pets/list/implied/skip.odd-numbers",
            Kind::Fault,
            "status 500: OverflowError",
        ),
        found(
            "pets/list/implied/sound-answers",
            Kind::Fault,
            "status 500: OverflowError",
        ),
    ];
    assert_eq!(shape(&judged).len(), 1);
}

#[test]
fn what_the_plain_request_shows_is_behind_what_looks_alike() {
    let mut judged = vec![
        found("pets/add/accepts/name.maxLength", Kind::Fault, "status 500"),
        found("pets/add/accepts/age.maximum", Kind::Fault, "status 500"),
    ];
    assert_eq!(shape(&judged).len(), 2);
    judged.push(at(
        found("pets/add/accepts/valid", Kind::Fault, "status 500"),
        Place::Plain,
    ));
    assert_eq!(shape(&judged).len(), 1);
}

#[test]
fn what_shows_at_many_places_is_of_none() {
    let places = ["name", "age", "kind", "tag"];
    let codes = places.map(|p| {
        let id = format!("pets/add/422-1002/{p}.required");
        found(&id, Kind::Code, "status 422 without a known code")
    });
    assert_eq!(shape(&codes[..3]).len(), 3);
    assert_eq!(shape(&codes).len(), 1);
}

#[test]
fn an_undocumented_status_is_told_once_an_operation() {
    let words = "status 422, which the contract does not document";
    let judged = [
        found("pets/add/refuses/name.required", Kind::Undocumented, words),
        found("pets/add/refuses/age.type", Kind::Undocumented, words),
        found("pets/set/refuses/age.type", Kind::Undocumented, words),
    ];
    assert_eq!(
        shape(&judged),
        [
            vec!["add/refuses/age.type", "add/refuses/name.required"],
            vec!["set/refuses/age.type"],
        ]
    );
}

#[test]
fn a_token_that_no_operation_takes_is_one_cause() {
    let refused = |n: usize| {
        let id = format!("pets/operation{n}/accepts/valid");
        let mut judged = found(&id, Kind::Refused, "status 401");
        if let Some(Ok(answer)) = judged.finding.as_mut().map(|f| f.answer.as_mut()) {
            answer.status = 401;
        }
        at(judged, Place::Plain)
    };
    assert_eq!(shape(&(0..3).map(refused).collect::<Vec<_>>()).len(), 3);
    assert_eq!(shape(&(0..9).map(refused).collect::<Vec<_>>()).len(), 1);
}

#[test]
fn a_lenient_parser_is_one_cause_whatever_it_takes() {
    let judged: Vec<Judged> = (0..155)
        .map(|n| {
            let id = format!("pets/operation{}/ill-formed/way-{n}", n % 4);
            let mut judged = found(&id, Kind::Accepted, "status 200");
            judged.finding.as_mut().unwrap().rule = "ill-formed".into();
            judged
        })
        .collect();
    assert_eq!(shape(&judged).len(), 1);
}

#[test]
fn members_of_an_answer_that_are_wrong_alike_are_one_cause() {
    let member = |n: usize| {
        let id = format!("pets/get/response/m{n}.type");
        found(&id, Kind::Shape, "string \"…\"")
    };
    assert_eq!(shape(&(0..2).map(member).collect::<Vec<_>>()).len(), 2);
    assert_eq!(shape(&(0..9).map(member).collect::<Vec<_>>()).len(), 1);
}

#[test]
fn the_most_telling_stand_first() {
    let mut lenient = found("pets/a/refuses/a.type", Kind::Accepted, "status 201");
    lenient.level = Level::Implied;
    let judged = [
        lenient,
        found("pets/b/refuses/a.maxLength", Kind::Accepted, "status 201"),
        found("pets/a/response/b.type", Kind::Shape, "string"),
        found("pets/a/refuses/c.type", Kind::Undocumented, "status 422"),
        found("pets/a/422/d.type", Kind::Code, "status 422 with code 1"),
        found("pets/a/hostile/e.file", Kind::Leak, "it shows a file"),
        found("pets/a/refuses/f.type", Kind::Fault, "status 500"),
    ];
    let order: Vec<Kind> = causes(&judged).iter().map(|c| c.kind).collect();
    assert_eq!(
        order,
        [
            Kind::Fault,
            Kind::Leak,
            Kind::Accepted,
            Kind::Code,
            Kind::Undocumented,
            Kind::Shape,
            Kind::Lenient,
        ]
    );
}

#[test]
fn the_smallest_request_is_shown_and_the_surest_clause_named_first() {
    let mut large = found("pets/a/refuses/a.type", Kind::Fault, "status 500");
    let mut small = found("pets/a/refuses/a.minimum", Kind::Fault, "status 500");
    large.finding.as_mut().unwrap().request.body = Some("x".repeat(100).into());
    small.finding.as_mut().unwrap().request.body = Some("{}".into());
    small.level = Level::Implied;
    let judged = [small, large];
    let told = &causes(&judged)[0];
    assert_eq!(*told.shown.id, *"pets/a/refuses/a.minimum");
    assert_eq!(*told.clauses[0].id, *"pets/a/refuses/a.type");
    assert_eq!(told.others().count(), 1);
}

#[test]
fn an_id_is_the_same_whatever_else_is_broken() {
    let one = found(
        "pets/a/refuses/a.type",
        Kind::Fault,
        "no complete answer in time",
    );
    let mut hung = one.clone();
    hung.finding.as_mut().unwrap().answer =
        Err(Failure::Timeout(std::time::Duration::from_secs(1)));
    let other = found("pets/b/refuses/b.type", Kind::Fault, "status 500");
    let both = [hung, other];
    let id = causes(&[one])[0].id.clone();
    assert!(id.starts_with("cause-") && id.len() == 16, "{id}");
    let all = causes(&both);
    assert!(all.iter().any(|c| c.id == id));
    assert_eq!(ids(&all)["pets/a/refuses/a.type"], id);
}

#[test]
fn what_is_allowed_is_no_cause() {
    let mut allowed = found("pets/a/refuses/a.type", Kind::Fault, "status 500");
    allowed.allowed = Some(crate::run::event::Allowed {
        clause: "pets/*".into(),
        reason: "known".into(),
        until: None,
    });
    assert!(causes(&[allowed]).is_empty());
}

#[test]
fn bodies_nested_deep_are_one_cause_of_a_server_and_the_last_of_its_faults() {
    let deep = |operation: &str, cause: &str| {
        let id = format!("pets/{operation}/implied/deep-nesting");
        let mut judged = found(&id, Kind::Fault, cause);
        let finding = judged.finding.as_mut().unwrap();
        finding.rule = "deep-nesting".into();
        finding.place = Place::At("deep-nesting".into());
        judged
    };
    let judged = [
        deep("add", "status 500"),
        deep("put", "status 500: RecursionError"),
        found("pets/put/a/skip.minimum", Kind::Fault, "status 500"),
    ];
    let shapes = shape(&judged);
    assert_eq!(shapes.len(), 2, "{shapes:?}");
    assert_eq!(shapes[1].len(), 2, "{shapes:?}");
    // Where every request draws it, the depth is not why.
    let judged = [
        deep("add", "status 500"),
        at(
            found("pets/add/accepts/valid", Kind::Fault, "status 500"),
            Place::Plain,
        ),
    ];
    assert_eq!(shape(&judged).len(), 1);
    // What brings the server down is more than that.
    let mut down = deep("add", "closed");
    down.finding.as_mut().unwrap().answer = Err(Failure::Closed("gone".into()));
    assert_eq!(shape(&[down, deep("put", "status 500")]).len(), 2);
}

#[test]
fn numbers_that_no_type_holds_are_one_cause_in_many_operations() {
    let wide = |operation: &str, rule: &str| {
        let id = format!("pets/{operation}/implied/id.{rule}");
        found(&id, Kind::Fault, "status 500: Internal Server Error")
    };
    let all = ["add", "get", "put", "drop", "list"];
    let judged: Vec<Judged> = all.iter().map(|o| wide(o, "odd-numbers")).collect();
    assert_eq!(shape(&judged).len(), 1);
    // Other faults stay apart, operation by operation.
    let judged: Vec<Judged> = all.iter().map(|o| wide(o, "minimum")).collect();
    assert_eq!(shape(&judged).len(), 5);
    let judged: Vec<Judged> = all[..3].iter().map(|o| wide(o, "near-id")).collect();
    assert_eq!(shape(&judged).len(), 3);
}
