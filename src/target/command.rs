//! Commands of the profile: a line for the shell that is given so much time.

use std::process::{Output, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

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
    let mut child = command.spawn().map_err(|e| e.to_string())?;
    let mut group = Group(child.id());
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
            group.0 = None;
            ended.map_err(|e| e.to_string())
        }
        Err(_) => Err(format!("no end within {} ms", timeout.as_millis())),
    }
}

/// A command that is under way, with what it has started.
struct Group(Option<u32>);

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
