//! Commands of `curl` on a page: what they send, and how.

use super::block::{Block, Page};
use super::patterns;

patterns! {
    VARIABLE = r"\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?|\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}";
}

/// A command as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) method: String,
    pub(super) address: String,
    /// Names of the headers, with their values.
    pub(super) headers: Vec<(String, String)>,
    /// Media type of the body, where the command tells it.
    pub(super) media: Option<&'static str>,
    /// Whether it sends a name and a password.
    pub(super) signs_in: bool,
}

/// The commands of a page.
pub(super) fn all(page: &Page) -> impl Iterator<Item = Command> {
    page.blocks.iter().filter_map(|block| match block {
        Block::Code(text) | Block::Text(text) => read(text),
        _ => None,
    })
}

/// The first command of a text: its method is that of `-X`, or follows from what is sent.
pub(super) fn read(text: &str) -> Option<Command> {
    let start = text.find("curl ")?;
    let before = text[..start].chars().last();
    if before.is_some_and(|c| !c.is_whitespace() && c != '$' && c != '`') {
        return None;
    }
    let mut words = words(&text[start + 5..]).into_iter();
    let mut command = Command::default();
    let mut sends = false;
    while let Some(word) = words.next() {
        let (option, value) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => {
                (option.to_owned(), Some(value.to_owned()))
            }
            _ if word.len() > 2
                && ["-X", "-d", "-H", "-F", "-u"]
                    .iter()
                    .any(|o| word.starts_with(o)) =>
            {
                (word[..2].to_owned(), Some(word[2..].to_owned()))
            }
            _ => (word.clone(), None),
        };
        let mut value = || value.clone().or_else(|| words.next()).unwrap_or_default();
        match option.as_str() {
            "-X" | "--request" => command.method = value(),
            "-G" | "--get" => command.method = "GET".to_owned(),
            "-I" | "--head" => command.method = "HEAD".to_owned(),
            "-H" | "--header" => {
                let written = value();
                let (name, value) = written.split_once(':').unwrap_or((&written, ""));
                command
                    .headers
                    .push((name.trim().to_owned(), value.trim().to_owned()));
            }
            "-u" | "--user" => command.signs_in = !value().is_empty(),
            "--url" => command.address = value(),
            "-d" | "--data" | "--data-raw" | "--data-ascii" | "--data-binary"
            | "--data-urlencode" => {
                sends = true;
                let body = value();
                command.media = command.media.or(of(&body));
            }
            "--json" => (sends, command.media) = (true, Some("application/json")),
            "-F" | "--form" => (sends, command.media) = (true, Some("multipart/form-data")),
            _ if word.starts_with("http://") || word.starts_with("https://") => {
                command.address = word
            }
            _ => {}
        }
    }
    if command.method.is_empty() {
        command.method = if sends { "POST" } else { "GET" }.to_owned();
    }
    command.address = VARIABLE
        .as_ref()?
        .replace_all(&command.address, named)
        .into_owned();
    let known =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].contains(&command.method.as_str());
    (known && command.address.contains("://")).then_some(command)
}

fn named(found: &regex::Captures<'_>) -> String {
    let name = found.get(1).or(found.get(2));
    format!("{{{}}}", name.map_or("", |name| name.as_str()))
}

/// The media type of what is sent, by its look.
fn of(body: &str) -> Option<&'static str> {
    let body = body.trim();
    let name = body.split('=').next().unwrap_or_default();
    let plain = |c: char| c.is_alphanumeric() || "_-.[]".contains(c);
    match body.chars().next()? {
        '{' | '[' => Some("application/json"),
        '<' => Some("application/xml"),
        _ if body.contains('=') && !name.is_empty() && name.chars().all(plain) => {
            Some("application/x-www-form-urlencoded")
        }
        _ => None,
    }
}

/// The words of a command, as a shell takes them apart, up to the end of its line.
fn words(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\\') => {
                // The line goes on.
                while letters.next_if(|c| c.is_whitespace()).is_some() {}
                all.extend(word.take());
            }
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '\n' | '`' | '|' | ';') => break,
            (None, c) if c.is_whitespace() => all.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    all.extend(word);
    all
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn commands_tell_what_they_send() {
        let command = read("$ curl -u key: -XPUT \\\n 'https://a.example/b/$ID' -H \"X-Key: k\" --data name=x -d c=1\n{}").unwrap();
        assert_eq!(
            (command.method.as_str(), command.address.as_str()),
            ("PUT", "https://a.example/b/{ID}")
        );
        assert_eq!(command.headers, [("X-Key".to_owned(), "k".to_owned())]);
        assert_eq!(command.media, Some("application/x-www-form-urlencoded"));
        assert!(command.signs_in);
        let json = read("curl --url \"https://a.example/b\" --data '{\n \"a\": 1}'").unwrap();
        assert_eq!(
            (json.method.as_str(), json.media),
            ("POST", Some("application/json"))
        );
        assert_eq!(read("curl it"), None);
        assert_eq!(read("libcurl https://a.example"), None);
    }
}
