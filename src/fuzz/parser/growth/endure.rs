//! One process and very many documents: whether it ends, slows down or holds ever more.

use std::time::{Duration, Instant};

use crate::fuzz::parser::desk::report;
use crate::fuzz::parser::driver::{Course, Driver, End, Unusable};
use crate::fuzz::parser::expect::{Key, Outcome};
use crate::fuzz::parser::finding::Finding;
use crate::fuzz::parser::input::Input;
use crate::fuzz::parser::worker::Run;
use crate::xml::documents::{Documents, Options};

/// As `--grow` names it.
pub(super) const NAME: &str = "endurance";
/// How long each row of documents is given, of the time that the process works,
const LONG: Duration = Duration::from_secs(4);
/// and of all time.
const LONGEST: Duration = Duration::from_secs(12);
/// How long a sequence may be made shorter.
const SHORTER: Duration = Duration::from_secs(6);
/// Documents of a round.
const ROUND: usize = 500;
/// So many times as slow is slower.
const SLOWER: f64 = 4.0;
/// Less is not worth a word, of time for a round and of memory for all.
const LEAST: Duration = Duration::from_millis(40);
const HELD: u64 = 96 << 20;
/// A machine that was busy, or a heap that grew to its size, shows in fewer rounds.
const ROUNDS: usize = 8;

/// Gives the simplest document again and again, and then many kinds of documents.
pub(super) fn endure(
    run: &Run<'_>,
    driver: &mut dyn Driver,
    end: &End,
    notes: &mut Vec<String>,
) -> Result<(), Unusable> {
    let plain = Options {
        size: 200,
        mutated: false,
        ..Options::default()
    };
    let mut documents = Documents::new(run.options.seed, plain);
    let many: Vec<Vec<u8>> = (0..ROUND).map(|_| documents.next().bytes).collect();
    let same = vec![b"<a/>".to_vec(); ROUND];
    for round in [same, many] {
        // What breaks down by itself is told already.
        let is_harmless = |document: &&Vec<u8>| !run.breakdowns().explains_any(document);
        let round: Vec<&[u8]> = round
            .iter()
            .filter(is_harmless)
            .map(Vec::as_slice)
            .collect();
        let until = run.ends.min(Instant::now() + LONGEST);
        let Some(course) = driver.endure(&round, u64::MAX, LONG, until)? else {
            return Ok(());
        };
        if end.has_come() {
            return Ok(());
        }
        if let Some((rule, got)) = judged(&course) {
            // A document that does it alone is another matter.
            let last = round.get((course.answered % round.len().max(1) as u64) as usize);
            if let (Some(_), Some(last)) = (&course.ended, last)
                && driver.ask_fresh(last)?.answer.is_breakdown()
            {
                return Ok(());
            }
            let sequence = match course.ended.as_ref().filter(|_| rule == "ends-after-many") {
                Some(_) => shortest(driver, &round, course.answered, end)?,
                None => Some(round.iter().map(|one| one.to_vec()).collect()),
            };
            if let Some(sequence) = sequence.filter(|all| all.len() > 1) {
                tell(run, rule, got, &sequence, notes);
            }
            return Ok(());
        }
    }
    Ok(())
}

/// What a course shows.
fn judged(course: &Course) -> Option<(&'static str, String)> {
    let ended = course.ended.as_ref().map(|how| {
        let got = format!("after {} documents: {how}", course.answered);
        ("ends-after-many", got)
    });
    // What holds ever more may be ended for it.
    lasting(course).or(ended)
}

/// What grows from document to document.
fn lasting(course: &Course) -> Option<(&'static str, String)> {
    let stages = &course.stages;
    if stages.len() < ROUNDS {
        return None;
    }
    let quarter = stages.len() / 4;
    let work = |part: &[(Duration, u64)]| {
        let all = part.iter().map(|(work, _)| *work);
        all.min().unwrap_or_default()
    };
    let (first, last) = (
        work(&stages[..quarter]),
        work(&stages[stages.len() - quarter..]),
    );
    let documents = course.answered;
    if last > LEAST && last.as_secs_f64() > first.as_secs_f64() * SLOWER {
        let got = format!(
            "the first documents take {:.1} ms for {ROUND}, after {documents} it is {:.1} ms",
            first.as_secs_f64() * 1e3,
            last.as_secs_f64() * 1e3
        );
        return Some(("slows-after-many", got));
    }
    let held = |part: usize| stages[(part * quarter).min(stages.len() - 1)].1;
    let parts: Vec<u64> = (0..4)
        .map(|part| held(part + 1).saturating_sub(held(part)))
        .collect();
    let all: u64 = parts.iter().sum();
    // What a heap grows to its size is held early, a leak is held to the end.
    let is_steady = parts.iter().all(|part| *part * 8 >= all);
    (all >= HELD && is_steady).then(|| {
        let each = all / documents.max(1);
        let got = format!(
            "{} MiB more are held after {documents} documents, {each} bytes for each",
            all >> 20
        );
        ("holds-more-after-many", got)
    })
}

/// The shortest row of documents that was found after which the process ends; none when it does not
/// do so again.
fn shortest(
    driver: &mut dyn Driver,
    round: &[&[u8]],
    answered: u64,
    end: &End,
) -> Result<Option<Vec<Vec<u8>>>, Unusable> {
    let count = answered as usize + 1;
    let mut best: Vec<&[u8]> = round.iter().copied().cycle().take(count).collect();
    let until = Instant::now() + SHORTER;
    let mut ends = |row: &[&[u8]]| -> Result<bool, Unusable> {
        let course = driver.endure(row, row.len() as u64, Duration::MAX, until)?;
        Ok(course.is_some_and(|course| course.ended.is_some()))
    };
    if !ends(&best)? {
        return Ok(None);
    }
    let mut part = best.len() / 2;
    while part > 0 {
        let mut at = 0;
        while at < best.len() && Instant::now() < until && !end.has_come() {
            let rest = [&best[..at], &best[(at + part).min(best.len())..]].concat();
            match !rest.is_empty() && ends(&rest)? {
                true => best = rest,
                false => at += part,
            }
        }
        part /= 2;
    }
    Ok(Some(best.into_iter().map(<[u8]>::to_vec).collect()))
}

fn tell(
    run: &Run<'_>,
    rule: &'static str,
    got: String,
    sequence: &[Vec<u8>],
    notes: &mut Vec<String>,
) {
    let key = Key {
        outcome: Outcome::Sequence,
        signature: rule.into(),
        part: "",
    };
    if !run.findings().claim(&key, rule) {
        return;
    }
    let frame = |one: &Vec<u8>| [&(one.len() as u32).to_le_bytes()[..], one].concat();
    let frames: Vec<u8> = sequence.iter().flat_map(frame).collect();
    let input = Input::unknown(frames.clone(), rule);
    let finding = Finding {
        about: format!(
            "{} documents in frames, one after the other",
            sequence.len()
        ),
        document: frames,
        expected: "each document as if it were the first".into(),
        got,
        ..Finding::new(Outcome::Sequence, rule, run.began.elapsed())
    };
    report(run, &key, finding, &input, notes);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(stages: Vec<(u64, u64)>) -> Course {
        Course {
            answered: stages.len() as u64 * ROUND as u64,
            stages: stages
                .into_iter()
                .map(|(ms, mib)| (Duration::from_millis(ms), mib << 20))
                .collect(),
            ended: None,
        }
    }

    #[test]
    fn what_goes_on_and_on_is_told_from_what_settles() {
        let rule = |stages: Vec<(u64, u64)>| judged(&course(stages)).map(|(rule, _)| rule);
        let steady = (0..20).map(|_| (50, 30)).collect();
        assert_eq!(rule(steady), None);
        let slower = (0..20).map(|n| (20 + n * 20, 30)).collect();
        assert_eq!(rule(slower), Some("slows-after-many"));
        let leak = (0..20).map(|n| (50, 30 + n * 10)).collect();
        assert_eq!(rule(leak), Some("holds-more-after-many"));
        let heap = (0..20).map(|n| (50, if n < 6 { n * 60 } else { 360 }));
        assert_eq!(rule(heap.collect()), None);
        let warm = (0..20).map(|n| (if n < 5 { 400 } else { 40 }, 30));
        assert_eq!(rule(warm.collect()), None);
    }
}
