use std::collections::HashSet;

use globset::Glob;

use super::compare::same;
use super::text::changed;
use super::{mutants, unseen};

#[test]
fn ids_are_words_and_unique() {
    let mut seen = HashSet::new();
    for mutant in mutants() {
        assert!(seen.insert(&mutant.id), "{} stands twice", mutant.id);
        let plain = |it: char| it.is_ascii_alphanumeric() || "/.-_:=".contains(it);
        assert!(mutant.id.chars().all(plain), "{}", mutant.id);
    }
}

#[test]
fn every_reason_is_one_of_a_mutant() {
    for row in unseen::table() {
        let glob = Glob::new(row.mutants).unwrap().compile_matcher();
        let any = mutants().iter().any(|it| glob.is_match(&it.id));
        assert!(any, "{} excuses nothing", row.mutants);
        assert!(!row.why.is_empty());
    }
}

#[test]
fn every_operator_on_texts_changes_some_text() {
    let texts = [
        " a  b ",
        "ABC\u{1F600}e\u{301}\u{e9}",
        "a\0b\nc\td",
        "a\\nb &amp; <b>\"x\"</b> 100%25 %s + '",
        "007",
        &"x".repeat(100),
        &"y".repeat(255),
    ];
    for operator in super::Text::OPERATORS {
        let any = texts
            .iter()
            .any(|it| changed(operator, (*it).to_owned()) != *it);
        assert!(any, "{operator} changes nothing");
    }
}

#[test]
fn every_comparison_takes_some_two_texts_for_the_same() {
    let long = "n".repeat(32);
    let (one, other) = (format!("{long}a"), format!("{long}b"));
    let pairs = [
        ("abc", "ABC"),
        ("abc", "abd"),
        (&*one, &*other),
        ("abcdefghi", "abcdefghj"),
        ("abc", "abcd"),
        ("abcd", "abc"),
        ("abc", " abc "),
        ("a-b", "a_b"),
    ];
    for operator in super::Same::OPERATORS {
        let any = pairs
            .iter()
            .any(|(known, given)| same(operator, known, given));
        assert!(any, "{operator} takes none");
        assert!(same(operator, "same", "same"));
    }
}
