//! Where no hook brings the target back, successes are spent late and sparingly.

use std::collections::BTreeMap;
use std::time::Duration;

use clausal::clause::derive;
use clausal::reference::{Options as Serve, start};
use clausal::run::Options;

use crate::support::{jsa, run};

/// Ends of clauses about all answers of a run, which are judged when it is over.
const WHOLE: [&str; 10] = [
    "/sound-answers",
    "/well-formed-answers",
    "/labelled-faults",
    "/agreeing-faults",
    "/one-code",
    "/served-method",
    "/listed-status",
    "/listed-refusals",
    "/response-time",
    ".every",
];

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
            .filter(|(_, j)| !WHOLE.iter().any(|end| j.id.ends_with(end)))
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
