//! `clausal clauses --resources`: where the values come from that name what exists.

use std::fmt::Write;

use crate::contract::ties::{Kind, Tie, Ties};
use crate::contract::{Contract, Operation, Place};
use crate::report::visible;
use crate::target::Profile;

/// For each operation that names something: its places, and what gives their values, the firmest first.
pub(super) fn lines(contract: &Contract, profile: Option<&Profile>) -> String {
    let ties = Ties::of(contract);
    let mut out = String::new();
    for operation in contract.operations.iter().filter(|o| !o.support) {
        let own = of(contract, &ties, operation, profile);
        if own.is_empty() {
            continue;
        }
        let head = format!("{} ({} {})", operation.id, operation.method, operation.path);
        // Writing to a text does not fail.
        let _ = writeln!(out, "{}/{}", visible(&contract.name), visible(&head));
        for line in own {
            let _ = writeln!(out, "  {}", visible(&line));
        }
    }
    if out.is_empty() {
        let _ = writeln!(
            out,
            "{}: no request names what another one makes",
            visible(&contract.name)
        );
    }
    out
}

/// The lines of one operation.
pub(super) fn of(
    contract: &Contract,
    ties: &Ties,
    operation: &Operation,
    profile: Option<&Profile>,
) -> Vec<String> {
    let only_own = operation.method == "DELETE";
    let given = profile.map(|p| p.parameters(contract, operation, only_own));
    let mut lines: Vec<String> = given
        .unwrap_or_default()
        .into_iter()
        .map(|(at, values)| {
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            format!("{at} <- the profile: {}", values.join(", "))
        })
        .collect();
    lines.extend(ties.to(&operation.id).iter().map(line));
    let path = operation
        .parameters
        .iter()
        .filter(|p| p.place == Place::Path);
    for parameter in path {
        let at = parameter.pointer();
        let fixture = parameter.schema.ext.fixture.is_some();
        let known = lines.iter().any(|l| l.starts_with(&format!("{at} <- ")));
        let listed =
            parameter.schema.constant.is_some() || !parameter.schema.enumeration.is_empty();
        if !(known || fixture || listed) {
            lines.push(format!("{at} <- a made-up value: nothing else is known"));
        }
    }
    lines
}

fn line(tie: &Tie) -> String {
    let does = match tie.kind {
        Kind::Made | Kind::Named => "",
        Kind::Listed => ", of those that are there",
    };
    let origin = tie.fills.first().map(|(_, origin)| origin.to_string());
    let with: Vec<_> = tie
        .fills
        .iter()
        .skip(1)
        .map(|(at, o)| format!("{at} from {o}"))
        .collect();
    let with = match with.is_empty() {
        true => String::new(),
        false => format!("; with {}", with.join(", ")),
    };
    format!(
        "{} <- {}: {}{does}{with} ({})",
        tie.at(),
        tie.producer,
        origin.unwrap_or_default(),
        tie.source
    )
}
