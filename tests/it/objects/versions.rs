//! A request that names a version of a thing names the one that is there; one that was changed since is
//! refused. What a PUT makes under a name of our choice is kept, and a second media type names what the first
//! does.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Map, Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::broken;
use crate::support::{Told, run_all};

const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Versions, version: '1'}
paths:
  /notes:
    post:
      operationId: addNote
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '201': {description: made, headers: {ETag: {schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '422': {description: refused}
  /notes/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: note
      parameters: [{name: If-None-Match, in: header, schema: {type: string}}]
      responses:
        '200': {description: it, headers: {ETag: {required: true, schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '304': {description: known}
        '404': {description: none}
    put:
      operationId: putNote
      parameters: [{name: If-Match, in: header, required: true, schema: {type: string}}]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '200': {description: changed, headers: {ETag: {required: true, schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Note'}}}}
        '404': {description: none}
        '412': {description: another version}
        '422': {description: refused}
        '428': {description: no version}
  /cards:
    post:
      operationId: addCard
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}
        '422': {description: refused}
  /cards/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: card
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}
        '404': {description: none}
    put:
      operationId: putCard
      description: The version is the one that was read last; a stale one is refused.
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [title, version], additionalProperties: false, properties: {title: {type: string, minLength: 1, maxLength: 40}, version: {type: integer, minimum: 1}}}}}
      responses:
        '200': {description: changed, content: {application/json: {schema: {$ref: '#/components/schemas/Card'}}}}
        '404': {description: none}
        '409': {description: another version}
        '422': {description: refused}
  /apps:
    post:
      operationId: addApp
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/App'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/App'}, {type: object, required: [id], properties: {id: {type: integer}}}]}}}}
        '409': {description: taken}
        '422': {description: refused}
  /apps/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: app
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/App'}}}}
        '404': {description: none}
    put:
      operationId: putApp
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/App'}}}}
      responses:
        '200': {description: changed, content: {application/json: {schema: {$ref: '#/components/schemas/App'}}}}
        '404': {description: none}
        '409': {description: taken}
        '422': {description: refused}
  /flags/{key}:
    parameters: [{name: key, in: path, required: true, schema: {type: string, pattern: '^[a-z][a-z0-9-]{0,30}$'}}]
    get:
      operationId: flag
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Flag'}}}}
        '404': {description: none}
    put:
      operationId: putFlag
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '200': {description: replaced, content: {application/json: {schema: {$ref: '#/components/schemas/Flag'}}}}
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Flag'}}}}
        '404': {description: no such name}
        '422': {description: refused}
    delete:
      operationId: dropFlag
      responses: {'204': {description: gone}, '404': {description: none}}
  /people:
    post:
      operationId: addPerson
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}
        '422': {description: refused}
  /people/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: person
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}
        '404': {description: none}
    put:
      operationId: putPerson
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Title'}}
          application/vnd.people+json: {schema: {$ref: '#/components/schemas/Title'}}
      responses:
        '200': {description: changed, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}
        '404': {description: none}
        '422': {description: refused}
  /drafts:
    post:
      operationId: addDraft
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Draft'}}}}
        '422': {description: refused}
  /drafts/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: draft
      responses:
        '200': {description: it, content: {application/json: {schema: {$ref: '#/components/schemas/Draft'}}}}
        '404': {description: none}
  /drafts/{id}/archive:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    post:
      operationId: archiveDraft
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Title'}}}}
      responses:
        '204': {description: done}
        '404': {description: none}
        '409': {description: not published}
        '422': {description: refused}
  /drafts/{id}/publish:
    parameters: [{name: id, in: path, required: true, schema: {type: integer, minimum: 1}}]
    post:
      operationId: publishDraft
      responses:
        '204': {description: done}
        '404': {description: none}
        '409': {description: published before}
components:
  schemas:
    Title: {type: object, required: [title], additionalProperties: false, properties: {title: {type: string, minLength: 1, maxLength: 40}}}
    Note: {type: object, required: [id, title], properties: {id: {type: integer}, title: {type: string}}}
    Person: {type: object, required: [id, title], properties: {id: {type: integer}, title: {type: string}}}
    Draft: {type: object, required: [id, title], properties: {id: {type: integer}, title: {type: string}}}
    Card: {type: object, required: [id, title, version], properties: {id: {type: integer}, title: {type: string}, version: {type: integer}}}
    App: {type: object, required: [title, version], additionalProperties: false, properties: {id: {type: integer, readOnly: true}, title: {type: string, minLength: 1, maxLength: 40}, version: {type: string, minLength: 1, maxLength: 20}}}
    Flag: {type: object, required: [key, title], properties: {key: {type: string}, title: {type: string}}}
"#;

/// How the server is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// The same with weak tags, which never match strongly; so it compares them weakly.
    Weak,
    /// It takes a note of any version.
    AnyTag,
    /// It takes a note of any version that it ever gave out.
    OldTag,
    /// Its tag is that of the thing, not of its version.
    SameTag,
    /// It takes a card of any version.
    AnyVersion,
    /// What is new is answered with 200.
    NewIsOld,
    /// What was there is answered with 201.
    OldIsNew,
    /// A second PUT changes nothing.
    FlagUnchanged,
    /// What was deleted is still there.
    FlagStays,
    /// What is archived may have any title.
    AnyTitle,
}

#[derive(Default)]
struct Server {
    things: BTreeMap<(String, String), (Map<String, Value>, u64)>,
    last: u64,
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

/// A path without its percent-encoding.
fn decoded(path: &str) -> String {
    let mut parts = path.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let code = part.get(..2).and_then(|c| u8::from_str_radix(c, 16).ok());
        match code.filter(u8::is_ascii) {
            Some(byte) => format!("{text}{}{}", char::from(byte), &part[2..]),
            None => format!("{text}%{part}"),
        }
    })
}

/// The body, if it is an object with these members and no other.
fn body(request: &Request, members: &[&str]) -> Result<Map<String, Value>, u16> {
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    let label = label.to_ascii_lowercase();
    let known = label.starts_with("application/json")
        || (request.url.path().starts_with("/people/")
            && label.starts_with("application/vnd.people+json"));
    if !known {
        return Err(415);
    }
    let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) else {
        return Err(422);
    };
    let text = |v: &Value, most: usize| {
        v.as_str()
            .is_some_and(|t| (1..=most).contains(&t.chars().count()))
    };
    let apps = request.url.path().starts_with("/apps");
    let right = members.iter().all(|m| match (*m, body.get(*m)) {
        ("title", Some(v)) => text(v, 40),
        ("version", Some(v)) if apps => text(v, 20),
        ("version", Some(v)) => v.as_u64().is_some_and(|n| n > 0),
        _ => false,
    });
    match right && body.keys().all(|k| members.contains(&k.as_str())) {
        true => Ok(body),
        false => Err(422),
    }
}

impl Server {
    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = decoded(request.url.path().trim_start_matches('/'));
        let path: Vec<&str> = path.split('/').collect();
        let method = request.method.as_str();
        let allow = |methods: &str| plain(405).insert_header("Allow", methods);
        match (path.as_slice(), method) {
            ([kind @ ("notes" | "cards" | "people" | "apps" | "drafts")], "POST") => {
                self.make(request, kind, way)
            }
            (["notes" | "cards" | "people" | "apps" | "drafts"], _) => allow("POST"),
            (["drafts", id, act @ ("archive" | "publish")], "POST") => {
                self.act(request, id, act, way)
            }
            (["drafts", _, "archive" | "publish"], _) => allow("POST"),
            (["drafts", _], "PUT") => allow("GET, HEAD"),
            (
                [
                    kind @ ("notes" | "cards" | "people" | "apps" | "flags" | "drafts"),
                    id,
                ],
                _,
            ) => {
                let key = ((*kind).to_owned(), (*id).to_owned());
                match method {
                    "GET" | "HEAD" => self.read(request, &key, way),
                    "PUT" if *kind == "flags" => self.put_flag(request, key, way),
                    "PUT" => self.put(request, &key, way),
                    "DELETE" if *kind == "flags" => {
                        if !self.things.contains_key(&key) {
                            return plain(404);
                        }
                        if way != Way::FlagStays {
                            self.things.remove(&key);
                        }
                        plain(204)
                    }
                    _ if *kind == "flags" => allow("GET, HEAD, PUT, DELETE"),
                    _ if *kind == "drafts" => allow("GET, HEAD"),
                    _ => allow("GET, HEAD, PUT"),
                }
            }
            _ => plain(404),
        }
    }

    fn shown(&self, key: &(String, String), status: u16, way: Way) -> ResponseTemplate {
        let (thing, version) = &self.things[key];
        let version = if way == Way::SameTag { 0 } else { *version };
        let weak = if way == Way::Weak { "W/" } else { "" };
        let told = ResponseTemplate::new(status).set_body_json(Value::Object(thing.clone()));
        match key.0.as_str() {
            "notes" => {
                told.insert_header("ETag", format!("{weak}\"{}-{version}\"", key.1).as_str())
            }
            _ => told,
        }
    }

    fn make(&mut self, request: &Request, kind: &str, way: Way) -> ResponseTemplate {
        let members: &[&str] = if kind == "apps" {
            &["title", "version"]
        } else {
            &["title"]
        };
        let mut thing = match body(request, members) {
            Ok(body) => body,
            Err(status) => return plain(status),
        };
        self.last += 1;
        thing.insert("id".into(), json!(self.last));
        if kind == "cards" {
            thing.insert("version".into(), json!(1));
        }
        let key = (kind.to_owned(), self.last.to_string());
        self.things.insert(key.clone(), (thing, 1));
        self.shown(&key, 201, way)
    }

    /// A draft is published once, and archived once it is.
    fn act(&mut self, request: &Request, id: &str, act: &str, way: Way) -> ResponseTemplate {
        let key = ("drafts".to_owned(), id.to_owned());
        let Some((_, state)) = self.things.get_mut(&key) else {
            return plain(404);
        };
        let from = if act == "publish" { 1 } else { 2 };
        if *state != from {
            return plain(409);
        }
        let title = body(request, &["title"]);
        let wrong = title.err().filter(|s| !(way == Way::AnyTitle && *s == 422));
        if let Some(status) = wrong.filter(|_| act == "archive") {
            return plain(status);
        }
        *state += 1;
        plain(204)
    }

    fn tag(&self, key: &(String, String), way: Way) -> String {
        let version = if way == Way::SameTag {
            0
        } else {
            self.things[key].1
        };
        format!("\"{}-{version}\"", key.1)
    }

    fn read(&self, request: &Request, key: &(String, String), way: Way) -> ResponseTemplate {
        if !self.things.contains_key(key) {
            return plain(404);
        }
        let known = request
            .headers
            .get("if-none-match")
            .and_then(|v| v.to_str().ok());
        let known = known.map(|t| t.trim_start_matches("W/").to_owned());
        if key.0 == "notes" && known == Some(self.tag(key, way)) {
            return plain(304);
        }
        self.shown(key, 200, way)
    }

    fn put(&mut self, request: &Request, key: &(String, String), way: Way) -> ResponseTemplate {
        if !self.things.contains_key(key) {
            return plain(404);
        }
        let kind = key.0.as_str();
        if kind == "notes" {
            let Some(tag) = request
                .headers
                .get("if-match")
                .and_then(|v| v.to_str().ok())
            else {
                return plain(428);
            };
            let tag = tag.trim_start_matches("W/");
            let own = format!("\"{}-", key.1);
            let right = match way {
                Way::AnyTag => true,
                Way::OldTag => tag.starts_with(&own),
                _ => tag == self.tag(key, way) || tag == "*",
            };
            if !right {
                return plain(412);
            }
        }
        let members: &[&str] = match kind {
            "apps" | "cards" => &["title", "version"],
            _ => &["title"],
        };
        let sent = match body(request, members) {
            Ok(body) => body,
            Err(status) => return plain(status),
        };
        let (thing, version) = self.things.get_mut(key).unwrap();
        if kind == "cards" && sent["version"] != thing["version"] && way != Way::AnyVersion {
            return plain(409);
        }
        *version += 1;
        thing.extend(sent);
        if kind == "cards" {
            thing.insert("version".into(), json!(*version));
        }
        self.shown(key, 200, way)
    }

    fn put_flag(&mut self, request: &Request, key: (String, String), way: Way) -> ResponseTemplate {
        let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let first = key.1.starts_with(|c: char| c.is_ascii_lowercase());
        if !first || key.1.len() > 31 || !key.1.chars().all(letter) {
            return plain(404);
        }
        let mut sent = match body(request, &["title"]) {
            Ok(body) => body,
            Err(status) => return plain(status),
        };
        sent.insert("key".into(), json!(key.1));
        let there = self.things.contains_key(&key);
        if !(there && way == Way::FlagUnchanged) {
            self.things.insert(key.clone(), (sent, 1));
        }
        let status = match (there, way) {
            (false, Way::NewIsOld) => 200,
            (true, Way::OldIsNew) => 201,
            (true, _) => 200,
            (false, _) => 201,
        };
        self.shown(&key, status, way)
    }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let state = Arc::new(Mutex::new(Server::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| state.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let contract = load_text("versions.yaml", DOCUMENT, &|_| Err(String::new())).unwrap();
    let options = Options {
        seed: 5,
        cases: 2,
        ..Options::default()
    };
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_the_version_that_is_there_is_tested_and_a_right_server_breaks_nothing() {
    for way in [Way::Right, Way::Weak] {
        let told = run(way).await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{way:?}");
        assert_eq!(told.finished.untested, Vec::new(), "{way:?}");
        for held in [
            "putNote/implied/earlier-version",
            "putNote/implied/other-version",
            "putNote/implied/changed-etag",
            "putNote/refuses/title.maxLength",
            "addNote/kept/changed",
            "putCard/implied/earlier-version",
            "putCard/refuses/title.maxLength",
            "putCard/accepts/title.maxLength",
            "addCard/kept/changed",
            "putFlag/kept/read",
            "putFlag/kept/changed",
            "putFlag/kept/put-again",
            "putFlag/kept/put-status",
            "putFlag/kept/deleted",
            "archiveDraft/refuses/title.maxLength",
            "putPerson/accepts/body-as-application-vnd.people-json",
        ] {
            let judged = told.clause(held);
            assert_eq!(
                judged.verdict,
                Verdict::Held,
                "{way:?} {held}: {:?}",
                judged.reason
            );
        }
        // What an app is called says nothing of what was read.
        let label = told
            .judged
            .iter()
            .any(|j| j.id.contains("putApp/implied/earlier"));
        assert!(!label);
        let open: Vec<_> = told
            .judged
            .iter()
            .filter(|j| j.verdict == Verdict::Inconclusive)
            .map(|j| format!("{}: {:?}", j.id, j.reason))
            .collect();
        assert_eq!(open, Vec::<String>::new(), "{way:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_counts_for_nothing_is_told() {
    for (way, clauses) in [
        (
            Way::AnyTag,
            &[
                "putNote/implied/earlier-version",
                "putNote/implied/other-version",
            ][..],
        ),
        (Way::OldTag, &["putNote/implied/earlier-version"]),
        (Way::SameTag, &["putNote/implied/changed-etag"]),
        (Way::AnyVersion, &["putCard/implied/earlier-version"]),
        (Way::NewIsOld, &["putFlag/kept/put-status"]),
        (Way::OldIsNew, &["putFlag/kept/put-status"]),
        (Way::FlagUnchanged, &["putFlag/kept/changed"]),
        (Way::AnyTitle, &["archiveDraft/refuses/title.maxLength"]),
        (Way::FlagStays, &["putFlag/kept/deleted"]),
    ] {
        let told = run(way).await;
        let all = broken(&told);
        let own = |b: &String| {
            way == Way::AnyTitle && b.contains("archiveDraft/")
                || clauses
                    .iter()
                    .any(|c| b.starts_with(&format!("versions/{c}: ")))
        };
        assert!(all.iter().all(own), "{way:?}: {all:?}");
        let named = |c: &&str| {
            all.iter()
                .any(|b| b.starts_with(&format!("versions/{c}: ")))
        };
        assert!(clauses.iter().all(named), "{way:?}: {all:?}");
    }
}
