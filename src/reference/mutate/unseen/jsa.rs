//! Mutants of the JSA part that no check can call wrong.
use super::{Unseen, row};

/// The whole table.
pub(super) const TABLE: &[Unseen] = &[
    row(
        "jsa/rules/name.unit:{bytes,utf-16-units}",
        "JSA-06",
        "the unit of a length is open",
    ),
    row(
        "jsa/rules/name.unit:{without-outer-blanks,escaped}",
        "",
        "a name that is counted otherwise holds what no name may hold, and is refused for that",
    ),
    row(
        "jsa/rules/description.unit:{bytes,utf-16-units}",
        "JSA-06",
        "the unit of a length is open",
    ),
    row(
        "jsa/draft/backup_type:ignores-outer-blanks",
        "",
        "HTTP takes the blanks around the value of a header away",
    ),
    row(
        "jsa/draft/body:{none-is-empty-object,scalars-are-empty-objects,unreadable-is-empty-object}",
        "",
        "an object without a name is refused as well, and no page says with which code",
    ),
    row(
        "jsa/draft/body:{numbers-with-exponent-refused,latin-1-read}",
        "JSA-15",
        "how tolerant a reader of JSON is, is open",
    ),
    row(
        "jsa/draft/name:{cut-to-128,mojibake,latin-1-or-question-marks,backslashes-read,entities-*,composed,line-breaks-to-blanks,plus-to-blank}",
        "",
        "what comes of it is refused as the name was",
    ),
    row(
        "jsa/store/name.kept:{trimmed,cut-to-128,mojibake,latin-1-or-question-marks,percent-decoded,backslashes-read,entities-*,composed,marks-dropped,controls-dropped,cut-at-*,line-breaks-to-blanks,blanks-squeezed,beyond-the-bmp-dropped,quotes-dropped,tags-dropped,plus-to-blank,formatted}",
        "",
        "a name on record has letters, digits, '_', '-' and '.' alone",
    ),
    row(
        "jsa/draft/text.type:{numbers-as-text,booleans-as-text,false-is-absent}",
        "JSA-15",
        "a value that a tolerant reader turns into the right type is open",
    ),
    row(
        "jsa/draft/{configuration_id,host_id}:{digits-in-quotes,true-is-1,list-of-one}",
        "JSA-15",
        "a value that a tolerant reader turns into the right type is open",
    ),
    row(
        "jsa/draft/{configuration_id,host_id}:{clamped-to-32-bits,clamped-to-64-bits,words-are-0}",
        "",
        "the number that comes of it names nothing either, and is refused",
    ),
    row(
        "jsa/draft/configuration_id:empty-is-absent",
        "",
        "the rule for an empty configuration_id comes before it",
    ),
    row(
        "jsa/backup/course:goes-back",
        "JSA-19",
        "who looks from the beginning sees INITIALIZING until SUCCESS, and no page says that each status is shown",
    ),
    row(
        "jsa/rules/name.pattern:every-script",
        "JSA-05",
        "letters of other scripts are open",
    ),
    row(
        "jsa/rules/configuration_id.known:{2-too,up-to-100}",
        "JSA-03",
        "which configurations there are beside 1 is open",
    ),
    row(
        "jsa/rules/description.text:null-refused",
        "JSA-20",
        "a description that is null may be refused",
    ),
    row(
        "jsa/rules/description.text:no-line-breaks",
        "",
        "a control character in a text may be refused",
    ),
    row(
        "jsa/store/name:ignores-case",
        "JSA-16",
        "whether names heed the letter case is open",
    ),
    row(
        "jsa/store/name:ignores-outer-blanks",
        "",
        "no name has blanks",
    ),
    row(
        "jsa/store/name.scope:{one-host,one-kind}",
        "JSA-16",
        "a name may have to be unique on its host or in its kind alone",
    ),
    row(
        "jsa/store/host:cancelled-is-free",
        "JSA-11",
        "whether a cancelled backup is still in progress is open",
    ),
    row(
        "jsa/store/id:back-at-baseline",
        "",
        "only the hook of provider states, which no page knows, brings the server back",
    ),
    row(
        "jsa/{created,running,finished}/{version,initiated_by,content_file_path}:{empty,other-case,constant,in-quotes,of-the-*}",
        "",
        "the page asks for a text and says no more of it",
    ),
    row(
        "jsa/{created,running,finished}/{id,host_id,configuration_id}:low-16-bits",
        "",
        "no id of this server is that large",
    ),
    row(
        "jsa/{created,running,finished}/configuration_id:of-the-*",
        "",
        "it is 1 in every answer",
    ),
    row(
        "jsa/{created,finished}/status:of-the-*",
        "",
        "it is the same in every such answer",
    ),
    row(
        "jsa/{created,running,finished}/{time_initiated,time_completed}:one-up",
        "",
        "nobody knows the millisecond",
    ),
    row(
        "jsa/finished/size_on_disk:{zero,one-up,thousandth,low-16-bits,of-the-*}",
        "",
        "nobody but the server knows the size",
    ),
    row(
        "jsa/refused/engine:code-missing",
        "JSA-08",
        "a missing code is a fault only where the status fits two rows",
    ),
    row(
        "jsa/refused/configuration-empty:{code-missing,code-0}",
        "JSA-18",
        "an empty text may be refused as a value of another type",
    ),
    row(
        "jsa/refused/{name,configuration}-absent:{code-*,status-4*}",
        "JSA-04",
        "an absent member may draw any 4xx",
    ),
    row(
        "jsa/refused/{backup-type,unreadable,wrong-type,no-body,method}:status-302",
        "JSA-02, JSA-15",
        "anything but a success or a failure of the server is a refusal here",
    ),
    row(
        "jsa/refused/{fields,media-type}:{status-20*,status-302}",
        "JSA-13, JSA-15",
        "whether it is refused at all is open",
    ),
    row(
        "jsa/answer/refused:{length-in-*,latin-1,cut-at-1024-bytes,quotes-not-escaped,markup-not-escaped,controls-not-escaped}",
        "",
        "refusals of the JSA part are short, ASCII, and show nothing of the request",
    ),
    row(
        "jsa/answer/refused:{in-quotes,in-a-list,names-in-capitals}",
        "JSA-08",
        "where the code stands in a refusal is open",
    ),
    row(
        "jsa/answer/refused.body:message-is-stack-trace",
        "JSA-08",
        "the words of a refusal are open",
    ),
    row(
        "jsa/fields/header:{case-heeded-not,semicolon-too}",
        "JSA-13",
        "names that are not known, and other writings, may be refused, ignored or understood",
    ),
    row(
        "jsa/routes/large-body:{10-kB-refused,cut-at-10-kB}",
        "",
        "a server may refuse a body for its size",
    ),
    row(
        "jsa/item/*.id:{clamped-to-32-bits,words-are-0}",
        "",
        "the number that comes of it names nothing either",
    ),
    row(
        "jsa/{created,running,finished}/{version,initiated_by,is_version_compatible,description}:null",
        "JSA-09",
        "which members may be null is open",
    ),
    row(
        "jsa/{created,running}/time_initiated:{null,dropped,zero}",
        "JSA-10",
        "what a backup that runs says of its times is open",
    ),
    row(
        "jsa/running/status:of-the-first-answer",
        "",
        "looks may miss a status, so that a first one that is told to the end cannot be told from a long one",
    ),
    row(
        "jsa/backup/course:after-read",
        "",
        "how long a backup takes is open, and its end may come between two looks",
    ),
    row(
        "jsa/{created,running}/time_initiated:renamed",
        "JSA-10",
        "it may be absent while the backup runs, and other members may stand there",
    ),
    row(
        "jsa/store/name.scope:finished-only",
        "JSA-16",
        "on the host of a backup that runs 1015 stands before 1005, and another host is another scope",
    ),
    row(
        "jsa/fields/header:{blanks-kept,second-line-ignored,empty-is-nothing}",
        "JSA-13",
        "the page shows names parted by commas on one line, and what else is read is open",
    ),
    row(
        "jsa/fields/header:brackets-kept",
        "JSA-13",
        "no member of a backup has subfields, so that a name with some may be unknown",
    ),
    row(
        "jsa/draft/media-type:letter-case-heeded",
        "JSA-15",
        "a label in other letters may be taken for another one",
    ),
    row(
        "jsa/rules/description.text:no-blanks-outside",
        "",
        "a text with blanks around it may be refused",
    ),
    row(
        "jsa/draft/backup_type:ignores-case",
        "JSA-02",
        "a listed value in other letters may be understood",
    ),
    row(
        "jsa/draft/host_id:empty-is-absent",
        "JSA-15",
        "a tolerant reader takes an empty text for no number at all",
    ),
    row(
        "jsa/draft/body:members-in-any-case",
        "JSA-15",
        "how tolerant a reader of JSON is, is open",
    ),
    row(
        "jsa/routes/method:put-on-one-is-200",
        "",
        "no page says what other methods do on the path of one backup",
    ),
    row(
        "jsa/store/id:{zero-first,negative}",
        "",
        "no page says which ids there are",
    ),
];
