//! The facts of one operation.

use super::schema::{Duty, said};
use super::ties::{NO_CLAUSE, Ties, Told};
use crate::clause::Side;
use crate::contract::{Fact, Location, Operation, Response, Schema, StatusSet};
use crate::wire;

/// Everything that the contract says of an operation.
pub(super) fn of(operation: &Operation, ties: &mut Ties<'_>) -> Vec<Fact> {
    let mut list = List {
        operation,
        ties,
        facts: Vec::new(),
    };
    list.request();
    for response in &operation.responses {
        list.answer(response);
    }
    if operation.secured {
        let told = list.ties.named(|name| {
            name.contains("no-token")
                || name.contains("wrong-token")
                || name.starts_with("security/")
        });
        let told = told.map_err(|why| match why.as_str() {
            NO_CLAUSE => "no scheme is declared that clausal can present".to_owned(),
            _ => why,
        });
        list.fact(
            "security",
            "security",
            &operation.at,
            "it needs credentials".to_owned(),
            told,
        );
    }
    list.facts
}

struct List<'o, 't, 'c> {
    operation: &'o Operation,
    ties: &'t mut Ties<'c>,
    facts: Vec<Fact>,
}

impl List<'_, '_, '_> {
    fn fact(&mut self, kind: &str, name: &str, at: &Location, words: String, told: Told) {
        let (clauses, reason) = match told {
            Ok(clauses) => (clauses, String::new()),
            Err(reason) => (Vec::new(), reason),
        };
        self.facts.push(Fact {
            id: format!("{}/{name}", self.operation.id),
            operation: self.operation.id.clone(),
            kind: kind.to_owned(),
            level: "documented".to_owned(),
            section: at.to_string(),
            fact: words,
            clauses,
            reason,
        });
    }

    fn request(&mut self) {
        let operation = self.operation;
        for parameter in &operation.parameters {
            let at = parameter.pointer();
            let told = match self.ties.at(Side::Request, &at) {
                Ok(ids) => Ok(ids),
                // One that must be there stands in every request.
                Err(_) if parameter.required => self.ties.named(|n| n == "accepts/valid"),
                Err(why) => Err(why),
            };
            let word = parameter.place.word();
            let must = if parameter.required { "must" } else { "may" };
            let words = format!("the {word} parameter {} {must} be sent", parameter.name);
            self.fact("parameter", &at[1..], &parameter.at, words, told);
            self.keywords(Side::Request, &parameter.schema, &at);
        }
        let Some(body) = &operation.body else { return };
        let keyword = if body.required { "required" } else { "absent" };
        let told = self.ties.of(Side::Request, "/body", keyword);
        let told = told.map_err(|why| match operation.method.as_str() {
            "GET" | "HEAD" | "DELETE" if why == NO_CLAUSE => {
                "what a body means there is not defined (RFC 9110, section 9.3)".to_owned()
            }
            _ => why,
        });
        let must = if body.required { "must" } else { "may" };
        let words = format!("a body {must} be sent");
        self.fact("body", &format!("body.{keyword}"), &body.at, words, told);
        for (number, media) in body.media.iter().enumerate() {
            let told = match number {
                0 => self.ties.named(|n| n == "accepts/valid"),
                _ => {
                    let word = crate::clause::slug(&media.media_type);
                    self.ties
                        .named(|n| n.starts_with("accepts/") && n.contains(&word))
                }
            };
            let told = told.map_err(|why| match why.as_str() {
                NO_CLAUSE => "no body of that kind is made".to_owned(),
                _ => why,
            });
            let words = format!("a body may be {}", media.media_type);
            let name = format!("body as {}", media.media_type);
            self.fact("media type", &name, &body.at, words, told);
            if number == 0 {
                self.keywords(Side::Request, &media.schema, "/body");
            }
        }
    }

    fn keywords(&mut self, side: Side, schema: &Schema, at: &str) {
        let base = match side {
            Side::Request => at,
            _ => "",
        };
        let front = match side {
            Side::Request => String::new(),
            Side::Success => "answer".to_owned(),
            Side::Answer(status) => status.word(),
        };
        for said in said(&schema.json, &schema.shared, base) {
            let told = match &said.duty {
                Duty::Rule => self.ties.of(side, &said.at, &said.keyword),
                Duty::With(place, keyword) => self.ties.of(side, place, keyword),
                Duty::None(_) => continue,
            };
            let told = match (told, &said.within) {
                (Err(why), Some((around, keyword))) => {
                    self.ties.of(side, around, keyword).map_err(|_| why)
                }
                (told, _) => told,
            };
            // Whatever text arrives there is one of the type.
            let told = match (told, said.keyword.as_str()) {
                (Err(why), "type") if why == NO_CLAUSE && !self.is_typed(side, &said.at) => Err(
                    "every text that arrives there is of the type, or is judged by its limits"
                        .to_owned(),
                ),
                (told, _) => told,
            };
            let place = said.at.trim_start_matches('/');
            let name = format!(
                "{front}{}{place}.{}",
                if front.is_empty() { "" } else { "/" },
                said.keyword
            );
            let words = format!(
                "`{}` at {}",
                said.keyword,
                if place.is_empty() { "the top" } else { place }
            );
            self.fact("keyword", &name, &schema.at, words, told);
        }
    }

    /// Whether the values of a place bear their types on the wire.
    fn is_typed(&self, side: Side, at: &str) -> bool {
        let media = self.operation.body.as_ref().and_then(|b| b.media.first());
        let is_json = media.is_some_and(|m| wire::Kind::of(&m.media_type) == wire::Kind::Json);
        side != Side::Request || at.starts_with("/body") && is_json
    }

    fn answer(&mut self, response: &Response) {
        let operation = self.operation;
        let success = operation.success_response();
        let own = success.is_some_and(|s| s.status == response.status);
        let side = match own {
            true => Side::Success,
            false => Side::Answer(response.status),
        };
        let word = response.status.word();
        let told = self.status(response, own);
        let words = format!("an answer may have status {word}");
        self.fact("answer", &word, &response.at, words, told);
        for header in &response.headers {
            let at = format!("/header/{}", header.name);
            let told = self.ties.at(side, &at);
            let words = format!("an answer {word} has the header {}", header.name);
            self.fact("header", &format!("{word}{at}"), &header.at, words, told);
        }
        for (number, media) in response.media.iter().enumerate() {
            let told = self.ties.of(side, "", "media-type");
            let words = format!("an answer {word} may be {}", media.media_type);
            let name = format!("{word} as {}", media.media_type);
            self.fact("media type", &name, &response.at, words, told);
            if number == 0 {
                self.keywords(side, &media.schema, "");
            }
        }
        for rule in &response.errors {
            let family = format!("{word}-{}/", rule.code);
            let told = self
                .ties
                .named(|n| n.starts_with(&family) || n.starts_with(&format!("{}/", rule.code)));
            let words = format!("code {}: {}", rule.code, rule.duty);
            self.fact(
                "error-code",
                &format!("{word}-{}", rule.code),
                &rule.at,
                words,
                told,
            );
        }
    }

    /// The clauses about a status: those about answers that have it, and of a refusal the requests that
    /// are to draw one.
    fn status(&mut self, response: &Response, own: bool) -> Told {
        let family = match own {
            true => "response/".to_owned(),
            false if response.status.is_success() => {
                format!("response-{}/", response.status.word())
            }
            false => format!("error-{}/", response.status.word()),
        };
        let told = self.ties.named(|n| n.starts_with(&family));
        if told.is_ok() {
            return told;
        }
        match response.status {
            StatusSet::Exact(401 | 403) => self
                .ties
                .named(|n| n.contains("-token") || n.starts_with("security/")),
            StatusSet::Exact(405) => self.ties.named(|n| n.ends_with("wrong-method")),
            StatusSet::Exact(415) => {
                let told = self.ties.named(|n| n.ends_with("wrong-media-type"));
                told.map_err(|_| "no body is sent under another media type there".to_owned())
            }
            StatusSet::Exact(400..=499) | StatusSet::Class(4) | StatusSet::Any => self
                .ties
                .named(|n| n.starts_with("refuses/") || n.starts_with("implied/malformed")),
            StatusSet::Exact(500..) | StatusSet::Class(5) => {
                Err("a fault of the server is not to be brought about from outside".to_owned())
            }
            _ => Err("no request is known to draw it".to_owned()),
        }
    }
}
