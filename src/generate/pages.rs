//! Requests for one page of a list after the other.

use serde_json::Value;

use super::{Maker, Skip};
use crate::clause::pages::{By, COUNTED, FOLLOWED, Paging};
use crate::exchange::{Case, Message, Step};

/// Pages that are followed.
const FOLLOWS: usize = 4;

pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, paging: &Paging) -> Result<Vec<Case>, Skip> {
    let plain = maker.valid(&maker.base(None).clone())?;
    let with = |size: i64, at: Option<i64>| {
        let mut message = plain.clone();
        message.set(&paging.size, Some(size.into()));
        message.set(&paging.at, at.map(Value::from));
        message
    };
    let (tag, steps) = match &paging.by {
        By::Number(first, second) => {
            let steps = [
                with(2, Some(*first)),
                with(1, Some(*first)),
                with(1, Some(*second)),
                with(2, Some(*first)),
            ];
            (COUNTED, Vec::from(steps.map(Step::Send)))
        }
        By::Member(pointer) => {
            let mut steps = vec![Step::Send(with(1, None))];
            for of in 0..FOLLOWS {
                steps.push(follow(with(1, None), &paging.at, pointer, of));
            }
            (FOLLOWED, steps)
        }
    };
    Ok(vec![Case {
        index: 0,
        about: "one page after the other".into(),
        tag: Some(tag.to_owned()),
        steps,
    }])
}

fn follow(message: Message, at: &str, pointer: &str, of: usize) -> Step {
    Step::Follow {
        message,
        fill: vec![(at.to_owned(), pointer.to_owned())],
        of,
        bare: String::new(),
        credentials: Vec::new(),
    }
}
