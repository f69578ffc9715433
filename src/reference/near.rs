//! Names that are nearly the one that was asked for.
use std::collections::BTreeSet;

/// How many are told.
const TOLD: usize = 3;

/// The names most like this one, in words; empty where none is.
pub(super) fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let wanted = pieces(name);
    let alike = |other: &str| {
        let own = pieces(other);
        let common = own.intersection(&wanted).count();
        // Out of all that either has, so that a long name is not like everything.
        (common * 1000)
            .checked_div(own.union(&wanted).count())
            .unwrap_or_default()
    };
    let mut all: Vec<(usize, &str)> = known.map(|other| (alike(other), other)).collect();
    all.retain(|(alike, _)| *alike > 200);
    all.sort_by_key(|(alike, name)| (usize::MAX - alike, *name));
    let told: Vec<_> = all
        .iter()
        .take(TOLD)
        .map(|(_, name)| format!("'{name}'"))
        .collect();
    match told.is_empty() {
        true => String::new(),
        false => format!("; like it: {}", told.join(", ")),
    }
}

/// Every three letters of a name that stand beside each other.
fn pieces(name: &str) -> BTreeSet<[char; 3]> {
    let letters: Vec<char> = format!(" {name} ").to_lowercase().chars().collect();
    letters.windows(3).map(|it| [it[0], it[1], it[2]]).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn the_nearest_names_come_first() {
        let known = ["name-null-code", "name-null-accepted", "path-id-cut", "z"];
        let told = near("name-nul-code", known.into_iter());
        assert_eq!(told, "; like it: 'name-null-code', 'name-null-accepted'");
        assert_eq!(near("qqq", known.into_iter()), "");
    }
}
