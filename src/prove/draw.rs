//! Drawing mutants at random.

use crate::reference::Mutant;

/// As many mutants as are wanted: a site at random, then one of its operators that was not drawn
/// yet, so that sites with many operators do not crowd out the others.
pub fn draw<'a>(pool: &[&'a Mutant], count: usize, seed: u64) -> Vec<&'a Mutant> {
    let mut sites: Vec<Vec<&'a Mutant>> = Vec::new();
    for mutant in pool {
        match sites.last_mut() {
            Some(last) if last.iter().any(|it| it.site == mutant.site) => last.push(mutant),
            _ => sites.push(vec![mutant]),
        }
    }
    let mut dice = Dice(seed);
    let mut drawn = Vec::new();
    while drawn.len() < count && !sites.is_empty() {
        let at = dice.below(sites.len());
        let site = &mut sites[at];
        let operator = dice.below(site.len());
        drawn.push(site.swap_remove(operator));
        if site.is_empty() {
            sites.swap_remove(at);
        }
    }
    drawn
}

/// Numbers from a seed, the same on every machine (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^= it >> 31;
        usize::try_from(it % end.max(1) as u64).unwrap_or_default()
    }
}
