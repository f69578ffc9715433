//! Sending inputs to a server on the loopback interface.

use std::io;
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::answer::{Reply, read, write};
use super::gate::Gate;
use super::input::{Due, Input, is_whole};
use crate::target::{Address, Profile};

/// How long is waited for what need not come.
const SHORT: Duration = Duration::from_millis(150);
/// How long a connection is tried again: a server that was started anew needs a moment.
const AGAIN: Duration = Duration::from_secs(1);
/// The least that a connection is waited for.
const MOMENT: Duration = Duration::from_millis(1);

/// The addresses of a target, when it is on this machine.
pub(super) fn loopback(address: &Address) -> Option<Vec<SocketAddr>> {
    let is_named = address.host.eq_ignore_ascii_case("localhost");
    let is_told = |host: &str| host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if !is_named && !is_told(&address.host) {
        return None;
    }
    let found = (address.host.as_str(), address.port)
        .to_socket_addrs()
        .ok()?;
    let list: Vec<_> = found.filter(|a| a.ip().is_loopback()).collect();
    (!list.is_empty()).then_some(list)
}

/// One connection of a worker, made anew when it must be.
pub(super) struct Link<'p> {
    addresses: Vec<SocketAddr>,
    profile: &'p Profile,
    timeout: Duration,
    gate: &'p Gate,
    stop: &'p AtomicBool,
    worker: usize,
}

impl<'p> Link<'p> {
    pub fn new(
        addresses: Vec<SocketAddr>,
        profile: &'p Profile,
        timeout: Duration,
        gate: &'p Gate,
        stop: &'p AtomicBool,
        worker: usize,
    ) -> Self {
        Link {
            addresses,
            profile,
            timeout,
            gate,
            stop,
            worker,
        }
    }

    /// Sends an input on a connection that may have been used before; when such a one ends, it is
    /// sent again on a new one, as a server may end it at any time.
    pub fn ask(&self, input: &Input) -> Reply {
        if input.due == Due::Answer
            && let Some(stream) = self.gate.take(self.worker)
        {
            let reply = self.send(input, stream);
            // Whoever began to answer did not find the connection idle (RFC 9112, 9.3.1).
            if reply != Reply::Closed {
                return reply;
            }
        }
        self.ask_alone(input)
    }

    /// Sends an input on a connection of its own.
    pub fn ask_alone(&self, input: &Input) -> Reply {
        drop(self.gate.take(self.worker));
        let began = Instant::now();
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Reply::Left;
            }
            match self.connect() {
                Ok(stream) => {
                    // Without it small requests wait for the acknowledgement of earlier ones.
                    drop(stream.set_nodelay(true));
                    return self.send(input, stream);
                }
                Err(e) if began.elapsed() > AGAIN => return Reply::Refused(e.to_string()),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    /// A server that takes no more connections leaves this one waiting for minutes.
    fn connect(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::other("there is no address");
        for address in &self.addresses {
            let ends = Instant::now() + self.timeout;
            loop {
                let left = ends.saturating_duration_since(Instant::now());
                match TcpStream::connect_timeout(address, left.clamp(MOMENT, AGAIN)) {
                    Ok(stream) => return Ok(stream),
                    Err(e) => last = e,
                }
                let is_late = last.kind() == io::ErrorKind::TimedOut;
                if !is_late || left <= AGAIN || self.stop.load(Ordering::Relaxed) {
                    break;
                }
            }
        }
        Err(last)
    }

    fn send(&self, input: &Input, mut stream: TcpStream) -> Reply {
        let bytes = self.profile.filled(&input.bytes);
        // A server may answer and close before it has read everything: the answer counts.
        write(&mut stream, &bytes, self.timeout, self.stop);
        let wait = match input.due {
            Due::Leave => return Reply::Left,
            Due::Any => {
                drop(stream.shutdown(Shutdown::Write));
                SHORT.min(self.timeout)
            }
            Due::Answer | Due::Close => self.timeout,
        };
        let reply = read(&mut stream, &bytes, wait, self.stop);
        // More than one request may draw more than one answer, which is not the next input's.
        if input.due == Due::Answer
            && matches!(reply, Reply::Answer { keeps: true, .. })
            && is_whole(&input.bytes)
        {
            self.gate.put(self.worker, stream);
        }
        reply
    }
}
