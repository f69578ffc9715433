//! The embedded reference server: a hand-written reading of the JSA page, and of the four
//! Commvault pages, with planted faults.
//!
//! It imports nothing from the rest of the crate. What clausal derives from a contract and what
//! this server does are two independent readings of one page, so that each can catch the other out.
mod body;
mod commvault;
mod jsa;
mod lenient;
mod mutate;
mod near;
mod planted;
mod server;
mod sticky;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;

pub use mutate::{Mutant, Unseen, Visits, mutants};
pub use planted::{defects, variants};
pub use server::{Server, start};

/// How a reference server is to run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The loopback port to listen on; 0 lets the system choose one.
    pub port: u16,
    /// What the `SEC` header of every call must hold.
    pub token: String,
    /// What the `Authtoken` header of every Commvault call must hold.
    pub authtoken: String,
    /// How long a backup takes from its creation to SUCCESS.
    pub backup_time: Duration,
    /// Ids of the faults to plant, see [`defects`].
    pub defects: Vec<String>,
    /// Ids of the allowed readings to take in place of the usual ones, see [`variants`].
    pub variants: Vec<String>,
    /// Id of the mutant to run as, see [`mutants`].
    pub mutant: Option<String>,
    /// Where to note the sites of mutants that calls come by.
    pub visits: Option<Visits>,
}

impl Options {
    /// The headers that calls must carry: whose they are, name and value.
    pub fn headers(&self) -> [(&'static str, &'static str, &str); 2] {
        [
            ("JSA", "SEC", &self.token),
            ("Commvault", "Authtoken", &self.authtoken),
        ]
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            token: "reference-token".to_owned(),
            authtoken: "QSDK 0123".to_owned(),
            backup_time: Duration::from_millis(60),
            defects: Vec::new(),
            variants: Vec::new(),
            mutant: None,
            visits: None,
        }
    }
}

/// Why a reference server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port could not be had, or the system refused a socket.
    #[error("the reference server could not listen: {0}")]
    Bind(#[source] io::Error),
    /// No defect has this id.
    #[error("no defect is called '{id}'{near}\n(hint: `clausal serve --list` names them)")]
    UnknownDefect {
        /// The id that was asked for.
        id: String,
        /// Those like it, in words.
        near: String,
    },
    /// No variant has this id.
    #[error("no variant is called '{id}'{near}\n(hint: `clausal serve --list` names them)")]
    UnknownVariant {
        /// The id that was asked for.
        id: String,
        /// Those like it, in words.
        near: String,
    },
    /// No mutant has this id.
    #[error("no mutant is called '{id}'{near}\n(hint: `clausal serve --list` names them)")]
    UnknownMutant {
        /// The id that was asked for.
        id: String,
        /// Those like it, in words.
        near: String,
    },
}

/// A fault that can be planted in the server.
#[derive(Clone, Copy, Debug)]
pub struct Defect {
    /// Its name, in words.
    pub id: &'static str,
    /// What is wrong, in one sentence.
    pub about: &'static str,
    /// A glob over the ids of the clauses that must notice it.
    pub caught_by: &'static str,
}

/// Another reading the documents allow: no clause may call it broken.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its name, in words.
    pub id: &'static str,
    /// What is different, in one sentence.
    pub about: &'static str,
}

/// The server as a router, for use without a socket.
///
/// # Errors
/// An id in the options that no defect or variant has.
pub fn router(options: &Options) -> Result<Router, StartError> {
    planted::known(options)?;
    let commvault = Arc::new(commvault::App::new(options));
    let neighbour = Arc::clone(&commvault);
    let router = jsa::routes(options, move || neighbour.baseline());
    // Below the fallbacks, so that it keeps its own.
    let router = router.nest(commvault::ROOT, commvault::routes(commvault));
    let router = mutate::mutated(router, options.mutant.as_deref(), options.visits.as_ref());
    Ok(jsa::paced(router, options))
}
