//! Where no hook brings the target back, successes are spent late and sparingly.

use std::collections::BTreeMap;
use std::time::Duration;

use clausal::clause::derive;
use clausal::reference::{Options as Serve, start};
use clausal::run::Options;

use crate::support::{jsa, run};

#[tokio::test]
async fn what_needs_no_success_is_judged_first() {
    let server = start(Serve {
        backup_time: Duration::from_millis(20),
        ..Serve::default()
    })
    .unwrap();
    let mut profile = clausal::prove::reference_profile().unwrap();
    profile.states = Default::default();
    let costly: BTreeMap<String, bool> = derive(&jsa())
        .into_iter()
        .map(|c| (c.id.clone(), c.needs_success()))
        .collect();
    let told = run(&server.url(), &profile, &[], Options::default()).await;
    let costly = &costly;
    let place = |wanted: bool| {
        let places = told.judged.iter().enumerate();
        places
            .filter(|(_, j)| !j.id.ends_with("/sound-answers"))
            .filter(move |(_, j)| j.cases > 0 && costly[&j.id] == wanted)
            .map(|(i, _)| i)
            .collect::<Vec<_>>()
    };
    let (cheap, dear) = (place(false), place(true));
    assert!(cheap.len() > 20 && dear.len() > 20, "{cheap:?} {dear:?}");
    // Those that need a control of their own, with a base or a place of its own, come last.
    let late: Vec<_> = cheap.iter().filter(|c| **c > dear[0]).collect();
    assert!(
        late.len() * 4 < cheap.len(),
        "a success was spent before {:?}",
        late.iter()
            .map(|c| &told.judged[**c].id)
            .collect::<Vec<_>>()
    );
    assert_eq!(told.finished.broken, 0);
}
