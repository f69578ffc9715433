//! Values outside the body: one file per style, each of which writes a value and reads it back.

mod content;
mod cookie;
mod deep_object;
mod delimited;
mod form;
mod label;
mod matrix;
mod pipe_delimited;
pub(super) mod shape;
mod simple;
mod space_delimited;
mod spaced;
mod tab_delimited;
#[cfg(test)]
mod tests;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::contract::{Operation, Parameter, Place, Schema, Serial, Style};
use shape::{Shape, wanted};

/// Everything but the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same without reserved characters that mean nothing in a query (`allowReserved`): `&`, `=`, `+`,
/// `#`, `;` and brackets mean something to some reader.
const RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',');

/// A value that is written by a name.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// How it is written.
    pub(super) serial: &'a Serial,
    /// What it is by its schema.
    pub(super) schema: &'a Schema,
}

impl<'a> Named<'a> {
    pub(super) fn of(parameter: &'a Parameter) -> Self {
        Named {
            name: &parameter.name,
            serial: &parameter.serial,
            schema: &parameter.schema,
        }
    }

    /// The pairs of a value in a query or a form, each written as `name=value`.
    ///
    /// # Errors
    /// Why the style has no writing of the value, in words.
    pub(super) fn pairs(self, value: &Value) -> Result<Vec<String>, String> {
        let set = if self.serial.reserved {
            RESERVED
        } else {
            ENCODED
        };
        let encode = |text: &str| utf8_percent_encode(text, set).to_string();
        let (name, explode) = (self.name, self.serial.explode);
        if let Some(media_type) = &self.serial.content {
            let text = content::write(media_type, value)?;
            return Ok(vec![format!("{}={}", encoded(name), encode(&text))]);
        }
        let shape = Shape::of(value)?;
        match self.serial.style {
            Style::SpaceDelimited => space_delimited::write(name, &shape, explode, &encode),
            Style::PipeDelimited => pipe_delimited::write(name, &shape, explode, &encode),
            Style::TabDelimited => tab_delimited::write(name, &shape, explode, &encode),
            Style::DeepObject => deep_object::write(name, &shape, &encode),
            _ => form::write(name, &shape, explode, &encode),
        }
    }

    /// The value among decoded pairs.
    pub(super) fn read_pairs(
        self,
        pairs: &[(String, String)],
        foreign: &dyn Fn(&str) -> bool,
    ) -> Option<Value> {
        let (name, explode) = (self.name, self.serial.explode);
        if let Some(media_type) = &self.serial.content {
            let (_, text) = pairs.iter().find(|(n, _)| n == name)?;
            return content::read(media_type, text, self.schema);
        }
        let wanted = wanted(self.schema);
        let shape = match self.serial.style {
            Style::SpaceDelimited => space_delimited::read(name, pairs, explode, &wanted),
            Style::PipeDelimited => pipe_delimited::read(name, pairs, explode, &wanted),
            Style::TabDelimited => tab_delimited::read(name, pairs, explode, &wanted),
            Style::DeepObject => deep_object::read(name, pairs),
            _ => form::read(name, pairs, explode, &wanted, foreign),
        };
        Some(shape?.value(self.schema))
    }

    /// The segment text of a path parameter.
    ///
    /// # Errors
    /// Why the style has no writing of the value, in words.
    pub(super) fn segment(self, value: &Value) -> Result<String, String> {
        if let Some(media_type) = &self.serial.content {
            return Ok(encoded(&content::write(media_type, value)?));
        }
        let (shape, explode) = (Shape::of(value)?, self.serial.explode);
        match self.serial.style {
            Style::Label => label::write(&shape, explode, &encoded),
            Style::Matrix => matrix::write(self.name, &shape, explode, &encoded),
            _ => simple::write(&shape, explode, &encoded),
        }
    }

    /// The value of a path parameter.
    pub(super) fn read_segment(self, text: &str) -> Option<Value> {
        if let Some(media_type) = &self.serial.content {
            return content::read(media_type, &decoded(text)?, self.schema);
        }
        let (wanted, explode) = (wanted(self.schema), self.serial.explode);
        let shape = match self.serial.style {
            Style::Label => label::read(text, explode, &wanted, &decoded),
            Style::Matrix => matrix::read(self.name, text, explode, &wanted, &decoded),
            _ => simple::read(text, explode, &wanted, &decoded),
        };
        Some(shape?.value(self.schema))
    }

    /// The value of a header.
    ///
    /// # Errors
    /// Why the style has no writing of the value, in words.
    pub(super) fn header(self, value: &Value) -> Result<String, String> {
        if let Some(media_type) = &self.serial.content {
            return content::write(media_type, value);
        }
        let shape = Shape::of(value)?;
        let ends = |text: &&str| text.starts_with([' ', '\t']) || text.ends_with([' ', '\t']);
        if !matches!(shape, Shape::One(_)) && shape.texts().iter().any(ends) {
            return Err("blanks around entries of a header are no part of them".to_owned());
        }
        simple::write(&shape, self.serial.explode, &str::to_owned)
    }

    /// The value that a header stands for.
    pub(super) fn read_header(self, text: &str) -> Option<Value> {
        if let Some(media_type) = &self.serial.content {
            return content::read(media_type, text, self.schema);
        }
        let wanted = wanted(self.schema);
        let plain = |text: &str| Some(text.to_owned());
        let shape = simple::read(text, self.serial.explode, &wanted, &plain)?;
        Some(shape.value(self.schema))
    }

    /// The cookies of a value, each written as `name=value`.
    ///
    /// # Errors
    /// Why the style has no writing of the value, in words.
    pub(super) fn cookies(self, value: &Value) -> Result<Vec<String>, String> {
        let shape = match &self.serial.content {
            Some(media_type) => Shape::One(content::write(media_type, value)?),
            None => Shape::of(value)?,
        };
        cookie::write(self.name, &shape, self.serial.style, self.serial.explode)
    }

    /// The value among cookies.
    pub(super) fn read_cookies(
        self,
        pairs: &[(String, String)],
        foreign: &dyn Fn(&str) -> bool,
    ) -> Option<Value> {
        if let Some(media_type) = &self.serial.content {
            let (_, text) = pairs.iter().find(|(n, _)| n == self.name)?;
            return content::read(media_type, text, self.schema);
        }
        let (wanted, explode) = (wanted(self.schema), self.serial.explode);
        let shape = cookie::read(self.name, pairs, explode, &wanted, foreign);
        Some(shape?.value(self.schema))
    }
}

/// The pairs of all `Cookie` headers.
pub(super) fn cookie_pairs(headers: &[(String, String)]) -> Vec<(String, String)> {
    cookie::pairs(headers)
}

/// Whether a name in a query or among cookies belongs to another parameter than this one.
pub(super) fn is_foreign(operation: &Operation, own: &Parameter, name: &str) -> bool {
    let same = operation.parameters.iter().filter(|p| p.place == own.place);
    let mut others = same.filter(|p| p.name != own.name);
    own.schema.property(name).is_none()
        && others.any(|p| {
            let deep = || deep_object::member(&p.name, name).is_some();
            p.name == name
                || p.serial.style == Style::DeepObject && deep()
                || p.serial.explode && p.schema.property(name).is_some()
        })
}

/// Whether a place takes a value of its own in this style.
///
/// # Errors
/// Why not, in words.
pub(super) fn carries(parameter: &Parameter, value: &Value) -> Result<(), String> {
    let named = Named::of(parameter);
    let none = |_: &str| false;
    let plain = |pair: String| {
        let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
        Some((decoded(name)?, decoded(value)?))
    };
    let read = match parameter.place {
        Place::Path => named.read_segment(&named.segment(value)?),
        Place::Header => named.read_header(&named.header(value)?),
        Place::Query => {
            let pairs = named.pairs(value)?.into_iter().map(plain);
            let pairs: Option<Vec<_>> = pairs.collect();
            pairs.and_then(|pairs| named.read_pairs(&pairs, &none))
        }
        Place::Cookie => {
            let pair = |pair: String| pair.split_once('=').map(|(n, v)| (n.into(), v.into()));
            let pairs: Option<Vec<_>> = named.cookies(value)?.into_iter().map(pair).collect();
            pairs.and_then(|pairs| named.read_cookies(&pairs, &none))
        }
    };
    let back = read.ok_or("what is written cannot be read back")?;
    let same = match parameter.serial.content.is_some() {
        true => back == *value,
        false => Shape::of(&back)?.same(&Shape::of(value)?),
    };
    match same {
        true => Ok(()),
        false => Err("what is written is read back as another value".to_owned()),
    }
}

/// A text percent-encoded, the unreserved characters excepted.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// A text with its percent-encoding undone; `None` where that is no UTF-8.
pub(super) fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}
