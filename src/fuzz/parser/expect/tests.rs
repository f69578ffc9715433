//! What is held against a parser, and what is not.

use std::time::Duration;

use super::*;
use crate::fuzz::parser::answer::{Answer, Reply};
use crate::fuzz::parser::input::Plain;
use crate::xml::documents::Truth;
use crate::xml::documents::{Needs, Rule};

fn input(truth: Truth, needs: Needs) -> Input {
    Input::Plain(Plain {
        bytes: Vec::new(),
        truth,
        needs,
        kind: "plain",
        canonical: None,
    })
}

fn judged(answer: Answer, input: &Input, words: &[&str]) -> Verdict {
    judged_by(answer, input, words, false)
}

fn judged_by(answer: Answer, input: &Input, words: &[&str], canonical: bool) -> Verdict {
    let mut expect = Expect::default();
    words.iter().for_each(|word| expect.add(word).unwrap());
    let reply = Reply::new(answer, Duration::ZERO);
    judge(input, &reply, &expect, canonical)
}

fn ill_formed(section: &'static str) -> Input {
    let name = "second-root";
    let about = "";
    input(
        Truth::IllFormed(Rule {
            name,
            section,
            about,
        }),
        Needs::default(),
    )
}

#[test]
fn well_formed_is_to_be_taken_and_ill_formed_refused() {
    let whole = input(Truth::WellFormed, Needs::default());
    let (yes, no) = (Answer::Accept(None), Answer::Reject(String::new()));
    assert_eq!(judged(yes.clone(), &whole, &[]), Verdict::Right);
    assert_eq!(
        judged(no.clone(), &whole, &[]),
        Verdict::Wrong(Outcome::RejectsWellFormed)
    );
    assert_eq!(judged(no.clone(), &ill_formed("2.1"), &[]), Verdict::Right);
    assert_eq!(
        judged(yes.clone(), &ill_formed("2.1"), &[]),
        Verdict::Wrong(Outcome::AcceptsIllFormed)
    );
    let unknown = input(Truth::Unknown, Needs::default());
    assert_eq!(judged(yes, &unknown, &[]), Verdict::Open);
    assert_eq!(judged(no, &unknown, &[]), Verdict::Open);
    assert_eq!(
        judged(Answer::Crash(String::new()), &unknown, &[]),
        Verdict::Wrong(Outcome::Crash)
    );
}

#[test]
fn what_is_not_claimed_is_not_held_against_it() {
    let yes = Answer::Accept(None);
    let spaces = ill_formed("Namespaces 3");
    assert_eq!(judged(yes.clone(), &spaces, &[]), Verdict::Open);
    assert_eq!(
        judged(yes.clone(), &spaces, &["namespaces"]),
        Verdict::Wrong(Outcome::AcceptsIllFormed)
    );
    let lenient = ["lenient:second-root"];
    assert_eq!(judged(yes, &ill_formed("2.1"), &lenient), Verdict::Open);
    let no = Answer::Reject(String::new());
    let needs = |dtd, other_encoding| Needs {
        dtd,
        other_encoding,
        ..Needs::default()
    };
    for (needs, word) in [
        (needs(true, false), "no-dtd"),
        (needs(false, true), "utf8-only"),
    ] {
        let input = input(Truth::WellFormed, needs);
        assert_eq!(
            judged(no.clone(), &input, &[]),
            Verdict::Wrong(Outcome::RejectsWellFormed)
        );
        assert_eq!(judged(no.clone(), &input, &[word]), Verdict::Open);
        assert_eq!(
            judged(Answer::Hang(String::new()), &input, &[word]),
            Verdict::Wrong(Outcome::Hang)
        );
    }
}

#[test]
fn what_is_known_is_told_apart_from_faults_of_the_same_rule() {
    let mut expect = Expect::default();
    expect.known.add("xerces-c").unwrap();
    let judged = |answer, input| {
        let reply = Reply::new(answer, Duration::ZERO);
        judge(&input, &reply, &expect, false)
    };
    let yes = Answer::Accept(None);
    let wrong = Verdict::Wrong(Outcome::AcceptsIllFormed);
    assert_eq!(judged(yes.clone(), ill_formed("2.1")), wrong);
    let nul = crate::xml::documents::rules()
        .into_iter()
        .find(|rule| rule.name == "nul-after-root")
        .unwrap();
    let nul = || input(Truth::IllFormed(nul), Needs::default());
    assert!(matches!(judged(yes, nul()), Verdict::Known(_)));
    let crash = Answer::Crash(String::new());
    assert_eq!(judged(crash, nul()), Verdict::Wrong(Outcome::Crash));
}

#[test]
fn what_is_not_claimed_is_open_both_ways() {
    let dtd = Needs {
        dtd: true,
        ..Needs::default()
    };
    let broken = || input(ill_formed("2.1").truth().to_owned(), dtd);
    let whole = || input(Truth::WellFormed, dtd);
    let (yes, no) = (Answer::Accept(None), Answer::Reject(String::new()));
    assert_eq!(judged(yes.clone(), &broken(), &["no-dtd"]), Verdict::Open);
    assert_eq!(judged(no.clone(), &whole(), &["no-dtd"]), Verdict::Open);
    let taken = Verdict::Wrong(Outcome::AcceptsIllFormed);
    let refused = Verdict::Wrong(Outcome::RejectsWellFormed);
    assert_eq!(judged(yes, &broken(), &[]), taken);
    assert_eq!(judged(no, &whole(), &[]), refused);
    assert_eq!(
        Expect::unless(&broken(), Outcome::AcceptsIllFormed),
        Some("no-dtd")
    );
    assert_eq!(
        Expect::unless(&whole(), Outcome::RejectsWellFormed),
        Some("no-dtd")
    );
    let plain = input(Truth::WellFormed, Needs::default());
    assert_eq!(Expect::unless(&plain, Outcome::RejectsWellFormed), None);
}

fn with(text: &str, truth: Truth, fifth_edition: bool) -> Input {
    Input::Plain(Plain {
        bytes: text.into(),
        truth,
        needs: Needs {
            fifth_edition,
            ..Needs::default()
        },
        kind: "plain",
        canonical: None,
    })
}

/// An older edition has fewer names and takes no broken document for that.
#[test]
fn an_older_edition_excuses_refusals_only() {
    let (yes, no) = (Answer::Accept(None), Answer::Reject(String::new()));
    let words = ["fourth-edition"];
    let whole = with("<\u{370}/>", Truth::WellFormed, true);
    assert_eq!(judged(no.clone(), &whole, &words), Verdict::Open);
    let unless = Expect::unless(&whole, Outcome::RejectsWellFormed);
    assert_eq!(unless, Some("fourth-edition"));
    let broken = with("<\u{370}/><a/>", ill_formed("2.1").truth().to_owned(), true);
    let taken = Verdict::Wrong(Outcome::AcceptsIllFormed);
    assert_eq!(judged(yes.clone(), &broken, &words), taken);
    assert_eq!(Expect::unless(&broken, Outcome::AcceptsIllFormed), None);
    // In a version of its own other rules may hold.
    let text = "<?xml version='1.2'?><a/><a/>";
    let later = with(text, ill_formed("2.1").truth().to_owned(), true);
    assert_eq!(judged(yes, &later, &words), Verdict::Open);
}

#[test]
fn who_reads_no_parameter_entities_knows_nothing_of_what_they_declare() {
    let words = ["no-parameter-entities"];
    let text = "<!DOCTYPE a[<!ENTITY % e ''>%e;]><a/>";
    let (yes, no) = (Answer::Accept(None), Answer::Reject(String::new()));
    let whole = with(text, Truth::WellFormed, false);
    assert_eq!(judged(no.clone(), &whole, &words), Verdict::Open);
    assert_eq!(
        judged(no.clone(), &whole, &[]),
        Verdict::Wrong(Outcome::RejectsWellFormed)
    );
    let broken = with(text, ill_formed("2.8").truth().to_owned(), false);
    assert_eq!(judged(yes, &broken, &words), Verdict::Open);
    // Who only declares one is read whole.
    let declared = "<!DOCTYPE a[<!ENTITY % e ''>]><a/>";
    let declared = with(declared, Truth::WellFormed, false);
    assert_eq!(
        judged(no, &declared, &words),
        Verdict::Wrong(Outcome::RejectsWellFormed)
    );
}

#[test]
fn what_is_read_is_held_to_what_it_claims() {
    let with = |dtd, fifth_edition| {
        Input::Plain(Plain {
            bytes: Vec::new(),
            truth: Truth::WellFormed,
            needs: Needs {
                dtd,
                fifth_edition,
                ..Needs::default()
            },
            kind: "plain",
            canonical: Some(b"<a></a>".to_vec()),
        })
    };
    let read = |form: &str| Answer::Accept(Some(form.into()));
    let wrong = Verdict::Wrong(Outcome::WrongInfoset);
    for (dtd, edition, word) in [(true, false, "no-dtd"), (false, true, "fourth-edition")] {
        let input = with(dtd, edition);
        let by = |form, words: &[&str]| judged_by(read(form), &input, words, true);
        assert_eq!(by("<a></a>\n", &[]), Verdict::Right);
        assert_eq!(by("<b></b>", &[]), wrong);
        assert_eq!(by("<b></b>", &[word]), Verdict::Right);
        assert_eq!(Expect::unless(&input, Outcome::WrongInfoset), Some(word));
    }
    let plain = with(false, false);
    let words = ["no-dtd", "fourth-edition", "utf8-only"];
    assert_eq!(judged_by(read("<b></b>"), &plain, &words, true), wrong);
    assert_eq!(judged_by(Answer::Accept(None), &plain, &[], true), wrong);
    assert_eq!(Expect::unless(&plain, Outcome::WrongInfoset), None);
    let key = |form: &str| {
        let reply = Reply::new(read(form), Duration::ZERO);
        let key = Key::new(&plain, &reply, Outcome::WrongInfoset);
        assert!(key.is_shown_by(&plain, &reply, Outcome::WrongInfoset));
        key
    };
    assert_eq!(key("<b></b>"), key("<c></c>"));
    assert_ne!(key("<b></b>"), key("<a>b</a>"));
}

#[test]
fn refusals_are_told_apart_by_their_reasons() {
    let key = |reason: &str| {
        let whole = input(Truth::WellFormed, Needs::default());
        let reply = Reply::new(Answer::Reject(reason.into()), Duration::ZERO);
        let key = Key::new(&whole, &reply, Outcome::RejectsWellFormed);
        assert!(key.is_shown_by(&whole, &reply, Outcome::RejectsWellFormed));
        key
    };
    assert_eq!(key("1:4: no entity 'a'"), key("2:19: no entity 'bc'"));
    assert_ne!(key("1:4: no entity 'a'"), key("1:4: no comments"));
    assert_eq!(key("").signature, "plain");
}

#[test]
fn a_construct_may_be_refused() {
    let with = |text: &str| {
        Input::Plain(Plain {
            bytes: text.into(),
            truth: Truth::WellFormed,
            needs: Needs::default(),
            kind: "plain",
            canonical: None,
        })
    };
    let no = || Answer::Reject(String::new());
    let words = ["lenient:cdata-section"];
    assert_eq!(
        judged(no(), &with("<a><![CDATA[]]></a>"), &words),
        Verdict::Open
    );
    let wrong = Verdict::Wrong(Outcome::RejectsWellFormed);
    assert_eq!(judged(no(), &with("<a><!----></a>"), &words), wrong);
}

#[test]
fn unknown_words_and_rules_are_refused() {
    for word in [
        "",
        "dtd",
        "lenient",
        "lenient:",
        "lenient:no-such-rule",
        "utf8-only:x",
    ] {
        assert!(Expect::default().add(word).is_err(), "{word}");
    }
}
