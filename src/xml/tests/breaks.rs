//! Every break breaks, and an independent reader agrees.

use std::collections::HashSet;

use proptest::prelude::*;

use super::trees::full_tree;
use crate::xml::*;

/// What the independent reader takes although it is ill-formed, and why.
const LENIENT: &[(&str, &str)] = &[
    // It looks for the parts of a declaration and never at what they say.
    ("declaration-without-anything", "passes over values"),
    ("declaration-wrong-version", "passes over values"),
    ("declaration-version-one", "passes over values"),
    ("declaration-empty-version", "passes over values"),
    ("declaration-bad-encoding-name", "passes over values"),
    ("declaration-empty-encoding", "passes over values"),
    ("declaration-bad-standalone", "passes over values"),
    ("declaration-standalone-true", "passes over values"),
    // It reads text that others decoded.
    ("encoding-contradicts-bytes", "sees no bytes"),
    // It compares targets with "xml" in lower case and ends them at any other character.
    ("pi-target-xml", "knows lower case only"),
    ("upper-case-declaration", "knows lower case only"),
    ("pi-without-space", "ends targets anywhere"),
    // It reads characters that do not exist as U+FFFD.
    ("reference-to-surrogate", "replaces"),
    ("reference-beyond-unicode", "replaces"),
    // Three rules of Namespaces in XML 1.0 that it does not check.
    ("name-starting-with-colon", "takes an empty prefix for none"),
    ("xmlns-prefix-empty", "takes it as Namespaces 1.1 does"),
    ("pi-target-with-colon", "has no rule for targets"),
];

/// Whether the independent reader takes a document; it reads text, so bytes are decoded by the
/// standard library.
fn independent(bytes: &[u8]) -> bool {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..]
            .chunks_exact(2)
            .map(|p| unit([p[0], p[1]]))
            .collect();
        String::from_utf16(&units)
            .ok()
            .filter(|_| bytes.len().is_multiple_of(2))
    };
    let text = match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).ok(),
    };
    text.is_some_and(|text| roxmltree::Document::parse(&text).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn every_break_breaks(tree in full_tree(), pick in any::<u64>()) {
        let whole = write(&tree, &Style::default());
        prop_assert!(independent(&whole));
        for way in breaks() {
            let Some(bytes) = broken(&tree, way.name, pick) else {
                return Err(TestCaseError::fail(format!("{} has no place", way.name)));
            };
            prop_assert_ne!(&bytes, &whole);
            let text = String::from_utf8_lossy(&bytes);
            match super::read(&bytes) {
                Ok(_) => return Err(TestCaseError::fail(format!("{} is read: {text}", way.name))),
                Err(error) => prop_assert_eq!(error.kind, Kind::IllFormed, "{}: {} {}", way.name, error, text),
            }
            let lenient = LENIENT.iter().any(|(name, _)| *name == way.name);
            // Both ways: a mistake that the other reader learns of leaves the list.
            prop_assert_eq!(independent(&bytes), lenient, "{}: {}", way.name, text);
        }
    }
}

fn sample() -> Element {
    super::read("<task id=\"1\" name=\"a\">text<step to=\"b\">more</step>end<step/></task>")
        .unwrap()
}

#[test]
fn names_are_unique_and_kebab_case() {
    let names: HashSet<_> = breaks().iter().map(|way| way.name).collect();
    assert_eq!(names.len(), breaks().len());
    assert!(names.len() >= 60, "only {}", names.len());
    for way in breaks() {
        let legal = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        assert!(way.name.bytes().all(legal), "{}", way.name);
        assert!(!way.section.is_empty() && !way.about.is_empty() && !way.about.ends_with('.'));
    }
    assert_eq!(broken(&sample(), "no-such-break", 0), None);
}

#[test]
fn the_reader_names_what_was_done_or_what_it_leads_to() {
    let mut told = String::new();
    for way in breaks() {
        let error = super::read(broken(&sample(), way.name, 0).unwrap()).unwrap_err();
        told += &format!(
            "{}: {} {}:{} {}\n",
            way.name, error.rule, error.line, error.column, error.section
        );
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/xml");
    insta::with_settings!({snapshot_path => folder}, {
        insta::assert_snapshot!(told);
    });
}

#[test]
fn an_element_without_content_has_fewer_places() {
    let bare = Element::new("a");
    assert_eq!(broken(&bare, "bare-ampersand", 0), None);
    assert_eq!(broken(&bare, "duplicate-attribute", 3), None);
    assert!(broken(&bare, "second-root", 3).is_some());
}

#[test]
fn every_place_is_chosen_by_some_number() {
    let places = |name| {
        (0..50)
            .filter_map(|pick| broken(&sample(), name, pick))
            .collect::<HashSet<_>>()
            .len()
    };
    assert_eq!(places("duplicate-attribute"), 3);
    assert_eq!(places("unclosed-element"), 2);
    assert!(places("bare-ampersand") > 5);
}
