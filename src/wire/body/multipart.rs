//! `multipart/form-data` and `multipart/mixed`: a part for each member, and for each entry of a list.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::fields;
use crate::contract::{Media, Schema};
use crate::wire::media::MediaType;
use crate::wire::parameter::shape::typed;
use crate::wire::parameter::{Named, decoded};

/// What every boundary of ours begins with.
const MARK: &str = "clausal-";

pub(super) fn write(media: &Media, value: &Value) -> Result<Vec<u8>, String> {
    let Value::Object(map) = value else {
        return Err("a message of parts holds the members of an object".to_owned());
    };
    let nothing = Schema::default();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (member, value) in map {
        if member.contains(['"', '\r', '\n', '\\']) {
            return Err(format!(
                "not every reader takes `{member}` for the name of a part"
            ));
        }
        let schema = fields::schema_of(media, member, &nothing);
        let encoding = media.encoding(member);
        if let Some(serial) = encoding.and_then(|e| e.serial.as_ref()) {
            let named = Named {
                name: member,
                serial,
                schema,
            };
            for pair in named.pairs(value)? {
                let (name, text) = pair.split_once('=').unwrap_or((&pair, ""));
                let (Some(name), Some(text)) = (decoded(name), decoded(text)) else {
                    return Err("a part holds what is no text".to_owned());
                };
                let head = format!("Content-Disposition: form-data; name=\"{name}\"\r\n");
                parts.push((head, text.into_bytes()));
            }
            continue;
        }
        let headers = match encoding {
            Some(encoding) => headers(encoding)?,
            None => String::new(),
        };
        for field in fields::write(schema, encoding, value)? {
            let mut head = format!("Content-Disposition: form-data; name=\"{member}\"");
            if field.is_file {
                head.push_str(&format!("; filename=\"{}\"", file_name(member)));
            }
            head.push_str("\r\n");
            if let Some(media_type) = &field.media_type {
                head.push_str(&format!("Content-Type: {media_type}\r\n"));
            }
            head.push_str(&headers);
            parts.push((head, field.bytes));
        }
    }
    if parts.is_empty() {
        return Err("a message without parts cannot be told from none".to_owned());
    }
    let boundary = chosen(&parts);
    let mut out = Vec::new();
    for (head, bytes) in &parts {
        out.extend(format!("--{boundary}\r\n{head}\r\n").into_bytes());
        out.extend(bytes);
        out.extend(b"\r\n");
    }
    out.extend(format!("--{boundary}--\r\n").into_bytes());
    Ok(out)
}

/// The headers of a part that the documents describe, as far as a value of them is known.
fn headers(encoding: &crate::contract::Encoding) -> Result<String, String> {
    let mut out = String::new();
    for header in &encoding.headers {
        match fields::known(&header.schema) {
            Some(text) if !text.contains(['\r', '\n']) => {
                out.push_str(&format!("{}: {text}\r\n", header.name));
            }
            _ if header.required => {
                return Err(format!(
                    "no value is known for the header `{}` of the part `{}`",
                    header.name, encoding.name
                ));
            }
            _ => {}
        }
    }
    Ok(out)
}

/// A name for a file.
fn file_name(member: &str) -> String {
    let plain = member.chars().map(|c| match c.is_ascii_alphanumeric() {
        true => c,
        false => '-',
    });
    format!("{}.bin", plain.collect::<String>())
}

/// A boundary that stands in no part; the same for the same parts.
fn chosen(parts: &[(String, Vec<u8>)]) -> String {
    let mut hash = Sha256::new();
    for (head, bytes) in parts {
        hash.update(head);
        hash.update(bytes);
    }
    let digest: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    format!("{MARK}{}", digest.get(..24).unwrap_or(&digest))
}

/// The boundary of what was written here.
pub(super) fn boundary(bytes: &[u8]) -> Option<&str> {
    let line = bytes.strip_prefix(b"--")?;
    let end = memchr::memchr(b'\r', line)?;
    let boundary = std::str::from_utf8(line.get(..end)?).ok()?;
    boundary.starts_with(MARK).then_some(boundary)
}

/// One part as it is read.
struct Part {
    name: String,
    media_type: Option<String>,
    text: String,
}

pub(super) fn read(media: &Media, label: &str, bytes: &[u8]) -> Option<Value> {
    let label = MediaType::parse(label);
    let parts = parts(bytes, label.parameter("boundary")?)?;
    let nothing = Schema::default();
    let mut map: Map<String, Value> = Map::new();
    let pairs: Vec<(String, String)> = parts
        .iter()
        .map(|part| (part.name.clone(), part.text.clone()))
        .collect();
    let mut taken: Vec<String> = Vec::new();
    for encoding in &media.encodings {
        let Some(serial) = &encoding.serial else {
            continue;
        };
        let schema = fields::schema_of(media, &encoding.name, &nothing);
        let named = Named {
            name: &encoding.name,
            serial,
            schema,
        };
        let inner = |name: &str| schema.property(name).is_some();
        let foreign = |name: &str| media.schema.property(name).is_some() && !inner(name);
        taken.push(encoding.name.clone());
        if let Some(value) = named.read_pairs(&pairs, &foreign) {
            let deep = format!("{}[", encoding.name);
            let inside = pairs.iter().map(|(n, _)| n);
            taken.extend(inside.filter(|n| n.starts_with(&deep) || inner(n)).cloned());
            map.insert(encoding.name.clone(), value);
        }
    }
    for part in &parts {
        if map.contains_key(&part.name) || taken.contains(&part.name) {
            continue;
        }
        let schema = fields::schema_of(media, &part.name, &nothing);
        let own = parts.iter().filter(|p| p.name == part.name);
        let texts: Vec<_> = own
            .map(|p| (p.text.clone(), p.media_type.clone()))
            .collect();
        let value = match (texts.as_slice(), &part.media_type) {
            ([(text, _)], None) if schema.items.is_none() => typed(text, schema),
            _ => fields::read(schema, &texts)?,
        };
        map.insert(part.name.clone(), value);
    }
    Some(Value::Object(map))
}

/// The parts between boundaries (RFC 2046, section 5.1.1).
fn parts(bytes: &[u8], boundary: &str) -> Option<Vec<Part>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let delimiter = format!("--{boundary}");
    let mut rest = text.strip_prefix(delimiter.as_str())?;
    let delimiter = format!("\r\n{delimiter}");
    let mut list = Vec::new();
    loop {
        if rest.strip_prefix("--").is_some() {
            return Some(list);
        }
        let (part, after) = rest.strip_prefix("\r\n")?.split_once(delimiter.as_str())?;
        list.push(part_of(part)?);
        rest = after;
    }
}

fn part_of(text: &str) -> Option<Part> {
    let (head, text) = text.split_once("\r\n\r\n")?;
    let header = |wanted: &str| {
        head.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    };
    let disposition = MediaType::parse(header("Content-Disposition")?);
    Some(Part {
        name: disposition.parameter("name")?.to_owned(),
        media_type: header("Content-Type").map(str::to_owned),
        text: text.to_owned(),
    })
}
