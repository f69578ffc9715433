//! Sequences: something is created, then asked for with what is not right.

use super::{Maker, Skip, single};
use crate::exchange::{Bend, Case, Credential, Message, Step};

/// What an id is bent to.
const BENDS: [Bend; 9] = [
    Bend::Plus32,
    Bend::Plus64,
    Bend::Digits,
    Bend::Minus,
    Bend::Fraction,
    Bend::Tail,
    Bend::Cut,
    Bend::Hexadecimal,
    Bend::Letters,
];

/// Creates, knocks with each wrong key or id, and at last looks whether it is there.
pub(super) fn cases(
    maker: &mut Maker<'_, '_, '_>,
    delete: bool,
    access: bool,
) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let message = maker.valid(&base)?;
    let knock = |credentials: Option<Vec<Credential>>, id| Step::Knock {
        of: 0,
        delete,
        credentials,
        id,
    };
    let mut steps = vec![Step::Send(message)];
    if access {
        let keys = maker.near_keys()?;
        steps.push(knock(Some(Vec::new()), None));
        if let Some((_, key)) = keys.first() {
            let wrong = Credential {
                text: "clausal-no-such-token".to_owned(),
                ..key.clone()
            };
            steps.push(knock(Some(vec![wrong]), None));
        }
        steps.extend(
            keys.into_iter()
                .map(|(_, key)| knock(Some(vec![key]), None)),
        );
    } else {
        steps.extend(BENDS.map(|bend| knock(None, Some(bend))));
        // What others may have made is read, and deleted only where nobody has made it.
        steps.push(Step::Knock {
            of: 0,
            delete: false,
            credentials: None,
            id: Some(Bend::Ending),
        });
        steps.extend(delete.then(|| knock(None, Some(Bend::Ending))));
    }
    steps.push(Step::Knock {
        of: 0,
        delete: false,
        credentials: None,
        id: None,
    });
    let about = match (delete, access) {
        (false, true) => "created, then read with other tokens",
        (true, true) => "created, then deleted with other tokens",
        (false, false) => "created, then read under other ids",
        (true, false) => "created, then deleted under other ids",
    };
    Ok(vec![Case {
        steps,
        ..single(about, Step::Send(Message::default()))
    }])
}
