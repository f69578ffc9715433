//! All mutants there are.
use std::sync::LazyLock;

use super::unseen::{self, Unseen};
use crate::reference::{commvault, jsa};

/// A point of the code, as its table has it.
#[derive(Clone, Copy, Debug)]
pub(in crate::reference) struct Site {
    pub(in crate::reference) id: &'static str,
    pub(in crate::reference) operators: &'static [&'static str],
    /// Operators that change nothing here.
    pub(in crate::reference) without: &'static [&'static str],
    /// A glob over the clauses that name the rule.
    pub(in crate::reference) named_by: &'static str,
}

/// The reference server with one rule or answer bent.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Site and operator, such as `jsa/rules/name.limit:one-up`.
    pub id: String,
    /// The site alone.
    pub site: String,
    /// A glob over the clauses that name the rule.
    pub named_by: String,
    /// Why no check can call it wrong, if so.
    pub unseen: Option<&'static Unseen>,
}

impl Mutant {
    /// One operator at one site.
    pub(in crate::reference) fn new(site: &str, operator: &str, named_by: &str) -> Self {
        let id = format!("{site}:{operator}");
        Self {
            unseen: unseen::reason(&id),
            id,
            site: site.to_owned(),
            named_by: named_by.to_owned(),
        }
    }
}

/// Every mutant, those of the JSA page first; mutants of one site stand together.
pub fn mutants() -> &'static [Mutant] {
    static ALL: LazyLock<Vec<Mutant>> = LazyLock::new(|| {
        let sites = [jsa::sites::SITES, commvault::sites::SITES].concat();
        let mutants = sites.iter().flat_map(|site| {
            let operators = site.operators.iter();
            let operators = operators.filter(|it| !site.without.contains(it));
            operators.map(|it| Mutant::new(site.id, it, site.named_by))
        });
        mutants.chain(commvault::table_mutants()).collect()
    });
    &ALL
}
