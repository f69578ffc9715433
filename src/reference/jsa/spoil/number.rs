//! Faults in the reading of numbers: what is too wide, broken or negative is bent to fit.
use serde_json::{Map, Value};

use crate::reference::jsa::behaviour::Behaviour;
use crate::reference::jsa::defects::Fault;

/// A Long as a fault reads it; none where no fault has a say.
pub(in crate::reference::jsa) fn long(value: &Value, behaviour: &Behaviour) -> Option<i64> {
    let faulty = |fault| behaviour.faulty(fault);
    if faulty(Fault::LongCut32) {
        // As a cast does it.
        return value.as_i64().map(|it| i64::from(it as i32));
    }
    if faulty(Fault::FractionCut) && value.is_f64() {
        return value.as_f64().map(|it| it.trunc() as i64);
    }
    if faulty(Fault::SignLost) {
        return value.as_i64().and_then(i64::checked_abs);
    }
    None
}

/// A body whose numbers beyond 64 bits were cut to their low bits; none where there are none.
pub(in crate::reference::jsa) fn cut(
    body: &[u8],
    behaviour: &Behaviour,
) -> Option<Map<String, Value>> {
    if !behaviour.faulty(Fault::LongCut64) {
        return None;
    }
    let text = std::str::from_utf8(body).ok()?;
    let is_digit = |c: char| c.is_ascii_digit();
    let runs = text.split(|c| !is_digit(c)).filter(|run| run.len() > 18);
    let mut wide = runs.filter_map(|run| Some((run, run.parse::<u128>().ok()?)));
    let (run, number) = wide.next_back()?;
    let cut = text.replace(run, &(number as u64 as i64).to_string());
    serde_json::from_str(&cut).ok()
}

/// The id in a path.
pub(in crate::reference::jsa) fn id(text: &str, behaviour: &Behaviour) -> Option<i64> {
    let faulty = |fault| behaviour.faulty(fault);
    let digits = || text.chars().take_while(char::is_ascii_digit).count();
    if faulty(Fault::PathCut32) {
        text.parse::<i64>().ok().map(|it| i64::from(it as i32))
    } else if faulty(Fault::PathCut64) {
        text.parse::<u128>().ok().map(|it| it as u64 as i64)
    } else if faulty(Fault::PathTailIgnored) {
        text[..digits()].parse().ok()
    } else if faulty(Fault::PathSignLost) {
        text.trim_start_matches('-').parse().ok()
    } else {
        text.parse().ok()
    }
}
