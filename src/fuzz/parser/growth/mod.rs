//! Documents of one shape and ever greater length: what a parser takes for them, in time and memory.
//! What clearly grows faster than n log n is a fault, whoever sends the document; and so is every
//! breakdown on the way.

mod endure;
mod families;
mod family;
mod fit;
mod told;

use std::collections::HashSet;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

pub use fit::{Cost, Point};

use fit::Sample;

pub(super) use families::all;
pub(super) use family::{Family, Grown};

use super::desk::{Desk, Pending};
use super::driver::{self, Driver, End, Unusable};
use super::expect::Verdict;
use super::input::Input;
use super::tally::Tally;
use super::worker::Run;

/// The shortest document, in bytes.
const FIRST: usize = 4 << 10;
/// All families are measured up to this length before any goes further.
const NEAR: usize = 32 << 10;
/// The longest document.
const LAST: usize = 512 << 10;
/// What takes so long need not be longer to be judged.
const ENOUGH: Duration = Duration::from_millis(60);
/// Where only great length tells, it may take this long.
const FAR: Duration = Duration::from_millis(1200);
/// Where growth is suspected, this long.
const LONG: Duration = Duration::from_millis(800);
/// What takes less is measured twice, if it is no less than what can matter two doublings later: on a busy
/// machine each document waits for its turn.
const BRIEF: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(15)];
/// Time that grows is measured up to so long, as far as documents go,
const SURE: Duration = Duration::from_millis(600);
/// which is this length, and where the next is expected to take no longer than this: no cache makes so
/// much of so little.
const LONGEST: usize = 16 << 20;
const DEAR: f64 = 1.6;
/// Where a row ends for its time and begins to rise, one more length tells: longer by this part, as more
/// may take all the time there is for an answer.
const MORE: usize = 2;
/// How often what seems too steep is measured again, where that costs little.
const AGAIN: usize = 2;
/// So many breakdowns that cost time and what follows is not worth it.
const SLOW: u64 = 3;
/// Who holds so many bytes for each of a document that it refuses, and no fewer than these, had made room for
/// what few bytes stand for.
const ROOM: u64 = 64;
const LEAST_ROOM: u64 = 1 << 20;
/// Who takes so long for what few bytes stand for has no bound that helps.
const UNBOUNDED: Duration = Duration::from_secs(2);

/// What was measured of one family, and whether there is more to measure.
struct Row {
    family: &'static Family,
    samples: Vec<Sample>,
    size: usize,
    /// What was measured last may become too fast a growth.
    is_near: bool,
    /// Longer documents would take too long, but for this last one.
    is_last: bool,
    is_over: bool,
}

impl Row {
    fn new(family: &'static Family) -> Self {
        Row {
            family,
            samples: Vec::new(),
            size: FIRST,
            is_near: false,
            is_last: false,
            is_over: false,
        }
    }

    /// How many seconds the longest document took so far.
    fn last(&self) -> f64 {
        let last = self.samples.last();
        last.map_or(0.0, |one| one.spent.work().as_secs_f64())
    }

    fn points(&self) -> Vec<Point> {
        fit::points(&self.samples)
    }
}

/// Measures all families, as far as the time goes; or those with the names that were asked for.
pub(super) struct Grower<'r> {
    pub run: &'r Run<'r>,
    pub driver: Box<dyn Driver>,
    pub end: std::sync::Arc<End>,
    /// When it has to come to an end.
    pub until: Instant,
    pub tally: Tally,
    /// Crashes on the way, looked into when all is measured: that may take longer than measuring.
    pub crashed: Vec<Pending>,
}

impl driver::Measured {
    /// What a row keeps of it.
    fn sample(&self, input: &Input, size: usize) -> Sample {
        Sample {
            size,
            length: input.bytes().len(),
            spent: self.spent,
            memory: self.memory,
        }
    }
}

/// What measuring came to.
#[derive(Default)]
pub(super) struct Measured {
    /// Known deviations that were seen.
    pub tally: Tally,
    /// What happened that is no finding.
    pub notes: Vec<String>,
}

impl Grower<'_> {
    /// Goes through all families, near and then far.
    pub fn work(mut self) -> Result<Measured, Unusable> {
        let mut notes = Vec::new();
        let measured = self.measure_all(&mut notes);
        // What crashed is told though the parser is of no use any more.
        let looked = self.desk(&mut notes, |desk| desk.look_into_all());
        measured.and(looked)?;
        let wanted = &self.run.options.grow;
        let is_wanted = wanted.is_empty() || wanted.iter().any(|name| name == endure::NAME);
        if is_wanted && self.run.options.persistent && !self.is_over() {
            endure::endure(self.run, &mut *self.driver, &self.end, &mut notes)?;
        }
        Ok(Measured {
            tally: self.tally,
            notes,
        })
    }

    fn measure_all(&mut self, notes: &mut Vec<String>) -> Result<(), Unusable> {
        let wanted = &self.run.options.grow;
        let is_wanted = |family: &&Family| match wanted.is_empty() {
            true => true,
            false => wanted.iter().any(|name| name == family.name()),
        };
        let mut rows: Vec<Row> = all().filter(is_wanted).map(Row::new).collect();
        let mut slow = 0;
        // Full stacks and loops without end first: they are worth most. With a slow parser they wait until
        // all families were measured near.
        let passes = [
            (LAST, true, ENOUGH),
            (NEAR, false, Duration::MAX),
            (LAST, true, Duration::MAX),
            (LAST, false, Duration::MAX),
        ];
        for (pass, (limit, only_far, most)) in passes.into_iter().enumerate() {
            if pass > 1 {
                // There may be no time for all.
                let promise = |row: &Row| fit::promise(&row.points());
                rows.sort_by(|one, other| promise(other).total_cmp(&promise(one)));
            }
            for row in &mut rows {
                if only_far && !row.family.far {
                    continue;
                }
                // What looks like a fault is followed at once: on a busy machine, or after what takes
                // long, there may be no time for it later.
                while !row.is_over
                    && row.size <= LAST
                    && (row.is_near || (row.size <= limit && row.last() < most.as_secs_f64()))
                {
                    if self.is_over() {
                        let done = rows.iter().filter(|row| row.size > NEAR).count();
                        notes.push(format!(
                            "there was no time to measure the growth of all families: {done} of {} went beyond {} KiB",
                            rows.len(),
                            NEAR >> 10
                        ));
                        return Ok(());
                    }
                    slow += u64::from(self.step(row, notes)?);
                    if slow >= SLOW {
                        let note = "growth was measured in part only: too many documents hang";
                        notes.push(note.into());
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    fn is_over(&self) -> bool {
        self.end.has_come() || Instant::now() >= self.until
    }

    /// The next length of a family. Tells whether it took all the time there was for an answer.
    fn step(&mut self, row: &mut Row, notes: &mut Vec<String>) -> Result<bool, Unusable> {
        let input = row.family.document(row.size);
        if self.run.breakdowns().explains_any(input.bytes()) {
            row.is_over = true;
            return Ok(false);
        }
        let mut measured = self.driver.measure(input.bytes())?;
        if measured.reply.answer.is_breakdown() {
            row.is_over = true;
            let is_slow = measured.reply.took >= self.run.options.timeout / 2;
            self.broke(input, measured.reply, notes)?;
            return Ok(is_slow);
        }
        if matches!(measured.reply.answer, super::Answer::Unsupported(_)) {
            row.is_over = true;
            return Ok(false);
        }
        self.run.measured.fetch_add(1, Ordering::Relaxed);
        if (BRIEF[0]..BRIEF[1]).contains(&measured.spent.work()) {
            let again = self.driver.measure(input.bytes())?;
            measured.spent = measured.spent.min(again.spent);
        }
        let work = measured.spent.work();
        let is_taken = matches!(measured.reply.answer, super::Answer::Accept(_));
        row.samples.push(measured.sample(&input, row.size));
        let points = row.points();
        let costs = [Cost::Time, Cost::Memory];
        row.is_near = costs.iter().any(|cost| fit::is_suspicious(&points, *cost));
        // A slow parser takes as long for the first ones, which tell nothing of growth; and what grows shows
        // beside all else that it does only later.
        let is_early = points.len() < fit::FEWEST || fit::rises(&points);
        let most = match row.family.expands {
            Some(_) => UNBOUNDED.min(self.run.options.timeout / 2),
            None if row.family.far => FAR.min(self.run.options.timeout / 3),
            None if row.is_near || is_early => LONG.min(self.run.options.timeout / 3),
            None => ENOUGH,
        };
        let is_last = row.is_last || work >= most || row.size * 2 > LAST;
        // Who refuses what it has made room for has no bound either.
        let room = LEAST_ROOM.max(ROOM * input.bytes().len() as u64);
        let is_refused = !is_taken && measured.memory < room;
        let is_bounded = row
            .family
            .expands
            .is_some_and(|bound| is_refused || (row.size < bound && work < UNBOUNDED));
        // What was measured once may be off: where it is the last, what comes near is measured again.
        let is_worth = |cost: &Cost| {
            fit::steep(&points, *cost).is_some()
                || (is_last && fit::is_nearly_steep(&points, *cost))
        };
        let worth: Vec<Cost> = match is_bounded {
            true => Vec::new(),
            false => costs.into_iter().filter(is_worth).collect(),
        };
        let is_told_by =
            |cost: &Cost| is_taken || row.family.expands.is_none() || *cost == Cost::Memory;
        let worth = worth.into_iter().filter(is_told_by);
        for cost in worth {
            let known = &self.run.options.expect.known;
            if let Some(number) = known.of_kind(row.family.kind) {
                self.tally.add(&input, Verdict::Known(number));
                row.is_over = true;
                return Ok(false);
            }
            let key = told::key(row.family, cost);
            let is_told = self.run.findings().count_if_known(&key, row.family.kind);
            let again = match is_told {
                true => None,
                false => self.confirmed(row, cost)?,
            };
            row.is_over |= is_told || again.is_some();
            if let Some(points) = again {
                told::tell(self.run, row.family, &points, cost, input.clone(), notes);
            }
            if row.is_over {
                return Ok(false);
            }
        }
        row.is_over = row.is_last || (row.family.expands.is_some() && is_refused);
        row.is_last = work >= most;
        if row.is_last {
            // A first rise may have come too late, or what was before it was slow by chance.
            row.is_over |= row.family.expands.is_some() || !fit::turns(&row.points());
            row.size += row.size / MORE;
        } else {
            row.size *= 2;
        }
        Ok(false)
    }

    /// The last points, measured again: the least of all counts. None when they are steep no more.
    fn confirmed(&mut self, row: &mut Row, cost: Cost) -> Result<Option<Vec<Point>>, Unusable> {
        let mut samples = row.samples.clone();
        let is_dear = row.last() > 0.3;
        for _ in 0..if is_dear { 1 } else { AGAIN } {
            for at in samples.len().saturating_sub(3)..samples.len() {
                let size = samples[at].size;
                let input = row.family.document(size);
                let again = self.driver.measure(input.bytes())?;
                if again.reply.answer.is_breakdown() || self.end.has_come() {
                    return Ok(None);
                }
                samples[at] = samples[at].min(again.sample(&input, size));
            }
        }
        row.samples.clone_from(&samples);
        let points = fit::points(&samples);
        match fit::steep(&points, cost) {
            Some(_) if cost == Cost::Time => self.prolonged(row.family, samples),
            Some(_) => Ok(Some(points)),
            None => Ok(None),
        }
    }

    /// Where little time was steep, that may be a table which outgrows a processor's caches: longer ones
    /// tell. None when they are steep no more.
    fn prolonged(
        &mut self,
        family: &'static Family,
        mut samples: Vec<Sample>,
    ) -> Result<Option<Vec<Point>>, Unusable> {
        let enough = SURE.min(self.run.options.timeout / 6);
        let mut size = samples.last().map_or(FIRST, |last| last.size * 2);
        let mut points = fit::points(&samples);
        let is_short = |seconds: f64| seconds < enough.as_secs_f64();
        while points.last().is_some_and(|p| is_short(p.seconds))
            && (fit::is_doubtful(&points)
                || fit::next(&points).is_none_or(|seconds| seconds <= DEAR))
            && size <= LONGEST
        {
            let input = family.document(size);
            let mut least: Option<Sample> = None;
            for _ in 0..2 {
                let measured = self.driver.measure(input.bytes())?;
                if self.end.has_come() {
                    return Ok(None);
                }
                if measured.reply.answer.is_breakdown() {
                    // Too long for an answer is longer than any fit.
                    return Ok(Some(points));
                }
                let sample = measured.sample(&input, size);
                least = Some(least.map_or(sample, |one| one.min(sample)));
                if !is_short(sample.spent.work().as_secs_f64()) {
                    break;
                }
            }
            samples.extend(least);
            points = fit::points(&samples);
            if fit::steep(&points, Cost::Time).is_none() {
                return Ok(None);
            }
            size *= 2;
        }
        Ok(Some(points))
    }

    /// A breakdown is looked into as any other: at once where others like it would cost much time.
    fn broke(
        &mut self,
        input: Input,
        reply: super::Reply,
        notes: &mut Vec<String>,
    ) -> Result<(), Unusable> {
        let is_crash = matches!(reply.answer, super::Answer::Crash(_));
        self.desk(notes, |desk| {
            desk.look_at(input, reply);
            match is_crash {
                true => Ok(()),
                false => desk.look_into_slow(),
            }
        })
    }

    fn desk<T>(&mut self, notes: &mut Vec<String>, work: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        work(&mut Desk {
            run: self.run,
            driver: &mut *self.driver,
            end: &self.end,
            tally: &mut Tally::default(),
            known: &mut HashSet::new(),
            notes,
            pending: &mut self.crashed,
        })
    }
}
