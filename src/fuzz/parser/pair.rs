//! Two parsers, each of which is asked everything: where they differ, one of them is wrong, also where
//! nobody knows which.

use std::time::Duration;

use super::answer::{Answer, Reply};
use super::difference::Difference;
use super::driver::{Driver, Measured, Unusable};

/// A parser and another one.
pub(super) struct Pair {
    pub first: Box<dyn Driver>,
    pub second: Box<dyn Driver>,
}

/// What the first one said, unless the other one differs.
pub(super) fn compared(reply: Reply, other: &Answer, who: &str) -> Reply {
    let form = |form: &Option<Vec<u8>>| {
        let bytes = form.as_deref().unwrap_or_default();
        bytes.strip_suffix(b"\n").unwrap_or(bytes).to_vec()
    };
    let differs = match (&reply.answer, other) {
        (Answer::Accept(_) | Answer::Reject(_), other) if other.is_breakdown() => {
            Some(format!("{who} {}", other.shown()))
        }
        (Answer::Accept(_), Answer::Reject(why)) => Some(format!("{who} refuses it: {why}")),
        (Answer::Reject(why), Answer::Accept(_)) => {
            Some(format!("{who} accepts it, which is refused here: {why}"))
        }
        (Answer::Accept(one), Answer::Accept(two)) if form(one) != form(two) => Some(format!(
            "{who} reads something else: {}",
            Difference::of(&form(one), &form(two))
        )),
        _ => None,
    };
    match differs {
        Some(how) => Reply {
            answer: Answer::Differs(how),
            ..reply
        },
        None => reply,
    }
}

const WHO: &str = "the other parser";

impl Pair {
    fn both(&mut self, reply: Reply, document: &[u8]) -> Result<Reply, Unusable> {
        let other = self.second.ask_quickly(document)?;
        Ok(compared(reply, &other.answer, WHO))
    }
}

impl Driver for Pair {
    fn try_out(&mut self) -> Result<(), Unusable> {
        self.first.try_out()?;
        let told = self.second.try_out();
        told.map_err(|why| Unusable(format!("after --against: {why}")))
    }

    fn ask_all(&mut self, documents: &[&[u8]]) -> Result<Vec<Reply>, Unusable> {
        let replies = self.first.ask_all(documents)?;
        let mut others = Vec::with_capacity(replies.len());
        while others.len() < replies.len() {
            let more = self
                .second
                .ask_all(&documents[others.len()..replies.len()])?;
            if more.is_empty() {
                break;
            }
            others.extend(more);
        }
        let all = replies.into_iter().zip(others);
        Ok(all
            .map(|(reply, other)| compared(reply, &other.answer, WHO))
            .collect())
    }

    fn ask(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.first.ask(document)?;
        self.both(reply, document)
    }

    fn ask_quickly(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.first.ask_quickly(document)?;
        self.both(reply, document)
    }

    fn ask_fresh(&mut self, document: &[u8]) -> Result<Reply, Unusable> {
        let reply = self.first.ask_fresh(document)?;
        self.both(reply, document)
    }

    fn measure(&mut self, document: &[u8]) -> Result<Measured, Unusable> {
        self.first.measure(document)
    }

    fn usual(&self) -> Option<Duration> {
        self.first.usual()
    }

    fn set_patience(&mut self, patience: Duration) {
        self.first.set_patience(patience);
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.first.notes();
        let others = self.second.notes().into_iter();
        notes.extend(others.map(|note| format!("of the parser after --against: {note}")));
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(one: Answer, other: &Answer) -> Answer {
        compared(Reply::new(one, Duration::ZERO), other, WHO).answer
    }

    #[test]
    fn what_differs_is_told_and_all_else_stays() {
        let (yes, no) = (Answer::Accept(None), Answer::Reject("x".into()));
        assert_eq!(told(yes.clone(), &yes), yes);
        assert_eq!(told(no.clone(), &Answer::Reject("y".into())), no);
        assert!(matches!(told(yes.clone(), &no), Answer::Differs(_)));
        assert!(matches!(told(no, &yes), Answer::Differs(_)));
        let (one, two) = (
            Answer::Accept(Some(b"<a></a>\n".to_vec())),
            Answer::Accept(Some(b"<a></a>".to_vec())),
        );
        assert_eq!(told(one.clone(), &two), one);
        let open = Answer::Unsupported("UTF-16".into());
        assert_eq!(told(yes.clone(), &open), yes);
        let crash = Answer::Crash("x".into());
        assert!(matches!(told(yes.clone(), &crash), Answer::Differs(_)));
        assert_eq!(told(crash.clone(), &yes), crash);
    }
}
