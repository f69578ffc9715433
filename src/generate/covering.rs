//! Stub until the real module is merged.
#![allow(missing_docs)]
pub struct Factor { pub values: usize, pub may_be_absent: bool }
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice { Open, Absent, Value(usize) }
pub trait Rules { fn allows(&self, partial: &[Choice]) -> bool; }
pub struct Covering { pub rows: Vec<Vec<Option<usize>>>, pub covered: u64, pub total: u64, pub excluded: u64 }
pub fn covering(factors: &[Factor], _strength: usize, rules: &dyn Rules, _seed: u64) -> Covering {
    let _ = (rules, Choice::Open, Choice::Absent);
    let rows = (0..factors[0].values).map(|b| { let mut r = vec![None; factors.len()]; r[0] = Some(b); r }).collect();
    Covering { rows, covered: 0, total: 0, excluded: 0 }
}
