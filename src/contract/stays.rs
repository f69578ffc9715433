//! What a document says, in words alone, of a DELETE that takes nothing away: "the cart stays", "archives the
//! post". No keyword can tell it.

use super::Operation;

/// Words that say it.
const WORDS: [&str; 18] = [
    "archives ",
    "archived",
    "can be restored",
    "cancels ",
    "clears ",
    "deactivate",
    "disables ",
    "empties ",
    "is kept",
    "marked as",
    "marks ",
    "recycle bin",
    "remains",
    "removes all",
    "soft delet",
    "soft-delet",
    "stays",
    "the trash",
];

impl Operation {
    /// Whether the documents say that what a DELETE names is still there afterwards.
    pub fn may_stay(&self) -> bool {
        let texts = [&self.about, &self.words].map(|text| text.to_ascii_lowercase());
        WORDS
            .iter()
            .any(|word| texts.iter().any(|text| text.contains(word)))
    }
}
