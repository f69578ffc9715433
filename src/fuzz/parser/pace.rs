//! How fast a parser answers, learnt from its answers: what takes far longer is suspected to hang long
//! before the time for an answer is over. A suspicion is no finding: that takes all the time.

use std::time::Duration;

use super::answer::Reply;

/// Answers from which on the pace is known.
const ENOUGH: u64 = 10;
/// What is suspicious before that.
const FIRST: Duration = Duration::from_millis(500);
/// So many times as long as an answer takes on average is suspicious,
const SLOWER: u32 = 500;
/// and so many times as long as the bytes of the document take, as large ones take longer.
const SLOWER_BY_BYTES: f64 = 100.0;
/// Any shorter pause may be the machine's.
const SHORTEST: Duration = Duration::from_millis(100);

/// How fast a parser answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pace {
    answers: u64,
    bytes: u64,
    time: Duration,
}

impl Pace {
    /// Takes in answers, with the documents that drew them.
    pub fn learn(&mut self, documents: &[&[u8]], replies: &[Reply]) {
        for (document, reply) in documents.iter().zip(replies) {
            if !reply.answer.is_breakdown() {
                self.answers += 1;
                self.bytes += document.len() as u64;
                self.time = self.time.saturating_add(reply.took);
            }
        }
    }

    /// What a short document takes at most without suspicion, where that is known.
    pub fn usual(&self, most: Duration) -> Option<Duration> {
        (self.answers >= ENOUGH).then(|| self.patience(0, most))
    }

    /// How long an answer to a document of so many bytes may take without suspicion, and no longer
    /// than `most`: that is how long it may take at all.
    pub fn patience(&self, bytes: usize, most: Duration) -> Duration {
        if self.answers < ENOUGH {
            return FIRST.min(most);
        }
        let count = u32::try_from(self.answers).unwrap_or(u32::MAX);
        let usual = (self.time / count).saturating_mul(SLOWER);
        let a_byte = self.time.as_secs_f64() / self.bytes.max(1) as f64;
        let long = (a_byte * SLOWER_BY_BYTES * bytes as f64).min(most.as_secs_f64());
        let long = Duration::try_from_secs_f64(long).unwrap_or(most);
        usual.max(long).max(SHORTEST).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::parser::answer::Answer;

    const MOST: Duration = Duration::from_secs(5);

    fn after(answers: usize, took: Duration) -> Pace {
        let mut pace = Pace::default();
        let documents = vec![&b"<a>0123456789</a>"[..]; answers];
        let replies = vec![Reply::new(Answer::Accept(None), took); answers];
        pace.learn(&documents, &replies);
        pace
    }

    #[test]
    fn half_a_second_is_suspicious_before_the_pace_is_known() {
        let pace = after(9, Duration::from_micros(10));
        assert_eq!(pace.patience(10, MOST), FIRST);
        let short = Duration::from_millis(200);
        assert_eq!(pace.patience(10, short), short);
        assert_eq!(pace.usual(MOST), None);
    }

    #[test]
    fn what_takes_five_hundred_times_as_long_is_suspected() {
        let pace = after(200, Duration::from_millis(2));
        assert_eq!(pace.patience(10, MOST), Duration::from_secs(1));
        let fast = after(200, Duration::from_micros(10));
        assert_eq!(fast.patience(10, MOST), SHORTEST);
        let slow = after(200, Duration::from_millis(20));
        assert_eq!(slow.patience(10, MOST), MOST);
    }

    #[test]
    fn large_documents_may_take_longer() {
        let pace = after(200, Duration::from_micros(17));
        let large = pace.patience(10_000, MOST);
        assert!(
            large >= Duration::from_millis(990) && large <= MOST,
            "{large:?}"
        );
    }

    #[test]
    fn breakdowns_teach_nothing() {
        let mut pace = after(10, Duration::from_micros(10));
        let hang = Reply::new(Answer::Hang(String::new()), MOST);
        pace.learn(&[&b"<a"[..]; 5], &vec![hang; 5]);
        assert_eq!(pace.patience(10, MOST), SHORTEST);
    }
}
