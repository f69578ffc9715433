//! Bytes in files: as they are where they are text, in base64 where they are not.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Octets<'a> {
    Text(Cow<'a, str>),
    Coded { base64: String },
}

impl<'a> Octets<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Octets::Text(text.into()),
            Err(_) => Octets::Coded {
                base64: STANDARD.encode(bytes),
            },
        }
    }

    fn bytes<E: Error>(self) -> Result<Bytes, E> {
        match self {
            Octets::Text(text) => Ok(text.into_owned().into()),
            Octets::Coded { base64 } => match STANDARD.decode(base64) {
                Ok(bytes) => Ok(bytes.into()),
                Err(error) => Err(E::custom(format!("no base64: {error}"))),
            },
        }
    }
}

pub(super) fn serialize<S: Serializer>(bytes: &Bytes, to: S) -> Result<S::Ok, S::Error> {
    Octets::of(bytes).serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Bytes, D::Error> {
    Octets::deserialize(from)?.bytes()
}

/// The same for bytes that may be missing.
pub(super) mod optional {
    use super::{Bytes, Deserialize, Deserializer, Octets, Serialize, Serializer};

    pub(in crate::exchange) fn serialize<S: Serializer>(
        bytes: &Option<Bytes>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        bytes.as_deref().map(Octets::of).serialize(to)
    }

    pub(in crate::exchange) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Bytes>, D::Error> {
        let octets: Option<Octets<'_>> = Option::deserialize(from)?;
        octets.map(Octets::bytes).transpose()
    }
}

#[cfg(test)]
mod tests {
    use crate::exchange::Request;

    #[test]
    fn bytes_survive_the_way_through_a_file() {
        for body in [
            None,
            Some(&b""[..]),
            Some(b"{\"a\":1}"),
            Some(b"\xff\xfe\0"),
        ] {
            let request = Request {
                body: body.map(bytes::Bytes::copy_from_slice),
                ..Request::default()
            };
            let text = serde_json::to_string(&request).expect("it can be written");
            let read: Request = serde_json::from_str(&text).expect("it can be read");
            assert_eq!(read, request, "{text}");
        }
    }
}
