//! Guidance without instrumentation: inputs that draw a new kind of answer are kept and changed
//! further.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use super::answer::{Answer, Reply};
use super::input::Input;
use super::mask::masked;
use super::mutate::SEEDS;

/// How many inputs are kept at most.
const MOST: usize = 4096;
/// Larger inputs are not kept: their mutants would be slow and hard to read.
const LARGEST: usize = 64 << 10;
/// Answers below this are all of one timing class, as the machine's own work shows there.
const PROMPT: Duration = Duration::from_millis(20);

/// The inputs that were kept, for all workers.
pub(super) struct Guide {
    seen: Mutex<HashSet<u64>>,
    kept: RwLock<Arc<Vec<Arc<[u8]>>>>,
    folder: Option<PathBuf>,
}

impl Guide {
    /// With `folder`, what is kept is written there.
    pub fn new(folder: Option<PathBuf>) -> Self {
        let seeds = SEEDS.iter().map(|seed| Arc::from(*seed)).collect();
        Guide {
            seen: Mutex::default(),
            kept: RwLock::new(Arc::new(seeds)),
            folder,
        }
    }

    /// What is kept at present.
    pub fn kept(&self) -> Arc<Vec<Arc<[u8]>>> {
        self.kept
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Kinds of answers seen.
    pub fn kinds(&self) -> usize {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Looks at an answer; keeps the input when the answer is of a new kind. `known` is the
    /// worker's own memory, which spares it the common one.
    pub fn look(&self, input: &Input, reply: &Reply, known: &mut HashSet<u64>) {
        let bytes = input.bytes();
        for feature in features(bytes, reply) {
            if !known.insert(feature) {
                continue;
            }
            let is_new = self
                .seen
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(feature);
            if is_new && bytes.len() <= LARGEST {
                self.keep(bytes);
            }
        }
    }

    fn keep(&self, bytes: &[u8]) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST || kept.iter().any(|other| **other == *bytes) {
            return;
        }
        Arc::make_mut(&mut kept).push(Arc::from(bytes));
        if let Some(folder) = &self.folder {
            let mut hasher = DefaultHasher::new();
            bytes.hash(&mut hasher);
            let name = format!("{:016x}.xml", hasher.finish());
            // A kept input that cannot be written costs the next run a little time only.
            let _ = std::fs::write(folder.join(name), bytes);
        }
    }
}

/// What is told apart about an answer: its words, its timing class, and how deep the document was.
fn features(bytes: &[u8], reply: &Reply) -> [u64; 3] {
    let class = match &reply.answer {
        Answer::Accept(_) => 0_u8,
        Answer::Reject(_) => 1,
        Answer::Crash(_) => 2,
        Answer::Hang(_) => 3,
        Answer::Memory(_) => 4,
        Answer::Unsupported(_) => 5,
        Answer::Differs(_) => 6,
    };
    let words = match &reply.answer {
        Answer::Reject(text)
        | Answer::Crash(text)
        | Answer::Differs(text)
        | Answer::Unsupported(text) => masked(text),
        _ => String::new(),
    };
    let time = if reply.took < PROMPT {
        0
    } else {
        (reply.took.as_millis() as u64).ilog2()
    };
    let depth = depth(bytes).checked_ilog2().unwrap_or(0);
    [
        hash((0, class, &*words)),
        hash((1, class, time)),
        hash((2, class, depth)),
    ]
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// How deep elements seem to be nested; a look at tags only.
fn depth(bytes: &[u8]) -> u32 {
    let (mut depth, mut deepest) = (0_u32, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reject(text: &str) -> Reply {
        Reply::new(Answer::Reject(text.into()), Duration::ZERO)
    }

    #[test]
    fn a_new_text_is_kept_and_an_old_one_with_other_numbers_is_not() {
        let guide = Guide::new(None);
        let mut known = HashSet::new();
        let before = guide.kept().len();
        let mut look = |bytes: &[u8], reply: &Reply| {
            guide.look(
                &Input::unknown(bytes.to_vec(), "mutated"),
                reply,
                &mut known,
            );
            guide.kept().len() - before
        };
        assert_eq!(look(b"<x>", &reject("1:4: no end tag for 'x'")), 1);
        assert_eq!(look(b"<y>", &reject("2:9: no end tag for 'y'")), 1);
        assert_eq!(look(b"<z", &reject("no end of tag")), 2);
        let deep = b"<a>".repeat(40);
        assert_eq!(look(&deep, &reject("no end of tag")), 3);
        let slow = Reply {
            took: Duration::from_secs(1),
            ..reject("no end of tag")
        };
        assert_eq!(look(b"<w", &slow), 4);
    }

    #[test]
    fn depth_is_seen() {
        assert_eq!(depth(b"<a><b><c></c></b><d>"), 3);
        assert_eq!(depth(b"<?x?><!-- --><a>"), 1);
    }
}
