//! Nothing is left out between two pages.

use serde_json::Value;

use super::{Page, Shown};
use crate::clause::judge::Judgement;

fn unseen(why: &str) -> Judgement {
    Judgement::Unseen(why.to_owned())
}

fn broken(got: &str, step: usize) -> Judgement {
    Judgement::broken(Page::Whole.in_words().into(), got.to_owned(), (step, 0))
}

/// Two entries, the first one, the second one, both again, and the second one again: where the list stays as it
/// is, the second page holds the second entry.
pub(super) fn counted(pages: &[Shown]) -> Judgement {
    let shown: Vec<(usize, &Vec<Value>)> = pages
        .iter()
        .filter_map(|(step, page)| Some((*step, page.as_ref()?)))
        .collect();
    let [(_, both), (_, one), (step, two), (_, again), (_, later)] = shown.as_slice() else {
        return unseen("a page was not sent, was refused, or is no list");
    };
    if both != again || two != later {
        return unseen("the list has another order, or other entries, each time");
    }
    let [first, second] = both.as_slice() else {
        return unseen("a page of two entries was not seen");
    };
    // A target that counts its pages from elsewhere, or fills them, is seen here.
    if first == second || one.as_slice() != [first.clone()] || one == two {
        return unseen("the first page was not seen to be the first entry alone");
    }
    match two.as_slice() {
        [own] if own == second => Judgement::Held,
        [_] => broken(
            "a second page that passes over the second entry of the list",
            *step,
        ),
        [] => broken(
            "nothing on the second page, where the list has a second entry",
            *step,
        ),
        _ => unseen("a page has another size than was asked for"),
    }
}

/// Pages of one entry that lead on to each other, between two wider looks at the list.
pub(super) fn followed(pages: &[Shown]) -> Judgement {
    let ends = (pages.first(), pages.last());
    let (Some((_, Some(wide))), Some((_, Some(again)))) = ends else {
        return unseen("a page was refused, or is no list");
    };
    if wide != again {
        return unseen("the list has another order, or other entries, each time");
    }
    let apart = |e: &Value| wide.iter().filter(|own| *own == e).count() == 1;
    if wide.len() < 2 || !wide.iter().all(apart) {
        return unseen("it holds fewer than two entries, or some that are alike");
    }
    let mut wanted = wide.iter();
    let mut seen = 0;
    for (step, page) in super::single(pages) {
        let (Some(page), Some(next)) = (page, wanted.next()) else {
            break;
        };
        let [own] = page.as_slice() else {
            break;
        };
        if own == next {
            seen += 1;
            continue;
        }
        // The first page may begin elsewhere by another default; what comes behind it may not.
        let ahead = wanted.clone().any(|e| e == own);
        return match seen > 0 && ahead {
            true => broken("a page that passes over an entry of the list", *step),
            false => unseen("a page begins elsewhere than the list"),
        };
    }
    match seen {
        0 | 1 => unseen("no page leads on to another one"),
        _ => Judgement::Held,
    }
}
