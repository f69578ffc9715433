//! Whatever is under way when a run has to end, it ends soon, and its reports are there.

#![cfg(unix)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use super::ping;
use crate::support::is_heeded;

/// How a run is asked to end.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Limit,
    Signal(&'static str),
}

const ALL: [Asked; 4] = [
    Asked::Limit,
    Asked::Signal("INT"),
    Asked::Signal("TERM"),
    Asked::Signal("HUP"),
];
fn is_heard(asked: &Asked) -> bool {
    !matches!(asked, Asked::Signal(signal) if !is_heeded(signal))
}

/// When a run is asked to end, and how much later it may do so.
const AFTER: Duration = Duration::from_millis(1500);
const LATER: Duration = Duration::from_secs(2);

fn kill(signal: &str, process: u32) {
    let args = [format!("-{signal}"), process.to_string()];
    assert!(Command::new("kill").args(args).status().unwrap().success());
}

/// Starts a check that will have to end.
fn start(
    folder: &tempfile::TempDir,
    url: &str,
    profile: &str,
    asked: Asked,
    more: &[&str],
) -> Child {
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(
        at("profile.toml"),
        format!("[limits]\ntimeout_ms = 60000\n{profile}"),
    )
    .unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command
        .args(["check", "--contract", &ping(folder), "--target", url])
        .args(["--profile", &at("profile.toml"), "--cases", "1000000"])
        .args(["--report", &format!("json={}", at("r.json"))])
        .args(more)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if let Asked::Limit = asked {
        command.args(["--time-limit", &format!("{}ms", AFTER.as_millis())]);
    }
    command.spawn().unwrap()
}

/// How long the machine takes just now to start the command, read a contract and end.
fn pace() -> Duration {
    let folder = tempfile::tempdir().unwrap();
    let began = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command.args(["clauses", "--contract", &ping(&folder)]);
    command.stdout(Stdio::null());
    assert!(command.status().unwrap().success());
    began.elapsed()
}

/// Waits for the end: it comes in time. Whether reports are there then.
fn end(name: &str, mut child: Child, began: Instant, asked: Asked, folder: &Path) -> bool {
    if let Asked::Signal(signal) = asked {
        sleep(AFTER);
        kill(signal, child.id());
    }
    // Half a second for a machine that does other things too, and as much more as it is slow right now.
    let latest = AFTER + LATER + Duration::from_millis(500) + 20 * pace();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > latest {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{name}, {asked:?}: no end within {latest:?}");
        }
        sleep(Duration::from_millis(10));
    };
    match asked {
        Asked::Limit => assert!(matches!(code, Some(1..=4)), "{name}: {code:?}"),
        Asked::Signal(_) => assert_eq!(code, Some(130), "{name}, {asked:?}"),
    }
    let report = std::fs::read_to_string(folder.join("r.json")).unwrap_or_default();
    report.contains("\"stopped\"")
}

/// Holds each way to end to a server and a profile.
fn ends(name: &str, url: &str, profile: &str) {
    for asked in ALL.into_iter().filter(is_heard) {
        let folder = tempfile::tempdir().unwrap();
        let began = Instant::now();
        let child = start(&folder, url, profile, asked, &[]);
        assert!(
            end(name, child, began, asked, folder.path()),
            "{name}, {asked:?}: no report"
        );
    }
}

/// A server that does something with each connection.
fn server(treat: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    spawn(move || {
        for stream in listener.incoming().flatten() {
            spawn(move || treat(stream));
        }
    });
    url
}

/// Takes what comes, and says nothing.
fn silent(mut stream: TcpStream) {
    while matches!(stream.read(&mut [0; 4096]), Ok(1..)) {}
}

/// Answers at once, one request a connection.
fn quick(mut stream: TcpStream) {
    if matches!(stream.read(&mut [0; 4096]), Ok(1..)) {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        drop(stream.write_all(answer));
    }
}

#[test]
fn an_answer_that_does_not_come() {
    ends("silent", &server(silent), "");
}

#[test]
fn a_body_that_does_not_end() {
    let url = server(|mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let mut part: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n";
        while stream.write_all(part).is_ok() {
            part = b"x";
            sleep(Duration::from_millis(20));
        }
    });
    ends("body", &url, "");
}

#[test]
fn tls_that_is_not_agreed_on() {
    ends("tls", &server(silent).replace("http:", "https:"), "");
}

#[test]
fn a_connection_that_is_not_taken() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    rustix::net::listen(&listener, 0).unwrap();
    let address = listener.local_addr().unwrap();
    // What is beyond the queue gets no word.
    let waiting = || TcpStream::connect_timeout(&address, Duration::from_millis(200));
    let queue: Vec<_> = (0..3).map(|_| waiting()).collect();
    assert!(queue.iter().any(Result::is_err), "the queue takes them all");
    ends("queue", &format!("http://{address}"), "");
}

#[test]
fn a_hook_that_does_not_end_and_what_it_started() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("started");
    // What the shell starts would outlive it.
    let command = format!("sleep 60 & echo $! > '{}'; wait", at.display());
    ends(
        "hook",
        &server(quick),
        &format!("[states]\ncommand = \"{command}\"\n"),
    );
    let started = std::fs::read_to_string(&at).unwrap();
    sleep(Duration::from_millis(200));
    // What nobody waits for may stand in the table all the same.
    let table =
        std::fs::read_to_string(format!("/proc/{}/stat", started.trim())).unwrap_or_default();
    let state = table
        .rsplit(')')
        .next()
        .and_then(|rest| rest.split_whitespace().next());
    assert!(
        matches!(state, None | Some("Z" | "X")),
        "what the hook started goes on: {table}"
    );
}

#[test]
fn a_hook_on_a_server_that_is_silent() {
    ends(
        "hook",
        &server(quick),
        &format!("[states]\nurl = \"{}/states\"\n", server(silent)),
    );
}

/// Nothing was judged before the login, so that no report is owed.
#[test]
fn a_login_that_is_not_answered() {
    let login = "[contracts.ping.login]\npath = \"/login\"\nbody = \"{}\"\ntoken = \"/token\"\nheader = \"Token\"\n";
    let command = "[contracts.ping]\nheaders = { Token = \"command:sleep 60\" }\n";
    for (profile, url) in [(login, server(silent)), (command, server(quick))] {
        for asked in ALL.into_iter().filter(is_heard) {
            let folder = tempfile::tempdir().unwrap();
            let began = Instant::now();
            let child = start(&folder, &url, profile, asked, &[]);
            end("login", child, began, asked, folder.path());
        }
    }
}

fn fifo(at: &Path) {
    assert!(Command::new("mkfifo").arg(at).status().unwrap().success());
}

/// A pipe that nobody opens, and one that somebody opens who never reads.
#[test]
fn a_report_that_nobody_reads() {
    for opened in [false, true] {
        for asked in [Asked::Limit, Asked::Signal("TERM")] {
            let folder = tempfile::tempdir().unwrap();
            let at = folder.path().join("pipe");
            fifo(&at);
            let keeper = opened.then(|| {
                let file = std::fs::File::options().read(true).write(true).open(&at);
                let mut file = file.unwrap();
                // It is full from the start.
                rustix::io::ioctl_fionbio(&file, true).unwrap();
                while file.write(&[0; 4096]).is_ok() {}
                rustix::io::ioctl_fionbio(&file, false).unwrap();
                file
            });
            let report = format!("junit={}", at.display());
            let began = Instant::now();
            let child = start(&folder, &server(silent), "", asked, &["--report", &report]);
            let mut child = child;
            if let Asked::Signal(signal) = asked {
                sleep(AFTER);
                kill(signal, child.id());
            }
            while child.try_wait().unwrap().is_none() {
                assert!(
                    began.elapsed() < AFTER + LATER + Duration::from_secs(1),
                    "opened: {opened}, {asked:?}"
                );
                sleep(Duration::from_millis(10));
            }
            let json = std::fs::read_to_string(folder.path().join("r.json")).unwrap();
            assert!(json.contains("\"stopped\""), "{json}");
            drop(keeper);
        }
    }
}

/// Standard output may be read as slowly as somebody likes; who asks for an end gets it.
#[test]
fn standard_output_that_nobody_reads() {
    let (reader, mut writer) = std::io::pipe().unwrap();
    rustix::io::ioctl_fionbio(&writer, true).unwrap();
    while writer.write(&[0; 4096]).is_ok() {}
    rustix::io::ioctl_fionbio(&writer, false).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_clausal"));
    command
        .args([
            "check",
            "--contract",
            &ping(&folder),
            "--target",
            &server(quick),
        ])
        .stdout(writer)
        .stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    sleep(AFTER);
    assert!(
        child.try_wait().unwrap().is_none(),
        "it did not wait for a reader"
    );
    kill("TERM", child.id());
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(began.elapsed() < LATER + Duration::from_millis(500));
        sleep(Duration::from_millis(10));
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(reader);
}
