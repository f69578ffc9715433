//! In which order units are tried: the most telling first, one of each family over all operations before
//! the second of any, so that a run that ends early has most of what it would find.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Unit;
use crate::clause::{Clause, Raw, Stimulus, Valid};
use crate::contract::Contract;
use crate::exchange::Case;

/// The turn of a unit: earlier ones are smaller. First how many of its family came before it in its
/// operation, then how telling the family is, then whether it takes something away, then the place of the
/// unit in the plan.
pub(super) type Turn = (usize, u8, bool, usize);

/// The clauses of a run, and those of operations that end the target, or set it back, which come behind everything:
/// nothing of them is sent before. They are all one where there are no others.
pub(super) fn ending_apart(
    contract: &Contract,
    clauses: Vec<Clause>,
) -> (Vec<Clause>, Vec<Clause>) {
    let ending = contract.operations.iter().filter(|o| o.ends_all());
    let ending: BTreeSet<&str> = ending.map(|o| o.id.as_str()).collect();
    if ending.is_empty() {
        return (clauses, Vec::new());
    }
    let (last, first): (Vec<_>, Vec<_>) =
        (clauses.into_iter()).partition(|c| ending.contains(c.operation.as_str()));
    match first.is_empty() {
        true => (last, first),
        false => (first, last),
    }
}

/// The turn of each unit.
pub(super) fn turns(units: &[Unit], clauses: &[Clause], contract: &Contract) -> Vec<Turn> {
    let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
    let deleting: BTreeSet<&str> = (contract.operations.iter())
        .filter(|o| o.method == "DELETE")
        .map(|o| o.id.as_str())
        .collect();
    let of = |(place, unit): (usize, &Unit)| {
        let clause = &clauses[unit.clauses[0]];
        let (family, rule) = family(clause);
        let before = seen.entry((&clause.operation, family, rule)).or_default();
        let deletes = deleting.contains(clause.operation.as_str());
        // What may stay in the target, and spoil its later answers, comes last.
        let turn = match &clause.stimulus {
            Stimulus::Raw(Raw::DeepNesting | Raw::LargeBody) => usize::MAX,
            // A list is looked at when it holds what the others made.
            Stimulus::Pages(_) | Stimulus::Sorted(_) => usize::MAX - 1,
            _ => *before,
        };
        let turn = (turn, rank(&clause.stimulus), deletes, place);
        *before += 1;
        turn
    };
    units.iter().enumerate().map(of).collect()
}

/// The family of a clause and the rule that it is about, as its id says them.
fn family(clause: &Clause) -> (&str, &str) {
    let rest = clause.id.splitn(3, '/').nth(2).unwrap_or_default();
    let (family, place) = rest.split_once('/').unwrap_or((rest, ""));
    let rule = place.rsplit('.').next().unwrap_or_default();
    (family, rule)
}

/// How telling the cases of a clause are: what most servers that are wrong stumble over has the least.
fn rank(stimulus: &Stimulus) -> u8 {
    match stimulus {
        Stimulus::Successes | Stimulus::SuccessesAs(_) => 0,
        Stimulus::OddNumbers(_) => 1,
        Stimulus::Text { .. } => 2,
        Stimulus::Raw(Raw::MalformedJson) => 3,
        Stimulus::Raw(Raw::OddUnicode) => 4,
        Stimulus::OddValues => 5,
        Stimulus::Raw(Raw::HugeNumbers) => 6,
        Stimulus::Valid(Valid::Value(..) | Valid::Random | Valid::Example(_)) => 7,
        Stimulus::Breaks { .. } | Stimulus::Unknown { .. } => 8,
        Stimulus::Raw(Raw::NoToken | Raw::WrongToken) | Stimulus::Access { .. } => 8,
        Stimulus::Raw(Raw::EmptyBody) => 9,
        Stimulus::Valid(_) | Stimulus::Raw(Raw::NearToken) => 10,
        _ => 11,
    }
}

/// Whether a unit is among those that are looked at before all others: a few requests that show most of
/// what is wrong with most servers.
pub(super) fn is_telling(turn: Turn) -> bool {
    turn.1 <= 6
}

/// What is said of cases that show most within their families.
const FOREMOST: [&str; 12] = [
    "the least of 64 bits",
    "2^31",
    "2^63",
    "characters beyond the BMP",
    "letters of many scripts",
    "quotes, markup and signs of formats",
    "a NUL",
    "NaN for a number",
    "cut in the middle",
    "an empty value",
    "a negative number",
    "a value in quotes",
];

/// Where a case stands among those of its unit: the most telling first, the others as they are.
pub(super) fn foremost(case: &Case) -> usize {
    let known = FOREMOST.iter().position(|words| case.about.contains(words));
    known.unwrap_or(FOREMOST.len())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::FOREMOST;

    fn sources(folder: &Path, all: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => sources(&path, all),
                false => *all += &std::fs::read_to_string(&path).unwrap(),
            }
        }
    }

    /// A case that is called otherwise by now would lose its place unseen.
    #[test]
    fn what_comes_first_is_called_so_where_it_is_made() {
        let mut all = String::new();
        for folder in ["src/generate", "src/clause/text"] {
            sources(
                &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
                &mut all,
            );
        }
        for words in FOREMOST {
            // Powers are written with their exponent.
            let made = all.contains(words) || words.starts_with("2^") && all.contains("2^");
            assert!(made, "no case is called `{words}`");
        }
    }
}
