//! Extensions of other tools that are called like ours.

use std::collections::BTreeSet;

use crate::contract::diagnostic::{Problem, Weight};
use crate::contract::keywords::EXTENSIONS;
use crate::contract::refs::Documents;

/// Extensions whose names are hardly anybody else's.
const TELLING: &[&str] = &[
    "x-errors",
    "x-probes",
    "x-bases",
    "x-occupies",
    "x-lifecycle",
    "x-several-faults",
    "x-body-wrapper",
];

/// The pointer of the extension that a place belongs to.
pub(super) fn extension(pointer: &str) -> Option<&str> {
    let mut end = 0;
    let mut names = false;
    for step in pointer.split('/').skip(1) {
        end += 1 + step.len();
        if !names && EXTENSIONS.iter().any(|(name, _)| *name == step) {
            return Some(&pointer[..end]);
        }
        // A member may be called like an extension.
        names = !names && matches!(step, "properties" | "schemas" | "headers" | "paths");
    }
    None
}

/// Takes extensions out of a document that do not parse as ours, and tells of each.
pub(super) fn pass_over(docs: &mut Documents, problems: Vec<Problem>) -> Vec<Problem> {
    let mut passed = Vec::new();
    let mut seen = BTreeSet::new();
    for problem in problems {
        let Some(at) = extension(&problem.location.pointer).map(str::to_owned) else {
            continue;
        };
        if !seen.insert((problem.location.file.clone(), at.clone())) {
            continue;
        }
        docs.strip(&problem.location.file, &at);
        let name = at.rsplit('/').next().unwrap_or_default();
        let message = format!(
            "`{name}` is not what clausal means by it: {}",
            problem.message
        );
        let mut note = problem;
        note.message = message;
        let hint = "nothing has to change; a document that declares `x-clausal` is held to them";
        // Names that nobody else is known to use may well be meant as ours.
        let weight = match TELLING.contains(&name) {
            true => Weight::Warning,
            false => Weight::Note,
        };
        passed.push(
            note.weighs(weight)
                .costs("it is taken for another tool's and passed over")
                .hint(hint),
        );
    }
    passed
}
