//! Completions and the manual page know every command.

use crate::support::{clausal, text};

/// Commands as the help lists them.
fn commands() -> Vec<String> {
    let help = text(&clausal(&["--help"]).stdout);
    let list = help.split("Commands:").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    // What a line further in says belongs to the command above it.
    let names = list.lines().filter_map(|l| l.strip_prefix("  "));
    let names = names.filter(|l| !l.starts_with(' '));
    let names = names.filter_map(|l| l.split_whitespace().next());
    names.filter(|n| *n != "help").map(str::to_owned).collect()
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let out = clausal(&["completions", shell]);
        let script = text(&out.stdout);
        for command in commands() {
            assert!(script.contains(&command), "{shell} lacks {command}");
        }
    }
    assert_eq!(clausal(&["completions", "dos"]).status.code(), Some(2));
}

#[test]
fn the_manual_page_knows_every_command() {
    let page = text(&clausal(&["man"]).stdout);
    assert!(page.contains(".TH clausal"), "{page}");
    for command in commands() {
        let heading = format!("CLAUSAL {}", command.to_uppercase());
        assert!(page.contains(&heading), "{heading} is missing");
    }
}
