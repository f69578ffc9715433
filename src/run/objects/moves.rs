//! A thing is made and moved from state to state, and read in between; or another one is made that names
//! it, and then it is deleted.

use crate::clause::moves::Moves;
use crate::clause::worded::Below;
use crate::clause::{Clause, Stimulus};
use crate::contract::Operation;
use crate::contract::ties::{Kind, Tie};
use crate::exchange::{Case, Step};
use crate::generate::{Newness, Settings, Skip};
use crate::run::Lane;

/// Moves of a walk.
const MOST: usize = 10;

fn nothing() -> Skip {
    Skip::profile("nothing that it makes was seen to be there")
}

impl Lane<'_> {
    /// The walks of a clause, made as the run goes: with new texts, and as plain requests were accepted, since
    /// new texts may be refused by what no keyword tells.
    pub(in crate::run) fn walked_cases(
        &self,
        clause: &Clause,
        settings: &Settings,
    ) -> Result<Vec<Case>, Skip> {
        let mut all = Vec::new();
        for (number, newness) in [Newness::Texts, Newness::Plain].into_iter().enumerate() {
            let mut case = match &clause.stimulus {
                Stimulus::Moves(moves) => self.moves_case(clause, moves, newness, settings)?,
                Stimulus::Below(below) => self.below_case(clause, below, newness, settings)?,
                _ => return Err(nothing()),
            };
            case.index = number;
            case.tag = Some(number.to_string());
            all.push(case);
        }
        Ok(all)
    }

    /// A thing, what names it, and the end of the first.
    fn below_case(
        &self,
        clause: &Clause,
        below: &Below,
        newness: Newness,
        settings: &Settings,
    ) -> Result<Case, Skip> {
        if !self.evidence.is_tested(&below.child) {
            return Err(nothing());
        }
        let made = self.kits[&below.maker].making(settings, Newness::Texts, None)?;
        let mut steps = vec![Step::Send(made)];
        for (id, newness) in [(&below.child, newness), (&clause.operation, Newness::Plain)] {
            let mut ties = self.objects.ties.to(id).iter();
            let own = ties.find(|t| t.producer == below.maker && t.kind == Kind::Made);
            let message = self.kits[id].making(settings, newness, None)?;
            steps.push(Step::follow(0, message, own.ok_or_else(nothing)?.written()));
        }
        Ok(Case {
            index: 0,
            about: "it is deleted while another one names it".into(),
            tag: None,
            steps,
        })
    }

    /// The walk of an operation that moves things: it is done first, and again behind each of the others.
    fn moves_case(
        &self,
        clause: &Clause,
        moves: &Moves,
        newness: Newness,
        settings: &Settings,
    ) -> Result<Case, Skip> {
        let none = nothing;
        if !self.evidence.is_tested(&moves.maker) || !self.evidence.is_tested(&moves.read) {
            return Err(none());
        }
        let newness = self.objects.newness(&moves.maker).max(newness);
        let made = self.kits[&moves.maker].making(settings, newness, None)?;
        let mut steps = vec![Step::Send(made)];
        let own = self
            .contract
            .operation(&clause.operation)
            .ok_or_else(none)?;
        let read = self.contract.operation(&moves.read).ok_or_else(none)?;
        let mut order = vec![own];
        let others = moves
            .others
            .iter()
            .filter_map(|id| self.contract.operation(id));
        let others: Vec<&Operation> = others.collect();
        for _ in 0..2 {
            for other in &others {
                order.extend([*other, own]);
            }
        }
        if others.is_empty() {
            order.push(own);
        }
        let mut ask = |operation: &Operation, newness: Newness| -> Result<(), Skip> {
            let tie = self.tie_to(operation, &moves.maker).ok_or_else(none)?;
            let message = self.kits[&operation.id].making(settings, newness, None)?;
            steps.push(Step::follow(0, message, tie.written()));
            Ok(())
        };
        ask(read, Newness::Plain)?;
        for operation in order.into_iter().take(MOST) {
            ask(operation, newness)?;
            ask(read, Newness::Plain)?;
        }
        Ok(Case {
            index: 0,
            about: "it is made, and moved from state to state".into(),
            tag: None,
            steps,
        })
    }

    fn tie_to(&self, operation: &Operation, maker: &str) -> Option<&Tie> {
        let mut ties = self.objects.ties.to(&operation.id).iter();
        let made = |t: &&Tie| t.producer == maker && t.kind == Kind::Made;
        ties.find(|t| made(t) && t.at().starts_with("/path/"))
    }
}
