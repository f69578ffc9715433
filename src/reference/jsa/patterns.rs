//! What mutants make of the rules for texts.
use super::sites as site;

/// Whether a name has only what may stand in it; none where no mutant decides.
pub(super) fn plain_name(name: &str) -> Option<bool> {
    let does = |operator: &str| site::NAME_PATTERN.does(operator);
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    let usual = name.chars().all(allowed);
    if does("unchecked") {
        return Some(true);
    }
    if does("first-only") {
        return Some(name.chars().take(1).all(allowed));
    }
    if does("last-unchecked") {
        let most = name.chars().count().saturating_sub(1);
        return Some(name.chars().take(most).all(allowed));
    }
    if does("any-of-them") {
        return Some(name.chars().any(allowed));
    }
    if does("line-end-too") {
        return Some(name.strip_suffix('\n').unwrap_or(name).chars().all(allowed));
    }
    if does("every-line") {
        return Some(name.lines().any(|line| line.chars().all(allowed)));
    }
    more(name).or_else(|| less(name).then_some(false).filter(|_| usual))
}

/// What is taken beside what may stand in a name.
fn more(name: &str) -> Option<bool> {
    type Row = (&'static str, fn(char) -> bool);
    const ALSO: [Row; 13] = [
        ("from-a-capital-to-a-small", |it| ('A'..='z').contains(&it)),
        ("blank-too", |it| it == ' '),
        ("slash-too", |it| it == '/'),
        ("comma-too", |it| it == ','),
        ("colon-too", |it| it == ':'),
        ("at-too", |it| it == '@'),
        ("plus-too", |it| it == '+'),
        ("percent-too", |it| it == '%'),
        ("quote-too", |it| matches!(it, '\'' | '"')),
        ("parenthesis-too", |it| matches!(it, '(' | ')')),
        ("tab-too", |it| it == '\t'),
        ("every-script", char::is_alphanumeric),
        ("controls-too", char::is_control),
    ];
    let (_, also) = ALSO
        .iter()
        .find(|(operator, _)| site::NAME_PATTERN.does(operator))?;
    let allowed = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    Some(name.chars().all(|it| allowed(it) || also(it)))
}

/// What is refused of what may be a name.
fn less(name: &str) -> bool {
    type Row = (&'static str, fn(&str) -> bool);
    const REFUSED: [Row; 17] = [
        ("no-underscore", |name| name.contains('_')),
        ("no-hyphen", |name| name.contains('-')),
        ("no-dot", |name| name.contains('.')),
        ("no-capitals", |name| {
            name.contains(|it: char| it.is_ascii_uppercase())
        }),
        ("no-digits", |name| {
            name.contains(|it: char| it.is_ascii_digit())
        }),
        ("no-9", |name| name.contains('9')),
        ("no-z", |name| name.contains('z')),
        ("no-capital-z", |name| name.contains('Z')),
        ("no-digit-first", |name| {
            name.starts_with(|it: char| it.is_ascii_digit())
        }),
        ("no-dot-first", |name| name.starts_with('.')),
        ("no-hyphen-first", |name| name.starts_with('-')),
        ("no-dot-last", |name| name.ends_with('.')),
        ("no-digits-alone", |name| {
            name.bytes().all(|it| it.is_ascii_digit())
        }),
        ("no-double-dot", |name| name.contains("..")),
        ("no-reserved-word", |name| {
            ["con", "nul", "aux"].contains(&&*name.to_lowercase())
        }),
        ("no-true", |name| ["true", "false", "null"].contains(&name)),
        ("no-one-character", |name| name.len() == 1),
    ];
    let meant = REFUSED
        .iter()
        .find(|(operator, _)| site::NAME_PATTERN.does(operator));
    meant.is_some_and(|(_, refused)| refused(name))
}

/// Whether a mutant refuses a description for what stands in it.
pub(super) fn described_otherwise(text: &str) -> bool {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    let does = |operator: &str| site::DESCRIPTION_RULES.does(operator);
    !text.is_ascii() && does("ascii-only")
        || text.contains(['\r', '\n']) && does("no-line-breaks")
        || text.contains(['"', '\'']) && does("no-quotes")
        || text.contains(['<', '>', '&']) && does("no-markup")
        || text.contains('%') && does("no-percent")
        || text.trim() != text && does("no-blanks-outside")
        || text.bytes().all(|it| it.is_ascii_digit()) && does("no-digits-alone")
        || !text.chars().all(plain) && does("pattern-of-the-name")
}
