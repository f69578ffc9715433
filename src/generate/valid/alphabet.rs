//! Texts that show which characters a pattern allows.

use crate::generate::Maker;

/// Every allowed character at once; then each kind of character at either end.
pub(super) fn alphabet(maker: &mut Maker<'_, '_, '_>, at: &str) -> Vec<(String, String)> {
    let kit = maker.kit;
    let Some(schema) = kit.operation.schema_at(at) else {
        return Vec::new();
    };
    let own;
    let text = match kit.text(at) {
        Some(text) => text,
        // Members of members, and entries.
        None => {
            own = crate::generate::Text::of(schema);
            &own
        }
    };
    let max = schema.max_length.unwrap_or(100) as usize;
    let mut list = Vec::new();
    if text.is_strange() {
        maker.kit.miss(text.miss(None));
        return list;
    }
    let tail = maker.drawn(at, |d| d.letters(10));
    let all: String = text.alphabet.iter().collect();
    for part in text.alphabet.chunks(max.saturating_sub(10).max(1)) {
        let part: String = part.iter().collect();
        let about = if part.len() == all.len() {
            "every allowed character"
        } else {
            "allowed characters"
        };
        list.push((about.to_owned(), format!("{tail}{part}")));
    }
    let of = |keep: fn(&char) -> bool| text.alphabet.iter().copied().find(keep);
    let kinds = [
        of(char::is_ascii_lowercase),
        of(char::is_ascii_uppercase),
        of(char::is_ascii_digit),
    ];
    let marks = text
        .alphabet
        .iter()
        .copied()
        .filter(|c| !c.is_ascii_alphanumeric() && *c != ' ')
        .take(8);
    let marks: Vec<char> = marks.collect();
    // What looks like no name is one: marks alone, and one of them alone, as many as are not taken yet.
    if marks.len() > 1 {
        let mixed = maker.drawn(at, |d| d.text(&marks, 12.min(max)));
        list.push(("marks alone".to_owned(), mixed));
    }
    let dot = marks.iter().find(|c| **c == '.').or(marks.first());
    if let Some(dot) = dot {
        let times = maker.drawn(at, |d| d.draw(2..=max.max(2))).unwrap_or(2);
        list.push((format!("{dot:?} alone"), dot.to_string().repeat(times)));
    }
    for c in kinds.into_iter().flatten().chain(marks) {
        list.push((
            format!("{c:?} at both ends"),
            format!("{c}{}{c}", maker.drawn(at, |d| d.letters(10))),
        ));
    }
    if let Some(lone) = maker.drawn(at, |d| text.of_length(d, 12.min(max))) {
        list.push(("allowed characters at random".into(), lone));
    }
    list.retain(|(_, t)| text.fits(t) && t.chars().count() <= max);
    // Where the pattern says more than which characters there are, a text that fits must do.
    if list.len() < 3 {
        list.extend(maker.drawn(at, |d| text.variants(d)));
    }
    if list.is_empty() {
        maker.kit.miss(text.miss(None));
    }
    list
}
