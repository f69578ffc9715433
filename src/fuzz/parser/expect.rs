//! What a parser claims, and so what is held against it.

use super::answer::{Answer, Reply};
use super::construct;
use super::difference::Difference;
use super::input::Input;
use super::known::Known;
use super::mask::{is_alike, masked_for};
use super::position;
use crate::xml::documents::{Truth, rules};

/// What a parser claims to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// It checks the rules of Namespaces in XML 1.0.
    pub namespaces: bool,
    /// It need not read document type declarations, nor take documents that have one.
    pub no_dtd: bool,
    /// It need not take other encodings than UTF-8.
    pub utf8_only: bool,
    /// It keeps to an edition before the fifth: other names are refused, and documents of a version
    /// after 1.1 are refused or read by rules of another version.
    pub fourth_edition: bool,
    /// It reads what documents name outside of them.
    pub external_entities: bool,
    /// Rules whose breach it may take, and constructs that it need not take; crashes are no such
    /// thing.
    pub lenient: Vec<String>,
    /// Of what most parsers do otherwise, and is let pass, what this one claims to do.
    pub strict: Vec<String>,
    /// Where it is known to deviate; told, and no findings.
    pub known: Known,
}

/// What libxml2, expat and the parsers of the JDK do otherwise than the recommendation says, or may: the
/// mark of an encoding counts more than the declaration, another version is refused, and so is a
/// reference that a subset which was not read may declare.
const USUAL: [&str; 3] = [
    "mark-contradicts-encoding",
    "later-version",
    "undeclared-entity-left-open",
];

/// A word of `--expect` that is not known.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is nothing to expect (known: namespaces, no-dtd, utf8-only, fourth-edition, external-entities, lenient:RULE, strict:RULE)\n(hint: `clausal fuzz parser --rules` lists the rules)"
)]
pub struct ExpectError(String);

impl Expect {
    /// Reads one word of `--expect`.
    ///
    /// # Errors
    /// When there is no such word, or no such rule.
    pub fn add(&mut self, word: &str) -> Result<(), ExpectError> {
        match word.split_once(':') {
            None if word == "namespaces" => self.namespaces = true,
            None if word == "no-dtd" => self.no_dtd = true,
            None if word == "utf8-only" => self.utf8_only = true,
            None if word == "external-entities" => self.external_entities = true,
            None if word == "fourth-edition" => self.fourth_edition = true,
            Some(("lenient", rule))
                if rules().iter().any(|r| r.name == rule)
                    || construct::names().any(|name| name == rule) =>
            {
                self.lenient.push(rule.to_owned());
            }
            Some(("strict", rule)) if USUAL.contains(&rule) => self.strict.push(rule.to_owned()),
            _ => return Err(ExpectError(word.to_owned())),
        }
        Ok(())
    }

    /// Whether this is what most parsers do, and so no finding.
    fn is_usual(&self, name: &str) -> bool {
        USUAL.contains(&name) && !self.strict.iter().any(|own| own == name)
    }

    /// Whether a document has what is usually refused though it is well-formed.
    fn has_usual(&self, input: &Input) -> bool {
        let usual = USUAL.iter().filter(|name| self.is_usual(name));
        let usual: Vec<String> = usual.map(|name| (*name).to_owned()).collect();
        construct::has_any(input.bytes(), &usual)
    }

    /// Whether a refusal of this input is its right.
    fn may_refuse(&self, input: &Input) -> bool {
        let needs = input.needs();
        needs.stress
            || (self.no_dtd && needs.dtd)
            || (self.utf8_only && needs.other_encoding)
            || (self.fourth_edition && needs.fifth_edition)
            || construct::has_any(input.bytes(), &self.lenient)
            || self.has_usual(input)
    }

    /// Whether taking an input that breaks this rule is its right.
    fn may_accept(&self, input: &Input) -> bool {
        let of_namespaces = input.needs().namespaces
            || input
                .rule()
                .is_some_and(|rule| rule.section.starts_with("Namespaces"));
        (of_namespaces && !self.namespaces)
            || (self.no_dtd && input.needs().dtd)
            || (self.fourth_edition && input.needs().fifth_edition)
            || self.lenient.iter().any(|n| n == input.name())
            || self.is_usual(input.name())
    }

    /// Whether taking an input and reading something else than what stands there is its right: what
    /// does not read declarations knows no default values and no types, and other rules may hold in
    /// another version.
    fn may_misread(&self, input: &Input) -> bool {
        let needs = input.needs();
        (self.no_dtd && needs.dtd) || (self.fourth_edition && needs.fifth_edition)
    }

    /// The word that would make this fault none: what the input needs and a parser may not claim.
    pub(super) fn unless(input: &Input, outcome: Outcome) -> Option<&'static str> {
        let needs = input.needs();
        let refused = outcome == Outcome::RejectsWellFormed;
        let taken = outcome == Outcome::AcceptsIllFormed;
        let misread = outcome == Outcome::WrongInfoset;
        match () {
            () if (refused || taken || misread) && needs.fifth_edition => Some("fourth-edition"),
            () if refused && needs.other_encoding => Some("utf8-only"),
            () if (refused || taken || misread) && needs.dtd => Some("no-dtd"),
            () => None,
        }
    }

    /// A known deviation, or else this fault.
    fn known_or(&self, input: &Input, said: &str, outcome: Outcome) -> Verdict {
        let mut all = self.known.list.iter();
        all.position(|own| own.explains(input.truth(), input.bytes(), said))
            .map_or(Verdict::Wrong(outcome), Verdict::Known)
    }
}

/// How a parser can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// It broke down.
    Crash,
    /// It did not end.
    Hang,
    /// It took more memory than it may.
    Memory,
    /// It visited what a document names outside of it.
    External,
    /// What it takes grows faster than the documents.
    Growth,
    /// It ends, slows down or holds ever more after very many documents.
    Sequence,
    /// It does not treat a document alike: written and read again, in pieces, or beside another parser.
    Differs,
    /// It tells of a place that is not in the document.
    Position,
    /// It took a document that is not well-formed.
    AcceptsIllFormed,
    /// It refused one that is.
    RejectsWellFormed,
    /// It read something else than what stands there.
    WrongInfoset,
}

impl Outcome {
    /// As reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Crash => "crash",
            Outcome::Hang => "hang",
            Outcome::Memory => "memory",
            Outcome::Growth => "growth",
            Outcome::Sequence => "after-many",
            Outcome::Differs => "differs",
            Outcome::Position => "position",
            Outcome::External => "external-access",
            Outcome::AcceptsIllFormed => "accepts-ill-formed",
            Outcome::RejectsWellFormed => "rejects-well-formed",
            Outcome::WrongInfoset => "wrong-infoset",
        }
    }

    /// Whether it counts whatever the document is.
    pub(super) fn is_wrong_anywhere(self) -> bool {
        self.is_breakdown() || matches!(self, Outcome::Differs | Outcome::Position)
    }

    /// Whether it is a breakdown, which counts whatever the document is.
    pub fn is_breakdown(self) -> bool {
        matches!(self, Outcome::Crash | Outcome::Hang | Outcome::Memory)
    }
}

/// What came of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Right.
    Right,
    /// Wrong, in this way.
    Wrong(Outcome),
    /// Wrong in a way that is known of it, by its number in the list.
    Known(usize),
    /// Nothing can be said: the truth is unknown, or either answer is its right.
    Open,
    /// Not tested: the parser does not claim to read this.
    Unsupported,
}

/// Judges a reply. With `canonical` the forms are compared too.
pub(super) fn judge(input: &Input, reply: &Reply, expect: &Expect, canonical: bool) -> Verdict {
    match (&reply.answer, input.truth()) {
        (Answer::Crash(_), _) => Verdict::Wrong(Outcome::Crash),
        (Answer::Hang(_), _) => Verdict::Wrong(Outcome::Hang),
        (Answer::Memory(_), _) => Verdict::Wrong(Outcome::Memory),
        (Answer::Unsupported(_), _) => Verdict::Unsupported,
        (Answer::Reject(said), _) if !position::is_within(said, input.bytes()) => {
            Verdict::Wrong(Outcome::Position)
        }
        // Bounds on what is very large differ.
        (Answer::Differs(_), _) if input.needs().stress => Verdict::Open,
        (Answer::Differs(_), Truth::IllFormed(_)) if expect.may_accept(input) => Verdict::Open,
        (Answer::Differs(_), Truth::WellFormed) if expect.may_refuse(input) => Verdict::Open,
        (Answer::Differs(said), _) => expect.known_or(input, said, Outcome::Differs),
        (_, Truth::Unknown) => Verdict::Open,
        (Answer::Accept(_), Truth::IllFormed(_)) if expect.may_accept(input) => Verdict::Open,
        (Answer::Accept(_), Truth::IllFormed(_)) => {
            expect.known_or(input, "", Outcome::AcceptsIllFormed)
        }
        (Answer::Reject(_), Truth::IllFormed(_)) => Verdict::Right,
        (Answer::Reject(_), Truth::WellFormed) if expect.may_refuse(input) => Verdict::Open,
        (Answer::Reject(said), Truth::WellFormed) => {
            expect.known_or(input, said, Outcome::RejectsWellFormed)
        }
        (Answer::Accept(_), Truth::WellFormed) if !canonical || expect.may_misread(input) => {
            Verdict::Right
        }
        (Answer::Accept(form), Truth::WellFormed) => match input.canonical() {
            Some(wanted) if !same_form(form.as_deref().unwrap_or_default(), &wanted) => {
                Verdict::Wrong(Outcome::WrongInfoset)
            }
            _ => Verdict::Right,
        },
    }
}

/// Whether two canonical forms are the same; many a tool ends what it prints with a line end.
fn same_form(given: &[u8], wanted: &[u8]) -> bool {
    given == wanted || given.strip_suffix(b"\n") == Some(wanted)
}

/// What findings are grouped by: one finding for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    pub outcome: Outcome,
    /// The rule or kind; for a crash or a refusal that gave a reason, the reason with its numbers,
    /// quoted text and the words of the document masked: one fault shows on documents of many rules,
    /// and well-formed ones may
    /// be refused for many reasons. For what is read wrongly, in what it differs.
    pub signature: String,
    /// What of the parser a long document puts to the test: full stacks all say the same.
    pub part: &'static str,
}

/// Words of a reason for a refusal that tell it apart: some parsers quote the document after.
const HEAD: usize = 8;

impl Key {
    pub fn new(input: &Input, reply: &Reply, outcome: Outcome) -> Self {
        let signature = match (&reply.answer, outcome) {
            (Answer::Crash(reason), _) if !reason.is_empty() => masked_for(reason, input.bytes()),
            (Answer::Reject(reason), Outcome::RejectsWellFormed) | (Answer::Differs(reason), _)
                if !reason.is_empty() =>
            {
                head(reason, input)
            }
            (_, Outcome::Position) => "position".to_owned(),
            (Answer::Accept(form), Outcome::WrongInfoset) => difference(input, form.as_deref()),
            _ => input.part().unwrap_or(input.name()).to_owned(),
        };
        Key {
            outcome,
            signature,
            part: input.part().unwrap_or_default(),
        }
    }

    /// Whether another input shows the same fault. A breakdown does not depend on the rule.
    pub fn is_shown_by(&self, input: &Input, reply: &Reply, outcome: Outcome) -> bool {
        if outcome != self.outcome {
            return false;
        }
        match &reply.answer {
            Answer::Crash(reason) => {
                reason.is_empty() || is_alike(&masked_for(reason, input.bytes()), &self.signature)
            }
            Answer::Hang(_) | Answer::Memory(_) => true,
            Answer::Reject(_) if outcome == Outcome::Position => true,
            Answer::Differs(reason) | Answer::Reject(reason) if !reason.is_empty() => {
                is_alike(&head(reason, input), &self.signature)
            }
            Answer::Accept(form) if outcome == Outcome::WrongInfoset => {
                difference(input, form.as_deref()) == self.signature
            }
            _ => input.name() == self.signature,
        }
    }
}

fn difference(input: &Input, form: Option<&[u8]>) -> String {
    let wanted = input.canonical().unwrap_or_default();
    Difference::of(&wanted, form.unwrap_or_default()).to_string()
}

fn head(reason: &str, input: &Input) -> String {
    let masked = masked_for(reason, input.bytes());
    let words: Vec<&str> = masked.split(' ').take(HEAD).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::fuzz::parser::input::Plain;
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
        for (word, needs) in [
            (
                "no-dtd",
                Needs {
                    dtd: true,
                    ..Needs::default()
                },
            ),
            (
                "fourth-edition",
                Needs {
                    fifth_edition: true,
                    ..Needs::default()
                },
            ),
        ] {
            let broken = || input(ill_formed("2.1").truth().to_owned(), needs);
            let whole = || input(Truth::WellFormed, needs);
            let (yes, no) = (Answer::Accept(None), Answer::Reject(String::new()));
            assert_eq!(judged(yes.clone(), &broken(), &[word]), Verdict::Open);
            assert_eq!(judged(no.clone(), &whole(), &[word]), Verdict::Open);
            let taken = Verdict::Wrong(Outcome::AcceptsIllFormed);
            let refused = Verdict::Wrong(Outcome::RejectsWellFormed);
            assert_eq!(judged(yes, &broken(), &[]), taken);
            assert_eq!(judged(no, &whole(), &[]), refused);
            assert_eq!(
                Expect::unless(&broken(), Outcome::AcceptsIllFormed),
                Some(word)
            );
            assert_eq!(
                Expect::unless(&whole(), Outcome::RejectsWellFormed),
                Some(word)
            );
        }
        let plain = input(Truth::WellFormed, Needs::default());
        assert_eq!(Expect::unless(&plain, Outcome::RejectsWellFormed), None);
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
}
