//! Listed values that name things: the one in question, then others of the list.

use serde_json::Value;

use super::{Kit, Maker, Settings, Skip, single};
use crate::clause::exists::NAMED;
use crate::contract::Schema;
use crate::exchange::{Case, Message, Request, Step, below};
use crate::wire;

/// Other values that are tried, to see whether the target takes what the profile does not name.
const OTHERS: usize = 3;

/// The case of one value.
pub(super) fn case(maker: &mut Maker<'_, '_, '_>, at: &str, value: &Value) -> Result<Case, Skip> {
    let base = maker.base_for(at, None).clone();
    let mut message = maker.valid(&base)?;
    let known = known(maker, &message, at);
    maker.lay(&mut message, at, Some(value.clone()));
    let mut steps = vec![Step::Send(message)];
    let schema = maker.kit.operation.schema_at(at);
    let listed = schema.map_or(&[][..], |s| &s.enumeration);
    let start = listed.iter().position(|v| v == value).unwrap_or(0);
    let others = listed
        .iter()
        .cycle()
        .skip(start + 1)
        .take(listed.len().saturating_sub(1))
        .filter(|v| Some(*v) != known.as_ref())
        .step_by((listed.len() / OTHERS).max(1))
        .take(OTHERS);
    // What the profile names exists in any case, so it says nothing of the others.
    if known.as_ref() != Some(value) {
        for other in others {
            let mut message = maker.valid(&base)?;
            maker.lay(&mut message, at, Some(other.clone()));
            steps.push(Step::Send(message));
        }
    }
    Ok(Case {
        steps,
        tag: (known.as_ref() == Some(value)).then(|| NAMED.to_owned()),
        ..single(format!("{at} is {value}"), Step::Send(Message::default()))
    })
}

/// The value that the profile's things stand behind: the place's own, or the one that goes with the
/// sibling's.
fn known(maker: &Maker<'_, '_, '_>, message: &Message, at: &str) -> Option<Value> {
    let own = message.get(at).cloned();
    let rule = maker.kit.operation.schema_at(at)?.ext.goes_with.as_ref();
    own.or_else(|| {
        let (sibling, pairs) = rule?;
        let (around, _) = at.rsplit_once('/')?;
        let named = message.get(&format!("{around}/{sibling}"))?;
        let pair = pairs.iter().find(|(_, other)| other == named);
        pair.map(|(own, _)| own.clone())
    })
}

impl Kit<'_> {
    /// For each place whose listed values name things: one request a value.
    pub fn existing_requests(&self, settings: &Settings) -> Vec<(String, Vec<(Value, Request)>)> {
        let mut places = Vec::new();
        if let Some(media) = self.operation.body.as_ref().and_then(|b| b.media.first()) {
            collect(&media.schema, "/body", &mut places);
        }
        let mut dice = super::Dice::new(super::nonce(), "exists", 0, 0);
        let mut maker = Maker {
            kit: self,
            settings,
            dice: &mut dice,
        };
        let mut all = Vec::new();
        for (at, values) in places {
            let base = maker.base_for(&at, None).clone();
            let mut requests = Vec::new();
            for value in values {
                let Ok(mut message) = maker.valid(&base) else {
                    continue;
                };
                maker.lay(&mut message, &at, Some(value.clone()));
                let request = wire::encode(self.operation, &message, &settings.writing);
                requests.push((value, request));
            }
            all.push((at, requests));
        }
        all
    }
}

/// Places that hold values of their own choosing: what goes with a sibling follows it.
fn collect(schema: &Schema, around: &str, places: &mut Vec<(String, Vec<Value>)>) {
    for property in &schema.properties {
        let at = below(around, &property.name);
        let ext = &property.schema.ext;
        if ext.exists.is_some() && ext.goes_with.is_none() {
            places.push((at.clone(), property.schema.enumeration.clone()));
        }
        collect(&property.schema, &at, places);
    }
}
