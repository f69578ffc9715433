//! Sending inputs to a server on the loopback interface.

use std::io::Write;
use std::net::{IpAddr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

use super::answer::{Reply, read};
use super::input::{Due, Input};
use crate::target::{Address, Profile};

/// How long is waited for what need not come.
const SHORT: Duration = Duration::from_millis(150);
/// How long a connection is tried again: a server that was started anew needs a moment.
const AGAIN: Duration = Duration::from_secs(1);

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

/// One connection, made anew when it must be.
pub(super) struct Link<'p> {
    addresses: Vec<SocketAddr>,
    profile: &'p Profile,
    timeout: Duration,
    stream: Option<TcpStream>,
}

impl<'p> Link<'p> {
    pub fn new(addresses: Vec<SocketAddr>, profile: &'p Profile, timeout: Duration) -> Self {
        Link {
            addresses,
            profile,
            timeout,
            stream: None,
        }
    }

    /// Sends an input on a connection that may have been used before; what goes wrong on such a
    /// one is tried again on a new one, as a server may end it at any time.
    pub fn ask(&mut self, input: &Input) -> Reply {
        if input.due == Due::Answer && self.stream.is_some() {
            let reply = self.send(input);
            if !matches!(reply, Reply::Closed | Reply::Cut) {
                return reply;
            }
        }
        self.ask_alone(input)
    }

    /// Sends an input on a connection of its own.
    pub fn ask_alone(&mut self, input: &Input) -> Reply {
        self.stream = None;
        let began = Instant::now();
        loop {
            match TcpStream::connect(self.addresses.as_slice()) {
                Ok(stream) => {
                    // Without it small requests wait for the acknowledgement of earlier ones.
                    drop(stream.set_nodelay(true));
                    self.stream = Some(stream);
                    return self.send(input);
                }
                Err(e) if began.elapsed() > AGAIN => return Reply::Refused(e.to_string()),
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn send(&mut self, input: &Input) -> Reply {
        let Some(mut stream) = self.stream.take() else {
            return Reply::Closed;
        };
        let bytes = self.profile.filled(&input.bytes);
        drop(stream.set_write_timeout(Some(self.timeout)));
        // A server may answer and close before it has read everything: the answer counts.
        drop(stream.write_all(&bytes));
        let wait = match input.due {
            Due::Leave => return Reply::Left,
            Due::Any => {
                drop(stream.shutdown(Shutdown::Write));
                SHORT.min(self.timeout)
            }
            Due::Answer | Due::Close => self.timeout,
        };
        let reply = read(&mut stream, bytes.starts_with(b"HEAD "), wait);
        if input.due == Due::Answer && matches!(reply, Reply::Answer { keeps: true, .. }) {
            self.stream = Some(stream);
        }
        reply
    }
}
