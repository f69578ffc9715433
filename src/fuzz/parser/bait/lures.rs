//! Documents that name something outside of them, and where they do.

/// One way to name it.
pub(super) struct Lure {
    /// As reports name it.
    pub kind: &'static str,
    /// The section.
    pub section: &'static str,
    /// In words.
    pub about: &'static str,
    write: fn(&str) -> String,
}

impl Lure {
    /// The document with this address.
    pub fn document(&self, address: &str) -> String {
        (self.write)(address)
    }
}

const fn lure(
    kind: &'static str,
    section: &'static str,
    about: &'static str,
    write: fn(&str) -> String,
) -> Lure {
    Lure {
        kind,
        section,
        about,
        write,
    }
}

/// Every way.
pub(super) static LURES: [Lure; 9] = [
    lure("external-entity", "4.2.2", "an external entity", |at| {
        format!("<!DOCTYPE a [<!ENTITY e SYSTEM \"{at}\">]><a>&e;</a>")
    }),
    lure(
        "external-parameter-entity",
        "4.2.2",
        "an external parameter entity",
        |at| format!("<!DOCTYPE a [<!ENTITY % e SYSTEM \"{at}\">%e;]><a/>"),
    ),
    lure("external-subset", "2.8", "an external subset", |at| {
        format!("<!DOCTYPE a SYSTEM \"{at}\"><a/>")
    }),
    lure(
        "public-external-subset",
        "2.8",
        "an external subset with a public identifier",
        |at| format!("<!DOCTYPE a PUBLIC \"-//CLAUSAL//BAIT//EN\" \"{at}\"><a/>"),
    ),
    lure(
        "external-entity-unused",
        "4.2.2",
        "an external entity that nothing refers to",
        |at| format!("<!DOCTYPE a [<!ENTITY e SYSTEM \"{at}\">]><a/>"),
    ),
    lure(
        "unparsed-entity",
        "4.2.2",
        "an unparsed entity and a notation",
        |at| {
            format!(
                "<!DOCTYPE a [<!NOTATION n SYSTEM \"{at}\"><!ENTITY e SYSTEM \"{at}\" NDATA n><!ATTLIST a b ENTITY #IMPLIED>]><a b='e'/>"
            )
        },
    ),
    lure("inclusion", "2.1", "an element of XInclude", |at| {
        format!(
            "<a xmlns:x=\"http://www.w3.org/2001/XInclude\"><x:include href=\"{at}\" parse=\"text\"/></a>"
        )
    }),
    lure("schema-location", "2.1", "the place of a schema", |at| {
        format!(
            "<a xmlns:s=\"http://www.w3.org/2001/XMLSchema-instance\" s:noNamespaceSchemaLocation=\"{at}\"/>"
        )
    }),
    lure("stylesheet", "2.6", "the place of a style sheet", |at| {
        format!("<?xml-stylesheet type=\"text/xsl\" href=\"{at}\"?><a/>")
    }),
];
