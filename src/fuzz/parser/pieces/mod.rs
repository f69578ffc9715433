//! A parser that is given each document whole and then in pieces: what it says must not depend on that.

mod cuts;

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

/// The pieces of a document: all ways of cutting it in two, and byte by byte.
struct Ways {
    cuts: Vec<usize>,
}

impl Ways {
    /// None where it is given whole only.
    fn of(document: &[u8]) -> Self {
        let cuts = match document.len() <= LONGEST {
            true => cuts::cuts(document),
            false => Vec::new(),
        };
        Ways { cuts }
    }

    /// One way, in words, and the document with its lengths.
    fn way(&self, number: usize, document: &[u8]) -> Option<(String, Vec<u8>)> {
        let cut = match number.checked_sub(1) {
            Some(number) => *self.cuts.get(number)?,
            None if self.cuts.is_empty() => return None,
            None => {
                let bytes = payload(document, &vec![1; document.len()]);
                return Some(("byte by byte it".into(), bytes));
            }
        };
        let bytes = payload(document, &[cut, document.len() - cut]);
        Some((format!("cut at {cut} it"), bytes))
    }
}

impl Pieces {
    fn look(&mut self, documents: &[&[u8]], replies: &mut [Reply]) -> Result<(), Unusable> {
        let ways: Vec<Ways> = documents.iter().map(|d| Ways::of(d)).collect();
        for number in 0.. {
            let (mut places, mut whos, mut payloads) = (Vec::new(), Vec::new(), Vec::new());
            for (at, reply) in replies.iter().enumerate() {
                let is_answer = matches!(reply.answer, Answer::Accept(_) | Answer::Reject(_));
                if let (true, Some((who, payload))) =
                    (is_answer, ways[at].way(number, documents[at]))
                {
                    places.push(at);
                    whos.push(who);
                    payloads.push(payload);
                }
            }
            if places.is_empty() {
                break;
            }
            let payloads: Vec<&[u8]> = payloads.iter().map(Vec::as_slice).collect();
            let others = self.driver.ask_in_pieces(&payloads)?;
            // The run is over.
            let is_cut_off = others.len() < places.len();
            for ((at, who), other) in places.into_iter().zip(whos).zip(others) {
                replies[at] = compared(replies[at].clone(), &other.answer, &who);
            }
            if is_cut_off {
                break;
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
