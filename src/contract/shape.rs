//! Where the thing or the list stands that a body is about, behind the envelopes that people put around
//! both: `{"data": …}`, `{"ok": true, "result": …}`, `{"pet": …}`, `_embedded` (HAL), `attributes`
//! (JSON:API). The same rules read what is sent and what its schema says.

use serde_json::{Map, Value};

use super::{Property, Schema};

/// Members that stand beside what a body is about, in small letters, without what stands between words.
const ASIDE: [&str; 24] = [
    "meta",
    "metadata",
    "links",
    "link",
    "errors",
    "error",
    "warnings",
    "included",
    "jsonapi",
    "status",
    "statuscode",
    "code",
    "message",
    "msg",
    "messages",
    "success",
    "ok",
    "version",
    "timestamp",
    "requestid",
    "traceid",
    "facets",
    "page",
    "pagination",
];
/// Members that hold a list, or an object with it.
const AROUND: [&str; 9] = [
    "data", "result", "results", "response", "payload", "embedded", "body", "content", "page",
];
/// Members of a resource of JSON:API 1.1, section 7.2.
const RESOURCE: [&str; 7] = [
    "type",
    "id",
    "lid",
    "attributes",
    "relationships",
    "links",
    "meta",
];
/// How deep lists are looked for.
const DEEPEST: usize = 3;

/// What a body is made of: a value, or a schema.
pub trait Node: Copy {
    /// Its members with their names.
    fn members(&self) -> Vec<(&str, Self)>;
    /// Whether it is a list.
    fn is_list(&self) -> bool;
    /// Whether it is an object with members of its own.
    fn is_object(&self) -> bool;
}

impl Node for &Value {
    fn members(&self) -> Vec<(&str, Self)> {
        let map = self.as_object();
        let all = map.into_iter().flatten();
        all.map(|(name, value)| (name.as_str(), value)).collect()
    }
    fn is_list(&self) -> bool {
        self.is_array()
    }
    fn is_object(&self) -> bool {
        Value::is_object(self)
    }
}

impl Node for &Schema {
    fn members(&self) -> Vec<(&str, Self)> {
        let all = one_of(self).properties.iter();
        all.map(|p| (p.name.as_str(), &p.schema)).collect()
    }
    fn is_list(&self) -> bool {
        one_of(self).items.is_some()
    }
    fn is_object(&self) -> bool {
        !one_of(self).properties.is_empty()
    }
}

/// What a schema says beside that there may be nothing.
pub fn one_of(schema: &Schema) -> &Schema {
    let some = |s: &&Schema| s.types.is_empty() || s.types.iter().any(|t| t != "null");
    let mut branches = schema.any_of.iter().filter(some);
    match (branches.next(), branches.next()) {
        (Some(one), None) if schema.properties.is_empty() => one,
        _ => schema,
    }
}

fn bare(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Whether a member stands beside what a body is about.
pub fn is_aside(name: &str) -> bool {
    ASIDE.contains(&&*bare(name))
}

/// The attributes of a resource of JSON:API.
fn attributes<N: Node>(node: N) -> Option<N> {
    let members = node.members();
    let known = |name: &str| members.iter().any(|(own, _)| *own == name);
    let own = members.iter().all(|(name, _)| RESOURCE.contains(name));
    let inner = members.iter().find(|(name, _)| *name == "attributes")?.1;
    (own && known("type") && inner.is_object()).then_some(inner)
}

/// The one member that a body is about, where others at most say something beside it.
fn envelope<N: Node>(node: N) -> Option<(String, N)> {
    let members = node.members();
    if attributes(node).is_some() {
        return None;
    }
    let named = |(name, inner): &(&str, N)| ((*name).to_owned(), *inner);
    let data = members
        .iter()
        .find(|(name, n)| *name == "data" && n.is_object());
    if let Some(data) = data {
        return Some(named(data));
    }
    let mut own = members.iter().filter(|(name, _)| !is_aside(name));
    match (own.next(), own.next()) {
        (Some(one), None) if one.1.is_object() => Some(named(one)),
        _ => None,
    }
}

/// The thing that an answer is about, with the names that lead there.
pub fn thing<N: Node>(top: N) -> (Vec<String>, N) {
    let (mut path, mut node) = (Vec::new(), top);
    if let Some((name, inner)) = envelope(node) {
        path.push(name);
        node = inner;
    }
    if let Some(inner) = attributes(node) {
        path.push("attributes".to_owned());
        node = inner;
    }
    (path, node)
}

/// What a request says of a thing: behind `data`, or behind the one member that its answers have as well.
pub fn said<N: Node>(top: N, answer: &[String]) -> (Vec<String>, N) {
    let around = answer.first().filter(|name| *name != "attributes");
    let members = top.members();
    let is = |name: &str| name == "data" || around.is_some_and(|own| own == name);
    let mut path = Vec::new();
    let mut node = top;
    if let [(name, inner)] = members.as_slice()
        && is(name)
        && inner.is_object()
    {
        path.push((*name).to_owned());
        node = *inner;
    }
    if let Some(inner) = attributes(node) {
        path.push("attributes".to_owned());
        node = inner;
    }
    (path, node)
}

/// The list that a body is or holds, with the names that lead there.
pub fn list<N: Node>(top: N) -> Option<(Vec<String>, N)> {
    let (mut path, mut node) = (Vec::new(), top);
    for _ in 0..=DEEPEST {
        if node.is_list() {
            return Some((path, node));
        }
        let members = node.members();
        let lists = || members.iter().filter(|(_, n)| n.is_list());
        let own = lists().find(|(name, _)| !is_aside(name)).or(lists().next());
        let around = || {
            let known = |(name, n): &&(&str, N)| AROUND.contains(&&*bare(name)) && n.is_object();
            let mut all = members.iter().filter(known);
            all.next().map(|(name, n)| ((*name).to_owned(), *n))
        };
        let next = own.map(|(name, n)| ((*name).to_owned(), *n));
        let (name, inner) = next.or_else(around).or_else(|| envelope(node))?;
        path.push(name);
        node = inner;
    }
    None
}

/// The members of a thing: those of the object, and of a resource its attributes beside its id.
pub fn flat(map: &Map<String, Value>) -> Map<String, Value> {
    let inner = map.get("attributes").and_then(Value::as_object);
    let resource = map.keys().all(|name| RESOURCE.contains(&name.as_str()));
    match inner.filter(|_| resource && map.contains_key("type")) {
        None => map.clone(),
        Some(inner) => {
            let mut all = inner.clone();
            let beside = map.iter().filter(|(name, _)| *name != "attributes");
            all.extend(beside.map(|(name, value)| (name.clone(), value.clone())));
            all
        }
    }
}

/// The object that an answer is about, flat.
pub fn object(body: &Value) -> Option<Map<String, Value>> {
    body.as_object()?;
    let own = match envelope(body) {
        Some((_, inner)) => inner,
        None => body,
    };
    own.as_object().map(flat)
}

/// The pointer that names lead to.
pub fn pointer(top: &str, path: &[String]) -> String {
    path.iter().fold(top.to_owned(), |at, name| {
        crate::contract::pointer::below(&at, name)
    })
}

/// The members of a schema, also of the branch that says more than that there may be nothing.
pub fn properties(schema: &Schema) -> &[Property] {
    &one_of(schema).properties
}

impl super::Operation {
    /// The names that lead to the thing in the documented success, with the schema there.
    pub fn shown_thing(&self) -> Option<(Vec<String>, &Schema)> {
        let media = self.success_response()?.media.first()?;
        Some(thing(&media.schema))
    }

    /// The members of the thing that the documented success shows.
    pub fn shown_members(&self) -> &[Property] {
        self.shown_thing().map_or(&[], |(_, s)| properties(s))
    }

    /// Where a request says what the thing is, with the schema there.
    pub fn said_thing(&self) -> Option<(String, &Schema)> {
        let media = self.body.as_ref()?.media.first()?;
        let around = self.shown_thing().map(|(path, _)| path);
        let (path, schema) = said(&media.schema, around.as_deref().unwrap_or_default());
        Some((pointer("/body", &path), schema))
    }

    /// The members by which a request says what the thing is.
    pub fn said_members(&self) -> &[Property] {
        self.said_thing().map_or(&[], |(_, s)| properties(s))
    }

    /// What a body of its request says of the thing.
    pub fn said_in<'b>(&self, body: &'b Value) -> &'b Value {
        let at = self.said_thing().map(|(at, _)| at);
        let inner = at.and_then(|at| body.pointer(at.strip_prefix("/body")?));
        inner.unwrap_or(body)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{list, object, said};

    #[test]
    fn a_thing_is_found_in_what_stands_around_it() {
        let pet = json!({"id": 7, "name": "Rex"});
        for body in [
            pet.clone(),
            json!({"data": pet}),
            json!({"data": pet, "meta": {"a": {}}}),
            json!({"pet": pet}),
            json!({"ok": true, "result": pet, "errors": []}),
        ] {
            let found = object(&body).map(serde_json::Value::Object);
            assert_eq!(found, Some(pet.clone()), "{body}");
        }
        let resource = json!({"data": {"type": "pets", "id": "7", "attributes": {"name": "Rex"}}});
        let found = object(&resource).unwrap();
        assert_eq!((&found["name"], &found["id"]), (&json!("Rex"), &json!("7")));
        // An object of its own is no envelope, and attributes beside other members are one of them.
        for whole in [
            json!({"name": "Rex", "owner": {"name": "Ann"}}),
            json!({"type": "cup", "id": 3, "name": "a", "attributes": {"name": "b"}}),
            json!({"id": 1, "_links": {"self": {}}}),
        ] {
            assert_eq!(object(&whole).as_ref(), whole.as_object(), "{whole}");
        }
    }

    #[test]
    fn a_list_is_found_in_what_stands_around_it() {
        let some = json!([{"id": 1}]);
        for body in [
            some.clone(),
            json!({"items": some}),
            json!({"errors": [], "pets": some}),
            json!({"data": some, "included": [{"id": 2}]}),
            json!({"result": {"items": some, "total": 1}}),
            json!({"_embedded": {"pets": some}, "_links": {"self": {}}, "page": {"size": 1}}),
        ] {
            assert_eq!(
                list(&body).map(|(_, l)| l.clone()),
                Some(some.clone()),
                "{body}"
            );
        }
        let owner = json!({"id": 1, "owner": {"roles": [{"id": 2}]}});
        assert!(list(&owner).is_none());
    }

    #[test]
    fn what_a_request_says_stands_where_its_answer_has_it() {
        let own = json!({"name": "Rex"});
        let around = ["pet".to_owned()];
        for body in [json!({"pet": own}), json!({"data": own}), own.clone()] {
            assert_eq!(said(&body, &around).1, &own, "{body}");
        }
        let resource = json!({"data": {"type": "pets", "attributes": own}});
        assert_eq!(said(&resource, &["data".to_owned()]).1, &own);
        let named = json!({"name": {"first": "Ann"}});
        assert_eq!(said(&named, &[]).1, &named);
    }
}
