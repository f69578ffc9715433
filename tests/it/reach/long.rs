//! Backups that last longer than the profile waits, on a target without a hook: what they keep busy
//! explains many an answer, and nothing is called broken by it.

use std::time::Duration;

use clausal::reference::{Options as Serve, start};
use clausal::run::Options;
use clausal::run::event::Verdict;

use crate::support::run;

#[tokio::test]
async fn what_a_running_backup_explains_is_not_called_broken() {
    let server = start(Serve {
        backup_time: Duration::from_millis(1500),
        variants: vec!["conflicts-first".into()],
        ..Serve::default()
    })
    .unwrap();
    let mut profile = clausal::prove::reference_profile().unwrap();
    profile.states = Default::default();
    profile.limits.settle = Duration::from_millis(20);
    let options = Options {
        cases: 2,
        ..Options::default()
    };
    let told = run(&server.url(), &profile, &[], options).await;
    let broken: Vec<_> = told
        .judged
        .iter()
        .filter(|j| j.verdict == Verdict::Broken)
        .map(|j| (&j.id, j.finding.as_ref().map(|f| f.got.as_str())))
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(told.finished.inconclusive > 0, "nothing was in the way");
}
