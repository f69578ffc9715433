//! The text of a profile: what is missing to test all of a contract, and why each line is wanted.

use super::super::args::AccessArgs;
use super::parameters::{self, Wanted};
use crate::contract::{Contract, Operation, SchemeKind, Weight};
use crate::exchange::plain::{line, uncommanded};
use crate::target::{Address, lines};

/// Parts that cannot be used, and are named.
const UNUSABLE: usize = 20;
/// Parameters that are named.
const PARAMETERS: usize = 60;
/// Operations that are named beside a line.
const NAMED: usize = 3;
/// Columns of a line before what is said of it.
const COLUMN: usize = 42;

/// The command that uses the profile.
pub(super) fn command(contract: &str, has_server: bool, file: &str, access: &AccessArgs) -> String {
    let target = match has_server {
        true => "",
        false => " --target URL",
    };
    format!(
        "clausal check --contract {}{target} --profile {}{}",
        word(contract),
        word(file),
        given(access)
    )
}

/// The options by which somebody got in, who needs them again: a secret that stands in one is left out.
fn given(access: &AccessArgs) -> String {
    let mut options = String::new();
    for header in &access.header {
        if let Some((name, value)) = header.split_once(':') {
            let line = format!("{}: {}", name.trim(), told(value.trim(), "TOKEN"));
            options += &format!(" -H {}", word(&line));
        }
    }
    if let Some(token) = &access.bearer {
        options += &format!(" --bearer {}", word(&told(token, "TOKEN")));
    }
    // A name may be as secret as what stands behind it.
    if let Some((_, password)) = access.user.as_deref().and_then(|u| u.split_once(':')) {
        let pair = format!("NAME:{}", told(password, "PASSWORD"));
        options += &format!(" --user {}", word(&pair));
    }
    options
}

/// Where a secret comes from; one that stands there itself is to come from a variable.
fn told(secret: &str, variable: &str) -> String {
    let named = ["env:", "command:"]
        .iter()
        .any(|word| secret.starts_with(word));
    match named {
        true => secret.to_owned(),
        false => format!("env:{variable}"),
    }
}

/// A word of a command.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._:-?=&%,+@".contains(c);
    let bare = !text.contains(['?', '&']) && text.chars().all(plain) && !text.is_empty();
    match bare {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

/// The server that a profile names.
pub(super) fn target(server: Option<&str>, contract: &Contract) -> Option<String> {
    let named = server.map(str::to_owned);
    let named = named.or_else(|| contract.server.clone());
    named.filter(|url| Address::parse(url).is_ok())
}

/// The profile of a contract; `server` is where it was fetched from.
pub(super) fn profile(
    source: &str,
    server: Option<&str>,
    file: &str,
    contract: &Contract,
    access: &AccessArgs,
) -> String {
    let target = target(server, contract);
    let file = if file == "-" { "clausal.toml" } else { file };
    let mut page = Page::default();
    page.comment(&format!(
        "How clausal reaches the server of `{}` ({source}, {} operations).",
        contract.title,
        contract.operations.len()
    ));
    page.comment("A line that begins with # is off: take the # away where you want it.");
    page.comment(&command(source, target.is_some(), file, access));
    unusable(&mut page, contract);
    page.gap();
    match &target {
        Some(url) => page.put(
            &format!("target = {}", lines::text(url)),
            match server {
                Some(_) => "the server that serves the document",
                None => "the first of its `servers`: is it the one to be tested?",
            },
        ),
        None => page.off(
            "target = \"http://127.0.0.1:8000\"",
            "the server to be tested: its document names none; or give --target",
        ),
    }
    let near = target.as_deref().and_then(|url| Address::parse(url).ok());
    if near.is_none_or(|address| !address.is_loopback()) {
        page.off(
            "allow_remote = true",
            "send requests that start real work to a target on another machine, unasked",
        );
    }
    page.off(
        "allow_untested = true",
        "exit with 0 although something could not be tested",
    );
    limits(&mut page);
    states(&mut page, contract);
    contract_itself(&mut page, contract);
    security(&mut page, contract);
    values(&mut page, contract);
    fixtures(&mut page, contract);
    page.gap();
    page.comment(
        "What is known to be broken does not fail a run (`clausal check --write-allowances FILE`).",
    );
    page.off("[[allowances]]", "");
    page.off("clause = \"…\"", "an id, the beginning of one, or a glob");
    page.off("reason = \"ticket 4711\"", "");
    page.off("until = 2030-12-31", "");
    page.0
}

fn unusable(page: &mut Page, contract: &Contract) {
    let errors = contract.notes.iter();
    let errors: Vec<_> = errors.filter(|n| n.weight == Weight::Error).collect();
    if errors.is_empty() {
        return;
    }
    page.gap();
    page.comment("What of the document cannot be used (`clausal lint` tells more):");
    for note in errors.iter().take(UNUSABLE) {
        page.comment(&format!("  {}: {}", note.location, note.message));
    }
    if errors.len() > UNUSABLE {
        page.comment(&format!("  … and {} more", errors.len() - UNUSABLE));
    }
}

fn limits(page: &mut Page) {
    page.gap();
    page.put("[limits]", "");
    page.put("timeout_ms = 10000", "for one request and its whole answer");
    page.off("connections = 4", "at once, where the server bears no more");
    page.off(
        "requests_per_second = 50.0",
        "over all connections, where it limits them",
    );
    page.off(
        "total_ms = 600000",
        "for a whole run; or give --time-limit 10m",
    );
}

fn states(page: &mut Page, contract: &Contract) {
    page.gap();
    page.comment("Brings the server back to where it was between cases (`POST {\"state\": \"baseline\", …}`), so that");
    page.comment(
        "one case cannot disturb the next. Without it clausal does what it can through the API.",
    );
    for (name, state) in &contract.states {
        page.comment(&format!("  {name}: {}", state.about));
    }
    page.put("[states]", "");
    page.off("url = \"/_states\"", "relative to the target, or absolute");
    page.off("command = \"./reset.sh\"", "in place of the url");
}

fn contract_itself(page: &mut Page, contract: &Contract) {
    page.gap();
    page.put(&lines::table(&contract.name, ""), "");
    let base = contract.bases.first().map_or("", String::as_str);
    let base = if base.is_empty() { "/api" } else { base };
    page.off(
        &format!("base = {}", lines::text(base)),
        "path in front of every request, in place of that of `servers`",
    );
    page.off(
        "headers = { X-Tenant = \"env:TENANT\" }",
        "sent with every request, and shown in no report",
    );
}

fn security(page: &mut Page, contract: &Contract) {
    if contract.schemes.is_empty() {
        return;
    }
    page.gap();
    page.comment("Credentials, by the name of the security scheme: env:NAME is what a variable of the environment");
    page.comment("holds. Without them what asks for them is not tested beyond that it does.");
    page.put(&lines::table(&contract.name, "security"), "");
    for scheme in &contract.schemes {
        let asks = |o: &&Operation| o.security.iter().flatten().any(|s| *s == scheme.name);
        let count = contract.operations.iter().filter(asks).count();
        let asking = match count {
            1 => "1 operation asks for it".to_owned(),
            n => format!("{n} operations ask for it"),
        };
        match (lines::credential(contract, scheme), &scheme.kind) {
            (Some((line, becomes)), _) => page.off(&line, &format!("becomes {becomes}; {asking}")),
            (None, SchemeKind::Other(what)) => page.comment(&format!(
                "`{}` is {what}, which clausal cannot present; {asking}",
                scheme.name
            )),
            (None, _) => {}
        }
    }
    if contract
        .schemes
        .iter()
        .any(|s| s.kind == SchemeKind::Bearer)
    {
        page.gap();
        page.comment("Or a login that gives the token, done again where the server answers 401:");
        page.off(&lines::table(&contract.name, "login"), "");
        page.off("path = \"/login\"", "below the target");
        page.off("headers = { Content-Type = \"application/json\" }", "");
        page.off(
            "body = '{\"username\": \"${USER}\", \"password\": \"${PASSWORD}\"}'",
            "",
        );
        page.off(
            "token = \"/access_token\"",
            "where in the answer; or header:NAME",
        );
        page.off("header = \"Authorization\"", "");
        page.off("prefix = \"Bearer \"", "");
    }
}

fn values(page: &mut Page, contract: &Contract) {
    let wanted = parameters::wanted(contract);
    if wanted.is_empty() {
        return;
    }
    page.gap();
    page.comment("Values that exist on the server, by the name of the parameter, or \"operation.name\" for one");
    page.comment("operation; a list says that each of its values does. Without one an id is made up or taken from an");
    page.comment("answer, and what it leads to may not be found. What is deleted must be named for that operation.");
    page.put(&lines::table(&contract.name, "parameters"), "");
    for one in wanted.iter().take(PARAMETERS) {
        let line = format!("{} = {}", lines::key(&one.name), one.value);
        page.off(&line, &named(one));
    }
    if wanted.len() > PARAMETERS {
        page.comment(&format!("… and {} more", wanted.len() - PARAMETERS));
    }
}

fn named(wanted: &Wanted<'_>) -> String {
    let all = &wanted.operations;
    let shown = all.iter().take(NAMED).copied().collect::<Vec<_>>();
    match all.len().saturating_sub(NAMED) {
        0 => format!("for {}", shown.join(", ")),
        more => format!("for {} and {more} more", shown.join(", ")),
    }
}

fn fixtures(page: &mut Page, contract: &Contract) {
    if contract.fixtures.is_empty() {
        return;
    }
    page.gap();
    page.comment("What must exist on the server for all clauses to be tested; those that need a missing one are");
    page.comment("skipped.");
    page.put(&lines::table(&contract.name, "fixtures"), "");
    for (name, fixture) in &contract.fixtures {
        let value = match (&fixture.default, fixture.kind.as_str()) {
            (Some(serde_json::Value::String(text)), _) => lines::text(text),
            (Some(value), _) => value.to_string(),
            (None, "integer") => "1".to_owned(),
            (None, _) => "\"…\"".to_owned(),
        };
        page.off(&format!("{} = {value}", lines::key(name)), &fixture.about);
    }
}

/// Lines of a profile.
#[derive(Default)]
struct Page(String);

impl Page {
    fn gap(&mut self) {
        self.0.push('\n');
    }

    /// A line that is only for people. What a stranger's document says stays on it.
    fn comment(&mut self, text: &str) {
        self.0 += &format!("# {}\n", harmless(text));
    }

    /// A line that counts, and why it is there. It is well-formed already.
    fn put(&mut self, setting: &str, why: &str) {
        let padded = match why {
            "" => setting.to_owned(),
            why => format!("{setting:COLUMN$} # {}", harmless(why)),
        };
        self.0 += &(padded + "\n");
    }

    /// A line that would count.
    fn off(&mut self, setting: &str, why: &str) {
        self.put(&format!("# {setting}"), why);
    }
}

/// A text on one line that nothing acts on.
fn harmless(text: &str) -> String {
    uncommanded(&line(text))
}
