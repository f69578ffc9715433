use std::collections::HashSet;

use super::mutants;

#[test]
fn ids_are_words_and_unique() {
    let mut seen = HashSet::new();
    for mutant in mutants() {
        assert!(seen.insert(&mutant.id), "{} stands twice", mutant.id);
        let plain = |it: char| it.is_ascii_alphanumeric() || "/.-_:=".contains(it);
        assert!(mutant.id.chars().all(plain), "{}", mutant.id);
    }
}
