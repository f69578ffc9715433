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

    pub(super) fn time_order(&self) -> Judgement {
        let look = match self.finished() {
            Ok(look) => look,
            Err(judgement) => return judgement,
        };
        let Some(body) = &look.body else {
            return Judgement::Inconclusive("no status could be read".into());
        };
        let mut compared = false;
        for Open {
            name, not_before, ..
        } in &self.follows.open
        {
            let Some(before) = not_before else { continue };
            if let (Some(end), Some(start)) = (
                body.get(name).and_then(Value::as_i64),
                body.get(before).and_then(Value::as_i64),
            ) {
                compared = true;
                if end < start {
                    return Judgement::broken(
                        format!("`{name}` not before `{before}`"),
                        format!("{end} before {start}"),
                        look.shown,
                    );
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
