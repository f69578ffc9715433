//! A fault that was seen: made as small as can be, named, written, told.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::{Desk, Pending};
use crate::fuzz::parser::answer::Answer;
use crate::fuzz::parser::breakdowns::is_slow;
use crate::fuzz::parser::construct::{self, Construct};
use crate::fuzz::parser::difference::section;
use crate::fuzz::parser::driver::Unusable;
use crate::fuzz::parser::expect::{Expect, Key, Outcome, Verdict, judge};
use crate::fuzz::parser::files::{Again, quoted, save};
use crate::fuzz::parser::finding::Finding;
use crate::fuzz::parser::growth::Family;
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::shrink::{Shrink, Smallest};
use crate::fuzz::parser::worker::Run;
use crate::fuzz::parser::{Event, Options};
use crate::xml::documents::Truth;

/// How long the first document that hangs or takes all memory may be made smaller; each further one
/// has half of that, down to an eighth.
const SLOW: Duration = Duration::from_secs(12);
/// A document that is longer than this is named after what it was made of.
const SHORT: usize = 200;
/// What the kinds of large and deep documents begin with.
const STRESS: &str = "stress/";
/// So many findings may tell of what one construct hides.
const HIDDEN: usize = 2;
/// What a process needs to start, beside the time for an answer.
const MARGIN: Duration = Duration::from_secs(1);
/// Where findings go when nobody says.
const OUT: &str = "clausal-findings";

impl Desk<'_> {
    /// For whoever has the turn: one worker after the other, as the next may find what the first one
    /// found.
    pub(super) fn found_breakdown(&mut self, pending: Pending) -> Result<(), Unusable> {
        let run = self.run;
        let known = run
            .breakdowns()
            .explains(pending.input.bytes(), &pending.key);
        if let Some(known) = known {
            // Should it be another fault even so, it will be seen again.
            if known != pending.key {
                run.findings().drop_claim(&pending.key);
            }
            run.findings().count_to(&known, pending.input.name());
            return Ok(());
        }
        self.found(pending)
    }

    /// Makes a fault as small as can be and reports it.
    pub(super) fn found(&mut self, pending: Pending) -> Result<(), Unusable> {
        let (key, seconds) = (pending.key.clone(), pending.seconds);
        let (name, rule) = (pending.input.name(), pending.input.rule().cloned());
        let family = pending.input.family();
        let was_unknown = matches!(pending.input.truth(), Truth::Unknown);
        let shown = pending.reply.answer.shown();
        let Smallest {
            input,
            reply,
            by_rule,
            is_open,
        } = self.smallest(pending)?;
        let run = self.run;
        let options = run.options;
        if is_open && key.outcome == Outcome::Hang && run.findings().count_of(Outcome::Hang) > 0 {
            // It is most likely the one that is told already.
            run.findings().drop_claim(&key);
            let note =
                format!("a document of {name} may hang, too: there was no time to ask again");
            self.notes.push(note);
            return Ok(());
        }
        if !reply.repeats && is_slow(key.outcome) {
            // A busy machine makes a slow answer; that is no fault of the parser's.
            run.findings().drop_claim(&key);
            let note = format!("a document of {name} once {shown} and did not do so again");
            self.notes.push(note);
            return Ok(());
        }
        let with = match (key.outcome, &rule) {
            // Of a long document nobody knows which part it is.
            (Outcome::AcceptsIllFormed, Some(_)) if by_rule && input.bytes().len() <= SHORT => {
                self.only_with(&input)?
            }
            _ => None,
        };
        if let Some(construct) = with
            && run.findings().hide(construct.name) >= HIDDEN
        {
            // Enough have shown that what comes after it is swallowed.
            return Ok(());
        }
        let is_known = key.outcome.is_breakdown() && reply.repeats;
        if is_known && run.findings().merge(&key, input.bytes()) {
            return Ok(());
        }
        let canonical = match key.outcome {
            Outcome::WrongInfoset => input.canonical(),
            _ => None,
        };
        let mut finding = Finding {
            rule: family.map_or(name, Family::name).to_owned(),
            by_rule: rule.is_some(),
            section: rule.as_ref().map_or("", |rule| rule.section).to_owned(),
            about: rule.as_ref().map_or("", |rule| rule.about).to_owned(),
            document: input.bytes().to_vec(),
            unless: Expect::unless(&input, key.outcome),
            expected: expected(key.outcome, options, canonical.as_deref()),
            got: reply.answer.shown(),
            canonical,
            repeats: reply.repeats,
            seconds,
            ..Finding::new(key.outcome, name, Duration::ZERO)
        };
        let is_refused = key.outcome == Outcome::RejectsWellFormed;
        let family = family.filter(|_| finding.document.len() > SHORT);
        // Where it could not be made smaller, how it was made says less than what it holds.
        let tells_nothing = rule.is_none() && !finding.counted.starts_with(STRESS);
        if let Some(family) = family {
            family.name().clone_into(&mut finding.rule);
            family.section.clone_into(&mut finding.section);
            family.about.clone_into(&mut finding.about);
        } else if !by_rule || is_refused || (tells_nothing && key.outcome.is_breakdown()) {
            finding.name_after(construct::of(&finding.document));
        } else if was_unknown {
            finding.about = "changed bytes; whether it is well-formed is not known".into();
        }
        if let Some(construct) = with {
            finding.about = format!(
                "{}; only with {}: without it the same is refused",
                finding.about, construct.about
            );
        }
        if key.outcome == Outcome::WrongInfoset {
            finding.section = section(&key.signature, &finding.document).into();
            finding.about = key.signature.clone();
        }
        if is_refused && run.findings().is_repeated(&finding) {
            return Ok(());
        }
        let repeats = finding.repeats && key.outcome.is_breakdown();
        if repeats {
            run.breakdowns().put(&key, &finding.document);
        }
        report(run, &key, finding, &input, self.notes);
        Ok(())
    }

    /// The construct without which a document that breaks the same rule is refused: it hides the rest.
    fn only_with(&mut self, input: &Input) -> Result<Option<&'static Construct>, Unusable> {
        let construct = construct::of(input.bytes());
        let has = |other: &Input| construct::has_any(other.bytes(), &[construct.name.to_owned()]);
        let mut others = input.simplest();
        others.retain(|other| !has(other));
        others.truncate(4);
        for other in &others {
            let reply = self.driver.ask_quickly(other.bytes())?;
            if !matches!(reply.answer, Answer::Reject(_)) {
                return Ok(None);
            }
        }
        Ok((!others.is_empty()).then_some(construct))
    }

    /// The smallest input that shows a fault, in the time that there is for it.
    fn smallest(&mut self, pending: Pending) -> Result<Smallest, Unusable> {
        let Pending {
            key, input, reply, ..
        } = pending;
        let options = self.run.options;
        let (driver, end) = (&mut *self.driver, self.end);
        let time = Duration::from_secs(2).max(options.time / 10);
        let time = match key.outcome {
            // Each try may cost the start of a process.
            Outcome::Crash => time.max(Duration::from_secs(10)),
            // Only a small document explains others; many must not take the time of the search.
            outcome if is_slow(outcome) => {
                let before = self.run.findings().count_of(outcome).min(3) as u32;
                SLOW / 2_u32.pow(before)
            }
            _ => time,
        };
        // The smallest document that hangs is to be asked again.
        let reserve = match key.outcome {
            Outcome::Hang => options.timeout * 2,
            _ => Duration::ZERO,
        };
        let time = time.min(Duration::from_secs(20)) + reserve;
        let found = end.with_extra(time, |until| {
            let until = until.checked_sub(reserve).unwrap_or(until);
            if end.has_come() {
                return Ok(Smallest::unchanged(input, reply).open());
            }
            let mut again = reply.clone();
            if !is_slow(key.outcome) {
                // Again alone: what was sent before it may have been the cause. What is slow is
                // asked again when it is small.
                again = driver.ask(input.bytes())?;
                let verdict = judge(&input, &again, &options.expect, options.canonical);
                let is_same = match verdict {
                    Verdict::Wrong(outcome) => key.is_shown_by(&input, &again, outcome),
                    _ => false,
                };
                if !is_same {
                    return Ok(Smallest::unchanged(input, reply).once());
                }
            }
            let shrink = Shrink {
                key: &key,
                expect: &options.expect,
                canonical: options.canonical,
                is_costly: !options.persistent,
                timeout: options.timeout,
                is_over: &|| end.has_come() || Instant::now() >= until,
                is_end: &|| end.has_come(),
            };
            shrink.run(driver, input, again)
        })?;
        let is_first = self.run.findings().count_of(Outcome::Hang) == 0;
        match found.is_open && key.outcome == Outcome::Hang && is_first {
            true => self.sure(found),
            false => Ok(found),
        }
    }

    /// What was only suspected to hang when the run was over is asked once more, with all the time for
    /// an answer. Without time for that it is told as it stands.
    fn sure(&mut self, found: Smallest) -> Result<Smallest, Unusable> {
        let (driver, end) = (&mut *self.driver, self.end);
        let time = self.run.options.timeout + MARGIN;
        let again = end.with_at_least(time, || driver.ask_fresh(found.input.bytes()))?;
        Ok(match again.answer {
            Answer::Hang(_) => Smallest {
                reply: again,
                ..found
            },
            Answer::Unsupported(_) => found,
            _ => found.once(),
        })
    }
}

/// Writes a finding and tells of it.
pub(in crate::fuzz::parser) fn report(
    run: &Run<'_>,
    key: &Key,
    mut finding: Finding,
    input: &Input,
    notes: &mut Vec<String>,
) {
    let options = run.options;
    let mut words = words(options);
    if finding.outcome == Outcome::External {
        words.push("--bait --documents 0".into());
    }
    let is_grown = finding.growth.is_some() || finding.outcome == Outcome::External;
    if finding.growth.is_some() {
        words.push(format!("--grow {}", finding.rule));
    }
    let mut command = options.command.clone();
    if let Some(other) = &options.against {
        command.extend(["--against", "--"].map(OsString::from));
        command.extend(other.iter().cloned());
    }
    let again = Again {
        command,
        options: words,
        is_plain: finding.outcome == Outcome::Sequence
            || (!options.persistent && !is_grown && options.against.is_none()),
        is_grown,
    };
    let taken = run.findings().files();
    if let Err(e) = save(&folder(options), &mut finding, input, &again, &taken) {
        notes.push(format!("a finding could not be written: {e}"));
    }
    (run.tell)(Event::Found(&finding));
    run.findings().put(key, finding);
}

fn expected(outcome: Outcome, options: &Options, canonical: Option<&[u8]>) -> String {
    match outcome {
        Outcome::Crash => "an answer".into(),
        Outcome::Hang => format!("an answer within {:?}", options.timeout),
        Outcome::Memory => format!("at most {} MiB of memory", options.memory >> 20),
        Outcome::Growth => "as much as the document is long".into(),
        Outcome::Sequence => "each document as if it were the first".into(),
        Outcome::Differs => "no difference".into(),
        Outcome::Position => "a line and a column of the document".into(),
        Outcome::External => "nothing outside of the document is read".into(),
        Outcome::AcceptsIllFormed => "refused".into(),
        Outcome::RejectsWellFormed => "accepted".into(),
        Outcome::WrongInfoset => format!(
            "accepted, and read as {}",
            String::from_utf8_lossy(canonical.unwrap_or_default())
        ),
    }
}

fn folder(options: &Options) -> PathBuf {
    match (&options.out, &options.corpus) {
        (Some(out), _) => out.clone(),
        (None, Some(corpus)) => corpus.join("findings"),
        (None, None) => OUT.into(),
    }
}

/// The options that change what is asked or expected.
fn words(options: &Options) -> Vec<String> {
    let mut words = Vec::new();
    let mut put = |word: &str| words.push(word.to_owned());
    if options.persistent {
        put("--persistent");
    }
    if options.canonical {
        put("--compare canonical");
    }
    if options.chunks {
        put("--chunks");
    }
    let expect = &options.expect;
    for (is_said, word) in [
        (expect.namespaces, "namespaces"),
        (expect.no_dtd, "no-dtd"),
        (expect.no_parameter_entities, "no-parameter-entities"),
        (expect.utf8_only, "utf8-only"),
        (expect.fourth_edition, "fourth-edition"),
        (expect.external_entities, "external-entities"),
    ] {
        if is_said {
            put(&format!("--expect {word}"));
        }
    }
    for rule in &expect.lenient {
        put(&format!("--expect lenient:{rule}"));
    }
    for rule in &expect.strict {
        put(&format!("--expect strict:{rule}"));
    }
    for word in &expect.known.words {
        put(&format!("--known {}", quoted(word.as_ref())));
    }
    words
}
