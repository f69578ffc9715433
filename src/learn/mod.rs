//! Learning the codes of a running server: each rule is broken alone, and what is answered is compared with
//! what the contract says. The contract is the authority: what was learnt is proposed beside it.

mod ask;
mod code;
mod overlay;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::contract::{Contract, Location, Operation};
use crate::target::{Profile, Target};

pub use code::place_of_code;

/// What is learnt of a server.
#[derive(Debug, Default)]
pub struct Learnt {
    /// Rules that were broken, each with what came.
    pub rules: Vec<Rule>,
    /// Where the code stands in an error, as a pointer.
    pub place: Option<String>,
    /// Operations whose plain valid request was refused, with the status: what they refuse says less.
    pub refused: Vec<(String, String)>,
    /// What those requests drew.
    plain: Vec<(String, ask::Answer)>,
    /// Whether any of those requests was accepted.
    accepted: bool,
    /// Sentences for people: what could not be asked, or says nothing.
    pub told: Vec<String>,
    /// Media types of errors, with how often each came.
    pub media: BTreeMap<String, usize>,
    /// Requests that were sent.
    pub requests: usize,
}

/// A rule of an operation that was broken alone.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Operation id.
    pub operation: String,
    /// The rule in words.
    pub about: String,
    /// `when` of an entry of `x-errors`.
    pub when: serde_json::Value,
    /// The status that came, where all answers had one.
    pub status: Option<u16>,
    /// The code that came, where all answers had one.
    pub code: Option<String>,
    /// How what came stands to the contract.
    pub said: Said,
    /// Where the contract says so: the entry that ties a code to the rule, else the rule itself.
    pub at: Location,
    answers: Vec<ask::Answer>,
}

/// How an answer stands to the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The contract says the same.
    Same,
    /// It says nothing of a code for this rule.
    New,
    /// It says otherwise; in words.
    Otherwise(String),
    /// The request was accepted, though the rule forbids it.
    Accepted,
    /// No answer came, or a fault of the server, or each time another one; in words.
    Nothing(String),
}

/// Asks a server.
///
/// # Errors
/// It cannot be reached.
pub async fn learn(
    contract: &Contract,
    profile: &Profile,
    target: &Target,
    seed: u64,
) -> Result<Learnt, String> {
    let mut learnt = ask::all(contract, profile, target, seed).await?;
    let refusals: Vec<_> = learnt
        .rules
        .iter()
        .map(|rule| rule.answers.as_slice())
        .collect();
    match code::declared(&contract.error_code, &refusals)
        .unwrap_or_else(|| code::place_of_code(&refusals).map_err(str::to_owned))
    {
        Ok(place) => learnt.place = Some(place),
        Err(why) => learnt.told.push(why),
    }
    for rule in &mut learnt.rules {
        rule.settle(learnt.place.as_deref());
        let plain = learnt.plain.iter().find(|(id, _)| *id == rule.operation);
        if let Some((_, plain)) = plain {
            rule.hold_against(plain, learnt.place.as_deref());
        }
        if let Some(operation) = contract.operation(&rule.operation) {
            rule.compare(operation);
        }
    }
    Ok(learnt)
}

impl Learnt {
    /// The overlay that is proposed, in YAML; `None` where nothing new was learnt.
    pub fn overlay(&self, contract: &Contract, extends: &str, target: &str) -> Option<String> {
        overlay::overlay(self, contract, extends, target)
    }

    /// Whether the server answered anything but that it is broken or busy, if it was asked at all.
    pub fn is_answered(&self) -> bool {
        let plain = self.plain.iter().map(|(_, answer)| answer);
        let mut all = plain.chain(self.rules.iter().flat_map(|r| &r.answers));
        self.requests == 0
            || self.accepted
            || all.any(|a| a.status.is_some_and(|s| s < 500 && s != 429))
    }
}

impl Rule {
    /// Says what the answers have in common.
    fn settle(&mut self, place: Option<&str>) {
        let answers: Vec<_> = self.answers.iter().collect();
        let Some(first) = answers.first() else {
            return;
        };
        let statuses: Vec<Option<u16>> = answers.iter().map(|a| a.status).collect();
        if first.status.is_none() {
            self.said = Said::Nothing("no answer came".into());
            return;
        }
        if statuses.iter().any(|s| *s != first.status) {
            let mut all: Vec<String> = statuses.iter().flatten().map(u16::to_string).collect();
            all.sort_unstable();
            all.dedup();
            self.said = Said::Nothing(format!("several statuses came: {}", all.join(", ")));
            return;
        }
        self.status = first.status;
        match first.status {
            Some(200..=399) => {
                self.said = Said::Accepted;
                return;
            }
            Some(status @ (429 | 503)) => {
                self.said = Said::Nothing(format!("the server says later (status {status})"));
                return;
            }
            _ => {}
        }
        let Some(place) = place else { return };
        let mut codes: Vec<Option<String>> = answers.iter().map(|a| a.at(place)).collect();
        codes.dedup();
        match &codes[..] {
            [one] => self.code.clone_from(one),
            several => {
                let shown: Vec<_> = several
                    .iter()
                    .map(|c| c.clone().unwrap_or_else(|| "none".into()))
                    .collect();
                self.said =
                    Said::Nothing(format!("another code came each time: {}", shown.join(", ")));
            }
        }
    }

    /// What the valid request draws as well says nothing of the rule.
    fn hold_against(&mut self, plain: &ask::Answer, place: Option<&str>) {
        let same = plain.status == self.status && place.and_then(|p| plain.at(p)) == self.code;
        if self.said == Said::New && same {
            self.said = Said::Nothing("the valid request draws the same".into());
        }
    }

    /// Holds what came against what the contract ties to the rule.
    fn compare(&mut self, operation: &Operation) {
        if self.said != Said::New {
            return;
        }
        let status = self.status.map(|s| s.to_string()).unwrap_or_default();
        let mut tied = Vec::new();
        for response in &operation.responses {
            for rule in &response.errors {
                if rule
                    .when
                    .iter()
                    .any(|when| ask::means(&when.cause, &self.when))
                {
                    let also =
                        |o: &crate::contract::Allowed| o.code.as_ref().map(ToString::to_string);
                    let others = rule.when.iter().flat_map(|w| &w.or).filter_map(also);
                    tied.push((
                        response.status,
                        rule.code.to_string(),
                        others.collect::<Vec<_>>(),
                        &rule.at,
                    ));
                }
            }
        }
        let Some((documented, code, others, at)) = tied.first() else {
            return;
        };
        self.at = (*at).clone();
        let right = self.status.is_some_and(|s| documented.contains(s));
        let came = self.code.clone().unwrap_or_else(|| "no code".into());
        self.said = match right && (came == *code || others.contains(&came)) {
            true => Said::Same,
            false => Said::Otherwise(format!(
                "the contract says {documented} with {code}, and {status} with {came} came"
            )),
        };
    }
}
