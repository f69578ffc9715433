//! A contract from the parts of a page.

mod around;
mod body;
mod claims;
mod collect;
mod document;
mod dotted;
mod errors;
mod examples;
mod media;
mod naming;
mod schema;
mod settle;

use serde_json::Value;

use super::block::Page;
use super::codes::Row;
use super::fields::Field;
use super::operation::Call;

/// A contract that a page describes.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The OpenAPI document.
    pub document: Value,
    /// What was guessed, contradicts itself or was left out: a sentence each.
    pub told: Vec<String>,
    /// Operations, codes, and codes whose cause is known.
    pub operations: usize,
    /// Codes of the page.
    pub codes: usize,
    /// Those of them that are tied to a cause.
    pub tied: usize,
    /// Parameters and members of bodies.
    pub parameters: usize,
}

/// Why a page gives no contract.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTables {
    /// No table was found.
    #[error(
        "the page has no table of parameters or of codes, so there is nothing to make a contract of\n(hint: a table has \
         heads such as Parameter, Type, Description or Status, Code, Description; give the page as HTML, Markdown, or as text \
         with all cells)"
    )]
    Tables,
    /// No operation was found.
    #[error(
        "the page names no operation: a method and a path such as `POST /orders`\n(hint: write that line at the top of the \
         page)"
    )]
    Operation,
}

/// What a page says of one operation.
#[derive(Debug, Default)]
struct Part {
    call: Call,
    fields: Vec<Field>,
    headers: Vec<Field>,
    answers: Vec<Field>,
    rows: Vec<Row>,
    /// Codes that samples show.
    shown: Vec<Row>,
    /// The member of an answer that tells a success from a fault, where the status does not.
    by_body: Option<String>,
    /// Whether the page says that the operation makes what its path names.
    makes: bool,
}

/// What is said beside the contract.
#[derive(Debug, Default)]
struct Told(Vec<String>);

impl Told {
    fn say(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.0.contains(&text) {
            self.0.push(text);
        }
    }
}

pub(super) fn draft(page: &Page, source: &str) -> Result<Draft, NoTables> {
    let mut told = Told::default();
    let parts = collect::parts(page, &mut told)?;
    Ok(document::of(page, parts, source, told))
}
