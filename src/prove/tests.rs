use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::{draw, look, reference_profile};
use crate::clause::derive;
use crate::contract::{self, Contract};
use crate::reference::{self, Mutant, Visits, mutants};
use crate::run::plan::Pattern;

fn contracts() -> Vec<Contract> {
    let names = contract::builtin_names().iter();
    names.map(|name| contract::open(name).unwrap()).collect()
}

#[test]
fn a_draw_is_the_same_for_a_seed_and_takes_none_twice() {
    let pool: Vec<&Mutant> = mutants().iter().collect();
    let ids = |seed| -> Vec<&str> {
        let drawn = draw(&pool, 300, seed);
        drawn.iter().map(|it| it.id.as_str()).collect()
    };
    assert_eq!(ids(1), ids(1));
    assert_ne!(ids(1), ids(2));
    assert_eq!(ids(1).iter().collect::<BTreeSet<_>>().len(), 300);
    assert_eq!(draw(&pool, usize::MAX, 1).len(), pool.len());
}

#[test]
fn the_clauses_that_name_a_rule_exist() {
    let contracts = contracts();
    let clauses: Vec<String> = contracts.iter().flat_map(derive).map(|it| it.id).collect();
    let named: BTreeSet<_> = mutants()
        .iter()
        .map(|it| (&it.site, &it.named_by))
        .collect();
    for (site, named_by) in named {
        let pattern = Pattern::parse(named_by).unwrap();
        let any = clauses.iter().any(|id| pattern.matches(id));
        assert!(any, "no clause names the rule of {site}: {named_by}");
    }
}

#[tokio::test]
async fn a_check_comes_by_every_site_and_finds_nothing_wrong() {
    let contracts = contracts();
    let profile = reference_profile().unwrap();
    let visits: Visits = Arc::default();
    for contract in &contracts {
        let server = reference::Options {
            visits: Some(Arc::clone(&visits)),
            ..reference::Options::default()
        };
        let seen = look(
            server,
            &contract.name,
            &contracts,
            &profile,
            0,
            1,
            Vec::new(),
        );
        let seen = seen.await.unwrap();
        assert_eq!(seen.broken, Vec::<String>::new());
        assert_eq!(seen.inconclusive, 0);
    }
    let visited = Mutex::lock(&visits).unwrap();
    let sites: BTreeSet<&String> = mutants().iter().map(|it| &it.site).collect();
    let missed: Vec<_> = sites.iter().filter(|it| !visited.contains(**it)).collect();
    assert!(missed.is_empty(), "not come by: {missed:#?}");
}
