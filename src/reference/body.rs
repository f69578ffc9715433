//! Reading the bodies of calls.
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;

/// How much is read of a body that is too large, so that its sender gets to see the refusal.
const PATIENCE: usize = 16 * 1024 * 1024;

/// Why a body was not read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unread {
    /// It broke off.
    Broken,
    /// It is larger than what is listened to.
    TooLarge,
}

/// Reads a body to its end, also when it is too large to be listened to.
pub(super) async fn read(mut body: Body, largest: usize) -> Result<Bytes, Unread> {
    let mut first = Bytes::new();
    let mut all = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Unread::Broken)?.into_data() else {
            continue;
        };
        length += data.len();
        if length > PATIENCE {
            return Err(Unread::TooLarge);
        }
        if length > largest {
            continue;
        }
        // Most bodies are one frame, which is then used as it is.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            all.extend_from_slice(&std::mem::take(&mut first));
            all.extend_from_slice(&data);
        }
    }
    if length > largest {
        return Err(Unread::TooLarge);
    }
    Ok(if all.is_empty() { first } else { all.freeze() })
}
