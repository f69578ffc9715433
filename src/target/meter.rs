//! What a connection reads is counted, so that no answer costs more than its bound, whatever its
//! parts are called; and what comes when nothing was asked for is noticed.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes after which others get a turn, clocks above all: who reads what always comes would not let go.
const TURN: usize = 64 << 10;
/// First bytes of a connection that are kept, to tell what speaks there.
const KEPT: usize = 24;

/// A target sent more than an exchange may cost.
#[derive(Debug, thiserror::Error)]
#[error("more bytes than an answer may have")]
pub(super) struct Flood;

/// What is known of the bytes of one connection.
#[derive(Debug, Default)]
pub(super) struct Meter {
    /// Bytes that the exchange under way may still read.
    left: AtomicU64,
    /// No exchange is under way.
    idle: AtomicBool,
    /// Bytes came that no request asked for.
    stray: AtomicBool,
    first: OnceLock<Vec<u8>>,
}

impl Meter {
    /// An exchange begins, which may read this many bytes up to the end of the answer's head.
    pub fn begin(&self, bytes: u64) {
        self.left.store(bytes, Ordering::Relaxed);
        self.idle.store(false, Ordering::Relaxed);
    }

    /// The exchange under way may read so many bytes more.
    pub fn allow(&self, bytes: u64) {
        self.left.fetch_add(bytes, Ordering::Relaxed);
    }

    /// The exchange is over.
    pub fn end(&self) {
        self.idle.store(true, Ordering::Relaxed);
    }

    /// Bytes came that no request asked for.
    pub fn mark_stray(&self) {
        self.stray.store(true, Ordering::Relaxed);
    }

    /// Whether bytes came that no request asked for.
    pub fn is_stray(&self) -> bool {
        self.stray.load(Ordering::Relaxed)
    }

    /// The first bytes that ever came.
    pub fn first(&self) -> &[u8] {
        self.first.get().map_or(&[], Vec::as_slice)
    }

    fn read(&self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.first
            .get_or_init(|| bytes[..bytes.len().min(KEPT)].to_vec());
        if self.idle.load(Ordering::Relaxed) {
            self.mark_stray();
        }
        let count = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let left = self.left.load(Ordering::Relaxed);
        self.left
            .store(left.saturating_sub(count), Ordering::Relaxed);
        if count > left {
            return Err(io::Error::other(Flood));
        }
        Ok(())
    }
}

/// A stream whose reading is metered.
pub(super) struct Metered<S> {
    stream: S,
    meter: Arc<Meter>,
    /// Bytes since others had a turn.
    since: usize,
}

impl<S> Metered<S> {
    pub fn new(stream: S, meter: Arc<Meter>) -> Self {
        Metered {
            stream,
            meter,
            since: 0,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.since >= TURN {
            self.since = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if read.is_pending() {
            self.since = 0;
        }
        ready!(read)?;
        self.since += buf.filled().len() - before;
        Poll::Ready(self.meter.read(&buf.filled()[before..]))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
