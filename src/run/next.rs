//! What the profile would have to say for more to be tested: at the end of a run, the few lines that
//! would open most.

use std::collections::{BTreeMap, BTreeSet};

use super::event::Missing;
use super::evidence::Answered;
use super::{Lane, Totals};
use crate::contract::{Operation, Place};
use crate::target::lines;

/// Lines that are told.
const TOLD: usize = 3;

/// What a line would open.
#[derive(Default)]
struct Opens {
    why: String,
    operations: BTreeSet<String>,
    clauses: usize,
}

/// Lines of a profile, by table, with what each would open.
type Lines = BTreeMap<(String, String), Opens>;

impl Lane<'_> {
    /// The lines of the profile that would test most of what this contract's part left untested.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let mut all = Lines::new();
        let untested: BTreeSet<String> = self.untested().into_iter().map(|u| u.operation).collect();
        for operation in self.judged_operations() {
            if !untested.contains(&operation.id) {
                continue;
            }
            match self.evidence.answered(&operation.id) {
                Some(Answered::Refused(_, Some(status @ (401 | 403)))) => {
                    self.want_credentials(&mut all, operation, status);
                }
                Some(Answered::Refused(_, Some(status @ (400 | 404 | 409 | 410 | 422)))) => {
                    self.want_values(&mut all, operation, &format!("status {status}"));
                }
                Some(Answered::Unmade(_)) => {
                    self.want_values(&mut all, operation, "none could be made up");
                }
                _ => {}
            }
        }
        self.want_fixtures(&mut all);
        let missing = |((table, line), opens): ((String, String), Opens)| Missing {
            table,
            line,
            why: opens.why,
            operations: opens.operations.len(),
            clauses: opens.clauses,
        };
        all.into_iter().map(missing).collect()
    }

    fn want_credentials(&self, all: &mut Lines, operation: &Operation, status: u16) {
        let own = self.profile.contracts.get(&self.contract.name);
        if own.is_some_and(|o| o.has_credentials()) {
            return;
        }
        // The first way in will do, and none takes fewer lines than the shortest.
        let ways = operation.security.iter().filter(|way| !way.is_empty());
        let way = ways.min_by_key(|way| way.len());
        let mut told = false;
        for scheme in way.into_iter().flatten() {
            let scheme = self.contract.scheme(scheme);
            let Some((line, becomes)) = scheme.and_then(|s| lines::credential(self.contract, s))
            else {
                continue;
            };
            let table = lines::table(&self.contract.name, "security");
            let why = format!("becomes {becomes}; status {status} without it");
            add(all, table, line, why, operation);
            told = true;
        }
        if !told && operation.security.is_empty() {
            let table = lines::table(&self.contract.name, "headers");
            let line = "Authorization = \"env:TOKEN\"".to_owned();
            let why = format!("status {status}, though its document names no credentials");
            add(all, table, line, why, operation);
        }
    }

    fn want_values(&self, all: &mut Lines, operation: &Operation, came: &str) {
        let uses_up = operation.method == "DELETE";
        let given = self.profile.parameters(self.contract, operation, uses_up);
        let given = |at: String| given.iter().any(|(place, _)| *place == at);
        let needed = operation.parameters.iter();
        let needed = needed.filter(|p| lines::names_something(p) && p.place == Place::Path);
        for parameter in needed.filter(|p| !given(p.pointer())) {
            let table = lines::table(&self.contract.name, "parameters");
            let (name, value) = lines::parameter(operation, parameter);
            let line = format!("{} = {value}", lines::key(&name));
            let why = format!("one that exists on the target: {came} without it");
            add(all, table, line, why, operation);
        }
    }

    /// Fixtures and the hook, for want of which clauses were skipped.
    fn want_fixtures(&self, all: &mut Lines) {
        let tallies = self.tallies.borrow();
        for (tally, clause) in tallies.iter().zip(&self.clauses) {
            let Some(skip) = tally.skip() else { continue };
            let fixture = skip.reason.strip_prefix(crate::generate::NO_FIXTURE);
            let name = fixture.and_then(|rest| rest.split('`').next());
            if let Some((name, fixture)) =
                name.and_then(|n| self.contract.fixtures.get_key_value(n))
            {
                let value = match fixture.kind.as_str() {
                    "integer" => "1",
                    _ => "\"…\"",
                };
                let table = lines::table(&self.contract.name, "fixtures");
                let line = format!("{} = {value}", lines::key(name));
                let opens = all.entry((table, line)).or_default();
                opens.why.clone_from(&fixture.about);
                opens.clauses += 1;
            }
            let hook = &self.profile.states;
            if hook.url.is_none()
                && hook.command.is_none()
                && skip.reason.contains(super::driver::NOT_BROUGHT_ABOUT)
            {
                let line = "url = \"/_states\"".to_owned();
                let opens = all.entry(("[states]".to_owned(), line)).or_default();
                opens.why = "a hook that brings states about".to_owned();
                opens.clauses += usize::from(!clause.operation.is_empty());
            }
        }
    }
}

fn add(all: &mut Lines, table: String, line: String, why: String, operation: &Operation) {
    let opens = all.entry((table, line)).or_default();
    if opens.why.is_empty() {
        opens.why = why;
    }
    opens.operations.insert(operation.id.clone());
}

impl Totals<'_> {
    /// The few lines that would open most, of all contracts.
    pub(super) fn most_wanted(&self) -> Vec<Missing> {
        let mut all = self.missing.borrow().clone();
        all.sort_by_key(|m| (std::cmp::Reverse((m.operations, m.clauses)), m.line.clone()));
        all.truncate(TOLD);
        all.sort_by(|a, b| a.table.cmp(&b.table));
        all
    }
}
