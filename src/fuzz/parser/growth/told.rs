//! Growth as a finding.

use super::fit::{self, Cost, Point};
use super::family::Family;
use crate::fuzz::parser::desk::report;
use crate::fuzz::parser::expect::{Key, Outcome};
use crate::fuzz::parser::finding::{Finding, Growth};
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::worker::Run;

/// Reports that a cost grows too fast, with all that was measured.
pub(super) fn tell(
    run: &Run<'_>,
    family: &'static Family,
    points: &[Point],
    cost: Cost,
    input: Input,
    notes: &mut Vec<String>,
) {
    let key = Key {
        outcome: Outcome::Growth,
        signature: format!("{} {}", cost.name(), family.kind),
        part: family.part,
    };
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
