//! Names of things: what a parameter names, and what a collection holds.

/// Endings that turn the name of a thing into that of what tells it from others.
const ENDINGS: [&str; 9] = [
    "identifier",
    "uuid",
    "guid",
    "slug",
    "name",
    "code",
    "key",
    "id",
    "no",
];

/// Letters and digits of a name, in small letters.
pub(super) fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether two names differ in their writing alone: `petId`, `pet_id`.
pub fn same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// One of several: `pets`, `boxes`, `categories`.
pub(super) fn singular(word: &str) -> String {
    let word = bare(word);
    let tail = |end: &str| word.strip_suffix(end).filter(|front| front.len() > 1);
    if let Some(front) = tail("ies") {
        return format!("{front}y");
    }
    for end in ["sses", "xes", "ches", "shes", "zes"] {
        if let Some(front) = tail(end) {
            return format!("{front}{}", &end[..end.len() - 2]);
        }
    }
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    tail("s").map_or_else(|| word.clone(), str::to_owned)
}

/// What a name of an id names, and the ending that says so: `petId` a pet by its id; nothing where the
/// name is such an ending alone.
pub(super) fn named(name: &str) -> (String, Option<&'static str>) {
    // A name in capitals has no words that could be told apart.
    let bare = bare(name);
    for end in ENDINGS {
        if let Some(front) = bare.strip_suffix(end) {
            // `valid` is no id of a val.
            let apart = front.is_empty() || starts_word(name, end);
            if apart {
                return (singular(front), Some(end));
            }
        }
    }
    (singular(name), None)
}

/// Whether a name ends with a word of its own: `petId`, `pet_id`, `pet-id`, `PETID` not.
fn starts_word(name: &str, end: &str) -> bool {
    let Some(at) = name.len().checked_sub(end.len()) else {
        return false;
    };
    let (Some(front), Some(tail)) = (name.get(..at), name.get(at..)) else {
        return false;
    };
    let before = front.chars().next_back();
    let first = tail.chars().next();
    before.is_some_and(|c| !c.is_alphanumeric())
        || (first.is_some_and(char::is_uppercase) && before.is_some_and(char::is_lowercase))
        || before.is_some_and(|c| c.is_ascii_digit())
}

/// Names under which an answer may show what a parameter takes, the likeliest first; `noun` is what the
/// collection before it holds.
pub(super) fn shown(parameter: &str, noun: &str) -> Vec<String> {
    let (thing, end) = named(parameter);
    let noun = if thing.is_empty() {
        noun
    } else {
        thing.as_str()
    };
    let mut names = vec![parameter.to_owned()];
    let family: &[&str] = match end {
        Some("name") => &["name", "id", "slug", "key"],
        Some("slug") => &["slug", "name", "id"],
        Some("key") => &["key", "id", "name"],
        Some("code") => &["code", "id", "name"],
        Some("uuid" | "guid") => &["uuid", "guid", "id"],
        _ => &["id", "uuid", "_id", "guid", "key", "name", "slug"],
    };
    for word in family {
        names.push((*word).to_owned());
        if !noun.is_empty() {
            names.push(format!("{noun}_{}", word.trim_start_matches('_')));
        }
    }
    let mut kept: Vec<String> = Vec::new();
    for name in names {
        if !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}
