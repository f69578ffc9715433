//! What the cases of one clause came to.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::event::{Judged, Verdict};
use super::keep;
use crate::clause::{Broken, Clause, Judgement, answer};
use crate::exchange::shelf::{Shelf, Shelved};
use crate::exchange::{Case, Taken};
use crate::generate::{Chooser, Skip};
use crate::target::Secrets;

/// A case that showed a clause broken.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    /// The case.
    pub case: Case,
    /// What came of it.
    pub taken: Vec<Taken>,
    /// How it was judged.
    pub broken: Broken,
    /// Whether the answer that shows it is a refusal.
    pub refused: bool,
}

/// Such a case until its verdict is told: tens of thousands may wait at the same time.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Size of the case.
    pub weight: usize,
    /// Whether the answer that shows it is a refusal.
    pub refused: bool,
    shown: Shelved<Shown>,
}

impl Pending {
    /// Puts it up.
    pub fn new(shown: Shown, shelf: &Shelf) -> Self {
        let bytes = shown.bytes();
        Pending {
            weight: weight(&shown.case),
            refused: shown.refused,
            shown: shelf.keep(shown, bytes),
        }
    }

    /// The case and what came of it.
    pub fn read(&self) -> Cow<'_, Shown> {
        self.shown.read().unwrap_or_else(|error| {
            Cow::Owned(Shown {
                case: Case {
                    index: 0,
                    about: String::new(),
                    steps: Vec::new(),
                    tag: None,
                },
                taken: Vec::new(),
                broken: Broken {
                    expected: String::new(),
                    got: format!("what came was kept in a file and cannot be read back: {error}"),
                    cause: String::new(),
                    shown: (0, 0),
                },
                refused: self.refused,
            })
        })
    }
}

impl Shown {
    /// Bytes that it takes in memory, roughly.
    fn bytes(&self) -> usize {
        let pairs = |pairs: &[(String, String)]| {
            let pairs = pairs.iter().map(|(n, v)| n.len() + v.len() + 96);
            pairs.sum::<usize>()
        };
        let exchanges = self.taken.iter().flat_map(|t| &t.exchanges);
        let exchanges = exchanges.map(|exchange| {
            let request = &exchange.request;
            let sent = request.body.as_ref().map_or(0, bytes::Bytes::len) + request.target.len();
            let came = exchange.answer.as_ref().map_or(100, |response| {
                response.body.len() + pairs(&response.headers)
            });
            400 + sent + pairs(&request.headers) + came
        });
        let texts = [&self.broken.expected, &self.broken.got, &self.broken.cause];
        let texts: usize = texts.iter().map(|t| t.len()).sum();
        1_000 + 2 * weight(&self.case) + texts + exchanges.sum::<usize>()
    }
}

/// What is known of a clause so far.
#[derive(Debug, Default)]
pub struct Tally {
    /// Cases judged held or broken.
    pub cases: usize,
    /// Those held that rest on a refusal.
    pub refused: usize,
    /// Requests sent for it.
    pub requests: u64,
    /// Cases that showed it broken.
    pub seen: usize,
    /// The smallest of them.
    pub shown: Option<Pending>,
    /// Of one that was told, whether its answer is a refusal.
    was_shown: Option<bool>,
    /// Reasons why cases said nothing.
    pub inconclusive: Reasons,
    /// Why a valid request drew no success to look at: no matter where another one did.
    unheard: Option<String>,
    /// Why right answers did not show what the clause is about.
    pub unseen: Option<String>,
    /// Whether every case was tried.
    pub complete: bool,
    /// Readings that its cases showed.
    pub readings: BTreeSet<(String, String)>,
    /// Why it was not tried at all.
    pub skipped: Option<Skip>,
    started: Option<Instant>,
    ended: Option<Instant>,
}

/// Reasons of which a few are kept, as a million cases may each have one.
#[derive(Debug, Default)]
pub struct Reasons {
    count: usize,
    first: BTreeSet<String>,
}

/// Reasons that are told of one clause.
const TOLD: usize = 3;

impl Reasons {
    /// Adds one.
    pub fn push(&mut self, reason: String) {
        self.count += 1;
        self.first.insert(reason);
        if self.first.len() > TOLD {
            self.first.pop_last();
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn words(&self) -> String {
        let words: Vec<&str> = self.first.iter().map(String::as_str).collect();
        words.join("; ")
    }
}

impl Tally {
    /// Notes the judgement of one case; a retry must be settled by the caller first. Of what came,
    /// no more is kept than a reader needs.
    pub fn note(
        &mut self,
        judgement: Judgement,
        (case, taken): (&Case, &[Taken]),
        refused: bool,
        (secrets, shelf): (&Secrets, &Shelf),
    ) {
        match judgement {
            Judgement::Held => {
                self.cases += 1;
                self.refused += usize::from(refused);
            }
            Judgement::Broken(broken) => {
                self.cases += 1;
                self.seen += 1;
                let smaller = self.shown.as_ref().is_none_or(|s| weight(case) < s.weight);
                if smaller {
                    let shown = Shown {
                        case: case.clone(),
                        taken: keep::taken(taken, broken.shown, secrets),
                        broken: keep::broken(*broken, secrets),
                        refused,
                    };
                    self.shown = Some(Pending::new(shown, shelf));
                }
            }
            Judgement::Inconclusive(reason) if reason.starts_with(answer::REFUSED) => {
                self.unheard
                    .get_or_insert_with(|| keep::text(reason, secrets));
            }
            Judgement::Inconclusive(reason) => {
                self.inconclusive.push(keep::text(reason, secrets));
            }
            Judgement::Unseen(reason) => {
                self.unseen
                    .get_or_insert_with(|| keep::text(reason, secrets));
            }
            Judgement::Retry(broken) => {
                let got = keep::text(broken.got, secrets);
                let reason = format!("{got}, though nothing asked for that state");
                self.inconclusive.push(reason);
            }
        }
    }

    /// Whether a case showed it broken.
    pub fn is_shown(&self) -> bool {
        self.rests_on_refusal().is_some()
    }

    /// Whether the answer that shows it broken is a refusal; nothing where no answer does.
    pub fn rests_on_refusal(&self) -> Option<bool> {
        self.shown
            .as_ref()
            .map_or(self.was_shown, |shown| Some(shown.refused))
    }

    /// Lets go of what nobody asks for once the verdict is told.
    pub fn told(&mut self) {
        let shown = self.shown.take().map(|shown| shown.refused);
        self.was_shown = shown.or(self.was_shown);
        self.inconclusive.first = BTreeSet::new();
        self.readings = BTreeSet::new();
    }

    /// Notes when work on it began and went on, and how much was sent.
    pub fn spent(&mut self, began: Instant, requests: u64) {
        self.started.get_or_insert(began);
        self.ended = Some(Instant::now());
        self.requests += requests;
    }

    /// The verdict and its reason.
    pub fn verdict(&self) -> (Verdict, Option<String>) {
        if self.is_shown() {
            return (Verdict::Broken, None);
        }
        if !self.complete && self.cases > 0 {
            let reason = format!("the run ended after {} of its cases", self.cases);
            return (Verdict::Inconclusive, Some(reason));
        }
        if !self.inconclusive.is_empty() {
            let mut text = self.inconclusive.words();
            if self.cases > 0 {
                text = format!(
                    "{} of {} cases: {text}",
                    self.inconclusive.len(),
                    self.inconclusive.len() + self.cases
                );
            }
            return (Verdict::Inconclusive, Some(text));
        }
        if let (0, Some(reason)) = (self.cases, &self.unheard) {
            return (Verdict::Inconclusive, Some(reason.clone()));
        }
        match self.skip() {
            Some(skip) => (Verdict::Skipped, Some(skip.reason)),
            None => (Verdict::Held, None),
        }
    }

    /// Why no case of it was judged, and whose choice that is; nothing where one was judged.
    pub fn skip(&self) -> Option<Skip> {
        if self.cases > 0 {
            return self.skipped.clone();
        }
        // What the target never shows is its own choice.
        if let (None, Some(unseen)) = (&self.skipped, &self.unseen) {
            return Some(Skip::profile(unseen.clone()));
        }
        let reason = match self.complete {
            true => "none of its cases came to be sent",
            false => "the run ended before it was tried",
        };
        Some(self.skipped.clone().unwrap_or_else(|| Skip::unmade(reason)))
    }

    /// The event that tells the verdict, without its finding.
    pub fn judged(&self, clause: &Clause) -> Judged {
        let (verdict, reason) = self.verdict();
        Judged {
            id: clause.id.clone(),
            contract: clause.contract.clone(),
            operation: clause.operation.clone(),
            level: clause.level,
            duty: clause.duty.clone(),
            source: clause.source.clone(),
            location: clause.at.to_string(),
            verdict,
            reason,
            cases: self.cases,
            requests: self.requests,
            took: match (self.started, self.ended) {
                (Some(a), Some(b)) => b.duration_since(a),
                _ => Duration::ZERO,
            },
            finding: None,
            allowed: None,
            chosen: verdict == Verdict::Skipped
                && self.skip().is_some_and(|s| s.chosen_by != Chooser::Clausal),
        }
    }
}

/// Size of a case, for choosing the smallest.
pub fn weight(case: &Case) -> usize {
    use crate::exchange::Step;
    let message = |m: &crate::exchange::Message| {
        m.body.as_ref().map_or(0, |b| b.to_string().len())
            + m.parameters
                .iter()
                .map(|(p, v)| p.len() + v.to_string().len())
                .sum::<usize>()
    };
    case.steps
        .iter()
        .map(|step| match step {
            Step::Send(m) => 20 + message(m),
            Step::Raw(r) => 20 + r.body.as_ref().map_or(0, bytes::Bytes::len),
            Step::Race(list) => list.iter().map(message).sum(),
            _ => 20,
        })
        .sum()
}
