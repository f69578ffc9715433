//! Same seed, same requests, whatever `--jobs` and `--only` say; and each invalid case breaks
//! exactly the rule it names.

use std::collections::BTreeMap;

use clausal::clause::{Stimulus, derive};
use clausal::exchange::{Case, Step};
use clausal::generate::{Cases, Fault, Kit, Settings};
use clausal::prove::reference_profile;
use clausal::run::Options;
use clausal::wire::{self, Writing};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::support::{hasty, jsa, plain_jsa, run};

fn settings(seed: u64, cases: usize) -> Settings {
    Settings {
        seed,
        cases,
        writing: Writing::default(),
        has_token: true,
        has_words: false,
        settle: None,
        strength: 2,
        bait: None,
    }
}

fn made(seed: u64, cases: usize, only: &str) -> BTreeMap<String, Vec<Case>> {
    let contract = jsa();
    let profile = reference_profile().unwrap();
    let kit = Kit::new(
        &contract,
        &contract.operations[0],
        profile.fixtures(&contract),
    );
    let settings = settings(seed, cases);
    let clauses = derive(&contract);
    let has_cases = |c: &&clausal::clause::Clause| !matches!(c.stimulus, Stimulus::Everything);
    let wanted = clauses.iter().filter(has_cases);
    let wanted = wanted.filter(|c| c.id.contains(only));
    wanted
        .map(|c| {
            (
                c.id.clone(),
                Cases::new(&kit, c, &settings).unwrap().collect(),
            )
        })
        .collect()
}

#[test]
fn a_clause_has_the_same_cases_alone_as_among_others() {
    let all = made(7, 12, "");
    assert!(all.len() > 100);
    for name in [
        "422-1004/name.pattern",
        "accepts/valid",
        "race/name",
        "fields/commas",
    ] {
        let alone = made(7, 12, name);
        for (id, cases) in alone {
            assert_eq!(all[&id], cases, "{id}");
        }
    }
}

#[test]
fn another_seed_draws_other_values_and_more_cases_begin_with_the_same_ones() {
    let name = "422-1004/name.pattern";
    let (a, b, more) = (made(1, 8, name), made(2, 8, name), made(1, 16, name));
    let (a, b, more) = (
        a.values().next().unwrap(),
        b.values().next().unwrap(),
        more.values().next().unwrap(),
    );
    assert_ne!(a, b);
    assert_eq!(a.as_slice(), &more[..a.len()]);
    assert_eq!(more.len(), a.len() + 8);
}

#[tokio::test]
async fn the_same_requests_arrive_whatever_the_workers() {
    let made_up = regex::Regex::new("clausal-[a-z0-9]{4}-[a-z0-9]{12}").unwrap();
    let mut arrived = Vec::new();
    for jobs in [1, 16] {
        let server = MockServer::start().await;
        // An answer that holds for every clause: a clause that is broken gets fewer cases.
        let all = "1002 1003 1004 1006 1007 1008 1009 1010 1012 1013 1014";
        let answer = move |request: &wiremock::Request| match plain_jsa(&request.body) {
            true => ResponseTemplate::new(201).set_body_string(r#"{"id":1,"status":"SUCCESS"}"#),
            false => ResponseTemplate::new(422).set_body_string(all),
        };
        Mock::given(any()).respond_with(answer).mount(&server).await;
        let mut profile = hasty();
        profile.states = Default::default();
        let options = Options {
            seed: 5,
            cases: 6,
            jobs,
            ..Options::default()
        };
        run(&server.uri(), &profile, &["*/422-*"], options).await;
        let requests = server.received_requests().await.unwrap();
        // Nothing resets this target, so each run has made-up names of its own; of controls there are
        // as many as the order of answers asks for.
        let mut bodies: Vec<_> = requests
            .iter()
            .filter(|r| !plain_jsa(&r.body))
            .map(|r| {
                let body = String::from_utf8_lossy(&r.body).into_owned();
                let body = made_up.replace_all(&body, "NAME").into_owned();
                (r.url.path().to_owned(), body)
            })
            .collect();
        bodies.sort();
        arrived.push(bodies);
    }
    assert!(arrived[0].len() > 100);
    assert!(
        arrived[0] == arrived[1],
        "{} and {} requests",
        arrived[0].len(),
        arrived[1].len()
    );
}

#[test]
fn every_invalid_case_breaks_exactly_its_rule_on_the_wire() {
    let contract = jsa();
    let operation = &contract.operations[0];
    let profile = reference_profile().unwrap();
    let kit = Kit::new(&contract, operation, profile.fixtures(&contract));
    let settings = settings(3, 40);
    let mut proved = 0;
    for clause in derive(&contract) {
        let Stimulus::Breaks { keyword, at, .. } = &clause.stimulus else {
            continue;
        };
        for case in Cases::new(&kit, &clause, &settings).unwrap() {
            let [Step::Send(message)] = case.steps.as_slice() else {
                panic!("{}: not one request", clause.id)
            };
            let request = wire::encode(operation, message, &settings.writing);
            let read = wire::decode(operation, &request, &settings.writing)
                .expect("the bytes can be read back");
            let wanted = vec![Fault {
                at: at.clone(),
                keyword: keyword.clone(),
            }];
            // What may be taken or refused is no break by the schema in each case: 1.0 is an integer.
            let faults = kit.rules.faults(&read);
            if case.tag.is_some() && faults.is_empty() {
                continue;
            }
            assert_eq!(faults, wanted, "{}: {}", clause.id, case.about);
            proved += 1;
        }
    }
    assert!(proved > 200, "only {proved} cases");
}

#[test]
fn every_documented_value_and_both_sides_of_every_limit_are_tried() {
    let lengths = |only: &str, at: &str| -> Vec<usize> {
        let cases = made(1, 0, only);
        let messages = cases.values().flatten().flat_map(|c| &c.steps);
        let values = messages.filter_map(|s| match s {
            Step::Send(m) => m.get(at)?.as_str().map(|t| t.chars().count()),
            _ => None,
        });
        values.collect()
    };
    assert_eq!(lengths("accepts/name.minLength", "/body/name"), [1]);
    assert_eq!(lengths("accepts/name.maxLength", "/body/name"), [100]);
    assert_eq!(
        lengths("accepts/description.maxLength", "/body/description"),
        [255]
    );
    assert!(lengths("422-1002/name.minLength", "/body/name").contains(&0));
    assert!(lengths("422-1003/name.maxLength", "/body/name").contains(&101));
    assert!(lengths("422-1008/description.maxLength", "/body/description").contains(&256));
    assert_eq!(made(1, 0, "accepts/backup_type=").len(), 2);
}
