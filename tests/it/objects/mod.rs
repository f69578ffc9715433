//! Requests name what exists, for any contract: what the run made itself.

mod cleanup;
mod envelopes;
mod kinds;
mod lending;
mod named;
mod notes;
mod odd;
mod ordered;
mod pages;
mod retired;
mod ripe;
mod shelves;
mod shop;
mod singletons;
mod users;
mod versions;
mod worded;
mod workflow;

use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;

use crate::support::{Told, run_all};
use shop::Wrong;

async fn run(wrong: Wrong) -> Told {
    run_with(wrong, "").await
}

async fn run_with(wrong: Wrong, profile: &str) -> Told {
    let server = shop::open(wrong).await;
    let profile = Profile::parse("p", profile, &|_| None).unwrap();
    let options = Options {
        seed: 7,
        cases: 2,
        jobs: 4,
        ..Options::default()
    };
    run_all(
        &[shop::contract(wrong)],
        &server.uri(),
        &profile,
        &[],
        options,
    )
    .await
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
    for kept in [
        "read",
        "shown",
        "listed",
        "changed",
        "read-again",
        "refused-create",
        "refused-change",
        "put-again",
        "own-id",
        "deleted",
        "deleted-again",
    ] {
        let judged = told.clause(&format!("addPet/kept/{kept}"));
        assert_eq!(judged.verdict, Verdict::Held, "{kept}: {:?}", judged.reason);
    }
    let toy = told.clause("addToy/kept/deleted");
    assert_eq!(toy.verdict, Verdict::Held, "{:?}", toy.reason);
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
        let judged = told.clause(right);
        assert_eq!(
            judged.verdict,
            Verdict::Held,
            "{right}: {:?}",
            judged.reason
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_below_one_thing_is_not_read_below_another() {
    let told = run(Wrong::AnyParent).await;
    let broken = broken(&told);
    let own = "shop/getToy/unknown/petId: status 200 and what was made below another one";
    assert_eq!(broken, [own]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_kept_is_told() {
    for (wrong, clause) in [
        (Wrong::Stays, "deleted"),
        (Wrong::Renames, "shown"),
        (Wrong::Unchanged, "changed"),
        (Wrong::Twice, "deleted-again"),
        (Wrong::Unlisted, "listed"),
        (Wrong::Forgets, "read"),
        (Wrong::KeepsRefused, "refused-create"),
        (Wrong::ChangesRefused, "refused-change"),
        (Wrong::PutTwice, "put-again"),
        (Wrong::PutAgain, "put-again"),
        (Wrong::OneId, "own-id"),
        (Wrong::Looks, "read-again"),
    ] {
        let told = run(wrong).await;
        let judged = told.clause(&format!("addPet/kept/{clause}"));
        let all = broken(&told);
        assert_eq!(
            judged.verdict,
            Verdict::Broken,
            "{wrong:?}: {:?} {all:?}",
            judged.reason
        );
        let of_it = |b: &String| {
            let unkept = matches!(wrong, Wrong::Renames | Wrong::Forgets | Wrong::OneId);
            let taken = unkept && b.contains("worded/name.taken");
            b.starts_with(&format!("shop/addPet/kept/{clause}: "))
                || b.contains("status 500")
                // A name that was not kept is free.
                || taken
        };
        assert!(all.iter().all(of_it), "{wrong:?}: {all:?}");
        // What another operation draws on the way is not told of the one that makes things.
        let own = all
            .iter()
            .any(|b| b.contains("addPet/implied/sound-answers"));
        assert!(!own, "{wrong:?}: {all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_wrong_change_spoilt_does_not_stand_for_what_was_left_alone() {
    let told = run(Wrong::StaysUnchanged).await;
    let judged = told.clause("addPet/kept/deleted");
    assert_eq!(judged.verdict, Verdict::Broken, "{:?}", judged.reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_made_and_never_found_is_told_though_nothing_was_ever_read() {
    let told = run(Wrong::KeepsNone).await;
    let judged = told.clause("addPet/kept/read");
    assert_eq!(judged.verdict, Verdict::Broken, "{:?}", judged.reason);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_another_thing_does_not_lead_to_what_was_made() {
    let told = run(Wrong::Linked).await;
    let kept: Vec<_> = broken(&told)
        .into_iter()
        .filter(|b| b.contains("/kept/"))
        .collect();
    assert_eq!(kept, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_marks_what_is_deleted_is_right_too() {
    for right in [Wrong::Soft, Wrong::Reuses] {
        let told = run(right).await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{right:?}");
        assert_eq!(told.finished.untested, Vec::new(), "{right:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_shows_writes_a_little_later_is_right_too() {
    let told = run(Wrong::Late).await;
    assert_eq!(broken(&told), Vec::<String>::new());
    // Whether what was made was seen to be there hangs on the pace of the machine.
    let deleted = told.clause("addPet/kept/deleted");
    assert!(
        matches!(deleted.verdict, Verdict::Held | Verdict::Skipped),
        "{:?}",
        deleted.reason
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_with_another_thing_is_made_anew() {
    let told = run(Wrong::Hides).await;
    assert_eq!(broken(&told), Vec::<String>::new());
    assert_eq!(told.finished.untested, Vec::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_producer_that_always_conflicts_leaves_alone_what_is_not_its_own() {
    let told = run(Wrong::Full).await;
    let untested = &told.finished.untested;
    let operations: Vec<_> = untested.iter().map(|u| &u.operation).collect();
    // The pet that stands in the shop is found in the list; it is not the run's to delete.
    assert_eq!(operations, ["addPet", "dropPet"], "{untested:?}");
    let why = &untested[1].why;
    assert!(
        why.contains("[contracts.shop.parameters] \"dropPet.petId\" = [...]"),
        "{why}"
    );
    assert!(why.contains("addPet answered status 409"), "{why}");
    assert_eq!(broken(&told), Vec::<String>::new());
    assert!(told.finished.requests < 3_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_profile_names_comes_before_all_that_could_be_made() {
    let told = run_with(Wrong::Full, "[contracts.shop.parameters]\npetId = 1\n").await;
    let untested: Vec<_> = told
        .finished
        .untested
        .iter()
        .map(|u| &u.operation)
        .collect();
    assert_eq!(
        untested,
        ["addPet", "dropPet"],
        "{:?}",
        told.finished.untested
    );
    // The pet that stands in the shop is not the run's to delete.
    let why = &told.finished.untested[1].why;
    assert!(why.contains("\"dropPet.petId\" = [...]"), "{why}");
    assert_eq!(broken(&told), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_forgets_everything_in_between_breaks_nothing_else() {
    let told = run(Wrong::Restarts).await;
    assert_eq!(told.finished.untested, Vec::new());
    assert_eq!(broken(&told), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finding_on_what_was_made_is_tried_again_on_something_new() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().display().to_string();
    let document = folder.path().join("shop.yaml");
    std::fs::write(&document, shop::DOCUMENT).unwrap();
    let document = document.display().to_string();
    let findings = format!("{at}/findings");
    let run = |args: Vec<String>| {
        tokio::task::spawn_blocking(move || {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let out = crate::support::clausal(&args);
            let told = crate::support::text(&out.stdout) + &crate::support::text(&out.stderr);
            (out.status.code(), told)
        })
    };
    let wrong = shop::open(Wrong::Stays).await;
    let own = ["check", "--contract", &document, "--target", &wrong.uri()];
    let more = [
        "--findings",
        &findings,
        "--cases",
        "1",
        "--only",
        "*kept*",
        "--allow-untested",
    ];
    let (code, told) = run([&own[..], &more[..]]
        .concat()
        .iter()
        .map(|s| s.to_string())
        .collect())
    .await
    .unwrap();
    assert_eq!(code, Some(1), "{told}");
    for (shop, code, word) in [
        (Wrong::Stays, 1, "STILL BROKEN"),
        (Wrong::Nothing, 0, "FIXED"),
    ] {
        // Its ids are others than those of the first one.
        let server = shop::open(shop).await;
        let args = [
            "replay",
            &findings,
            "--contract",
            &document,
            "--target",
            &server.uri(),
        ];
        let (got, told) = run(args.iter().map(|s| s.to_string()).collect())
            .await
            .unwrap();
        assert_eq!(got, Some(code), "{told}");
        assert!(told.contains(word), "{told}");
    }
}
