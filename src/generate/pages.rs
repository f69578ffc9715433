//! Requests for one page of a list after the other.

use serde_json::Value;

use super::{Maker, Skip};
use crate::clause::pages::{By, COUNTED, FOLLOWED, Paging};
use crate::exchange::{Case, Message, Step};

/// Pages that are followed.
const FOLLOWS: usize = 4;
/// Entries of the wider page that stands beside them, where the schema allows so many.
const WIDE: f64 = 6.0;

pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, paging: &Paging) -> Result<Vec<Case>, Skip> {
    let plain = maker.valid(&maker.base(None).clone())?;
    let with = |size: i64, at: Option<i64>| {
        let mut message = plain.clone();
        message.set(&paging.size, Some(size.into()));
        message.set(&paging.at, at.map(Value::from));
        message
    };
    let (tag, mut steps) = match &paging.by {
        By::Number(first, second) => {
            let steps = [
                with(2, Some(*first)),
                with(1, Some(*first)),
                with(1, Some(*second)),
                with(2, Some(*first)),
                with(1, Some(*second)),
            ];
            (COUNTED, Vec::from(steps.map(Step::Send)))
        }
        By::Member(pointer) => {
            let most = maker.kit.operation.schema_at(&paging.size);
            let most = most.and_then(|s| s.maximum).unwrap_or(WIDE);
            let wide = with(most.clamp(1.0, WIDE) as i64, None);
            let mut steps = vec![Step::Send(wide.clone()), Step::Send(with(1, None))];
            for of in 1..=FOLLOWS {
                steps.push(follow(with(1, None), &paging.at, pointer, of));
            }
            steps.push(Step::Send(wide));
            (FOLLOWED, steps)
        }
    };
    let size = maker.kit.operation.schema_at(&paging.size);
    if size.is_some_and(|s| s.default.is_some()) {
        let mut usual = plain.clone();
        usual.set(&paging.size, None);
        usual.set(&paging.at, None);
        steps.push(Step::Send(usual));
    }
    Ok(vec![Case {
        index: 0,
        about: "one page after the other".into(),
        tag: Some(tag.to_owned()),
        steps,
    }])
}

fn follow(message: Message, at: &str, pointer: &str, of: usize) -> Step {
    Step::follow(of, message, vec![(at.to_owned(), pointer.to_owned())])
}
