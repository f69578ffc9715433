//! Tokens.
use http::Method;

use super::at;

/// The token that every call carries.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Token(pub(in crate::reference) &'static str);

impl Token {
    pub(in crate::reference) const OPERATORS: &'static [&'static str] = &[
        "unchecked",
        "missing-taken",
        "empty-taken",
        "any-but-missing",
        "given-may-be-longer",
        "given-may-be-shorter",
        "last-character-ignored",
        "first-word-only",
        "ignores-case",
        "length-only",
        "unchecked-on-get",
        "unchecked-on-delete",
        "unchecked-on-post",
        "unchecked-after-first",
        "refused-after-first",
    ];

    /// Whether a token is taken.
    pub(in crate::reference) fn fits(
        self,
        right: &[u8],
        given: Option<&[u8]>,
        method: &Method,
    ) -> bool {
        let usual = given == Some(right);
        let Some(on) = at(self.0) else { return usual };
        let it = given.unwrap_or_default();
        let word = |it: &[u8]| it.split(|it| *it == b' ').next().map(<[u8]>::to_vec);
        let mut memory = on.memory();
        let before = if usual {
            memory.insert("served".into(), true.into()).is_some()
        } else {
            memory.contains_key("served")
        };
        match on.operator() {
            "unchecked" => true,
            "missing-taken" => usual || given.is_none(),
            "empty-taken" => usual || given.is_some_and(<[u8]>::is_empty),
            "any-but-missing" => given.is_some(),
            "given-may-be-longer" => it.starts_with(right),
            "given-may-be-shorter" => !it.is_empty() && right.starts_with(it),
            "last-character-ignored" => {
                it.len() == right.len() && it[..it.len() - 1] == right[..right.len() - 1]
            }
            "first-word-only" => given.is_some() && word(it) == word(right),
            "ignores-case" => it.eq_ignore_ascii_case(right),
            "length-only" => it.len() == right.len(),
            "unchecked-on-get" => usual || *method == Method::GET,
            "unchecked-on-delete" => usual || *method == Method::DELETE,
            "unchecked-on-post" => usual || *method == Method::POST,
            "unchecked-after-first" => usual || before,
            _ => usual && !before,
        }
    }
}
