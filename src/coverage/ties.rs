//! Which clauses are about a part of a contract, and whether cases of them can be made.

use std::collections::HashMap;

use crate::clause::{Clause, Side, Stimulus};
use crate::contract::{Contract, Operation};
use crate::generate::{Cases, Kit, Settings};
use crate::wire::Writing;

/// Ids of the clauses about a fact, or why there are none.
pub(super) type Told = Result<Vec<String>, String>;

/// The reason where none is told: a gap of clausal.
pub(super) const NO_CLAUSE: &str = "no clause is about it";

/// The clauses of an operation by what they are about.
pub(super) struct Ties<'c> {
    operation: &'c Operation,
    kit: Kit<'c>,
    settings: Settings,
    clauses: &'c [&'c Clause],
    /// By place and keyword; places have `*` for each number.
    by_part: HashMap<(Side, String, String), Vec<usize>>,
    /// Why cases of a kind cannot be made, for those that were tried.
    made: HashMap<String, Result<(), String>>,
}

impl<'c> Ties<'c> {
    pub(super) fn new(
        contract: &'c Contract,
        operation: &'c Operation,
        clauses: &'c [&'c Clause],
    ) -> Self {
        let mut by_part: HashMap<_, Vec<usize>> = HashMap::new();
        for (n, clause) in clauses.iter().enumerate() {
            if let Some(about) = clause.about() {
                let key = (about.side, starred(&about.at), about.keyword);
                by_part.entry(key).or_default().push(n);
            }
        }
        let fixture = |(name, fixture): (&String, &crate::contract::Fixture)| {
            // What stands on a target is not known here: anything of the type will do.
            let made = match fixture.kind.as_str() {
                "integer" => 1.into(),
                _ => name.as_str().into(),
            };
            (name.clone(), fixture.default.clone().unwrap_or(made))
        };
        Ties {
            operation,
            kit: Kit::new(
                contract,
                operation,
                contract.fixtures.iter().map(fixture).collect(),
            ),
            settings: Settings {
                seed: 1,
                cases: 2,
                writing: Writing::default(),
                has_token: true,
                has_words: false,
                settle: None,
                strength: 2,
                bait: None,
            },
            clauses,
            by_part,
            made: HashMap::new(),
        }
    }

    /// What is told of a keyword at a place.
    pub(super) fn of(&mut self, side: Side, at: &str, keyword: &str) -> Told {
        let at = starred(at);
        let mut found = self.found(side, &at, keyword);
        if found.is_empty() && side != Side::Request {
            // A value that is judged as a whole is judged with all that is in it.
            let mut around = at.as_str();
            while found.is_empty() {
                for whole in ["schema", "items"] {
                    found.extend(self.found(side, around, whole));
                }
                match around.rfind('/') {
                    Some(end) => around = &around[..end],
                    None => break,
                }
            }
        }
        self.told(found)
    }

    fn found(&self, side: Side, at: &str, keyword: &str) -> Vec<usize> {
        let key = (side, at.to_owned(), keyword.to_owned());
        self.by_part.get(&key).cloned().unwrap_or_default()
    }

    /// What is told of a place: the clauses about it and about what stands in it.
    pub(super) fn at(&mut self, side: Side, at: &str) -> Told {
        let at = starred(at);
        let inside = format!("{at}/");
        let found = self.clauses.iter().enumerate().filter(|(_, clause)| {
            clause.about().is_some_and(|about| {
                let own = starred(&about.at);
                about.side == side && (own == at || own.starts_with(&inside))
            })
        });
        let found: Vec<usize> = found.map(|(n, _)| n).collect();
        self.told(found)
    }

    /// The clauses whose name below the operation fits.
    pub(super) fn named(&mut self, fits: impl Fn(&str) -> bool) -> Told {
        let found = self.clauses.iter().enumerate().filter(|(_, clause)| {
            let name = clause.id.splitn(3, '/').nth(2);
            name.is_some_and(&fits)
        });
        let found: Vec<usize> = found.map(|(n, _)| n).collect();
        self.told(found)
    }

    /// The ids of those whose cases can be made, else why none can.
    fn told(&mut self, found: Vec<usize>) -> Told {
        let mut ids = Vec::new();
        let mut why = None;
        for n in found {
            let clause = self.clauses[n];
            match self.can_be_made(clause) {
                Ok(()) => ids.push(clause.id.clone()),
                Err(reason) => why = why.or(Some(reason)),
            }
        }
        match (ids.is_empty(), why) {
            (false, _) => Ok(ids),
            (true, Some(reason)) => Err(reason),
            (true, None) => Err(match self.operation.support {
                true => "the operation is only called for others' sake".to_owned(),
                false => NO_CLAUSE.to_owned(),
            }),
        }
    }

    fn can_be_made(&mut self, clause: &Clause) -> Result<(), String> {
        // What is judged on the requests of all others needs none of its own.
        if matches!(clause.stimulus, Stimulus::Everything) {
            return Ok(());
        }
        let (kit, settings) = (&self.kit, &self.settings);
        let tried = self.made.entry(clause.cases_key());
        let tried = tried.or_insert_with(|| {
            let cases = Cases::new(kit, clause, settings);
            cases.map(drop).map_err(|skip| skip.reason)
        });
        tried.clone()
    }
}

/// A pointer with `*` for each number, as clauses write it for any entry.
fn starred(at: &str) -> String {
    let steps = at.split('/').map(|step| {
        let number = !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit());
        if number { "*" } else { step }
    });
    steps.collect::<Vec<_>>().join("/")
}
