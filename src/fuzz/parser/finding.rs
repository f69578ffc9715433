//! Findings: one for each fault, with the smallest input that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use super::breakdowns::is_slow;
use super::construct::{self, Construct};
use super::expect::{Key, Outcome};
use super::growth::{Cost, Point};
use super::mask::is_alike;

/// More kinds of faults than this are counted and not shown: a parser that fails so widely is not
/// helped by more of them.
const MOST: usize = 500;

/// Reasons for refusing well-formed documents that are looked into, and ways to read them wrongly: some
/// parsers put words of the document into each reason.
const MOST_OF_WELL_FORMED: usize = 24;
/// Hangs that are looked into, and documents that take all memory: each takes seconds.
const MOST_SLOW: usize = 8;
/// How many findings of one outcome may show the same rule or construct.
const ALIKE: usize = 3;

/// So many crashes with the same bones may say different things; at least two.
const SAID: usize = 2;

/// Letters of a message that are not the document's, without which it tells too little to be compared.
const TOLD: usize = 12;

/// One fault of a parser.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How it is wrong.
    pub outcome: Outcome,
    /// The rule that the document breaks, what it has that a parser may stumble over, or what kind
    /// of document it is.
    pub rule: String,
    /// Whether it is a rule that the document breaks.
    pub by_rule: bool,
    /// The name under which such documents are counted.
    pub counted: &'static str,
    /// The section of the rule, as "2.4" or "Namespaces 3"; empty when no rule is broken.
    pub section: String,
    /// What is wrong with the document, or in what the reading differs, as half a sentence; empty when
    /// nothing is or nothing is known.
    pub about: String,
    /// The smallest document that shows it.
    pub document: Vec<u8>,
    /// The word of `--expect` under which it would be no fault, where there is one.
    pub unless: Option<&'static str>,
    /// What was right.
    pub expected: String,
    /// What the parser did.
    pub got: String,
    /// The canonical form that a right reading leads to, where the forms differ.
    pub canonical: Option<Vec<u8>>,
    /// Whether it came again when the document was given alone.
    pub repeats: bool,
    /// When it was first seen, in seconds from the start of the run.
    pub seconds: f64,
    /// How many documents showed it.
    pub seen: u64,
    /// Other rules and kinds whose documents showed it too.
    pub also: BTreeSet<&'static str>,
    /// Where the document was written to.
    pub file: Option<PathBuf>,
    /// A command line that shows it again.
    pub again: String,
    /// What was measured, where a cost grows too fast.
    pub growth: Option<Growth>,
}

/// How the cost of documents grows with their length.
#[derive(Clone, Debug)]
pub struct Growth {
    /// What grows.
    pub cost: Cost,
    /// With which power of the length.
    pub power: f64,
    /// What was measured, the shortest document first.
    pub points: Vec<Point>,
}

/// What grows with a higher power than this grows exponentially.
const HIGHEST: f64 = 5.0;

impl Growth {
    /// In words, with the last measurements.
    pub(super) fn shown(&self) -> String {
        let how = match self.power > HIGHEST {
            true => "exponentially with the length".to_owned(),
            false => format!("with the length to the power of {:.2}", self.power),
        };
        let last = &self.points[self.points.len().saturating_sub(4)..];
        let each = last.iter().map(|point| match self.cost {
            Cost::Time => format!("{} bytes {:.3} s", point.length, point.seconds),
            Cost::Memory => format!("{} bytes {} MiB", point.length, point.memory >> 20),
        });
        let each: Vec<String> = each.collect();
        format!("{} grows {how}: {}", self.cost.name(), each.join(", "))
    }
}

impl Finding {
    /// One that is not described yet.
    pub(super) fn new(outcome: Outcome, counted: &'static str, since: Duration) -> Self {
        Finding {
            outcome,
            rule: counted.to_owned(),
            by_rule: false,
            counted,
            section: String::new(),
            about: String::new(),
            document: Vec::new(),
            unless: None,
            expected: String::new(),
            got: String::new(),
            canonical: None,
            repeats: true,
            seconds: since.as_secs_f64(),
            seen: 1,
            also: BTreeSet::new(),
            file: None,
            again: String::new(),
            growth: None,
        }
    }

    /// Names it after what its document has.
    pub(super) fn name_after(&mut self, construct: &Construct) {
        self.by_rule = false;
        self.rule = construct.name.to_owned();
        self.section = construct.section.to_owned();
        self.about = construct.about.to_owned();
    }
}

/// All faults of a run.
#[derive(Default)]
pub(super) struct Findings {
    list: BTreeMap<Key, Entry>,
    /// Breakdowns that came to the document of another one, with that one.
    same: BTreeMap<Key, Key>,
    /// How many findings there are of what a construct hides.
    hidden: BTreeMap<&'static str, usize>,
    /// Faults beyond the most that are kept.
    pub more: u64,
}

#[derive(Default)]
struct Entry {
    seen: u64,
    names: BTreeSet<&'static str>,
    finding: Option<Finding>,
}

impl Findings {
    /// Counts a fault; whether it is the first of its kind, so that the caller is to report it.
    pub fn claim(&mut self, key: &Key, name: &'static str) -> bool {
        let known = match self.same.get(key) {
            Some(same) => same.clone(),
            None => self.like(key).unwrap_or_else(|| key.clone()),
        };
        if let Some(entry) = self.list.get_mut(&known) {
            entry.seen += 1;
            entry.names.insert(name);
            return false;
        }
        let alike = |other: &&Key| other.outcome == key.outcome;
        let is_of_well_formed = matches!(
            key.outcome,
            Outcome::RejectsWellFormed | Outcome::WrongInfoset
        );
        let is_enough = self.list.len() >= MOST
            || (is_slow(key.outcome) && self.count_of(key.outcome) >= MOST_SLOW)
            || (is_of_well_formed && self.list.keys().filter(alike).count() >= MOST_OF_WELL_FORMED);
        if is_enough {
            self.more += 1;
            return false;
        }
        let entry = Entry {
            seen: 1,
            names: BTreeSet::from([name]),
            finding: None,
        };
        self.list.insert(key.clone(), entry);
        true
    }

    /// A crash that is known and says the same, but for words that may be the document's in one of both.
    fn like(&self, key: &Key) -> Option<Key> {
        if key.outcome != Outcome::Crash || self.list.contains_key(key) {
            return None;
        }
        let says_enough =
            |text: &str| text.chars().filter(char::is_ascii_alphabetic).count() >= TOLD;
        let is_like = |other: &&Key| {
            let (one, theirs) = (&*key.signature, &*other.signature);
            other.outcome == key.outcome
                && other.part == key.part
                && says_enough(one)
                && says_enough(theirs)
                && (is_alike(one, theirs) || is_alike(theirs, one))
        };
        self.list.keys().find(is_like).cloned()
    }

    /// Reports a claimed fault.
    pub fn put(&mut self, key: &Key, finding: Finding) {
        if let Some(entry) = self.list.get_mut(key) {
            entry.finding = Some(finding);
        }
    }

    /// Counts a finding of what a construct hides; how many there were before.
    pub fn hide(&mut self, construct: &'static str) -> usize {
        let count = self.hidden.entry(construct).or_default();
        *count += 1;
        *count - 1
    }

    /// Counts a fault if it is known.
    pub fn count_if_known(&mut self, key: &Key, name: &'static str) -> bool {
        self.count_to(key, name);
        self.list.contains_key(key)
    }

    /// Counts another document to a fault that is known.
    pub fn count_to(&mut self, key: &Key, name: &'static str) {
        if let Some(entry) = self.list.get_mut(key) {
            entry.seen += 1;
            entry.names.insert(name);
        }
    }

    /// Counts a claimed breakdown, and whatever shows it from now on, to another one that came to the
    /// same document; whether there is one.
    pub fn merge(&mut self, key: &Key, document: &[u8]) -> bool {
        let shape = shape(document);
        let is_same = |other: &Key, entry: &Entry| {
            let found = entry.finding.as_ref();
            // Full stacks and loops of one shape, whoever made the document.
            let is_alike = |f: &Finding| {
                let is_reason = is_slow(key.outcome) || other.signature == key.signature;
                is_reason && shape.is_some() && self::shape(&f.document) == shape
            };
            other != key
                && other.outcome == key.outcome
                && found.is_some_and(|f| f.repeats && (f.document == document || is_alike(f)))
        };
        let found = self
            .list
            .iter()
            .find(|(other, entry)| is_same(other, entry));
        let same = found.or_else(|| self.enough(key, document));
        let Some(same) = same.map(|(same, _)| same.clone()) else {
            return false;
        };
        let gone = self.list.remove(key).unwrap_or_default();
        if let Some(entry) = self.list.get_mut(&same) {
            entry.seen += gone.seen;
            entry.names.extend(gone.names);
        }
        self.same.insert(key.clone(), same);
        true
    }

    /// A crash of the same bones, where enough of them say something else each: what a parser does after
    /// the first misstep is chance.
    fn enough(&self, key: &Key, document: &[u8]) -> Option<(&Key, &Entry)> {
        if key.outcome != Outcome::Crash || document.len() > LONG {
            return None;
        }
        let bones = bones(document);
        let is_same = |(other, entry): &(&Key, &Entry)| {
            let found = entry.finding.as_ref().filter(|f| f.repeats);
            other.outcome == Outcome::Crash
                && found.is_some_and(|f| self::bones(&f.document) == bones)
        };
        let mut all = self.list.iter().filter(is_same);
        let first = all.next();
        all.nth(SAID - 2).and(first)
    }

    /// Whether a claimed fault came to the same document as another, or to a construct that others
    /// have shown enough.
    pub fn is_repeated(&self, finding: &Finding) -> bool {
        let others = self
            .list
            .values()
            .filter_map(|entry| entry.finding.as_ref());
        let mut alike = others.filter(|f| f.outcome == finding.outcome && f.rule == finding.rule);
        let same = alike.clone().any(|f| f.document == finding.document);
        same || alike.nth(ALIKE - 1).is_some()
    }

    /// Takes a claim back: it did not come again.
    pub fn drop_claim(&mut self, key: &Key) {
        self.list.remove(key);
    }

    /// Where findings were written to.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let found = self
            .list
            .values()
            .filter_map(|entry| entry.finding.as_ref());
        found.filter_map(|finding| finding.file.clone()).collect()
    }

    /// How many of an outcome were reported.
    pub fn count_of(&self, outcome: Outcome) -> usize {
        let found = self.list.iter();
        found
            .filter(|(key, entry)| key.outcome == outcome && entry.finding.is_some())
            .count()
    }

    pub fn count(&self) -> usize {
        let found = self.list.values().filter(|entry| entry.finding.is_some());
        found.count()
    }

    /// All that were reported, breakdowns first.
    pub fn into_list(self) -> Vec<Finding> {
        let list = self.list.into_values().filter_map(|entry| {
            let mut finding = entry.finding?;
            finding.seen = entry.seen;
            finding.also = entry.names;
            finding.also.retain(|name| *name != finding.counted);
            Some(finding)
        });
        list.collect()
    }
}

/// A document with all that may be any other left out: letters and digits that are no words of XML, how much
/// white space there is, and which quotes.
fn bones(document: &[u8]) -> Vec<u8> {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' => 0,
        byte if byte.is_ascii_whitespace() => 1,
        byte if !byte.is_ascii() => 2,
        byte => u16::from(byte) + 3,
    };
    let runs = document.chunk_by(|one, other| kind(*one) == kind(*other) && kind(*one) < 3);
    let bone = |run: &[u8]| match kind(run[0]) {
        0 if WORDS.contains(&run) => run.to_vec(),
        0 => b"a".to_vec(),
        1 => b" ".to_vec(),
        2 => b"\x80".to_vec(),
        _ => run
            .iter()
            .map(|b| if *b == b'\'' { b'"' } else { *b })
            .collect(),
    };
    runs.flat_map(bone).collect()
}

/// Words that are no document's own.
const WORDS: [&[u8]; 14] = [
    b"xml",
    b"xmlns",
    b"version",
    b"encoding",
    b"standalone",
    b"CDATA",
    b"DOCTYPE",
    b"ENTITY",
    b"ELEMENT",
    b"ATTLIST",
    b"NOTATION",
    b"SYSTEM",
    b"PUBLIC",
    b"x",
];

/// A document that is longer than this breaks a parser by its length.
const LONG: usize = 1000;

/// What a long document has most of: the construct that needs most, and the commonest of the characters that
/// are no letters, digits and quotes. None for a short one.
fn shape(document: &[u8]) -> Option<(&'static str, u8)> {
    if document.len() <= LONG {
        return None;
    }
    let mut counts = [0_u32; 256];
    for byte in document {
        let byte = if byte.is_ascii_whitespace() {
            b' '
        } else {
            *byte
        };
        counts[usize::from(byte)] += 1;
    }
    let is_sign = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"\"'\0".contains(byte);
    let most = (0..=u8::MAX)
        .filter(is_sign)
        .max_by_key(|byte| (counts[usize::from(*byte)], u8::MAX - byte))?;
    Some((construct::of(document).name, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_documents_of_one_shape_show_one_fault() {
        let deep = |before: &str, n: usize| {
            format!(
                "{before}<!DOCTYPE a[<!ELEMENT a {}b{}>]><a/>",
                "(".repeat(n),
                ")".repeat(n)
            )
        };
        let blanks = format!("<!DOCTYPE a[<!ELEMENT a {}ANY>]><a/>", " ".repeat(2000));
        let mut findings = Findings::default();
        let (one, other) = (hang("deep-content-model"), hang("mutated"));
        findings.claim(&one, "deep-content-model");
        findings.put(&one, shown_by(deep("", 2000).as_bytes()));
        findings.claim(&other, "mutated");
        assert!(!findings.merge(&other, blanks.as_bytes()), "another shape");
        assert!(!findings.merge(&other, deep("", 20).as_bytes()), "short");
        assert!(findings.merge(&other, deep("\n", 8000).as_bytes()));
        assert_eq!(findings.count(), 1);
    }

    #[test]
    fn words_of_the_document_make_no_other_crash() {
        let mut findings = Findings::default();
        let crash = |signature: &str| Key {
            outcome: Outcome::Crash,
            signature: signature.into(),
            part: "",
        };
        assert!(findings.claim(&crash("Error: invalid byte in …"), "mutated"));
        assert!(!findings.claim(&crash("Error: invalid byte in UTF-#"), "mutated"));
        assert!(findings.claim(&crash("Error: invalid byte at …"), "mutated"));
        assert!(findings.claim(&crash("…"), "mutated"), "too little");
        assert!(findings.claim(&crash("abort"), "mutated"));
    }

    /// What a parser trips over after an empty name of an encoding differs from document to document.
    #[test]
    fn crashes_of_the_same_bones_are_told_twice_at_most() {
        let mut findings = Findings::default();
        let crash = |signature: &str| Key {
            outcome: Outcome::Crash,
            signature: signature.into(),
            part: "",
        };
        let mut is_merged = |signature: &str, document: &str| {
            let key = crash(signature);
            assert!(findings.claim(&key, "mutated"));
            let is_merged = findings.merge(&key, document.as_bytes());
            let found = Finding {
                document: document.as_bytes().to_vec(),
                ..Finding::new(Outcome::Crash, "mutated", Duration::ZERO)
            };
            findings.put(&key, found);
            is_merged
        };
        assert!(!is_merged(
            "unknown encoding",
            "<?xml version=\"1.0\" encoding=\"\"?><a/>"
        ));
        assert!(!is_merged(
            "no decoder",
            "<?xml version='1.1' encoding=''?><b/>"
        ));
        assert!(is_merged(
            "index",
            "<?xml  version='1.0'\tencoding=''?><c/>"
        ));
        assert!(!is_merged("key", "<?xml version='1.0' encoding='a'?><c/>"));
        assert!(!is_merged(
            "other",
            "<?xml version='1.0' standalone=''?><c/>"
        ));
        assert_eq!(findings.count(), 4);
    }

    fn hang(rule: &str) -> Key {
        Key {
            outcome: Outcome::Hang,
            signature: rule.into(),
            part: "",
        }
    }

    fn shown_by(document: &[u8]) -> Finding {
        Finding {
            document: document.to_vec(),
            ..Finding::new(Outcome::Hang, "truncated", Duration::ZERO)
        }
    }

    /// Each would take as long to look into as the first one.
    #[test]
    fn what_came_to_the_document_of_another_is_not_looked_into_again() {
        let mut findings = Findings::default();
        let (one, other) = (hang("truncated"), hang("unclosed-comment"));
        assert!(findings.claim(&one, "truncated"));
        findings.put(&one, shown_by(b"<"));
        assert!(findings.claim(&other, "unclosed-comment"));
        assert!(!findings.merge(&other, b"<!--"), "another document");
        assert!(findings.merge(&other, b"<"));
        assert!(!findings.claim(&other, "unclosed-comment"));
        let list = findings.into_list();
        assert_eq!((list.len(), list[0].seen), (1, 3));
        assert_eq!(list[0].also, BTreeSet::from(["unclosed-comment"]));
    }
}
