//! `clausal prove --mutants`: what becomes of mutants that nobody made for a clause.

use std::sync::Mutex;
use std::time::Instant;

use super::side_by_side;
use crate::cli::args::ProveArgs;
use crate::cli::say::say;
use crate::cli::{Error, exit};
use crate::contract::Contract;
use crate::prove::{Fate, draw, kill};
use crate::reference::{Mutant, mutants};
use crate::run::plan::Pattern;

pub(super) fn run(
    args: &ProveArgs,
    count: usize,
    only: &[Pattern],
    contracts: &[Contract],
) -> Result<u8, Error> {
    let wanted = |it: &&Mutant| only.is_empty() || only.iter().any(|p| p.matches(&it.id));
    let pool: Vec<&Mutant> = mutants().iter().filter(wanted).collect();
    if pool.is_empty() {
        return Err(Error::usage(
            "no mutant matches\n(hint: `clausal serve --list` names them)",
        ));
    }
    let drawn = draw(&pool, count, args.seed);
    let profile = crate::cli::reference_profile()?;
    let began = Instant::now();
    // What cannot be told is named, not checked.
    let (unseen, faults): (Vec<&Mutant>, Vec<&Mutant>) =
        drawn.into_iter().partition(|it| it.unseen.is_some());
    let fates = Mutex::new(Vec::new());
    side_by_side(args, &faults, |mutant, runtime| {
        let fate = runtime.block_on(kill(mutant, contracts, &profile, args.seed));
        say!("{}", line(mutant, &fate));
        if let Ok(mut fates) = fates.lock() {
            fates.push((mutant.id.clone(), fate));
        }
    });
    let mut fates = fates.into_inner().unwrap_or_default();
    fates.sort_by(|one, other| one.0.cmp(&other.0));
    let survivors = fates.iter().filter(|(_, fate)| !fate.is_caught());
    let survivors: Vec<&str> = survivors.map(|(id, _)| id.as_str()).collect();
    for mutant in &unseen {
        let Some(reason) = mutant.unseen else {
            continue;
        };
        let kind = if reason.reading.is_empty() {
            "equivalent".to_owned()
        } else {
            format!("lawful, {}", reason.reading)
        };
        say!("{kind}: {}: {}", mutant.id, reason.why);
    }
    for survivor in &survivors {
        say!("survivor: {survivor}");
    }
    let named = fates.iter().filter(|(_, it)| matches!(it, Fate::Named(_)));
    let (all, named) = (fates.len(), named.count());
    let caught = all - survivors.len();
    say!(
        "\n{} mutants of {} in {:.1} s, seed {}: {} equivalent or lawful; of the {all} others \
         {caught} caught ({:.1} %), {named} by a clause that names the rule ({:.1} %), {} survived",
        all + unseen.len(),
        pool.len(),
        began.elapsed().as_secs_f64(),
        args.seed,
        unseen.len(),
        percent(caught, all),
        percent(named, all),
        survivors.len(),
    );
    Ok(if percent(caught, all) >= args.at_least {
        exit::HELD
    } else {
        exit::BROKEN
    })
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 100.0;
    }
    part as f64 * 100.0 / whole as f64
}

fn line(mutant: &Mutant, fate: &Fate) -> String {
    let listed = |list: &[String]| match list {
        [first, second, third, rest @ ..] if !rest.is_empty() => {
            format!("{first}, {second}, {third} and {} more", rest.len())
        }
        list => list.join(", "),
    };
    match fate {
        Fate::Named(by) => format!("caught    {:48} {}", mutant.id, listed(by)),
        Fate::Other(by) => format!("by others {:48} {}", mutant.id, listed(by)),
        Fate::Survived => format!("SURVIVED  {:48} expected {}", mutant.id, mutant.named_by),
        Fate::Failed(why) => format!("ERROR     {:48} {why}", mutant.id),
    }
}
