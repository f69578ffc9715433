//! Smaller documents, and documents cut short.

use std::collections::BTreeMap;

use super::*;
use crate::xml::documents::origin::Remade;
use crate::xml::{Kind, Limits, read};

#[test]
fn smaller_documents_keep_their_truth() {
    let options = Options {
        size: 200,
        ..Options::default()
    };
    let mut documents = Documents::new(11, options);
    let mut seen = 0;
    for number in 0..100 {
        let document = documents.next();
        let smaller = document.smaller();
        assert!(smaller.is_sorted_by_key(|one| one.bytes.len()));
        for one in smaller {
            seen += 1;
            assert_eq!(one.truth, document.truth, "{number}");
            assert!(one.bytes.len() <= document.bytes.len() && one.bytes != document.bytes);
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
    for _ in 0..30 {
        let mut document = documents.next();
        while let Some(one) = document.smaller().into_iter().next() {
            document = one;
        }
        total += document.bytes.len();
    }
    assert!(total / 30 < 30, "{}", total / 30);
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

/// The choices that were written down make the same document.
#[test]
fn a_tree_of_choices_makes_the_same_document() {
    let mut documents = Documents::new(14, Options::default());
    let mut seen = 0;
    for number in 0..2_000 {
        let document = documents.next();
        let Remade::Sketch(sketch, plan) = document.origin.remade() else {
            continue;
        };
        let draft = sketch.draft();
        let bytes = match plan {
            source::Plan::Broken(way, pick, names) => {
                breaks::broken(&draft, way, pick, names).unwrap().0
            }
            source::Plan::Truncated(kept) => {
                encode::encode(draft.text.clone(), draft.charset)[..kept].to_vec()
            }
            _ => encode::encode(draft.text.clone(), draft.charset),
        };
        assert_eq!(bytes, document.bytes, "{number}: {}", text(&document));
        seen += 1;
    }
    assert!(seen > 1_800, "{seen}");
}

/// The first document of each rule, made smaller for a parser that takes everything.
fn smallest() -> BTreeMap<&'static str, Document> {
    let mut found = BTreeMap::new();
    let options = Options {
        size: 100,
        ..Options::default()
    };
    let mut documents = Documents::new(15, options);
    for _ in 0..40_000 {
        let document = documents.next();
        if let Truth::IllFormed(rule) = document.truth {
            found.entry(rule.name).or_insert(document);
        }
    }
    for document in found.values_mut() {
        while let Some(one) = document.smaller().into_iter().next() {
            *document = one;
        }
    }
    found
}

#[test]
fn the_smallest_document_of_a_rule_has_little_but_its_break() {
    // These need an XML declaration with an encoding, or two bytes for each character.
    const WIDE: [&str; 5] = [
        "invalid-us-ascii",
        "lone-surrogate-in-utf-16",
        "mark-contradicts-encoding",
        "swapped-surrogates-in-utf-16",
        "utf-8-declared-in-utf-16",
    ];
    let found = smallest();
    let wide = |name: &str| WIDE.contains(&name);
    let mut seen = 0;
    for way in breaks::ways() {
        let name = way.rule.name;
        let Some(document) = found.get(name) else {
            continue;
        };
        seen += 1;
        let put = way.how.put();
        let rest = document.bytes.len().saturating_sub(put);
        // `<!DOCTYPE a[]><a a=""/>` around what is put there; where a declaration is what is
        // changed, `<!DOCTYPE a[<!ELEMENT a ANY>]><a/>` and a blank in it.
        let declared = if way.wants.declaration { 21 } else { 0 };
        let most = declared + if put == 0 { 35 } else { 24 };
        assert!(rest <= most || wide(name), "{name}: {}", text(document));
        assert_eq!(document.truth, Truth::IllFormed(way.rule));
        if document.needs.dtd {
            continue;
        }
        let told = read(&document.bytes, &Limits::default());
        let is_refused = matches!(&told, Err(e) if e.kind == Kind::IllFormed);
        assert!(is_refused, "{name}: {told:?} {}", text(document));
    }
    assert_eq!(seen + 1, rules().len(), "each but truncated");
    for (name, wanted) in [
        ("second-root", "<a/><x/>"),
        ("duplicate-attribute", "<a a=\"\" a=\"\"/>"),
        ("cdata-end-in-text", "<a>]]></a>"),
        ("mismatched-end-tag", "<a></ab>"),
        ("undeclared-entity", "<a>&z;</a>"),
        (
            "entity-in-itself",
            "<!DOCTYPE a[<!ENTITY z 'a&z;b'>]><a>&z;</a>",
        ),
    ] {
        assert_eq!(String::from_utf8_lossy(&found[name].bytes), wanted);
    }
}
