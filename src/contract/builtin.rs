//! The contracts that come with clausal.

use super::diagnostic::ContractError;
use super::{Contract, load_text};

const NAMES: &[&str] = &["jsa"];
const JSA: &str = include_str!("../../contracts/jsa/openapi.yaml");

/// The names of the built-in contracts.
pub fn builtin_names() -> &'static [&'static str] {
    NAMES
}

/// The built-in contract of that name.
pub fn builtin(name: &str) -> Option<Result<Contract, ContractError>> {
    let text = match name {
        "jsa" => JSA,
        _ => return None,
    };
    let file = format!("contracts/{name}/openapi.yaml");
    Some(load_text(&file, text, &|other| {
        Err(format!(
            "a built-in contract has no file `{other}` beside it"
        ))
    }))
}
