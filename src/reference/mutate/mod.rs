//! Mutants: the server with one of its own rules or answers bent by an operator, as people break
//! them. A *site* is a named point of the code, of a kind; the kind knows the operators. Where the
//! code goes, its site goes: a site that no code asks for is dead code, and does not compile.
mod answer;
mod check;
mod compare;
mod listed;
mod member;
mod number;
mod point;
mod pool;
mod record;
mod refused;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod unseen;

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};

pub(super) use answer::Answered;
pub(super) use check::{Check, Limit, Unit};
pub(super) use compare::Same;
pub(super) use listed::Listed;
pub(super) use member::{Figure, Flag, Words};
pub(super) use number::{Digits, Whole};
pub(super) use point::{Dynamic, Point};
pub(super) use pool::Site;
pub(super) use record::{Names, Records};
pub(super) use refused::{Denied, Refused};
pub(super) use state::State;
pub(super) use text::Text;
pub(super) use token::Token;

pub use pool::{Mutant, mutants};
pub use unseen::Unseen;

/// The sites that were come by, of a server that was started to tell them.
pub type Visits = Arc<Mutex<BTreeSet<String>>>;

/// Whether any server of this process has a mutant on, or is watched.
static ANY: AtomicBool = AtomicBool::new(false);

tokio::task_local! {
    static ON: Option<Arc<Chosen>>;
}

/// The mutant that a server runs with, and what it remembers.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    site: String,
    operator: String,
    memory: Mutex<BTreeMap<String, serde_json::Value>>,
    visits: Option<Visits>,
}

impl Chosen {
    /// The operator.
    fn operator(&self) -> &str {
        &self.operator
    }

    /// What later calls have to know.
    fn memory(&self) -> MutexGuard<'_, BTreeMap<String, serde_json::Value>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether sites have to be looked up at all.
pub(super) fn is_on() -> bool {
    ANY.load(Ordering::Relaxed)
}

/// The mutant that is on, if this is its site.
fn at(site: &str) -> Option<Arc<Chosen>> {
    if !is_on() {
        return None;
    }
    let found = ON.try_with(|on| {
        let on = on.as_ref()?;
        if let Some(visits) = &on.visits
            && let Ok(mut visits) = visits.lock()
            && !visits.contains(site)
        {
            visits.insert(site.to_owned());
        }
        (on.site == site).then(|| Arc::clone(on))
    });
    found.ok().flatten()
}

/// The router with a mutant on in all that it serves; the mutant's id is known to exist.
pub(super) fn mutated(router: Router, mutant: Option<&str>, visits: Option<&Visits>) -> Router {
    if mutant.is_none() && visits.is_none() {
        return router;
    }
    let (site, operator) = mutant
        .and_then(|id| id.rsplit_once(':'))
        .unwrap_or_default();
    let chosen = Arc::new(Chosen {
        site: site.to_owned(),
        operator: operator.to_owned(),
        visits: visits.cloned(),
        ..Chosen::default()
    });
    ANY.store(true, Ordering::Relaxed);
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        ON.scope(Some(Arc::clone(&chosen)), next.run(request))
    }))
}

/// Runs what is no part of the pages, such as the hook of provider states, without any mutant.
pub(super) fn without<T>(act: impl FnOnce() -> T) -> T {
    if is_on() {
        ON.sync_scope(None, act)
    } else {
        act()
    }
}

/// The same for what takes its time.
pub(super) async fn without_for<T>(act: impl Future<Output = T>) -> T {
    if is_on() {
        ON.scope(None, act).await
    } else {
        act.await
    }
}

/// A table of sites: the name in the code, the kind, the rest of the id, and the clauses that name
/// the rule. Operators that change nothing at a site are left out of it, those of a point listed.
macro_rules! sites {
    (@operators $kind:ident) => { $crate::reference::mutate::$kind::OPERATORS };
    (@operators $kind:ident [$($operator:literal)*]) => { &[$($operator),*] };
    ($place:literal $named:literal $(
        $name:ident: $kind:ident $([$($operator:literal)*])? $id:literal
        $(without [$($left:literal)*])? => $by:literal
    )*) => {
        $(pub(in crate::reference) const $name: $crate::reference::mutate::$kind =
            $crate::reference::mutate::$kind(concat!($place, $id));)*

        /// Every site of these files.
        pub(in crate::reference) const SITES: &[$crate::reference::mutate::Site] = &[$(
            $crate::reference::mutate::Site {
                id: concat!($place, $id),
                operators: $crate::reference::mutate::sites!(
                    @operators $kind $([$($operator)*])?
                ),
                without: &[$($($left),*)?],
                named_by: concat!($named, $by),
            }
        ),*];
    };
}
pub(super) use sites;
