//! Requests about one version of a thing.

use super::{Maker, Skip, single};
use crate::clause::version::Version;
use crate::exchange::{Case, Message, Step};

/// A version that nobody gave out.
const NOBODYS: &str = "\"clausal-no-such-version\"";

/// The request that names a version.
pub(super) fn cases(maker: &mut Maker<'_, '_, '_>, version: Version) -> Result<Vec<Case>, Skip> {
    let base = maker.base(None).clone();
    let mut message = maker.valid(&base)?;
    if let Some(skip) = maker.kit.unproven(&message, &maker.settings.writing) {
        return Err(skip);
    }
    Ok(vec![match version {
        Version::Known => Case {
            steps: vec![
                Step::Send(message.clone()),
                Step::Follow {
                    message,
                    fill: vec![(
                        "/header/If-None-Match".to_owned(),
                        "header: ETag".to_owned(),
                    )],
                    of: 0,
                    bare: String::new(),
                    credentials: Vec::new(),
                },
            ],
            ..single(
                "read, and again with its ETag",
                Step::Send(Message::default()),
            )
        },
        Version::Other => {
            message.set("/header/If-Match", Some(NOBODYS.into()));
            if !maker.kit.proves(&message, &maker.settings.writing, &[]) {
                return Err(Skip::idle(
                    "versions have a form of their own, and no such one is known that nobody has",
                ));
            }
            single("a version that nobody has", Step::Send(message))
        }
    }])
}
