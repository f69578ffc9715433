//! The strict reader, held to the truth.

use super::*;
use crate::xml::{Kind, Limits, read};

/// Rules that the reader does not claim, each with a reason. None at present.
const UNCLAIMED: &[(&str, &str)] = &[];

#[test]
fn the_reader_agrees_with_the_truth() {
    let options = Options {
        dtd: false,
        ..Options::default()
    };
    let mut documents = Documents::new(1, options);
    let mut wrong = Vec::new();
    for number in 0..60_000 {
        let document = documents.next();
        let told = read(&document.bytes, &Limits::default());
        let right = match (&document.truth, &told) {
            (Truth::WellFormed, Ok(_)) | (Truth::Unknown, _) => true,
            (Truth::IllFormed(rule), told) => {
                let unclaimed = UNCLAIMED.iter().any(|(name, _)| *name == rule.name);
                unclaimed || matches!(told, Err(error) if error.kind == Kind::IllFormed)
            }
            _ => false,
        };
        if !right {
            wrong.push(format!("{number}: {told:?} {}", text(&document)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(20)].join("\n\n")
    );
}

/// Whatever a document type declaration says, the reader takes none.
#[test]
fn the_reader_takes_no_document_type_declaration() {
    let mut documents = Documents::new(2, Options::default());
    let mut seen = 0;
    for _ in 0..20_000 {
        let document = documents.next();
        if document.needs.dtd && document.kind != "mutated" {
            seen += 1;
            let told = read(&document.bytes, &Limits::default());
            assert!(told.is_err(), "{}", text(&document));
            if document.truth == Truth::WellFormed {
                let error = told.unwrap_err();
                assert_eq!(
                    (error.kind, error.rule),
                    (Kind::Refused, "doctype"),
                    "{error}"
                );
            }
        }
    }
    assert!(seen > 5000, "{seen}");
}
