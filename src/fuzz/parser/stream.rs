//! Pipes that are read without waiting and in bounds.

use std::io::{self, Read};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How much one read may bring.
const CHUNK: usize = 64 << 10;

/// One end of a pipe and what came from it.
pub(super) struct Stream<R> {
    source: Option<R>,
    /// What came and was not taken yet.
    pub held: Vec<u8>,
    /// How many bytes came in all.
    pub came: u64,
}

impl<R: Read + AsFd> Stream<R> {
    pub fn new(source: R) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&source, true)?;
        Ok(Stream {
            source: Some(source),
            held: Vec::new(),
            came: 0,
        })
    }

    /// Reads what is there, one chunk at most; at the end of the stream it is closed. Tells whether
    /// anything came.
    pub fn read(&mut self) -> bool {
        let Some(source) = &mut self.source else {
            return false;
        };
        let old = self.held.len();
        self.held.resize(old + CHUNK, 0);
        let got = loop {
            match source.read(&mut self.held[old..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.held.truncate(old + *got.as_ref().unwrap_or(&0));
        match got {
            Ok(0) => self.source = None,
            Err(e) if e.kind() != io::ErrorKind::WouldBlock => self.source = None,
            _ => {}
        }
        let count = self.held.len() - old;
        self.came += count as u64;
        count > 0
    }

    /// Keeps only the end of what came.
    pub fn keep_last(&mut self, limit: usize) {
        if self.held.len() > limit {
            self.held.drain(..self.held.len() - limit);
        }
    }

    /// Keeps only the beginning of what came.
    pub fn keep_first(&mut self, limit: usize) {
        self.held.truncate(limit);
    }

    pub fn is_closed(&self) -> bool {
        self.source.is_none()
    }

    pub fn fd(&self) -> Option<BorrowedFd<'_>> {
        self.source.as_ref().map(AsFd::as_fd)
    }
}

/// Waits until one of these can be read, or `writer` written, or the time is over.
pub(super) fn wait(
    readers: [Option<BorrowedFd<'_>>; 2],
    writer: Option<BorrowedFd<'_>>,
    time: Duration,
) {
    let mut list: [Option<PollFd<'_>>; 3] = [const { None }; 3];
    for (slot, fd) in list.iter_mut().zip(&readers) {
        *slot = fd.as_ref().map(|fd| PollFd::new(fd, PollFlags::IN));
    }
    list[2] = writer.as_ref().map(|fd| PollFd::new(fd, PollFlags::OUT));
    let mut list: Vec<PollFd<'_>> = list.into_iter().flatten().collect();
    let time = Timespec {
        tv_sec: time.as_secs() as i64,
        tv_nsec: i64::from(time.subsec_nanos()),
    };
    // An interrupted wait is a short wait.
    let _ = poll(&mut list, Some(&time));
}
