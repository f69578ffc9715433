//! Stub until the real module is merged.
#![allow(missing_docs)]
use quick_xml::events::Event;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element { pub name: String, pub attributes: Vec<(String, String)>, pub children: Vec<Node> }
#[derive(Debug, Clone, PartialEq)]
pub enum Node { Element(Element), Text(String) }
impl Element {
    pub fn new(name: impl Into<String>) -> Self { Element { name: name.into(), ..Default::default() } }
    pub fn attribute(&self, name: &str) -> Option<&str> { self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()) }
    pub fn elements(&self) -> impl Iterator<Item = &Element> { self.children.iter().filter_map(|n| match n { Node::Element(e) => Some(e), _ => None }) }
    pub fn text(&self) -> String { self.children.iter().filter_map(|n| match n { Node::Text(t) => Some(t.as_str()), _ => None }).collect() }
}
#[derive(Debug, Clone)]
pub struct Limits { pub depth: usize, pub bytes: usize, pub attributes: usize }
impl Default for Limits { fn default() -> Self { Limits { depth: 256, bytes: 16 << 20, attributes: 4096 } } }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind { IllFormed, Refused }
#[derive(Debug, Clone, PartialEq)]
pub struct XmlError { pub kind: Kind, pub rule: &'static str, pub section: &'static str, pub message: String, pub line: usize, pub column: usize, pub offset: usize }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum Quote { #[default] Double, Single }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum AttributeOrder { #[default] AsGiven, Reversed, Shuffled(u64) }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum Space { #[default] None, Indented, Ample }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum TextForm { #[default] Plain, CData, DecimalReferences, HexReferences }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum Declaration { None, #[default] Plain, WithEncoding, Standalone }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum Encoding { #[default] Utf8, Utf8Bom, Utf16Le, Utf16Be }
#[derive(Debug, Clone, Copy, Default, PartialEq)] pub enum Empty { #[default] SelfClosing, OpenClose }
#[derive(Debug, Clone, Default)]
pub struct Style { pub quote: Quote, pub attributes: AttributeOrder, pub space: Space, pub text: TextForm, pub comments: bool, pub instructions: bool, pub declaration: Declaration, pub encoding: Encoding, pub empty: Empty, pub namespaces: bool }
pub fn read(bytes: &[u8], _limits: &Limits) -> Result<Element, XmlError> {
    let err = |m: String| XmlError { kind: Kind::IllFormed, rule: "stub", section: "0", message: m, line: 1, column: 1, offset: 0 };
    let text = std::str::from_utf8(bytes).map_err(|e| err(e.to_string()))?;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut stack = vec![Element::default()];
    loop {
        let ev = reader.read_event().map_err(|e| err(e.to_string()))?;
        let open = |e: &quick_xml::events::BytesStart<'_>| -> Result<Element, XmlError> {
            let mut el = Element::new(e.name().as_ref().to_string());
            for a in e.attributes() { let a = a.map_err(|e| err(e.to_string()))?; el.attributes.push((a.key.as_ref().to_string(), quick_xml::escape::unescape(&a.value).map_err(|e| err(e.to_string()))?.into_owned())); }
            Ok(el)
        };
        match ev {
            Event::Start(e) => { let el = open(&e)?; stack.push(el); }
            Event::Empty(e) => { let el = open(&e)?; stack.last_mut().unwrap().children.push(Node::Element(el)); }
            Event::End(_) => { let el = stack.pop().unwrap(); match stack.last_mut() { Some(p) => p.children.push(Node::Element(el)), None => return Err(err("end".into())) } }
            Event::Text(t) => { let s = t.to_string(); stack.last_mut().unwrap().children.push(Node::Text(s)); }
            Event::GeneralRef(r) => { let s = quick_xml::escape::unescape(&format!("&{};", &*r)).map_err(|e| err(e.to_string()))?.into_owned(); stack.last_mut().unwrap().children.push(Node::Text(s)); }
            Event::Eof => break,
            _ => {}
        }
    }
    let root = stack.pop().unwrap();
    root.elements().next().cloned().ok_or_else(|| err("no root".into()))
}
pub fn read_labelled(bytes: &[u8], _charset: Option<&str>, limits: &Limits) -> Result<Element, XmlError> { read(bytes, limits) }
pub fn write(element: &Element, _style: &Style) -> Vec<u8> { let mut out = b"<?xml version=\"1.0\"?>".to_vec(); put(element, &mut out); out }
fn put(e: &Element, out: &mut Vec<u8>) {
    out.push(b'<'); out.extend(e.name.bytes());
    for (n, v) in &e.attributes { out.push(b' '); out.extend(n.bytes()); out.extend(b"=\""); out.extend(quick_xml::escape::escape(v).bytes()); out.push(b'"'); }
    if e.children.is_empty() { out.extend(b"/>"); return; }
    out.push(b'>');
    for c in &e.children { match c { Node::Element(e) => put(e, out), Node::Text(t) => out.extend(quick_xml::escape::escape(t).bytes()) } }
    out.extend(b"</"); out.extend(e.name.bytes()); out.push(b'>');
}
pub struct Break { pub name: &'static str, pub section: &'static str, pub about: &'static str }
pub fn breaks() -> &'static [Break] { &[] }
pub fn broken(_e: &Element, _name: &str, _pick: u64) -> Option<Vec<u8>> { None }
