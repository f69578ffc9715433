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
    /// The base of its own servers, or of those of its path, where that is another one.
    pub base: Option<String>,
    /// Place of the operation.
    pub at: Location,
    /// Where the documents state it.
    pub source: String,
    /// `summary` or `description`.
    pub about: String,
    /// `description`, whole.
    pub words: String,
    /// Whether words say that a success is a stream.
    pub open_ended: bool,
    /// `tags`.
    pub tags: Vec<String>,
    /// Parameters of path item and operation.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<Body>,
    /// `responses`, in document order.
    pub responses: Vec<Response>,
    /// Codes that the document holds without our extensions: filled in by who reads its words.
    pub inferred: Inferences,
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
    /// Names of security schemes: any of these entries will do, and all of one must hold.
    pub security: Vec<Vec<String>>,
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
        let elsewhere = all().any(|s| s.leads_elsewhere());
        if documented.is_empty() && !elsewhere || all().any(|s| s == StatusSet::Any) {
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

    /// Whether a success may be a stream, which ends when the target pleases: events, or JSON values one
    /// after the other.
    pub fn streams(&self) -> bool {
        let good = self.responses.iter().filter(|r| r.status.is_success());
        let mut media = good.flat_map(|r| &r.media);
        let open_ended = self.open_ended;
        open_ended
            || media.any(|m| {
                let name = m.media_type.to_ascii_lowercase();
                let ends = [
                    "ndjson",
                    "jsonl",
                    "jsonlines",
                    "json-seq",
                    "event-stream",
                    "x-mixed-replace",
                ];
                let essence = name.split(';').next().unwrap_or_default().trim();
                ends.iter().any(|end| essence.ends_with(end))
            })
    }

    /// The same operation with another one of its media types in front.
    pub fn written_as(&self, media_type: &str) -> Option<Operation> {
        let at = self
            .body
            .as_ref()?
            .media
            .iter()
            .position(|m| m.media_type == media_type)?;
        let mut turned = self.clone();
        turned.body.as_mut()?.media.swap(0, at);
        // What bases say of a body is said of the first media type.
        for base in &mut turned.bases {
            base.set.retain(|(place, _)| !place.starts_with("/body"));
        }
        Some(turned)
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

    /// Whether the documents list a status by itself.
    pub fn lists(&self, status: u16) -> bool {
        let mut all = self.responses.iter();
        all.any(|r| r.status == StatusSet::Exact(status))
    }

    /// Whether a status above 499 is how the operation refuses a request: the documents name it, and
    /// either no refusal below it, or SOAP 1.1 is spoken, which asks for that (section 6.2). 501, 503
    /// and 505 tell of a method, of load and of a version.
    pub fn refuses_with(&self, status: u16) -> bool {
        let below = |s: &StatusSet| {
            matches!(
                s,
                StatusSet::Exact(400..=499) | StatusSet::Class(4) | StatusSet::Any
            )
        };
        status >= 500
            && !matches!(status, 501 | 503 | 505)
            && self.lists(status)
            && (self.is_soap() || !self.responses.iter().any(|r| below(&r.status)))
    }

    /// Whether its requests are envelopes of SOAP 1.1.
    fn is_soap(&self) -> bool {
        const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";
        let media = self.body.as_ref().and_then(|b| b.media.first());
        media.is_some_and(|m| {
            m.schema.xml.name.as_deref() == Some("Envelope")
                && m.schema.xml.namespace.as_deref() == Some(ENVELOPE)
        })
    }

    /// Every error rule with the response it belongs to.
    pub fn errors(&self) -> impl Iterator<Item = (&Response, &ErrorRule)> {
        self.responses
            .iter()
            .flat_map(|r| r.errors.iter().map(move |e| (r, e)))
    }

    /// Whether the contract says why a request is refused: by codes that are tied to causes, or by a rule for
    /// bodies that tell of a fault. Of others, nobody knows whose reason a refusal has.
    pub fn says_why(&self) -> bool {
        self.errors().next().is_some() || self.success.is_some()
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

    /// Whether a success makes something, so far as the contract tells.
    pub fn makes(&self) -> bool {
        let kept = self.resource.is_some() || self.occupies.is_some();
        self.method == "POST" && (kept || self.success.is_some())
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

    /// Whether a request line may be one of this operation: by its method, and by its last segments, whatever
    /// stands where the path has a parameter.
    pub fn is_asked_by(&self, method: &str, target: &str) -> bool {
        let path = target.split('?').next().unwrap_or_default();
        let mut given = path.rsplit('/');
        let mut own = self.path.trim_start_matches('/').rsplit('/');
        method == self.method
            && own.all(|part| {
                given
                    .next()
                    .is_some_and(|g| part.contains('{') || part == g)
            })
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
        if let Some(parameter) = self.parameter(pointer) {
            return Some(&parameter.schema);
        }
        // Below a parameter: `/query/filter/min`.
        self.parameters.iter().find_map(|p| {
            let rest = pointer.strip_prefix(&p.pointer())?;
            rest.starts_with('/').then(|| p.schema.descend(rest))?
        })
    }
}
