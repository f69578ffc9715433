//! Forms of a request: an operation whose documents show its body in XML and in JSON is read once
//! for each, so that every duty is held in both.

use super::Reader;
use crate::contract::text::Node;
use crate::contract::{Body, Media, Response};

/// The form that a media type belongs to.
pub(super) fn form_of(media_type: &str) -> Option<&'static str> {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" => Some("json"),
        "application/xml" | "text/xml" => Some("xml"),
        other if other.ends_with("+json") => Some("json"),
        other if other.ends_with("+xml") => Some("xml"),
        _ => None,
    }
}

impl<'d> Reader<'d> {
    /// The forms of an operation; one without a name when there are not several.
    pub(super) fn forms(&mut self, operation: &'d Node) -> Vec<Option<&'static str>> {
        let body = operation.get("requestBody");
        let content = body
            .and_then(|b| self.follow(b))
            .and_then(|b| b.get("content"));
        let mut forms: Vec<&'static str> = Vec::new();
        for entry in content.map_or(&[][..], Node::entries) {
            if let Some(form) = form_of(&entry.key)
                && !forms.contains(&form)
            {
                forms.push(form);
            }
        }
        match forms.len() {
            0 | 1 => vec![None],
            _ => forms.into_iter().map(Some).collect(),
        }
    }

    /// Whether an entry of an extension is meant for a form (`form`).
    pub(super) fn of_form(&mut self, entry: &'d Node, form: Option<&str>) -> bool {
        let Some(node) = entry.get("form") else {
            return true;
        };
        let Some(wanted) = self.text(node, "`form`") else {
            return false;
        };
        if !["xml", "json"].contains(&wanted) || form.is_none() {
            let message = format!("the operation has no form `{wanted}`");
            let hint = "a form is `xml` or `json`, where the request body has both media types";
            self.refuse(&node.mark, message, hint);
        }
        form == Some(wanted)
    }
}

/// Keeps what belongs to a form; media types of its kind come first in answers.
pub(super) fn settle(
    id: String,
    form: Option<&str>,
    body: &mut Option<Body>,
    responses: &mut [Response],
    fault: &mut [Media],
) -> String {
    let Some(form) = form else { return id };
    if let Some(body) = body {
        // What has no form of its own goes with the one that comes first.
        let mut forms = body.media.iter().filter_map(|m| form_of(&m.media_type));
        let is_first = forms.next() == Some(form);
        body.media.retain(|m| match form_of(&m.media_type) {
            Some(own) => own == form,
            None => is_first,
        });
        body.media.sort_by_key(|m| form_of(&m.media_type).is_none());
        // A body of this form under the name of the other one is mislabelled.
        body.documented
            .retain(|m| form_of(m).is_none_or(|own| own == form));
    }
    let other = |m: &Media| form_of(&m.media_type) != Some(form);
    for response in responses {
        response.media.sort_by_key(other);
    }
    fault.sort_by_key(other);
    format!("{id}.{form}")
}
