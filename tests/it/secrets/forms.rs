//! A target that sends a token back in every writing: no report, file or line shows any of them.

use std::fmt::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use clausal::report::FORMATS;

use crate::reach::serve;
use crate::support::{clausal, text};

const TOKEN: &str = "kEy~Z9+x/Q7=mmWv.tail";
const COOKIE: &str = "c00kie-of-the-profile";
const PASSWORD: &str = "pA55?w0rd&more";

const CONTRACT: &str = r#"
openapi: 3.1.0
info: {title: echo, version: '1'}
paths:
  /echo:
    get:
      operationId: echo
      parameters:
        - {name: n, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
      responses:
        '200':
          description: done
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties: {id: {type: integer}, note: {type: string, maxLength: 3}}
        '400': {description: no}
"#;

/// Every writing of a secret, as encoders of others make them.
fn forms(secret: &str) -> Vec<String> {
    let every = |of: &dyn Fn(u32) -> String| secret.chars().map(|c| of(u32::from(c))).collect();
    let url: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let mut list = vec![
        secret.to_owned(),
        secret.to_lowercase(),
        secret.to_uppercase(),
        url.to_lowercase(),
        url.replace('%', "%25"),
        url,
        secret
            .replace('/', r"\/")
            .replace('+', r"\u002B")
            .replace('&', r"\u0026"),
        secret
            .replace('&', "&amp;")
            .replace('+', "&#x2B;")
            .replace('/', "&#47;"),
        every(&|c| format!("%{c:02X}")),
        every(&|c| format!("\\u{c:04x}")),
        every(&|c| format!("&#x{c:x};")),
        every(&|c| format!("{c:02x}")),
        every(&|c| format!("{c:02X}")),
    ];
    for before in ["", "a", "ab"] {
        let text = format!("{before}{secret}");
        list.push(URL_SAFE.encode(&text));
        list.push(STANDARD.encode(&text));
    }
    list
}

/// What may not stand in any report: of each writing so much that the secret could be told from it.
fn traces() -> Vec<String> {
    let mut list = Vec::new();
    let pair = STANDARD_NO_PAD.encode(format!("somebody:{PASSWORD}"));
    for secret in [TOKEN, COOKIE, PASSWORD, &pair] {
        for form in forms(secret) {
            // In base64 the first letters are those of what stands before.
            let inner = &form[4.min(form.len() / 4)..];
            list.push(inner[..inner.len() / 2].to_lowercase());
            list.push(inner[inner.len() / 2..inner.len() - 2].to_lowercase());
        }
    }
    list
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn all() -> Vec<String> {
    [TOKEN, COOKIE, PASSWORD]
        .into_iter()
        .flat_map(forms)
        .collect()
}

fn json() -> String {
    // Some are escapes of JSON already, all others stand as they are: they need none.
    let members = all().into_iter().enumerate();
    let members = members.map(|(n, form)| format!("\"f{n}\":\"{form}\""));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// What a target does with the secrets, and how it answers.
type Peer = (&'static str, fn() -> String);

/// Targets that send secrets back.
fn peers() -> Vec<Peer> {
    const JSON: &str = "Content-Type: application/json\r\n";
    vec![
        ("a body of JSON", || answer("500 X", JSON, &json())),
        ("a value of the wrong type that is cut", || {
            let body = format!("{{\"id\":\"{:65}{TOKEN}\"}}", "");
            answer("200 OK", JSON, &body)
        }),
        ("a text that is too long", || {
            answer(
                "200 OK",
                JSON,
                &format!("{{\"id\":1,\"note\":\"{TOKEN}\"}}"),
            )
        }),
        ("chunks", || {
            let body = json();
            let mut out = format!("HTTP/1.1 500 X\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n");
            for chunk in body.as_bytes().chunks(7) {
                let _ = write!(out, "{:x}\r\n{}\r\n", chunk.len(), text(chunk));
            }
            out + "0\r\n\r\n"
        }),
        ("XML", || {
            let lines = all()
                .into_iter()
                .map(|form| format!("<a b=\"{form}\">{form}</a>"));
            let body = format!("<r>{}</r>", lines.collect::<String>());
            answer("500 X", "Content-Type: application/xml\r\n", &body)
        }),
        ("UTF-16", || {
            let wide: String = json().chars().flat_map(|c| [c, '\0']).collect();
            answer(
                "500 X",
                "Content-Type: text/plain; charset=utf-16le\r\n",
                &wide,
            )
        }),
        ("a long body", || {
            let body = format!("{}{}", "x".repeat((16 << 10) - 10), all().join(" "));
            answer("500 X", "Content-Type: text/plain\r\n", &body)
        }),
        ("headers, their names and the words of the status", || {
            let mut headers = format!("{}: 1\r\n", COOKIE.to_uppercase());
            for (number, form) in all().into_iter().enumerate() {
                let _ = write!(headers, "X-{number}: {form}\r\n");
            }
            let url = forms(TOKEN).swap_remove(5);
            let _ = write!(
                headers,
                "Location: /in?token={url}\r\nWWW-Authenticate: a=\"{TOKEN}\"\r\n"
            );
            answer(&format!("401 {TOKEN}"), &headers, "")
        }),
        ("no HTTP", || format!("{TOKEN} {COOKIE}\r\n\r\n")),
    ]
}

#[test]
fn no_report_shows_a_secret_in_any_writing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("echo.yaml"), CONTRACT).unwrap();
    let basic = STANDARD.encode(format!("somebody:{PASSWORD}"));
    let profile = format!(
        "[contracts.echo]\nheaders = {{ Token = \"Bearer {TOKEN}\", Cookie = \"sid={COOKIE}\", \
         Authorization = \"Basic {basic}\" }}\n"
    );
    std::fs::write(at("profile.toml"), profile).unwrap();
    for (number, (name, peer)) in peers().into_iter().enumerate() {
        let (url, seen) = serve(move |_| peer());
        let own = at(&number.to_string());
        std::fs::create_dir(&own).unwrap();
        let to = |name: &str| format!("{own}/{name}");
        let mut args = vec!["check".to_owned(), "--target".into(), url];
        args.extend(["--contract".into(), at("echo.yaml")]);
        args.extend(["--profile".into(), at("profile.toml")]);
        args.extend(["--cases".into(), "2".into(), "--seed".into(), "1".into()]);
        for format in FORMATS {
            args.extend(["--report".into(), format!("{format}={}", to(format))]);
        }
        args.extend(["--journal".into(), to("journal")]);
        args.extend(["--findings".into(), to("findings")]);
        args.extend(["--snapshots".into(), to("snapshots")]);
        args.extend(["--write-allowances".into(), to("allowances")]);
        let output = clausal(&args.iter().map(String::as_str).collect::<Vec<_>>());
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(
            seen.lock().unwrap().iter().any(|r| r.contains(TOKEN)),
            "{name}: nothing was sent: {told}"
        );
        let mut files = vec![("the terminal".to_owned(), told)];
        read_all(Path::new(&own), &mut files);
        assert!(
            files.len() > FORMATS.len() + 2,
            "{name}: {} files",
            files.len()
        );
        for (file, content) in &files {
            quiet(name, file, content);
            json_reads(file, content);
        }
        let masked = files.iter().filter(|(_, content)| {
            // In UTF-16 the mask has zeros, which stand as escapes.
            let narrow = content.replace("\\u0000", "").replace("\\0", "");
            narrow.contains("***")
        });
        // Of what is no HTTP nothing is shown at all.
        let least = if name == "no HTTP" { 0 } else { 3 };
        assert!(masked.count() >= least, "{name}: nothing was masked");
    }
}

fn read_all(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, files);
        } else {
            files.push((
                path.display().to_string(),
                text(&std::fs::read(&path).unwrap()),
            ));
        }
    }
}

/// Whether a file shows nothing, as it stands and with what it holds in base64 read.
fn quiet(name: &str, file: &str, content: &str) {
    let mut all = content.to_lowercase();
    let word = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
    for word in content.split(word).filter(|w| w.len() > 40) {
        if let Ok(bytes) = STANDARD.decode(word) {
            all += &text(&bytes).replace('\0', "").to_lowercase();
        }
    }
    // Quoting puts a backslash before those of the answer.
    let once = all
        .replace(r"\\", r"\")
        .replace(r"\0", "")
        .replace(r"\u0000", "");
    for trace in traces() {
        for all in [&all, &once] {
            if let Some(at) = all.find(&trace) {
                let (from, to) = (at.saturating_sub(200), (at + 200).min(all.len()));
                let part = text(&all.as_bytes()[from..to]);
                panic!("{name}: {file} shows {trace}: {part}");
            }
        }
    }
}

/// Whether a file of JSON is still one.
fn json_reads(file: &str, content: &str) {
    let name = file.rsplit('/').next().unwrap_or(file);
    if matches!(name, "json" | "sarif" | "har") || name.ends_with(".json") {
        let read = serde_json::from_str::<serde_json::Value>(content);
        assert!(read.is_ok(), "{file}: {read:?}");
    }
}
