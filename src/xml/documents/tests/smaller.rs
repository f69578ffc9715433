//! Smaller documents, and documents cut short.

use super::*;
use crate::xml::{Kind, Limits, read};

#[test]
fn smaller_documents_keep_their_truth() {
    let mut documents = Documents::new(11, Options::default());
    let mut seen = 0;
    for number in 0..300 {
        let document = documents.next();
        let smaller = document.smaller();
        assert!(smaller.is_sorted_by_key(|one| one.bytes.len()));
        for one in smaller {
            seen += 1;
            assert_eq!(one.truth, document.truth, "{number}");
            assert!(one.bytes.len() < document.bytes.len());
            if one.needs.dtd {
                continue;
            }
            let told = read(&one.bytes, &Limits::default());
            let right = match one.truth {
                Truth::WellFormed => told.is_ok(),
                Truth::IllFormed(_) => matches!(&told, Err(e) if e.kind == Kind::IllFormed),
                Truth::Unknown => true,
            };
            assert!(
                right,
                "{number}: {told:?}\n{}\n\n{}",
                text(&one),
                text(&document)
            );
        }
    }
    assert!(seen > 4_000, "{seen}");
}

#[test]
fn a_document_is_made_smaller_until_little_is_left() {
    let mut documents = Documents::new(12, Options::default());
    let mut total = 0;
    for _ in 0..60 {
        let mut document = documents.next();
        while let Some(one) = document.smaller().into_iter().next() {
            document = one;
        }
        total += document.bytes.len();
    }
    assert!(total / 60 < 60, "{}", total / 60);
}

#[test]
fn every_cut_before_the_end_of_the_root_is_ill_formed() {
    let options = Options {
        dtd: false,
        ..Options::default()
    };
    let mut documents = Documents::new(13, options);
    let mut seen = 0;
    for _ in 0..200 {
        let document = documents.next();
        if document.truth != Truth::WellFormed {
            continue;
        }
        for one in document.truncations() {
            seen += 1;
            assert!(
                read(&one.bytes, &Limits::default()).is_err(),
                "{}",
                text(&one)
            );
        }
    }
    assert!(seen > 20_000, "{seen}");
}
