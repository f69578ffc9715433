//! One part of the clauses, for machines that share the work.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A part of the clauses: `2/8` is the second of eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    /// Which one, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// Whether the cases of this key belong here. The same key belongs to the same shard in every
    /// run, on every machine.
    pub fn holds(self, key: &str) -> bool {
        let hash = Sha256::digest(key.as_bytes());
        let number = hash.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b));
        number % u64::from(self.of) == u64::from(self.number - 1)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/');
        let numbers = numbers.and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) && of <= 10_000 => {
                Ok(Shard { number, of })
            }
            _ => Err("expected NUMBER/OF from 1/1 on, such as 2/8".into()),
        }
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> String {
        shard.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn every_key_belongs_to_exactly_one_shard() {
        for of in [1, 2, 3, 8, 100] {
            let mut most = 0;
            let mut counts = vec![0; of as usize];
            for key in 0..1000 {
                let key = format!("contract/operation/{key}");
                let here: Vec<u32> = (1..=of)
                    .filter(|number| {
                        Shard {
                            number: *number,
                            of,
                        }
                        .holds(&key)
                    })
                    .collect();
                assert_eq!(here.len(), 1, "{key}");
                let count = &mut counts[here[0] as usize - 1];
                *count += 1;
                most = most.max(*count);
            }
            assert!(most <= 2 * 1000 / of + 20, "of {of}: {counts:?}");
        }
    }

    #[test]
    fn a_shard_is_written_as_it_is_read() {
        assert_eq!(
            "2/8".parse::<Shard>().map(|s| s.to_string()),
            Ok("2/8".into())
        );
        for wrong in ["", "1", "0/2", "3/2", "1/0", "a/2", "1/2/3", "-1/2"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
