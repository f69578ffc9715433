//! `clausal explain CODE`: what provokes a code, and which clauses show it.

use std::fmt::Write;

use crate::clause::{Clause, Stimulus, is_about};
use crate::contract::{Cause, Contract, ErrorRule, Inferred, Operation};
use crate::report::visible;

/// What there is to say of a code; nothing where no contract has it. With `all`, of every code.
pub(super) fn text(contracts: &[(Contract, Vec<Clause>)], wanted: Option<&str>) -> Option<String> {
    let mut out = String::new();
    for (contract, clauses) in contracts {
        for operation in &contract.operations {
            for rule in &operation.inferred.rules {
                if wanted.is_none_or(|code| rule.code.to_string() == code) {
                    let own = clauses.iter().filter(|c| is_of(c, operation, rule));
                    let own: Vec<&str> = own.map(|c| c.id.as_str()).collect();
                    let _ = inferred(&mut out, contract, operation, rule, &own);
                }
            }
            for response in &operation.responses {
                for rule in &response.errors {
                    if wanted.is_none_or(|code| rule.code.to_string() == code) {
                        let own = clauses
                            .iter()
                            .filter(|c| is_about(c, operation, response, rule));
                        let own: Vec<&str> = own.map(|c| c.id.as_str()).collect();
                        let of = format!(
                            "with status {}, of {}/{}",
                            response.status, contract.name, operation.id
                        );
                        // Writing to a text does not fail.
                        let _ = one(&mut out, &of, rule, &own);
                    }
                }
            }
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Whether a clause breaks the rule that words of the document tie to a code.
fn is_of(clause: &Clause, operation: &Operation, rule: &Inferred) -> bool {
    clause.operation == operation.id
        && matches!(&clause.stimulus, Stimulus::Breaks { keyword, at, with: None, .. }
            if *keyword == rule.keyword && *at == rule.at)
}

/// A code that is inferred from the words of the document.
fn inferred(
    out: &mut String,
    contract: &Contract,
    operation: &Operation,
    rule: &Inferred,
    own: &[&str],
) -> std::fmt::Result {
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:9} {}", visible(text));
    line(
        "code",
        &format!("{} of {}/{}", rule.code, contract.name, operation.id),
    )?;
    line("inferred", &rule.words)?;
    line(
        "provoked",
        &format!("`{}` of {} is broken", rule.keyword, rule.at),
    )?;
    for clause in own {
        line("clause", clause)?;
    }
    writeln!(out)
}

fn one(out: &mut String, of: &str, rule: &ErrorRule, own: &[&str]) -> std::fmt::Result {
    let mut line = |label: &str, text: &str| writeln!(out, "  {label:9} {}", visible(text));
    line("code", &format!("{} {of}", rule.code))?;
    line("duty", &rule.duty)?;
    line("source", &rule.source)?;
    line("contract", &rule.at.to_string())?;
    for when in &rule.when {
        line("provoked", &cause(&when.cause))?;
    }
    for clause in own {
        line("clause", clause)?;
    }
    if own.is_empty() {
        line("clause", "none: nothing provokes it, so it is not tested")?;
    }
    writeln!(out)
}

/// A cause in words.
fn cause(cause: &Cause) -> String {
    match cause {
        Cause::Breaks { keyword, at, with } => match with {
            Some(with) => format!("`{keyword}` of {at} is broken by {with}"),
            None => format!("`{keyword}` of {at} is broken"),
        },
        Cause::Fixture { name, at } => format!("{at} holds the fixture `{name}`"),
        Cause::Unknown { kind, at } => format!("{at} names a {kind} that does not exist"),
        Cause::Any => "any rule of the schema is broken that no other code names".to_owned(),
        Cause::Untested(why) => format!("not known: {why}"),
        Cause::State { name, .. } => format!("the state: {name}"),
    }
}
