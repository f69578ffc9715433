//! What a document says in words alone of a DELETE that takes nothing away: a server that does so is right, and one
//! that does so without such words is not.

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::target::Profile;

use super::broken;
use super::shop::{self, DOCUMENT, Wrong};
use crate::support::run_all;

async fn told(wrong: Wrong, text: &str, only: &str) -> Vec<String> {
    let server = shop::open(wrong).await;
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 7,
        cases: 2,
        jobs: 4,
        ..Options::default()
    };
    let contract = load_text("shop.yaml", text, &|_| Err("no file".into())).unwrap();
    let told = run_all(&[contract], &server.uri(), &profile, &[only], options).await;
    broken(&told)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stays_by_words_is_not_gone() {
    for (words, silent) in [
        ("Empties its bowl; the pet stays", true),
        ("Takes a pet out of the shop", false),
    ] {
        let own = format!("operationId: dropPet\n      summary: {words}");
        let text = DOCUMENT.replace("operationId: dropPet", &own);
        let all = told(Wrong::Stays, &text, "*/kept/deleted").await;
        assert_eq!(all.is_empty(), silent, "{words}: {all:?}");
    }
}
