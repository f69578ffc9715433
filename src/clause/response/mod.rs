//! Answers: status, media type, headers and body, each by what the contract says of the status.

mod codes;
mod formats;
mod headers;
mod member;
mod rules;
mod said;
mod secret;

use serde_json::json;

use super::answer::{AS_SCHEMA, Answer, Space, Stands, Valid, word};
use super::lifecycle::Phase;
use super::{Check, Cited, Clause, Scope, Stimulus};
use crate::contract::{Media, Operation, Response, Schema, StatusSet};

use crate::wire::{Kind, MediaType};

/// One clause for status, media type and body, for each header, and for each keyword at each place of
/// the body; once more for a second media type that a request may ask for. Then the same of the other
/// documented answers, judged on whatever draws one.
pub fn derive(scope: &Scope<'_>) -> Vec<Clause> {
    let operation = scope.operation;
    let mut clauses = Vec::new();
    let success = operation.success_response();
    if let Some(response) = success {
        of_success(scope, response, &mut clauses);
        every(scope, response, &mut clauses);
    }
    read(scope, Phase::Running, &mut clauses);
    read(scope, Phase::Finished, &mut clauses);
    for response in &operation.responses {
        if success.is_none_or(|s| s.status != response.status) {
            of_others(scope, response, &mut clauses);
        }
    }
    clauses
}

/// The clauses about the answer that valid requests draw first of all.
fn of_success(scope: &Scope<'_>, response: &Response, clauses: &mut Vec<Clause>) {
    let operation = scope.operation;
    let cited = Cited::documented(&response.source, &response.at);
    clauses.push(scope.clause(
        "response/status-code".into(),
        "a success has the documented status".into(),
        cited,
        Stimulus::Successes,
        Check::Answer(Answer::Status(operation.success()).into()),
    ));
    let mut add = Adds::new(scope, "response", Stimulus::Successes, None);
    headers::derive(response, &mut add);
    clauses.append(&mut add.clauses);
    if operation.method == "HEAD" {
        // What a body would hold is described, and none comes (RFC 9110, section 9.3.2).
        return;
    }
    for (number, media) in response.media.iter().enumerate() {
        // Where the request has several forms, an answer in another form than the request is a
        // reading of its own.
        if number > 0 && (operation.form.is_some() || Kind::of(&media.media_type) == Kind::Other) {
            continue;
        }
        let family = match Kind::of(&media.media_type) {
            _ if number == 0 => "response",
            Kind::Xml => "response-xml",
            _ => "response-json",
        };
        let stimulus = match number {
            0 => Stimulus::Successes,
            _ => Stimulus::SuccessesAs(media.media_type.clone()),
        };
        let mut add = Adds::new(scope, family, stimulus, None);
        of_media(&mut add, response, media, number);
        clauses.append(&mut add.clauses);
    }
    secret::derive(scope, response, clauses);
    let Some(media) = response.media.first() else {
        return;
    };
    let selects = operation.parameters.iter().find(|p| p.selects.is_some());
    if let Some(parameter) = selects {
        let members = media.schema.properties.iter().filter(|p| p.required);
        let all = members.map(|p| p.name.clone()).collect();
        clauses.push(scope.clause(
            format!("default/{}", super::words::word(&parameter.name)),
            format!("without {} every member comes back", parameter.name),
            Cited::documented(&parameter.source, &parameter.at),
            Stimulus::Successes,
            Check::Answer(Answer::AllPresent(all).into()),
        ));
    }
}

/// The clauses about what is read of a thing while it runs, or once it is finished: by the schema that
/// reading it has, each rule as in the answer that made it.
fn read(scope: &Scope<'_>, phase: Phase, clauses: &mut Vec<Clause>) {
    let operation = scope.operation;
    let mut members = operation.answer_members().iter();
    let status = members.find_map(|p| Some((&p.name, p.schema.ext.lifecycle.as_ref()?)));
    let read = operation.resource.as_ref().and_then(|r| r.read.as_deref());
    let read = read.and_then(|id| scope.contract.operation(id));
    let statuses = read.map(Operation::success).unwrap_or_default();
    let response = read.and_then(Operation::success_response);
    let (Some((status, lifecycle)), Some(response)) = (status, response) else {
        return;
    };
    let Some(media) = response.media.first() else {
        return;
    };
    let running = phase == Phase::Running;
    if Kind::of(&media.media_type) != Kind::Json || running && phase.statuses(lifecycle).is_empty()
    {
        return;
    }
    let watched = Stimulus::Lifecycle(super::Watch::ToTheEnd);
    let mut add = Adds::new(scope, phase.word(), watched.clone(), None);
    add.add(
        "status-code",
        "reading it draws the documented status".to_owned(),
        Cited::documented(&response.source, &response.at),
        Answer::Status(statuses),
    );
    of_media(&mut add, response, media, 0);
    let at = crate::exchange::below("", status);
    for mut clause in add.clauses {
        match clause.check {
            // No two things share these, and one thing keeps them.
            Check::Answer(answer)
                if matches!(
                    *answer,
                    Answer::Fresh { .. } | Answer::Echo(_) | Answer::Undisturbed
                ) =>
            {
                continue;
            }
            // Only a right status tells that a thing runs.
            Check::Answer(answer) if running && answer.is_about(&at) => continue,
            Check::Answer(answer) => clause.check = Check::Read(phase, answer),
            _ => continue,
        }
        clause.stimulus = watched.clone();
        clauses.push(clause);
    }
}

/// One clause about every success that is drawn on the way, by the schema as a whole: those to plain
/// requests have a clause for each keyword. Contracts that say which codes are drawn by what tell in
/// their own words what answers are held to.
fn every(scope: &Scope<'_>, response: &Response, clauses: &mut Vec<Clause>) {
    let operation = scope.operation;
    let [media] = &response.media[..] else { return };
    let silent = matches!(*media.schema.json, serde_json::Value::Bool(_));
    if operation.says_why()
        || silent
        || operation.method == "HEAD"
        || Kind::of(&media.media_type) != Kind::Json
    {
        return;
    }
    let schema = &media.schema;
    let words = AS_SCHEMA.to_owned();
    let valid = Valid::new((*schema.json).clone(), &schema.shared, words);
    let mut add = Adds::new(
        scope,
        "response",
        Stimulus::Everything,
        Some(response.status),
    );
    add.add(
        "every-body",
        match response.status {
            StatusSet::Any => "the body of every answer is as its schema says".to_owned(),
            _ => "the body of every success is as its schema says".to_owned(),
        },
        Cited::documented(&schema.source, &schema.at),
        Answer::Member(String::new(), "schema", valid),
    );
    clauses.append(&mut add.clauses);
}

/// The clauses about an answer of another status.
fn of_others(scope: &Scope<'_>, response: &Response, clauses: &mut Vec<Clause>) {
    let status = response.status;
    // What a server says of its own faults is told elsewhere, and where a body tells a fault from a
    // success, it is described by `x-fault`.
    let fault = matches!(status, StatusSet::Exact(500..) | StatusSet::Class(5));
    if fault || scope.operation.success.is_some() || scope.operation.support {
        return;
    }
    let lawful = status.is_success() || status.leads_elsewhere();
    let family = match lawful {
        true => format!("response-{}", status.word()),
        false => format!("error-{}", status.word()),
    };
    let mut add = Adds::new(scope, &family, Stimulus::Everything, Some(status));
    headers::derive(response, &mut add);
    let bare =
        scope.operation.method == "HEAD" || matches!(status, StatusSet::Exact(204 | 205 | 304));
    match response.media.first() {
        Some(_) if bare => {}
        Some(media) if lawful && response.media.len() == 1 => {
            of_media(&mut add, response, media, 0);
        }
        Some(_) => whole(&mut add, response),
        None => {}
    }
    if !lawful && scope.operation.errors().next().is_none() {
        codes::derive(response, &mut add);
    }
    clauses.append(&mut add.clauses);
}

/// Collects the clauses about one documented answer.
pub(super) struct Adds<'s, 'c> {
    pub scope: &'s Scope<'c>,
    family: String,
    stimulus: Stimulus,
    /// The status of an answer that no stimulus is made for.
    status: Option<StatusSet>,
    clauses: Vec<Clause>,
}

impl<'s, 'c> Adds<'s, 'c> {
    fn new(
        scope: &'s Scope<'c>,
        family: &str,
        stimulus: Stimulus,
        status: Option<StatusSet>,
    ) -> Self {
        Adds {
            scope,
            family: family.to_owned(),
            stimulus,
            status,
            clauses: Vec::new(),
        }
    }

    /// Adds a clause of this family.
    fn add(&mut self, name: &str, duty: String, cited: Cited<'_>, answer: Answer) {
        self.with(name, duty, cited, self.stimulus.clone(), answer);
    }

    fn with(
        &mut self,
        name: &str,
        duty: String,
        cited: Cited<'_>,
        stimulus: Stimulus,
        answer: Answer,
    ) {
        let check = match self.status {
            Some(status) => Check::Observed(status, answer.into()),
            None => Check::Answer(answer.into()),
        };
        let name = format!("{}/{name}", self.family);
        let clause = self.scope.clause(name, duty, cited, stimulus, check);
        self.clauses.push(clause);
    }

    /// The answer in words.
    fn what(&self) -> String {
        match self.status {
            None => "a success".to_owned(),
            Some(StatusSet::Any) => "a refusal".to_owned(),
            Some(status) => format!("an answer {status}"),
        }
    }
}

/// The clauses about answers in one media type.
fn of_media(add: &mut Adds<'_, '_>, response: &Response, media: &Media, number: usize) {
    let operation = add.scope.operation;
    let kind = Kind::of(&media.media_type);
    let syntax = match kind {
        Kind::Xml => "XML",
        _ => "JSON",
    };
    let what = add.what();
    let cited = Cited::documented(&response.source, &response.at);
    // One type alone may be asked for; without several, any documented one will do.
    let types = match number {
        0 if operation.form.is_none() && response.media.len() == 1 => {
            vec![media.media_type.clone()]
        }
        _ => labels(&media.media_type),
    };
    let duty = format!("{what} has the documented media type");
    add.add("media-type", duty, cited, Answer::MediaType(types));
    // A picture is not read.
    if kind == Kind::Other {
        text(add, media);
    }
    if kind == Kind::Other && !MediaType::parse(&media.media_type).is_range() {
        return;
    }
    let schema = &media.schema;
    let cited = Cited::documented(&schema.source, &schema.at);
    let valid = typed(schema);
    let untyped = valid.is_none() && kind == Kind::Json;
    if kind == Kind::Xml || number > 0 || operation.success.is_some() || untyped {
        let duty = format!("the body of {what} is well-formed {syntax}");
        add.add("well-formed", duty, cited, Answer::WellFormed(syntax));
    }
    if kind == Kind::Xml {
        elements(add, schema);
    }
    if let (Kind::Xml, Some(name)) = (kind, &schema.xml.name) {
        let duty = format!("the root element of {what} is {name}");
        add.add("root", duty, cited, Answer::Root(name.clone()));
    } else if let Some(valid) = valid {
        let name = schema.types.first().map_or("body", String::as_str);
        let duty = format!("the body of {what} is {syntax} of {}", valid.words);
        add.add(name, duty, cited, Answer::Body(valid));
    }
    member::body(add, schema, kind == Kind::Xml, number == 0);
}

/// The clauses about the elements of a body of XML: their namespaces, and which members are attributes.
fn elements(add: &mut Adds<'_, '_>, schema: &Schema) {
    let what = add.what();
    let cited = Cited::documented(&schema.source, &schema.at);
    if let Some(space) = Space::of(schema) {
        let duty = format!("the elements of {what} stand in their namespaces");
        add.add("namespace", duty, cited, Answer::Spaces(space));
    }
    // Where bodies tell successes from faults, and where a request has several forms, pages show
    // examples, and a member may stand in another way than they do.
    let operation = add.scope.operation;
    if operation.success.is_some() || operation.form.is_some() {
        return;
    }
    if let Some(stands) = Stands::of(schema) {
        let duty = format!(
            "members of {what} are attributes, and its lists stand in elements, as documented"
        );
        add.add("placing", duty, cited, Answer::Placed(stands));
    }
}

/// The clauses about the body of a refusal: its media type, and its schema as a whole.
fn whole(add: &mut Adds<'_, '_>, response: &Response) {
    let what = add.what();
    let cited = Cited::documented(&response.source, &response.at);
    let types = response.media.iter().map(|m| m.media_type.clone());
    let duty = format!("{what} has a documented media type");
    add.add(
        "media-type",
        duty,
        cited,
        Answer::MediaType(types.collect()),
    );
    // Where a body may be described in two ways, either will do.
    let [media] = &response.media[..] else { return };
    let schema = &media.schema;
    let kind = Kind::of(&media.media_type);
    if let (Kind::Xml, Some(name)) = (kind, &schema.xml.name) {
        let duty = format!("the root element of {what} is {name}");
        let cited = Cited::documented(&schema.source, &schema.at);
        add.add("root", duty, cited, Answer::Root(name.clone()));
    }
    if *schema.json == serde_json::Value::Bool(true) {
        return;
    }
    if kind == Kind::Other {
        text(add, media);
        return;
    }
    // What XML leaves open of a schema as a whole is not known: each of its members is.
    if kind == Kind::Xml {
        elements(add, schema);
        member::body(add, schema, true, false);
        return;
    }
    let words = AS_SCHEMA.to_owned();
    let valid = Valid::new((*schema.json).clone(), &schema.shared, words);
    add.add(
        "body",
        format!("the body of {what} is as its schema says"),
        Cited::documented(&schema.source, &schema.at),
        Answer::Member(String::new(), "schema", valid),
    );
}

/// The clause about a body of plain text, where its schema says something of it.
fn text(add: &mut Adds<'_, '_>, media: &Media) {
    let schema = &media.schema;
    let label = MediaType::parse(&media.media_type);
    let says = schema.json.as_object().is_some_and(|map| {
        map.keys()
            .any(|k| !matches!(k.as_str(), "type" | "description" | "title" | "format"))
    });
    if label.is_range() || !media.media_type.starts_with("text/plain") || !says {
        return;
    }
    let words = AS_SCHEMA.to_owned();
    let valid = Valid::new((*schema.json).clone(), &schema.shared, words);
    let duty = format!("the text of {} is as its schema says", add.what());
    let cited = Cited::documented(&schema.source, &schema.at);
    add.add("text", duty, cited, Answer::Text(valid));
}

/// Labels that a body of a media type may have, in words: XML has two of one meaning.
fn labels(media_type: &str) -> Vec<String> {
    match media_type {
        "application/xml" => vec![media_type.to_owned(), "text/xml".to_owned()],
        other => vec![other.to_owned()],
    }
}

/// The `type` of a schema alone, with the range of its integer format.
fn typed(schema: &Schema) -> Option<Valid> {
    if schema.types.is_empty() {
        return None;
    }
    let mut json = json!({"type": schema.types});
    if schema.format.as_deref() == Some("int64") {
        json["minimum"] = i64::MIN.into();
        json["maximum"] = i64::MAX.into();
    }
    let words = format!("type {}", schema.types.join(" or "));
    Some(Valid::new(json, &schema.shared, words))
}

/// A place as it is called in duties.
fn named(at: &str) -> String {
    match word(at).as_str() {
        "" => "the body".to_owned(),
        name => name.to_owned(),
    }
}
