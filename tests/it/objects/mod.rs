//! Requests name what exists, for any contract: what the run made itself.

mod shop;

use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;

use crate::support::{Told, run_all};
use shop::Wrong;

async fn run(wrong: Wrong) -> Told {
    let server = shop::open(wrong).await;
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 7,
        cases: 2,
        jobs: 4,
        ..Options::default()
    };
    run_all(&[shop::contract()], &server.uri(), &profile, &[], options).await
}

fn broken(told: &Told) -> Vec<String> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken
        .map(|j| {
            let got = j.finding.as_ref().map(|f| f.got.clone());
            format!("{}: {}", j.id, got.unwrap_or_default())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_shop_is_tested_in_all_its_operations_and_nothing_is_broken() {
    let told = run(Wrong::Nothing).await;
    assert_eq!(broken(&told), Vec::<String>::new());
    assert_eq!(
        told.finished.untested,
        Vec::new(),
        "{:?}",
        told.finished.notes
    );
    let open: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Inconclusive)
        .map(|j| format!("{}: {:?}", j.id, j.reason))
        .collect();
    assert_eq!(open, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_nobody_made_names_nothing() {
    let told = run(Wrong::UnknownIsRead).await;
    let broken = broken(&told);
    let own = "shop/getPet/unknown/petId: status 200 and a thing that nobody made";
    assert!(broken.contains(&own.to_owned()), "{broken:?}");
    for right in [
        "dropPet/unknown/petId",
        "getToy/unknown/toyId",
        "dropToy/unknown/petId",
    ] {
        assert_eq!(told.clause(right).verdict, Verdict::Held, "{right}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_always_conflicts_leaves_the_rest_untested_and_says_why() {
    let told = run(Wrong::Full).await;
    let untested = &told.finished.untested;
    let toy = untested.iter().find(|u| u.operation == "getToy").unwrap();
    assert!(
        toy.why.contains("[contracts.shop.parameters]"),
        "{}",
        toy.why
    );
    assert_eq!(broken(&told), Vec::<String>::new());
    assert!(told.finished.requests < 3_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_forgets_everything_in_between_breaks_nothing_else() {
    let told = run(Wrong::Restarts).await;
    assert_eq!(told.finished.untested, Vec::new());
    assert_eq!(broken(&told), Vec::<String>::new());
}
