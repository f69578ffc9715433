//! The page in a real browser: its script runs, nothing of a target's does.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{sample, told};
use crate::report::{Format, Whole};
use crate::run::event::Event;

/// What the browser makes of a page, with the look of a light or dark surrounding; `None` where
/// there is no browser, which is told.
#[allow(
    clippy::explicit_write,
    reason = "the harness would keep it back otherwise"
)]
fn dom(events: &[Event], probe: &str) -> Option<String> {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(found)
    else {
        let words = "ignored: this test needs Chromium, and none is installed";
        writeln!(std::io::stderr(), "{words}").unwrap();
        return None;
    };
    let folder = tempfile::tempdir().unwrap();
    let page = told(|out| Box::new(Whole::to_writer(Format::Html, out)), events);
    // The policy of the page lets no foreign script run, so the test's own one takes its place.
    let page = match probe {
        "" => page,
        probe => {
            let (head, tail) = page.split_once("<meta http-equiv").unwrap();
            let (_, tail) = tail.split_once('>').unwrap();
            format!(
                "{head}{}",
                tail.replace("</body>", &format!("<script>{probe}</script></body>"))
            )
        }
    };
    let file = folder.path().join("page.html");
    std::fs::write(&file, page).unwrap();
    let out = folder.path().join("dom");
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.path().join("profile").display()
        ))
        .args(["--virtual-time-budget=4000", "--dump-dom"])
        .arg(format!("file://{}", file.display()))
        .stdout(std::fs::File::create(&out).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_secs(120);
    while child.try_wait().unwrap().is_none() {
        if Instant::now() > patience {
            child.kill().unwrap();
            panic!("the browser did not come to an end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Some(std::fs::read_to_string(out).unwrap())
}

fn found(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|p| p.join(name))
        .find(|p| p.is_file())
}

#[test]
fn the_filters_filter() {
    let probe = r#"
        const filters = document.getElementById("filters");
        const told = [document.getElementById("shown").textContent];
        const ask = (name, value) => {
            filters.elements[name].value = value;
            filters.dispatchEvent(new Event("input"));
            return new Promise((done) => setTimeout(() => {
                told.push(document.getElementById("shown").textContent);
                done();
            }, 200));
        };
        (async () => {
            await ask("verdict", "broken");
            await ask("search", "number-500 accepts");
            filters.reset();
            await ask("operation", "jsa operation3");
            document.title = told.join("; ");
        })();"#;
    let Some(dom) = dom(&sample::many(2000), probe) else {
        return;
    };
    assert!(
        dom.contains(
            "<title>2000 clauses; 4 of 2000 clauses; 1 of 2000 clauses; 286 of 2000 clauses</title>"
        ),
        "{}",
        &dom[..dom.find("<style>").unwrap_or(400)]
    );
}

#[test]
fn the_script_runs_under_the_policy_and_nothing_hostile_does() {
    let hostile = "</script></pre><img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>";
    let Some(dom) = dom(&sample::hostile_everywhere(hostile), "") else {
        return;
    };
    assert!(!dom.contains("<title>pwned"), "a script of the target ran");
    assert!(
        !dom.contains("<img"),
        "an element of the target stands in the page"
    );
    let form = dom.find("id=\"filters\"").unwrap();
    assert!(
        !dom[form..form + 80].contains("hidden"),
        "the page's own script did not run"
    );
}
