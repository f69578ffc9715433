//! What requests may be written in: each further media type is taken as the first one is, and an
//! optional body may be left out.

use super::{Check, Cited, Clause, Scope, Stimulus, Valid, slug};
use crate::wire::{MediaType, Syntax};

/// One clause for each media type beside the first, and one for going without a body.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let Some(body) = &scope.operation.body else {
        return Vec::new();
    };
    let cited = Cited::documented(&body.source, &body.at);
    let accepted = || Check::Outcomes(vec![scope.accepted()]);
    let mut clauses = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for media in body.media.iter().skip(1) {
        // The syntax, where that tells it from the others.
        let syntax = Syntax::of_media(media).map(Syntax::word);
        let same = |word: &str| {
            let all = body.media.iter().filter_map(Syntax::of_media);
            all.filter(|s| s.word() == word).count()
        };
        let word = match syntax.filter(|word| same(word) == 1) {
            Some(word) => word.to_owned(),
            None => slug(
                &MediaType::parse(&media.media_type)
                    .essence
                    .replace("*", "any"),
            ),
        };
        if words.contains(&word) {
            continue;
        }
        clauses.push(scope.clause(
            format!("accepts/body-as-{word}"),
            format!("a body of {} is accepted", media.media_type),
            cited,
            Stimulus::Valid(Valid::As(media.media_type.clone())),
            accepted(),
        ));
        words.push(word);
    }
    if !body.required {
        clauses.push(scope.clause(
            "accepts/body.absent".to_owned(),
            "the body may be left out".to_owned(),
            cited,
            Stimulus::Valid(Valid::Bodiless),
            accepted(),
        ));
    }
    clauses
}
