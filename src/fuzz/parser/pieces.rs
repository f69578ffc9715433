//! A parser that is given each document whole and then in pieces: what it says must not depend on that.

use std::time::Duration;

use super::answer::{Answer, Reply};
use super::driver::{Driver, Measured, Unusable};
use super::pair::compared;

/// Longer documents are given whole only: a byte at a time takes long.
const LONGEST: usize = 2048;

/// Asks twice: whole, and in pieces.
pub(super) struct Pieces {
    pub driver: Box<dyn Driver>,
}

/// A document with the lengths of its pieces before it: how many, then each, 4 bytes, little end first.
fn payload(document: &[u8], lengths: &[usize]) -> Vec<u8> {
    let mut payload = Vec::with_capacity(document.len() + 4 * lengths.len() + 4);
    payload.extend((lengths.len() as u32).to_le_bytes());
    for length in lengths {
        payload.extend((*length as u32).to_le_bytes());
    }
    payload.extend(document);
    payload
}

/// Byte by byte; and in two pieces, somewhere.
fn cuts(document: &[u8]) -> [Vec<usize>; 2] {
    let sum: usize = document.iter().map(|byte| usize::from(*byte)).sum();
    let at = sum % (document.len() + 1);
    [vec![1; document.len()], vec![at, document.len() - at]]
}

const WHOS: [&str; 2] = ["byte by byte it", "in two pieces it"];

impl Pieces {
    fn look(&mut self, documents: &[&[u8]], replies: &mut [Reply]) -> Result<(), Unusable> {
        for (number, who) in WHOS.into_iter().enumerate() {
            let is_worth = |at: &usize| {
                let is_answer =
                    matches!(replies[*at].answer, Answer::Accept(_) | Answer::Reject(_));
                is_answer && documents[*at].len() <= LONGEST
            };
            let places: Vec<usize> = (0..replies.len()).filter(is_worth).collect();
            let payload = |at: &usize| payload(documents[*at], &cuts(documents[*at])[number]);
            let payloads: Vec<Vec<u8>> = places.iter().map(payload).collect();
            let payloads: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
            let others = self.driver.ask_in_pieces(&payloads)?;
            for (at, other) in places.into_iter().zip(others) {
                replies[at] = compared(replies[at].clone(), &other.answer, who);
            }
        }
        Ok(())
    }

    fn one(&mut self, document: &[u8], reply: Reply) -> Result<Reply, Unusable> {
        let mut replies = [reply];
        self.look(&[document], &mut replies)?;
        let [reply] = replies;
        Ok(reply)
    }
}

impl Driver for Pieces {
    fn try_out(&mut self) -> Result<(), Unusable> {
        self.driver.try_out()?;
        let document = b"<a/>";
        let replies = self
            .driver
            .ask_in_pieces(&[&payload(document, &[1, 0, 3])])?;
        match replies.first().map(|reply| &reply.answer) {
            Some(Answer::Accept(_)) | None => Ok(()),
            Some(other) => Err(Unusable(format!(
                "given the document `<a/>` in pieces, the command answers: {}\n(hint: with --chunks a frame may hold pieces; shims/README.md tells how)",
                other.shown()
            ))),
        }
    }

    fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        let mut replies = self.driver.ask_all(documents)?;
        self.look(documents, &mut replies)?;
        Ok(replies)
    }

    fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.driver.ask(document)?;
        self.one(document, reply)
    }

    fn ask_quickly(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.driver.ask_quickly(document)?;
        self.one(document, reply)
    }

    fn ask_fresh(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.driver.ask_fresh(document)?;
        self.one(document, reply)
    }

    fn measure(&mut self, document: &[u8]) -> Result<Measured, Unusable> {
        self.driver.measure(document)
    }

    fn usual(&self) -> Option<Duration> {
        self.driver.usual()
    }

    fn set_patience(&mut self, patience: Duration) {
        self.driver.set_patience(patience);
    }

    fn notes(&self) -> Vec<String> {
        self.driver.notes()
    }
}
