//! A file and a listener on this machine that nobody has a reason to visit.

use std::fs::{self, File, FileTimes};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// How often the listener looks for visitors.
const TICK: Duration = Duration::from_millis(2);
/// How long a visitor may take to say what it wants.
const PATIENCE: Duration = Duration::from_millis(200);
/// The file was last read so long ago, that any reading shows.
const OLD: Duration = Duration::from_secs(1_000_000_000);

/// What lies in wait.
pub(super) struct Trap {
    folder: PathBuf,
    file: PathBuf,
    /// What stands in the file, and what the listener answers.
    pub token: String,
    address: SocketAddr,
    visits: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Trap {
    /// Lays it out.
    pub fn new(token: String) -> io::Result<Self> {
        let folder =
            std::env::temp_dir().join(format!("clausal-bait-{}-{token}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let file = folder.join("bait.txt");
        fs::write(&file, &token)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (visits, is_over) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let thread = std::thread::Builder::new().name("bait".into()).spawn({
            let (visits, is_over, token) = (Arc::clone(&visits), is_over.clone(), token.clone());
            move || listen(&listener, &visits, &is_over, &token)
        })?;
        Ok(Trap {
            folder,
            file,
            token,
            address,
            visits,
            is_over,
            thread: Some(thread),
        })
    }

    /// The addresses under which it is to be found.
    pub fn addresses(&self) -> Vec<String> {
        let (address, file) = (self.address, self.file.display());
        vec![
            format!("file://{file}"),
            format!("http://{address}/bait"),
            file.to_string(),
            format!("ftp://{address}/bait"),
        ]
    }

    /// Makes ready for the next document.
    pub fn lay(&self) -> io::Result<()> {
        self.visits().clear();
        let now = SystemTime::now();
        let times = FileTimes::new().set_accessed(now - OLD).set_modified(now);
        File::options()
            .write(true)
            .open(&self.file)?
            .set_times(times)
    }

    /// Whether a reading of the file can be seen at all.
    pub fn sees_readers(&self) -> bool {
        self.lay().is_ok() && fs::read(&self.file).is_ok() && self.is_read()
    }

    fn is_read(&self) -> bool {
        let read = fs::metadata(&self.file).and_then(|about| about.accessed());
        read.is_ok_and(|read| read.elapsed().is_ok_and(|ago| ago < OLD / 2))
    }

    fn visits(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who came, in words.
    pub fn caught(&self) -> Option<String> {
        if let Some(visit) = self.visits().first() {
            return Some(format!("it connected to {}: {visit}", self.address));
        }
        self.is_read()
            .then(|| format!("it read the file {}", self.file.display()))
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            // A panic there was told there.
            let _ = thread.join();
        }
        // What stays in the folder of temporary files does no harm.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn listen(listener: &TcpListener, visits: &Mutex<Vec<String>>, is_over: &AtomicBool, token: &str) {
    while !is_over.load(Ordering::Relaxed) {
        let Ok((mut stream, _)) = listener.accept() else {
            std::thread::sleep(TICK);
            continue;
        };
        let put = |text: String| {
            let mut visits = visits.lock().unwrap_or_else(PoisonError::into_inner);
            visits.push(text);
        };
        put("and said nothing".into());
        let mut said = [0; 512];
        let count = stream
            .set_nonblocking(false)
            .and_then(|()| stream.set_read_timeout(Some(PATIENCE)))
            .and_then(|()| stream.read(&mut said))
            .unwrap_or_default();
        let text = String::from_utf8_lossy(&said[..count]);
        if let Some(line) = text.lines().next() {
            visits
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
            put(line.to_owned());
        }
        // Whoever is gone already wants no answer.
        let _ = write!(
            stream,
            "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n{token}",
            token.len()
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_and_readers_are_seen() {
        let trap = Trap::new("a1b2".into()).unwrap();
        trap.lay().unwrap();
        assert_eq!(trap.caught(), None);
        let mut stream = std::net::TcpStream::connect(trap.address).unwrap();
        stream.write_all(b"GET /bait HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.ends_with("a1b2"), "{answer}");
        assert!(trap.caught().unwrap().contains("GET /bait"));
        trap.lay().unwrap();
        assert_eq!(trap.caught(), None);
        let file = trap.file.clone();
        assert!(trap.sees_readers() || trap.caught().is_none());
        drop(trap);
        assert!(!file.exists());
    }
}
