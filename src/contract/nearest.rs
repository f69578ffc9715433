//! Which known word a misspelt one was meant to be.

/// Edits that still count as a slip.
const SLIP: usize = 2;

/// The known word that is at most two edits away, the nearest one first.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|k| (edits(word, k), k))
        // A short word is two edits away from half the dictionary.
        .filter(|(n, k)| *n <= SLIP && *n * 2 < k.chars().count().max(2))
        .min_by_key(|(n, _)| *n)
        .map(|(_, k)| k)
}

/// A hint that lists what is known, and names the nearest when there is one.
pub(super) fn known_words(word: &str, known: &[&str]) -> String {
    let list = list(known);
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? Known are: {list}"),
        None if known.is_empty() => "none is declared".to_owned(),
        None => format!("known are: {list}"),
    }
}

/// Words in back quotes, cut after a dozen or so.
pub(super) fn list(words: &[&str]) -> String {
    const MOST: usize = 24;
    let shown: Vec<_> = words.iter().take(MOST).map(|w| format!("`{w}`")).collect();
    let more = if words.len() > MOST { ", ..." } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// Insertions, deletions, changes and swaps of neighbours that turn one word into the other.
pub(super) fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > SLIP {
        return usize::MAX / 4;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{edits, nearest};

    #[test]
    fn slips_are_counted() {
        for (a, b, n) in [
            ("x-echo", "x-echo", 0),
            ("x-ehco", "x-echo", 1),
            ("x-ech", "x-echo", 1),
            ("x-erors", "x-errors", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edits(a, b), n, "{a} {b}");
        }
        assert_eq!(nearest("braeks", ["breaks", "with"]), Some("breaks"));
        assert_eq!(nearest("zz", ["at", "or"]), None);
    }
}
