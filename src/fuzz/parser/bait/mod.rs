//! Documents that name a file and a listener of this machine: who reads a document of a stranger should
//! visit neither, unless it says so.

mod lures;
mod trap;

use std::sync::atomic::Ordering;
use std::time::Duration;

use lures::{LURES, Lure};
use trap::Trap;

use super::answer::{Answer, Reply};
use super::desk::report;
use super::driver::{Driver, Unusable};
use super::expect::{Key, Outcome};
use super::finding::Finding;
use super::input::Input;
use super::worker::Run;
use crate::generate::nonce;

/// How long a visit may come after the answer.
const LATE: Duration = Duration::from_millis(30);

/// Gives all such documents, and reports who came.
pub(super) fn lay_out(run: &Run<'_>, driver: &mut dyn Driver) -> Result<Vec<String>, Unusable> {
    let trap = match Trap::new(format!("bait{:016x}", nonce())) {
        Ok(trap) => trap,
        Err(e) => return Ok(vec![format!("no bait could be laid out: {e}")]),
    };
    let mut notes = Vec::new();
    if !trap.sees_readers() {
        notes.push(
            "this system does not tell who reads a file: only what is told of one counts".into(),
        );
    }
    for lure in &LURES {
        for address in trap.addresses() {
            let document = lure.document(&address);
            if trap.lay().is_err() {
                return Ok(notes);
            }
            let reply = driver.ask(document.as_bytes())?;
            run.baited.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(LATE);
            let told = tells(&reply, &trap.token).then(|| "it told what stands there".to_owned());
            if let Some(got) = trap.caught().or(told)
                && !run.options.expect.external_entities
            {
                tell(run, lure, &document, got, &mut notes);
            }
        }
    }
    Ok(notes)
}

/// Whether an answer has what stood in the bait.
fn tells(reply: &Reply, token: &str) -> bool {
    match &reply.answer {
        Answer::Accept(Some(form)) => String::from_utf8_lossy(form).contains(token),
        answer => answer.shown().contains(token),
    }
}

fn tell(run: &Run<'_>, lure: &Lure, document: &str, got: String, notes: &mut Vec<String>) {
    let key = Key {
        outcome: Outcome::External,
        signature: lure.kind.into(),
        part: "",
    };
    if !run.findings().claim(&key, lure.kind) {
        return;
    }
    let input = Input::unknown(document.into(), lure.kind);
    let finding = Finding {
        section: lure.section.into(),
        about: lure.about.into(),
        document: document.into(),
        unless: Some("external-entities"),
        expected: "nothing outside of the document is read".into(),
        got,
        ..Finding::new(Outcome::External, lure.kind, run.began.elapsed())
    };
    report(run, &key, finding, &input, notes);
}
