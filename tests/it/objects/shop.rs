//! A shop with pets, their toys and orders, which keeps what it is given; right, or wrong in one way.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use clausal::contract::{Contract, load_text};

pub const DOCUMENT: &str = r#"
openapi: 3.1.0
info: {title: Shop, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {'200': {description: all, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}}
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}}
      responses:
        '201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '400': {description: refused}
        '409': {description: the name is taken}
        '415': {description: refused}
  /pets/{petId}:
    parameters: [{name: petId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      operationId: getPet
      responses:
        '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '400': {description: no id}
        '404': {description: none}
    put:
      operationId: changePet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/NewPet'}}}}
      responses:
        '200': {description: one, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '400': {description: refused}
        '404': {description: none}
        '409': {description: the name is taken}
        '415': {description: refused}
    delete:
      operationId: dropPet
      responses: {'204': {description: gone}, '400': {description: no id}, '404': {description: none}}
  /pets/{petId}/toys:
    parameters: [{name: petId, in: path, required: true, schema: {type: integer, minimum: 1}}]
    post:
      operationId: addToy
      requestBody: {required: true, content: {application/json: {schema: {type: object, required: [label], properties: {label: {type: string, minLength: 1, maxLength: 40}}}}}}
      responses:
        '201': {description: made, headers: {Location: {schema: {type: string}}}}
        '400': {description: refused}
        '404': {description: none}
        '415': {description: refused}
  /pets/{petId}/toys/{toyId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: integer, minimum: 1}}
      - {name: toyId, in: path, required: true, schema: {type: string, pattern: '^t[0-9]+$', maxLength: 20}}
    get:
      operationId: getToy
      responses:
        '200': {description: one, content: {application/json: {schema: {type: object, required: [label], properties: {label: {type: string}}}}}}
        '400': {description: no id}
        '404': {description: none}
    delete:
      operationId: dropToy
      responses: {'204': {description: gone}, '400': {description: no id}, '404': {description: none}}
components:
  schemas:
    NewPet: {type: object, required: [name], properties: {name: {type: string, minLength: 1, maxLength: 60}}}
    Pet: {type: object, required: [petId, name], properties: {petId: {type: integer}, name: {type: string}}}
"#;

/// The same shop, which says of nothing that it is not there, and takes all its pets away at once where
/// that is asked for.
fn hiding() -> String {
    let empties =
        "  /pets:\n    delete: {operationId: dropPets, responses: {'204': {description: gone}}}\n";
    let none = ("'404': {description: none}", "'403': {description: no}");
    DOCUMENT
        .replacen("  /pets:\n", empties, 1)
        .replace(none.0, none.1)
}

/// The same shop, where a new pet comes with the id of the one that leads it.
fn linked() -> String {
    let made = "'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}";
    let links =
        "links: {Leader: {operationId: getPet, parameters: {petId: '$response.body#/leaderId'}}}";
    DOCUMENT.replacen(made, &format!("{}, {links}}}", &made[..made.len() - 1]), 1)
}

pub fn contract(wrong: Wrong) -> Contract {
    let text = match wrong {
        Wrong::Hides => hiding(),
        Wrong::Linked => linked(),
        _ => DOCUMENT.to_owned(),
    };
    load_text("shop.yaml", &text, &|_| Err("no file".into())).unwrap()
}

/// What is wrong with a shop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    Nothing,
    /// A pet that nobody made is read as another one.
    UnknownIsRead,
    /// What was deleted stays.
    Stays,
    /// What was deleted stays where nothing ever changed it, and changes are taken that break a rule.
    StaysUnchanged,
    /// No new pet is kept, and none was there before.
    KeepsNone,
    /// The answer to a new pet names another one as well, to which a link leads. Nothing is wrong with it.
    Linked,
    /// A new pet with a name of clausal's is forgotten at once.
    Forgets,
    /// Another name than the one that was sent is kept.
    Renames,
    /// A change is answered, and not kept.
    Unchanged,
    /// Deleting twice brings it down.
    Twice,
    /// A new pet is in no list.
    Unlisted,
    /// Nobody can make anything.
    Full,
    /// After a while, everything is forgotten.
    Restarts,
    /// What is refused is kept all the same.
    KeepsRefused,
    /// A change that is refused is kept all the same.
    ChangesRefused,
    /// The same PUT twice brings it down.
    PutTwice,
    /// The same PUT twice changes a name that it left alone before.
    PutAgain,
    /// Each new pet has the id of the one before.
    OneId,
    /// Each look at a pet changes its name.
    Looks,
    /// A toy is read below any pet, whether there is one or not.
    AnyParent,
    /// The lowest id that is free is given out. Nothing is wrong with it.
    Reuses,
    /// What is deleted is marked so, and stays; names are kept without blanks around, in small letters.
    /// Nothing is wrong with it.
    Soft,
    /// What is read is as it was [`LAG`] before: a write is kept only after its answer. Nothing is wrong with it.
    Late,
    /// What is not there is hidden behind 403, and all pets can be taken away at once. Nothing is wrong with
    /// it.
    Hides,
}

/// How long it takes until a shop that is late shows a write.
const LAG: Duration = Duration::from_millis(60);

type Pets = BTreeMap<u64, Value>;
type Toys = BTreeMap<(u64, String), Value>;

#[derive(Default)]
pub struct Kept {
    /// What was there, and since when.
    past: Vec<(Instant, Pets, Toys)>,
    next: u64,
    pets: Pets,
    toys: Toys,
    deleted: Vec<u64>,
    changed: Vec<u64>,
    requests: usize,
    /// What is drawn by what is not there.
    missing: u16,
}

fn plain(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
}

fn told(status: u16, body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(body)
}

/// The text of a member, where the body is an object that holds one of the right length.
fn text(request: &Request, member: &str, most: usize) -> Result<String, u16> {
    let label = request.headers.get("content-type");
    let label = label.and_then(|l| l.to_str().ok()).unwrap_or_default();
    if !label.to_ascii_lowercase().starts_with("application/json") {
        return Err(415);
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| 400_u16)?;
    match body.get(member).and_then(Value::as_str) {
        Some(text) if (1..=most).contains(&text.chars().count()) => Ok(text.to_owned()),
        _ => Err(400),
    }
}

impl Kept {
    /// The same where reads lag behind.
    fn late(&mut self, request: &Request) -> ResponseTemplate {
        if request.method.as_str() != "GET" {
            let answer = self.answer(request, Wrong::Late);
            let now = (Instant::now(), self.pets.clone(), self.toys.clone());
            self.past.push(now);
            return answer;
        }
        let seen = self.past.iter().rfind(|(at, ..)| at.elapsed() > LAG);
        let (pets, toys) = seen.map_or_else(Default::default, |(_, p, t)| (p.clone(), t.clone()));
        let mut old = Kept {
            pets,
            toys,
            missing: self.missing,
            ..Kept::default()
        };
        old.answer(request, Wrong::Late)
    }

    fn answer(&mut self, request: &Request, wrong: Wrong) -> ResponseTemplate {
        self.requests += 1;
        if wrong == Wrong::Restarts && self.requests.is_multiple_of(60) {
            self.pets.clear();
            self.toys.clear();
        }
        let read = |s: &str| {
            percent_encoding::percent_decode_str(s)
                .decode_utf8_lossy()
                .into_owned()
        };
        let path: Vec<String> = request.url.path().split('/').skip(1).map(read).collect();
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let method = request.method.as_str();
        let allow = |methods: &str| plain(405).insert_header("Allow", methods);
        match (path.as_slice(), method) {
            (["pets"], "GET" | "HEAD") => {
                let all = self.pets.values().cloned().collect();
                match wrong {
                    Wrong::Unlisted => told(200, &json!([])),
                    _ => told(200, &Value::Array(all)),
                }
            }
            (["pets"], "POST") => self.add(request, wrong),
            (["pets"], "DELETE") if wrong == Wrong::Hides => {
                self.pets.clear();
                self.toys.clear();
                plain(204)
            }
            (["pets"], _) if wrong == Wrong::Hides => allow("GET, HEAD, POST, DELETE"),
            (["pets"], _) => allow("GET, HEAD, POST"),
            (["pets", id, rest @ ..], _) => {
                let Some(id) = id.parse::<u64>().ok().filter(|n| *n > 0) else {
                    return plain(400);
                };
                match rest {
                    [] => self.pet(request, id, wrong),
                    ["toys", rest @ ..] => self.toy(request, id, rest, wrong),
                    _ => plain(404),
                }
            }
            _ => plain(404),
        }
    }

    fn add(&mut self, request: &Request, wrong: Wrong) -> ResponseTemplate {
        let name = match text(request, "name", 60) {
            Ok(name) => name,
            Err(status) => {
                if wrong == Wrong::KeepsRefused && status == 400 {
                    self.next += 1;
                    let pet = json!({"petId": self.next, "name": "refused"});
                    self.pets.insert(self.next, pet);
                }
                return plain(status);
            }
        };
        if wrong == Wrong::Full || self.pets.values().any(|p| p["name"] == name.as_str()) {
            return plain(409);
        }
        if wrong != Wrong::OneId || self.next == 10 {
            self.next += 1;
        }
        let mut id = self.next;
        if wrong == Wrong::Reuses {
            id = (11..).find(|n| !self.pets.contains_key(n)).unwrap_or(id);
        }
        let pet = json!({"petId": id, "name": name});
        let mut kept = pet.clone();
        if wrong == Wrong::Renames {
            kept["name"] = format!("other {id}").into();
        }
        if wrong == Wrong::Soft {
            kept["name"] = name.trim().to_lowercase().into();
        }
        if wrong == Wrong::KeepsNone {
            return told(201, &pet);
        }
        if wrong != Wrong::Forgets || !name.starts_with("clausal-") {
            self.pets.insert(id, kept);
        }
        if wrong == Wrong::Linked {
            return told(201, &json!({"petId": id, "name": name, "leaderId": 1}));
        }
        told(201, &pet)
    }

    fn pet(&mut self, request: &Request, id: u64, wrong: Wrong) -> ResponseTemplate {
        let there = self.pets.get(&id).cloned();
        let there = there.or_else(|| match wrong {
            Wrong::UnknownIsRead => Some(json!({"petId": id, "name": "somebody"})),
            _ => None,
        });
        match request.method.as_str() {
            "GET" | "HEAD" => {
                if let (Wrong::Looks, Some(pet)) = (wrong, self.pets.get_mut(&id)) {
                    pet["name"] = format!("{} seen", self.requests).into();
                }
                there.map_or(plain(self.missing), |pet| told(200, &pet))
            }
            "PUT" => {
                let name = match text(request, "name", 60) {
                    Ok(name) => name,
                    Err(400) if wrong == Wrong::StaysUnchanged && self.pets.contains_key(&id) => {
                        self.changed.push(id);
                        return told(200, &self.pets[&id]);
                    }
                    Err(status) => {
                        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
                        if let (Wrong::ChangesRefused, Some(pet), Some(name)) =
                            (wrong, self.pets.get_mut(&id), body.get("name"))
                        {
                            pet["name"] = name.clone();
                        }
                        return plain(status);
                    }
                };
                if !self.pets.contains_key(&id) {
                    return plain(self.missing);
                }
                let other = |(own, pet): (&u64, &Value)| *own != id && pet["name"] == name.as_str();
                if self.pets.iter().any(other) {
                    return plain(409);
                }
                let mut pet = json!({"petId": id, "name": name});
                let again = self.pets.get(&id) == Some(&pet);
                if wrong == Wrong::PutTwice && again {
                    return plain(500);
                }
                if wrong == Wrong::PutAgain && again {
                    pet["name"] = "another one".into();
                }
                if wrong != Wrong::Unchanged {
                    self.pets.insert(id, pet.clone());
                }
                told(200, &pet)
            }
            "DELETE" => {
                let stays = wrong == Wrong::Stays
                    || wrong == Wrong::StaysUnchanged && !self.changed.contains(&id);
                if stays && self.pets.contains_key(&id) {
                    return plain(204);
                }
                if wrong == Wrong::Soft {
                    if let Some(pet) = self.pets.get_mut(&id) {
                        pet["deleted"] = true.into();
                    }
                    return plain(if there.is_some() { 204 } else { self.missing });
                }
                let gone = self.pets.remove(&id).is_some();
                if wrong == Wrong::Twice && self.deleted.contains(&id) {
                    return plain(500);
                }
                self.deleted.push(id);
                self.toys.retain(|(pet, _), _| *pet != id);
                plain(if gone { 204 } else { self.missing })
            }
            _ => plain(405).insert_header("Allow", "GET, HEAD, PUT, DELETE"),
        }
    }

    fn toy(
        &mut self,
        request: &Request,
        pet: u64,
        rest: &[&str],
        wrong: Wrong,
    ) -> ResponseTemplate {
        let there = self.pets.contains_key(&pet);
        match (rest, request.method.as_str()) {
            ([], "POST") => {
                let label = match text(request, "label", 40) {
                    Ok(label) => label,
                    Err(status) => return plain(status),
                };
                if !there {
                    return plain(self.missing);
                }
                self.next += 1;
                let id = format!("t{}", self.next);
                let place = format!("/pets/{pet}/toys/{id}");
                self.toys.insert((pet, id), json!({"label": label}));
                plain(201).insert_header("Location", place)
            }
            ([], _) => plain(405).insert_header("Allow", "POST"),
            ([id], method) => {
                let right = id.len() > 1
                    && id.starts_with('t')
                    && id[1..].bytes().all(|b| b.is_ascii_digit());
                if !right || id.len() > 20 {
                    return plain(400);
                }
                let key = (pet, (*id).to_owned());
                match method {
                    "GET" | "HEAD" if wrong == Wrong::AnyParent => {
                        let mut all = self.toys.iter();
                        let found = all.find(|((_, own), _)| *own == key.1);
                        found.map_or(plain(self.missing), |(_, toy)| told(200, toy))
                    }
                    "GET" | "HEAD" => match self.toys.get(&key) {
                        Some(toy) => told(200, toy),
                        None => plain(self.missing),
                    },
                    "DELETE" => plain(self.toys.remove(&key).map_or(self.missing, |_| 204)),
                    _ => plain(405).insert_header("Allow", "GET, HEAD, DELETE"),
                }
            }
            _ => plain(404),
        }
    }
}

/// A shop that runs.
pub async fn open(wrong: Wrong) -> MockServer {
    let server = MockServer::start().await;
    let mut kept = Kept {
        next: 10,
        missing: if wrong == Wrong::Hides { 403 } else { 404 },
        ..Kept::default()
    };
    if matches!(wrong, Wrong::Full | Wrong::Linked) {
        kept.pets.insert(1, json!({"petId": 1, "name": "first"}));
    }
    let kept = Arc::new(Mutex::new(kept));
    Mock::given(any())
        .respond_with(move |request: &Request| {
            let mut kept = kept.lock().unwrap();
            match wrong {
                Wrong::Late => kept.late(request),
                _ => kept.answer(request, wrong),
            }
        })
        .mount(&server)
        .await;
    server
}
