//! Breakdowns that are known. Each costs the start of a process, and one that hangs the whole time
//! for an answer too. Once the smallest document of a fault is known, documents that hold it are
//! counted to that fault, and most are not even sent. Where many of those that are sent are answered,
//! it takes more than to hold it, and none is left out for it any more.

use memchr::memmem;

use super::expect::{Key, Outcome};

/// Of the documents that hold it the 8th, 16th, 32nd and so on are sent,
const FIRST: u64 = 8;
/// and each of this number.
const SAMPLE: u64 = 1024;

/// One answered document in so many that broke down is no sign of more: what starts a comment may
/// also stand in a value.
const STRAY: u64 = 4;

/// The breakdowns that are known.
#[derive(Default)]
pub(super) struct Breakdowns {
    list: Vec<Fault>,
    /// Documents that were not sent.
    pub left_out: u64,
}

/// What is to become of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// It holds no document of a known fault.
    Send,
    /// It does, and its answer decides whether others are left out.
    Sample,
    /// It is not worth the time.
    LeaveOut,
}

struct Fault {
    key: Key,
    /// Looks for the smallest document that shows it, as it is or in another encoding. Made once: where
    /// that document must be long, making it takes long.
    finder: memmem::Finder<'static>,
    /// Documents that hold it and showed the fault.
    shown: u64,
    /// Documents that hold it and were answered.
    answered: u64,
    /// Documents that were left out, or sent as a sample.
    held: u64,
}

impl Fault {
    /// Whether a document holds the one that shows it.
    fn is_in(&self, document: &[u8]) -> bool {
        document.len() >= self.finder.needle().len() && self.finder.find(document).is_some()
    }

    /// Whether it takes more than to hold its document.
    fn is_doubtful(&self) -> bool {
        self.answered * STRAY > self.shown
    }

    /// Whether a breakdown is this one. Crashes differ by their reasons.
    fn is(&self, shown: &Key) -> bool {
        self.key.outcome == shown.outcome
            && (is_slow(shown.outcome) || self.key.signature == shown.signature)
    }
}

impl Breakdowns {
    /// Takes in a fault, with the smallest document that shows it.
    pub fn put(&mut self, key: &Key, document: &[u8]) {
        let utf_16 = |unit: fn(u16) -> [u8; 2]| {
            let text = str::from_utf8(document).ok()?;
            Some(text.encode_utf16().flat_map(unit).collect::<Vec<u8>>())
        };
        let others = [utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes)];
        let all = [Some(document.to_vec())].into_iter().chain(others);
        self.list.extend(all.flatten().map(|document| Fault {
            key: key.clone(),
            finder: memmem::Finder::new(&document).into_owned(),
            shown: 1,
            answered: 0,
            held: 0,
        }));
    }

    /// Learns how a document was answered, with the breakdown if it was one. Gives the fault that
    /// explains that.
    pub fn look(&mut self, document: &[u8], shown: Option<&Key>) -> Option<&Key> {
        let mut found = None;
        for fault in &mut self.list {
            if !fault.is_in(document) {
                continue;
            }
            match shown {
                None => fault.answered += 1,
                Some(shown) if fault.is(shown) => {
                    fault.shown += 1;
                    if found.is_none() && !fault.is_doubtful() {
                        found = Some(&fault.key);
                    }
                }
                Some(_) => {}
            }
        }
        found
    }

    /// The fault that may explain a breakdown: hardly anything that holds its document was answered.
    pub fn explains(&self, document: &[u8], shown: &Key) -> Option<Key> {
        let mut all = self.list.iter().filter(|fault| !fault.is_doubtful());
        let found = all.find(|fault| fault.is(shown) && fault.is_in(document));
        found.map(|fault| fault.key.clone())
    }

    /// Whether a document holds the one of a breakdown.
    pub fn explains_any(&self, document: &[u8]) -> bool {
        let mut all = self.list.iter().filter(|fault| !fault.is_doubtful());
        all.any(|fault| fault.is_in(document))
    }

    /// What is to become of a document.
    pub fn plan(&mut self, document: &[u8]) -> Plan {
        for fault in &mut self.list {
            if !fault.is_doubtful() && fault.is_in(document) {
                fault.held += 1;
                let is_sample = fault.held.is_multiple_of(SAMPLE)
                    || (fault.held >= FIRST && fault.held.is_power_of_two());
                if is_sample {
                    return Plan::Sample;
                }
                self.left_out += 1;
                return Plan::LeaveOut;
            }
        }
        Plan::Send
    }

    /// Whether there is any, so that documents need not be looked at when there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Whether such a fault costs the whole time for an answer, or all the memory there is.
pub(super) fn is_slow(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Hang | Outcome::Memory)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(outcome: Outcome, signature: &str) -> Key {
        Key {
            outcome,
            signature: signature.into(),
            part: "",
        }
    }

    fn hang() -> Key {
        key(Outcome::Hang, "comment")
    }

    fn with(document: &[u8]) -> Breakdowns {
        let mut known = Breakdowns::default();
        known.put(&hang(), document);
        known
    }

    #[test]
    fn documents_of_a_known_fault_are_left_out_but_for_a_sample() {
        let mut known = with(b"<!--");
        assert!(known.look(b"<a><!-- -->", Some(&hang())).is_some());
        assert!(known.look(b"<a/>", None).is_none());
        assert_eq!(known.plan(b"<a/>"), Plan::Send);
        let plans: Vec<Plan> = (0..64).map(|_| known.plan(b"<!---->")).collect();
        let samples = plans.iter().filter(|plan| **plan == Plan::Sample).count();
        assert_eq!((samples, known.left_out), (4, 60));
        assert_eq!(known.plan(b"\0a\0<\0!\0-\0-\0>"), Plan::LeaveOut);
    }

    #[test]
    fn what_may_be_answered_is_never_left_out() {
        let mut known = with(b"<");
        let plans: Vec<Plan> = (0..8).map(|_| known.plan(b"<b")).collect();
        assert_eq!(plans[6..], [Plan::LeaveOut, Plan::Sample]);
        assert!(known.explains(b"<a", &hang()).is_some());
        known.look(b"<a/>", None);
        assert!(known.look(b"<a", Some(&hang())).is_none());
        assert!(known.explains(b"<a", &hang()).is_none());
        assert!((0..64).all(|_| known.plan(b"<b") == Plan::Send));
    }

    #[test]
    fn a_stray_answer_is_no_sign_of_more() {
        let mut known = with(b"<!--");
        for _ in 0..STRAY {
            known.look(b"<!---->", Some(&hang()));
        }
        known.look(b"<![CDATA[<!--]]>", None);
        assert_eq!(known.plan(b"<!---->"), Plan::LeaveOut);
        known.look(b"<![CDATA[<!--]]>", None);
        assert_eq!(known.plan(b"<!---->"), Plan::Send);
    }

    #[test]
    fn another_breakdown_is_another_fault() {
        let mut known = with(b"<!--");
        known.put(&key(Outcome::Crash, "assertion"), b"<?");
        for (document, shown, is_known) in [
            ("<!-- ", key(Outcome::Memory, "comment"), false),
            ("<!-- ", key(Outcome::Hang, "another rule"), true),
            ("<?", key(Outcome::Crash, "assertion"), true),
            ("<?", key(Outcome::Crash, "overflow"), false),
        ] {
            let found = known.look(document.as_bytes(), Some(&shown));
            assert_eq!(found.is_some(), is_known, "{document} {shown:?}");
        }
        assert_eq!(known.plan(b"<!-- "), Plan::LeaveOut);
    }
}
