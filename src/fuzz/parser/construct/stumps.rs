//! Documents that break off, or hold what is too little or too much, in each construct: where loops that wait
//! for an end never end. And those that hold what looks like an end, or like markup, and is none: who counts brackets
//! goes on in the middle of something else.

/// What they are, by construct. All but the last ones and a few are ill-formed.
const LISTS: [&[&str]; 6] = [
    &MARKUP,
    &TAGS,
    &REFERENCES,
    &SUBSETS,
    &DECLARATIONS,
    &MASKED,
];

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

/// Well-formed: what stands in instructions, comments, sections and literals is no markup (XML 1.0, sections 2.3 to 2.7).
const MASKED: [&str; 14] = [
    "<?p <a>?><a/>",
    "<!-- <a> --><a/>",
    "<a><?p </a>?></a>",
    "<a><!-- </a> --></a>",
    "<a><![CDATA[</a>]]></a>",
    "<a b=\"/>\"/>",
    "<!DOCTYPE a [<?p ]><b>?><!ENTITY c \"\">]><a/>",
    "<!DOCTYPE a [<?p <!b><c>?><!ELEMENT a ANY>]><a/>",
    "<!DOCTYPE a [<?p \"?><!ENTITY c '\"'>]><a/>",
    "<!DOCTYPE a [<!-- ]><b>' --><!ENTITY c \"\">]><a/>",
    "<!DOCTYPE a [<!ENTITY c \"]><b>\"><!ELEMENT a ANY>]><a/>",
    "<!DOCTYPE a [<!ATTLIST a b CDATA \"]>\">]><a/>",
    "<!DOCTYPE a [<!NOTATION n SYSTEM \"]>\">]><a/>",
    "<!DOCTYPE a SYSTEM \"]>\"><a/>",
];

/// All of them.
pub(in crate::fuzz::parser) fn stumps() -> impl Iterator<Item = &'static [u8]> {
    LISTS.into_iter().flatten().map(|stump| stump.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::MASKED;

    #[test]
    fn what_only_looks_like_markup_is_well_formed() {
        // Our own reader refuses what declares a type.
        for text in MASKED.iter().filter(|t| !t.contains("<!DOCTYPE")) {
            let read =
                crate::xml::read::read(text.as_bytes(), &crate::xml::read::Limits::default());
            assert!(read.is_ok(), "{text}: {:?}", read.err());
        }
    }
}
