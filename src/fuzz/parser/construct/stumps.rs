//! Documents that break off, or hold what is too little or too much, in each construct: where loops that wait
//! for an end never end.

/// What they are, by construct. All but a few are ill-formed.
const LISTS: [&[&str]; 5] = [&MARKUP, &TAGS, &REFERENCES, &SUBSETS, &DECLARATIONS];

const MARKUP: [&str; 22] = [
    " ",
    "b",
    "<",
    "<!",
    "<!-",
    "<!--",
    "<!-->",
    "<!--->",
    "<!-- -- --><a/>",
    "<!----",
    "<a><!--b",
    "<?",
    "<?>",
    "<?p",
    "<?p ?",
    "<?xml",
    "<?xml?><a/>",
    "<?xml version=\"1.0\" encoding=\"\"?><a/>",
    "<a><![",
    "<a><![CDATA[",
    "<a><![CDATA[]]",
    "<a>]]></a>",
];

const TAGS: [&str; 26] = [
    "<>",
    "</",
    "</>",
    "</a>",
    "<a",
    "<a ",
    "<a/",
    "<a>",
    "<a><",
    "<a></",
    "<a></a",
    "<a></ a>",
    "<a></a b>",
    "<a b",
    "<a b>",
    "<a b/>",
    "<a b=",
    "<a b=>",
    "<a b=c>",
    "<a b=\"",
    "<a b=\"c'/>",
    "<a b=\"<\"/>",
    "<a =\"\"/>",
    "<a b=\"\"c=\"\"/>",
    "<a b=\"\"",
    "<a/ >",
];

const REFERENCES: [&str; 13] = [
    "<a>&",
    "<a>&</a>",
    "<a>&;</a>",
    "<a>&b</a>",
    "<a>&b;</a>",
    "<a>&#",
    "<a>&#;</a>",
    "<a>&#x;</a>",
    "<a>&#0;</a>",
    "<a>&#x000000041;</a>",
    "<a>&#99999999999;</a>",
    "<a b=\"&\"/>",
    "<a b=\"&c\"/>",
];

const SUBSETS: [&str; 14] = [
    "<!D",
    "<!DOCTYPE",
    "<!DOCTYPE>",
    "<!DOCTYPE a",
    "<!DOCTYPE a SYSTEM \"",
    "<!DOCTYPE a PUBLIC \"b\"><a/>",
    "<!DOCTYPE a [",
    "<!DOCTYPE a []",
    "<!DOCTYPE a [<!",
    "<!DOCTYPE a [<!--",
    "<!DOCTYPE a [<?",
    "<!DOCTYPE a [%",
    "<!DOCTYPE a [%b;]><a/>",
    "<!DOCTYPE a [<![INCLUDE[",
];

const DECLARATIONS: [&str; 13] = [
    "<!DOCTYPE a [<!ELEMENT a",
    "<!DOCTYPE a [<!ELEMENT a (",
    "<!DOCTYPE a [<!ELEMENT a (b",
    "<!DOCTYPE a [<!ELEMENT a ()>]><a/>",
    "<!DOCTYPE a [<!ATTLIST a",
    "<!DOCTYPE a [<!ATTLIST a b (",
    "<!DOCTYPE a [<!ATTLIST a b CDATA>]><a/>",
    "<!DOCTYPE a [<!ENTITY a",
    "<!DOCTYPE a [<!ENTITY a \"",
    "<!DOCTYPE a [<!ENTITY %",
    "<!DOCTYPE a [<!ENTITY a \"&a;\">]><a>&a;</a>",
    "<!DOCTYPE a [<!ENTITY a SYSTEM",
    "<!DOCTYPE a [<!NOTATION a",
];

/// All of them.
pub(in crate::fuzz::parser) fn stumps() -> impl Iterator<Item = &'static [u8]> {
    LISTS.into_iter().flatten().map(|stump| stump.as_bytes())
}
