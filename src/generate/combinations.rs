//! Option values together: a covering array over everything that a request may choose.

use serde_json::Value;

use super::covering::{Choice, Factor, Rules, covering};
use super::{Maker, Skip, single};
use crate::contract::{Base, Schema};
use crate::exchange::{Case, Step};

/// Something that a request may choose.
struct Choosable {
    at: String,
    values: Vec<Value>,
    /// Bases that it needs; any when none is listed.
    bases: Vec<usize>,
}

/// Conditions between choices: what needs a base stands with that base only.
struct Conditions<'o> {
    options: &'o [Choosable],
    apart: Vec<Apart>,
}

/// Places in the list of options, each with the values that do not stand beside the others'; empty
/// for any value.
struct Apart {
    options: Vec<(usize, Vec<usize>)>,
}

impl Rules for Conditions<'_> {
    fn allows(&self, partial: &[Choice]) -> bool {
        let met = |a: &Apart| {
            a.options.iter().all(|(option, values)| {
                matches!(partial[option + 1], Choice::Value(v) if values.is_empty() || values.contains(&v))
            })
        };
        if self.apart.iter().any(met) {
            return false;
        }
        let Some(Choice::Value(base)) = partial.first() else {
            return true;
        };
        self.options
            .iter()
            .zip(&partial[1..])
            .all(|(option, choice)| {
                !matches!(choice, Choice::Value(_))
                    || option.bases.is_empty()
                    || option.bases.contains(base)
            })
    }
}

/// The rows of the covering array, one request each.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>) -> Result<Vec<Case>, Skip> {
    let bases: Vec<Base> = maker
        .kit
        .operation
        .bases
        .iter()
        .filter(|b| !b.special)
        .cloned()
        .collect();
    let mut options = Vec::new();
    let kit = maker.kit;
    let known = kit.spare.iter().map(|p| (p.at.clone(), p.schema.clone()));
    for (at, schema) in known.chain(existing(maker)) {
        let needs = kit.operation.only_with(&at);
        let values = choices(maker, &schema);
        let fits: Vec<usize> = (0..bases.len())
            .filter(|b| needs.is_empty() || needs.contains(&bases[*b].name))
            .filter(|b| bases[*b].set.iter().all(|(p, _)| *p != at) || free(&schema))
            .filter(|_| alike(&bases, &at))
            .collect();
        if values.len() > 1 && !fits.is_empty() {
            let bases = if fits.len() == bases.len() {
                Vec::new()
            } else {
                fits
            };
            options.push(Choosable { at, values, bases });
        }
    }
    let mut factors = vec![Factor {
        values: bases.len(),
        may_be_absent: false,
    }];
    factors.extend(options.iter().map(|o| Factor {
        values: o.values.len(),
        may_be_absent: true,
    }));
    let apart = maker
        .kit
        .operation
        .apart
        .iter()
        .filter_map(|places| apart(places, &options))
        .collect();
    let rules = Conditions {
        options: &options,
        apart,
    };
    let array = covering(
        &factors,
        maker.settings.strength,
        &rules,
        maker.settings.seed,
    );
    let words = if maker.settings.strength == 3 {
        "triples"
    } else {
        "pairs"
    };
    maker.kit.note(format!(
        "{}: {} of {} {words} of option values are sent in {} requests{}",
        maker.kit.operation.id,
        array.covered,
        array.total,
        array.rows.len(),
        match array.excluded {
            0 => String::new(),
            n => format!(" ({n} more cannot stand together)"),
        }
    ));
    let count = array.rows.len();
    let mut list = Vec::new();
    for (number, row) in array.rows.into_iter().enumerate() {
        let base = &bases[row[0].unwrap_or(0)];
        let mut message = maker.valid(base)?;
        for (option, choice) in options.iter().zip(&row[1..]) {
            if let Some(value) = choice {
                maker.lay(
                    &mut message,
                    &option.at,
                    Some(option.values[*value].clone()),
                );
            }
        }
        if maker.kit.proves(&message, &maker.settings.writing, &[]) {
            let about = format!("{}, combination {} of {count}", base.name, number + 1);
            list.push(single(about, Step::Send(message)));
        }
    }
    Ok(list)
}

/// An entry of `x-apart` by the places of the options; `None` when one of them is no option.
fn apart(places: &[(String, Vec<Value>)], options: &[Choosable]) -> Option<Apart> {
    let mut found = Vec::new();
    for (at, values) in places {
        let option = options.iter().position(|o| o.at == *at)?;
        let known = &options[option].values;
        let places = values
            .iter()
            .filter_map(|v| known.iter().position(|k| k == v));
        found.push((option, places.collect()));
    }
    Some(Apart { options: found })
}

/// Whether the bases that give a place a value all give the same: else it is what makes them
/// different, and stands for the base.
fn alike(bases: &[Base], at: &str) -> bool {
    let mut given = bases
        .iter()
        .filter_map(|b| b.set.iter().find(|(p, _)| p == at))
        .map(|(_, expr)| expr);
    let first = given.next();
    given.all(|expr| Some(expr) == first)
}

/// Whether a base's own value is one of many.
fn free(schema: &Schema) -> bool {
    !schema.enumeration.is_empty() || !schema.examples.is_empty() || schema.types == ["boolean"]
}

/// Places whose listed values name things, with those that the target takes.
fn existing(maker: &Maker<'_, '_, '_>) -> Vec<(String, Schema)> {
    let taken = maker.settings.writing.existing.get(&maker.kit.operation.id);
    taken
        .into_iter()
        .flatten()
        .filter_map(|(at, values)| {
            let mut schema = maker.kit.operation.schema_at(at)?.clone();
            schema.enumeration.clone_from(values);
            schema.ext.fixture = None;
            Some((at.clone(), schema))
        })
        .collect()
}

/// The documented values of a place: those listed, both flags, both limits.
fn choices(maker: &Maker<'_, '_, '_>, schema: &Schema) -> Vec<Value> {
    if schema.ext.fixture.is_some() || schema.ext.unique {
        return Vec::new();
    }
    if !schema.enumeration.is_empty() {
        let writing = &maker.settings.writing;
        let listed = schema.enumeration.iter();
        return listed
            .filter(|v| writing.can_write(schema, v))
            .cloned()
            .collect();
    }
    if schema.types == ["boolean"] {
        return vec![true.into(), false.into()];
    }
    let limits = [schema.minimum, schema.maximum];
    let mut values: Vec<Value> = limits
        .into_iter()
        .flatten()
        .filter(|n| n.fract() == 0.0)
        .map(|n| Value::from(n as i64))
        .collect();
    values.dedup();
    let examples = schema.examples.iter().filter(|e| !values.contains(e));
    let more: Vec<Value> = examples.cloned().collect();
    values.extend(more);
    values
}
