//! Which place of a request words are about.

use super::Known;
use crate::page::operation::singular;
use crate::page::{caught, patterns};

patterns! {
    QUOTED = r#"['"`]([A-Za-z_][A-Za-z0-9_.\-\[\]]*)['"`]"#;
    WITH = r"\b(?:with|by|for) (?:this|that|the|the same|the given|the specified|the provided|such an?) ([a-z_ ]+?)(?: already| is| was| exists| not| does| could| can|$|\.)";
    ALREADY = r"(?:\b(?:the|this|that)|^\W*) ?([a-z_]+(?: [a-z_]+){0,2}?)(?: value| address| field| parameter)?(?: you)?(?: provided| given| specified| supplied| chosen| requested)? (?:is|was|has) (?:been )?(?:already )?(?:been )?(?:in use|used|taken|registered)\b";
    BE_UNIQUE = r"^(?:the |a |each )?([a-z_]+(?: [a-z_]+)?)(?: value| field| parameter)? (?:must|should|has to) be unique\W*$";
    EXISTS = r"^(?:the |this |that )?([a-z_]+(?: [a-z_]+)?) already exists\W*$";
    BEFORE = r"(?:^|\b)(?:the |an? |this |that |given |provided |specified |requested |referenced |no such )*([a-z][a-z_ -]*?)(?: (?:with|for|of|by) .*?)?(?: that (?:was|is) \w+)? (?:do(?:es)? ?n[o']t exist|was not found|not found|could ?n[o']t be found|can ?not be found|is unknown|doesn't exist)";
    NO_SUCH = r"\b(?:no such|unknown|there is no|no) ([a-z][a-z_ -]*?)(?: (?:with|for|of|by|exists?|found|was|were|could|is).*)?(?:[.,:;]|$)";
}

/// Words, and the places that they may be about.
pub(super) struct Subject<'k> {
    sentence: String,
    text: String,
    known: &'k [Known],
}

impl<'k> Subject<'k> {
    pub(super) fn new(sentence: &str, text: &str, known: &'k [Known]) -> Self {
        Subject {
            sentence: sentence.to_owned(),
            text: text.to_owned(),
            known,
        }
    }

    fn called(&self, name: &str) -> Option<&'k Known> {
        let last = name.rsplit('.').next().unwrap_or(name);
        if let Some(whole) = self.known.iter().find(|k| is_path(name, &k.at)) {
            return Some(whole);
        }
        let mut all = self
            .known
            .iter()
            .filter(|k| k.name == name || k.name == last);
        // What is called alike at two places is not told apart by its name.
        all.next().filter(|_| all.next().is_none())
    }

    /// The one place that stands in quotes, or as a word that is no English one.
    pub(super) fn named(&self) -> Option<&'k Known> {
        let mut found: Vec<&Known> = Vec::new();
        let quoted = QUOTED.as_ref()?.captures_iter(&self.sentence);
        for name in quoted.filter_map(|c| c.get(1)) {
            found.extend(self.called(name.as_str()));
        }
        if found.is_empty() {
            let words = self
                .sentence
                .split(|c: char| !(c.is_alphanumeric() || "_-.".contains(c)));
            for word in words.map(|w| w.trim_matches('.')) {
                let odd = word.contains(['_', '.', '-'])
                    || word.chars().skip(1).any(char::is_uppercase)
                        && word.chars().any(char::is_lowercase);
                if odd {
                    found.extend(self.called(word));
                }
            }
        }
        found.dedup_by(|a, b| a.at == b.at);
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The one place whose name stands among the words as it is.
    pub(super) fn bare(&self) -> Option<&'k Known> {
        let words: Vec<&str> = self
            .text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        let spaced = format!(" {} ", words.join(" "));
        let stands = |k: &&Known| {
            let parts = parts(&k.name);
            let whole = format!(" {} ", parts.join(" "));
            spaced.contains(&whole)
        };
        let mut found: Vec<&Known> = self.known.iter().filter(stands).collect();
        // `host name` is about `host_name`, not about `name`.
        let longest = found.iter().map(|k| parts(&k.name).len()).max()?;
        found.retain(|k| parts(&k.name).len() == longest);
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// `a backup with this name`.
    pub(super) fn after_with(&self) -> Option<&'k Known> {
        let found = caught(&WITH, &self.text)?;
        self.spelt(found[1].trim())
    }

    /// `the name provided is already in use`.
    pub(super) fn before_already(&self) -> Option<&'k Known> {
        let found = caught(&ALREADY, &self.text)?;
        self.spelt(found[1].trim())
    }

    /// `the reference must be unique`.
    pub(super) fn must_be_unique(&self) -> Option<&'k Known> {
        let found = caught(&BE_UNIQUE, &self.text)?;
        self.spelt(found[1].trim())
    }

    /// `voucher code already exists`: a text whose name ends the noun, unless that is what the operation makes.
    pub(super) fn exists(&self, resource: &str) -> Option<&'k Known> {
        let noun = caught(&EXISTS, &self.text)?[1].trim().to_owned();
        let last = noun
            .rsplit([' ', '_'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let own = resource.rsplit(' ').next().map(singular);
        let known = self.spelt(&noun).or_else(|| self.spelt(&last))?;
        let is_text = matches!(known.kind.as_deref(), Some("string"));
        (is_text && Some(singular(&last)) != own).then_some(known)
    }

    /// The one place whose name is spelt by words.
    fn spelt(&self, words: &str) -> Option<&'k Known> {
        let noun = words.replace(' ', "_");
        let same = |k: &&Known| parts(&k.name).join("_") == noun;
        let mut all = self.known.iter().filter(same);
        all.next().filter(|_| all.next().is_none())
    }

    /// What does not exist, and the place that names it.
    pub(super) fn thing(&self, resource: &str) -> Option<(String, &'k Known)> {
        if let Some(known) = self.named() {
            let kind = stem(&known.name).join(" ");
            let kind = if kind.is_empty() {
                known.name.clone()
            } else {
                kind
            };
            return Some((kind, known));
        }
        let found = caught(&BEFORE, &self.text).or_else(|| caught(&NO_SUCH, &self.text))?;
        let noun: Vec<String> = found[1]
            .split([' ', '-'])
            .map(singular)
            .filter(|w| !w.is_empty())
            .collect();
        if let Some(known) = self.of_noun(&noun) {
            return Some((stem_of(known).join(" "), known));
        }
        // `product with this sku`, where no name of a place is that of the thing itself.
        if let Some(known) = self.after_with().filter(|k| !stem(&k.name).is_empty()) {
            return Some((noun.join(" "), known));
        }
        // What the path is about is named by its one parameter.
        let own = resource.rsplit(' ').next().map(singular);
        let mut paths = self.known.iter().filter(|k| k.at.starts_with("/path/"));
        let known = paths.next().filter(|_| paths.next().is_none())?;
        (noun.last() == own.as_ref()).then(|| (resource.to_owned(), known))
    }

    /// The place that names what a noun means: `configuration_id` for `backup configuration`.
    fn of_noun(&self, noun: &[String]) -> Option<&'k Known> {
        let last = noun.last()?;
        let fits = |k: &&Known| {
            let stem = stem_of(k);
            !stem.is_empty()
                && stem.last() == Some(last)
                && stem.iter().all(|w| noun.contains(w) || w == last)
        };
        let mut found: Vec<&Known> = self
            .known
            .iter()
            .filter(fits)
            .filter(|k| k.names_thing())
            .collect();
        let longest = found.iter().map(|k| stem_of(k).len()).max()?;
        found.retain(|k| stem_of(k).len() == longest);
        match found[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The one place that names something which is among the words.
    pub(super) fn reference(&self) -> Option<&'k Known> {
        let words: Vec<String> = self
            .text
            .split(|c: char| !c.is_alphanumeric())
            .map(singular)
            .collect();
        let stands = |k: &&Known| {
            let stem = stem(&k.name);
            k.names_thing() && !stem.is_empty() && stem.iter().all(|w| words.contains(w))
        };
        let mut found = self.known.iter().filter(stands);
        found.next().filter(|_| found.next().is_none())
    }

    /// A listed value of another place that stands among the words: that the rule is about it alone.
    pub(super) fn listed_beside(&self, about: &Known) -> Option<(String, String)> {
        let words: Vec<&str> = self
            .text
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .collect();
        let mut found: Vec<(String, String)> = Vec::new();
        for known in self.known.iter().filter(|k| k.at != about.at) {
            for value in &known.values {
                let lower = value.to_lowercase();
                let is_word = lower.len() > 2
                    && lower.parse::<f64>().is_err()
                    && !matches!(lower.as_str(), "true" | "false");
                if is_word && words.contains(&lower.as_str()) {
                    found.push((known.at.clone(), value.clone()));
                }
            }
        }
        match &found[..] {
            [one] => Some(one.clone()),
            _ => None,
        }
    }
}

/// Whether a name with dots is the whole way to a place of the body: `user.city`, `items[].name`.
fn is_path(name: &str, at: &str) -> bool {
    let Some(at) = at.strip_prefix("/body/").filter(|_| name.contains('.')) else {
        return false;
    };
    let way = at.split('/').filter(|step| step.parse::<usize>().is_err());
    let named = name
        .split('.')
        .map(|step| step.split('[').next().unwrap_or(step));
    named.filter(|step| *step != "*").eq(way)
}

/// The words of a name: `hostId` and `host_id` have two.
pub(in crate::page) fn parts(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() {
            words.push(String::new());
        } else {
            if c.is_uppercase() && before_lower {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before_lower = c.is_lowercase();
    }
    words.retain(|w| !w.is_empty());
    words
}

/// What a place is the id or the name of: an `id` inside of `owner` is that of an owner.
fn stem_of(known: &Known) -> Vec<String> {
    let own = stem(&known.name);
    let inner = known.at.strip_prefix("/body/").unwrap_or_default();
    let around = inner
        .rsplit('/')
        .skip(1)
        .find(|s| s.parse::<usize>().is_err());
    match around.filter(|_| own.is_empty()) {
        Some(around) => stem(around),
        None => own,
    }
}

/// What a name is the id or the name of.
fn stem(name: &str) -> Vec<String> {
    let mut words = parts(name);
    while words.last().is_some_and(|w| {
        matches!(
            w.as_str(),
            "id" | "name"
                | "key"
                | "uuid"
                | "ref"
                | "code"
                | "identifier"
                | "sid"
                | "guid"
                | "slug"
                | "arn"
                | "iid"
        )
    }) {
        words.pop();
    }
    words.into_iter().map(|w| singular(&w)).collect()
}
