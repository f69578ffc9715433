//! Growth as a finding.

use super::family::Family;
use super::fit::{self, Cost, Point};
use crate::fuzz::parser::desk::report;
use crate::fuzz::parser::expect::{Key, Outcome};
use crate::fuzz::parser::finding::{Finding, Growth};
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::worker::Run;

/// What growth of one kind in one part of a parser is told as.
pub(super) fn key(family: &Family, cost: Cost) -> Key {
    Key {
        outcome: Outcome::Growth,
        signature: cost.name().into(),
        part: family.part,
    }
}

/// Reports that a cost grows too fast, with all that was measured.
pub(super) fn tell(
    run: &Run<'_>,
    family: &'static Family,
    points: &[Point],
    cost: Cost,
    input: Input,
    notes: &mut Vec<String>,
) {
    let key = key(family, cost);
    if !run.findings().claim(&key, family.kind) {
        return;
    }
    let growth = Growth {
        cost,
        power: fit::power(points, cost).unwrap_or_default(),
        points: points.to_vec(),
    };
    let finding = Finding {
        rule: family.name().to_owned(),
        section: family.section.to_owned(),
        about: family.about.to_owned(),
        document: input.bytes().to_vec(),
        expected: format!("{} that grows with the length of the document", cost.name()),
        got: growth.shown(),
        growth: Some(growth),
        ..Finding::new(Outcome::Growth, family.kind, run.began.elapsed())
    };
    report(run, &key, finding, &input, notes);
}
