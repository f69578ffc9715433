//! Content codings of answers (RFC 9110, section 8.4). Without Accept-Encoding a server may choose
//! any (section 12.5.3): gzip and deflate are undone, whatever else comes stays as it is.

use std::io::Read;

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::exchange::Failure;
use crate::wire::UNPACKED;

/// Undoes the coding of a body that may have at most `limit` bytes. The headers stay as they came.
///
/// # Errors
/// The body is not in the coding that its header names, or has more bytes than `limit`.
pub(super) fn undo(coding: Option<&str>, body: Bytes, limit: usize) -> Result<Bytes, Failure> {
    let coding = coding.unwrap_or_default().trim().to_ascii_lowercase();
    if body.is_empty() || !UNPACKED.contains(&coding.as_str()) {
        return Ok(body);
    }
    let plain = match coding.as_str() {
        // Some servers send what deflate is made of without the frame of zlib.
        "deflate" => match all(ZlibDecoder::new(&body[..]), limit) {
            Err(Failure::Malformed(_)) => all(DeflateDecoder::new(&body[..]), limit),
            other => other,
        },
        _ => all(MultiGzDecoder::new(&body[..]), limit),
    };
    plain.map_err(|failure| match failure {
        Failure::Malformed(why) => Failure::Malformed(format!("the body is no {coding}: {why}")),
        other => other,
    })
}

fn all(packed: impl Read, limit: usize) -> Result<Bytes, Failure> {
    let mut plain = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match packed.take(most).read_to_end(&mut plain) {
        Ok(_) if plain.len() > limit => Err(Failure::TooLarge(limit)),
        Ok(_) => Ok(plain.into()),
        Err(error) => Err(Failure::Malformed(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    fn undone(coding: &str, body: Vec<u8>, limit: usize) -> Result<Bytes, Failure> {
        undo(Some(coding), body.into(), limit)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(text).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn usual_codings_are_undone() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(b"abc").unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(b"abc").unwrap();
        let bare = bare.finish().unwrap();
        for (coding, body) in [
            ("GZip", gzip(b"abc")),
            ("x-gzip", gzip(b"abc")),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare),
        ] {
            assert_eq!(undone(coding, body, 3).unwrap(), "abc");
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for coding in ["br", "gzip, gzip", ""] {
            assert_eq!(undone(coding, b"xyz".to_vec(), 9).unwrap(), "xyz");
        }
        assert_eq!(undone("gzip", Vec::new(), 9).unwrap(), "");
    }

    #[test]
    fn few_bytes_never_become_many() {
        let bomb = gzip(&vec![0; 1 << 20]);
        assert!(matches!(
            undone("gzip", bomb, 1000),
            Err(Failure::TooLarge(1000))
        ));
    }

    #[test]
    fn what_is_not_packed_as_it_says_is_a_fault() {
        let mut cut = gzip(b"abcdefghijkl");
        cut.truncate(15);
        for body in [b"{\"a\":1}".to_vec(), cut] {
            let wrong = undone("gzip", body, 99);
            assert!(matches!(wrong, Err(Failure::Malformed(why)) if why.contains("no gzip")));
        }
    }
}
