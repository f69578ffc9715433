//! Operations: method and path template, with all that the contract says of them.

use serde_json::Value;

use super::*;

/// Method and path template, with all that the contract says of them.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, or method and path in words; with its form behind a dot where the documents
    /// show the request in several media types (`drBackup.xml`).
    pub id: String,
    /// The form of the request, `xml` or `json`, where there are several.
    pub form: Option<String>,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template below the base, such as `/backups/{id}`.
    pub path: String,
    /// Place of the operation.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
    /// `summary` or `description`.
    pub about: String,
    /// Parameters of path item and operation.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<Body>,
    /// `responses`, in document order.
    pub responses: Vec<Response>,
    /// `x-support`: only called for others' sake; no clauses of its own.
    pub support: bool,
    /// `x-bases`: requests that the documents call valid; never empty after loading.
    pub bases: Vec<Base>,
    /// `x-resource`.
    pub resource: Option<Resource>,
    /// `x-occupies`.
    pub occupies: Option<Occupies>,
    /// `x-body-wrapper`.
    pub wrapper: Option<Wrapper>,
    /// `x-root-reading`: reading that reports which base answers.
    pub root_reading: Option<String>,
    /// `x-several-faults`.
    pub several_faults: Option<SeveralFaults>,
    /// `x-probes`.
    pub probes: Vec<Probe>,
    /// Whether a security requirement applies.
    pub secured: bool,
    /// `x-success`.
    pub success: Option<SuccessRule>,
    /// `x-content-type`: the header is sent without a body too, as the documents show it.
    pub names_media_type: bool,
    /// `x-fault`: the body of a fault, one entry a media type.
    pub fault: Vec<Media>,
    /// `x-apart`: values that do not stand together: places, each with some values, or with any when
    /// none is listed.
    pub apart: Vec<Vec<(String, Vec<Value>)>>,
    /// `x-then`: requests that a success makes possible.
    pub then: Vec<Then>,
    /// `x-combinations`: values are tried together, every pair of them at least.
    pub combinations: bool,
}

impl Operation {
    /// Statuses that mean success: the documented 2xx and 3xx ones; any 2xx as well when no 2xx is
    /// documented, or `default` stands for those that are not.
    pub fn success(&self) -> Vec<StatusSet> {
        let all = || self.responses.iter().map(|r| r.status);
        let mut documented: Vec<_> = all().filter(|s| s.is_success()).collect();
        if documented.is_empty() || all().any(|s| s == StatusSet::Any) {
            documented.push(StatusSet::Class(2));
            documented.dedup();
        }
        documented.extend(all().filter(|s| s.leads_elsewhere()));
        documented
    }

    /// The documented answer of the first success status; where none is, that of one that leads
    /// elsewhere, or `default` where it stands alone.
    pub fn success_response(&self) -> Option<&Response> {
        let all = &self.responses;
        let success = all.iter().find(|r| r.status.is_success());
        success
            .or_else(|| all.iter().find(|r| r.status.leads_elsewhere()))
            .or_else(|| {
                all.first()
                    .filter(|_| all.len() == 1 && all[0].status == StatusSet::Any)
            })
    }

    /// What the documents say of answers with a status: the entry for it alone, for its class, or for
    /// all others.
    pub fn documented(&self, status: u16) -> Option<&Response> {
        let fits = self.responses.iter().filter(|r| r.status.contains(status));
        fits.min_by_key(|r| match r.status {
            StatusSet::Exact(_) => 0,
            StatusSet::Class(_) => 1,
            StatusSet::Any => 2,
        })
    }

    /// Whether its refusals have status 500: it is called by SOAP 1.1, which asks for that (section
    /// 6.2), and documents it.
    pub fn refuses_with_500(&self) -> bool {
        const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
        let media = self.body.as_ref().and_then(|b| b.media.first());
        media.is_some_and(|m| {
            m.schema.xml.name.as_deref() == Some("Envelope")
                && m.schema.xml.namespace.as_deref() == Some(ENVELOPE)
        }) && self
            .responses
            .iter()
            .any(|r| r.status == StatusSet::Exact(500))
    }

    /// Every error rule with the response it belongs to.
    pub fn errors(&self) -> impl Iterator<Item = (&Response, &ErrorRule)> {
        self.responses
            .iter()
            .flat_map(|r| r.errors.iter().map(move |e| (r, e)))
    }

    /// The members of the body, when it is an object.
    pub fn members(&self) -> &[Property] {
        let media = self.body.as_ref().and_then(|b| b.media.first());
        media
            .map(|m| m.schema.properties.as_slice())
            .unwrap_or_default()
    }

    /// The members of the documented success.
    pub fn answer_members(&self) -> &[Property] {
        let media = self.success_response().and_then(|r| r.media.first());
        media
            .map(|m| m.schema.properties.as_slice())
            .unwrap_or_default()
    }

    /// Whether a success leaves nothing behind that another request could meet: then requests need
    /// no baseline between them.
    pub fn is_stateless(&self) -> bool {
        let states = |w: &When| matches!(w.cause, Cause::State { .. });
        self.success.is_some()
            && self.resource.is_none()
            && self.occupies.is_none()
            && !self.errors().flat_map(|(_, e)| &e.when).any(states)
    }

    /// The bases that a place needs (`x-only-with` of it or of the nearest element around it);
    /// none when any will do.
    pub fn only_with(&self, pointer: &str) -> &[String] {
        let Some(rest) = pointer.strip_prefix("/body") else {
            return &[];
        };
        let Some(media) = self.body.as_ref().and_then(|b| b.media.first()) else {
            return &[];
        };
        let mut found: &[String] = &[];
        let mut schema = &media.schema;
        for step in rest.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            let Some(property) = schema.property(&step) else {
                break;
            };
            schema = &property.schema;
            if !schema.ext.only_with.is_empty() {
                found = &schema.ext.only_with;
            }
        }
        found
    }

    /// The parameter at that place (`/header/NAME`, the name as the parameter writes it).
    pub fn parameter(&self, pointer: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|p| p.pointer() == pointer)
    }

    /// The schema at a place of the request.
    pub fn schema_at(&self, pointer: &str) -> Option<&Schema> {
        if let Some(rest) = pointer.strip_prefix("/body") {
            return self.body.as_ref()?.media.first()?.schema.descend(rest);
        }
        if let Some((at, _)) = pointer.match_indices('/').nth(2) {
            let (own, rest) = pointer.split_at(at);
            return self.parameter(own)?.schema.descend(rest);
        }
        self.parameter(pointer).map(|p| &p.schema)
    }
}
