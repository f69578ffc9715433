//! All families, those with the most known faults first.

mod content;
mod doctype;
mod entities;
mod tags;

use super::family::Family;

const fn family(
    part: &'static str,
    kind: &'static str,
    section: &'static str,
    about: &'static str,
    write: fn(usize) -> String,
) -> Family {
    Family {
        kind,
        section,
        about,
        part,
        write,
        far: false,
        expands: None,
    }
}

const fn far(family: Family) -> Family {
    Family {
        far: true,
        ..family
    }
}

const fn expands(bound: usize, family: Family) -> Family {
    Family {
        expands: Some(bound),
        ..family
    }
}

/// Every family.
pub(in crate::fuzz::parser) fn all() -> impl Iterator<Item = &'static Family> {
    let lists: [&'static [Family]; 4] = [
        &tags::FAMILIES,
        &entities::FAMILIES,
        &content::FAMILIES,
        &doctype::FAMILIES,
    ];
    lists.into_iter().flatten()
}

/// So many of something, made by number, after a beginning and before an end.
fn many(before: &str, count: usize, one: impl Fn(usize) -> String, after: &str) -> String {
    let all: String = (0..count.max(1)).map(one).collect();
    format!("{before}{all}{after}")
}

/// A text as often as it goes into so many bytes.
fn filled(text: &str, size: usize) -> String {
    text.repeat((size / text.len()).max(1))
}

/// In the root element.
fn inside(text: &str) -> String {
    format!("<a>{text}</a>")
}

/// In an internal subset.
fn declared(text: &str) -> String {
    format!("<!DOCTYPE a [{text}]><a/>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_about_as_long_as_asked_and_names_stand_once() {
        let mut names: Vec<&str> = all().map(Family::name).collect();
        for family in all().filter(|family| family.expands.is_none()) {
            for size in [1000, 8000] {
                let length = (family.write)(size).len();
                let is_near = length > size / 2 && length < size * 2 + 200;
                assert!(is_near, "{} is {length} long for {size}", family.kind);
            }
            assert!(family.kind.starts_with("growth/"), "{}", family.kind);
        }
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
