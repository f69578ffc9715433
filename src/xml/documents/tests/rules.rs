//! Rules and the stream of documents.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::xml::documents::choices::Choices;
use crate::xml::documents::stress::Stress;

#[test]
fn rules_are_named_once_and_in_kebab_case() {
    let rules = rules();
    let names: HashSet<_> = rules.iter().map(|rule| rule.name).collect();
    let about: HashSet<_> = rules.iter().map(|rule| rule.about).collect();
    assert_eq!(names.len(), rules.len());
    assert_eq!(
        about.len(),
        rules.len(),
        "two rules tell of the same mistake"
    );
    assert!(rules.len() >= 380, "only {}", rules.len());
    for rule in rules {
        let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(rule.name.bytes().all(legal), "{}", rule.name);
        let section = rule
            .section
            .strip_prefix("Namespaces ")
            .unwrap_or(rule.section);
        assert!(
            section.starts_with(|c: char| c.is_ascii_digit()),
            "{section}"
        );
        assert!(
            !rule.about.is_empty() && !rule.about.ends_with('.'),
            "{}",
            rule.about
        );
    }
}

#[test]
fn every_rule_is_broken_by_some_document() {
    let mut missing: HashSet<_> = rules().iter().map(|rule| rule.name).collect();
    let mut documents = Documents::new(3, Options::default());
    let mut kinds: HashMap<&str, usize> = HashMap::new();
    for _ in 0..60_000 {
        let document = documents.next();
        *kinds.entry(document.kind).or_default() += 1;
        if let Truth::IllFormed(rule) = document.truth {
            missing.remove(rule.name);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    for kind in ["grammar", "break", "truncated", "mutated"] {
        assert!(kinds[kind] > 2000, "{kinds:?}");
    }
}

#[test]
fn options_leave_out_what_they_say() {
    let options = Options {
        dtd: false,
        namespaces: false,
        other_encodings: false,
        mutated: false,
        fifth_edition: false,
        ..Options::default()
    };
    let mut documents = Documents::new(4, options);
    for _ in 0..20_000 {
        let document = documents.next();
        assert_eq!(document.needs, Needs::default(), "{}", text(&document));
        assert_ne!(document.truth, Truth::Unknown);
    }
}

#[test]
fn the_same_seed_and_the_same_bytes_give_the_same_documents() {
    let mut one = Documents::new(5, Options::default());
    let mut other = Documents::new(5, Options::default());
    let all: Vec<Vec<u8>> = (0..500).map(|_| one.next().bytes).collect();
    for (number, bytes) in all.iter().enumerate().rev() {
        assert_eq!(&other.at(number as u64).bytes, bytes);
    }
    let different: HashSet<_> = all.iter().collect();
    assert!(different.len() > 450, "{}", different.len());
    let plainest = Documents::from_bytes(&[]);
    assert_eq!(plainest.truth, Truth::WellFormed);
    assert!(plainest.bytes.len() < 100, "{}", text(&plainest));
    for seed in 0..3000u64 {
        let mut choices = Choices::of(9, seed);
        let bytes: Vec<u8> = (0..choices.below(400))
            .map(|_| choices.below(256) as u8)
            .collect();
        let (one, other) = (Documents::from_bytes(&bytes), Documents::from_bytes(&bytes));
        assert_eq!((one.bytes, one.truth), (other.bytes, other.truth));
    }
}

#[test]
fn documents_are_about_as_large_as_asked() {
    for size in [100, 500, 3000] {
        let options = Options {
            size,
            ..Options::default()
        };
        let mut documents = Documents::new(6, options);
        let total: usize = (0..2000).map(|_| documents.next().bytes.len()).sum();
        let mean = total / 2000;
        assert!(
            (size * 2 / 3..size * 2).contains(&mean),
            "{mean} for {size}"
        );
    }
}

#[test]
fn stress_documents_keep_to_their_bounds() {
    let options = Options {
        stress: true,
        stress_size: 20_000,
        expansion: 100_000,
        ..Options::default()
    };
    let mut missing: HashSet<_> = stresses().collect();
    for number in 0..400 {
        let stress = Stress::choose(&mut Choices::of(7, number), options);
        let plan = source::Plan::Stress(stress);
        let origin = Origin::Stress(stress);
        let document = source::document(stress.write(), plan, Needs::default(), origin);
        assert!(document.needs.stress);
        missing.remove(document.kind);
        let length = document.bytes.len();
        assert!(length <= 21_000, "{} {length}", document.kind);
        let smaller = document.smaller();
        assert!(
            smaller
                .iter()
                .all(|one| one.kind == document.kind && one.truth == document.truth)
        );
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn one_document_in_a_thousand_is_a_stress_document() {
    let options = Options {
        stress: true,
        stress_size: 100,
        expansion: 100,
        size: 16,
        ..Options::default()
    };
    let mut documents = Documents::new(8, options);
    let seen = (0..30_000)
        .filter(|_| documents.next().needs.stress)
        .count();
    assert!((15..60).contains(&seen), "{seen}");
}
