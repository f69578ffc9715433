//! Books on shelves: below their parents, by values, in orders and in pages; right, or wrong in one way.

use std::sync::{Arc, Mutex};

use clausal::contract::load_text;
use clausal::run::Options;
use clausal::run::event::Verdict;
use clausal::target::Profile;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::support::{Told, run_all};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Library, version: '1'}
paths:
  /shelves:
    post:
      operationId: addShelf
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string, minLength: 8, maxLength: 64}}]
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [name], properties: {
        name: {type: string, minLength: 1, maxLength: 60}, tags: {type: array, maxItems: 3, items: {type: string, minLength: 1, maxLength: 60}}}}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}, '400': {description: wrong}, '415': {description: label}}
  /shelves/{shelfId}:
    parameters: [{name: shelfId, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getShelf
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Shelf'}}}}, '400': {description: no id}, '404': {description: none}}
  /shelves/{shelfId}/cover:
    parameters: [{name: shelfId, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getCover
      responses: {'200': {description: one, content: {application/octet-stream: {schema: {type: string, format: binary}}}}, '404': {description: none}}
    put:
      operationId: putCover
      requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses: {'204': {description: put}, '400': {description: wrong}, '404': {description: none}, '415': {description: label}}
  /shelves/{shelfId}/books:
    parameters: [{name: shelfId, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100, default: 100}}
        - {name: offset, in: query, schema: {type: integer, minimum: 0, default: 0}}
        - {name: topic, in: query, schema: {type: string}}
        - {name: sort, in: query, schema: {type: string, enum: [pages, -pages, id, -id]}}
      responses:
        '200': {description: some, content: {application/json: {schema: {type: object, required: [items, total], properties: {
          items: {type: array, items: {$ref: '#/components/schemas/Book'}}, total: {type: integer}}}}}}
        '400': {description: wrong}
        '404': {description: none}
    post:
      operationId: addBook
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewBook'}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}, '400': {description: wrong}, '404': {description: none}, '415': {description: label}}
  /shelves/{shelfId}/books/{bookId}:
    parameters:
      - {name: shelfId, in: path, required: true, schema: {type: integer}}
      - {name: bookId, in: path, required: true, schema: {type: integer}}
    get:
      operationId: getBook
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}, '400': {description: no id}, '404': {description: none}}
    put:
      operationId: replaceBook
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewBook'}}}}
      responses: {'200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}, '400': {description: wrong}, '404': {description: none}, '415': {description: label}}
    delete:
      operationId: dropBook
      responses: {'204': {description: gone}, '400': {description: no id}, '404': {description: none}}
components:
  schemas:
    Shelf: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string}, tags: {type: array, items: {type: string}}}}
    NewBook:
      type: object
      required: [title, topic, pages]
      properties:
        title: {type: string, minLength: 1, maxLength: 60}
        topic: {type: string, minLength: 1, maxLength: 60}
        pages: {type: integer, minimum: 1, maximum: 5000}
        note: {type: string, maxLength: 60}
    Book:
      type: object
      required: [id, shelfId, title, topic, pages, added]
      properties:
        id: {type: integer}
        shelfId: {type: integer}
        title: {type: string}
        topic: {type: string}
        pages: {type: integer}
        note: {type: string}
        added: {type: string, format: date-time, readOnly: true}
";

/// How the server does it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Right,
    /// A book is read below any shelf that is there.
    AnyShelf,
    /// A list shows the books of all shelves.
    ListsAll,
    /// A list shows what was deleted.
    ListsDeleted,
    /// A list ignores the topic.
    AnyTopic,
    /// A PUT leaves what it does not name.
    Merges,
    /// The time of the request is taken.
    TakesTime,
    /// One tag of a shelf is kept.
    OneTag,
    /// Keys are ignored.
    NoKeys,
    /// The last byte of a cover is lost.
    ShortCover,
    /// Topics are found as parts of others, in any letters. Nothing is wrong with it.
    Loose,
    /// A book has a path of its own, whatever shelf it stands on. Nothing is wrong with it.
    Shallow,
    /// New books stand first and a list keeps one on top. Nothing is wrong with it.
    OnTop,
}

#[derive(Default)]
struct Library {
    next: u64,
    shelves: Vec<Value>,
    books: Vec<Value>,
    gone: Vec<Value>,
    keys: Vec<(String, Value, Value)>,
    covers: Vec<(u64, Vec<u8>)>,
}

fn refused(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

fn valid(body: &Value) -> bool {
    let text = |name: &str, least: usize| {
        body[name]
            .as_str()
            .is_some_and(|t| (least..=60).contains(&t.chars().count()))
    };
    let pages = body["pages"].as_f64();
    let whole = pages.is_some_and(|n| n.fract() == 0.0 && (1.0..=5000.0).contains(&n));
    text("title", 1) && text("topic", 1) && whole && (body.get("note").is_none() || text("note", 0))
}

fn book(id: u64, shelf: u64, body: &Value, way: Way) -> Value {
    let mut book = json!({
        "id": id, "shelfId": shelf, "title": body["title"], "topic": body["topic"],
        "pages": body["pages"].as_f64().unwrap() as u64, "added": "2024-05-01T10:00:00Z",
    });
    if let Some(note) = body.get("note") {
        book["note"] = note.clone();
    }
    if let (Way::TakesTime, Some(added)) = (way, body.get("added").filter(|a| a.is_string())) {
        book["added"] = added.clone();
    }
    book
}

impl Library {
    fn list(&self, request: &Request, shelf: u64, way: Way) -> ResponseTemplate {
        let (mut limit, mut offset, mut topic, mut sort) = (100, 0, None, None);
        for (name, value) in request.url.query_pairs() {
            match (&*name, value.parse::<usize>()) {
                ("limit", Ok(n)) if (1..=100).contains(&n) => limit = n,
                ("offset", Ok(n)) => offset = n,
                ("topic", _) => topic = Some(value.to_string()),
                ("sort", _) if ["pages", "-pages", "id", "-id"].contains(&&*value) => {
                    sort = Some(value.to_string());
                }
                ("limit" | "offset" | "sort", _) => return refused(400),
                _ => {}
            }
        }
        let own = |b: &&Value| way == Way::ListsAll || b["shelfId"] == shelf;
        let gone: &[Value] = if way == Way::ListsDeleted {
            &self.gone
        } else {
            &[]
        };
        let mut all: Vec<Value> = self.books.iter().chain(gone).filter(own).cloned().collect();
        if let Some(topic) = topic.filter(|_| way != Way::AnyTopic) {
            let small = topic.to_lowercase();
            all.retain(|b| match way {
                Way::Loose => b["topic"].as_str().unwrap().to_lowercase().contains(&small),
                _ => b["topic"] == topic,
            });
        }
        if way == Way::OnTop {
            all.reverse();
        }
        if let Some(sort) = sort {
            let member = sort.trim_start_matches('-');
            all.sort_by_key(|b| b[member].as_u64());
            if sort.starts_with('-') {
                all.reverse();
            }
            if way == Way::OnTop {
                all.sort_by_key(|b| b["id"] != 5);
            }
        }
        let page: Vec<&Value> = all.iter().skip(offset).take(limit).collect();
        ResponseTemplate::new(200).set_body_json(json!({"items": page, "total": all.len()}))
    }

    fn one(&mut self, request: &Request, (shelf, id): (u64, u64), way: Way) -> ResponseTemplate {
        let own = |b: &Value| b["id"] == id && (way == Way::AnyShelf || b["shelfId"] == shelf);
        let Some(at) = self.books.iter().position(own) else {
            return refused(404);
        };
        match request.method.as_str() {
            "GET" | "HEAD" => ResponseTemplate::new(200).set_body_json(&self.books[at]),
            "PUT" => {
                let body = match read(request) {
                    Ok(body) => body,
                    Err(status) => return refused(status),
                };
                let old = self.books[at].clone();
                let mut new = book(id, old["shelfId"].as_u64().unwrap(), &body, way);
                if way == Way::Merges && new.get("note").is_none() && old.get("note").is_some() {
                    new["note"] = old["note"].clone();
                }
                new["added"] = old["added"].clone();
                self.books[at] = new.clone();
                ResponseTemplate::new(200).set_body_json(new)
            }
            "DELETE" => {
                let book = self.books.remove(at);
                self.gone.push(book);
                ResponseTemplate::new(204)
            }
            _ => refused(405).insert_header("Allow", "GET, HEAD, PUT, DELETE"),
        }
    }

    fn add_shelf(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let body = match read_any(request) {
            Ok(body) => body,
            Err(status) => return refused(status),
        };
        let text = |v: &Value| {
            v.as_str()
                .is_some_and(|t| (1..=60).contains(&t.chars().count()))
        };
        let tags = match body.get("tags") {
            None => true,
            Some(tags) => tags
                .as_array()
                .is_some_and(|all| all.len() < 4 && all.iter().all(text)),
        };
        let key = request.headers.get("idempotency-key");
        let key = key.map(|k| String::from_utf8_lossy(k.as_bytes()).into_owned());
        let right = key
            .as_ref()
            .is_none_or(|k| (8..=64).contains(&k.chars().count()));
        if !(text(&body["name"]) && tags && right) {
            return refused(400);
        }
        let same = |(k, b, _): &&(String, Value, Value)| Some(k) == key.as_ref() && *b == body;
        if let Some((.., shelf)) = self.keys.iter().find(same).filter(|_| way != Way::NoKeys) {
            return ResponseTemplate::new(201).set_body_json(shelf);
        }
        self.next += 1;
        let mut shelf = json!({"id": self.next, "name": body["name"]});
        if let Some(tags) = body.get("tags").and_then(Value::as_array) {
            let few = if way == Way::OneTag { 1 } else { 3 };
            shelf["tags"] = tags.iter().take(few).cloned().collect();
        }
        self.shelves.push(shelf.clone());
        self.keys.extend(key.map(|k| (k, body, shelf.clone())));
        ResponseTemplate::new(201).set_body_json(shelf)
    }

    fn cover(&mut self, request: &Request, shelf: u64, way: Way) -> ResponseTemplate {
        let label = request
            .headers
            .get("content-type")
            .and_then(|v| v.to_str().ok());
        match request.method.as_str() {
            "GET" | "HEAD" => match self.covers.iter().rfind(|(own, _)| *own == shelf) {
                Some((_, bytes)) => {
                    let short = usize::from(way == Way::ShortCover);
                    let bytes = bytes[..bytes.len().saturating_sub(short)].to_vec();
                    ResponseTemplate::new(200).set_body_raw(bytes, "application/octet-stream")
                }
                None => refused(404),
            },
            "PUT" if label != Some("application/octet-stream") => refused(415),
            "PUT" if request.body.is_empty() => refused(400),
            "PUT" => {
                self.covers.push((shelf, request.body.clone()));
                ResponseTemplate::new(204)
            }
            _ => refused(405).insert_header("Allow", "GET, HEAD, PUT"),
        }
    }

    fn answer(&mut self, request: &Request, way: Way) -> ResponseTemplate {
        let path = request.url.path().to_owned();
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let id = |text: &&str| text.parse::<u64>().unwrap_or(0);
        let method = request.method.as_str();
        match parts.as_slice() {
            ["shelves"] if method == "POST" => self.add_shelf(request, way),
            ["shelves"] => refused(405).insert_header("Allow", "POST"),
            ["shelves", shelf, rest @ ..] => {
                let number = id(shelf);
                let Some(own) = self.shelves.iter().find(|s| s["id"] == number).cloned() else {
                    return refused(404);
                };
                match rest {
                    [] if matches!(method, "GET" | "HEAD") => {
                        ResponseTemplate::new(200).set_body_json(own)
                    }
                    [] => refused(405).insert_header("Allow", "GET, HEAD"),
                    ["cover"] => self.cover(request, number, way),
                    ["books"] if matches!(method, "GET" | "HEAD") => {
                        self.list(request, number, way)
                    }
                    ["books"] if method == "POST" => match read(request) {
                        Ok(body) => {
                            self.next += 1;
                            let book = book(self.next, number, &body, way);
                            self.books.push(book.clone());
                            ResponseTemplate::new(201).set_body_json(book)
                        }
                        Err(status) => refused(status),
                    },
                    ["books"] => refused(405).insert_header("Allow", "GET, HEAD, POST"),
                    ["books", book] => self.one(request, (number, id(book)), way),
                    _ => refused(404),
                }
            }
            ["books", book] if way == Way::Shallow => {
                let number = id(book);
                let own = self.books.iter().find(|b| b["id"] == number);
                let shelf = own.and_then(|b| b["shelfId"].as_u64()).unwrap_or(0);
                self.one(request, (shelf, number), way)
            }
            _ => refused(404),
        }
    }
}

fn read_any(request: &Request) -> Result<Value, u16> {
    let label = request
        .headers
        .get("content-type")
        .and_then(|v| v.to_str().ok());
    let json = label.is_some_and(|l| l.to_ascii_lowercase().starts_with("application/json"));
    if !json {
        return Err(415);
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| 400_u16)?;
    if body.is_object() { Ok(body) } else { Err(400) }
}

fn read(request: &Request) -> Result<Value, u16> {
    let body = read_any(request)?;
    if valid(&body) { Ok(body) } else { Err(400) }
}

async fn run(way: Way) -> Told {
    let server = MockServer::start().await;
    let library = Arc::new(Mutex::new(Library::default()));
    Mock::given(any())
        .respond_with(move |request: &Request| library.lock().unwrap().answer(request, way))
        .mount(&server)
        .await;
    let nested = "  /shelves/{shelfId}/books/{bookId}:
    parameters:
      - {name: shelfId, in: path, required: true, schema: {type: integer}}
";
    let text = match way {
        Way::Shallow => DOCUMENT.replace(nested, "  /books/{bookId}:\n    parameters:\n"),
        _ => DOCUMENT.to_owned(),
    };
    let contract = load_text("library.yaml", &text, &|_| Err(String::new())).unwrap();
    let profile = Profile::parse("p", "", &|_| None).unwrap();
    let options = Options {
        seed: 5,
        cases: 2,
        ..Options::default()
    };
    run_all(&[contract], &server.uri(), &profile, &[], options).await
}

fn broken(told: &Told) -> Vec<String> {
    let broken = told.judged.iter().filter(|j| j.verdict == Verdict::Broken);
    broken.map(|j| j.id.to_string()).collect()
}

async fn told_of(ways: &[(Way, &str)]) {
    for (way, clause) in ways {
        let told = run(*way).await;
        let judged = told.clause(clause);
        let all = broken(&told);
        let got = judged.verdict;
        assert_eq!(got, Verdict::Broken, "{way:?}: {:?} {all:?}", judged.reason);
    }
}

async fn held(clauses: &[&str]) {
    let told = run(Way::Right).await;
    for clause in clauses {
        let judged = told.clause(clause);
        let got = judged.verdict;
        assert_eq!(got, Verdict::Held, "{clause}: {:?}", judged.reason);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lists_show_of_books_is_told() {
    told_of(&[
        (Way::AnyShelf, "addBook/kept/below"),
        (Way::ListsAll, "addBook/kept/below"),
        (Way::ListsDeleted, "addBook/kept/unlisted"),
        (Way::AnyTopic, "addBook/kept/filtered"),
    ])
    .await;
    held(&[
        "addBook/kept/below",
        "addBook/kept/unlisted",
        "addBook/kept/filtered",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_kept_of_books_is_told() {
    told_of(&[
        (Way::Merges, "addBook/kept/replaced"),
        (Way::TakesTime, "addBook/kept/read-only"),
        (Way::OneTag, "addShelf/kept/entries"),
        (Way::NoKeys, "addShelf/kept/once"),
        (Way::ShortCover, "addShelf/kept/bytes"),
    ])
    .await;
    held(&[
        "addBook/kept/replaced",
        "addBook/kept/read-only",
        "addShelf/kept/entries",
        "addShelf/kept/once",
        "addShelf/kept/bytes",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_library_and_a_lenient_one_are_left_alone() {
    for way in [Way::Right, Way::Loose, Way::OnTop, Way::Shallow] {
        let told = run(way).await;
        assert_eq!(broken(&told), Vec::<String>::new(), "{way:?}");
    }
}
