//! The book: its links lead somewhere, its commands run, its contracts and profiles load, and what it says of
//! extensions is so.

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use clausal::clause::derive;
use clausal::contract::{self, Overlay, load_overlaid};
use clausal::target::Profile;

use crate::support::{clausal, root, text};

#[expect(dead_code, reason = "the example's own main")]
#[path = "../../examples/library/main.rs"]
mod library;

/// A block of code of a chapter.
struct Fence {
    info: String,
    code: String,
    /// The first line behind it that holds anything.
    behind: String,
}

fn source() -> PathBuf {
    root("docs/src")
}

fn chapter(name: &str) -> String {
    fs::read_to_string(source().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// The chapters, in the order of the summary.
fn chapters() -> Vec<String> {
    let summary = chapter("SUMMARY.md");
    let links = summary.split("](").skip(1);
    links
        .map(|l| l.split(')').next().unwrap().to_owned())
        .collect()
}

fn fences(text: &str) -> Vec<Fence> {
    let mut all: Vec<Fence> = Vec::new();
    let mut open: Option<Fence> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(info), None) => {
                open = Some(Fence {
                    info: info.to_owned(),
                    code: String::new(),
                    behind: String::new(),
                });
            }
            (Some(_), Some(fence)) => all.push(fence),
            (None, Some(mut fence)) => {
                fence.code += line;
                fence.code.push('\n');
                open = Some(fence);
            }
            (None, None) => {
                if let Some(last) = all.last_mut().filter(|f| f.behind.is_empty()) {
                    line.clone_into(&mut last.behind);
                }
            }
        }
    }
    assert!(open.is_none(), "a block of code has no end");
    all
}

/// What a heading is called in links.
fn anchor(heading: &str) -> String {
    let kept = heading
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.collect::<String>()
        .trim()
        .to_lowercase()
        .replace(' ', "-")
}

fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|l| l.starts_with('#'));
    headings
        .map(|l| anchor(l.trim_start_matches('#')))
        .collect()
}

/// Links of a page that lead nowhere.
fn dangling(path: &Path) -> Vec<String> {
    let page = fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    let mut prose = String::new();
    let mut code = false;
    for line in page.lines() {
        code ^= line.starts_with("```");
        if !code {
            prose += line;
            prose.push('\n');
        }
    }
    for link in prose.split("](").skip(1) {
        let link = link.split(')').next().unwrap();
        if link.contains("://") {
            continue;
        }
        let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
        let target = match file {
            "" => path.to_owned(),
            file => path.parent().unwrap().join(file),
        };
        // What stands outside of the book is no page of it.
        let inside = !link.starts_with("..");
        let there = inside
            && target.exists()
            && (fragment.is_empty()
                || anchors(&fs::read_to_string(&target).unwrap()).contains(fragment));
        if !there {
            wrong.push(format!("{}: {link}", path.display()));
        }
    }
    wrong
}

#[test]
fn no_link_is_broken_and_every_chapter_is_in_the_summary() {
    let listed: BTreeSet<String> = chapters().into_iter().collect();
    let mut wrong = dangling(&root("README.md"));
    for entry in fs::read_dir(source()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            name == "SUMMARY.md" || listed.contains(&name),
            "{name} is not in the summary"
        );
        wrong.extend(dangling(&path));
        for include in fs::read_to_string(&path)
            .unwrap()
            .split("{{#include ")
            .skip(1)
        {
            let file = include.split("}}").next().unwrap();
            assert!(source().join(file).exists(), "{name}: {file}");
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(listed.len() > 10, "{listed:?}");
    assert!(anchors("# A `b-c` d\n").contains("a-b-c-d"));
}

#[test]
fn every_extension_has_its_section() {
    let sections = anchors(&chapter("extensions.md"));
    let grammar = contract::grammar();
    let names = grammar["$defs"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|k| k.starts_with("x-"));
    let mut seen = 0;
    for name in names {
        assert!(sections.contains(name), "{name} has no section");
        seen += 1;
    }
    assert_eq!(
        sections.iter().filter(|s| s.starts_with("x-")).count(),
        seen
    );
}

fn tutorial() -> String {
    fs::read_to_string(root("examples/library/openapi.yaml")).unwrap()
}

/// Ids of the tutorial's clauses with overlays.
fn ids(overlays: &[Overlay]) -> Result<BTreeSet<String>, String> {
    let none = |_: &str| Err(String::new());
    let contract =
        load_overlaid("openapi.yaml", &tutorial(), overlays, &none).map_err(|e| e.to_string())?;
    let noted: Vec<String> = contract.notes.iter().map(ToString::to_string).collect();
    match noted.is_empty() {
        true => Ok(derive(&contract).into_iter().map(|c| c.id).collect()),
        false => Err(noted.join("\n")),
    }
}

/// What a page says of the clauses that an example adds: some of them by name.
fn yields(new: &[&String]) -> String {
    let shown: Vec<String> = new.iter().take(3).map(|id| format!("`{id}`")).collect();
    match new.len() {
        0 => "Yields no clause of its own.".to_owned(),
        1..=3 => format!("Yields {}.", shown.join(", ")),
        _ => format!("Yields {} and others.", shown.join(", ")),
    }
}

/// Whether that is so, whichever clauses there are beside.
fn is_so(words: &str, new: &[&String]) -> bool {
    let named: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    match named.is_empty() {
        true => new.is_empty() && words == yields(&[]),
        false => named.iter().all(|id| new.iter().any(|n| n == id)),
    }
}

#[test]
fn each_example_of_an_extension_loads_and_yields_what_the_page_says() {
    let page = chapter("extensions.md");
    let base = ids(&[]).unwrap();
    let bless = std::env::var_os("CLAUSAL_BLESS").is_some();
    let mut blessed = page.clone();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for fence in fences(&page).iter().filter(|f| f.info == "yaml,actions") {
        seen += 1;
        let text = format!(
            "overlay: 1.1.0\ninfo: {{title: t, version: '1'}}\nactions:\n{}",
            fence.code
        );
        let overlay = Overlay::new("example.yaml", &text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        match ids(&[overlay]) {
            Err(error) => wrong.push(format!("{error}\n{}", fence.code)),
            Ok(with) => {
                let new = with
                    .difference(&base)
                    .filter(|id| !id.contains("/implied/"));
                let new: Vec<&String> = new.collect();
                let words = yields(&new);
                if !is_so(&fence.behind, &new) || bless {
                    let block = format!("{}```\n\n", fence.code);
                    blessed = blessed.replace(
                        &format!("{block}{}", fence.behind),
                        &format!("{block}{words}"),
                    );
                    if !bless {
                        wrong.push(format!(
                            "{}\nsays   {}\nshould {words}",
                            fence.code, fence.behind
                        ));
                    }
                }
            }
        }
    }
    if bless {
        fs::write(source().join("extensions.md"), blessed).unwrap();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(seen >= 43, "{seen}");
}

#[test]
fn every_overlay_and_profile_of_the_book_loads() {
    let (mut overlays, mut profiles) = (0, 0);
    for name in chapters() {
        for fence in fences(&chapter(&name)) {
            match fence.info.as_str() {
                "yaml,overlay" => {
                    overlays += 1;
                    let overlay = Overlay::new(&name, &fence.code).unwrap();
                    ids(&[overlay]).unwrap_or_else(|e| panic!("{name}: {e}"));
                }
                "toml" => {
                    profiles += 1;
                    let value = |_: &str| Some("name:value".to_owned());
                    if let Err(error) = Profile::parse(&name, &fence.code, &value) {
                        panic!("{name}: {error}\n{}", fence.code);
                    }
                }
                _ => {}
            }
        }
    }
    assert!(overlays > 0 && profiles > 4, "{overlays} {profiles}");
}

#[test]
fn the_tutorials_contract_is_what_init_makes_of_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let own = root("examples/library");
    fs::copy(own.join("page.md"), folder.path().join("page.md")).unwrap();
    let out = run("clausal init page.md", folder.path());
    assert!(out.status.success(), "{}", text(&out.stderr));
    let told = text(&out.stdout);
    let printed = told.lines().next().unwrap();
    assert!(chapter("from-a-page.md").contains(printed), "{printed}");
    for file in ["openapi.yaml", "traceability.tsv", "clausal.toml"] {
        let made = fs::read_to_string(folder.path().join(file)).unwrap();
        if std::env::var_os("CLAUSAL_BLESS").is_some() {
            fs::write(own.join(file), &made).unwrap();
        }
        let kept = fs::read_to_string(own.join(file)).unwrap_or_default();
        assert!(
            kept == made,
            "{file} is not what `init` writes (CLAUSAL_BLESS=1 writes it)"
        );
    }
}

/// Runs a script with `clausal` at hand.
fn run(script: &str, folder: &Path) -> Output {
    command(script, folder).output().unwrap()
}

fn command(script: &str, folder: &Path) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_clausal"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::var_os("PATH").unwrap();
    let path =
        std::env::join_paths(std::iter::once(bin).chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new("bash");
    command
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", path);
    command
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn wait_for(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "nothing listens at {port}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A process that ends with the test.
struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// The server of the tutorial, at a port of its own.
fn serve_library() -> u16 {
    let port = free_port();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
                .await
                .unwrap();
            axum::serve(listener, library::router()).await.unwrap();
        });
    });
    wait_for(port);
    port
}

#[test]
fn every_command_of_the_book_runs() {
    let mut ran = 0;
    for name in chapters() {
        let page = chapter(&name);
        let folder = tempfile::tempdir().unwrap();
        for file in [
            "page.md",
            "openapi.yaml",
            "traceability.tsv",
            "clausal.toml",
        ] {
            fs::copy(
                root("examples/library").join(file),
                folder.path().join(file),
            )
            .unwrap();
        }
        fs::create_dir(folder.path().join("src")).unwrap();
        fs::copy(root("src/prove.toml"), folder.path().join("src/prove.toml")).unwrap();
        let port = free_port();
        let mut library = None;
        let mut served = Vec::new();
        for fence in fences(&page) {
            let (kind, how) = fence.info.split_once(',').unwrap_or((&fence.info, ""));
            if fence.info == "yaml,overlay" {
                fs::write(folder.path().join("overlay.yaml"), &fence.code).unwrap();
            }
            if kind != "sh" {
                continue;
            }
            if how == "shown" {
                fence
                    .code
                    .lines()
                    .for_each(|line| options_exist(&name, line));
                continue;
            }
            let mut script = fence
                .code
                .replace(":9000", &format!(":{port}"))
                .replace("--port 9000", &format!("--port {port}"));
            if how == "library" {
                let own = *library.get_or_insert_with(serve_library);
                script = script.replace(":8081", &format!(":{own}"));
            }
            if how == "background" {
                let child = command(&format!("exec {script}"), folder.path())
                    .stdout(Stdio::null())
                    .spawn();
                served.push(Ends(child.unwrap()));
                wait_for(port);
                continue;
            }
            let out = run(&script, folder.path());
            let wanted = if how == "fails" { 1 } else { 0 };
            let told = text(&out.stdout) + &text(&out.stderr);
            assert_eq!(out.status.code(), Some(wanted), "{name}: {script}\n{told}");
            ran += 1;
        }
    }
    assert!(ran > 15, "{ran}");
}

/// Holds a command that is only shown to the options that there are.
fn options_exist(page: &str, line: &str) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let Some(at) = words.iter().position(|w| *w == "clausal") else {
        return;
    };
    let own: Vec<&str> = words[at + 1..]
        .iter()
        .take_while(|w| **w != "--")
        .copied()
        .collect();
    let depth = if matches!(own.first(), Some(&("fuzz" | "generate"))) {
        2
    } else {
        1
    };
    let mut asked: Vec<&str> = own.iter().take(depth).copied().collect();
    asked.push("--help");
    let out = clausal(&asked);
    let help = text(&out.stdout);
    assert!(out.status.success(), "{page}: {line}");
    for option in own.iter().filter(|w| w.starts_with("--")) {
        let option = option.split('=').next().unwrap();
        assert!(help.contains(option), "{page}: {line}: {option}");
    }
}

#[test]
fn the_recipe_for_ci_is_the_one_of_the_readme() {
    let readme = fs::read_to_string(root("README.md")).unwrap();
    let recipe = |page: &str| {
        let own = fences(page)
            .into_iter()
            .find(|f| f.info == "yaml" && f.code.contains("clausal serve"));
        own.unwrap().code
    };
    assert_eq!(recipe(&readme), recipe(&chapter("ci.md")));
}
