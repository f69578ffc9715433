//! What must be there once a resource is finished.

use serde_json::Value;

use super::look::Look;
use super::way::Way;
use super::{Judgement, Open};

impl Way<'_> {
    fn finished(&self) -> Result<&Look, Judgement> {
        let done = &self.follows.lifecycle.done;
        let look = self
            .polls
            .iter()
            .rev()
            .find(|l| l.status.as_ref().is_some_and(|s| done.contains(s)));
        look.ok_or_else(|| {
            let last = self
                .polls
                .last()
                .map_or_else(|| "never read".into(), Look::words);
            Judgement::Inconclusive(format!("it was not seen to finish: {last}"))
        })
    }

    pub(super) fn completed(&self) -> Judgement {
        let look = match self.finished() {
            Ok(look) => look,
            Err(judgement) => return judgement,
        };
        for Open { name, not_yet, .. } in &self.follows.open {
            match look.body.as_ref().and_then(|b| b.get(name)) {
                None => {
                    return Judgement::broken(
                        format!("`{name}` once it is finished"),
                        "no such member".into(),
                        look.shown,
                    );
                }
                Some(Value::Null) => {
                    return Judgement::broken(
                        format!("a value of `{name}` once it is finished"),
                        "null".into(),
                        look.shown,
                    );
                }
                Some(value) if not_yet.contains(value) => {
                    let got = match value {
                        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
                        value => value.to_string(),
                    };
                    return Judgement::broken(
                        format!("a real value of `{name}` once it is finished"),
                        got,
                        look.shown,
                    );
                }
                Some(_) => {}
            }
        }
        Judgement::Held
    }

    /// Whether nothing ends before it began, on every look at the finished thing, and what was told of
    /// these times stays.
    pub(super) fn time_order(&self) -> Judgement {
        if let Err(judgement) = self.finished() {
            return judgement;
        }
        let done = &self.follows.lifecycle.done;
        let ended = self.polls.iter().filter_map(|look| {
            let status = look.status.as_ref()?;
            Some((look, look.body.as_ref().filter(|_| done.contains(status))?))
        });
        let mut told: Vec<(&str, i64)> = Vec::new();
        let mut compared = false;
        for (look, body) in ended {
            let time = |name: &str| body.get(name).and_then(Value::as_i64);
            for Open {
                name, not_before, ..
            } in &self.follows.open
            {
                let Some(before) = not_before else { continue };
                let (Some(end), Some(start)) = (time(name), time(before)) else {
                    continue;
                };
                compared = true;
                if end < start {
                    return Judgement::broken(
                        format!("`{name}` not before `{before}`"),
                        format!("{end} before {start}"),
                        look.shown,
                    );
                }
                for (name, ms) in [(name.as_str(), end), (before.as_str(), start)] {
                    match told.iter().find(|(known, _)| *known == name) {
                        Some((_, first)) if *first != ms => {
                            return Judgement::broken(
                                format!("`{name}` {first}, as once before when it was finished"),
                                ms.to_string(),
                                look.shown,
                            );
                        }
                        Some(_) => {}
                        None => told.push((name, ms)),
                    }
                }
            }
        }
        if compared {
            Judgement::Held
        } else {
            Judgement::Inconclusive("the times are not there to compare".into())
        }
    }
}
