//! A place for what is looked at once more at the end, if at all: in memory while that is little, else in
//! a file that has no name and ends with the process. What it holds may name secrets, so it stands there
//! under a key that only this process has.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use proptest::prelude::Rng as _;
use proptest::test_runner::{RngAlgorithm, TestRng};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// Room for things that stay in memory, and a file for the others.
#[derive(Debug, Clone)]
pub struct Shelf(Arc<Mutex<Inner>>);

#[derive(Debug)]
struct Inner {
    /// Bytes that may still stay in memory.
    room: usize,
    file: Option<File>,
    /// Bytes that the file has.
    end: u64,
    /// Where it has room again, by size.
    free: BTreeMap<usize, Vec<u64>>,
    key: [u8; 32],
    /// Pieces that were written so far: no two are written alike.
    written: u64,
}

/// A thing on a shelf.
#[derive(Debug)]
pub struct Shelved<T>(Held<T>);

#[derive(Debug)]
enum Held<T> {
    Here(Arc<(T, Room)>),
    There(Arc<Slot>),
}

/// Room in memory that is given back.
#[derive(Debug)]
struct Room {
    shelf: Option<Shelf>,
    bytes: usize,
}

/// A piece of the file.
#[derive(Debug)]
struct Slot {
    shelf: Shelf,
    at: u64,
    bytes: usize,
    /// What may be written there, which is more where it held something larger before.
    size: usize,
    /// Which piece it is.
    number: u64,
}

impl Shelf {
    /// One that keeps so many bytes in memory.
    pub fn new(room: usize) -> Self {
        Shelf(Arc::new(Mutex::new(Inner {
            room,
            file: None,
            end: 0,
            free: BTreeMap::new(),
            key: key(),
            written: 0,
        })))
    }

    /// Whether so many bytes more would not stay in memory.
    pub fn is_full(&self, bytes: usize) -> bool {
        self.inner().room < bytes
    }

    /// Puts something up that takes so many bytes in memory.
    pub fn keep<T: Serialize>(&self, thing: T, bytes: usize) -> Shelved<T> {
        let mut inner = self.inner();
        if let Some(left) = inner.room.checked_sub(bytes) {
            inner.room = left;
            let shelf = Some(self.clone());
            return Shelved(Held::Here(Arc::new((thing, Room { shelf, bytes }))));
        }
        let put = serde_json::to_vec(&thing)
            .map_err(io::Error::other)
            .and_then(|text| inner.put(text));
        Shelved(match put {
            Ok((at, bytes, size)) => Held::There(Arc::new(Slot {
                shelf: self.clone(),
                at,
                bytes,
                size,
                number: inner.written,
            })),
            // Where there is no room for a file, memory is all that is left.
            Err(_) => Held::Here(Arc::new((thing, Room { shelf: None, bytes }))),
        })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Where it was written, its bytes, and how many there is room for.
    fn put(&mut self, mut text: Vec<u8>) -> io::Result<(u64, usize, usize)> {
        let fit = self.free.range_mut(text.len()..).next();
        let fit = fit.and_then(|(size, places)| Some((*size, places.pop()?)));
        let (size, at) = fit.unwrap_or((text.len(), self.end));
        if self.free.get(&size).is_some_and(Vec::is_empty) {
            self.free.remove(&size);
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        self.written += 1;
        veil(&self.key, self.written, &mut text);
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&text)?;
        self.end = self.end.max(at + text.len() as u64);
        Ok((at, text.len(), size))
    }
}

/// A key that no other shelf has: the standard hasher's keys are random for every process.
fn key() -> [u8; 32] {
    use std::hash::{BuildHasher, Hasher, RandomState};
    let mut hash = Sha256::new();
    let state = RandomState::new();
    for number in 0..4_u8 {
        let mut hasher = state.build_hasher();
        hasher.write_u8(number);
        hash.update(hasher.finish().to_le_bytes());
    }
    hash.finalize().into()
}

/// Makes a piece unreadable, or readable again: ChaCha with a stream for each piece.
fn veil(key: &[u8; 32], number: u64, text: &mut [u8]) {
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update(number.to_le_bytes());
    let seed: [u8; 32] = hash.finalize().into();
    let mut stream = vec![0; text.len()];
    TestRng::from_seed(RngAlgorithm::ChaCha, &seed).fill_bytes(&mut stream);
    for (byte, mask) in text.iter_mut().zip(stream) {
        *byte ^= mask;
    }
}

impl<T: Clone + DeserializeOwned> Shelved<T> {
    /// The thing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn read(&self) -> io::Result<Cow<'_, T>> {
        match &self.0 {
            Held::Here(thing) => Ok(Cow::Borrowed(&thing.0)),
            Held::There(slot) => {
                let mut text = vec![0; slot.bytes];
                let key = {
                    let mut inner = slot.shelf.inner();
                    let file = inner.file.as_mut();
                    let file = file.ok_or_else(|| io::Error::other("the file is gone"))?;
                    file.seek(SeekFrom::Start(slot.at))?;
                    file.read_exact(&mut text)?;
                    inner.key
                };
                veil(&key, slot.number, &mut text);
                Ok(Cow::Owned(serde_json::from_slice(&text)?))
            }
        }
    }
}

impl<T> Clone for Shelved<T> {
    fn clone(&self) -> Self {
        Shelved(match &self.0 {
            Held::Here(thing) => Held::Here(Arc::clone(thing)),
            Held::There(slot) => Held::There(Arc::clone(slot)),
        })
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(shelf) = &self.shelf {
            let mut inner = shelf.inner();
            inner.room = inner.room.saturating_add(self.bytes);
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut inner = self.shelf.inner();
        inner.free.entry(self.size).or_default().push(self.at);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn what_is_put_up_is_there_whether_in_memory_or_not() {
        let shelf = Shelf::new(10);
        let texts = ["a".to_owned(), "b".repeat(20), "c".repeat(300)];
        let all: Vec<_> = texts.iter().map(|t| shelf.keep(t.clone(), 6)).collect();
        assert!(shelf.is_full(6) && !shelf.is_full(4));
        for (text, kept) in texts.iter().zip(&all) {
            assert_eq!(&*kept.clone().read().unwrap(), text);
        }
        assert_eq!(shelf.inner().end, 22 + 302);
    }

    #[test]
    fn what_stands_in_the_file_says_nothing() {
        let shelf = Shelf::new(0);
        let all: Vec<_> = (0..3).map(|_| shelf.keep("s3cret".repeat(20), 1)).collect();
        let mut inner = shelf.inner();
        let mut text = Vec::new();
        let file = inner.file.as_mut().unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.read_to_end(&mut text).unwrap();
        drop(inner);
        assert!(!text.windows(6).any(|w| w == b"s3cret"));
        let (one, rest) = text.split_at(text.len() / 3);
        assert!(!rest.windows(one.len()).any(|w| w == one), "alike");
        assert_eq!(*all[2].read().unwrap(), "s3cret".repeat(20));
    }

    #[test]
    fn room_is_used_again() {
        let shelf = Shelf::new(0);
        for number in 0..100 {
            let first = shelf.keep("d".repeat(100), 1);
            let second = shelf.keep(format!("{number}"), 1);
            assert_eq!(*second.read().unwrap(), format!("{number}"));
            assert_eq!(first.read().unwrap().len(), 100);
        }
        assert!(shelf.inner().end < 1_000, "{}", shelf.inner().end);
        let shelf = Shelf::new(100);
        for _ in 0..100 {
            drop(shelf.keep(String::new(), 60));
        }
        assert!(shelf.inner().file.is_none() && !shelf.is_full(100));
    }
}
