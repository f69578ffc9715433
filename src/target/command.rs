//! Commands of the profile: a line for the shell that is given so much time.

use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

/// Runs a command with a text on its standard input. What it has started ends with it where it is given
/// up, as does all of it where nobody waits for it any more.
///
/// # Errors
/// It could not be run, or did not end in time.
pub(super) async fn run(
    line: &str,
    input: &str,
    (out, err): (Stdio, Stdio),
    timeout: Duration,
) -> Result<Output, String> {
    let (mut child, mut group) = start(line, (out, err))?;
    let pipe = child.stdin.take();
    let fed = async {
        if let Some(mut pipe) = pipe {
            // A command that does not read its input closes the pipe, which is its right.
            drop(pipe.write_all(input.as_bytes()).await);
        }
    };
    let both = async { tokio::join!(fed, child.wait_with_output()).1 };
    match tokio::time::timeout(timeout, both).await {
        Ok(ended) => {
            group.has_ended();
            ended.map_err(|e| e.to_string())
        }
        Err(_) => Err(format!("no end within {} ms", timeout.as_millis())),
    }
}

/// Starts a command, and what ends it where nobody waits for it any more.
///
/// # Errors
/// It could not be run.
pub(super) fn start(line: &str, (out, err): (Stdio, Stdio)) -> Result<(Child, Group), String> {
    let mut command = Command::new("sh");
    command
        .arg("-c")
        .arg(line)
        .stdin(Stdio::piped())
        .stdout(out)
        .stderr(err)
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let child = command.spawn().map_err(|e| e.to_string())?;
    let group = Group(child.id());
    Ok((child, group))
}

/// A command that is under way, with what it has started.
pub(super) struct Group(Option<u32>);

impl Group {
    /// Says that the command has ended of its own; what it has started may go on.
    pub(super) fn has_ended(&mut self) {
        self.0 = None;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(all(unix, feature = "cli"))]
        if let Some(group) = self.0.and_then(|id| i32::try_from(id).ok())
            && let Some(group) = rustix::process::Pid::from_raw(group)
        {
            // Where it has ended there is nothing to end.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}
